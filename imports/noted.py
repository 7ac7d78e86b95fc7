"""What a cell says and what a person must know of it: a value that was mended, or a question in place of one.

In: the text of a cell, and what was made of it. Out: `Noted`, with a Dutch sentence that quotes the cell.
"""

from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

from imports.rows import Severity
from imports.translation import gettext as _

T = TypeVar("T")

SHOWN_LENGTH = 60

CellReader = Callable[[str], Any]


class Noted(NamedTuple, Generic[T]):
    """What a cell says, if anything, and what a person must know about it."""

    value: T | None
    message: str
    severity: Severity


def mended(value: T, text: str, reading: str) -> Noted[T]:
    """Return a value with a warning that says how the text was read."""
    message = _('Hier staat "{text}". Dat is gelezen als {reading}. Controleer dit.').format(text=_shortened(text), reading=reading)
    return Noted(value, message, "warning")


def wrong(value: T | None, text: str, advice: str) -> Noted[T]:
    """Return a question about a text, with the part of it that is certain, or None."""
    return Noted(value, _('Hier staat "{text}". {advice}').format(text=_shortened(text), advice=advice), "error")


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= SHOWN_LENGTH else f"{plain[:SHOWN_LENGTH]}…"
