"""Writes of contracts, their events and imports; a contract *with* its obligation is registered by the room of obligations."""

from sroi.contracts.operations.contracts import add_authority, complete_draft, register_contract, save_draft
from sroi.contracts.operations.events import add_event
from sroi.contracts.operations.imports import stage_import
from sroi.contracts.operations.invitations import invite_contractor
from sroi.contracts.operations.registering import Registered, keep_drafts, register_contracts
from sroi.contracts.operations.subcontracts import add_subcontractor, end_subcontract

__all__ = [
    "Registered",
    "add_authority",
    "add_event",
    "add_subcontractor",
    "complete_draft",
    "end_subcontract",
    "invite_contractor",
    "keep_drafts",
    "register_contract",
    "register_contracts",
    "save_draft",
    "stage_import",
]
