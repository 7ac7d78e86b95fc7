"""Writes of outgoing mail: put in the outbox with what it is about, sent by a job, sent again by hand."""

from sroi.mail.operations.outbox import queue_mail, resend_mail
from sroi.mail.operations.sending import send_mail

__all__ = ["queue_mail", "resend_mail", "send_mail"]
