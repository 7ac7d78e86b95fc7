"""A job that was refused, as m0044 keeps that."""

from tests.database.keys import NOW, OFFICER, Row, key

ROWS: tuple[tuple[str, Row], ...] = (
    (
        "job",
        {
            "id": key("refused job"),
            "kind": "confirm_import",
            "payload": "{}",
            "occurrence": None,
            "asked_by": OFFICER,
            "created_at": NOW,
            "due_at": NOW,
            "taken_by": None,
            "taken_at": NOW,
            "attempts": 1,
            "max_attempts": 5,
            "ended_at": NOW,
            "has_failed": True,
            "was_refused": True,
            "steps_done": 0,
            "steps_total": None,
            "message": "",
            "error": "Er is niets opgeslagen.",
        },
    ),
)
