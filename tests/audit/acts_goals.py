"""Writes of goals and of closing a year, each ready to be done."""

from datetime import date
from functools import partial

from sroi.access import Viewer
from sroi.contracts.rules import Scope
from sroi.fulfilment.operations import tell_counting_facts
from sroi.reconciliation import operations as reconciliation
from sroi.reconciliation.queries import judged_year
from sroi.reconciliation.rules.closing import snapshot_sha256, snapshot_to_close
from sroi.reconciliation.rules.goals import GoalKind, GoalOfKind
from tests.audit.act import Act
from tests.makers import NOW, make_administrator, make_contract, make_placement_claim, make_reviewer

AFTER, YEAR = date(2024, 1, 1), 2023


async def setting_a_goal() -> Act:
    administrator, goal = await make_administrator(), GoalOfKind(2024, GoalKind.PLACEMENTS, 70, "Jaarplan 2024")
    return Act(administrator, "goal.set", lambda: reconciliation.set_goal(viewer=administrator, goal=goal, now=NOW))


async def telling_who_delivered_and_who_claims() -> Act:
    reviewer, claim_id = await make_reviewer(), await make_placement_claim(contract_id=await make_contract())
    told = {"delivering_wsp": "WSP Voorbeeld", "claiming_authority": "Gemeente Den Haag"}
    write = partial(tell_counting_facts, viewer=reviewer, claim_id=claim_id, now=NOW, **told)
    return Act(reviewer, "placement.counting_facts_told", write)


async def proposing_to_close_a_year() -> Act:
    reviewer = await make_reviewer()
    return Act(
        reviewer,
        "year.closing_proposed",
        lambda: reconciliation.propose_closing(viewer=reviewer, year=YEAR, now=NOW, today=AFTER),
    )


async def _proposed() -> Viewer:
    other = await make_reviewer(email="collega@example.nl", name="Collega Voorbeeld")
    await reconciliation.propose_closing(viewer=other, year=YEAR, now=NOW, today=AFTER)
    return await make_reviewer()


async def taking_a_closing_back() -> Act:
    reviewer = await _proposed()
    return Act(reviewer, "year.closing_withdrawn", lambda: reconciliation.withdraw_closing(viewer=reviewer, year=YEAR, now=NOW))


async def _seen(reviewer: Viewer) -> str:
    judged = await judged_year(viewer=reviewer, year=YEAR, on=AFTER)
    return snapshot_sha256(snapshot_to_close(report=judged.report, placements=judged.placements, on=AFTER))


async def closing_a_year() -> Act:
    reviewer = await _proposed()
    seen = await _seen(reviewer)
    return Act(
        reviewer,
        "year.closed",
        lambda: reconciliation.close_year(viewer=reviewer, year=YEAR, seen=seen, now=NOW, today=AFTER),
    )


async def adjusting_a_year() -> Act:
    reviewer = await _proposed()
    await reconciliation.close_year(viewer=reviewer, year=YEAR, seen=await _seen(reviewer), now=NOW, today=AFTER)
    return Act(
        reviewer,
        "year.adjusted",
        lambda: reconciliation.adjust_year(
            viewer=reviewer, year=YEAR, scope=Scope.LOCAL, placements=1, reason="Gezien en besproken", now=NOW
        ),
    )


ACTS = (
    setting_a_goal,
    telling_who_delivered_and_who_claims,
    proposing_to_close_a_year,
    taking_a_closing_back,
    closing_a_year,
    adjusting_a_year,
)
