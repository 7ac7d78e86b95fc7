"""Reads of organisations, accounts, sessions and invitations."""

from sroi.accounts.queries.accounts import account, account_names, accounts_page, viewer_by_email
from sroi.accounts.queries.organisations import names_by_kvk, organisation, organisation_by_kvk, organisations_page
from sroi.accounts.queries.tokens import invitation_of_token, live_session, session_owner

__all__ = [
    "account",
    "account_names",
    "accounts_page",
    "invitation_of_token",
    "live_session",
    "names_by_kvk",
    "organisation",
    "organisation_by_kvk",
    "organisations_page",
    "session_owner",
    "viewer_by_email",
]
