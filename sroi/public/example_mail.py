"""The mail of an example: what would be sent, with its links, for everybody who looks around there."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from sroi.mail.queries import outgoing_mail
from sroi.mail.rules import status_label
from sroi.web.mail import listed_mails
from sroi.web.pages import page
from sroi.web.permissions import PUBLIC
from sroi.web.requests import WebRequest

LIST = "/voorbeeldmail"


@get(LIST, opt=PUBLIC)
async def example_mails(request: WebRequest) -> Response[Any]:
    """Show a page of mails; there is no such page outside an example."""
    return page(
        request,
        "public/example_mails.html",
        title=_("Mail van deze voorbeeldomgeving"),
        mails=await listed_mails(request, viewer=None),
        path=LIST,
        has_server=request.settings.mail_server is not None,
    )


@get(LIST + "/{mail_id:uuid}", opt=PUBLIC)
async def example_mail(request: WebRequest, mail_id: FromPath[UUID]) -> Response[Any]:
    """Show one mail as its reader would get it."""
    mail = await outgoing_mail(viewer=None, settings=request.settings, mail_id=mail_id)
    return page(
        request, "public/example_mail.html", title=mail.written.subject, mail=mail, path=LIST, status_text=status_label(mail.status)
    )
