"""Writes of organisations, accounts, sessions and invitations: one verb, one transaction, one audit event."""

from sroi.accounts.operations.colleagues import activate_colleague, deactivate_colleague, invite_colleague, make_organisation_admin
from sroi.accounts.operations.invitations import accept_invitation, invite, invite_to, make_invitation, revoke_invitation
from sroi.accounts.operations.organisations import Firm, add_firms, ensure_organisation, ensure_subcontractor, known_firms
from sroi.accounts.operations.passwords import FULL_COST, PASSWORDS, PasswordCost, Passwords
from sroi.accounts.operations.resets import ask_for_reset, reset_password, send_reset
from sroi.accounts.operations.sessions import keep_alive, sign_in, sign_out
from sroi.accounts.operations.users import activate_user, add_user, add_user_to, change_password, deactivate_user
from sroi.accounts.operations.wishes import set_wishes, stop_mail

__all__ = [
    "FULL_COST",
    "PASSWORDS",
    "Firm",
    "PasswordCost",
    "Passwords",
    "accept_invitation",
    "activate_colleague",
    "activate_user",
    "add_firms",
    "add_user",
    "add_user_to",
    "ask_for_reset",
    "change_password",
    "deactivate_colleague",
    "deactivate_user",
    "ensure_organisation",
    "ensure_subcontractor",
    "invite",
    "invite_colleague",
    "invite_to",
    "keep_alive",
    "known_firms",
    "make_invitation",
    "make_organisation_admin",
    "reset_password",
    "revoke_invitation",
    "send_reset",
    "set_wishes",
    "sign_in",
    "sign_out",
    "stop_mail",
]
