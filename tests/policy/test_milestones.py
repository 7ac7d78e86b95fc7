"""Milestones: how a policy file states them, and which day they are due, by cases computed by hand."""

from dataclasses import replace
from datetime import date

import pytest

from sroi.policy.queries import shipped_policy
from sroi.policy.rules import DueMilestone, MilestoneDates, Policy, check_policy, milestones_due, read_policy
from sroi.values import Period
from tests.policy.makers import HEAD, OWNER

OBLIGATION = """
[obligation]
threshold = 100000
boundary_counts = false
base = "contract_sum"
rate_pct = 5
"""
TODAY = date(2024, 1, 15)


def milestone(key: str, after: str, more: str) -> str:
    return f'\n[milestones.{key}]\nlabel = "{key.capitalize()}"\nafter = "{after}"\n{more}\n'


CONTACT = milestone("contact", "award", "days = 7")
PLAN = milestone("plan", "start", "months = 1")
REPORT = milestone("report", "start", "months = 3\nevery_months = 3")
FINAL = milestone("final_account", "end", "months = 1")
CURE = milestone("cure_period", "final_account", "months = 2")


def rules(*tables: str) -> Policy:
    return read_policy(name="voorbeeld", text=HEAD + OWNER + OBLIGATION + "".join(tables))


def days_of(
    awarded: str = "2023-08-15", starts: str | None = None, ends: str | None = None, *suspended: tuple[str, str | None]
) -> MilestoneDates:
    """Return the dates of a contract; `ends` is its last day."""

    def day(text: str | None) -> date | None:
        return None if text is None else date.fromisoformat(text)

    ends_before = None if ends is None else date.fromordinal(date.fromisoformat(ends).toordinal() + 1)
    periods = tuple(Period(date.fromisoformat(start), day(end)) for start, end in suspended)
    return MilestoneDates(date.fromisoformat(awarded), day(starts), ends_before, suspended=periods)


def due(policy: Policy, dates: MilestoneDates, *, owes: bool = True, as_of: date = TODAY) -> tuple[DueMilestone, ...]:
    return milestones_due(policy=policy, dates=dates, owes=owes, as_of=as_of)


def days(found: tuple[DueMilestone, ...]) -> list[str]:
    return [one.due_on.isoformat() for one in found]


# ---------------------------------------------------------------- which day


@pytest.mark.parametrize(
    ("table", "dates", "expected"),
    [
        # weekends
        (CONTACT, days_of("2023-08-15"), "2023-08-22"),
        (CONTACT, days_of("2023-08-19"), "2023-08-28"),  # Saturday
        (CONTACT, days_of("2023-08-20"), "2023-08-28"),  # Sunday
        # Easter: Good Friday is 29 March 2024, Easter Monday 1 April
        (CONTACT, days_of("2024-03-21"), "2024-03-28"),
        (CONTACT, days_of("2024-03-22"), "2024-04-02"),
        (CONTACT, days_of("2024-03-25"), "2024-04-02"),
        # King's day: on Monday in 2026, on Saturday 26 April in 2025
        (CONTACT, days_of("2026-04-20"), "2026-04-28"),
        (CONTACT, days_of("2025-04-20"), "2025-04-28"),
        # 5 May: on Tuesday in 2026, on Friday in 2023
        (CONTACT, days_of("2026-04-28"), "2026-05-06"),
        (CONTACT, days_of("2023-04-28"), "2023-05-08"),
        # Ascension day 9 May 2024, Whit Monday 20 May 2024
        (CONTACT, days_of("2024-05-02"), "2024-05-10"),
        (CONTACT, days_of("2024-05-13"), "2024-05-21"),
        # Christmas 2025 is on Thursday and Friday; 1 January 2024 on Monday
        (CONTACT, days_of("2025-12-18"), "2025-12-29"),
        (CONTACT, days_of("2023-12-23"), "2024-01-02"),
        # months, leap years and days that a month lacks
        (CONTACT, days_of("2024-02-22"), "2024-02-29"),
        (CONTACT, days_of("2023-02-22"), "2023-03-01"),
        (PLAN, days_of(starts="2024-01-31"), "2024-03-01"),
        (PLAN, days_of(starts="2024-01-29"), "2024-02-29"),
        (PLAN, days_of(starts="2023-01-29"), "2023-03-01"),
        (milestone("year", "start", "months = 12"), days_of(starts="2024-02-29"), "2025-03-03"),  # 1 March 2025 is a Saturday
        (FINAL, days_of(ends="2025-02-28"), "2025-03-28"),
        (FINAL, days_of(ends="2025-08-31"), "2025-10-01"),
        (milestone("close", "end", "days = 14"), days_of(ends="2025-06-30"), "2025-07-14"),
        # nothing to count is that day itself
        (milestone("meeting", "start", "days = 0"), days_of(starts="2024-06-03"), "2024-06-03"),
        (milestone("meeting", "start", "months = 0"), days_of(starts="2024-06-02"), "2024-06-03"),
    ],
)
def test_a_milestone_is_due_on_the_first_workday(table: str, dates: MilestoneDates, expected: str) -> None:
    assert days(due(rules(table), dates)) == [expected]


