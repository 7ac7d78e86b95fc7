"""What an account, a password, a session and an invitation may be. Pure."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from gettext import gettext as _
from hashlib import sha256
from math import ceil
from uuid import UUID

from sroi.access import ACCOUNT_ROLES, Permission, Role, Viewer
from sroi.errors import NotFound, UnableTo
from sroi.values import AMSTERDAM, format_moment

MIN_PASSWORD_LENGTH = 12
MAX_PASSWORD_LENGTH = 200
MAX_EMAIL_LENGTH = 254
MAX_NAME_LENGTH = 200

SESSION_IDLE = timedelta(minutes=60)
SESSION_LIFETIME = timedelta(hours=12)
# Kept this long after they end, so that a form that was sent too late is known as its writer's.
SESSION_KEPT = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=1)

INVITATION_LIFETIME = timedelta(days=14)

RESET_LIFETIME = timedelta(hours=1)
MAX_RESETS = 3
RESET_WINDOW = timedelta(hours=1)
RESETS_KEPT = timedelta(days=1)

# Which mail somebody may want or not, as columns of an account.
WISHES = ("wants_reminders", "wants_weekly_summary")

MAX_FAILURES = 10
FAILURE_WINDOW = timedelta(minutes=15)
FAILURES_KEPT = timedelta(days=1)

_EMAIL = re.compile(r"[^\s@\"<>,;]+@[^\s@\"<>,;.]+(\.[^\s@\"<>,;.]+)+")


class UnableToUseEmail(UnableTo):
    """The text is no e-mail address, or the address is taken."""


class UnableToUseName(UnableTo):
    """The name is empty or too long."""


def other_firm(kvk_number: str, known_name: str) -> str:
    """Return the sentence that a KVK number belongs to a firm of another name."""
    return _("KVK-nummer {number} staat in het register op naam van {name}: neem die naam over of verbeter het nummer.").format(
        number=kvk_number, name=known_name
    )


class UnableToUsePassword(UnableTo):
    """The password is too short, too long or too easy to guess, or is not the current one."""


class UnableToSignIn(UnableTo):
    """The e-mail address and the password do not belong together, or there were too many attempts."""


class UnableToInvite(UnableTo):
    """This person cannot be invited, or not by this viewer."""


class UnableToAcceptInvitation(UnableTo):
    """The invitation can no longer become an account."""


class UnableToChangeAccount(UnableTo):
    """This account cannot be changed by this viewer."""


class AccountNotFound(NotFound):
    """There is no such account, or the viewer may not see it."""


class OrganisationNotFound(NotFound):
    """There is no such organisation, or the viewer may not see it."""


class InvitationNotFound(NotFound):
    """There is no such invitation, or it has been used or has expired."""


class ResetNotFound(NotFound):
    """There is no such request for a new password, or it has been used or has expired."""


@dataclass(frozen=True)
class OrganisationRecord:
    """An organisation; `kvk_number` is None where it is not known."""

    id: UUID
    name: str
    kvk_number: str | None


@dataclass(frozen=True)
class OrganisationDetails:
    """An organisation that may be new, as a form gives it."""

    name: str
    kvk_number: str | None


@dataclass(frozen=True)
class Account:
    """A person's account."""

    id: UUID
    email: str
    name: str
    role: Role
    organisation: OrganisationRecord
    is_active: bool
    created_at: datetime
    is_organisation_admin: bool
    wants_reminders: bool
    wants_weekly_summary: bool
    is_barred: bool


@dataclass(frozen=True)
class LiveSession:
    """A session that is neither idle too long nor expired, and whose it is."""

    viewer: Viewer
    seen_at: datetime

    def is_due(self, *, now: datetime) -> bool:
        """Return whether the moment of last use must be written again."""
        return now - self.seen_at >= SEEN_EVERY


@dataclass(frozen=True)
class OpenInvitation:
    """An invitation that can be accepted; `onward` is the page that it leads to, or empty."""

    id: UUID
    email: str
    role: Role
    organisation: OrganisationRecord
    expires_at: datetime
    onward: str


