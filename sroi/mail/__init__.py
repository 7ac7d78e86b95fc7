"""The room of outgoing mail: an outbox that is written with what a mail is about, and sent by a job.

In: a mail (one of `rules.mails`), an address, and the token of a link. Out: plain text and simple HTML by SMTP, each mail once: it keeps
its Message-ID over attempts. A mail never holds what somebody typed about a candidate: it names a contract or a claim by its
number and leads to the page that says more.

To add a mail: a dataclass in `rules/mails.py`, its line in `MAILS`, and a template of its name in `templates/mail/`; then call `queue_mail`
inside the transaction of the write.
"""
