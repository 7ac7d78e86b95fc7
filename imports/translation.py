"""Texts for people, in their language.

In: a Dutch text. Out: its translation. Each text is looked up once: `gettext` looks for its catalogue on the disk every time, and a
file may have a hundred thousand problems.
"""

from functools import cache
from gettext import gettext as look_up


@cache
def gettext(message: str) -> str:
    """Return the translation of a text."""
    return look_up(message)
