"""Invented community activities, one in each status, on contracts of 2023."""

from datetime import date, timedelta
from decimal import Decimal

from sroi.demo.data import HALL, PARK, PARKS, DemoClaim

HOURS, COSTS = "community_hours", "community_costs"


def _activity(what: str, beneficiary: str, block: str, day: date, people: int, hours: str | None, costs: str | None) -> dict[str, object]:
    return {
        "description": what,
        "beneficiary": beneficiary,
        "block": block,
        "starts_on": day,
        "ends_before": day + timedelta(days=1),
        "people": people,
        "hours": None if hours is None else Decimal(hours),
        "costs": None if costs is None else Decimal(costs),
    }


ACTIVITIES = (
    DemoClaim(
        HALL,
        "community_activity",
        date(2023, 12, 4),
        "approved",
        _activity("Gastlessen over bouwen", "Basisschool Voorbeeld", HOURS, date(2023, 11, 21), 2, "3", None),
    ),
    DemoClaim(
        HALL,
        "community_activity",
        date(2024, 3, 11),
        "submitted",
        _activity("Clubhuis geschilderd", "Speeltuinvereniging Voorbeeld", HOURS, date(2024, 3, 2), 5, "6", None),
    ),
    DemoClaim(
        PARK,
        "community_activity",
        date(2024, 3, 25),
        "returned",
        _activity("Schooltuin aangelegd", "Basisschool Voorbeeld", HOURS, date(2024, 3, 16), 4, "5.5", None),
        "Hoeveel uren per persoon waren dit?",
    ),
    DemoClaim(
        PARKS,
        "community_activity",
        date(2024, 4, 8),
        "rejected",
        _activity("Sponsoring zomerfeest", "Wijkvereniging Voorbeeld", COSTS, date(2024, 4, 1), 1, None, "750"),
        "Sponsoring van een feest is geen social return.",
    ),
    DemoClaim(
        PARKS,
        "community_activity",
        date(2024, 4, 9),
        "withdrawn",
        _activity("Bomen geplant", "Buurttuin Voorbeeld", HOURS, date(2024, 3, 23), 3, "4", None),
    ),
    DemoClaim(
        PARK,
        "community_activity",
        date(2024, 9, 16),
        "draft",
        _activity("Plantgoed voor de buurttuin", "Buurttuin Voorbeeld", COSTS, date(2024, 9, 7), 1, None, "1250"),
    ),
)
