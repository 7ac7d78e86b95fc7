"""A stranger's XML -> its root element, or a refusal.

In: bytes. Out: a tree of which no entity was expanded, no DTD read and nothing fetched, without comments and processing
instructions. The document is fed in pieces, and refused at the first sign that it is larger, deeper or wider than a notice can be,
or that it declares entities: the rest is never looked at.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable
from typing import Any

from imports.profile import Profile
from imports.rows import Format, Heard, Reading, UnreadableFile
from imports.translation import gettext as _

MAX_BYTES = 10 * 1024 * 1024
MAX_DEPTH = 64
MAX_ELEMENTS = 200_000
MAX_ATTRIBUTES = 50
MAX_ATTRIBUTE_LENGTH = 20_000
MAX_TEXT_LENGTH = 100_000  # a field of eForms holds 10.000 signs at most
PIECE = 64 * 1024
HEAD = 256 * 1024  # the root element starts in here, or the file is no notice

Element = Any  # lxml's element: its package has no types, and is loaded only when a file is XML

_FIRST_ELEMENT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")


def root_name(content: bytes) -> str | None:
    """Return the name of the first element without its prefix, or None when the content is no XML; nothing is parsed."""
    text = _head(content)
    if not text.lstrip().startswith("<"):
        return None
    found = _FIRST_ELEMENT.search(text)
    return found[1] if found else ""


def _head(content: bytes) -> str:
    """Return the beginning of the content as text, whatever encoding it has; letters that are not ASCII do not matter here."""
    head = content[:HEAD]
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return head.decode("utf-16", "replace")
    if head.startswith((b"<\0", b"\0<")):
        return head.decode("utf-16-le" if head[1] == 0 else "utf-16-be", "replace")
    return head.removeprefix(BOM_UTF8).decode("latin-1")


def _declares_dtd(content: bytes) -> bool:
    before_root = _FIRST_ELEMENT.split(_head(content), maxsplit=1)[0]
    return "<!DOCTYPE" in before_root


def parse(content: bytes) -> Element:
    """Return the root element; raise UnreadableFile for what is damaged, too large, too deep, or declares a DTD."""
    from lxml import etree

    # An element opens and closes: what counts more signs than that holds too many, and is not worth parsing.
    if len(content) > MAX_BYTES or content.count(b"<") > 3 * MAX_ELEMENTS:
        raise too_much()
    if _declares_dtd(content):
        raise _with_dtd()
    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    content = content.lstrip(b" \t\r\n")  # some downloads begin with an empty line, which XML does not allow
    measure = _Measure()
    try:
        for start in range(0, len(content), PIECE):
            parser.feed(content[start : start + PIECE])
            measure.check(parser.read_events())
        root = parser.close()
        measure.check(parser.read_events())
        _check_texts(root)
    except etree.LxmlError:
        raise damaged() from None
    return root


class _Measure:
    """How deep, wide and long a document is so far."""

    def __init__(self) -> None:
        self._depth = self._elements = 0

    def check(self, events: Iterable[tuple[str, Element]]) -> None:
        """Raise UnreadableFile when the elements that were opened go beyond what a notice can be."""
        for event, element in events:
            if event == "end":
                self._depth -= 1
                continue
            self._depth += 1
            self._elements += 1
            # Seen before already, unless an unusual encoding hid it.
            if self._elements == 1 and element.getroottree().docinfo.internalDTD is not None:
                raise _with_dtd()
            if self._depth > MAX_DEPTH or self._elements > MAX_ELEMENTS or _is_too_wide(element):
                raise too_much()


def _is_too_wide(element: Element) -> bool:
    # Counted first: to ask for the values takes the square of their number.
    return len(element.attrib) > MAX_ATTRIBUTES or any(len(value) > MAX_ATTRIBUTE_LENGTH for value in element.values())


def _check_texts(root: Element) -> None:
    """Raise UnreadableFile when one text is far longer than that of any field: what is said of all contracts is read again with each."""
    if any(len(text) > MAX_TEXT_LENGTH for text in root.itertext()):
        raise too_much()


def damaged() -> UnreadableFile:
    """Return the refusal of XML that cannot be read."""
    return UnreadableFile(_("Dit XML-bestand is beschadigd of niet volledig. Download de aankondiging opnieuw."))


def _with_dtd() -> UnreadableFile:
    message = _(
        "Dit XML-bestand bevat een documenttype (DTD) en is daarom niet gelezen. Download de aankondiging opnieuw bij TenderNed of TED."
    )
    return UnreadableFile(message)


def too_much() -> UnreadableFile:
    """Return the refusal of XML that is larger than a notice can be."""
    return UnreadableFile(_("Dit XML-bestand is te groot of te diep genest om een aankondiging te zijn."))


def _recognises(content: bytes) -> bool:
    return root_name(content) is not None


def _refuse(content: bytes, _profile: Profile, _heard: Heard) -> Reading:
    parse(content)
    raise UnreadableFile(_("Dit XML-bestand is geen aankondiging van TenderNed of TED. Kies een aankondiging in eForms of TED-XML."))


# Last of the formats that look like XML: it says of every other what is wrong with it.
OTHER_XML = Format("xml", _recognises, _refuse)
