"""Writes of organisations, accounts, sessions and invitations: one verb, one transaction, one audit event."""

from sroi.accounts.operations.invitations import Link, accept_invitation, invite, invite_to
from sroi.accounts.operations.organisations import Firm, ensure_firms, ensure_organisation
from sroi.accounts.operations.passwords import FULL_COST, PASSWORDS, PasswordCost, Passwords
from sroi.accounts.operations.sessions import keep_alive, sign_in, sign_out
from sroi.accounts.operations.users import activate_user, add_user, add_user_to, change_password, deactivate_user

__all__ = [
    "FULL_COST",
    "PASSWORDS",
    "Firm",
    "Link",
    "PasswordCost",
    "Passwords",
    "accept_invitation",
    "activate_user",
    "add_user",
    "add_user_to",
    "change_password",
    "deactivate_user",
    "ensure_firms",
    "ensure_organisation",
    "invite",
    "invite_to",
    "keep_alive",
    "sign_in",
    "sign_out",
]
