"""The example shows what the register can do: every type, scope, kind, status and standing, through the real operations."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from sroi.access import OPERATOR
from sroi.audit.queries import verify_chain
from sroi.contracts.queries import ContractFilter, contracts_page
from sroi.contracts.rules import ContractRole, ContractStatus, ContractType, Scope
from sroi.contracts.tables import ContractEvent
from sroi.database import transaction
from sroi.demo import has_data, load_demo
from sroi.fulfilment.kinds import KINDS
from sroi.fulfilment.rules import ClaimStatus
from sroi.fulfilment.tables import Claim, Plan
from sroi.obligations.queries import current_obligations, milestones_of_contract
from sroi.obligations.rules import Outcome
from sroi.partners.queries import network_growth
from sroi.reconciliation.queries import year_report
from sroi.reconciliation.rules import Standing
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
    assert {"award", "amendment", "option", "suspension"} <= kinds
    claims = {(row["kind"], row["status"]) for row in await Claim.select(Claim.kind, Claim.status)}
    assert claims == {(kind, status.value) for kind in KINDS for status in ClaimStatus}

    records = [record for one in registered for record in await milestones_of_contract(viewer=OPERATOR, contract_id=one.id)]
    late = [record for record in records if record.is_open and record.due_on < today]
    assert 0 < len(late) < 20
    assert any(record.is_open and record.due_on >= today for record in records)
    assert any(record.met_on is not None and record.met_on > record.due_on for record in records)

    standings = {
        line.standing for year in (2023, today.year) for line in (await year_report(viewer=OPERATOR, year=year, on=today)).contracts
    }
    assert {Standing.FULFILLED, Standing.BEHIND, Standing.OVERDUE} <= standings

    assert {row["status"] for row in await Plan.select(Plan.status)} == {"submitted", "agreed"}
    network = await network_growth(period=Period(add_months(today, -12), today))
    assert (network.at_end, network.joined, network.left) == (75, 5, 0)
    assert await verify_chain(viewer=OPERATOR) is None
