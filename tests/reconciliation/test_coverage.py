"""Coverage of a year out of the register: each part with its rows, paged, in a fixed number of queries."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from sroi.access import OPERATOR, Role, UnableToAllow, Viewer
from sroi.contracts.operations import save_draft
from sroi.contracts.rules import ContractRole, ContractType
from sroi.ledger.operations import post_entry
from sroi.ledger.rules import Entry, EntryKind
from sroi.obligations.tables import ObligationRevision
from sroi.reconciliation.queries import award_years, coverage, covered_contracts
from sroi.reconciliation.rules import CoveragePart, CoveredContract, UnableToReconcile
from tests.makers import NOW, REGIONAL, make_contract, make_contractor, make_facts, make_officer

pytestmark = pytest.mark.usefixtures("database")


async def make_draft(**facts: Any) -> UUID:
    return await save_draft(viewer=await make_officer(), facts=await make_facts(**facts), now=NOW)


async def owes_nothing_by(contract_id: UUID, policy_name: str) -> None:
    """Let a contract keep a policy by which it owes nothing, as its computation would."""
    officer = await make_officer()
    await ObligationRevision.insert(
        ObligationRevision(
            id=uuid4(),
            contract=contract_id,
            number=2,
            cause="correction",
            effective_on=date(2023, 8, 15),
            recorded_at=NOW,
            outcome="not_owed",
            amount_cents=0,
            policy_name=policy_name,
            policy_sha256="0" * 64,
            steps="[]",
            questions="",
            recorded_by=officer.account_id,
        )
    )


async def make_one_of_each() -> None:
    await make_contract(number="owes")
    exempted = await make_contract(number="exempted")
    await post_entry(entry=Entry(exempted, EntryKind.EXEMPTED, Decimal("100.00"), date(2023, 9, 1), NOW, "exemption", uuid4()))
    await make_draft(number="draft", contract_sum=Decimal("150000.01"))
    await make_contract(number="placeholder", contract_sum=Decimal("1.00"))
    await make_contract(number="no policy", authority="Gemeente Delft")
    await owes_nothing_by(await make_contract(number="short"), "rijswijk-2023")
    # A region's policy has building blocks alone: it asks nothing.
    await owes_nothing_by(await make_contract(number="not asked"), "haaglanden-2023")
    await make_not_counted()


async def make_not_counted() -> None:
    await make_contract(number="under", contract_sum=Decimal("150000.00"))
    await make_contract(number="framework", role=ContractRole.FRAMEWORK)
    await make_contract(number="year before", awarded_on=date(2022, 12, 31))
    await make_contract(now=datetime(2024, 6, 1, tzinfo=UTC), number="year after", awarded_on=date(2024, 1, 1), starts_on=date(2024, 2, 1))
    await make_draft(number="small draft", contract_sum=Decimal("150000.00"))
    await make_draft(number="framework draft", role=ContractRole.FRAMEWORK)


async def numbers(part: CoveragePart, year: int = 2023) -> list[str]:
    return [row.number for row in await covered_contracts(viewer=OPERATOR, year=year, part=part)]


async def test_each_contract_stands_in_one_part_and_opens_there() -> None:
    await make_one_of_each()
    found = await coverage(viewer=OPERATOR, year=2023)
    assert {part.value: await numbers(part) for part in CoveragePart} == {
        "obligation": ["owes"],
        "exempted": ["exempted"],
        "draft": ["draft"],
        "question": ["placeholder"],
        "no_policy": ["no policy"],
        "short": ["short"],
        "not_asked": ["not asked"],
    }
    assert set(found.counts.values()) == {1}
    assert (found.total, found.without, found.share_pct) == (7, 4, Decimal("14.2"))


async def test_years_lie_next_to_each_other() -> None:
    await make_not_counted()
    assert [(year, (await coverage(viewer=OPERATOR, year=year)).total) for year in (2022, 2023, 2024)] == [(2022, 1), (2023, 0), (2024, 1)]
    assert await numbers(CoveragePart.NO_POLICY, 2022) == ["year before"]
    assert await numbers(CoveragePart.OBLIGATION, 2024) == ["year after"]


async def test_the_boundary_is_the_policys() -> None:
    exactly = await make_contract(number="DH-1", authority=REGIONAL, contract_sum=Decimal("215000.00"))
    under = await make_contract(number="DH-2", authority=REGIONAL, contract_sum=Decimal("214999.99"))
    for contract_id in (exactly, under):
        await owes_nothing_by(contract_id, "den-haag-2023")
    assert await numbers(CoveragePart.SHORT) == ["DH-1"]


async def test_a_draft_is_of_the_year_that_is_known_of_it() -> None:
    await make_draft(number="starts", awarded_on=None, starts_on=date(2022, 3, 1), ends_before=None)
    await make_draft(number="kept", awarded_on=None, starts_on=None, ends_before=None, contract_type=None, contract_sum=None)
    late = datetime(2024, 1, 1, tzinfo=UTC)
    officer = await make_officer()
    facts = await make_facts(number="kept later", awarded_on=None, starts_on=None, ends_before=None)
    await save_draft(viewer=officer, facts=facts, now=late)
    assert [await numbers(CoveragePart.DRAFT, year) for year in (2022, 2023, 2024)] == [["starts"], ["kept"], ["kept later"]]
    (kept,) = await covered_contracts(viewer=OPERATOR, year=2023, part=CoveragePart.DRAFT)
    assert (kept.day, kept.contract_sum, kept.owed) == (NOW.date(), None, 0)


async def test_a_draft_of_another_authority_is_held_against_that_policy() -> None:
    for number, kind in (("services", ContractType.SERVICES), ("works", ContractType.WORKS)):
        await make_draft(number=number, authority=REGIONAL, contract_type=kind, contract_sum=Decimal("200000.00"))
    assert await numbers(CoveragePart.DRAFT) == []
    await make_draft(number="above", authority=REGIONAL, contract_sum=Decimal("215000.00"))
    assert await numbers(CoveragePart.DRAFT) == ["above"]


@pytest.mark.parametrize("part", [CoveragePart.OBLIGATION, CoveragePart.DRAFT])
async def test_rows_are_paged_by_key_last_award_first(part: CoveragePart) -> None:
    make = make_contract if part is CoveragePart.OBLIGATION else make_draft
    for number, day in (("c", 3), ("a", 1), ("b1", 2), ("b2", 2), ("b3", 2)):
        await make(number=number, awarded_on=date(2023, 8, day))
    seen: list[CoveredContract] = []
    while rows := await covered_contracts(
        viewer=OPERATOR, year=2023, part=part, after=(seen[-1].day, seen[-1].id) if seen else None, size=2
    ):
        assert len(rows) <= 2
        seen += rows
    assert [row.number[0] for row in seen] == ["c", "b", "b", "b", "a"]
    assert len({row.id for row in seen}) == 5


async def test_a_row_has_the_amounts() -> None:
    contract_id = await make_contract(number="exempted")
    await post_entry(entry=Entry(contract_id, EntryKind.EXEMPTED, Decimal("100.00"), date(2023, 9, 1), NOW, "exemption", uuid4()))
    (row,) = await covered_contracts(viewer=OPERATOR, year=2023, part=CoveragePart.EXEMPTED)
    assert (row.contract_sum, row.owed, row.exempted) == (Decimal("1250000.00"), Decimal("62500.00"), Decimal("100.00"))


async def test_the_number_of_queries_does_not_grow_with_the_register(query_counter: Any) -> None:
    async def counted() -> int:
        query_counter.reset()
        await coverage(viewer=OPERATOR, year=2023)
        await covered_contracts(viewer=OPERATOR, year=2023, part=CoveragePart.OBLIGATION)
        return int(query_counter.count)

    assert await counted() == 5
    await make_one_of_each()
    assert await counted() == 5


async def test_who_may_not_read_the_reconciliation_is_refused() -> None:
    for viewer in (await make_contractor(), Viewer(Role.ADMINISTRATOR)):
        with pytest.raises(UnableToAllow):
            await coverage(viewer=viewer, year=2023)
        with pytest.raises(UnableToAllow):
            await covered_contracts(viewer=viewer, year=2023, part=CoveragePart.DRAFT)
        with pytest.raises(UnableToAllow):
            await award_years(viewer=viewer, today=date(2024, 1, 1))


async def test_a_year_that_cannot_be_meant_is_refused() -> None:
    with pytest.raises(UnableToReconcile):
        await coverage(viewer=OPERATOR, year=23)
    with pytest.raises(UnableToReconcile):
        await covered_contracts(viewer=OPERATOR, year=23, part=CoveragePart.DRAFT)


async def test_years_run_from_the_first_award_to_this_year() -> None:
    assert await award_years(viewer=OPERATOR, today=date(2024, 3, 1)) == (2024,)
    await make_contract(awarded_on=date(2022, 8, 1))
    assert await award_years(viewer=OPERATOR, today=date(2024, 3, 1)) == (2024, 2023, 2022)
