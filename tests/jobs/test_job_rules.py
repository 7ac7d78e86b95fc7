"""When a job is tried again, what is kept of an error, and when the calendar starts work."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest

from sroi.errors import NotFound, UnableTo
from sroi.jobs.rules import JobRecord, JobState, Recurrence, is_final, told, wait_after

DAILY = Recurrence("retention", at=time(3, 30))
MONDAYS = Recurrence("weekly_summary", at=time(8, 0), weekday=0)


@pytest.mark.parametrize(("attempt", "minutes"), [(1, 1), (2, 2), (3, 4), (8, 128), (9, 240), (10, 240), (400, 240)])
def test_each_failure_waits_twice_as_long_up_to_four_hours(attempt: int, minutes: int) -> None:
    assert wait_after(attempt) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("recurrence", "after", "moment"),
    [
        # 3.30 in summer is 1.30 UTC, in winter 2.30 UTC.
        (DAILY, datetime(2024, 7, 1, 1, 29, tzinfo=UTC), datetime(2024, 7, 1, 1, 30, tzinfo=UTC)),
        (DAILY, datetime(2024, 7, 1, 1, 30, tzinfo=UTC), datetime(2024, 7, 2, 1, 30, tzinfo=UTC)),
        (DAILY, datetime(2024, 1, 1, 1, 30, tzinfo=UTC), datetime(2024, 1, 1, 2, 30, tzinfo=UTC)),
        (DAILY, datetime(2024, 10, 26, 2, 0, tzinfo=UTC), datetime(2024, 10, 27, 2, 30, tzinfo=UTC)),
        # 23.30 UTC is the next day in the Netherlands.
        (DAILY, datetime(2024, 7, 1, 23, 30, tzinfo=UTC), datetime(2024, 7, 2, 1, 30, tzinfo=UTC)),
        (MONDAYS, datetime(2024, 7, 3, 9, 0, tzinfo=UTC), datetime(2024, 7, 8, 6, 0, tzinfo=UTC)),
        (MONDAYS, datetime(2024, 7, 8, 5, 59, tzinfo=UTC), datetime(2024, 7, 8, 6, 0, tzinfo=UTC)),
        (MONDAYS, datetime(2024, 7, 8, 6, 0, tzinfo=UTC), datetime(2024, 7, 15, 6, 0, tzinfo=UTC)),
    ],
)
def test_the_calendar_is_dutch(recurrence: Recurrence, after: datetime, moment: datetime) -> None:
    assert recurrence.next_moment(after=after) == moment


def test_what_people_typed_is_not_kept_of_an_error() -> None:
    try:
        raise ValueError("cannot read 'Jan Jansen'")
    except ValueError as error:
        kept = told(error)
    assert kept.startswith("ValueError (test_what_people_typed")
    assert "Jansen" not in kept


@pytest.mark.parametrize(
    ("state", "seconds_left", "is_silent"),
    # The lease of five minutes is extended every hundred seconds, after which some patience goes by.
    [(JobState.RUNNING, 300, False), (JobState.RUNNING, 180, False), (JobState.RUNNING, 179, True), (JobState.WAITING, 0, False)],
)
def test_a_process_that_does_not_extend_its_lease_is_silent(state: JobState, seconds_left: int, is_silent: bool) -> None:
    now = datetime(2024, 7, 1, 9, 30, tzinfo=UTC)
    record = JobRecord(uuid4(), "read_import", state, now, now + timedelta(seconds=seconds_left), now, 1, 0, None, "", "", None, False)
    assert record.is_silent(now=now) is is_silent


@pytest.mark.parametrize(("seconds_ago", "is_silent"), [(0, False), (120, False), (121, True)])
def test_a_process_that_tells_beside_the_database_is_not_silent(seconds_ago: int, is_silent: bool) -> None:
    now = datetime(2024, 7, 1, 9, 30, tzinfo=UTC)
    record = JobRecord(uuid4(), "confirm_import", JobState.RUNNING, now, now, now, 1, 0, None, "", "", None, False)
    assert replace(record, heard_at=now - timedelta(seconds=seconds_ago)).is_silent(now=now) is is_silent


def test_a_refusal_of_the_house_is_final_and_kept_as_it_is() -> None:
    class UnableToMail(UnableTo):
        pass

    assert told(UnableToMail("Het adres bestaat niet.")) == "Het adres bestaat niet."
    assert [is_final(each) for each in (UnableToMail("x"), NotFound("x"), OSError("x"))] == [True, True, False]
