"""The facts of counting in the register: told by the WSP, kept with every claim of a placement, and decisive by the rule of a goal."""

from datetime import date

import pytest

from sroi.access import UnableToAllow
from sroi.audit.tables import AuditEvent
from sroi.fulfilment.operations import tell_counting_facts
from sroi.fulfilment.operations.counting_facts import UnableToTellFacts
from sroi.fulfilment.queries.counting_facts import counting_facts, known_wsps
from sroi.fulfilment.rules import ClaimNotFound
from sroi.reconciliation.operations import set_goal
from sroi.reconciliation.queries import year_report
from sroi.reconciliation.queries.goals import earlier_years, goals_of_year
from sroi.reconciliation.queries.own_rows import own_rows
from sroi.reconciliation.rules import UnableToReconcile
from sroi.reconciliation.rules.facts import EVERY_CONTRACT, Fact, GoalRule
from sroi.reconciliation.rules.goals import GoalKind, GoalOfKind
from tests.makers import (
    NOW,
    REGIONAL,
    TODAY,
    approve,
    make_administrator,
    make_contract,
    make_contractor,
    make_placement_claim,
    make_purchase_claim,
    make_reviewer,
)

pytestmark = pytest.mark.usefixtures("database")
RIJSWIJK = "GM0603"


async def count_by(fact: Fact = Fact.SCOPE, value: str = "", *, year: int = 2023) -> tuple[int, int, int]:
    """Set the goal of a year with a rule, and return the total, what is pending and of how many the fact is unknown."""
    goal = GoalOfKind(year, GoalKind.PLACEMENTS, 65, "Jaarplan", GoalRule(fact, value))
    await set_goal(viewer=await make_administrator(), goal=goal, now=NOW)
    report = await year_report(viewer=await make_reviewer(), year=year, on=TODAY)
    return report.total, report.pending, report.unknown


async def test_the_rule_of_the_goal_decides_which_fact_counts() -> None:
    local, regional = await make_contract(), await make_contract(number="DH-77", authority=REGIONAL)
    ours = await make_placement_claim(contract_id=local, candidate_label="K-01", residence=RIJSWIJK)
    theirs = await make_placement_claim(contract_id=regional, candidate_label="K-02")
    await approve(claim_id=ours)
    await approve(claim_id=theirs)
    reviewer = await make_reviewer()
    await tell_counting_facts(
        viewer=reviewer, claim_id=theirs, delivering_wsp=" WSP  Voorbeeld ", claiming_authority="Gemeente Rijswijk", now=NOW
    )
    assert await count_by() == (2, 0, 0)
    assert await count_by(Fact.SCOPE, "local") == (1, 0, 0)
    assert await count_by(Fact.RESIDENCE, "Rijswijk") == (1, 0, 1)
    assert await count_by(Fact.DELIVERING_WSP, "wsp voorbeeld") == (1, 0, 1)
    assert await count_by(Fact.CLAIMING_AUTHORITY, "Gemeente Rijswijk") == (2, 0, 0)
    assert await count_by(Fact.CLAIMING_AUTHORITY, REGIONAL) == (0, 0, 0)
    kept = (await goals_of_year(viewer=reviewer, year=2023))[GoalKind.PLACEMENTS]
    assert (kept.rule.fact, kept.set_by, kept.set_at) == (Fact.CLAIMING_AUTHORITY, "Beheerder Voorbeeld", NOW)
    events = await AuditEvent.select(AuditEvent.details).where(AuditEvent.action == "goal.set")
    assert '"rule_before"' in events[-1]["details"]


async def test_what_is_told_holds_for_every_claim_of_the_placement_and_is_no_change_of_its_row() -> None:
    contract_id = await make_contract()
    first = await make_placement_claim(contract_id=contract_id, reported_before=date(2023, 11, 1))
    await approve(claim_id=first)
    second = await make_placement_claim(contract_id=contract_id, reported_before=date(2023, 12, 1))
    reviewer = await make_reviewer()
    (before,) = await own_rows(year=2023)
    await tell_counting_facts(viewer=reviewer, claim_id=first, delivering_wsp="WSP Voorbeeld", claiming_authority="", now=NOW)
    assert (await counting_facts(viewer=reviewer, claim_id=second)).delivering_wsp == "WSP Voorbeeld"
    (after,) = await own_rows(year=2023)
    assert (after.facts.wsp, after.fingerprint) == ("WSP Voorbeeld", before.fingerprint)
    assert await known_wsps() == ("WSP Voorbeeld",)


