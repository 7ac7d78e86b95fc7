"""Which contracts look split: cases by hand, and what holds for any contracts in any order."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sroi.obligations.rules.assessing import is_reached
from sroi.policy.rules import Base
from sroi.reconciliation.rules import (
    LooksSplit,
    SplitReason,
    UnderThreshold,
    group_heading,
    group_title,
    looks_split,
    reason_label,
    reason_words,
)

GREEN, ROAD, CLEAN, BUILD = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
RIJSWIJK, DELFT = UUID(int=100), UUID(int=200)
AUGUST = date(2023, 8, 1)
THRESHOLD = Decimal(150_000)


def awarded(
    number: int, amount: str, on: date = AUGUST, contractor: UUID = GREEN, cpv_code: str | None = None, **more: object
) -> UnderThreshold:
    facts: dict[str, object] = {
        "id": UUID(int=1000 + number),
        "number": f"2023-{number:03}",
        "title": "Onderhoud",
        "authority_id": RIJSWIJK,
        "authority_name": "Gemeente Rijswijk",
        "contractor_id": contractor,
        "contractor_name": f"Bedrijf {contractor.int}",
        "cpv_code": cpv_code,
        "awarded_on": on,
        "compared_with": Base.CONTRACT_SUM,
        "amount": Decimal(amount),
        "threshold": THRESHOLD,
    }
    return UnderThreshold(**(facts | more))  # type: ignore[arg-type]


def shown(groups: tuple[LooksSplit, ...]) -> list[tuple[tuple[str, ...], list[str], str]]:
    return [(tuple(reason.value for reason in g.reasons), [one.number for one in g.contracts], str(g.total)) for g in groups]


@pytest.mark.parametrize(
    ("contracts", "expected"),
    [
        ([awarded(1, "150000")], []),
        ([awarded(1, "75000"), awarded(2, "75000")], []),
        ([awarded(1, "75000"), awarded(2, "75000.01")], [(("same_contractor",), ["2023-001", "2023-002"], "150000.01")]),
        ([awarded(1, "75000", boundary_counts=True), awarded(2, "75000")], [(("same_contractor",), ["2023-001", "2023-002"], "150000.00")]),
        # Twelve months are half-open: the last day before a year later counts, a year later does not.
        ([awarded(1, "80000"), awarded(2, "80000", date(2024, 7, 31))], [(("same_contractor",), ["2023-001", "2023-002"], "160000.00")]),
        ([awarded(1, "80000"), awarded(2, "80000", date(2024, 8, 1))], []),
        ([awarded(1, "80000"), awarded(2, "80000", contractor=ROAD)], []),
        ([awarded(1, "80000"), awarded(2, "80000", authority_id=DELFT)], []),
        ([awarded(1, "80000"), awarded(2, "80000", compared_with=Base.WAGE_SUM)], []),
        # 773 is one CPV group, 772 another; a contract without a code is in none.
        (
            [awarded(1, "80000", cpv_code="77310000"), awarded(2, "80000", contractor=ROAD, cpv_code="77340000")],
            [(("same_cpv_group",), ["2023-001", "2023-002"], "160000.00")],
        ),
        ([awarded(1, "80000", cpv_code="77310000"), awarded(2, "80000", contractor=ROAD, cpv_code="77210000")], []),
        (
            [awarded(1, "80000", cpv_code="77310000"), awarded(2, "80000", cpv_code="77340000")],
            [(("same_contractor", "same_cpv_group"), ["2023-001", "2023-002"], "160000.00")],
        ),
        # A tenth under 150.000 is 135.000, and counts; two are no pattern.
        (
            [awarded(1, "135000"), awarded(2, "140000", contractor=ROAD), awarded(3, "149999.99", contractor=CLEAN)],
            [(("just_under",), ["2023-001", "2023-002", "2023-003"], "424999.99")],
        ),
        ([awarded(1, "134999.99"), awarded(2, "140000", contractor=ROAD), awarded(3, "149999.99", contractor=CLEAN)], []),
        ([awarded(2, "140000", contractor=ROAD), awarded(3, "149999.99", contractor=CLEAN)], []),
        # The lowest threshold among them is what the whole is held against.
        (
            [awarded(1, "100000", threshold=Decimal(215_000)), awarded(2, "60000")],
            [(("same_contractor",), ["2023-001", "2023-002"], "160000.00")],
        ),
        (
            [
                awarded(1, "40000", threshold=Decimal(100_000)),
                awarded(2, "50000", date(2023, 8, 2), threshold=Decimal(215_000)),
                awarded(3, "50000", date(2023, 8, 3)),
            ],
            [(("same_contractor",), ["2023-001", "2023-002", "2023-003"], "140000.00")],
        ),
        # What shares no contract is a group of its own.
        (
            [awarded(1, "80000"), awarded(2, "80000"), awarded(3, "90000", date(2024, 8, 1)), awarded(4, "90000", date(2024, 8, 1))],
            [(("same_contractor",), ["2023-003", "2023-004"], "180000.00"), (("same_contractor",), ["2023-001", "2023-002"], "160000.00")],
        ),
        # Years that touch become one group; its total is the most within any twelve months.
        (
            [
                awarded(1, "90000"),
                awarded(2, "70000", date(2024, 5, 1)),
                awarded(3, "85000", date(2025, 4, 1)),
                awarded(4, "9", date(2026, 4, 1)),
            ],
            [(("same_contractor",), ["2023-001", "2023-002", "2023-003"], "160000.00")],
        ),
    ],
)
def test_what_looks_split(contracts: list[UnderThreshold], expected: list[object]) -> None:
    spelled = [(reasons, numbers, f"{Decimal(total):.2f}") for reasons, numbers, total in shown(looks_split(contracts))]
    assert spelled == expected


def test_the_last_award_comes_first() -> None:
    groups = looks_split(
        [
            awarded(1, "80000"),
            awarded(2, "80000"),
            awarded(3, "80000", date(2024, 8, 5), ROAD),
            awarded(4, "80000", date(2024, 8, 6), ROAD),
        ]
    )
    assert [group.contracts[0].number for group in groups] == ["2023-003", "2023-001"]


def test_the_reason_is_told_in_words() -> None:
    (by_firm,) = looks_split([awarded(1, "80000", cpv_code="77310000"), awarded(2, "80000", cpv_code="77310000")])
    words = [reason_words(reason, by_firm).replace("\xa0", " ") for reason in by_firm.reasons]
    assert words == [
        "Gemeente Rijswijk gunde Bedrijf 1 binnen twaalf maanden voor samen € 160.000,00. Het drempelbedrag is € 150.000,00.",
        "Gemeente Rijswijk gunde in CPV-groep 773 binnen twaalf maanden voor samen € 160.000,00. Het drempelbedrag is € 150.000,00.",
    ]
    assert group_heading(by_firm) == "Gemeente Rijswijk: zelfde opdrachtnemer, zelfde soort werk"
    assert group_title(by_firm) == "2 opdrachten vanaf 2023-001 (zelfde opdrachtnemer, zelfde soort werk)"
    (near,) = looks_split([awarded(number, "149000", contractor=firm) for number, firm in enumerate((GREEN, ROAD, CLEAN, BUILD))])
    assert (
        reason_words(SplitReason.JUST_UNDER, near)
        == "Binnen twaalf maanden gunde Gemeente Rijswijk 4 opdrachten die ten hoogste 10% onder het drempelbedrag blijven."
    )
    assert len({reason_label(reason) for reason in SplitReason}) == 3


# ---------------------------------------------------------------- for any contracts

CONTRACTS = st.lists(
    st.builds(
        lambda day, cents, firm, group, authority, threshold: (day, cents, firm, group, authority, threshold),
        st.integers(0, 1500),
        st.integers(1, 100),
        st.sampled_from((GREEN, ROAD, CLEAN)),
        st.sampled_from(("77310000", "77340000", "90910000", None)),
        st.sampled_from((RIJSWIJK, DELFT)),
        st.sampled_from((100_000, 150_000, 215_000)),
    ),
    max_size=25,
).map(
    lambda rows: [
        awarded(
            number,
            str(Decimal(share) * threshold / 100),
            date(2022, 1, 1) + timedelta(days=day),
            firm,
            group,
            authority_id=authority,
            threshold=Decimal(threshold),
        )
        for number, (day, share, firm, group, authority, threshold) in enumerate(rows)
    ]
)


def flagged(contracts: list[UnderThreshold], reason: SplitReason) -> set[UUID]:
    return {one.id for group in looks_split(contracts) if reason in group.reasons for one in group.contracts}


@given(CONTRACTS, st.randoms())
def test_a_flag_does_not_change_with_the_order_of_the_contracts(contracts: list[UnderThreshold], random: Random) -> None:
    shuffled = list(contracts)
    random.shuffle(shuffled)
    assert looks_split(shuffled) == looks_split(contracts)


@given(CONTRACTS)
def test_a_further_contract_takes_no_flag_away(contracts: list[UnderThreshold]) -> None:
    for reason in SplitReason:
        assert flagged(contracts[1:], reason) <= flagged(contracts, reason)


@given(CONTRACTS)
def test_what_is_flagged_is_what_a_slow_and_plain_search_finds(contracts: list[UnderThreshold]) -> None:
    """Look at every window of every kind, one by one."""
    alike: dict[SplitReason, Callable[[UnderThreshold], object]] = {
        SplitReason.SAME_CONTRACTOR: lambda one: one.contractor_id,
        SplitReason.SAME_CPV_GROUP: lambda one: one.cpv_group,
        SplitReason.JUST_UNDER: lambda one: one.is_just_under,
    }
    for reason, key in alike.items():
        wanted: set[UUID] = set()
        for first in contracts:
            until = date(first.awarded_on.year + 1, first.awarded_on.month, min(first.awarded_on.day, 28))
            until += timedelta(days=first.awarded_on.day - min(first.awarded_on.day, 28))
            window = [
                one
                for one in contracts
                if first.awarded_on <= one.awarded_on < until and key(one) == key(first) and one.authority_id == first.authority_id
            ]
            least = min((one.threshold for one in window), default=Decimal(0))
            if reason is SplitReason.JUST_UNDER:
                gives = first.is_just_under and len(window) >= 3
            else:
                total = sum(one.amount for one in window)
                # Alone, a contract of exactly its threshold is not above it.
                gives = bool(key(first)) and is_reached(amount=Decimal(total), threshold=least, boundary_counts=False)
            wanted |= {one.id for one in window} if gives else set()
        assert flagged(contracts, reason) == wanted, reason
