"""One job, as migration 12 makes its table."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

NOW = datetime(2023, 9, 1, 8, 30, 15, 250000, tzinfo=UTC)


def job_rows(*, job: UUID, officer: UUID) -> tuple[tuple[str, dict[str, Any]], ...]:
    """Return the row of a job that was taken and has not ended."""
    asked = {"id": job, "kind": "clear_ended_jobs", "payload": "{}", "occurrence": None, "asked_by": officer, "created_at": NOW}
    taken = {"due_at": NOW, "taken_by": job, "attempts": 1, "max_attempts": 5, "ended_at": None, "has_failed": False}
    return (("job", {**asked, **taken, "steps_done": 3, "steps_total": 10, "message": "3 van 10", "error": ""}),)
