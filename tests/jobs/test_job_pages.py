"""The administrator sees what failed behind the pages, and lets it be tried again."""

import pytest
from litestar import Litestar

from sroi.jobs.operations import enqueue, run_due_jobs
from sroi.jobs.rules import TakenJob
from sroi.jobs.tables import Job
from tests.makers import NOW
from tests.personas import personas

pytestmark = pytest.mark.usefixtures("database")


async def fails(taken: TakenJob) -> None:
    raise OSError("the disk is full")


async def test_what_failed_is_listed_and_tried_again(app: Litestar) -> None:
    job_id = await enqueue(kind="retention", payload={}, now=NOW, max_attempts=1)
    await run_due_jobs(kinds={"retention": fails}, now=NOW)
    async with personas(app) as people:
        listed = await people.administrator.get("/achtergrondwerk")
        assert "retention" in listed.text and "OSError" in listed.text and "disk" not in listed.text
        path = f"/achtergrondwerk/{job_id}/opnieuw"
        again = await people.administrator.follow(await people.administrator.post(path))
        assert "wordt opnieuw geprobeerd" in again.text and "Er is niets mislukt" in again.text
        refused = await people.administrator.follow(await people.administrator.post(path))
        assert "niet mislukt" in refused.text
    (row,) = await Job.select(Job.attempts, Job.has_failed).where(Job.id == job_id)
    assert (row["attempts"], bool(row["has_failed"])) == (0, False)
