"""Writes of obligations: registering a contract with what it owes, what happens to it later, confirming an import, seeing a notice."""

from sroi.obligations.operations.events import Recording, answer_questions, change_contract, hand_over_contract
from sroi.obligations.operations.imports import ImportOutcome, confirm_import
from sroi.obligations.operations.registration import complete_draft, register_contract, see_notice

__all__ = [
    "ImportOutcome",
    "Recording",
    "answer_questions",
    "change_contract",
    "complete_draft",
    "confirm_import",
    "hand_over_contract",
    "register_contract",
    "see_notice",
]
