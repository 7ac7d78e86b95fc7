"""Aftercare: when a placement is called, what comes of it, who stopped and what that does to its value, and the rates of a year."""

import asyncio
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from sroi.access import UnableToAllow
from sroi.fulfilment.operations import (
    add_moment_rule,
    change_target,
    record_contact,
    record_dropout,
    remove_moment_rule,
    revoke_dropout,
)
from sroi.fulfilment.operations.retention import take_away
from sroi.fulfilment.queries.aftercare import Due, Followed, aftercare, due_counts, due_page, moment_rules
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.queries.dropout_rates import dropout_targets, placements_behind, year_of_dropouts
from sroi.fulfilment.queries.limits import share_in_review
from sroi.fulfilment.rules import (
    AftercareNotFound,
    MomentRule,
    Outcome,
    Rate,
    Target,
    UnableToFollow,
    UnableToReport,
    is_meant,
    outcome_label,
    planned_moments,
)
from sroi.fulfilment.tables import Aftercare
from sroi.review.operations import reopen
from tests.makers import (
    NOW,
    TODAY,
    approve,
    contractor_of,
    make_administrator,
    make_contract,
    make_officer,
    make_placement_claim,
    make_reviewer,
    make_training_claim,
    reject,
)

LATER = datetime(2024, 3, 4, 9, 0, tzinfo=UTC)


def rule(label: str, *, days: int | None = None, months: int | None = None) -> MomentRule:
    return MomentRule(uuid4(), label, days, months, "Werkoverleg", is_confirmed=True)


RULES = (rule("Na 6 maanden", months=6), rule("Eerste werkdag", days=0), rule("Na 1 maand", months=1), rule("Na 3 maanden", months=3))


# ---------------------------------------------------------------- when


@pytest.mark.parametrize(
    ("starts_on", "days"),
    [
        (date(2024, 1, 2), [date(2024, 1, 2), date(2024, 2, 2), date(2024, 4, 2), date(2024, 7, 2)]),
        # a Saturday; 1 April is Easter Monday; 1 December is a Friday
        (date(2023, 12, 30), [date(2024, 1, 2), date(2024, 1, 30), date(2024, 4, 2), date(2024, 7, 1)]),
        # a month that lacks the day: the first of the next
        (date(2023, 8, 31), [date(2023, 8, 31), date(2023, 10, 2), date(2023, 12, 1), date(2024, 3, 1)]),
    ],
)
def test_a_placement_is_called_on_workdays(starts_on: date, days: list[date]) -> None:
    assert [moment.due_on for moment in planned_moments(rules=RULES, starts_on=starts_on, known_on=starts_on)] == days


def test_of_what_was_past_when_a_placement_became_known_only_the_last_is_planned() -> None:
    planned = planned_moments(rules=RULES, starts_on=date(2024, 1, 2), known_on=date(2024, 4, 3))
    assert [moment.label for moment in planned] == ["Na 3 maanden", "Na 6 maanden"]
    assert planned_moments(rules=(), starts_on=date(2024, 1, 2), known_on=date(2024, 1, 2)) == ()


def test_a_moment_tells_how_its_day_was_found() -> None:
    (_first, second, *_rest) = planned_moments(rules=RULES, starts_on=date(2023, 12, 30), known_on=date(2023, 12, 30))
    assert second.explanation == "1 maand na de start op 30 december 2023"
    assert "verschoven van zaterdag" in _first.explanation


def test_every_outcome_has_a_name_of_its_own() -> None:
    assert len({outcome_label(outcome) for outcome in Outcome}) == len(Outcome)


@pytest.mark.parametrize(
    ("placements", "dropouts", "share", "is_met"), [(4, 1, "25.0", True), (3, 1, "33.3", False), (400, 101, "25.2", False)]
)
def test_a_rate_is_held_against_its_target_exactly(placements: int, dropouts: int, share: str, is_met: bool) -> None:
    rate = Rate("", "Jongeren", placements, dropouts, 25)
    assert (str(rate.share_pct), rate.is_met) == (share, is_met)
    assert Rate("", "Jongeren", 0, 0, 25).share_pct is None


def test_a_target_is_about_its_blocks_and_about_the_young() -> None:
    target = Target("Jongeren", 27, frozenset({"stage"}), 25, "Programma", is_confirmed=False, holds_from=date(2000, 1, 1))
    meant = [("stage", None), ("wia", 1998), ("wia", 1997), ("wia", None)]
    assert [is_meant(target=target, target_group=group, birth_year=born, year=2024) for group, born in meant] == [True, True, False, False]


