"""Money: figures by hand, and on the example every figure is the sum of the rows that it opens."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from sroi.access import OPERATOR, UnableToAllow
from sroi.contracts.queries import ContractFilter, contracts_page
from sroi.contracts.rules import ContractStatus
from sroi.database import transaction
from sroi.demo import load_demo
from sroi.fulfilment.rules.progress import planned_by
from sroi.ledger.queries import balances
from sroi.reconciliation.queries.money import (
    contracts_behind,
    group_behind,
    lines_behind,
    money_groups,
    money_of_contract,
    money_total,
)
from sroi.reconciliation.rules.money import Figure, Grouping, MoneyNotFound
from sroi.values import Period
from tests import databases
from tests.makers import (
    REGIONAL,
    ROAD_FIRM,
    approve,
    make_administrator,
    make_contract,
    make_contractor,
    make_placement_claim,
    make_training_claim,
)

ON = date(2024, 3, 1)
TODAY = date(2026, 2, 28)
ZERO = Decimal(0)

Read = Callable[[Any], Awaitable[Sequence[Any]]]


async def figures_of(contract_id: UUID, *, on: date = ON) -> dict[str, str]:
    found = await money_of_contract(viewer=OPERATOR, contract_id=contract_id, on=on)
    return {figure.value: str(amount) for figure, amount in found.figures.items() if amount}


async def all_of(read: Read, key: Callable[[Any], Any]) -> list[Any]:
    """Return all that a read gives, page by page, two rows a page."""
    found: list[Any] = []
    while rows := await read(key(found[-1]) if found else None):
        found += rows
    return found


# ---------------------------------------------------------------- by hand


async def test_the_figures_of_a_contract_are_those_of_a_calculator(database: None) -> None:
    # EUR 62.500,00 over 731 days from 1 September 2023; on 1 March 2024 182 of them have passed: 15.560,88 should be there.
    contract_id = await make_contract()
    await approve(claim_id=await make_training_claim(contract_id=contract_id), amount=Decimal("1000.01"))
    await make_training_claim(contract_id=contract_id, title="Heftruck", costs=Decimal("250.50"))
    assert await figures_of(contract_id) == {
        "owed": "62500.00",
        "approved": "1000.01",
        "expected": "1250.51",
        "remaining": "61499.99",
        "behind": "14560.87",
        "late": (await figures_of(contract_id))["late"],
    }
    # Once it has ended, all that remains is a shortfall.
    ended = await figures_of(contract_id, on=date(2025, 9, 1))
    assert ended["shortfall"] == ended["behind"] == ended["remaining"] == "61499.99"
    assert "shortfall" not in await figures_of(contract_id, on=date(2025, 8, 31))


async def test_a_running_placement_brings_what_is_not_reported_yet(database: None) -> None:
    contract_id = await make_contract()
    await make_placement_claim(contract_id=contract_id, ends_before=date(2024, 10, 1))
    found = await money_of_contract(viewer=OPERATOR, contract_id=contract_id, on=ON)
    lines = await lines_behind(viewer=OPERATOR, contract_id=contract_id, figure=Figure.EXPECTED, on=ON)
    assert [line.kind.value for line in lines] == ["in_review", "to_come"]
    assert sum(line.amount for line in lines) == found.figures[Figure.EXPECTED] > lines[0].amount
    # On a contract that has ended nothing runs on.
    after = await money_of_contract(viewer=OPERATOR, contract_id=contract_id, on=date(2025, 9, 1))
    assert after.figures[Figure.EXPECTED] == lines[0].amount


async def test_a_surplus_on_one_contract_lowers_nothing_on_another(database: None) -> None:
    full = await make_contract(number="2023-900")
    await approve(claim_id=await make_training_claim(contract_id=full, costs=Decimal("70000.00")))
    await make_contract(number="2023-901", firm=ROAD_FIRM, authority=REGIONAL)
    total = (await money_total(viewer=OPERATOR, on=ON)).figures
    assert (total[Figure.SURPLUS], total[Figure.REMAINING] > ZERO) == (Decimal("7500.00"), True)
    groups = await money_groups(viewer=OPERATOR, grouping=Grouping.CONTRACTOR, on=ON)
    assert [group.figures[Figure.SURPLUS] for group in groups] == [Decimal("7500.00"), ZERO]


async def test_only_those_who_may_read_the_year_read_its_money(database: None) -> None:
    contract_id = await make_contract()
    for viewer in (await make_contractor(), await make_administrator()):
        for read in (
            money_total(viewer=viewer, on=ON),
            money_groups(viewer=viewer, grouping=Grouping.YEAR, on=ON),
            group_behind(viewer=viewer, grouping=Grouping.YEAR, group="", on=ON),
            contracts_behind(viewer=viewer, grouping=Grouping.YEAR, group="", figure=Figure.OWED, on=ON),
            money_of_contract(viewer=viewer, contract_id=contract_id, on=ON),
            lines_behind(viewer=viewer, contract_id=contract_id, figure=Figure.OWED, on=ON),
        ):
            with pytest.raises(UnableToAllow):
                await read
    with pytest.raises(MoneyNotFound):
        await money_of_contract(viewer=OPERATOR, contract_id=uuid4(), on=ON)
    with pytest.raises(MoneyNotFound):
        await group_behind(viewer=OPERATOR, grouping=Grouping.AUTHORITY, group="verzonnen", on=ON)


# ---------------------------------------------------------------- on the example


@pytest.fixture(scope="module")
async def kept_example(migrated: databases.TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> None:
    await migrated.restore()
    async with transaction():
        await load_demo(directory=tmp_path_factory.mktemp("example"), now=datetime(2026, 2, 28, 9, tzinfo=UTC), today=TODAY)
    await migrated.keep("example")


@pytest.fixture
async def example(kept_example: None, migrated: databases.TestDatabase, database: None) -> None:
    await migrated.restore("example")


async def test_each_figure_is_the_sum_of_the_rows_that_it_opens(example: None) -> None:
    total = (await money_total(viewer=OPERATOR, on=TODAY)).figures
    # The example has every figure, so that none is only ever compared at zero.
    assert all(total[figure] > ZERO for figure in Figure)
    for grouping in Grouping:
        groups = await all_of(
            lambda after, by=grouping: money_groups(viewer=OPERATOR, grouping=by, on=TODAY, after=after, size=2), group_key
        )
        assert {figure: sum(group.figures[figure] for group in groups) for figure in Figure} == total
        for group in groups:
            opened = await group_behind(viewer=OPERATOR, grouping=grouping, group=group.key, on=TODAY)
            assert (opened.figures, opened.label) == (group.figures, group.label)
            for figure in Figure:
                asked = {"grouping": grouping, "group": group.key, "figure": figure, "on": TODAY}
                rows = await all_of(lambda after, of=asked: contracts_behind(viewer=OPERATOR, **of, after=after, size=50), contract_key)
                assert sum((row.figures[figure] for row in rows), ZERO) == group.figures[figure]
                assert all(row.figures[figure] for row in rows)


async def test_each_figure_of_a_contract_is_the_sum_of_its_lines(example: None) -> None:
    for figure in Figure:
        asked = {"grouping": Grouping.YEAR, "group": "", "figure": figure, "on": TODAY}
        rows = await all_of(lambda after, of=asked: contracts_behind(viewer=OPERATOR, **of, after=after, size=2), contract_key)
        assert rows
        for row in rows:
            behind = {"contract_id": row.id, "figure": figure, "on": TODAY}
            lines = await all_of(lambda after, of=behind: lines_behind(viewer=OPERATOR, **of, after=after, size=2), line_key)
            assert sum(line.amount for line in lines) == row.figures[figure], (row.number, figure)


async def test_the_figures_are_those_of_the_rules(example: None) -> None:
    records = await contracts_page(viewer=OPERATOR, narrowed=ContractFilter(), size=100)
    registered = [record for record in records if record.status is ContractStatus.REGISTERED]
    held = await balances(contract_ids=[record.id for record in registered], as_of=TODAY)
    for record in registered:
        balance = held[record.id]
        if not (balance.owed or balance.settled):
            continue
        figures = (await money_of_contract(viewer=OPERATOR, contract_id=record.id, on=TODAY)).figures
        told = [figures[figure] for figure in (Figure.OWED, Figure.APPROVED, Figure.OTHER, Figure.REMAINING, Figure.SURPLUS)]
        assert told == [balance.owed, balance.approved, balance.settled - balance.approved, balance.remaining, balance.surplus]
        assert record.facts.starts_on and record.facts.ends_before
        planned = planned_by(owed=balance.owed, period=Period(record.facts.starts_on, record.facts.ends_before), day=TODAY)
        assert figures[Figure.BEHIND] == max(planned - balance.settled, ZERO)


def group_key(group: Any) -> tuple[str, str]:
    return group.name, group.key


def contract_key(row: Any) -> tuple[str, str]:
    return row.number, str(row.id)


def line_key(line: Any) -> tuple[date, str, int]:
    return line.day, line.kind.value, line.key
