"""What an installation sets from its environment; an error names the variable and what it may be."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

DATABASE_SCHEMES = ("sqlite:///", "postgresql://", "postgres://")
MINIMUM_SECRET_LENGTH = 32
DEVELOPMENT_SECRET = "development-only-secret-never-use-in-production"


class MailSecurity(StrEnum):
    """How a connection to the mail server is kept private: encrypted after a greeting, from the start, or not at all (on one machine)."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in, and from whom it comes, such as `SROI <sroi@gemeente.nl>`; without `user` nobody signs in there."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    security: MailSecurity = MailSecurity.STARTTLS


class SettingsError(ValueError):
    """A variable in the environment has a value that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """The settings of one installation.

    `person_token_key` keys the tokens that recognise one person over several contracts: it must never change,
    which is why it stands apart from `secret_key`. `organisation` is the municipality
    that every page is headed by; `is_demo` shows that the data is invented, on every page; `works_in_web` lets the web process do
    the jobs that pages leave behind, beside or instead of `sroi worker`. Without a `mail_server` mail is kept and not sent.
    """

    database_url: str = "sqlite:///sroi.sqlite"
    evidence_dir: Path = Path("evidence")
    secret_key: str = field(default=DEVELOPMENT_SECRET, repr=False)
    person_token_key: str = field(default=DEVELOPMENT_SECRET, repr=False)
    base_url: str = "http://localhost:8000"
    organisation: str = ""
    is_demo: bool = False
    works_in_web: bool = True
    mail_server: MailServer | None = None

    @property
    def is_secure(self) -> bool:
        """Return whether the application is served over HTTPS, so that cookies may travel over nothing else."""
        return self.base_url.startswith("https://")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Return the settings in `environ`; raise SettingsError that names the first wrong variable."""
        settings = cls(
            database_url=_database_url(environ.get("SROI_DATABASE_URL", cls.database_url)),
            evidence_dir=Path(environ.get("SROI_EVIDENCE_DIR", str(cls.evidence_dir))),
            secret_key=_secret("SROI_SECRET_KEY", environ),
            person_token_key=_secret("SROI_PERSON_TOKEN_KEY", environ),
            base_url=_base_url(environ.get("SROI_BASE_URL", cls.base_url)),
            organisation=environ.get("SROI_ORGANISATION", cls.organisation).strip(),
            is_demo=_flag("SROI_DEMO", environ.get("SROI_DEMO", "0")),
            works_in_web=_flag("SROI_WORK_IN_WEB", environ.get("SROI_WORK_IN_WEB", "1")),
            mail_server=_mail_server(environ),
        )
        if settings.is_secure and DEVELOPMENT_SECRET in (settings.secret_key, settings.person_token_key):
            raise SettingsError("SROI_SECRET_KEY and SROI_PERSON_TOKEN_KEY must be set when SROI_BASE_URL is an https address")
        return settings


def _database_url(text: str) -> str:
    if not text.startswith(DATABASE_SCHEMES) or text in (*DATABASE_SCHEMES, "sqlite:///:memory:"):
        raise SettingsError(
            "SROI_DATABASE_URL must be sqlite:///relative.sqlite, sqlite:////absolute.sqlite or postgresql://user:password@host/name"
        )
    return text


def _secret(name: str, environ: Mapping[str, str]) -> str:
    secret = environ.get(name, DEVELOPMENT_SECRET)
    if len(secret) < MINIMUM_SECRET_LENGTH:
        raise SettingsError(f"{name} must have at least {MINIMUM_SECRET_LENGTH} characters")
    return secret


def _base_url(text: str) -> str:
    address = urlsplit(text)
    if address.scheme not in ("http", "https") or not address.netloc or address.path not in ("", "/") or address.query or address.fragment:
        raise SettingsError("SROI_BASE_URL must be the http:// or https:// address that users type, without a path")
    return text.rstrip("/")


def _mail_server(environ: Mapping[str, str]) -> MailServer | None:
    host = environ.get("SROI_SMTP_HOST", "").strip()
    if not host:
        return None
    port, sender = environ.get("SROI_SMTP_PORT", "587"), environ.get("SROI_MAIL_SENDER", "").strip()
    security = environ.get("SROI_SMTP_SECURITY", MailSecurity.STARTTLS.value)
    if not port.isdecimal() or not 0 < int(port) < 65_536:
        raise SettingsError("SROI_SMTP_PORT must be the number of a port, such as 587")
    if security not in set(MailSecurity):
        raise SettingsError("SROI_SMTP_SECURITY must be starttls, tls or none")
    if "@" not in parseaddr(sender)[1] or not sender.isprintable():
        raise SettingsError("SROI_MAIL_SENDER must be the address that mail comes from, such as SROI <sroi@gemeente.nl>")
    return MailServer(
        host=host,
        port=int(port),
        sender=sender,
        user=environ.get("SROI_SMTP_USER", ""),
        password=environ.get("SROI_SMTP_PASSWORD", ""),
        security=MailSecurity(security),
    )


def _flag(name: str, text: str) -> bool:
    if text not in ("0", "1"):
        raise SettingsError(f"{name} must be 0 or 1")
    return text == "1"