# ---------------------------------------------------------------- following


async def followed(place: int = 0) -> Followed:
    rows = await Aftercare.select(Aftercare.id).order_by(Aftercare.starts_on, Aftercare.employer_name)
    return await aftercare(viewer=await make_reviewer(), aftercare_id=rows[place]["id"])


async def dropped_out(ended_before: date, *, now: datetime = NOW) -> None:
    how: dict[str, Any] = {"ended_before": ended_before, "reason": "Ging ander werk doen.", "now": now}
    await record_dropout(viewer=await make_reviewer(), aftercare_id=(await followed()).id, **how)


async def called(moment_id: UUID, outcome: Outcome, held_on: date = TODAY, note: str = "") -> None:
    await record_contact(viewer=await make_reviewer(), moment_id=moment_id, held_on=held_on, outcome=outcome, note=note, now=NOW)


async def test_a_placement_is_followed_once_for_all_its_claims(database: None) -> None:
    contract_id = await make_contract()
    await make_training_claim(contract_id=contract_id)
    await make_placement_claim(contract_id=contract_id, submitted=False, candidate_label="K-09")
    assert await Aftercare.count() == 0
    await make_placement_claim(contract_id=contract_id)
    await make_placement_claim(contract_id=contract_id, reported_before=TODAY, employer_name="GROENBEDRIJF de voorbeeldtuin b.v.")
    await make_placement_claim(contract_id=contract_id, target_group="internship_vso_pro", candidate_label="K-02")
    assert await Aftercare.count() == 1
    one = await followed()
    assert [moment.label for moment in one.moments] == ["Na 1 maand", "Na 3 maanden", "Na 6 maanden"]
    assert (one.target_group, one.starts_on) == ("Participatiewet", date(2023, 10, 1))


async def test_a_moment_is_open_until_somebody_was_reached(database: None) -> None:
    await make_placement_claim(contract_id=await make_contract())
    reviewer = await make_reviewer()
    (first, *_others) = (await followed()).moments
    assert [moment.label for moment in await due_page(viewer=reviewer, due=Due.LATE, on=TODAY)] == ["Na 1 maand"]
    await called(first.id, Outcome.NOT_REACHED)
    assert len(await due_page(viewer=reviewer, due=Due.LATE, on=TODAY)) == 1
    await called(first.id, Outcome.ATTENTION, note="Vraagt om vaste begeleider.")
    assert await due_page(viewer=reviewer, due=Due.LATE, on=TODAY) == ()
    with pytest.raises(UnableToFollow, match="al afgerond"):
        await called(first.id, Outcome.WELL)
    counts = await due_counts(viewer=reviewer, on=date(2024, 1, 2))
    assert (counts.open, counts.late, counts.today) == (2, 0, 1)


async def test_what_ended_was_rejected_or_stopped_is_not_called(database: None) -> None:
    contract_id, reviewer = await make_contract(), await make_reviewer()
    ended: dict[str, Any] = {"ends_before": date(2023, 12, 1), "reported_before": date(2023, 12, 1)}
    await make_placement_claim(contract_id=contract_id, **ended)
    assert [moment.label for moment in await due_page(viewer=reviewer, due=Due.OPEN, on=TODAY)] == ["Na 1 maand"]
    rejected = await make_placement_claim(contract_id=contract_id, candidate_label="K-02")
    assert len(await due_page(viewer=reviewer, due=Due.OPEN, on=TODAY)) == 4
    await reject(claim_id=rejected)
    await dropped_out(date(2023, 11, 1))
    assert await due_page(viewer=reviewer, due=Due.OPEN, on=TODAY) == ()


async def test_pages_by_key_hold_every_call_once(database: None) -> None:
    contract_id, reviewer = await make_contract(), await make_reviewer()
    for number in range(3):
        await make_placement_claim(contract_id=contract_id, candidate_label=f"K-{number:02}")
    whole = await due_page(viewer=reviewer, due=Due.OPEN, on=TODAY)
    paged, after = [], None
    while page := await due_page(viewer=reviewer, due=Due.OPEN, on=TODAY, after=after, size=2):
        paged += page
        after = (page[-1].due_on, page[-1].id)
    assert paged == list(whole) and len(whole) == 9