def test_a_milestone_may_be_counted_from_the_day_that_another_is_due() -> None:
    found = due(rules(CURE, FINAL), days_of(ends="2025-07-31"))
    # 31 August 2025 is a Sunday, so the cure period runs from Monday 1 September; 1 November is a Saturday.
    assert [(one.key, one.due_on.isoformat()) for one in found] == [("final_account", "2025-09-01"), ("cure_period", "2025-11-03")]
    assert found[1].explanation.startswith("2 maanden na “Final_account” op 1 september 2025; verschoven van zaterdag 1 november 2025")


def test_the_publication_of_the_tender_is_counted_from_when_it_is_known() -> None:
    table = milestone("announcement", "publication", "days = 14")
    assert due(rules(table), days_of()) == ()
    assert days(due(rules(table), replace(days_of(), published_on=date(2023, 6, 1)))) == ["2023-06-15"]


def test_what_is_counted_from_an_unknown_day_is_not_due() -> None:
    assert [one.key for one in due(rules(CONTACT, PLAN, REPORT, FINAL, CURE), days_of())] == ["contact"]


# ---------------------------------------------------------------- what comes back


def test_reports_come_back_until_the_contract_ends_and_do_not_drift() -> None:
    found = due(rules(REPORT), days_of(starts="2023-09-01", ends="2025-08-31"))
    assert days(found) == ["2023-12-01", "2024-03-01", "2024-06-03", "2024-09-02", "2024-12-02", "2025-03-03", "2025-06-02"]
    assert [(one.number, one.label) for one in found[:2]] == [(1, "Report 1"), (2, "Report 2")]
    assert (
        found[3].explanation
        == "12 maanden na de start op 1 september 2023; verschoven van zondag 1 september 2024 naar maandag 2 september 2024"
    )


def test_a_report_on_the_last_day_is_due_and_one_on_the_day_after_is_not() -> None:
    assert days(due(rules(REPORT), days_of(starts="2024-01-15", ends="2024-04-15"))) == ["2024-04-15"]
    assert days(due(rules(REPORT), days_of(starts="2024-01-15", ends="2024-04-14"))) == []


def test_days_and_months_may_come_back_together() -> None:
    found = due(rules(milestone("call", "start", "days = 10\nevery_months = 1")), days_of(starts="2024-06-03", ends="2024-08-31"))
    assert days(found) == ["2024-06-13", "2024-07-15", "2024-08-13"]
    assert [one.explanation.split(";")[0] for one in found[:2]] == [
        "10 dagen na de start op 3 juni 2024",
        "1 maand en 10 dagen na de start op 3 juni 2024",
    ]


def test_a_contract_without_an_end_reports_for_the_next_24_months() -> None:
    dates = days_of(starts="2023-09-01")
    assert days(due(rules(REPORT), dates, as_of=date(2023, 10, 2)))[-1] == "2025-09-01"
    later = due(rules(REPORT), dates, as_of=date(2024, 10, 2))
    assert later[-1].due_on == date(2026, 9, 1)
    assert later[:8] == due(rules(REPORT), dates, as_of=date(2023, 10, 2))
    # A contract that has yet to start is planned from its start.
    assert len(due(rules(REPORT), dates, as_of=date(2020, 1, 1))) == 7


# ---------------------------------------------------------------- suspension


