"""The tables of organisations, user accounts, sessions, invitations and failed sign-ins."""

from piccolo.columns import UUID, Boolean, ForeignKey, Text, Timestamptz, Varchar
from piccolo.table import Table

import sroi.database  # noqa: F401  chooses the engine


class Organisation(Table):
    """A contractor, or the organisation that a civil servant works for."""

    id = UUID(primary_key=True)
    name = Varchar(length=200)
    kvk_number = Varchar(length=8, null=True, default=None)
    search_text = Text()
    created_at = Timestamptz()


class UserAccount(Table):
    """A person who signs in; `email` is casefolded. An organisation's administrator invites and bars its colleagues.

    Who `is_barred` by an administrator of the register is let in again by one alone.
    """

    id = UUID(primary_key=True)
    email = Varchar(length=254)
    name = Varchar(length=200)
    role = Varchar(length=30)
    organisation = ForeignKey(references=Organisation, null=False)
    password_hash = Varchar(length=200)
    is_active = Boolean(default=True)
    created_at = Timestamptz()
    is_organisation_admin = Boolean(default=False)
    wants_reminders = Boolean(default=True)
    wants_weekly_summary = Boolean(default=False)
    is_barred = Boolean(default=False)


class UserSession(Table):
    """A signed-in browser, known by the hash of its token."""

    token_hash = Varchar(length=64, primary_key=True, default="")
    user_account = ForeignKey(references=UserAccount, null=False)
    created_at = Timestamptz()
    seen_at = Timestamptz()
    expires_at = Timestamptz()


class Invitation(Table):
    """A link, usable once, by which a person makes an account; `onward` is the page that it then opens."""

    id = UUID(primary_key=True)
    token_hash = Varchar(length=64)
    email = Varchar(length=254)
    role = Varchar(length=30)
    organisation = ForeignKey(references=Organisation, null=False)
    invited_by = ForeignKey(references=UserAccount, null=False)
    created_at = Timestamptz()
    expires_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)
    onward = Varchar(length=200)
    revoked_at = Timestamptz(null=True, default=None)


class PasswordReset(Table):
    """A request for a new password, for an address that may have no account; with a token it can be used, once."""

    id = UUID(primary_key=True)
    email = Varchar(length=254)
    token_hash = Varchar(length=64, null=True, default=None)
    asked_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)


class SignInFailure(Table):
    """One failed attempt for an e-mail address, kept to slow down guessing."""

    id = UUID(primary_key=True)
    email = Varchar(length=254)
    failed_at = Timestamptz()