@pytest.mark.parametrize(
    ("held_on", "note", "field"),
    [(date(2023, 12, 16), "", "held_on"), (date(2023, 9, 30), "", "held_on"), (TODAY, "x" * 501, "note"), (TODAY, "BSN 111222333", "note")],
)
async def test_a_call_that_cannot_be_is_refused_on_its_field(database: None, held_on: date, note: str, field: str) -> None:
    await make_placement_claim(contract_id=await make_contract())
    with pytest.raises(UnableToFollow) as refusal:
        await called((await followed()).moments[0].id, Outcome.WELL, held_on, note)
    assert refusal.value.field == field


# ---------------------------------------------------------------- who stopped


async def test_after_a_drop_out_later_days_are_refused_and_in_review_worth_nothing(database: None) -> None:
    contract_id, reviewer = await make_contract(), await make_reviewer()
    first = await make_placement_claim(contract_id=contract_id, reported_before=date(2023, 11, 1))
    second = await make_placement_claim(contract_id=contract_id, reported_before=date(2023, 12, 1))
    third = await make_placement_claim(contract_id=contract_id, reported_before=date(2023, 12, 15))
    await approve(claim_id=first)
    await dropped_out(date(2023, 11, 16))  # the 15th was the last day
    with pytest.raises(UnableToReport, match="15 november 2023"):
        await make_placement_claim(contract_id=contract_id, reported_before=date(2024, 1, 1), now=LATER, today=LATER.date())

    async def most(claim_id: UUID) -> tuple[Decimal, list[str]]:
        record = await claim(viewer=reviewer, claim_id=claim_id)
        share = await share_in_review(viewer=reviewer, record=record, as_of=TODAY)
        return share.amount, [step.label for step in share.steps]

    half = (await claim(viewer=reviewer, claim_id=second)).value / 2
    amount, labels = await most(second)
    assert abs(amount - half) < Decimal("0.01") and labels == ["Uitval", "Opnieuw gerekend"]
    assert await most(third) == (Decimal("0.00"), ["Uitval", "Opnieuw gerekend"])
    assert (await claim(viewer=reviewer, claim_id=third)).expected == 0
    assert (await claim(viewer=reviewer, claim_id=first)).approved == (await claim(viewer=reviewer, claim_id=first)).value
    await approve(claim_id=second, amount=amount, reason="Tot de uitval.")


async def test_what_was_approved_over_days_after_a_drop_out_is_named_and_can_be_reopened(database: None) -> None:
    claim_id, reviewer = await make_placement_claim(contract_id=await make_contract()), await make_reviewer()
    await approve(claim_id=claim_id)
    await dropped_out(date(2023, 11, 1))
    assert [one.number for one in (await followed()).claims_past_dropout] == [1]
    record = await claim(viewer=reviewer, claim_id=claim_id)
    await reopen(viewer=reviewer, claim_id=claim_id, version=record.version, reason="Gestopt.", now=NOW)
    record = await claim(viewer=reviewer, claim_id=claim_id)
    share = await share_in_review(viewer=reviewer, record=record, as_of=TODAY)
    assert 0 < share.amount < record.value
    assert (await followed()).claims_past_dropout == ()


async def test_a_drop_out_that_was_none_is_revoked_and_stays_in_the_history(database: None) -> None:
    contract_id, reviewer = await make_contract(), await make_reviewer()
    claim_id = await make_placement_claim(contract_id=contract_id)
    before = await claim(viewer=reviewer, claim_id=claim_id)
    await dropped_out(date(2023, 11, 1))
    with pytest.raises(UnableToFollow, match="al uitval"):
        await dropped_out(date(2023, 11, 2))
    one = await followed()
    await revoke_dropout(viewer=reviewer, aftercare_id=one.id, reason="Verwisseld met een ander.", now=NOW)
    one = await followed()
    assert one.dropout is None and [revoked.revoked_reason for revoked in one.revoked] == ["Verwisseld met een ander."]
    assert await claim(viewer=reviewer, claim_id=claim_id) == before
    with pytest.raises(UnableToFollow, match="geen uitval"):
        await revoke_dropout(viewer=reviewer, aftercare_id=one.id, reason="Nog eens.", now=NOW)
    await make_placement_claim(contract_id=contract_id, reported_before=TODAY)


