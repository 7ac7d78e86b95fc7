"""How a claim may move, which days are left to report, and how a person is recognised without a name. Pure."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sroi.fulfilment.rules import (
    ClaimStatus,
    UnableToMoveClaim,
    UnableToReport,
    days_outside,
    first_gap,
    person_token,
    require_move,
    status_label,
    status_tone,
)
from sroi.values import Period

DRAFT, SUBMITTED, RETURNED = ClaimStatus.DRAFT, ClaimStatus.SUBMITTED, ClaimStatus.RETURNED
WITHDRAWN, APPROVED, REJECTED = ClaimStatus.WITHDRAWN, ClaimStatus.APPROVED, ClaimStatus.REJECTED
ALLOWED = {
    (DRAFT, SUBMITTED),
    (DRAFT, WITHDRAWN),
    (SUBMITTED, DRAFT),
    (SUBMITTED, WITHDRAWN),
    (SUBMITTED, APPROVED),
    (SUBMITTED, RETURNED),
    (SUBMITTED, REJECTED),
    (RETURNED, SUBMITTED),
    (RETURNED, WITHDRAWN),
    (APPROVED, SUBMITTED),  # reopened by the WSP
    (REJECTED, SUBMITTED),
}
KEY = "k" * 40
FIRST = date(2023, 9, 1)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def days(start: int, end: int) -> Period:
    return Period(day(start), day(end))


@pytest.mark.parametrize(("current", "wanted"), list(product(ClaimStatus, ClaimStatus)))
def test_a_claim_moves_only_as_it_may(current: ClaimStatus, wanted: ClaimStatus) -> None:
    if (current, wanted) in ALLOWED:
        require_move(current=current, wanted=wanted)
    else:
        with pytest.raises(UnableToMoveClaim, match=status_label(current)):
            require_move(current=current, wanted=wanted)


def test_every_status_has_a_dutch_name_of_its_own_and_a_tone() -> None:
    assert len({status_label(status) for status in ClaimStatus}) == len(ClaimStatus)
    assert {status_tone(status) for status in ClaimStatus} == {"neutral", "success", "warning", "danger"}


@pytest.mark.parametrize(
    ("wanted", "taken", "gap"),
    [
        (days(0, 90), (), days(0, 90)),
        (days(0, 90), (days(0, 30),), days(30, 90)),
        (days(0, 90), (days(0, 30), days(30, 60)), days(60, 90)),
        (days(0, 90), (days(30, 60), days(0, 30)), days(60, 90)),
        (days(0, 90), (days(30, 60),), days(0, 30)),
        (days(0, 90), (days(0, 30), days(60, 70)), days(30, 60)),
        (days(0, 90), (days(0, 90),), None),
        (days(0, 90), (days(0, 200),), None),
        (days(10, 20), (days(0, 15), days(12, 20)), None),
        (days(0, 90), (days(90, 100),), days(0, 90)),
        (days(0, 90), (days(100, 120),), days(0, 90)),
        (days(0, 90), (Period(day(30), None),), days(0, 30)),
        (days(0, 90), (Period(day(0), None),), None),
    ],
)
def test_a_period_continues_where_earlier_ones_stop(wanted: Period, taken: tuple[Period, ...], gap: Period | None) -> None:
    assert first_gap(wanted=wanted, taken=taken) == gap


periods = st.tuples(st.integers(0, 60), st.integers(1, 40)).map(lambda pair: days(pair[0], pair[0] + pair[1]))


@given(periods, st.lists(periods, max_size=6).map(tuple))
def test_a_gap_holds_days_that_were_wanted_and_are_not_taken(wanted: Period, taken: tuple[Period, ...]) -> None:
    gap = first_gap(wanted=wanted, taken=taken)
    free = [number for number in range(120) if wanted.contains(day(number)) and not any(period.contains(day(number)) for period in taken)]
    if gap is None:
        assert free == []
    else:
        assert gap.start == day(free[0])
        assert all(day(number) in [day(each) for each in free] for number in range(free[0], free[0] + gap.days))
        assert gap.end is not None and (free[0] + gap.days) not in free


@given(st.lists(periods, max_size=6).map(tuple), periods)
def test_days_that_periods_share_count_once_and_one_s_own_days_not_at_all(counted: tuple[Period, ...], own: Period) -> None:
    others = [number for number in range(120) if not own.contains(day(number))]
    expected = sum(any(period.contains(day(number)) for period in counted) for number in others)
    assert days_outside(periods=counted, own=own) == expected


def test_days_of_one_s_own_that_run_on_leave_the_days_before_them() -> None:
    assert days_outside(periods=(days(10, 30), days(40, 50)), own=Period(day(15), None)) == 5


def test_one_person_has_one_token_however_the_name_is_written() -> None:
    token = person_token(name="J. de Vriès", birth_date=date(1985, 4, 1), key=KEY)
    assert token == person_token(name="j de vries", birth_date=date(1985, 4, 1), key=KEY)
    assert len(token) == 64
    assert "vries" not in token


@pytest.mark.parametrize(
    ("name", "birth_date", "key"),
    [("J. de Vries", date(1985, 4, 2), KEY), ("K. de Vries", date(1985, 4, 1), KEY), ("J. de Vries", date(1985, 4, 1), "x" * 40)],
    ids=["another birth date", "another name", "another key"],
)
def test_other_people_and_other_keys_have_other_tokens(name: str, birth_date: date, key: str) -> None:
    assert person_token(name=name, birth_date=birth_date, key=key) != person_token(name="J. de Vries", birth_date=date(1985, 4, 1), key=KEY)


def test_a_name_without_letters_is_no_name() -> None:
    with pytest.raises(UnableToReport) as refusal:
        person_token(name=" .-", birth_date=date(1985, 4, 1), key=KEY)
    assert refusal.value.field == "candidate_name"
