"""Reads of organisations, accounts, sessions and invitations."""

from sroi.accounts.queries.accounts import account, account_names, accounts_page, colleagues_page, viewer_by_email, viewer_by_id
from sroi.accounts.queries.invitations import invitations_page, sent_invitation
from sroi.accounts.queries.organisations import names_by_kvk, organisation, organisation_by_kvk, organisations_page
from sroi.accounts.queries.recipients import recipients_by_organisation, recipients_for, recipients_of_role
from sroi.accounts.queries.tokens import invitation_of_token, live_session, reset_of_token, session_owner

__all__ = [
    "account",
    "account_names",
    "accounts_page",
    "colleagues_page",
    "invitation_of_token",
    "invitations_page",
    "live_session",
    "names_by_kvk",
    "organisation",
    "organisation_by_kvk",
    "organisations_page",
    "recipients_by_organisation",
    "recipients_for",
    "recipients_of_role",
    "reset_of_token",
    "sent_invitation",
    "session_owner",
    "viewer_by_email",
    "viewer_by_id",
]
