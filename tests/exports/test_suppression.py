"""Small numbers in what is public: an attacker who knows the rules tries to work out what was left out."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sroi.exports.suppression import SMALLEST, public_counts, public_divisions

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
