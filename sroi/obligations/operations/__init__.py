"""Writes of obligations: registering a contract with what it owes, confirming an import, seeing a notice."""

from sroi.obligations.operations.imports import ImportOutcome, confirm_import
from sroi.obligations.operations.registration import answer_questions, complete_draft, register_contract, see_notice

__all__ = ["ImportOutcome", "answer_questions", "complete_draft", "confirm_import", "register_contract", "see_notice"]
