"""Laws of matching that hold for any two lists, and its quality on an invented region."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.invented.region import region
from benchmarks.match_region import ours, quality
from sroi.reconciliation.rules.matching.matching import match
from sroi.reconciliation.rules.matching.rows import Matching, Row, RowKind, Verdict

EMPLOYERS = ("Bakkerij Bos B.V.", "Bakkerij Bosch", "Groen en Zonen", "")
days = st.integers(0, 40).map(lambda number: date(2023, 1, 1) + timedelta(days=number))
rows = st.builds(
    Row,
    key=st.just(""),
    kind=st.sampled_from(RowKind),
    invoice=st.sampled_from(("", "F-1", "F-2")),
    person=st.sampled_from((None, "a", "b")),
    employer=st.sampled_from(EMPLOYERS),
    start=st.none() | days,
    end=st.none() | days,
    hours=st.none() | st.sampled_from((Decimal(24), Decimal(36))),
    target_group=st.sampled_from(("", "WW", "Wajong")),
    residence=st.sampled_from(("", "Delft", "Rijswijk")),
    amount=st.none() | st.sampled_from((Decimal(100), Decimal(121))),
)


def lists(sign: str) -> st.SearchStrategy[list[Row]]:
    return st.lists(rows, max_size=8).map(lambda found: [replace(row, key=f"{sign}{place}") for place, row in enumerate(found)])


def proposed(matching: Matching) -> set[tuple[str, str]]:
    return {(one.pair.own, one.pair.partner) for one in matching.own if one.pair and one.verdict is Verdict.MATCHED}


@settings(max_examples=60, deadline=None)
@given(own=lists("E"), partner=lists("R"))
def test_each_row_is_in_one_pair_at_most_and_ends_with_one_verdict(own: list[Row], partner: list[Row]) -> None:
    matching = match(own=own, partner=partner)
    assert len({pair.own for pair in matching.pairs}) == len({pair.partner for pair in matching.pairs}) == len(matching.pairs)
    assert [one.key for one in matching.own] == [row.key for row in own]
    assert [one.key for one in matching.partner] == [row.key for row in partner]
    kinds = {row.key: row.kind for row in (*own, *partner)}
    assert all(kinds[pair.own] is kinds[pair.partner] and 0 <= pair.score <= 100 for pair in matching.pairs)


@settings(max_examples=60, deadline=None)
@given(own=lists("E"), partner=lists("R"))
def test_it_does_not_matter_which_list_is_ours(own: list[Row], partner: list[Row]) -> None:
    turned = proposed(match(own=partner, partner=own))
    assert proposed(match(own=own, partner=partner)) == {(b, a) for a, b in turned}


@settings(max_examples=60, deadline=None)
@given(own=lists("E"), partner=lists("R"), seed=st.integers(0, 99))
def test_the_order_of_the_rows_does_not_matter(own: list[Row], partner: list[Row], seed: int) -> None:
    expected = match(own=own, partner=partner)
    Random(seed).shuffle(own)
    Random(seed + 1).shuffle(partner)
    shuffled = match(own=own, partner=partner)
    assert set(shuffled.pairs) == set(expected.pairs)
    assert set(shuffled.partner) == set(expected.partner)


@settings(max_examples=60, deadline=None)
@given(own=lists("E"), partner=lists("R"))
def test_a_row_that_has_nothing_to_do_with_the_others_takes_no_pair_apart(own: list[Row], partner: list[Row]) -> None:
    """It may change a score by little: how rare a value is, is counted among all rows."""
    stranger = Row(
        "X", RowKind.PLACEMENT, person="c", employer="Zeilmakerij Quist", start=date(2019, 7, 7), hours=Decimal(11), residence="Zwolle"
    )
    sure = {(pair.own, pair.partner) for pair in match(own=own, partner=partner).pairs if pair.score >= 90}
    for other in (match(own=[*own, stranger], partner=partner), match(own=own, partner=[*partner, stranger])):
        found = {(pair.own, pair.partner) for pair in other.pairs}
        assert sure <= found and not any("X" in pair for pair in found)


def test_the_proposals_for_an_invented_region_are_nearly_all_right_and_nearly_complete() -> None:
    """A smaller region than the benchmark's, of a seed that no threshold was set on."""
    found = region(seed=31, rows=1_500)
    precision, recall = quality(found, ours(found))
    assert precision >= 0.99 and recall >= 0.95