class InvitationState(StrEnum):
    """Where an invitation stands."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True)
class SentInvitation:
    """An invitation as those who sent it see it; `onward` is the page that it leads to, or empty."""

    id: UUID
    email: str
    role: Role
    organisation: OrganisationRecord
    invited_by: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    onward: str

    def state(self, *, now: datetime) -> InvitationState:
        """Return where it stands."""
        if self.used_at is not None:
            return InvitationState.USED
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        return InvitationState.OPEN if self.expires_at > now else InvitationState.EXPIRED


@dataclass(frozen=True)
class OpenReset:
    """A request for a new password that can be used."""

    email: str
    account_id: UUID


@dataclass(frozen=True)
class Link:
    """An invitation as it leaves: the secret part of its link, the address that it is for, and the last moment that it works."""

    token: str
    email: str
    expires_at: datetime

    @property
    def path(self) -> str:
        """Return the page of the link, with `{secret}` where the token goes."""
        return "/uitnodiging/{secret}"

    @property
    def until(self) -> str:
        """Return the last moment that it works, in Dutch time."""
        return format_moment(self.expires_at.astimezone(AMSTERDAM))


def wish_label(wish: str) -> str:
    """Return what a wish is about, in Dutch."""
    return {
        "wants_reminders": _("Herinneringen en nieuws over contracten"),
        "wants_weekly_summary": _("Wekelijkse samenvatting, op maandagochtend"),
    }[wish]


def invitation_label(state: InvitationState) -> str:
    """Return where an invitation stands, in Dutch."""
    return {
        InvitationState.OPEN: _("verstuurd"),
        InvitationState.USED: _("gebruikt"),
        InvitationState.EXPIRED: _("verlopen"),
        InvitationState.REVOKED: _("ingetrokken"),
    }[state]


def new_token() -> str:
    """Return a token that cannot be guessed; it leaves the server once and is stored as `token_hash` alone."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return what is stored of a token."""
    return sha256(token.encode(errors="replace")).hexdigest()


def normalised_email(text: str) -> str:
    """Return an e-mail address as accounts know it: stripped and casefolded; raise UnableToUseEmail on the field `email`."""
    email = text.strip().casefold()
    if len(email) > MAX_EMAIL_LENGTH or not _EMAIL.fullmatch(email):
        raise UnableToUseEmail(_("Vul een volledig e-mailadres in, bijvoorbeeld naam@voorbeeld.nl."), field="email")
    return email


def normalised_name(text: str, *, field: str = "name") -> str:
    """Return a name with single spaces; raise UnableToUseName."""
    name = " ".join(text.split())
    if not name:
        raise UnableToUseName(_("Vul een naam in."), field=field)
    if len(name) > MAX_NAME_LENGTH:
        raise UnableToUseName(_("Deze naam is te lang. Gebruik ten hoogste 200 tekens."), field=field)
    return name


def check_password(*, password: str, email: str, field: str = "password") -> None:
    """Raise UnableToUsePassword when a new password is not good enough."""
    if len(password) < MIN_PASSWORD_LENGTH:
        raise UnableToUsePassword(
            _("Dit wachtwoord is te kort. Gebruik ten minste 12 tekens, bijvoorbeeld een zin van een paar woorden."), field=field
        )
    if len(password) > MAX_PASSWORD_LENGTH:
        raise UnableToUsePassword(_("Dit wachtwoord is te lang. Gebruik ten hoogste 200 tekens."), field=field)
    if password.strip().casefold() == email:
        raise UnableToUsePassword(_("Uw e-mailadres kan niet uw wachtwoord zijn. Kies een ander wachtwoord."), field=field)
    if len(set(password)) < 4:
        raise UnableToUsePassword(_("Dit wachtwoord is makkelijk te raden. Kies een ander wachtwoord."), field=field)


def check_account_role(role: Role) -> None:
    """Raise UnableToChangeAccount for a role that no account may have."""
    if role not in ACCOUNT_ROLES:
        raise UnableToChangeAccount(_("Kies een rol uit de lijst."), field="role")


def require_invite(*, viewer: Viewer, role: Role) -> None:
    """Raise UnableToAllow unless the viewer may invite to this role: contractors by who buys or reviews, anybody by who manages."""
    if role is Role.CONTRACTOR and viewer.may(Permission.INVITE_CONTRACTORS):
        return
    viewer.require(Permission.MANAGE_ACCOUNTS)


def retry_at(*, failures: Sequence[datetime], now: datetime) -> datetime | None:
    """Return when a new attempt is allowed after these failures, or None when it is allowed now."""
    recent = sorted(moment for moment in failures if moment > now - FAILURE_WINDOW)
    return None if len(recent) < MAX_FAILURES else recent[-MAX_FAILURES] + FAILURE_WINDOW


def refused_until(*, retry: datetime, now: datetime) -> str:
    """Return the sentence that says when somebody may try again."""
    minutes = max(1, ceil((retry - now) / timedelta(minutes=1)))
    if minutes == 1:
        return _("Er is te vaak een verkeerd wachtwoord ingevuld. Probeer het over 1 minuut opnieuw.")
    return _("Er is te vaak een verkeerd wachtwoord ingevuld. Probeer het over {minutes} minuten opnieuw.").format(minutes=minutes)
