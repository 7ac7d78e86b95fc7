"""Free text of a notice, without what tells of a person.

In: text as a buyer typed it. Out: the same text without mail addresses, phone numbers and the names of contact persons: those are
dropped here, before anything keeps or shows them.
"""

import re
from functools import lru_cache

from imports.translation import gettext as _
from sroi.values import holds_bsn

EXCERPT_LENGTH = 400
TITLE_LENGTH = 300
MAX_LENGTH = 20_000  # what is longer than this no person reads; a field of eForms holds 6.000 signs at most
IDENTIFIER_LENGTH = 100
KEY_LENGTH = 300  # of what tells procedures and notices apart
LOOKED_AT = 2_000  # signs behind what is shown: what is dropped from it may be that long
# What people write where a number is asked and there is none.
NOT_KNOWN = frozenset(["", "n/a", "na", "n.v.t.", "nvt", "onbekend", "unknown", "none", "not available", "niet bekend", "-", "0", "n/k"])

_MAIL = re.compile(r"(?:mailto:)?[\w.+'-]{1,64}\s?@\s?[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}", re.IGNORECASE)
_LABELLED_PHONE = re.compile(
    r"\b(?:tel|telefoon(?:nummer)?|mobiel|phone|telephone|fax)\b\.?(?:\s?(?:nr|nummer|no)\.?)?\s?:?\s*(?=[+(\d])[+()\d][\d\s()./-]{5,}\d",
    re.IGNORECASE,
)
_ABROAD = re.compile(r"(?<![\w+])(?:\+|00(?=[1-9]))\d{1,3}[\s.()/-]*(?:\d[\s.()/-]{0,2}){6,12}\d(?!\w)")
_DUTCH_PHONE = re.compile(
    r"(?<![\w.,/-])\(?0(?!\d?[-/.]\d{1,2}[-/.]\d{2,4}\b)(?:6|[1-9]\d{1,2}|[89]00)\)?[\s-]{0,3}(?:\d[\s-]?){6,8}(?<=\d)(?!\w)"
)
_SURNAME = r"(?:(?:van|de|der|den|ten|ter|el|al)\s+){0,3}[A-Z][\w'-]+"
_TITLE = r"(?:[Dd]e heer|[Mm]evrouw|[Dd]hr\.?|[Mm]evr\.?|[Mm]w\.?|Mr\.|Mrs\.|Ms\.)\s+"
_CONTACT = re.compile(
    r"\b([Cc]ontactperso(?:on|nen)|[Cc]ontact person|[Tt]er attentie van|[Tt]\.a\.v\.)(\s*(?:is)?\s*:?\s*)"
    rf"(?:{_TITLE})?(?:[A-Z][\w'.-]*\.?\s+)?{_SURNAME}(?:\s+{_SURNAME})*"
)
_ADDRESSED = re.compile(rf"\b{_TITLE}(?:[A-Z]\.?\s?){{0,4}}{_SURNAME}")
_NINE_DIGITS = re.compile(r"(?<!\d)\d(?:[ .-]?\d){8}(?!\d)")
# What each of the patterns above needs: most texts have none of it, and there are very many.
_TELLING = re.compile(
    r"@|\d(?:\D{0,3}\d){4}|[Cc]ontact p|[Cc]ontactp|attentie|\.a\.v|[Dd]e heer|[Mm]evr|[Dd]hr|\b[Mm]w|\bM[rs]s?\.|"
    r"\b(?i:tel|mobiel|phone|fax)"
)
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")


def scrubbed(text: str) -> str:
    """Return a text with single spaces, without mail addresses, phone numbers, contact persons and citizen service numbers."""
    plain = " ".join(text[:MAX_LENGTH].split())
    if not _TELLING.search(plain):
        return plain
    plain = _without_mail(plain)
    for pattern in (_LABELLED_PHONE, _ABROAD, _DUTCH_PHONE):
        plain = pattern.sub(lambda _found: _("[telefoonnummer weggelaten]"), plain)
    plain = _CONTACT.sub(lambda found: f"{found[1]}{found[2]}{_('[naam weggelaten]')}", plain)
    plain = _ADDRESSED.sub(lambda _found: _("[naam weggelaten]"), plain)
    return _NINE_DIGITS.sub(_without_service_number, plain)


def shown(text: str, length: int = TITLE_LENGTH) -> str:
    """Return a text as it is shown: without what tells of a person and at most `length` signs; of a long one the rest is not looked at."""
    return _shown(text[: length + LOOKED_AT], length)


@lru_cache(maxsize=64)  # what a notice says once of all its contracts comes back with each
def _shown(text: str, length: int) -> str:
    return shortened(scrubbed(text), length)


def _without_service_number(found: re.Match[str]) -> str:
    is_round = found[0].endswith("000")  # an amount, as good as certain
    return _("[nummer weggelaten]") if holds_bsn(found[0]) and not is_round else found[0]


def _without_mail(text: str) -> str:
    if "@" not in text:  # looked for at every sign of a text, an address takes the time of sixty
        return text
    return _MAIL.sub(lambda _found: _("[e-mailadres weggelaten]"), text)


def identifier(text: str, length: int = IDENTIFIER_LENGTH) -> str:
    """Return a number or reference that someone gave, as it is but for mail addresses: its digits may look like a phone number."""
    return shortened(_without_mail(" ".join(text[: length + LOOKED_AT].split())), length)


def says_nothing(number: str) -> bool:
    """Return whether a number is none: empty, or a word that says that there is none."""
    return number.casefold() in NOT_KNOWN


def known_identifier(text: str) -> str:
    """Return a number or reference as `identifier` does; empty for a word that says that there is none."""
    told = identifier(text)
    return "" if says_nothing(told) else told


def shortened(text: str, length: int = TITLE_LENGTH) -> str:
    """Return a text of at most `length` signs, cut off with a dot-dot-dot."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def excerpt(text: str, start: int, end: int) -> str:
    """Return the sentences around `text[start:end]`, as many as fit."""
    if len(text) <= EXCERPT_LENGTH:
        return text
    ends = [0, *(found.end() for found in _SENTENCE_END.finditer(text))]
    first = max((place for place in ends if place <= start), default=0)
    first = max(first, end - EXCERPT_LENGTH + 2)
    quoted = text[first : first + EXCERPT_LENGTH - 2]
    complete = [found.start() for found in _SENTENCE_END.finditer(quoted) if found.start() >= end - first]
    if first + len(quoted) < len(text) and complete:
        quoted = quoted[: complete[-1]]
    before, after = "… " if first else "", " …" if first + len(quoted) < len(text) else ""
    return f"{before}{quoted.strip()}{after}"
