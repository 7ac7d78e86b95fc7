"""Reads of outgoing mail: the list for who manages it, and in an example for everybody."""

from dataclasses import dataclass
from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.mail.rules import MailNotFound, MailStatus, Written, mail_of, written
from sroi.mail.tables import OutgoingMail
from sroi.settings import Settings

PAGE_SIZE = 50
HIDDEN_SECRET = "..."


@dataclass(frozen=True)
class MailRecord:
    """A mail as a page shows it: to whom, what it says, and where it stands; the secret part of its link is shown in an example alone."""

    id: UUID
    to_address: str
    written: Written
    status: MailStatus
    error: str
    created_at: datetime
    ended_at: datetime | None


def _record(row: dict[str, Any], settings: Settings) -> MailRecord:
    return MailRecord(
        id=row["id"],
        to_address=row["to_address"],
        written=as_written(row, settings, secret=row["secret"] if settings.is_demo else HIDDEN_SECRET),
        status=MailStatus(row["status"]),
        error=row["error"],
        created_at=row["created_at"],
        ended_at=row["ended_at"],
    )


def as_written(row: dict[str, Any], settings: Settings, *, secret: str) -> Written:
    """Return the mail of a row of the outbox written out, with this secret in its link."""
    return written(
        kind=row["kind"],
        mail=mail_of(kind=row["kind"], content=row["content"]),
        secret=secret,
        account=row["account"],
        base_url=settings.base_url,
        organisation=settings.organisation,
        secret_key=settings.secret_key,
    )


async def mails_page(
    *,
    viewer: Viewer | None,
    settings: Settings,
    status: MailStatus | None = None,
    after: tuple[datetime, UUID] | None = None,
    size: int = PAGE_SIZE,
) -> tuple[MailRecord, ...]:
    """Return mails, newest first, or those that follow the key `after`; at most `size`. Without a viewer in an example alone."""
    _require(viewer, settings)
    query = OutgoingMail.select().order_by(OutgoingMail.created_at, OutgoingMail.id, ascending=False).limit(size)
    if status is not None:
        query = query.where(OutgoingMail.status == status.value)
    if after is not None:
        moment, key = after
        query = query.where((OutgoingMail.created_at < moment) | ((OutgoingMail.created_at == moment) & (OutgoingMail.id < key)))
    return tuple(_record(row, settings) for row in await query)


async def outgoing_mail(*, viewer: Viewer | None, settings: Settings, mail_id: UUID) -> MailRecord:
    """Return one mail; raise MailNotFound."""
    _require(viewer, settings)
    rows = await OutgoingMail.select().where(OutgoingMail.id == mail_id)
    if not rows:
        raise MailNotFound(_("Deze mail is niet gevonden."))
    return _record(rows[0], settings)


async def failed_mail_count(*, viewer: Viewer) -> int:
    """Return how many mails could not be delivered."""
    viewer.require(Permission.MANAGE_MAIL)
    return int(await OutgoingMail.count().where(OutgoingMail.status == MailStatus.FAILED.value))


def _require(viewer: Viewer | None, settings: Settings) -> None:
    if viewer is not None:
        viewer.require(Permission.MANAGE_MAIL)
    elif not settings.is_demo:
        raise MailNotFound(_("Deze pagina is er alleen in een voorbeeldomgeving."))
