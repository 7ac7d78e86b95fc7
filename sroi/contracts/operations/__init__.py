"""Writes of contracts and imports; a contract *with* its obligation is registered by the room of obligations."""

from sroi.contracts.operations.contracts import add_authority, answer_questions, complete_draft, register_contract, save_draft
from sroi.contracts.operations.imports import stage_import

__all__ = ["add_authority", "answer_questions", "complete_draft", "register_contract", "save_draft", "stage_import"]
