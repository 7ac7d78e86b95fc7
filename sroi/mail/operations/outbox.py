"""The outbox: a mail is written in the transaction of what it is about, with the job that sends it."""

from datetime import date, datetime, timedelta
from gettext import gettext as _
from uuid import UUID, uuid4

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.database import transaction
from sroi.jobs.operations import enqueue
from sroi.mail.rules import Mail, MailNotFound, MailStatus, Recipient, content_of
from sroi.mail.rules.mails import kind_of
from sroi.mail.tables import OutgoingMail
from sroi.values import end_of_day

SEND_MAIL = "send_mail"
# With the waits between them some twenty hours: a mail server may be down for a night.
SEND_ATTEMPTS = 12


async def queue_mail(*, to: Recipient, mail: Mail, now: datetime, secret: str = "", once: str | None = None) -> None:
    """Put a mail in the outbox, in the transaction of the caller, and leave the job that sends it.

    `secret` takes the place of `{secret}` in its path and is gone once the mail was sent. Of mails with the same `once` the first is made.
    """
    mail_id = uuid4()
    async with transaction():
        if once is not None and await OutgoingMail.exists().where(OutgoingMail.once == once):
            return
        await OutgoingMail.insert(
            OutgoingMail(
                id=mail_id,
                kind=kind_of(mail),
                to_address=to.address,
                account=to.account,
                content=content_of(mail),
                secret=secret,
                message_id=f"<{mail_id}@sroi>",
                once=once,
                status=MailStatus.WAITING.value,
                error="",
                created_at=now,
                ended_at=None,
            )
        )
        await enqueue(kind=SEND_MAIL, payload={"mail": mail_id}, now=now, max_attempts=SEND_ATTEMPTS)


async def resend_mail(*, viewer: Viewer, mail_id: UUID, now: datetime) -> None:
    """Try again to send a mail that could not be delivered, or was kept for want of a mail server; raise MailNotFound for another."""
    viewer.require(Permission.MANAGE_MAIL)
    async with transaction():
        ended = OutgoingMail.status.is_in([MailStatus.FAILED.value, MailStatus.KEPT.value])
        found = (
            await OutgoingMail.update({OutgoingMail.status: MailStatus.WAITING.value, OutgoingMail.error: "", OutgoingMail.ended_at: None})
            .where((OutgoingMail.id == mail_id) & ended)
            .returning(OutgoingMail.id)
        )
        if not found:
            raise MailNotFound(_("Deze mail is niet gevonden, of is al verstuurd."))
        await enqueue(kind=SEND_MAIL, payload={"mail": mail_id}, now=now, max_attempts=SEND_ATTEMPTS)
        await record_event(actor=actor_of(viewer), action="mail.sent_again", subject=Subject("mail", str(mail_id)), now=now)


async def forget_mail(*, ended_before: date) -> int:
    """Delete mails that were sent or given up before a day, in the transaction of the caller, and return how many."""
    last_moment = end_of_day(ended_before - timedelta(days=1))
    async with transaction():
        gone = await OutgoingMail.delete().where(OutgoingMail.ended_at <= last_moment).returning(OutgoingMail.id)
    return len(gone)
