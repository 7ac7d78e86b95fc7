"""The job that sends one mail by SMTP. A mail that was sent is not sent again; one that is tried again keeps its Message-ID."""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from uuid import UUID

import aiosmtplib

from sroi.database import transaction
from sroi.jobs.rules import TakenJob
from sroi.mail.queries import as_written
from sroi.mail.rules import MailStatus, UnableToDeliver
from sroi.mail.tables import OutgoingMail
from sroi.settings import MailSecurity, MailServer, Settings

TIMEOUT_SECONDS = 30
FIRST_PERMANENT_CODE = 500


async def send_mail(taken: TakenJob, *, settings: Settings) -> None:
    """Send the mail of a job, or keep it where this installation has no mail server.

    Raises UnableToDeliver when the server refuses it for good, and what aiosmtplib raises when another attempt may do better.
    """
    mail_id = UUID(taken.payload["mail"])
    rows = await OutgoingMail.select().where((OutgoingMail.id == mail_id) & (OutgoingMail.status == MailStatus.WAITING.value))
    if not rows:
        return
    if settings.mail_server is None:
        await _end(mail_id, MailStatus.KEPT, taken.now)
        return
    try:
        await _deliver(_message(rows[0], settings, settings.mail_server, taken.now), settings.mail_server)
    except (aiosmtplib.SMTPException, OSError) as error:
        refusal = _refusal(error)
        if refusal is None and not taken.is_last_attempt:
            raise
        await _end(mail_id, MailStatus.FAILED, taken.now, error=refusal or type(error).__name__)
        raise UnableToDeliver(refusal or type(error).__name__) from error
    await _end(mail_id, MailStatus.SENT, taken.now)


def _message(row: dict[str, Any], settings: Settings, server: MailServer, now: datetime) -> EmailMessage:
    mail = as_written(row, settings, secret=row["secret"])
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = server.sender, row["to_address"], mail.subject
    message["Message-ID"], message["Date"] = row["message_id"], format_datetime(now)
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message


async def _deliver(message: EmailMessage, server: MailServer) -> None:
    await aiosmtplib.send(
        message,
        hostname=server.host,
        port=server.port,
        username=server.user or None,
        password=server.password or None,
        use_tls=server.security is MailSecurity.TLS,
        start_tls=server.security is MailSecurity.STARTTLS,
        timeout=TIMEOUT_SECONDS,
    )


def _refusal(error: Exception) -> str | None:
    """Return what the server said when it refuses for good, without the address; None when another attempt may do better."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        (refused,) = error.recipients
        return _refusal(refused)
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):  # a password that is mended may let the next attempt through
        return None
    if isinstance(error, aiosmtplib.SMTPResponseException) and error.code >= FIRST_PERMANENT_CODE:
        return f"{error.code} {error.message}"
    return None


async def _end(mail_id: UUID, status: MailStatus, now: datetime, *, error: str = "") -> None:
    """Write how a mail ended; the secret of its link goes once it was sent."""
    values: dict[Any, Any] = {OutgoingMail.status: status.value, OutgoingMail.ended_at: now, OutgoingMail.error: error}
    if status is MailStatus.SENT:
        values[OutgoingMail.secret] = ""
    async with transaction():
        await OutgoingMail.update(values).where(OutgoingMail.id == mail_id)
