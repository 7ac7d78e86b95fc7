"""An invented person at work for two contracts of one contractor: one placement, shared between them."""

from datetime import date
from decimal import Decimal

from sroi.demo.data import GROEN, DemoClaim
from sroi.demo.life import small_contract
from sroi.values import add_months


def shared_claims(today: date) -> tuple[DemoClaim, ...]:
    """Return the two claims for the placement: three fifths for the playgrounds, two fifths for the school yard."""
    first = today.replace(day=1)
    playgrounds, start = f"RW-{add_months(first, -14).year}-103", add_months(first, -3)
    facts: dict[str, object] = {
        "candidate_label": "G-13",
        "target_group": "wia",
        "employer_name": GROEN,
        "starts_on": start,
        "ends_before": add_months(start, 12),
        "hours_per_week": Decimal(20),
        "residence": "GM0603",
        "employment": "temporary",
    }
    parts = ((playgrounds, Decimal(60)), (small_contract(today).number, Decimal(40)))
    return tuple(DemoClaim(contract, "placement", first, "submitted", {**facts, "share_pct": share}) for contract, share in parts)
