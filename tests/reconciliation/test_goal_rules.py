"""The four facts of a placement, and the rule of a goal that says which of them decides."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sroi.contracts.rules import Scope
from sroi.reconciliation.rules import Goal, JudgedPlacement, PlacementRow, PlacementVerdict, YearRows, judged_placements, year_report_of
from sroi.reconciliation.rules.choosing import FACT_KEYS, choices, chosen
from sroi.reconciliation.rules.facts import (
    EVERY_CONTRACT,
    Fact,
    Facts,
    GoalRule,
    Moment,
    Preferred,
    Stage,
    once_words,
    rule_words,
)

ROW = PlacementRow(
    person="p1",
    candidate_label="K-01",
    target_group="ww",
    target_group_label="WW",
    counts_as_placement=True,
    employer_name="Bakkerij Voorbeeld",
    employer_kvk_number=None,
    starts_on=date(2023, 10, 1),
    ends_before=None,
    hours_per_week=Decimal(36),
    full_time_hours=Decimal(36),
    contract_id=UUID(int=1),
    contract_number="2023-014",
    awarded_on=date(2023, 8, 15),
    scope=Scope.LOCAL,
    authority_name="Gemeente Thuis",
    contractor_name="Voorbeeld B.V.",
    first_claim=1,
    is_approved=True,
    approved=Decimal("100.00"),
    in_review=Decimal("0.00"),
)
FULL = Facts(Scope.REGIONAL, "Delft", "WSP Voorbeeld", "Gemeente Elders")


def year_of(*placements: PlacementRow, rule: GoalRule = EVERY_CONTRACT) -> YearRows:
    return YearRows(year=2023, goal=Goal(2023, 65, "Jaarplan", rule), history=(), placements=placements, contracts=())


def counts(*placements: PlacementRow, rule: GoalRule = EVERY_CONTRACT) -> tuple[int, int, int]:
    """Return how many persons count, wait, and have the deciding fact unknown."""
    report = year_report_of(rows=year_of(*placements, rule=rule), on=date(2023, 12, 15))
    return report.total, report.pending, report.unknown


@pytest.mark.parametrize(
    ("rule", "facts", "admits"),
    [
        (GoalRule(), Facts(), True),
        (GoalRule(value="local"), FULL, False),
        (GoalRule(value="regional"), FULL, True),
        (GoalRule(Fact.RESIDENCE, "Delft"), FULL, True),
        (GoalRule(Fact.RESIDENCE, "Rijswijk"), FULL, False),
        (GoalRule(Fact.RESIDENCE, "Bergen (L.)"), Facts(residence="bergen"), True),
        (GoalRule(Fact.RESIDENCE, "Bergen (L.)"), Facts(residence="Bergen (NH.)"), False),
        (GoalRule(Fact.RESIDENCE, "Rijswijk"), Facts(Scope.LOCAL), None),
        (GoalRule(Fact.DELIVERING_WSP, "wsp  VOORBEELD"), FULL, True),
        (GoalRule(Fact.DELIVERING_WSP, "WSP Anders"), FULL, False),
        (GoalRule(Fact.DELIVERING_WSP, "WSP Anders"), replace(FULL, delivering_wsp=" "), None),
        (GoalRule(Fact.CLAIMING_AUTHORITY, "Gemeente Elders"), FULL, True),
        (GoalRule(Fact.CLAIMING_AUTHORITY, "Gemeente Thuis"), FULL, False),
    ],
)
def test_one_fact_decides_and_the_others_say_nothing(rule: GoalRule, facts: Facts, admits: bool | None) -> None:
    assert rule.admits(facts) is admits


def test_without_a_claimant_the_authority_of_the_contract_claims() -> None:
    rule = GoalRule(Fact.CLAIMING_AUTHORITY, "Gemeente Thuis")
    assert counts(ROW, rule=rule) == (1, 0, 0)
    assert counts(replace(ROW, claiming_authority="Gemeente Elders"), rule=rule) == (0, 0, 0)


def test_a_partly_approved_placement_counts_one() -> None:
    assert counts(replace(ROW, approved=Decimal("0.01"), in_review=Decimal("99.99"))) == (1, 0, 0)


def test_the_earliest_contract_that_the_rule_admits_makes_a_person_local_or_regional() -> None:
    regional = replace(ROW, contract_id=UUID(int=2), scope=Scope.REGIONAL, awarded_on=date(2023, 1, 1), delivering_wsp="WSP Anders")
    ours = replace(ROW, delivering_wsp="WSP Voorbeeld")
    by_default = year_report_of(rows=year_of(ours, regional), on=date(2023, 12, 15))
    assert (by_default.local, by_default.regional) == (0, 1)
    by_wsp = year_report_of(rows=year_of(ours, regional, rule=GoalRule(Fact.DELIVERING_WSP, "WSP Voorbeeld")), on=date(2023, 12, 15))
    assert (by_wsp.local, by_wsp.regional) == (1, 0)


@pytest.mark.parametrize(("preferred", "contract"), [(Preferred.EARLIEST, "1"), (Preferred.LATEST, "3"), (Preferred.LARGEST, "2")])
def test_a_person_counts_by_the_contract_that_the_goal_prefers(preferred: Preferred, contract: str) -> None:
    rows = [
        replace(
            ROW, contract_id=UUID(int=number), contract_number=str(number), awarded_on=date(2023, number, 1), contract_sum=Decimal(most)
        )
        for number, most in ((1, 10), (2, 30), (3, 20))
    ]
    judged = judged_placements(rows=year_of(*rows, rule=GoalRule(preferred=preferred)))
    assert [one.placement.contract_number for one in judged if one.verdict is PlacementVerdict.COUNTED] == [contract]
    assert {one.counted_on for one in judged if one.verdict is PlacementVerdict.SAME_PERSON} == {contract}


def test_what_is_in_review_counts_where_the_goal_says_so() -> None:
    rows = (ROW, replace(ROW, person="p2", is_approved=False))
    assert counts(*rows) == (1, 1, 0)
    assert counts(*rows, rule=GoalRule(stage=Stage.REPORTED)) == (2, 0, 0)


def test_a_placement_stands_in_the_month_by_which_it_counts() -> None:
    row = replace(ROW, starts_on=date(2022, 12, 1), approved_on=date(2023, 2, 3))
    report = year_report_of(rows=year_of(row, rule=GoalRule(moment=Moment.APPROVED)), on=date(2023, 12, 15))
    assert [line.label for line in report.months if line.total] == ["februari"]


def test_the_choices_are_told_in_one_sentence() -> None:
    assert once_words(EVERY_CONTRACT) == (
        "Een persoon telt één keer: zodra de plaatsing is goedgekeurd, geheel of voor een deel, in het jaar waarin die begon, "
        "bij het vroegste contract."
    )
    assert once_words(GoalRule(moment=Moment.APPROVED, preferred=Preferred.LARGEST)).endswith(
        "in het jaar waarin die voor het eerst is goedgekeurd, bij het contract met de hoogste opdrachtsom."
    )


def test_each_placement_says_why_it_does_not_count() -> None:
    rule = GoalRule(Fact.RESIDENCE, "Delft")
    rows = (
        replace(ROW, person="a", residence="Delft"),
        replace(ROW, person="b", residence="Westland"),
        replace(ROW, person="c"),
        replace(ROW, person="d", residence="Delft", is_approved=False),
        replace(ROW, person="a", residence="Delft", awarded_on=date(2023, 9, 1)),
    )
    found: dict[PlacementVerdict, list[str]] = defaultdict(list)
    for judged in judged_placements(rows=year_of(*rows, rule=rule)):
        found[judged.verdict].append(judged.placement.person)
    assert found == {
        PlacementVerdict.COUNTED: ["a"],
        PlacementVerdict.NOT_BY_THE_RULE: ["b"],
        PlacementVerdict.FACT_IS_UNKNOWN: ["c"],
        PlacementVerdict.PENDING: ["d"],
        PlacementVerdict.SAME_PERSON: ["a"],
    }
    assert counts(*rows, rule=rule) == (1, 1, 1)


names = st.sampled_from(["", "Delft", "Rijswijk"])
placements = st.builds(
    replace,
    st.just(ROW),
    person=st.sampled_from("abcd"),
    scope=st.sampled_from(Scope),
    residence=names,
    delivering_wsp=names,
    claiming_authority=names,
    is_approved=st.booleans(),
    counts_as_placement=st.booleans(),
    awarded_on=st.dates(date(2023, 1, 1), date(2023, 1, 9)),
)
rules = st.builds(GoalRule, st.sampled_from([fact for fact in Fact if fact is not Fact.SCOPE]), st.sampled_from(["Delft", "Rijswijk"]))


@given(st.lists(placements, max_size=8), st.one_of(st.just(EVERY_CONTRACT), rules))
def test_the_report_counts_the_persons_that_the_rule_admits_and_the_rows_say_the_same(rows: list[PlacementRow], rule: GoalRule) -> None:
    report = year_report_of(rows=year_of(*rows, rule=rule), on=date(2023, 12, 15))
    admitted = {row.person for row in rows if row.is_approved and row.counts_as_placement and rule.admits(row.facts) is True}
    assert report.total == len(admitted) == (report.local or 0) + (report.regional or 0)
    judged = judged_placements(rows=year_of(*rows, rule=rule))
    assert [one.placement.person for one in judged if one.verdict is PlacementVerdict.COUNTED].__len__() == report.total
    assert len({one.placement.person for one in judged if one.verdict is PlacementVerdict.PENDING}) == report.pending
    for lines in (report.residences, report.delivering_wsps, report.claiming_authorities):
        assert sum(line.total for line in lines) == report.total


def test_every_value_of_a_filter_finds_rows_and_its_values_divide_them() -> None:
    rows = (ROW, replace(ROW, person="b", residence="Delft", starts_on=date(2023, 3, 1)), replace(ROW, person="c", scope=Scope.REGIONAL))
    judged: tuple[JudgedPlacement, ...] = judged_placements(rows=year_of(*rows))
    keys = {key for key, _label, _values in choices(judged)}
    assert set(FACT_KEYS) < keys
    for key, _label, values in choices(judged):
        assert sum(len(chosen(judged, {key: value})) for value, _words in values) == len(rows)
    assert [one.placement.person for one in chosen(judged, {"woonplaats": "delft", "maand": "3"})] == ["b"]
    assert chosen(judged, {"woonplaats": "-"}) == tuple(one for one in judged if not one.placement.residence)


def test_a_rule_is_said_in_words() -> None:
    assert rule_words(GoalRule()) == "Plaatsingen op elk contract tellen mee, lokaal en regionaal."
    assert rule_words(GoalRule(value="local")) == "Alleen plaatsingen op contracten met bereik lokaal tellen mee."
    assert rule_words(GoalRule(Fact.DELIVERING_WSP, "WSP Voorbeeld")) == "Alleen plaatsingen die WSP Voorbeeld leverde tellen mee."
