"""Writes of outgoing mail: put in the outbox with what it is about, sent by a job, sent again by hand, forgotten in time."""

from sroi.mail.operations.outbox import forget_mail, queue_mail, resend_mail
from sroi.mail.operations.sending import send_mail

__all__ = ["forget_mail", "queue_mail", "resend_mail", "send_mail"]
