"""Outgoing mail on pages: a list of it, for who manages it and for everybody in an example, and the link of an invitation."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sroi.access import Viewer
from sroi.accounts.rules import Link
from sroi.mail.queries import PAGE_SIZE, MailRecord, mails_page
from sroi.mail.rules import MailStatus, status_label, status_tone
from sroi.web.paging import Paged, cursor_of, paged
from sroi.web.requests import WebRequest

RESENDABLE = (MailStatus.FAILED, MailStatus.KEPT)


@dataclass(frozen=True)
class MailRow:
    """A mail in a list."""

    mail: MailRecord
    status: str
    tone: str


async def listed_mails(request: WebRequest, *, viewer: Viewer | None, status: MailStatus | None = None) -> Paged[MailRow]:
    """Return a page of mails, newest first; without a viewer in an example alone."""
    after = cursor_of(request, datetime, UUID)
    found = await mails_page(viewer=viewer, settings=request.settings, status=status, after=after, size=PAGE_SIZE + 1)
    rows = [MailRow(mail, status_label(mail.status), status_tone(mail.status)) for mail in found]
    return paged(request, found=rows, size=PAGE_SIZE, key=lambda row: (row.mail.created_at, row.mail.id))


def shown_link(request: WebRequest, link: Link) -> str:
    """Return the address of an invitation where this installation sends no mail, so that its maker can; empty where the mail tells it."""
    if request.settings.mail_server is not None:
        return ""
    return request.settings.base_url + link.path.replace("{secret}", link.token)
