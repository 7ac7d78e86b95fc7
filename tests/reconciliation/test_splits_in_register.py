"""Contracts that look split, found in the register: those that owe nothing because of the threshold alone, in one query."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from sroi.access import OPERATOR, UnableToAllow
from sroi.contracts.rules import Amendment, ContractRole
from sroi.policy.rules import Base
from sroi.reconciliation.queries import contracts_that_look_split
from tests.makers import GREEN_FIRM, REGIONAL, ROAD_FIRM, TODAY, change, make_contract, make_contractor
from tests.reconciliation.test_coverage import owes_nothing_by

pytestmark = pytest.mark.usefixtures("database")

SMALL = Decimal("100000.00")


async def make_small(number: str, **facts: Any) -> UUID:
    return await make_contract(**{"number": number, "contract_sum": SMALL, **facts})


async def found(on: date = TODAY) -> list[list[str]]:
    return [[one.number for one in group.contracts] for group in await contracts_that_look_split(viewer=OPERATOR, on=on)]


async def test_two_small_contracts_of_one_firm_are_flagged_with_the_threshold_of_their_policy() -> None:
    await make_small("2023-041")
    await make_small("2023-042", awarded_on=date(2023, 11, 1))
    (group,) = await contracts_that_look_split(viewer=OPERATOR, on=TODAY)
    assert [one.number for one in group.contracts] == ["2023-041", "2023-042"]
    assert (group.total, group.threshold) == (Decimal("200000.00"), Decimal("150000.00"))
    first = group.contracts[0]
    assert (first.contractor_name, first.authority_name, first.compared_with) == (GREEN_FIRM.name, "Gemeente Rijswijk", Base.CONTRACT_SUM)
    assert (first.amount, first.awarded_on, first.boundary_counts) == (SMALL, date(2023, 8, 15), False)


async def test_the_threshold_is_that_of_the_awarding_authority() -> None:
    await make_small("DH-1", authority=REGIONAL)
    await make_small("DH-2", authority=REGIONAL)
    assert await found() == []
    await make_small("DH-3", authority=REGIONAL, contract_sum=Decimal("15000.00"))
    assert await found() == [["DH-1", "DH-2", "DH-3"]]


async def test_what_owes_nothing_for_another_reason_is_not_counted() -> None:
    await make_small("2023-041", cpv_code=None)
    await make_contract(number="owes", cpv_code=None)
    await make_contract(number="asks", contract_sum=Decimal("1.00"), cpv_code=None)
    await make_small("framework", role=ContractRole.FRAMEWORK, cpv_code=None)
    await make_small("no policy", awarded_on=date(2023, 6, 30), cpv_code=None)
    await owes_nothing_by(await make_contract(number="short", cpv_code=None), "rijswijk-2023")
    await owes_nothing_by(await make_contract(number="not asked", cpv_code=None), "haaglanden-2023")
    assert await found() == []


async def test_the_sum_is_the_one_that_holds_now() -> None:
    await make_small("2023-041", contract_sum=Decimal("70000.00"))
    other = await make_small("2023-042", contract_sum=Decimal("70000.00"))
    assert await found() == []
    await change(other, Amendment(sum_change=Decimal("10000.01")), on=date(2023, 10, 1))
    assert await found() == [["2023-041", "2023-042"]]


async def test_awards_of_long_ago_are_left_out() -> None:
    await make_small("2023-041")
    await make_small("2023-042")
    assert await found(date(2027, 8, 15)) == [["2023-041", "2023-042"]]
    assert await found(date(2027, 8, 16)) == []


async def test_groups_are_paged_last_award_first() -> None:
    for month, firm in ((8, GREEN_FIRM), (9, ROAD_FIRM)):
        for number in (1, 2):
            await make_small(f"2023-{month}{number}", firm=firm, awarded_on=date(2023, month, number), cpv_code=None)
    (first,) = await contracts_that_look_split(viewer=OPERATOR, on=TODAY, size=1)
    (second,) = await contracts_that_look_split(viewer=OPERATOR, on=TODAY, after=first.key)
    assert [first.contracts[0].number, second.contracts[0].number] == ["2023-91", "2023-81"]
    assert await contracts_that_look_split(viewer=OPERATOR, on=TODAY, after=second.key) == ()


async def test_three_queries_find_them_all(query_counter: Any) -> None:
    for number in range(4):
        await make_small(f"2023-05{number}")
    query_counter.reset()
    await contracts_that_look_split(viewer=OPERATOR, on=TODAY)
    assert query_counter.count == 3  # the policies, the contracts, and who looked at them


async def test_who_may_not_read_the_register_is_refused() -> None:
    with pytest.raises(UnableToAllow):
        await contracts_that_look_split(viewer=await make_contractor(), on=TODAY)
