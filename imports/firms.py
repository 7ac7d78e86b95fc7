"""Contractors as people name them in one cell -> names, and the KVK numbers that stand with them.

In: the text of a cell. Out: a name for each contractor. Names are divided where nothing else can be meant: on lines, between semicolons
or upright strokes, and between commas and the like when every part is a firm by its legal form.
"""

import re
from collections.abc import Sequence

from imports.cells import words

_BETWEEN_NAMES = re.compile(r"\s*[\n;|]\s*")
_BETWEEN_FIRMS = re.compile(r"\s*(?:[/,]|\ben\b|(?<=\s)[&+–-](?=\s))\s*")
_NUMBERED = re.compile(r"^(?:\d{1,2}[.)]|[-•*])\s+")
_ROLE = re.compile(r"\s*\((?:penvoerder|hoofdaannemer|hoofdopdrachtnemer|combinant|lead)\)$", re.IGNORECASE)
_LEGAL_FORM = r"\b(?:b\.?\s?v|n\.?\s?v|v\.?\s?o\.?\s?f|c\.?\s?v|u\.?\s?a|gmbh|ltd)\.?$"
_ENDS_AS_FIRM = re.compile(_LEGAL_FORM, re.IGNORECASE)
_FIRM = re.compile(rf"{_LEGAL_FORM}|^(?:stichting|vereniging|co[oö]peratie)\b", re.IGNORECASE)
_WITH_KVK = re.compile(
    r"^(?P<name>.*?[^\s,])[\s,]*(?:[(\[]\s*(?:k\.?v\.?k\.?)?|[\s,-]k\.?v\.?k\.?)(?:[\s-]*+(?:nummer|nr\.?))?+[\s:.-]*+(?P<number>\d{8})\s*[)\]]?$",
    re.IGNORECASE,
)


def names_in(text: str) -> tuple[str, ...]:
    """Return the contractors that a cell names, with single spaces and without the numbers of a list."""
    lines = [words(part) for part in _BETWEEN_NAMES.split(text) if part.strip()]
    if len(lines) > 1:
        lines = [_NUMBERED.sub("", line) for line in lines]
    return tuple(name for line in lines for name in _firms(line))


def _firms(line: str) -> Sequence[str]:
    """Return the firms on a line without their roles, or the line as one name when a part of it is no firm by itself."""
    parts = [_ROLE.sub("", part) for part in _BETWEEN_FIRMS.split(line) if part]
    return parts if len(parts) > 1 and all(_FIRM.search(number_beside(part)[0]) for part in parts) else [line]


def ends_as_firm(name: str) -> bool:
    """Return whether a legal form ends a name, so that it is a firm whatever the words before it say."""
    return _ENDS_AS_FIRM.search(name) is not None


def number_beside(name: str) -> tuple[str, str | None]:
    """Return a name without the KVK number that stands in brackets or with `KvK` behind it, and that number."""
    found = _WITH_KVK.match(name)
    return (found["name"], found["number"]) if found else (name, None)
