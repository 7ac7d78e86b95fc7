"""Small numbers in what is public: an attacker who knows the rules tries to work out what was left out."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sroi.exports.suppression import SMALLEST, public_counts, public_divisions, public_months, public_nested

KEYS = "abcd"
counts_of_groups = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 40))


@pytest.mark.parametrize("cells", [1, 2, 3, 4])
def test_no_number_that_was_left_out_can_be_worked_out_from_what_is_shown(cells: int) -> None:
    """Every table of small numbers is published; tables that look alike are one to the attacker, who wins when a cell is alike in all."""
    largest, sure = 10, 6  # of tables near the largest number the attacker would have to look further than this
    looks_like: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for numbers in product(range(largest + 1), repeat=cells):
        shown = public_counts(dict(zip(KEYS, numbers, strict=False)))
        looks_like[tuple(shown.cells.values()), shown.total].append(numbers)
    for (shown_cells, _total), tables in looks_like.items():
        hidden = [place for place, number in enumerate(shown_cells) if number is None]
        for place in hidden:
            found = {table[place] for table in tables}
            if any(max(table) <= sure for table in tables):
                assert len(found) > 1, (shown_cells, _total, tables)


@given(counts_of_groups)
def test_what_is_shown_is_true_and_never_small(counts: dict[str, int]) -> None:
    shown = public_counts(counts)
    assert set(shown.cells) == set(counts)
    for key, number in shown.cells.items():
        assert number is None or (number == counts[key] and (number == 0 or number >= SMALLEST))
    assert shown.total in (None, sum(counts.values()))
    assert shown.total is None or shown.total == 0 or shown.total >= SMALLEST


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(5, 40)))
def test_large_numbers_are_all_shown(counts: dict[str, int]) -> None:
    shown = public_counts(counts)
    assert (shown.cells, shown.total) == (counts, sum(counts.values()))


def test_a_total_that_one_division_keeps_back_is_given_by_none() -> None:
    shown = public_divisions({"groep": {"a": 1, "b": 1, "c": 1, "d": 1, "e": 1}, "bereik": {"lokaal": 5}})
    assert [counts.total for counts in shown.values()] == [None, None]


def test_no_authority_can_be_worked_out_from_the_sums_of_its_scope() -> None:
    """As above, of the home authority and three others: their numbers, the sums of local and regional, and the total are all published."""
    largest, sure = 8, 5
    looks_like: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for numbers in product(range(largest + 1), repeat=4):
        home, *others = numbers
        shown = public_nested({"lokaal": {"a": home}, "regionaal": dict(zip(KEYS[1:], others, strict=True))})
        looks_like[tuple((tuple(counts.cells.values()), counts.total) for counts in shown)].append((home, sum(others), *numbers))
    for (sums, numbers), tables in looks_like.items():  # type: ignore[misc]
        for place, shown_number in enumerate((*sums[0], *numbers[0])):
            if shown_number is None and any(max(table) <= sure for table in tables):
                found = {table[place] for table in tables}
                assert len(found) > 1, (sums, numbers, tables)


def test_the_sum_of_the_region_does_not_give_the_one_authority_away_that_was_left_out() -> None:
    sums, numbers = public_nested({"lokaal": {"Rijswijk": 20}, "regionaal": {"Den Haag": 3, "Delft": 30, "Westland": 45}})
    assert sums.cells == {"lokaal": 20, "regionaal": 78}
    # To leave out the smallest number of all, that of Rijswijk, would hide nothing: the sum of local says it.
    assert numbers.cells == {"Rijswijk": 20, "Den Haag": None, "Delft": None, "Westland": 45}
    # With one other authority alone its sum would be its number.
    sums, numbers = public_nested({"lokaal": {"Rijswijk": 20}, "regionaal": {"Den Haag": 3, "Delft": 0}})
    assert set(sums.cells.values()) == {None} and numbers.cells == {"Rijswijk": None, "Den Haag": None, "Delft": 0}
    assert sums.total == numbers.total == 23


months_of_a_year = st.lists(st.integers(0, 7), min_size=12, max_size=12)
QUARTERS = [(0, 3), (3, 6), (6, 9), (9, 12)]


@given(months_of_a_year, months_of_a_year)
def test_no_small_number_follows_from_the_course_of_a_year_beside_its_quarters(local: list[int], regional: list[int]) -> None:
    """The attacker knows the months of the course and the quarters that are shown, and subtracts all that they give."""
    whole = [sum(pair) for pair in zip(local, regional, strict=True)]
    quarters = public_counts({str(span): sum(whole[slice(*span)]) for span in QUARTERS})
    scopes = public_counts({"lokaal": sum(local), "regionaal": sum(regional)})
    if quarters.total is None or None in scopes.cells.values():
        return
    spans = [span for span in QUARTERS if quarters.cells[str(span)] is not None]
    shown = public_months(whole=whole, parts=[local, regional], sums=spans)
    assert shown[-1] == len(whole)
    # Every sum that is known is a row; what follows from them is solved as the differences of months that hang together.
    spans_of_whole = [*((0, month) for month in shown), *spans]
    for numbers, known in ((whole, spans_of_whole), (local, spans_of_whole[: len(shown)]), (regional, spans_of_whole[: len(shown)])):
        for early, late in _worked_out(known):
            assert not 0 < sum(numbers[early:late]) < SMALLEST, (shown, early, late)


def _worked_out(spans: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return all spans that follow from some by adding and subtracting."""
    found = set(spans)
    while True:
        both_ways = found | {(until, since) for since, until in found}
        more = {(a, d) for a, b in both_ways for c, d in both_ways if b == c and a < d} - found
        if not more:
            return found
        found |= more


def test_the_months_of_large_numbers_are_all_shown() -> None:
    assert public_months(whole=[10] * 12, parts=[[5] * 12, [5] * 12], sums=QUARTERS) == tuple(range(1, 13))
