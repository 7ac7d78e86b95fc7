"""Writes of contracts, their events and imports; a contract *with* its obligation is registered by the room of obligations."""

from sroi.contracts.operations.abandoned import clear_abandoned_files, discard_import
from sroi.contracts.operations.awarding import choose_authorities
from sroi.contracts.operations.behind import leave_to_job, mail_given_up, work_behind_page
from sroi.contracts.operations.choosing import (
    begin_choosing_authorities,
    begin_choosing_columns,
    choose_authorities_behind_page,
    choose_columns_behind_page,
)
from sroi.contracts.operations.column_profiles import choose_columns, delete_profile, rename_profile
from sroi.contracts.operations.contracts import add_authority, complete_draft, describe_contract, register_contract, save_draft
from sroi.contracts.operations.decisions import decide_about_row
from sroi.contracts.operations.events import add_event
from sroi.contracts.operations.imports import stage_import
from sroi.contracts.operations.invitations import invite_contractor
from sroi.contracts.operations.reading import begin_import, read_import
from sroi.contracts.operations.registering import Registered, keep_drafts, register_contracts
from sroi.contracts.operations.subcontracts import add_subcontractor, end_subcontract, invite_subcontractor_again
from sroi.contracts.operations.tenders import register_tenders, restore_tenders
from sroi.contracts.operations.withdrawing import remove_left_over_tenders, withdraw_added

__all__ = [
    "Registered",
    "add_authority",
    "add_event",
    "add_subcontractor",
    "begin_choosing_authorities",
    "begin_choosing_columns",
    "begin_import",
    "choose_authorities",
    "choose_authorities_behind_page",
    "choose_columns",
    "choose_columns_behind_page",
    "clear_abandoned_files",
    "complete_draft",
    "decide_about_row",
    "delete_profile",
    "describe_contract",
    "discard_import",
    "end_subcontract",
    "invite_contractor",
    "invite_subcontractor_again",
    "keep_drafts",
    "leave_to_job",
    "mail_given_up",
    "read_import",
    "register_contract",
    "register_contracts",
    "register_tenders",
    "remove_left_over_tenders",
    "rename_profile",
    "restore_tenders",
    "save_draft",
    "stage_import",
    "withdraw_added",
    "work_behind_page",
]
