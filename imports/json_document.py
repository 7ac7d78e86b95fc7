"""JSON from outside: bytes -> values that know where they stand.

In: bytes of one JSON value, or of one value a line, in UTF-8 or UTF-16. Out: `Node`s. What is broken, too deep or no JSON is refused
with one sentence; a long list is cut into pieces first and each read when its turn comes, so that a file of a hundred megabytes fits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from imports.cells import too_large, words
from imports.mapped import Source
from imports.rows import UnreadableFile
from imports.translation import gettext as _
from imports.utf16 import utf16_of

BOM = b"\xef\xbb\xbf"
OPENINGS = (b"{", b"[")
LONG_TEXT, LONGEST_TEXT = 500, 20_000
MOST_ITEMS = 5_000

T = TypeVar("T")

Raw = msgspec.Raw


def _exact(number: str) -> Decimal:
    """Return a number as it is written; of an exponent that no number can have, infinity."""
    try:
        return Decimal(number)
    except InvalidOperation:
        return Decimal("Infinity")


_VALUE: msgspec.json.Decoder[Any] = msgspec.json.Decoder(float_hook=_exact)
_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_LIST = msgspec.json.Decoder(list[msgspec.Raw])


def looks_like_json(content: bytes) -> bool:
    """Return whether the content starts as an object, or as a list of objects."""
    wide = utf16_of(content)
    start = (content[:1000].decode(wide, "ignore").lstrip("\ufeff").encode() if wide else content[:1000].removeprefix(BOM)).lstrip()
    return start.startswith(b"{") or (start.startswith(b"[") and start[1:].lstrip()[:1] in (b"{", b"[", b"]", b""))


def in_utf8(content: Source) -> Source:
    """Return the content in UTF-8, as JSON should be; raise UnreadableFile for UTF-16 that is damaged or that has to be read from disk."""
    wide = utf16_of(content)
    if wide is None:
        return content
    if not isinstance(content, bytes):
        raise UnreadableFile(_("Dit json-bestand staat in UTF-16 en is te groot om zo te lezen. Sla het op als UTF-8."))
    try:
        return content.decode(wide).encode()
    except UnicodeError:
        raise damaged() from None


def damaged() -> UnreadableFile:
    """Return the refusal of JSON that cannot be read."""
    return UnreadableFile(_("Dit json-bestand is beschadigd of niet volledig. Haal het opnieuw op en probeer het nog eens."))


Content = bytes | memoryview | Raw


def pieces_of_object(content: Content) -> dict[str, Raw]:
    """Return the members of an object, unread; raise UnreadableFile when it is none."""
    return _decoded(_OBJECT, content)


def pieces_of_list(content: Content) -> list[Raw]:
    """Return the items of a list, unread; raise UnreadableFile when it is none."""
    return _decoded(_LIST, content)


def read_value(content: Content) -> Any:
    """Return a value: objects as dicts, numbers as int or exact Decimal; raise UnreadableFile when it is no JSON."""
    return _decoded(_VALUE, content)


def _decoded(decoder: msgspec.json.Decoder[T], content: Content) -> T:
    try:
        return decoder.decode(content)
    except RecursionError:
        raise too_deep() from None
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise damaged() from None


def too_deep() -> UnreadableFile:
    """Return the refusal of JSON that is nested deeper than any list of contracts."""
    return UnreadableFile(_("Dit json-bestand is te diep genest om een lijst van opdrachten te zijn."))


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a document and the path to it, such as `releases[0].awards[1].value`; what is not there is None with its path."""

    value: Any
    path: str

    def __bool__(self) -> bool:
        return self.value not in (None, "", [], {})

    def __len__(self) -> int:
        """Return the number of members or items; a text or number has none."""
        return len(self.value) if isinstance(self.value, dict | list) else 0

    def at(self, *names: str) -> "Node":
        """Return the member at the end of the names; each but the last must be an object."""
        value = self.value
        for name in names:
            value = value.get(name) if isinstance(value, dict) else None
        return Node(value, ".".join((self.path, *names)) if self.path else ".".join(names))

    def first(self, *paths: str) -> "Node":
        """Return the first of the dotted paths at which something stands, or else the first path with nothing."""
        found = [self.at(*path.split(".")) for path in paths]
        return next(filter(None, found), found[0])

    def items(self, *names: str) -> "list[Node]":
        """Return the objects in the list at the end of the names; a list in that list is opened too, as some publishers do that.

        Raises UnreadableFile when there are too many to be true.
        """
        outer = self.at(*names)
        found: list[Node] = []
        for node in outer.inside():
            found.extend(one for one in (node.inside() if isinstance(node.value, list) else [node]) if isinstance(one.value, dict))
        return found

    def inside(self) -> "list[Node]":
        """Return the items of a list, whatever they are; raise UnreadableFile when there are too many to be true."""
        if not isinstance(self.value, list):
            return []
        if len(self.value) > MOST_ITEMS:
            raise too_large()
        return [Node(item, f"{self.path}[{index}]") for index, item in enumerate(self.value)]

    @property
    def text(self) -> str:
        """Return the text of a text or number with single spaces and nothing that nobody sees, and nothing for anything else."""
        if isinstance(self.value, str):
            return words(self.value) if len(self.value) < LONG_TEXT else _long_words(self.value[:LONGEST_TEXT])
        if isinstance(self.value, bool) or not isinstance(self.value, int | Decimal):
            return ""
        return _number_text(self.value)

    @property
    def texts(self) -> Sequence[str]:
        """Return the texts in a list, or the one text as a list."""
        if isinstance(self.value, list):
            return [node.text for node in self.inside() if node.text]
        return [self.text] if self.text else []


@lru_cache(maxsize=64)  # what a process says once of all its awards comes back with each
def _long_words(text: str) -> str:
    return words(text)


def _number_text(number: int | Decimal) -> str:
    """Return a number in full; one of more digits than any amount has is told as it is written."""
    if isinstance(number, int):
        return str(number) if number.bit_length() < 1_000 else "∞"
    return f"{number:f}" if -20 <= (number.adjusted() if number.is_finite() else 99) <= 20 else str(number)[:40]
