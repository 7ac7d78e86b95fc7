"""Goals that are set, and years that are closed by two for good and adjusted beside."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sroi.access import UnableToAllow, Viewer
from sroi.contracts.rules import Scope
from sroi.database import fetch
from sroi.database.errors import DatabaseError
from sroi.reconciliation.operations import adjust_year, close_year, propose_closing, set_goal, withdraw_closing
from sroi.reconciliation.queries import judged_year, year_report
from sroi.reconciliation.queries.closing import closing_of_year, open_proposal, snapshot_of_closed_year
from sroi.reconciliation.queries.goals import decided_placements, earlier_employers, earlier_years, goals_of_year
from sroi.reconciliation.rules import UnableToReconcile
from sroi.reconciliation.rules.closing import UnableToClose, snapshot_sha256, snapshot_to_close
from sroi.reconciliation.rules.facts import GoalRule
from sroi.reconciliation.rules.goals import GoalKind, GoalOfKind
from tests.makers import (
    NOW,
    REGIONAL,
    ROAD_FIRM,
    approve,
    make_administrator,
    make_contract,
    make_officer,
    make_placement_claim,
    make_reviewer,
    reject,
)

YEAR, AFTER = 2023, date(2024, 1, 1)
GOAL = GoalOfKind(2024, GoalKind.PLACEMENTS, 70, "Jaarplan 2024")


async def _colleague() -> Viewer:
    return await make_reviewer(email="collega@example.nl", name="Collega Voorbeeld")


async def _placed(label: str, *, number: str = "2023-014", **facts: Any) -> None:
    contract_id = await make_contract(number=number, **facts)
    await approve(claim_id=await make_placement_claim(contract_id=contract_id, candidate_label=label))


async def _seen(viewer: Viewer) -> str:
    judged = await judged_year(viewer=viewer, year=YEAR, on=AFTER)
    return snapshot_sha256(snapshot_to_close(report=judged.report, placements=judged.placements, on=AFTER))


async def _closed() -> str:
    await propose_closing(viewer=await make_reviewer(), year=YEAR, now=NOW, today=AFTER)
    colleague = await _colleague()
    seen = await _seen(colleague)
    await close_year(viewer=colleague, year=YEAR, seen=seen, now=NOW, today=AFTER)
    return seen


async def test_goals_that_came_with_the_register_are_there(database: None) -> None:
    found = await goals_of_year(viewer=await make_officer(), year=2023)
    assert {kind: goal.target for kind, goal in found.items()} == {
        GoalKind.PLACEMENTS: 65,
        GoalKind.NETWORK_GROWTH: 5,
        GoalKind.YOUNG_DROP_OUT: 25,
    }


async def test_an_administrator_sets_a_goal_and_sets_it_again(database: None) -> None:
    administrator, officer = await make_administrator(), await make_officer()
    for target in (70, 80):
        await set_goal(viewer=administrator, goal=replace(GOAL, target=target), now=NOW)
    assert (await goals_of_year(viewer=officer, year=2024))[GoalKind.PLACEMENTS].target == 80
    goal = (await year_report(viewer=officer, year=2024, on=AFTER)).goal
    assert goal is not None
    assert goal.placements == 80
    with pytest.raises(UnableToAllow):
        await set_goal(viewer=officer, goal=GOAL, now=NOW)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"year": 1999}, "year"),
        ({"target": 0}, "target"),
        ({"target": 100_001}, "target"),
        ({"kind": GoalKind.YOUNG_DROP_OUT, "target": 101}, "target"),
        ({"source": " "}, "source"),
        ({"source": "x" * 501}, "source"),
    ],
)
async def test_a_goal_that_cannot_be_is_refused_on_its_field(database: None, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(UnableToReconcile) as refused:
        await set_goal(viewer=await make_administrator(), goal=replace(GOAL, **changed), now=NOW)
    assert refused.value.field == field


async def test_a_year_is_closed_by_another_than_who_proposed_it_with_its_rows_and_no_candidate(database: None) -> None:
    await _placed("K-01")
    await _placed("W-07", number="DH-1", authority=REGIONAL, firm=ROAD_FIRM)
    reviewer = await make_reviewer()
    await propose_closing(viewer=reviewer, year=YEAR, now=NOW, today=AFTER)
    seen = await _seen(reviewer)
    with pytest.raises(UnableToClose, match="zelf voorgesteld"):
        await close_year(viewer=reviewer, year=YEAR, seen=seen, now=NOW, today=AFTER)
    await close_year(viewer=await _colleague(), year=YEAR, seen=seen, now=NOW, today=AFTER)
    closing = await closing_of_year(viewer=reviewer, year=YEAR)
    assert closing is not None
    frozen = closing.frozen
    assert (frozen.total, frozen.local, frozen.regional, closing.sha256) == (2, 1, 1, seen)
    snapshot = await snapshot_of_closed_year(viewer=reviewer, year=YEAR)
    assert snapshot is not None
    assert snapshot_sha256(snapshot) == seen
    assert len(json.loads(snapshot)["placements"]) == 2
    assert not [secret for secret in ("K-01", "W-07") if secret in snapshot]
    assert await open_proposal(year=YEAR) is None


async def test_what_changes_after_the_closing_leaves_what_was_frozen(database: None) -> None:
    await _placed("K-01")
    seen, reviewer = await _closed(), await make_reviewer()
    await _placed("K-02", number="2023-015")
    assert (await year_report(viewer=reviewer, year=YEAR, on=AFTER)).total == 2
    closing = await closing_of_year(viewer=reviewer, year=YEAR)
    assert closing is not None
    assert (closing.frozen.total, closing.reported(), closing.sha256) == (1, 1, seen)
    await adjust_year(viewer=reviewer, year=YEAR, scope=Scope.LOCAL, placements=1, reason="Te laat opgegeven", now=NOW)
    await adjust_year(viewer=reviewer, year=YEAR, scope=Scope.REGIONAL, placements=2, reason="Lijst van de regio", now=NOW)
    await adjust_year(viewer=reviewer, year=YEAR, scope=Scope.REGIONAL, placements=-1, reason="Dubbel", now=NOW)
    closing = await closing_of_year(viewer=reviewer, year=YEAR)
    assert closing is not None
    assert (closing.reported(Scope.LOCAL), closing.reported(Scope.REGIONAL), closing.reported(), closing.frozen.total) == (2, 1, 3, 1)
    assert [one.number for one in closing.adjustments] == [1, 2, 3]


async def test_figures_that_changed_since_they_were_seen_are_not_frozen(database: None) -> None:
    await _placed("K-01")
    colleague = await _colleague()
    await propose_closing(viewer=await make_reviewer(), year=YEAR, now=NOW, today=AFTER)
    seen = await _seen(colleague)
    await _placed("K-02", number="2023-015")
    with pytest.raises(UnableToClose, match="intussen veranderd"):
        await close_year(viewer=colleague, year=YEAR, seen=seen, now=NOW, today=AFTER)
    assert await closing_of_year(viewer=colleague, year=YEAR) is None


async def test_a_closed_year_is_never_opened_or_closed_again(database: None) -> None:
    await _closed()
    reviewer = await make_reviewer()
    with pytest.raises(UnableToClose, match="al afgesloten"):
        await propose_closing(viewer=reviewer, year=YEAR, now=NOW, today=AFTER)
    for statement in ("DELETE FROM year_closing", "UPDATE year_closing SET snapshot = '{}'"):
        with pytest.raises(DatabaseError):
            await fetch(statement)


async def test_a_year_that_runs_or_was_recorded_elsewhere_is_not_closed(database: None) -> None:
    reviewer = await make_reviewer()
    with pytest.raises(UnableToClose, match="nog niet voorbij"):
        await propose_closing(viewer=reviewer, year=YEAR, now=NOW, today=date(2023, 12, 31))
    with pytest.raises(UnableToClose, match="staan al vast"):
        await propose_closing(viewer=reviewer, year=2022, now=NOW, today=AFTER)


async def test_a_proposal_is_made_once_and_may_be_taken_back(database: None) -> None:
    reviewer = await make_reviewer()
    await propose_closing(viewer=reviewer, year=YEAR, now=NOW, today=AFTER)
    with pytest.raises(UnableToClose, match="al voorgesteld"):
        await propose_closing(viewer=await _colleague(), year=YEAR, now=NOW, today=AFTER)
    await withdraw_closing(viewer=reviewer, year=YEAR, now=NOW)
    with pytest.raises(UnableToClose, match="geen voorstel"):
        await withdraw_closing(viewer=reviewer, year=YEAR, now=NOW)
    with pytest.raises(UnableToClose, match="eerst voorstellen"):
        await close_year(viewer=reviewer, year=YEAR, seen="", now=NOW, today=AFTER)


@pytest.mark.parametrize(
    ("placements", "reason", "field"),
    [(0, "Dubbel", "placements"), (10_001, "Dubbel", "placements"), (-2, "Dubbel", "placements"), (1, " ", "reason")],
)
async def test_an_adjustment_that_cannot_be_is_refused_on_its_field(database: None, placements: int, reason: str, field: str) -> None:
    await _placed("K-01")
    await _closed()
    with pytest.raises(UnableToClose) as refused:
        await adjust_year(viewer=await make_reviewer(), year=YEAR, scope=Scope.LOCAL, placements=placements, reason=reason, now=NOW)
    assert refused.value.field == field


async def test_an_open_year_needs_no_adjustment_and_only_the_wsp_closes(database: None) -> None:
    with pytest.raises(UnableToClose, match="niet afgesloten"):
        await adjust_year(viewer=await make_reviewer(), year=YEAR, scope=Scope.LOCAL, placements=1, reason="Dubbel", now=NOW)
    with pytest.raises(UnableToAllow):
        await propose_closing(viewer=await make_officer(), year=YEAR, now=NOW, today=AFTER)


async def test_a_forecast_rests_on_earlier_years_and_decisions_of_this_register(database: None) -> None:
    await _placed("K-01")
    contract_id = await make_contract(number="2023-015")
    await reject(claim_id=await make_placement_claim(contract_id=contract_id, candidate_label="K-02"))
    officer = await make_officer()
    for on, later in ((date(2024, 9, 30), 1), (date(2024, 10, 1), 0), (date(2023, 12, 15), 1)):
        found = await earlier_years(viewer=officer, year=2024, on=on, rule=GoalRule())
        assert [(one.year, one.later) for one in found] == [(2023, later)]
    assert await earlier_years(viewer=officer, year=2023, on=date(2023, 9, 1), rule=GoalRule()) == ()
    assert await decided_placements(viewer=officer) == (1, 1)
    assert await earlier_employers(viewer=officer, year=2024) == {"groenbedrijfdevoorbeeldtuinbv"}
    assert await earlier_employers(viewer=officer, year=2023) == frozenset()
