"""Pairs that a person would see at once, and pairs that nobody should make."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from sroi.reconciliation.rules.matching.matching import match
from sroi.reconciliation.rules.matching.rows import Field, Level, Matching, Row, RowKind, Verdict
from sroi.reconciliation.rules.matching.words import reasons

OURS = Row(
    "E1",
    RowKind.PLACEMENT,
    employer="Groenbedrijf De Voorbeeldtuin B.V.",
    start=date(2023, 3, 6),
    end=date(2024, 3, 6),
    hours=Decimal(24),
    target_group="Participatiewet",
    residence="Rijswijk",
)
THEIRS = replace(OURS, key="R1")
TOKEN = "a" * 64


def levels_of(own: Row, partner: Row) -> dict[Field, Level]:
    (pair,) = match(own=[own], partner=[partner]).pairs
    return pair.levels


def verdicts(matching: Matching) -> dict[str, Verdict]:
    return {proposal.key: proposal.verdict for proposal in (*matching.own, *matching.partner)}


@pytest.mark.parametrize(
    ("change", "field", "level"),
    [
        ({"employer": "voorbeeldtuin groenbedrijf bv"}, Field.EMPLOYER, Level.EQUAL),
        ({"employer": "Stichting Groenbedrijf Voorbeeldtuin"}, Field.EMPLOYER, Level.EQUAL),
        ({"employer": "Groenbedrijf De Voorbeldtuin"}, Field.EMPLOYER, Level.NEAR),
        ({"employer": "Voorbeeldtuin"}, Field.EMPLOYER, Level.ALIKE),
        ({"employer": "Groenbedri1f De V0orbee1dtuin"}, Field.EMPLOYER, Level.NEAR),
        ({"employer": "Gr0enbedrijf De Voorbee1dtuin"}, Field.EMPLOYER, Level.EQUAL),
        ({"employer": "GroenbedrijfDeVoorbeeldtuin"}, Field.EMPLOYER, Level.NEAR),
        ({"employer": "Xroenbedrijf De Woorbeeldtuin"}, Field.EMPLOYER, Level.NEAR),
        ({"employer": "Groenbedrijf Bezemhof"}, Field.EMPLOYER, Level.LOOSE),
        ({"employer": "Bakkerij Anders"}, Field.EMPLOYER, Level.UNKNOWN),
        ({"employer": "Groenbedrijf De Voorbeeldtuin 2"}, Field.EMPLOYER, Level.DIFFERENT),
        ({"employer": ""}, Field.EMPLOYER, Level.MISSING),
        ({"start": date(2023, 6, 3)}, Field.START, Level.SWAPPED),
        ({"start": date(2023, 3, 9)}, Field.START, Level.NEAR),
        ({"start": date(2023, 3, 22)}, Field.START, Level.ALIKE),
        ({"start": date(2022, 3, 6)}, Field.START, Level.SHIFTED),
        ({"start": date(2023, 4, 6)}, Field.START, Level.SHIFTED),
        ({"start": date(2023, 4, 20)}, Field.START, Level.LOOSE),
        ({"start": date(2023, 9, 30)}, Field.START, Level.DIFFERENT),
        ({"start": date(2024, 3, 6), "end": date(2023, 3, 6)}, Field.START, Level.EQUAL),
        ({"hours": Decimal(25)}, Field.HOURS, Level.NEAR),
        ({"hours": Decimal("20.5")}, Field.HOURS, Level.ALIKE),
        ({"hours": Decimal(42)}, Field.HOURS, Level.SWAPPED),
        ({"hours": Decimal(36)}, Field.HOURS, Level.DIFFERENT),
        ({"target_group": "participatie-wet"}, Field.TARGET_GROUP, Level.EQUAL),
        ({"target_group": "Partisipatiewet"}, Field.TARGET_GROUP, Level.NEAR),
        ({"target_group": "Participatiewet (ook bij een uitkering van elders)"}, Field.TARGET_GROUP, Level.EQUAL),
        ({"residence": "Gemeente Rijswijk"}, Field.RESIDENCE, Level.EQUAL),
        ({"residence": "Delft"}, Field.RESIDENCE, Level.DIFFERENT),
    ],
)
def test_a_row_with_one_difference_is_still_found_and_says_what_differs(change: dict[str, object], field: Field, level: Level) -> None:
    assert levels_of(OURS, replace(THEIRS, **change))[field] is level


def test_the_reasons_are_dutch_and_tell_what_fits_and_what_does_not() -> None:
    (pair,) = match(own=[OURS], partner=[replace(THEIRS, start=date(2023, 6, 3), residence="Delft")]).pairs
    told = {reason.text: reason.fits for reason in reasons(pair)}
    assert told["Werkgever: gelijk"] and told["Startdatum: gelijk als de cijfers omgedraaid zijn"]
    assert told["Woonplaats: verschilt"] is False
    assert not any("persoon" in text.casefold() for text in told)


def test_the_keyed_token_finds_a_person_whose_employer_and_hours_are_wrong() -> None:
    own, partner = replace(OURS, person=TOKEN), replace(THEIRS, person=TOKEN, employer="Bakkerij Anders", hours=Decimal(36))
    assert verdicts(match(own=[own], partner=[partner])) == {"E1": Verdict.MATCHED, "R1": Verdict.MATCHED}


def test_two_placements_of_one_person_each_find_their_own() -> None:
    later = replace(OURS, employer="Bakkerij Anders", start=date(2023, 9, 4), end=None, person=TOKEN)
    own = [replace(OURS, person=TOKEN), replace(later, key="E2")]
    partner = [replace(later, key="R2"), replace(THEIRS, person=TOKEN)]
    assert {(pair.own, pair.partner) for pair in match(own=own, partner=partner).pairs} == {("E1", "R1"), ("E2", "R2")}


def test_another_placement_of_the_same_person_is_no_match() -> None:
    elsewhere = replace(THEIRS, person=TOKEN, employer="Bakkerij Anders", start=date(2023, 10, 2), end=None, hours=Decimal(8))
    assert Verdict.MATCHED not in verdicts(match(own=[replace(OURS, person=TOKEN)], partner=[elsewhere])).values()


def test_an_invoice_number_finds_its_supplier_and_no_other() -> None:
    ours = Row(
        "E1", RowKind.PURCHASE, invoice="F-2023-118", employer="Sociale werkplaats B.V.", start=date(2023, 11, 3), amount=Decimal(1000)
    )
    theirs = replace(ours, key="R1", invoice="f 2023/118", start=date(2023, 12, 20), amount=Decimal(1210))
    stranger = replace(ours, key="R2", employer="Bakkerij Anders", start=date(2023, 2, 1), amount=Decimal(50))
    assert verdicts(match(own=[ours], partner=[theirs, stranger])) == {
        "E1": Verdict.MATCHED,
        "R1": Verdict.MATCHED,
        "R2": Verdict.PARTNER_ONLY,
    }


def test_a_placement_is_never_a_training() -> None:
    assert match(own=[OURS], partner=[replace(THEIRS, kind=RowKind.TRAINING)]).pairs == ()


def test_employers_that_differ_in_a_number_are_not_one() -> None:
    one, other = replace(OURS, employer="Werkgever Voorbeeld 118"), replace(THEIRS, employer="Werkgever Voorbeeld 119")
    assert not any(pair.levels[Field.EMPLOYER] in (Level.NEAR, Level.ALIKE) for pair in match(own=[one], partner=[other]).pairs)


def test_rows_that_fit_equally_well_are_left_to_a_person() -> None:
    own = [replace(OURS, key=f"E{number}") for number in range(4)]
    partner = [replace(THEIRS, key=f"R{number}", person=f"{number}" * 64) for number in range(4)]
    own = [replace(row, person=f"{number}" * 63) for number, row in enumerate(own)]
    matching = match(own=own, partner=partner)
    assert not any(proposal.is_sure and proposal.pair for proposal in matching.own)


def test_a_row_that_stands_twice_in_a_list_is_matched_once_and_suspected_once() -> None:
    matching = match(own=[OURS], partner=[THEIRS, replace(THEIRS, key="R2", employer="GROENBEDRIJF DE VOORBEELDTUIN")])
    assert sorted(verdicts(matching).values()) == [Verdict.MATCHED, Verdict.MATCHED, Verdict.SUSPECTED_DUPLICATE]
    suspected = next(one for one in matching.partner if one.verdict is Verdict.SUSPECTED_DUPLICATE)
    assert {suspected.key, suspected.repeats} == {"R1", "R2"} or suspected.pair is None


def test_columns_that_changed_places_are_put_right_by_the_rest_of_the_lists() -> None:
    many = [
        replace(OURS, key=f"E{number}", employer=f"Werkgever {sign}", start=date(2023, 1, 1 + number))
        for number, sign in enumerate("ABABABABABAB", 10)
    ]
    swapped = replace(OURS, key="R1", employer=OURS.residence, residence=OURS.employer)
    matching = match(own=[OURS, *many], partner=[swapped, *(replace(row, key=f"R{row.key}") for row in many)])
    assert ("E1", "R1") in {(pair.own, pair.partner) for pair in matching.pairs}


def test_empty_lists_are_no_trouble() -> None:
    assert match(own=[], partner=[]).pairs == ()
    assert verdicts(match(own=[], partner=[THEIRS])) == {"R1": Verdict.PARTNER_ONLY}
    bare = Row("E1", RowKind.PLACEMENT)
    assert verdicts(match(own=[bare], partner=[replace(bare, key="R1")])) == {"E1": Verdict.OWN_ONLY, "R1": Verdict.PARTNER_ONLY}


def test_rows_of_short_lists_are_compared_although_no_column_is_the_same() -> None:
    ours = replace(OURS, employer="Hoveniers Voorbeeld", hours=Decimal(32), target_group="WW", residence="", end=None)
    theirs = replace(ours, key="R1", employer="Hovenier Voorbeeld", start=date(2023, 3, 7))

    matching = match(own=[ours], partner=[theirs])

    assert [(pair.own, pair.partner) for pair in matching.pairs] == [("E1", "R1")]
