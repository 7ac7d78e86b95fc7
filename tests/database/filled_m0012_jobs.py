"""One job that was taken and has not ended, as migration 12 makes its table."""

from tests.database.keys import NOW, OFFICER, key

JOB = key("job")
ASKED = {"id": JOB, "kind": "clear_ended_jobs", "payload": "{}", "occurrence": None, "asked_by": OFFICER, "created_at": NOW}
TAKEN = {"due_at": NOW, "taken_by": JOB, "attempts": 1, "max_attempts": 5, "ended_at": None, "has_failed": False}
ROWS = (("job", {**ASKED, **TAKEN, "steps_done": 3, "steps_total": 10, "message": "3 van 10", "error": ""}),)
