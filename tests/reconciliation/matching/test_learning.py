"""What lists say of their own errors, and how much of what is proposed is expected to be wrong."""

from decimal import Decimal

import numpy as np
import pytest

from benchmarks.invented.other_errors import KINDS, Kind, other_region
from benchmarks.invented.region import HARSHER, USUAL, Model, region
from benchmarks.match_region import ours, quality
from sroi.reconciliation.rules.matching.columns import columns_of
from sroi.reconciliation.rules.matching.comparing import compare
from sroi.reconciliation.rules.matching.learning import MOST_AGAINST, errors_apart, learned
from sroi.reconciliation.rules.matching.matching import FEW, LIKELY, least_score
from sroi.reconciliation.rules.matching.rows import Field, Level, Row, RowKind
from sroi.reconciliation.rules.matching.scoring import OTHER, SAME, USUAL_ERRORS, counted


@pytest.mark.parametrize("model", [USUAL, *HARSHER], ids=lambda model: model.name)
def test_what_is_proposed_is_right_under_errors_that_no_threshold_was_set_on(model: Model) -> None:
    found = region(seed=17, rows=2_000, model=model)
    precision, recall = quality(found, ours(found))
    assert precision >= 0.985 and recall >= 0.8


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_what_is_proposed_is_right_under_errors_of_another_kind(kind: Kind) -> None:
    found = other_region(seed=17, rows=2_000, kind=kind)
    precision, recall = quality(found, ours(found))
    assert precision >= 0.97 and recall >= 0.8


def test_the_share_of_a_level_goes_to_what_the_pairs_show_and_stays_a_share() -> None:
    rows = [Row(f"E{place}", RowKind.PLACEMENT, target_group="WW", residence="Delft") for place in range(400)]
    others = [Row(row.key, row.kind, target_group="WW" if place % 2 else "Wajong", residence="") for place, row in enumerate(rows)]
    table = columns_of(own=rows, partner=others)
    left, right = counted(own=table.own, partner=table.partner)
    place = np.arange(len(rows))
    levels = compare(table=table, left=place, right=place)
    errors = learned(levels=levels, chance=np.ones(len(rows)), left=left, right=right, i=place, j=place, begun=USUAL_ERRORS)
    group = errors.same[Field.TARGET_GROUP]
    # 200 of 400 are equal, beside 100 pairs of which 90 are.
    assert group[Level.EQUAL] == pytest.approx(290 / 500)
    assert all(sum(shares.values()) == pytest.approx(sum(SAME[field].values())) for field, shares in errors.same.items())
    # A column that one list always leaves empty says nothing, and what one list alone always tells neither.
    assert np.abs(errors.told[Field.RESIDENCE][0]).max() < 0.01


def test_how_often_other_rows_agree_is_what_rows_of_one_list_show() -> None:
    rows = [Row(f"E{place:04}", RowKind.PLACEMENT, hours=Decimal(24 if place % 5 else 25)) for place in range(2_000)]
    begun = errors_apart(columns_of(own=rows, partner=rows[:1]))
    hours = begun.other[Field.HOURS]
    # One row in five has an hour more, so 8 of 25 pairs differ by an hour, and none by more.
    assert hours[Level.NEAR] == pytest.approx(0.32, abs=0.02) and hours[Level.DIFFERENT] < 0.01
    assert begun.other[Field.EMPLOYER] is OTHER[Field.EMPLOYER]
    shuffled = [rows[place * 7 % len(rows)] for place in range(len(rows))]
    assert errors_apart(columns_of(own=shuffled, partner=rows[:1])).other == begun.other


def test_a_field_that_only_rows_of_the_same_both_tell_speaks_against_those_that_do_not() -> None:
    rows = [Row(f"E{place}", RowKind.PLACEMENT, target_group="WW" if place % 2 else "") for place in range(4_000)]
    table = columns_of(own=rows, partner=rows)
    left, right = counted(own=table.own, partner=table.partner)
    place = np.arange(len(rows))
    levels = compare(table=table, left=place, right=place)
    told = learned(levels=levels, chance=np.ones(len(rows)), left=left, right=right, i=place, j=place, begun=USUAL_ERRORS).told[
        Field.TARGET_GROUP
    ]
    both, one, none = told[0]
    assert both == pytest.approx(1, abs=0.1) == none and MOST_AGAINST <= one < -3


@pytest.mark.parametrize(
    ("chances", "least"),
    [
        ([], 100),
        ([0.999] * 300, 99),
        ([0.555], 55),
        ([LIKELY - 0.01], 100),
        ([0.9999] * 40 + [0.505], 50),
        ([0.9999] * 40 + [0.605] * 30, 99),
    ],
)
def test_what_is_proposed_is_as_likely_as_the_whole_asks(chances: list[float], least: int) -> None:
    assert FEW == 70
    assert least_score(np.array(chances), rows=len(chances)) == least


def test_lists_with_little_in_common_ask_for_a_likelier_pair() -> None:
    """Of many rows that are in one list alone some agree by chance."""
    chances = np.array([0.9999] * 400 + [0.70] * 10)
    assert least_score(chances, rows=410) == 70
    assert least_score(chances, rows=2_000) == 99 == least_score(chances, rows=100_000)
