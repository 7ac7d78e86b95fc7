"""One placement shared between contracts: never more than all of it on any day, and together worth the whole to the cent."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sroi.errors import UnableTo
from sroi.fulfilment.kinds.placement import PlacementDetails
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.rules import (
    ALL,
    WHOLE,
    ClaimRecord,
    Held,
    cents_of_parts,
    most_held,
    parts_for,
    parts_from_json,
    parts_to_json,
    share_pct_of,
    size_of,
)
from sroi.fulfilment.tables import Claim
from sroi.values import Period
from tests.makers import GREEN_FIRM, ROAD_FIRM, contractor_of, make_contract, make_placement_claim, submit

TOKEN = "a1" * 32
FIRST = date(2023, 1, 1)


@st.composite
def shares(draw: st.DrawFn) -> list[int]:
    """Return shares in hundredths of a percent that are all of a placement together."""
    cuts = sorted(draw(st.sets(st.integers(1, ALL - 1), max_size=6)))
    edges = [0, *cuts, ALL]
    sizes = [end - start for start, end in pairwise(edges)]
    return draw(st.permutations(sizes))


@settings(max_examples=60, deadline=None)
@given(sizes=shares(), cents=st.integers(0, 10**9))
def test_any_allocation_of_a_placement_adds_up_to_the_cent(sizes: list[int], cents: int) -> None:
    taken: list[Any] = []
    for size in sizes:
        taken.append(parts_for(wanted=size, taken=taken))
        assert size_of(taken[-1]) == size
        # follows the share: never a cent or more away from it
        assert abs(Fraction(cents_of_parts(cents=cents, parts=taken[-1])) - Fraction(cents * size, ALL)) <= len(taken[-1])
    assert sum(cents_of_parts(cents=cents, parts=parts) for parts in taken) == cents


@settings(max_examples=60, deadline=None)
@given(sizes=shares(), left=st.integers(0, 6), again=st.data())
def test_a_share_that_is_given_back_is_taken_again_without_overlap(sizes: list[int], left: int, again: st.DataObject) -> None:
    taken: list[Any] = []
    for size in sizes:
        taken.append(parts_for(wanted=size, taken=taken))
    del taken[left : left + 2]
    free = ALL - sum(size_of(parts) for parts in taken)
    wanted = again.draw(st.integers(0, free))
    new = parts_for(wanted=wanted, taken=taken)
    assert not any(start < end_of and start_of < end for start, end in new for parts in taken for start_of, end_of in parts)
    assert size_of(new) == wanted
    assert parts_for(wanted=wanted, taken=taken, kept=new) == new
    assert parts_from_json(parts_to_json(new)) == new


@settings(max_examples=60, deadline=None)
@given(
    held=st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30), st.integers(1, ALL)), max_size=6),
    first=st.integers(0, 30),
    length=st.integers(1, 20),
)
def test_what_is_held_at_most_is_the_sum_of_the_fullest_day(held: list[tuple[int, int, int]], first: int, length: int) -> None:
    def days(start: int, many: int) -> Period:
        return Period(FIRST + timedelta(days=start), FIRST + timedelta(days=start + many))

    periods = [Held(days(start, many), Fraction(amount)) for start, many, amount in held]
    period = days(first, length)
    by_day = [
        sum((one.amount for one in periods if one.period.contains(period.start + timedelta(days=day))), Fraction(0))
        for day in range(length)
    ]
    assert most_held(held=periods, period=period) == max(by_day)


def test_all_of_a_placement_is_all_of_its_cents() -> None:
    assert cents_of_parts(cents=12_345, parts=WHOLE) == 12_345
    assert share_pct_of(((0, 3_333), (6_666, ALL))) == Decimal("66.67")


# ---------------------------------------------------------------- through the operations


async def allocated(contract_id: UUID, share: str, **more: Any) -> UUID:
    """Report one placement of one person at one employer for a share."""
    facts: dict[str, Any] = {"employer_name": GREEN_FIRM.name, "person_token": TOKEN, "hours_per_week": Decimal("23.5")}
    return await make_placement_claim(contract_id=contract_id, **{**facts, "share_pct": Decimal(share), **more})


async def kept(claim_id: UUID) -> ClaimRecord:
    rows = await Claim.select(Claim.contract).where(Claim.id == claim_id)
    return await claim(viewer=await contractor_of(contract_id=rows[0]["contract"]), claim_id=claim_id)


async def worth(claim_id: UUID) -> Decimal:
    return (await kept(claim_id)).value


async def three_contracts() -> tuple[UUID, UUID, UUID]:
    return (
        await make_contract(number="2023-014"),
        await make_contract(number="2023-015", title="Groenonderhoud Zuid"),
        await make_contract(number="2023-099", title="Wegonderhoud", firm=ROAD_FIRM),
    )


async def test_one_placement_on_three_contracts_is_worth_what_it_is_on_one(database: None) -> None:
    first, second, third = await three_contracts()
    claims = [await allocated(first, "33.33"), await allocated(second, "33.33"), await allocated(third, "33.34", candidate_label="B-7")]
    whole = await make_placement_claim(contract_id=first, candidate_label="K-99", hours_per_week=Decimal("23.5"))
    assert sum([await worth(one) for one in claims], Decimal(0)) == await worth(whole)
    record = await kept(claims[0])
    assert dict(record.facts)["Deel voor dit contract"] == "33,33%"
    assert record.steps[-1].label == "Deel voor dit contract"


async def test_periods_of_a_share_add_up_to_the_share_of_the_whole(database: None) -> None:
    first, second, _third = await three_contracts()
    parts = [
        await allocated(contract_id, share, reported_before=before, submitted=False)
        for contract_id, share in ((first, "60"), (second, "40"))
        for before in (date(2023, 10, 12), date(2023, 11, 7), date(2023, 12, 1))
    ]
    whole = await make_placement_claim(contract_id=first, candidate_label="K-99", hours_per_week=Decimal("23.5"), submitted=False)
    assert sum([await worth(one) for one in parts], Decimal(0)) == await worth(whole)


async def test_more_than_all_of_a_day_is_refused_and_says_what_is_free_of_ones_own(database: None) -> None:
    first, second, _third = await three_contracts()
    await allocated(first, "60", submitted=False)
    for share in ("40.01", "100"):
        with pytest.raises(UnableTo, match="nog 40% vrij; de rest staat in opgave 1") as refusal:
            await allocated(second, share, submitted=False)
        assert refusal.value.field == "share_pct"
    await allocated(second, "40", submitted=False)
    with pytest.raises(UnableTo, match="al helemaal mee, in opgave 1, 2"):
        await allocated(await make_contract(number="2023-016"), "0.01", submitted=False)
    # other days are free
    await allocated(
        second, "100", starts_on=date(2023, 12, 1), reported_before=date(2023, 12, 16), today=date(2023, 12, 15), submitted=False
    )


async def test_what_another_contractor_submitted_binds_and_nothing_tells_what_or_whose_it_is(database: None) -> None:
    first, _second, road = await three_contracts()
    draft = await allocated(first, "70", submitted=False)
    await allocated(road, "100", candidate_label="B-7", submitted=False)  # a draft of somebody else binds nobody
    other = await make_contract(number="2023-098", title="Wegonderhoud Oost", firm=ROAD_FIRM)
    await submit(claim_id=draft, contractor=await contractor_of(contract_id=first))
    with pytest.raises(UnableTo) as refusal:
        await allocated(other, "31", candidate_label="B-8", submitted=False, person_token=TOKEN)
    told = refusal.value.message
    assert "bij een ander contract" in told
    assert not any(secret in told for secret in ("70", "30", "opgave", GREEN_FIRM.name, "2023-014", "K-01"))


async def test_a_draft_that_was_overtaken_is_refused_when_it_is_submitted(database: None) -> None:
    first, _second, road = await three_contracts()
    late = await allocated(road, "50", candidate_label="B-7", submitted=False)
    await allocated(first, "60")
    with pytest.raises(UnableTo, match="bij een ander contract"):
        await submit(claim_id=late, contractor=await contractor_of(contract_id=road))


async def test_a_share_keeps_its_parts_when_it_is_valued_again(database: None) -> None:
    first, second, _third = await three_contracts()
    one, other = await allocated(first, "33.33", submitted=False), await allocated(second, "66.67", submitted=False)
    before = (await worth(one), await worth(other))
    for claim_id in (one, other):
        await submit(claim_id=claim_id, contractor=await contractor_of(contract_id=first))
    assert (await worth(one), await worth(other)) == before


@pytest.mark.parametrize("share", ["0", "-5", "100.01", "33.333"])
async def test_a_share_that_cannot_be_is_refused_on_its_field(database: None, share: str) -> None:
    with pytest.raises(UnableTo) as refusal:
        await allocated(await make_contract(), share, submitted=False)
    assert refusal.value.field == "share_pct"


async def test_a_placement_comes_back_with_its_share_and_kind_of_employment(database: None) -> None:
    claim_id = await allocated(await make_contract(), "40", employment="temporary", submitted=False)
    details = (await kept(claim_id)).details
    assert isinstance(details, PlacementDetails)
    assert (details.share_pct, details.employment, details.parts) == (Decimal(40), "temporary", ((0, 4_000),))
    assert dict((await kept(claim_id)).facts)["Soort dienstverband"] == "In dienst, bepaalde tijd"
