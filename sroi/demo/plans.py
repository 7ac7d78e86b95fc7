"""A plan of approach in the example that waits for the WSP, and one that was agreed; invented."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sroi.access import Viewer
from sroi.contracts.queries import contract
from sroi.fulfilment.operations.plans import agree_plan, keep_plan, submit_plan
from sroi.fulfilment.rules.plans import PlanItem
from sroi.values import Period, add_months


async def add_plan(*, contractor: Viewer, reviewer: Viewer | None, contract_id: UUID, now: datetime, today: date) -> None:
    """Plan a year of work and purchases on a contract and send it to the WSP; with a reviewer it is agreed."""
    record = await contract(viewer=contractor, contract_id=contract_id)
    starts_on, ends_before = record.facts.starts_on or today, record.facts.ends_before or add_months(today, 12)
    year = Period(starts_on, min(add_months(starts_on, 12), ends_before))
    plan_id = await keep_plan(viewer=contractor, contract_id=contract_id, items=_items(year), version=0, now=now)
    await submit_plan(viewer=contractor, plan_id=plan_id, version=1, now=now)
    if reviewer is not None:
        await agree_plan(viewer=reviewer, plan_id=plan_id, version=2, reason="Goed plan. Wij kijken over drie maanden mee.", now=now)


def _items(year: Period) -> tuple[PlanItem, ...]:
    assert year.end is not None
    return (
        PlanItem(
            kind="placement",
            block="participatiewet",
            starts_on=year.start,
            ends_before=year.end,
            hours_per_week=Decimal(24),
            with_whom="Leerbedrijf Voorbeeld",
        ),
        PlanItem(
            kind="social_purchase",
            block="work_company",
            starts_on=year.start,
            ends_before=year.end,
            costs=Decimal("7500.00"),
            note="Onderhoud van gereedschap",
        ),
    )
