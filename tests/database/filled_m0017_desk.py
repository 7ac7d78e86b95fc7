"""One row for each table of migration 17: questions and answers, a decision that was reopened, a filter, and who looks at a claim."""

from tests.database.keys import NOW, OFFICER, TRAINING, Row, key

QUESTION = {"claim": TRAINING, "version": 1, "question": "Hoeveel uren waren dit?", "asked_by": OFFICER, "asked_at": NOW}
ANSWER = {"question": key("question"), "answer": "Acht uren", "answered_by": OFFICER, "answered_at": NOW}
REOPENING = {"decision": key("decision"), "reason": "Het bedrag klopt niet", "reopened_by": OFFICER, "reopened_at": NOW}
FILTER = {"account": OFFICER, "name": "Zonder waarschuwing", "query": "waarschuwing=zonder", "saved_at": NOW}
ROWS: tuple[tuple[str, Row], ...] = (
    ("review_question", {"id": key("question"), **QUESTION}),
    ("review_answer", {"id": key("answer"), **ANSWER}),
    ("review_reopening", {"id": key("reopening"), **REOPENING}),
    ("review_filter", {"id": key("filter"), **FILTER}),
    ("review_presence", {"id": key("presence"), "claim": TRAINING, "account": OFFICER, "seen_at": NOW}),
)