async def test_only_the_wsp_tells_and_only_of_a_placement() -> None:
    contract_id = await make_contract()
    claim_id = await make_placement_claim(contract_id=contract_id)
    told = {"delivering_wsp": "WSP Voorbeeld", "claiming_authority": "", "now": NOW}
    with pytest.raises(UnableToAllow):
        await tell_counting_facts(viewer=await make_contractor(), claim_id=claim_id, **told)  # type: ignore[arg-type]
    with pytest.raises(ClaimNotFound):
        await tell_counting_facts(viewer=await make_reviewer(), claim_id=await make_purchase_claim(contract_id=contract_id), **told)  # type: ignore[arg-type]
    with pytest.raises(UnableToTellFacts) as refused:
        await tell_counting_facts(viewer=await make_reviewer(), claim_id=claim_id, **told | {"delivering_wsp": "W" * 201})  # type: ignore[arg-type]
    assert refused.value.field == "delivering_wsp"


@pytest.mark.parametrize(
    ("kind", "rule", "field"),
    [
        (GoalKind.PLACEMENTS, GoalRule(Fact.RESIDENCE), "counts_value"),
        (GoalKind.PLACEMENTS, GoalRule(Fact.RESIDENCE, "Rijswik"), "counts_value"),
        (GoalKind.PLACEMENTS, GoalRule(Fact.CLAIMING_AUTHORITY, "Gemeente Nergens"), "counts_value"),
        (GoalKind.PLACEMENTS, GoalRule(Fact.SCOPE, "Rijswijk"), "counts_value"),
        (GoalKind.PLACEMENTS, GoalRule(Fact.DELIVERING_WSP, "W" * 201), "counts_value"),
        (GoalKind.NETWORK_GROWTH, GoalRule(Fact.DELIVERING_WSP, "WSP Voorbeeld"), "counts_by"),
    ],
)
async def test_a_rule_that_cannot_be_is_refused_at_its_field(kind: GoalKind, rule: GoalRule, field: str) -> None:
    with pytest.raises(UnableToReconcile) as refused:
        await set_goal(viewer=await make_administrator(), goal=GoalOfKind(2024, kind, 65, "Jaarplan", rule), now=NOW)
    assert refused.value.field == field


async def test_earlier_years_count_by_the_same_rule_and_each_person_once() -> None:
    local, regional = await make_contract(), await make_contract(number="DH-77", authority=REGIONAL)
    placed = (
        (local, "K-01", date(2023, 10, 1), RIJSWIJK, "participatiewet"),
        (local, "K-01", date(2023, 11, 1), RIJSWIJK, "participatiewet"),  # the same person: counts by the first start
        (local, "K-02", date(2023, 11, 1), None, "participatiewet"),
        (regional, "K-03", date(2023, 12, 1), RIJSWIJK, "participatiewet"),
        (local, "K-04", date(2023, 11, 1), RIJSWIJK, "internship_mbo_hbo"),  # no placement by the policy
    )
    for contract_id, label, starts_on, residence, group in placed:
        await approve(
            claim_id=await make_placement_claim(
                contract_id=contract_id,
                candidate_label=label,
                starts_on=starts_on,
                reported_before=date(2023, 12, 15),
                residence=residence,
                target_group=group,
                employer_name=f"Bedrijf {starts_on.month}",
                employer_kvk_number=None,
            )
        )
    reviewer = await make_reviewer()

    async def later(on: date, rule: GoalRule = EVERY_CONTRACT) -> list[tuple[int, int]]:
        return [(one.year, one.later) for one in await earlier_years(viewer=reviewer, year=2024, on=on, rule=rule)]

    assert await later(date(2024, 9, 1)) == [(2023, 3)]
    assert await later(date(2024, 10, 15)) == [(2023, 2)]
    assert await later(date(2024, 12, 1)) == [(2023, 0)]
    assert await later(date(2024, 9, 1), GoalRule(Fact.RESIDENCE, "Rijswijk")) == [(2023, 2)]
    assert await later(date(2024, 9, 1), GoalRule(value="regional")) == [(2023, 1)]
    assert await later(date(2024, 9, 1), GoalRule(Fact.CLAIMING_AUTHORITY, REGIONAL)) == [(2023, 1)]
    assert await later(date(2024, 9, 1), GoalRule(Fact.DELIVERING_WSP, "WSP Voorbeeld")) == []
