"""The example shows what the register can do: every type, scope, kind, status and standing, through the real operations."""

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from sroi.access import OPERATOR
from sroi.accounts.queries import viewer_by_email
from sroi.audit.queries import verify_chain
from sroi.contracts.queries import ContractFilter, contracts_page
from sroi.contracts.rules import ContractRole, ContractStatus, ContractType, Scope
from sroi.contracts.tables import ContractEvent
from sroi.database import transaction
from sroi.demo import has_data, load_demo
from sroi.fulfilment.kinds import KINDS
from sroi.fulfilment.queries.aftercare import due_counts
from sroi.fulfilment.queries.stories import public_stories
from sroi.fulfilment.rules import ClaimStatus
from sroi.fulfilment.tables import AftercareDropout, Claim, Plan
from sroi.obligations.queries import current_obligations, milestones_of_contract
from sroi.obligations.rules import Outcome
from sroi.partners.queries import network_growth
from sroi.policy.queries import text_lookup
from sroi.policy.queries.versions import OPEN, confirmations, versions_page
from sroi.policy.rules import read_policy
from sroi.policy.tables import PolicyDraft
from sroi.reconciliation.queries import contracts_that_look_split, judged_year, year_report
from sroi.reconciliation.queries.bridge import bridged_year
from sroi.reconciliation.rules import Standing
from sroi.reconciliation.rules.bridge import Ending
from sroi.review.queries import queue_counts
from sroi.settlement.rules import DecisionKind, DecisionStatus
from sroi.settlement.tables import SettlementDecision
from sroi.simulation.queries import simulate
from sroi.values import Period, add_months

TODAYS = (date(2024, 12, 31), date(2026, 2, 28), date(2028, 2, 29))


@pytest.mark.parametrize("today", TODAYS)
async def test_the_example_covers_what_the_register_can_do(database: None, tmp_path: Path, today: date) -> None:
    assert not await has_data()
    now = datetime(today.year, today.month, today.day, 9, tzinfo=UTC)
    async with transaction():
        await load_demo(directory=tmp_path, now=now, today=today)
    assert await has_data()

    contracts = await contracts_page(viewer=OPERATOR, narrowed=ContractFilter(), size=100)
    registered = [record for record in contracts if record.status is ContractStatus.REGISTERED]
    assert {record.facts.contract_type for record in registered} == set(ContractType)
    assert {record.scope for record in registered} == set(Scope)
    assert ContractStatus.DRAFT in {record.status for record in contracts}
    sums = {record.facts.contract_sum for record in registered}
    assert {Decimal("149999.99"), Decimal("150000.00"), Decimal("150000.01")} <= sums

    held = await current_obligations(contract_ids=[record.id for record in registered])
    assert {revision.obligation.outcome for revision in held.values()} == set(Outcome)
    assert any(revision.is_undecided for revision in held.values())
    assert {record.facts.role for record in registered} == set(ContractRole)
    kinds = {row["kind"] for row in await ContractEvent.select(ContractEvent.kind)}
    assert {"award", "amendment", "option", "suspension", "takeover", "termination"} <= kinds
    claims = {(row["kind"], row["status"]) for row in await Claim.select(Claim.kind, Claim.status)}
    assert claims == {(kind, status.value) for kind in KINDS for status in ClaimStatus}

    records = [record for one in registered for record in await milestones_of_contract(viewer=OPERATOR, contract_id=one.id)]
    late = [record for record in records if record.is_open and record.due_on < today]
    assert 0 < len(late) < 20
    assert any(record.is_open and record.due_on >= today for record in records)
    assert any(record.met_on is not None and record.met_on > record.due_on for record in records)

    reviewer = await viewer_by_email(email="wsp@rijswijk.example")
    due = await due_counts(viewer=reviewer, on=today)
    assert 0 < due.late < due.open
    assert await AftercareDropout.count() == 1
    (told,) = await public_stories()
    assert "voorbeeld" in told.title and "verzonnen" in told.text
    waiting = await queue_counts(viewer=reviewer)
    assert waiting.to_decide > 0 and waiting.asked == 1

    standings = {
        line.standing for year in (2023, today.year) for line in (await year_report(viewer=OPERATOR, year=year, on=today)).contracts
    }
    assert {Standing.FULFILLED, Standing.BEHIND, Standing.OVERDUE} <= standings
    await _shows_what_is_decided(today)
    await _shows_policies_that_wait()
    await _shows_the_region_decided_about(today)

    assert {row["status"] for row in await Plan.select(Plan.status)} == {"submitted", "agreed"}
    network = await network_growth(period=Period(add_months(today, -12), today))
    assert (network.at_end, network.joined, network.left) == (75, 5, 0)
    assert await verify_chain(viewer=OPERATOR) is None


async def _shows_what_is_decided(today: date) -> None:
    decided = await SettlementDecision.select(SettlementDecision.kind, SettlementDecision.status)
    assert {row["status"] for row in decided} == {status.value for status in DecisionStatus}
    assert {row["kind"] for row in decided} == {kind.value for kind in DecisionKind}
    groups = await contracts_that_look_split(viewer=OPERATOR, on=today)
    assert {group.review is None for group in groups} == {True, False}


async def _shows_the_region_decided_about(today: date) -> None:
    judged = await judged_year(viewer=OPERATOR, year=2023, on=today)
    bridged = await bridged_year(viewer=OPERATOR, judged=judged, closing=None)
    bridge, endings = bridged.bridge, Counter(row.ending for row in bridged.rows)
    assert endings == {Ending.MATCHED: 4, Ending.COUNTS: 2, Ending.IS_DOUBLE: 1, Ending.DISPUTED: 1, Ending.OPEN: 1}
    assert (bridge.reported - bridge.own, bridge.disputed, bridge.open_lines) == (2, 1, 1)
    report = judged.report
    assert {line.label for line in report.delivering_wsps} == {"WSP Rijswijk (voorbeeld)", "WSP Haaglanden (voorbeeld)", "onbekend"}
    assert {line.label.partition(" (")[0] for line in report.residences} == {"Rijswijk", "'s-Gravenhage", "Delft"}


async def _shows_policies_that_wait() -> None:
    published = await versions_page(viewer=OPERATOR)
    assert any(version.published_by for version in published)
    assert await confirmations(viewer=OPERATOR, names=["rijswijk-2023"])
    (draft,) = await PolicyDraft.select(PolicyDraft.name, PolicyDraft.text).where(PolicyDraft.status == OPEN)
    blocks_text = await text_lookup()
    found = await simulate(viewer=OPERATOR, policy=read_policy(name=draft["name"], text=draft["text"], blocks_text=blocks_text))
    assert found.gained and found.lost and found.changed and found.claims_changed
