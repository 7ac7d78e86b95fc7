"""Writes of review: decisions, by workbook too, and what takes them back, questions and answers, saved filters, who looks at a claim."""

from sroi.review.operations.deciding import Seen, approve_together, decide
from sroi.review.operations.filters import remove_filter, save_filter
from sroi.review.operations.large_workbooks import decide_large_workbook, try_workbook
from sroi.review.operations.presence import be_present
from sroi.review.operations.questions import answer, ask
from sroi.review.operations.reopening import reopen
from sroi.review.operations.summaries import mail_weekly_summaries
from sroi.review.operations.workbooks import decide_workbook, hand_in_workbook

__all__ = [
    "Seen",
    "answer",
    "approve_together",
    "ask",
    "be_present",
    "decide",
    "decide_large_workbook",
    "decide_workbook",
    "hand_in_workbook",
    "mail_weekly_summaries",
    "remove_filter",
    "reopen",
    "save_filter",
    "try_workbook",
]
