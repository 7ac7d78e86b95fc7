"""Decisions with their checklist, questions and answers, and the order of the queue. Pure."""

from sroi.review.rules.decisions import (
    STATUS_AFTER,
    Check,
    Decision,
    Reopening,
    UnableToDecide,
    UnableToReopen,
    Verdict,
    check_decision,
    check_points,
    check_reopening,
    checks_from_json,
    checks_ticked,
    checks_to_json,
    is_own,
    verdict_label,
)
from sroi.review.rules.questions import (
    Answer,
    OpenQuestion,
    Question,
    QuestionNotFound,
    UnableToAnswer,
    UnableToAsk,
    check_answer,
    check_question,
    waiting_label,
)
from sroi.review.rules.queue import (
    FilterNotFound,
    Key,
    QueueCounts,
    QueueFilter,
    SavedFilter,
    Standing,
    UnableToSaveFilter,
    Waiting,
    Warned,
    Weight,
    waits_since,
    weight_reasons,
)

__all__ = [
    "STATUS_AFTER", "Answer", "Check", "Decision", "FilterNotFound", "Key", "OpenQuestion", "Question", "QuestionNotFound", "QueueCounts",
    "QueueFilter", "Reopening", "SavedFilter", "Standing", "UnableToAnswer", "UnableToAsk", "UnableToDecide", "UnableToReopen",
    "UnableToSaveFilter", "Verdict", "Waiting", "Warned", "Weight", "check_answer", "check_decision", "check_points", "check_question",
    "check_reopening", "checks_from_json", "checks_ticked", "checks_to_json", "is_own", "verdict_label", "waiting_label", "waits_since",
    "weight_reasons",
]  # fmt: skip
