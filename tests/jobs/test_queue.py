"""A job is there when what it follows from is, is tried until it is done, and shows how far it is."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest

from sroi.access import Role, UnableToAllow, Viewer
from sroi.database import fetch, transaction
from sroi.errors import UnableTo
from sroi.jobs.operations import (
    clear_ended_jobs,
    enqueue,
    extend_lease,
    finish,
    give_back,
    plan_recurring,
    report_progress,
    retry_job,
    run_due_jobs,
    take_due,
)
from sroi.jobs.queries import failed_jobs, has_due_job, job
from sroi.jobs.rules import KEPT_AFTER_END, LEASE, JobNotFound, JobState, LeaseLost, Recurrence, TakenJob
from sroi.jobs.tables import Job

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ADMINISTRATOR = Viewer(Role.ADMINISTRATOR, uuid4(), uuid4())
OFFICER = Viewer(Role.PROCUREMENT_OFFICER, uuid4(), uuid4())


class UnableToSend(UnableTo):
    """A refusal of some room."""


@dataclass
class Sender:
    """Work that keeps what it was asked, and fails with the errors that it is given, one a time."""

    errors: list[Exception] = field(default_factory=list)
    done: list[TakenJob] = field(default_factory=list)

    async def send(self, taken: TakenJob) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.done.append(taken)


async def leave(**asked: object) -> UUID:
    async with transaction():
        return await enqueue(kind="send", payload={"mail": 7}, now=NOW, **asked)  # type: ignore[arg-type]


async def state(job_id: UUID) -> tuple[JobState, int, str]:
    found = await job(viewer=ADMINISTRATOR, job_id=job_id)
    return found.state, found.attempts, found.error


async def test_a_job_is_done_once_with_what_it_was_asked() -> None:
    sender, job_id = Sender(), await leave()
    assert await run_due_jobs(kinds={"send": sender.send}, now=NOW) == 1
    assert await run_due_jobs(kinds={"send": sender.send}, now=NOW) == 0
    (taken,) = sender.done
    assert (taken.id, taken.payload, taken.attempt, taken.now) == (job_id, {"mail": 7}, 1, NOW)
    assert await state(job_id) == (JobState.DONE, 1, "")


async def test_a_job_goes_with_the_write_that_it_follows_from() -> None:
    with pytest.raises(UnableToSend):
        async with transaction():
            await enqueue(kind="send", payload={}, now=NOW)
            raise UnableToSend("Nee.")
    assert not await Job.exists()


async def test_a_job_for_later_waits() -> None:
    sender = Sender()
    await leave(due_at=NOW + MINUTE)
    assert not await has_due_job(now=NOW)
    assert await run_due_jobs(kinds={"send": sender.send}, now=NOW) == 0
    assert await has_due_job(now=NOW + MINUTE)
    assert await run_due_jobs(kinds={"send": sender.send}, now=NOW + MINUTE) == 1


async def test_what_fails_is_tried_again_and_waits_longer_each_time() -> None:
    sender = Sender([OSError("the server is down"), OSError("the server is down")])
    job_id, tries = await leave(), []
    for minute in range(5):
        tries.append(await run_due_jobs(kinds={"send": sender.send}, now=NOW + minute * MINUTE))
    assert tries == [1, 1, 0, 1, 0]
    assert await state(job_id) == (JobState.DONE, 3, "")


async def test_after_the_last_attempt_it_stays_failed_until_somebody_tries_again() -> None:
    sender = Sender([OSError("down"), OSError("down")])
    job_id = await leave(max_attempts=2)
    for minute in range(9):
        await run_due_jobs(kinds={"send": sender.send}, now=NOW + minute * MINUTE)
    assert (await state(job_id))[:2] == (JobState.FAILED, 2)
    assert (await job(viewer=ADMINISTRATOR, job_id=job_id)).refusal == ""
    assert [each.id for each in await failed_jobs(viewer=ADMINISTRATOR)] == [job_id]
    await retry_job(viewer=ADMINISTRATOR, job_id=job_id, now=NOW)
    assert await failed_jobs(viewer=ADMINISTRATOR) == ()
    await run_due_jobs(kinds={"send": sender.send}, now=NOW)
    assert await state(job_id) == (JobState.DONE, 1, "")
    with pytest.raises(JobNotFound):
        await retry_job(viewer=ADMINISTRATOR, job_id=job_id, now=NOW)


async def test_a_refusal_is_not_tried_again() -> None:
    sender = Sender([UnableToSend("Dit adres bestaat niet.")])
    job_id = await leave()
    await run_due_jobs(kinds={"send": sender.send}, now=NOW)
    assert await state(job_id) == (JobState.FAILED, 1, "Dit adres bestaat niet.")
    assert (await job(viewer=ADMINISTRATOR, job_id=job_id)).refusal == "Dit adres bestaat niet."


async def test_a_kind_that_this_version_does_not_know_is_left_for_another() -> None:
    job_id = await leave()
    await run_due_jobs(kinds={}, now=NOW)
    assert (await state(job_id))[0] is JobState.WAITING


async def test_the_job_of_a_killed_process_is_taken_again_when_its_lease_ends() -> None:
    job_id = await leave()
    (killed,) = await take_due(now=NOW, limit=5)
    assert (await state(job_id))[0] is JobState.RUNNING
    assert await take_due(now=NOW + LEASE - MINUTE, limit=5) == ()
    await report_progress(taken=killed, done=3, total=10, message="3 van 10")
    (again,) = await take_due(now=NOW + LEASE, limit=5)
    assert (again.id, again.attempt) == (job_id, 2)
    found = await job(viewer=ADMINISTRATOR, job_id=job_id)
    assert (found.taken_at, found.steps_done, found.steps_total, found.message) == (NOW + LEASE, 0, None, "")
    for late in (finish(taken=killed, now=NOW), report_progress(taken=killed, done=1), extend_lease(taken=killed, now=NOW)):
        with pytest.raises(LeaseLost):
            await late
    assert (await state(job_id))[0] is JobState.RUNNING


async def test_a_lease_that_is_extended_is_kept() -> None:
    await leave()
    (taken,) = await take_due(now=NOW, limit=1)
    await extend_lease(taken=taken, now=NOW + 4 * MINUTE)
    assert await take_due(now=NOW + LEASE, limit=1) == ()
    assert await take_due(now=NOW + 4 * MINUTE + LEASE, limit=1) != ()


async def test_a_job_that_kills_its_process_each_time_ends() -> None:
    job_id = await leave(max_attempts=2)
    for time_ in range(2):
        assert await take_due(now=NOW + time_ * LEASE, limit=1) != ()
    assert await take_due(now=NOW + 2 * LEASE, limit=1) == ()
    assert (await state(job_id))[0] is JobState.FAILED


async def test_what_is_to_be_told_of_a_job_that_killed_its_process_each_time_is_a_job_of_its_own() -> None:
    teller, gone = Sender(), await leave(max_attempts=1, asked_by=OFFICER.account_id)
    await take_due(now=NOW, limit=1)
    assert await run_due_jobs(kinds={"send_given_up": teller.send}, now=NOW + LEASE) == 1
    (told,) = teller.done
    assert (told.payload, told.asked_by) == ({"mail": 7}, OFFICER.account_id)
    assert (await state(gone))[0] is JobState.FAILED
    assert await run_due_jobs(kinds={"send_given_up": teller.send}, now=NOW + 2 * LEASE) == 0


async def test_a_job_that_is_given_back_may_be_taken_at_once_and_did_not_count() -> None:
    job_id = await leave(max_attempts=1)
    (taken,) = await take_due(now=NOW, limit=1)
    await give_back(taken=taken, now=NOW)
    assert await state(job_id) == (JobState.WAITING, 0, "")
    assert await take_due(now=NOW, limit=1) != ()


async def test_progress_is_read_by_who_asked_and_by_who_manages_and_by_nobody_else() -> None:
    async def read(taken: TakenJob) -> None:
        await report_progress(taken=taken, done=3, total=10, message="3 van 10 rijen gelezen")

    job_id = await leave(asked_by=OFFICER.user_id)
    await run_due_jobs(kinds={"send": read}, now=NOW)
    for viewer in (OFFICER, ADMINISTRATOR):
        found = await job(viewer=viewer, job_id=job_id)
        assert (found.steps_done, found.steps_total, found.message) == (3, 10, "3 van 10 rijen gelezen")
    with pytest.raises(JobNotFound):
        await job(viewer=Viewer(Role.PROCUREMENT_OFFICER, uuid4(), uuid4()), job_id=job_id)
    with pytest.raises(UnableToAllow):
        await failed_jobs(viewer=OFFICER)


async def test_a_list_of_failed_jobs_goes_on_where_the_page_before_it_ended() -> None:
    for _number in range(3):
        await leave(max_attempts=1)
    sender = Sender([OSError("down")] * 3)
    await run_due_jobs(kinds={"send": sender.send}, now=NOW)
    first = await failed_jobs(viewer=ADMINISTRATOR, size=2)
    ended_at = first[-1].ended_at
    assert ended_at is not None
    rest = await failed_jobs(viewer=ADMINISTRATOR, size=2, after=(ended_at, first[-1].id))
    assert len({each.id for each in (*first, *rest)}) == 3


async def test_recurring_work_is_planned_once_and_ahead() -> None:
    daily = Recurrence("send", at=time(12, 0))
    for _process in range(3):
        await plan_recurring(recurring=[daily], now=NOW)
    assert await run_due_jobs(kinds={}, now=NOW) == 0
    noon = datetime(2024, 3, 1, 11, 0, tzinfo=UTC)
    await plan_recurring(recurring=[daily], now=noon)
    rows = await fetch("SELECT kind, occurrence FROM job ORDER BY occurrence")
    assert [row["occurrence"] for row in rows] == ["2024-03-01T11:00:00+00:00", "2024-03-02T11:00:00+00:00"]
    sender = Sender()
    assert await run_due_jobs(kinds={"send": sender.send}, now=noon) == 1


async def test_what_was_done_long_ago_is_cleared_and_what_failed_stays() -> None:
    sender = Sender([UnableToSend("Nee.")])
    refused, done = await leave(), await leave()
    await run_due_jobs(kinds={"send": sender.send}, now=NOW)
    await enqueue(kind="clear", payload={}, now=NOW + KEPT_AFTER_END + MINUTE)
    await run_due_jobs(kinds={"clear": clear_ended_jobs}, now=NOW + KEPT_AFTER_END + MINUTE)
    assert refused != done
    left = [each["has_failed"] for each in await Job.select(Job.has_failed).where(Job.kind == "send")]
    assert [bool(each) for each in left] == [True]
