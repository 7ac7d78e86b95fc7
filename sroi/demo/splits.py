"""Invented contracts that stay under the threshold and look split: one group to look at, and one that was looked at."""

from collections.abc import Iterable
from datetime import date, datetime

from sroi.access import Viewer
from sroi.demo.data import RIJSWIJK, SERVICES, DemoContract
from sroi.reconciliation.operations import review_split
from sroi.reconciliation.queries import contracts_that_look_split
from sroi.reconciliation.rules import fingerprint
from sroi.values import add_months

# What each lot was called, its sum, and how many months ago it was awarded.
TO_LOOK_AT = (("Snoeiwerk begraafplaats", "88000", 5), ("Snoeiwerk sportvelden", "79500", 3))
LOOKED_AT = (("Glasbewassing scholen", "92000", 9), ("Glasbewassing buurthuizen", "71000", 7))
REASON = "Twee gebouwen met elk een eigen budget en een eigen aanvraag, een half jaar na elkaar (verzonnen)."


def small_contracts(today: date) -> tuple[DemoContract, ...]:
    """Return the invented awards, each under the threshold."""
    pruned = tuple(_small(today, f"S{place}", *one, "groen", "77340000") for place, one in enumerate(TO_LOOK_AT, 1))
    washed = tuple(_small(today, f"G{place}", *one, "schoon", "90911300") for place, one in enumerate(LOOKED_AT, 1))
    return (*pruned, *washed)


def _small(today: date, letter: str, title: str, contract_sum: str, ago: int, contractor: str, cpv_code: str) -> DemoContract:
    start = add_months(today.replace(day=1), -ago)
    return DemoContract(f"RW-{start.year}-{letter}", title, SERVICES, RIJSWIJK, contractor, contract_sum, cpv_code, start, start, 6)


async def look_at_some(*, viewer: Viewer, titles: Iterable[str], now: datetime, today: date) -> None:
    """Note that the officer looked at the groups in which one of these titles is the last."""
    known = set(titles)
    for group in await contracts_that_look_split(viewer=viewer, on=today):
        if group.contracts[-1].title in known:
            await review_split(viewer=viewer, name=fingerprint(group), looked_on=today, reason=REASON, now=now, today=today)