def test_what_is_due_in_or_after_a_suspension_moves_by_its_days() -> None:
    # 1 March until 1 May 2024 are 61 days: what was due on 1 March, June and September moves to 1 May, 1 August and 1 November.
    dates = days_of("2023-11-20", "2023-12-01", "2024-11-30", ("2024-03-01", "2024-05-01"))
    found = due(rules(REPORT, PLAN), dates)
    assert days(found) == ["2024-01-02", "2024-05-01", "2024-08-01", "2024-11-01"]
    assert found[1].explanation == "3 maanden na de start op 1 december 2023; 61 dagen later door opschorting"
    assert "opschorting" not in found[0].explanation


def test_a_milestone_that_is_moved_into_a_next_suspension_moves_by_that_one_too() -> None:
    dates = days_of("2023-12-01", "2024-01-02", None, ("2024-01-10", "2024-01-20"), ("2024-02-09", "2024-02-16"))
    assert days(due(rules(PLAN), dates)) == ["2024-02-19"]  # 2 February, 12 February, 19 February


def test_only_days_since_the_day_that_is_counted_from_stand_still() -> None:
    before = days_of("2023-12-01", "2024-02-01", None, ("2023-12-10", "2024-01-10"))
    assert days(due(rules(PLAN), before)) == ["2024-03-01"]
    across = days_of("2023-12-01", "2024-02-01", None, ("2024-01-22", "2024-02-08"))
    assert days(due(rules(PLAN), across)) == ["2024-03-08"]


def test_what_is_counted_from_the_end_does_not_move() -> None:
    # 30 December 2024 and two months: February 2025 has no 30th, and 1 March is a Saturday.
    for suspension in (("2024-03-01", "2024-05-01"), ("2024-10-01", None)):
        assert days(due(rules(FINAL, CURE), days_of("2023-11-20", "2023-12-01", "2024-11-30", suspension))) == ["2024-12-30", "2025-03-03"]


def test_nothing_is_due_while_nobody_knows_when_the_work_goes_on() -> None:
    found = due(rules(CONTACT, PLAN, REPORT, FINAL), days_of("2023-11-20", "2023-12-01", "2024-11-30", ("2024-03-01", None)))
    assert [(one.key, one.number) for one in found] == [("contact", 1), ("plan", 1), ("final_account", 1)]


# ---------------------------------------------------------------- explained, and for whom


def test_each_day_is_explained() -> None:
    (contact,) = due(rules(milestone("contact", "award", 'days = 8\nnote = "Bel."')), days_of("2024-03-22"))
    assert contact.explanation == (
        "8 dagen na de gunning op 22 maart 2024; verschoven van zaterdag 30 maart 2024 naar dinsdag 2 april 2024 (Tweede paasdag). Bel."
    )
    (same,) = due(rules(milestone("meeting", "award", "days = 0")), days_of("2024-03-21"))
    assert same.explanation == "op de dag van de gunning op 21 maart 2024"
    (final,) = due(rules(FINAL), days_of(ends="2025-02-28"))
    assert final.explanation == "1 maand na het einde op 28 februari 2025"


def test_a_milestone_is_confirmed_when_all_that_it_is_counted_from_is() -> None:
    found = due(rules(CONTACT, FINAL.replace("months = 1", "months = { value = 1, to_confirm = true }"), CURE), days_of(ends="2025-02-28"))
    assert [(one.key, one.is_confirmed) for one in found] == [("contact", True), ("final_account", False), ("cure_period", False)]


def test_a_contract_that_owes_nothing_has_only_what_is_due_all_the_same() -> None:
    free = FINAL + "only_with_obligation = false\n"
    assert [one.key for one in due(rules(CONTACT, free), days_of(ends="2025-02-28"), owes=False)] == ["final_account"]
    # Also when it is counted from what is not.
    table = milestone("thanks", "contact", "days = 0\nonly_with_obligation = false")
    assert days(due(rules(CONTACT, table), days_of("2023-08-15"), owes=False)) == ["2023-08-22"]


