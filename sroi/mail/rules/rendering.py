"""A mail written out: plain text from its template, and the same text as simple HTML.

A template is plain text: its first line is the subject, an empty line parts paragraphs, `- ` starts an item of a list, and a line that
is an address becomes a link.
"""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from gettext import gettext, ngettext
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

TEMPLATES = Path(__file__).parents[2] / "templates" / "mail"
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Written:
    """A mail as it leaves: subject, plain text and HTML; `unsubscribe` is the link that stops such mails, or empty."""

    subject: str
    text: str
    html: str
    unsubscribe: str


@cache
def _environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=lambda name: name is not None and name.endswith(".html"),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    found.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    return found


def written(
    *, kind: str, mail: Mapping[str, Any], secret: str, account: UUID | None, base_url: str, organisation: str, secret_key: str
) -> Written:
    """Return a kept mail written out for its reader."""
    unsubscribe = ""
    if mail["preference"] and account is not None:
        unsubscribe = f"{base_url}/afmelden/{unsubscribe_token(account=account, preference=mail['preference'], secret_key=secret_key)}"
    link = base_url + mail["path"].replace("{secret}", secret)
    whole = _environment().get_template(f"{kind}.txt").render(**{**mail, "link": link, "base_url": base_url})
    subject, _newline, body = whole.strip().partition("\n")
    shared = {"organisation": organisation, "base_url": base_url, "unsubscribe": unsubscribe}
    text = _environment().get_template("layout.txt").render(body=_spaced(body), **shared)
    html = _environment().get_template("layout.html").render(subject=subject, body=_as_html(_spaced(text)), organisation=organisation)
    return Written(subject=" ".join(subject.split()), text=text, html=html, unsubscribe=unsubscribe)


def _spaced(text: str) -> str:
    """Return text with one empty line between paragraphs."""
    return re.sub(r"\n\s*\n+", "\n\n", text.strip())


def _as_html(text: str) -> Markup:
    return Markup("\n").join(_block(block.split("\n")) for block in text.split("\n\n"))


def _block(lines: list[str]) -> Markup:
    if all(line.startswith("- ") for line in lines):
        items = Markup("").join(Markup("<li>{}</li>").format(line[2:]) for line in lines)
        return Markup("<ul>{}</ul>").format(items)
    return Markup("<p>{}</p>").format(Markup("<br>").join(_line(line) for line in lines))


def _line(line: str) -> Markup:
    if _ADDRESS.fullmatch(line.strip()):
        return Markup('<a href="{0}">{0}</a>').format(line.strip())
    return escape(line)


def unsubscribe_token(*, account: UUID, preference: str, secret_key: str) -> str:
    """Return the token of the link that turns one wish of an account off; it says whose wish it is and cannot be made up."""
    said = f"{account}.{preference}"
    return f"{said}.{_signature(said, secret_key)}"


def unsubscribed_account(*, token: str, secret_key: str) -> tuple[UUID, str] | None:
    """Return the account and the wish of such a token; None when it is not ours."""
    account, _dot, rest = token.partition(".")
    preference, _dot, signature = rest.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(f"{account}.{preference}", secret_key).encode()):
        return None
    return UUID(account), preference


def _signature(said: str, secret_key: str) -> str:
    return hmac.new(secret_key.encode(), f"unsubscribe:{said}".encode(), sha256).hexdigest()[:40]
