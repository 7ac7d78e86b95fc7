"""One list of one row, matched with a claim and decided, as migration 19 makes its tables."""

from tests.database.keys import HASH, NOW, OFFICER, PLACEMENT, Row, key

LIST, VERSION, LINE_KEY = key("region list"), key("region version"), "d" * 64
ROWS: tuple[tuple[str, Row], ...] = (
    (
        "region_list",
        {
            "id": LIST,
            "partner": "WSP Voorbeeld",
            "partner_key": "wsp voorbeeld",
            "year": 2023,
            "created_by": OFFICER,
            "created_at": NOW,
        },
    ),
    (
        "region_version",
        {
            "id": VERSION,
            "list": LIST,
            "number": 1,
            "file_name": "regio.csv",
            "sha256": HASH,
            "format": "csv",
            "status": "taken_in",
            "columns": "{}",
            "problems": "[]",
            "row_count": 1,
            "created_by": OFFICER,
            "created_at": NOW,
            "compared_at": NOW,
        },
    ),
    (
        "region_row",
        {
            "id": key("region row"),
            "version": VERSION,
            "position": 1,
            "location": "rij 2",
            "identity": "b" * 64,
            "fingerprint": "c" * 64,
            "person_token": None,
            "facts": '{"kind": "placement"}',
            "problems": "[]",
        },
    ),
    (
        "region_line",
        {
            "id": key("region line"),
            "version": VERSION,
            "position": 1,
            "line_key": LINE_KEY,
            "partner_row": key("region row"),
            "own_claim": PLACEMENT,
            "own_facts": '{"kind": "placement"}',
            "kind": "placement",
            "proposed": "matched",
            "score": 99,
            "is_sure": True,
            "levels": "0010000000",
            "has_rivals": False,
            "repeats": "",
        },
    ),
    (
        "region_decision",
        {
            "id": key("region decision"),
            "list": LIST,
            "line_key": LINE_KEY,
            "number": 1,
            "verdict": "matched",
            "reason": "Dezelfde plaatsing",
            "in_bulk": False,
            "decided_by": OFFICER,
            "decided_at": NOW,
        },
    ),
)