@pytest.mark.parametrize(
    ("ended_before", "reason", "field"),
    [
        (date(2023, 12, 17), "Ander werk.", "ended_on"),
        (date(2023, 10, 1), "Ander werk.", "ended_on"),
        (date(2023, 11, 1), " ", "reason"),
        (date(2023, 11, 1), "BSN 111222333", "reason"),
    ],
)
async def test_a_drop_out_that_cannot_be_is_refused_on_its_field(database: None, ended_before: date, reason: str, field: str) -> None:
    await make_placement_claim(contract_id=await make_contract())
    with pytest.raises(UnableToFollow) as refusal:
        how: dict[str, Any] = {"ended_before": ended_before, "reason": reason, "now": NOW}
        await record_dropout(viewer=await make_reviewer(), aftercare_id=(await followed()).id, **how)
    assert refusal.value.field == field


async def test_of_two_who_record_a_drop_out_at_the_same_moment_one_does(database: None) -> None:
    await make_placement_claim(contract_id=await make_contract())
    await make_reviewer()
    outcomes = await asyncio.gather(*(dropped_out(date(2023, 11, 1)) for _time in range(3)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [UnableToFollow] * 2


async def test_what_was_written_about_a_person_goes_with_the_person_and_the_figures_stay(database: None, tmp_path: Path) -> None:
    await approve(claim_id=await make_placement_claim(contract_id=await make_contract(), ends_before=date(2023, 12, 1)))
    await called((await followed()).moments[0].id, Outcome.ATTENTION, note="Vraagt om vaste begeleider.")
    await dropped_out(date(2023, 11, 1))
    late = datetime(2053, 1, 1, tzinfo=UTC)
    await take_away(now=late, today=late.date(), directory=tmp_path)
    one = await followed()
    assert one.dropout is not None and "ander werk" not in one.dropout.reason
    assert [contact.note for contact in one.moments[0].contacts] == [""]
    assert [rate.dropouts for rate in (await year_of_dropouts(viewer=await make_reviewer(), year=2023)).groups] == [1]


# ---------------------------------------------------------------- rates and rules


async def test_the_rates_of_a_year_count_approved_placements_by_group_and_for_the_young(database: None) -> None:
    contract_id, reviewer = await make_contract(), await make_reviewer()
    for number, (group, born) in enumerate((("participatiewet", 2003), ("participatiewet", None), ("wia", 1970), ("wia", None))):
        claim_id = await make_placement_claim(
            contract_id=contract_id, candidate_label=f"K-{number}", target_group=group, birth_year=born, employer_name=f"Bedrijf {number}"
        )
        if number < 3:
            await approve(claim_id=claim_id)
    await dropped_out(date(2023, 11, 1))
    found = await year_of_dropouts(viewer=reviewer, year=2023)
    assert [(rate.label, rate.placements, rate.dropouts) for rate in found.groups] == [("Participatiewet", 2, 1), ("WIA", 1, 0)]
    ((target, young),) = found.targets
    assert (young.placements, young.dropouts, young.maximum_pct, young.is_met) == (1, 1, 25, False)
    for group, meant, expected in ((None, target, 1), ("participatiewet", None, 2), ("wia", None, 1), ("verzonnen", None, 0)):
        rows = await placements_behind(viewer=reviewer, year=2023, group=group, target=meant, after=None)
        assert len(rows) == expected
    assert (await year_of_dropouts(viewer=reviewer, year=2024)).groups == ()


async def test_the_moments_are_changed_for_what_runs_and_for_what_becomes_known(database: None) -> None:
    contract_id, reviewer = await make_contract(), await make_reviewer()
    await make_placement_claim(contract_id=contract_id)
    rules = await moment_rules()
    assert [one.label for one in rules] == ["Eerste werkdag", "Na 1 maand", "Na 3 maanden", "Na 6 maanden"]
    await called((await followed()).moments[0].id, Outcome.WELL)
    for rule in (rules[1], rules[-1]):  # one was called about already, the other is still to come
        await remove_moment_rule(viewer=reviewer, rule_id=rule.id, now=NOW)
    about = {"viewer": reviewer, "source": "Werkoverleg", "now": NOW}
    assert await add_moment_rule(label="Na 9 maanden", days=None, months=9, **about) == 1  # type: ignore[arg-type]
    assert await add_moment_rule(label="Na 2 dagen", days=2, months=None, **about) == 0, "that day is past"  # type: ignore[arg-type]
    one = await followed()
    assert [moment.label for moment in one.moments] == ["Na 1 maand", "Na 3 maanden", "Na 9 maanden"]
    assert one.moments[-1].due_on == date(2024, 7, 1)
    await record_dropout(viewer=reviewer, aftercare_id=one.id, ended_before=date(2023, 12, 1), reason="Verhuisd", now=NOW)
    assert await add_moment_rule(label="Na 12 maanden", days=None, months=12, **about) == 0  # type: ignore[arg-type]
    await make_placement_claim(contract_id=contract_id, candidate_label="K-02", starts_on=date(2023, 11, 1))
    assert [moment.label for moment in (await followed(1)).moments] == [
        "Na 2 dagen", "Na 3 maanden", "Na 9 maanden", "Na 12 maanden",
    ]  # fmt: skip
    with pytest.raises(AftercareNotFound):
        await remove_moment_rule(viewer=reviewer, rule_id=rules[-1].id, now=NOW)


async def test_another_target_holds_from_a_day_and_earlier_years_keep_theirs(database: None) -> None:
    administrator = await make_administrator()
    about = {"viewer": administrator, "label": "Kwetsbare jongeren", "source": "Collegebesluit (voorbeeld)", "now": NOW}
    await change_target(holds_from=date(2024, 1, 1), maximum_pct=20, age_below=25, **about)  # type: ignore[arg-type]
    await change_target(holds_from=date(2024, 1, 1), maximum_pct=15, age_below=25, **about)  # type: ignore[arg-type]
    held = [(await dropout_targets(on=date(year, 12, 31)))[0] for year in (2023, 2024)]
    assert [(one.maximum_pct, one.age_below, one.is_confirmed) for one in held] == [(25, 27, False), (15, 25, True)]
    assert held[0].blocks == held[1].blocks != frozenset()
    reviewer = await make_reviewer()
    shown = [(await year_of_dropouts(viewer=reviewer, year=year)).targets[0][0].maximum_pct for year in (2023, 2024)]
    assert shown == [25, 15]
    for wrong, field in (({"maximum_pct": 101}, "maximum_pct"), ({"age_below": 3}, "age_below"), ({"source": " "}, "source")):
        with pytest.raises(UnableToFollow) as refusal:
            await change_target(**{"holds_from": date(2025, 1, 1), "maximum_pct": 20, "age_below": 25, **about, **wrong})  # type: ignore[arg-type]
        assert refusal.value.field == field
    with pytest.raises(AftercareNotFound):
        await change_target(holds_from=date(2025, 1, 1), maximum_pct=20, age_below=25, **{**about, "label": "Anderen"})  # type: ignore[arg-type]
    with pytest.raises(UnableToAllow):
        await change_target(holds_from=date(2025, 1, 1), maximum_pct=20, age_below=25, **{**about, "viewer": await make_officer()})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("label", "days", "months", "source", "field"),
    [
        ("", None, 1, "Overleg", "label"),
        ("Na 1 maand", None, 1, "Overleg", "label"),
        ("Nieuw", None, None, "Overleg", "days"),
        ("Nieuw", 1, 1, "Overleg", "days"),
        ("Nieuw", 367, None, "Overleg", "days"),
        ("Nieuw", None, 0, "Overleg", "months"),
        ("Nieuw", None, 1, " ", "source"),
    ],
)
async def test_a_moment_that_cannot_be_is_refused_on_its_field(
    database: None, label: str, days: int | None, months: int | None, source: str, field: str
) -> None:
    with pytest.raises(UnableToFollow) as refusal:
        await add_moment_rule(viewer=await make_reviewer(), label=label, days=days, months=months, source=source, now=NOW)
    assert refusal.value.field == field


async def test_only_the_wsp_follows_placements(database: None) -> None:
    contract_id = await make_contract()
    await make_placement_claim(contract_id=contract_id)
    one = await followed()
    for viewer in (await make_officer(), await contractor_of(contract_id=contract_id)):
        with pytest.raises(UnableToAllow):
            await aftercare(viewer=viewer, aftercare_id=one.id)
        with pytest.raises(UnableToAllow):
            await due_page(viewer=viewer, due=Due.OPEN, on=TODAY)
        with pytest.raises(UnableToAllow):
            await record_dropout(viewer=viewer, aftercare_id=one.id, ended_before=TODAY, reason="Ander werk.", now=NOW)
    with pytest.raises(AftercareNotFound):
        await aftercare(viewer=await make_reviewer(), aftercare_id=uuid4())
    with pytest.raises(AftercareNotFound):
        await called(uuid4(), Outcome.WELL)
