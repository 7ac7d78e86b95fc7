"""Writes of obligations: registering a contract with what it owes, what happens to it later, its milestones, imports and notices."""

from sroi.obligations.operations.confirming import begin_confirmation, confirm_behind_page, mail_confirmation_given_up
from sroi.obligations.operations.events import Recording, answer_questions, change_contract, hand_over_contract
from sroi.obligations.operations.imports import ImportOutcome, confirm_import
from sroi.obligations.operations.imposing import impose
from sroi.obligations.operations.milestones import meet_milestone, reopen_milestone
from sroi.obligations.operations.news import mail_news
from sroi.obligations.operations.planning import plan_import, plan_milestones, plan_missing_milestones
from sroi.obligations.operations.registration import complete_draft, register_contract, register_contracts, see_notice
from sroi.obligations.operations.reminders import remind_of_milestones
from sroi.obligations.operations.undoing import take_back

__all__ = [
    "ImportOutcome",
    "Recording",
    "answer_questions",
    "begin_confirmation",
    "change_contract",
    "complete_draft",
    "confirm_behind_page",
    "confirm_import",
    "hand_over_contract",
    "impose",
    "mail_confirmation_given_up",
    "mail_news",
    "meet_milestone",
    "plan_import",
    "plan_milestones",
    "plan_missing_milestones",
    "register_contract",
    "register_contracts",
    "remind_of_milestones",
    "reopen_milestone",
    "see_notice",
    "take_back",
]
