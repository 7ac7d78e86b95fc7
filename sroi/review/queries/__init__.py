"""Reads for the reviewer: the queue, decisions, warnings, questions, saved filters, workbooks, and who looks at a claim."""

from sroi.review.queries.decisions import decisions_on_claim
from sroi.review.queries.filters import saved_filters
from sroi.review.queries.history import HistoryLine, whole_history
from sroi.review.queries.presence import others_present
from sroi.review.queries.questions import open_questions, questions_on_claim
from sroi.review.queries.queue import next_waiting, queue_counts, queue_key, queue_page
from sroi.review.queries.warnings import warnings_for_claim, warnings_for_claims
from sroi.review.queries.workbooks import row_counts, row_problems, workbook, workbook_job, workbook_rows, workbooks

__all__ = [
    "HistoryLine",
    "decisions_on_claim",
    "next_waiting",
    "open_questions",
    "others_present",
    "questions_on_claim",
    "queue_counts",
    "queue_key",
    "queue_page",
    "row_counts",
    "row_problems",
    "saved_filters",
    "warnings_for_claim",
    "warnings_for_claims",
    "whole_history",
    "workbook",
    "workbook_job",
    "workbook_rows",
    "workbooks",
]
