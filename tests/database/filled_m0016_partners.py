"""One row for each table of migration 16: a partner."""

from tests.database.keys import DAY, LATER, NOW, OFFICER, Row, key

ROWS: tuple[tuple[str, Row], ...] = (
    (
        "partner",
        {
            "id": key("partner"),
            "name": "Werkbedrijf Voorbeeld",
            "name_key": "werkbedrijf voorbeeld",
            "name_letters": "werkbedrijfvoorbeeld",
            "search_text": "werkbedrijf voorbeeld 00100009",
            "kvk_number": "00100009",
            "municipality": "GM0603",
            "website": "",
            "description": "",
            "offers_placements": True,
            "offers_training": False,
            "offers_purchases": True,
            "supplier_kind": "work_company",
            "recognised_by": "Gemeente",
            "recognised_from": DAY,
            "recognised_before": LATER,
            "pso_level": "step_2",
            "pso_before": LATER,
            "joined_on": DAY,
            "left_on": None,
            "version": 1,
            "changed_by": OFFICER,
            "changed_at": NOW,
        },
    ),
)
