"""Writes of plans of approach, each ready to be done."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sroi.access import Viewer
from sroi.fulfilment.operations import plans
from sroi.fulfilment.rules.plans import PlanItem
from tests.audit.act import Act
from tests.makers import NOW, make_contract, make_contractor, make_reviewer

ITEM = PlanItem(
    kind="training", block="costs", starts_on=date(2023, 10, 1), ends_before=date(2023, 11, 1), costs=Decimal("1500.00"), note="VCA Basis"
)
REASON = "Gezien en besproken"


async def _kept() -> tuple[Viewer, UUID]:
    contract_id, contractor = await make_contract(), await make_contractor()
    return contractor, await plans.keep_plan(viewer=contractor, contract_id=contract_id, items=(ITEM,), version=0, now=NOW)


async def _submitted() -> tuple[Viewer, UUID]:
    contractor, plan_id = await _kept()
    await plans.submit_plan(viewer=contractor, plan_id=plan_id, version=1, now=NOW)
    return contractor, plan_id


async def keeping_a_plan() -> Act:
    contract_id, contractor = await make_contract(), await make_contractor()
    return Act(
        contractor,
        "plan.kept",
        lambda: plans.keep_plan(viewer=contractor, contract_id=contract_id, items=(ITEM,), version=0, now=NOW),
    )


async def submitting_a_plan() -> Act:
    contractor, plan_id = await _kept()
    return Act(contractor, "plan.submitted", lambda: plans.submit_plan(viewer=contractor, plan_id=plan_id, version=1, now=NOW))


async def taking_a_plan_back() -> Act:
    contractor, plan_id = await _submitted()
    return Act(contractor, "plan.draft", lambda: plans.take_plan_back(viewer=contractor, plan_id=plan_id, version=2, now=NOW))


async def agreeing_a_plan() -> Act:
    _contractor, plan_id = await _submitted()
    reviewer = await make_reviewer()
    return Act(
        reviewer,
        "plan.agreed",
        lambda: plans.agree_plan(viewer=reviewer, plan_id=plan_id, version=2, reason=REASON, now=NOW),
    )


async def returning_a_plan() -> Act:
    _contractor, plan_id = await _submitted()
    reviewer = await make_reviewer()
    return Act(
        reviewer,
        "plan.returned",
        lambda: plans.return_plan(viewer=reviewer, plan_id=plan_id, version=2, reason=REASON, now=NOW),
    )


ACTS = (keeping_a_plan, submitting_a_plan, taking_a_plan_back, agreeing_a_plan, returning_a_plan)
