"""Lists that call one thing by two names, tell hours of a month or a share of full time, or have little in common."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest

from benchmarks.invented.region import USUAL, Region, region
from benchmarks.match_region import ours, quality
from sroi.reconciliation.rules.matching.columns import columns_of
from sroi.reconciliation.rules.matching.learning import shared_in_bits
from sroi.reconciliation.rules.matching.matching import match
from sroi.reconciliation.rules.matching.naming import ENOUGH, with_one_name
from sroi.reconciliation.rules.matching.rows import Field, Level, Row, RowKind

OTHER_NAMES = {"Participatiewet": "PW", "WW": "werkloos", "Banenafspraak": "BAB", "Den Haag": "'s-Gravenhage", "Rijswijk": "RSW"}
DAY = date(2023, 1, 2)


def rows(number: int, residence: str = "Den Haag") -> list[Row]:
    """Return rows of so many employers, each with one start of its own."""
    return [
        Row(f"E{place}", RowKind.PLACEMENT, employer=f"Bedrijf {place}", start=DAY + timedelta(place), residence=residence)
        for place in range(number)
    ]


def residences(own: list[Row], partner: list[Row]) -> tuple[list[int], list[int]]:
    table = with_one_name(columns_of(own=own, partner=partner))
    return table.own.residence.tolist(), table.partner.residence.tolist()


def test_a_name_that_one_list_alone_uses_is_another_name_for_what_stands_beside_it() -> None:
    mine, theirs = residences(rows(ENOUGH), rows(ENOUGH, "'s-Gravenhage"))
    assert set(mine) == set(theirs)
    few = residences(rows(ENOUGH - 1), rows(ENOUGH - 1, "'s-Gravenhage"))
    assert set(few[0]).isdisjoint(few[1])


def test_a_name_that_both_lists_use_means_what_it_says() -> None:
    own, partner = rows(20), rows(20, "Delft")
    mine, theirs = residences(
        [*own, replace(own[0], key="E99", residence="Delft")], [*partner, replace(partner[0], key="E99", residence="Den Haag")]
    )
    assert set(mine[1:20]).isdisjoint(theirs[1:20])


def test_a_name_that_stands_beside_several_values_of_both_lists_is_left_alone() -> None:
    own = [replace(row, residence=("Den Haag", "Delft")[place % 2]) for place, row in enumerate(rows(40))]
    partner = [replace(row, residence="Haaglanden" if place >= 4 else row.residence) for place, row in enumerate(own)]
    mine, theirs = residences(own, partner)
    assert set(mine).isdisjoint(theirs[4:])


def test_names_of_one_list_that_the_other_knows_by_one_name_agree_with_it() -> None:
    own = [replace(row, residence=("Den Haag", "Delft")[place % 2]) for place, row in enumerate(rows(40))]
    mine, theirs = residences(own, rows(40, "Haaglanden"))
    assert set(mine) == set(theirs)


def test_an_employer_has_another_name_when_its_persons_say_so() -> None:
    own = [replace(row, employer="Bakkerij Voorbeeld", person=f"{place:064}") for place, row in enumerate(rows(6))]
    partner = [replace(row, key=f"R{row.key}", employer="Ovenvers", person=row.person) for row in own]
    found = match(own=own, partner=partner)
    assert [pair.levels[Field.EMPLOYER] for pair in found.pairs] == [Level.EQUAL] * 6


@pytest.mark.parametrize(
    ("hours", "level"),
    [("104", Level.EQUAL), ("0.67", Level.EQUAL), ("103", Level.EQUAL), ("0.7", Level.NEAR), ("156", Level.DIFFERENT), ("24", Level.EQUAL)],
)
def test_hours_of_a_month_and_shares_of_full_time_are_hours_of_a_week(hours: str, level: Level) -> None:
    own = replace(rows(1)[0], hours=Decimal(24), target_group="WW")
    (pair,) = match(own=[own], partner=[replace(own, hours=Decimal(hours))]).pairs
    assert pair.levels[Field.HOURS] is level


def test_the_fewer_rows_are_in_both_lists_the_likelier_a_pair_must_be() -> None:
    kinds = np.zeros(1_000, dtype=np.int64)
    half, few, nearly_all = (float(shared_in_bits(np.full(count, 1.0), kinds[:count], kinds, kinds)[0]) for count in (500, 100, 900))
    assert half == pytest.approx(0) and few < -3 and nearly_all > 3


def test_lists_that_name_and_count_otherwise_are_matched_nearly_as_well() -> None:
    found = region(seed=41, rows=1_500, model=replace(USUAL, no_token=0.6))
    plain = quality(found, ours(found))
    partner = [
        replace(
            row,
            target_group=OTHER_NAMES.get(row.target_group, row.target_group),
            residence=OTHER_NAMES.get(row.residence, row.residence),
            hours=row.hours and round(row.hours * 52 / 12, 1),
        )
        for row in found.partner
    ]
    precision, recall = quality(found, ours(Region(found.own, partner, found.own_event, found.partner_event)))
    assert precision >= 0.985 and recall >= plain[1] - 0.02
