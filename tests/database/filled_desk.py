"""One row for each table of the desk, as migration 17 makes them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

ASKED = datetime(2023, 9, 4, 8, 30, 15, 250000, tzinfo=UTC)


def desk_rows(*, key: Callable[[str], UUID], claim: UUID, decision: UUID, person: UUID) -> tuple[tuple[str, dict[str, Any]], ...]:
    """Return the rows; `key` gives an id by a name."""
    question = {"claim": claim, "version": 1, "question": "Hoeveel uren waren dit?", "asked_by": person, "asked_at": ASKED}
    answered = {"question": key("question"), "answer": "Acht uren", "answered_by": person, "answered_at": ASKED}
    reopened = {"decision": decision, "reason": "Het bedrag klopt niet", "reopened_by": person, "reopened_at": ASKED}
    kept = {"account": person, "name": "Zonder waarschuwing", "query": "waarschuwing=zonder", "saved_at": ASKED}
    return (
        ("review_question", {"id": key("question"), **question}),
        ("review_answer", {"id": key("answer"), **answered}),
        ("review_reopening", {"id": key("reopening"), **reopened}),
        ("review_filter", {"id": key("filter"), **kept}),
        ("review_presence", {"id": key("presence"), "claim": claim, "account": person, "seen_at": ASKED}),
    )
