"""Outgoing mail: what was sent, what waits, and what could not be delivered and may be tried again."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.errors import NotFound
from sroi.mail.operations import resend_mail
from sroi.mail.queries import failed_mail_count, outgoing_mail
from sroi.mail.rules import MailStatus, status_label
from sroi.web import clock
from sroi.web.flash import WARNING, Flash
from sroi.web.mail import RESENDABLE, listed_mails
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, query_text

LIST = "/uitgaande-mail"


@get(LIST, opt=permits(Permission.MANAGE_MAIL))
async def mail_list(request: WebRequest) -> Response[Any]:
    """Show a page of mails, of one status when the filter says so."""
    asked = query_text(request, "status")
    status = MailStatus(asked) if asked in set(MailStatus) else None
    return page(
        request,
        "admin/mails.html",
        title=_("Uitgaande mail"),
        mails=await listed_mails(request, viewer=request.viewer, status=status),
        path=LIST,
        status_filter=asked,
        statuses=tuple((each.value, status_label(each)) for each in MailStatus),
        failed=await failed_mail_count(viewer=request.viewer),
        has_server=request.settings.mail_server is not None,
    )


@get(LIST + "/{mail_id:uuid}", opt=permits(Permission.MANAGE_MAIL))
async def mail_page(request: WebRequest, mail_id: FromPath[UUID]) -> Response[Any]:
    """Show one mail; the secret part of its link is left out."""
    mail = await outgoing_mail(viewer=request.viewer, settings=request.settings, mail_id=mail_id)
    return page(
        request,
        "admin/mail.html",
        title=mail.written.subject,
        mail=mail,
        path=LIST,
        status_text=status_label(mail.status),
        may_resend=mail.status in RESENDABLE,
    )


@post(LIST + "/{mail_id:uuid}/opnieuw-versturen", opt=permits(Permission.MANAGE_MAIL))
async def send_again(request: WebRequest, mail_id: FromPath[UUID]) -> Response[Any]:
    """Try again to send a mail that ended without being sent."""
    flash = Flash(_("De mail wordt opnieuw verstuurd."))
    try:
        await resend_mail(viewer=request.viewer, mail_id=mail_id, now=clock.now())
    except NotFound as refusal:
        flash = Flash(str(refusal), WARNING)
    return see_other(request, LIST, flash=flash)
