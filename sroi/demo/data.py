"""The invented contracts and claims. Those of 2023 have fixed dates; those of now lie around the day on which the example is made."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sroi.contracts.rules import ContractType
from sroi.values import add_months

WORKS, SERVICES, SUPPLIES = (ContractType.WORKS, ContractType.SERVICES, ContractType.SUPPLIES)
RIJSWIJK, DEN_HAAG, DELFT = "GM0603", "GM0518", "GM0503"
# Where the invented candidates live; of the others it is not known.
RESIDENCES = {
    **dict.fromkeys(("G-01", "G-02", "G-05", "G-11", "G-12", "B-01", "B-11", "S-01"), RIJSWIJK),
    **dict.fromkeys(("B-02", "B-05", "B-07", "G-06"), DEN_HAAG),
    **dict.fromkeys(("G-03", "G-07", "B-06"), DELFT),
}


@dataclass(frozen=True)
class DemoContract:
    """An invented award; `contractor` is the key of an account, or a name and number of its own."""

    number: str
    title: str
    contract_type: ContractType
    authority: str
    contractor: str
    contract_sum: str
    cpv_code: str
    awarded_on: date
    starts_on: date
    months: int
    labour_share_pct: str | None = "50"
    lots: tuple[str, ...] = ()
    extension_options: str = ""


@dataclass(frozen=True)
class DemoClaim:
    """An invented claim: `facts` are those of its kind, `outcome` is where it ends."""

    contract: str
    kind: str
    reported_on: date
    outcome: str
    facts: dict[str, object]
    reason: str = ""
    share: Decimal = Decimal(1)


CONTRACTS_OF_2023 = (
    DemoContract(
        "RW-2023-007", "Riolering Oude Dorp", WORKS, RIJSWIJK, "bouw", "640000", "45232410", date(2023, 5, 22), date(2023, 6, 1), 12
    ),
    DemoContract(
        "RW-2023-014",
        "Groenonderhoud wijk Muziekbuurt",
        SERVICES,
        RIJSWIJK,
        "groen",
        "1250000",
        "77310000",
        date(2023, 7, 10),
        date(2023, 8, 1),
        36,
        lots=("Noord", "Zuid"),
        extension_options="2 x 12 maanden",
    ),
    DemoContract(
        "RW-2023-018",
        "Renovatie sporthal De Schilp",
        WORKS,
        RIJSWIJK,
        "bouw",
        "2450000",
        "45212222",
        date(2023, 7, 17),
        date(2023, 9, 1),
        15,
    ),
    DemoContract(
        "RW-2023-021",
        "Schoonmaak wijkcentra",
        SERVICES,
        RIJSWIJK,
        "schoon",
        "150000",
        "90910000",
        date(2023, 8, 1),
        date(2023, 9, 1),
        24,
    ),
    DemoContract(
        "RW-2023-022",
        "Schoonmaak stadhuis",
        SERVICES,
        RIJSWIJK,
        "schoon",
        "150000.01",
        "90910000",
        date(2023, 8, 1),
        date(2023, 9, 1),
        24,
        "80",
    ),
    DemoContract(
        "RW-2023-023",
        "Kantoormeubilair",
        SUPPLIES,
        RIJSWIJK,
        "schoon",
        "149999.99",
        "39130000",
        date(2023, 8, 15),
        date(2023, 9, 1),
        12,
        None,
    ),
    DemoContract(
        "RW-2023-026",
        "Straatmeubilair en bankjes",
        SUPPLIES,
        RIJSWIJK,
        "bouw",
        "310000",
        "34928400",
        date(2023, 8, 21),
        date(2023, 9, 1),
        24,
        "20",
    ),
    DemoContract(
        "DH-2023-031",
        "Herinrichting stationsplein (regionaal)",
        WORKS,
        DEN_HAAG,
        "bouw",
        "3000000",
        "45233000",
        date(2023, 7, 24),
        date(2023, 8, 15),
        30,
    ),
    DemoContract(
        "DH-2023-044",
        "Beheer parken en plantsoenen (regionaal)",
        SERVICES,
        DEN_HAAG,
        "groen",
        "980000",
        "77310000",
        date(2023, 7, 20),
        date(2023, 8, 1),
        36,
    ),
    DemoContract(
        "DE-2023-009",
        "Maaibeheer bermen (regionaal)",
        SERVICES,
        DELFT,
        "groen",
        "420000",
        "77314000",
        date(2023, 9, 4),
        date(2023, 10, 1),
        24,
    ),
)


def contracts(today: date) -> tuple[DemoContract, ...]:
    """Return the invented awards, oldest first."""
    running, fresh = add_months(today.replace(day=1), -14), add_months(today.replace(day=1), -2)
    return (
        *CONTRACTS_OF_2023,
        DemoContract(
            f"RW-{running.year}-103",
            "Onderhoud speelplekken",
            SERVICES,
            RIJSWIJK,
            "groen",
            "480000",
            "50870000",
            add_months(running, -1),
            running,
            24,
            None,
        ),
        DemoContract(
            f"RW-{fresh.year}-118",
            "Verduurzaming gemeentelijke gebouwen",
            WORKS,
            RIJSWIJK,
            "bouw",
            "1800000",
            "45321000",
            add_months(fresh, -1),
            fresh,
            24,
        ),
    )


def _placement(label: str, group: str, employer: str, start: date, months: int | None, hours: str, **more: object) -> dict[str, object]:
    end = None if months is None else add_months(start, months)
    return {
        "candidate_label": label,
        "target_group": group,
        "employer_name": employer,
        "starts_on": start,
        "ends_before": end,
        "hours_per_week": Decimal(hours),
        "residence": RESIDENCES.get(label),
        **more,
    }


def _training(title: str, provider: str, start: date, end: date, costs: str) -> dict[str, object]:
    return {"title": title, "provider": provider, "starts_on": start, "ends_before": end, "costs": Decimal(costs), "block": "costs"}


def _purchase(supplier: str, kind: str, invoice: str, day: date, amount: str) -> dict[str, object]:
    return {"supplier_name": supplier, "supplier_kind": kind, "invoice_number": invoice, "invoiced_on": day, "amount": Decimal(amount)}


GROEN, BOUW, SCHOON = ("Groenbedrijf Voorbeeld B.V.", "Bouwbedrijf Voorbeeld B.V.", "Schoonmaak Voorbeeld B.V.")


PARK, HALL, SQUARE, PARKS = ("RW-2023-014", "RW-2023-018", "DH-2023-031", "DH-2023-044")
CLAIMS_OF_2023 = (
    DemoClaim(PARK, "placement", date(2024, 1, 10), "approved", _placement("G-01", "participatiewet", GROEN, date(2023, 8, 7), 12, "36")),
    DemoClaim(PARK, "placement", date(2024, 8, 20), "approved", _placement("G-01", "participatiewet", GROEN, date(2023, 8, 7), 12, "36")),
    DemoClaim(PARK, "placement", date(2024, 2, 5), "approved", _placement("G-02", "banenafspraak", GROEN, date(2023, 9, 4), 12, "24")),
    DemoClaim(
        PARK,
        "placement",
        date(2024, 2, 5),
        "partly",
        _placement("G-03", "ww", "Hoveniers Voorbeeld", date(2023, 9, 18), 6, "32"),
        "Het contract laat 24 uur per week zien, niet 32.",
        Decimal("0.75"),
    ),
    DemoClaim(PARK, "placement", date(2024, 1, 15), "submitted", _placement("G-04", "wia", GROEN, date(2023, 11, 6), 12, "20")),
    DemoClaim(PARK, "placement", date(2024, 1, 16), "approved", _placement("G-05", "internship_vso_pro", GROEN, date(2023, 9, 1), 6, "16")),
    DemoClaim(
        PARK,
        "training",
        date(2023, 11, 20),
        "approved",
        _training("Praktijkverklaring groen", "ROC Voorbeeld", date(2023, 10, 2), date(2023, 11, 18), "3200"),
    ),
    DemoClaim(
        PARK,
        "training",
        date(2024, 3, 4),
        "returned",
        _training("Cursus motorkettingzaag", "Opleider Voorbeeld", date(2024, 2, 5), date(2024, 2, 10), "1450"),
        "Wilt u de factuur van de opleider toevoegen?",
    ),
    DemoClaim(
        PARK,
        "social_purchase",
        date(2023, 12, 11),
        "approved",
        _purchase("Werkbedrijf Voorbeeld", "work_company", "2023-0412", date(2023, 12, 1), "5600.50"),
    ),
    DemoClaim(
        PARK,
        "social_purchase",
        date(2023, 12, 12),
        "rejected",
        _purchase("Bloemen Voorbeeld", "social_enterprise", "F-883", date(2023, 11, 28), "740"),
        "Deze leverancier is niet erkend als sociale onderneming.",
    ),
    DemoClaim(HALL, "placement", date(2024, 2, 12), "approved", _placement("B-01", "bbl_up_to_level_2", BOUW, date(2023, 9, 4), 12, "36")),
    DemoClaim(HALL, "placement", date(2024, 2, 12), "approved", _placement("B-02", "participatiewet", BOUW, date(2023, 10, 2), 6, "36")),
    DemoClaim(
        HALL,
        "placement",
        date(2024, 2, 13),
        "rejected",
        _placement("B-03", "no_benefit_jobseeker", BOUW, date(2023, 10, 16), 6, "36"),
        "De kandidaat was al bij u in dienst.",
    ),
    DemoClaim(HALL, "placement", date(2024, 2, 14), "withdrawn", _placement("B-04", "ww", BOUW, date(2023, 11, 1), 3, "36")),
    DemoClaim(
        HALL,
        "training",
        date(2024, 1, 22),
        "submitted",
        _training("VCA-basis", "Opleider Voorbeeld", date(2024, 1, 15), date(2024, 1, 17), "980"),
    ),
    DemoClaim(
        HALL,
        "training",
        date(2024, 1, 23),
        "withdrawn",
        _training("Heftruckcertificaat", "Opleider Voorbeeld", date(2024, 1, 8), date(2024, 1, 9), "450"),
    ),
    DemoClaim(
        HALL,
        "training",
        date(2024, 4, 2),
        "rejected",
        _training("Teamuitje met workshop", "Bureau Voorbeeld", date(2024, 3, 1), date(2024, 3, 2), "2500"),
        "Dit is geen scholing van mensen uit de doelgroep.",
    ),
    DemoClaim(SQUARE, "placement", date(2024, 1, 29), "approved", _placement("B-05", "participatiewet", BOUW, date(2023, 8, 21), 12, "36")),
    DemoClaim(SQUARE, "placement", date(2024, 1, 29), "approved", _placement("B-06", "ww", BOUW, date(2023, 9, 11), 6, "36")),
    DemoClaim(
        SQUARE,
        "placement",
        date(2024, 1, 30),
        "approved",
        _placement("B-07", "banenafspraak", "Bestrating Voorbeeld", date(2023, 10, 9), 12, "28"),
    ),
    DemoClaim(
        SQUARE,
        "placement",
        date(2024, 2, 26),
        "returned",
        _placement("B-08", "participatiewet", BOUW, date(2023, 12, 4), 12, "32"),
        "Kunt u de arbeidsovereenkomst toevoegen?",
    ),
    DemoClaim(
        SQUARE,
        "social_purchase",
        date(2024, 2, 27),
        "submitted",
        _purchase("Werkbedrijf Voorbeeld", "work_company", "2024-0093", date(2024, 2, 19), "12500"),
    ),
    DemoClaim(PARKS, "placement", date(2024, 1, 11), "approved", _placement("G-06", "participatiewet", GROEN, date(2023, 8, 14), 12, "24")),
    DemoClaim(PARKS, "placement", date(2024, 1, 11), "approved", _placement("G-07", "wia", GROEN, date(2023, 9, 25), 12, "18")),
    # The same person as G-02: one head, on two contracts.
    DemoClaim(
        PARKS,
        "placement",
        date(2024, 2, 6),
        "approved",
        _placement("G-02", "banenafspraak", "Kwekerij Voorbeeld", date(2023, 9, 4), 12, "12"),
    ),
    DemoClaim(
        PARKS,
        "social_purchase",
        date(2024, 1, 12),
        "returned",
        _purchase("Kwekerij Voorbeeld", "aspirant", "K-551", date(2023, 12, 20), "2300"),
        "Welk deel van de factuur gaat over arbeid?",
    ),
    DemoClaim(
        "RW-2023-022",
        "placement",
        date(2024, 9, 5),
        "approved",
        _placement("S-01", "participatiewet", SCHOON, date(2023, 9, 4), 12, "20"),
    ),
)


def running_contract(today: date) -> str:
    """Return the number of a contract of the green firm that has run for more than a year."""
    return f"RW-{add_months(today.replace(day=1), -14).year}-103"


def claims_of_now(today: date) -> tuple[DemoClaim, ...]:
    """Return the invented claims on the contracts that run today."""
    running, fresh = (add_months(today.replace(day=1), -14), add_months(today.replace(day=1), -2))
    play, green = running_contract(today), f"RW-{fresh.year}-118"
    last_month = add_months(today.replace(day=1), -1)
    return (
        DemoClaim(play, "placement", last_month, "approved", _placement("G-11", "ww", GROEN, add_months(running, 2), 3, "16")),
        DemoClaim(play, "placement", last_month, "draft", _placement("G-12", "participatiewet", GROEN, add_months(running, 9), 12, "16")),
        DemoClaim(
            play, "social_purchase", last_month, "withdrawn", _purchase("Werkbedrijf Voorbeeld", "work_company", "R-118", last_month, "890")
        ),
        DemoClaim(green, "placement", last_month, "submitted", _placement("B-11", "participatiewet", BOUW, fresh, 12, "36")),
        DemoClaim(
            green,
            "training",
            last_month,
            "draft",
            _training("Basisveiligheid bouw", "Opleider Voorbeeld", fresh, add_months(fresh, 1), "1850"),
        ),
        DemoClaim(
            green, "social_purchase", last_month, "draft", _purchase("Werkbedrijf Voorbeeld", "work_company", "R-204", fresh, "15000")
        ),
    )
