"""A mail server that really receives, for the tests: on this machine, with its own manners."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ssl import SSLContext
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from sroi.settings import MailSecurity, MailServer

SENDER = "SROI Voorbeeld <sroi@gemeente.example>"


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Post:
    """What a server received, and whom it refuses with which answer."""

    port: int
    refused: dict[str, str] = field(default_factory=dict)
    received: list[EmailMessage] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802  aiosmtpd finds it by this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take an address, or refuse it."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail."""
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        return "250 OK"

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        """Let in who has the right password."""
        assert isinstance(data, LoginPassword)
        self.signed_in.append(data.login.decode())
        return AuthResult(success=data.password == b"geheim")

    def settings(self, **changed: Any) -> MailServer:
        """Return how to reach this server."""
        return MailServer(**{"host": "localhost", "port": self.port, "sender": SENDER, "security": MailSecurity.NONE, **changed})


@contextmanager
def mail_server(port: int | None = None, **manners: Any) -> Iterator[Post]:
    """Receive mail for as long as the block runs; `manners` as aiosmtpd's SMTP takes them, and `ssl_context` for TLS from the start."""
    post = Post(port or free_port())
    context: SSLContext | None = manners.pop("ssl_context", None)
    controller = Controller(post, hostname="localhost", port=post.port, ssl_context=context, authenticator=post.authenticate, **manners)
    controller.start()
    try:
        yield post
    finally:
        controller.stop()


def text_of(message: EmailMessage) -> str:
    """Return the plain text of a mail."""
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def html_of(message: EmailMessage) -> str:
    """Return the HTML of a mail."""
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content())