@pytest.mark.parametrize("name", ["rijswijk-2023", "den-haag-2023"])
def test_the_shipped_milestones_wait_for_confirmation(name: str) -> None:
    found = due(shipped_policy(name), days_of("2023-08-15", "2023-09-01", "2024-08-31"))
    assert [(one.key, one.due_on.isoformat()) for one in found] == [
        ("contact", "2023-08-22"),
        ("plan_of_approach", "2023-10-02"),
        ("progress_report", "2023-12-01"),
        ("progress_report", "2024-03-01"),
        ("progress_report", "2024-06-03"),
        ("final_account", "2024-10-01"),
        ("cure_period", "2024-12-02"),
    ]
    assert not any(one.is_confirmed for one in found)


# ---------------------------------------------------------------- the file


@pytest.mark.parametrize(
    ("table", "fragment", "says"),
    [
        (CONTACT.replace("days = 7", ""), "[milestones.contact]", "Schrijf days (dagen) of months"),
        (CONTACT + "months = 1\n", "[milestones.contact]", "niet allebei"),
        (CONTACT.replace("= 7", "= -7"), "days", "van 0 tot en met"),
        (CONTACT.replace("days = 7", "months = 601"), "months", "van 0 tot en met 600"),
        (CONTACT + "every_months = 0\n", "every_months", "van 1 tot en met"),
        (CONTACT + "every = 3\n", "every", "Onbekende sleutel every"),
        (CONTACT + "every_month = 3\n", "every_month ", "Bedoelt u every_months?"),
        (CONTACT.replace('"Contact"', f'"{"x" * 151}"'), "label", "ten hoogste 150 tekens"),
        (CONTACT.replace("contact]", "x" * 81 + "]"), "[milestones.x", "ten hoogste 80 tekens"),
        (
            CONTACT.replace('"award"', '"awarded"'),
            "after",
            "awarded bestaat niet. Bedoelt u award? Kies uit: award, end, publication, start.",
        ),
        (CONTACT.replace('"award"', '"contact"'), "after", "tellen van elkaar"),
        (milestone("end", "award", "days = 7"), "[milestones.end]", "Kies een andere naam"),
        (FINAL + "every_months = 3\n", "every_months", "tot het einde van het contract"),
        (REPORT + milestone("talk", "report", "days = 7"), 'after = "report"', "komt steeds terug"),
    ],
)
def test_a_mistake_in_a_milestone_is_named_with_its_line(table: str, fragment: str, says: str) -> None:
    text = HEAD + OWNER + OBLIGATION + table
    (mistake,) = check_policy(name="voorbeeld", text=text)
    assert (text.splitlines()[mistake.line - 1].startswith(fragment), says in mistake.message) == (True, True), mistake


def test_milestones_that_go_round_are_each_named() -> None:
    text = (
        HEAD
        + OWNER
        + OBLIGATION
        + milestone("one", "three", "days = 1")
        + milestone("two", "one", "days = 1")
        + milestone("three", "two", "days = 1")
    )
    found = check_policy(name="voorbeeld", text=text)
    assert [mistake.where for mistake in found] == ["milestones.one.after", "milestones.two.after", "milestones.three.after"]
    aside = check_policy(name="voorbeeld", text=text + milestone("four", "one", "days = 1"))
    assert [mistake.where for mistake in aside] == [mistake.where for mistake in found]


def test_milestones_need_a_source_or_are_to_confirm() -> None:
    text = HEAD.replace('source = "verzonnen voor de proef"\n', "to_confirm = true\n") + OWNER + OBLIGATION + CONTACT
    (contact,) = due(read_policy(name="voorbeeld", text=text), days_of())
    assert not contact.is_confirmed


def test_an_authority_takes_the_milestones_of_its_region_and_its_own_hold_over_them() -> None:
    region = HEAD + '[region]\nname = "Regio"\n[trainings.costs]\nlabel = "Training"\nper = "costs"\n' + CONTACT + FINAL
    own = HEAD + 'blocks_from = "regio"\n' + OWNER + OBLIGATION + CURE + CONTACT.replace("= 7", "= 14")
    merged = read_policy(name="voorbeeld", text=own, blocks_text=lambda _name: region)
    assert list(merged.milestones) == ["contact", "final_account", "cure_period"]
    assert days(due(merged, days_of("2023-08-15"))) == ["2023-08-29"]
    circle = own + FINAL.replace('"end"', '"cure_period"')
    assert "tellen van elkaar" in check_policy(name="voorbeeld", text=circle, blocks_text=lambda _name: region)[0].message
