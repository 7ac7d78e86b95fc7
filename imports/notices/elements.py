"""Elements of a notice: found by path, read as text, and named by where they stand.

Paths are written as `cac:ProcurementProject/cbc:Name` and compared by local name alone: prefixes differ from sender to sender,
and the older schema has changed its namespace with every year.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from imports.cells import words
from imports.notices.texts import MAX_LENGTH
from imports.xml_document import Element

PREFERRED_LANGUAGES = (("NLD", "NL"), ("ENG", "EN"))
# What TED puts where a value is withheld from publication.
MASKS = frozenset(["unpublished"])
PARAGRAPH = "P"
LONG_TEXT = 500
MAX_PARTS = 500  # texts between the mark-up of a text
PREFIXES = {
    "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2": "cac:",
    "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2": "cbc:",
    "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2": "ext:",
    "http://data.europa.eu/p27/eforms-ubl-extensions/1": "efext:",
    "http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1": "efac:",
    "http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1": "efbc:",
}


@lru_cache(maxsize=512)
def _any_namespace(path: str) -> str:
    return "/".join(f"{{*}}{step.rpartition(':')[2]}" for step in path.split("/"))


def all_at(element: Element | None, path: str) -> list[Element]:
    """Return the elements at a path below `element`, in the order of the document."""
    return [] if element is None else element.findall(_any_namespace(path))


def first_at(element: Element | None, *paths: str) -> Element | None:
    """Return the first element that holds something at the first path that leads to one."""
    for path in paths:
        for found in all_at(element, path):
            if len(found) or found.attrib or text_of(found):
                return found
    return None


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child with a name, even when it is empty: in the older schema an empty element says yes."""
    return next(iter(all_at(element, name)), None)


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def text_of(element: Element | None) -> str:
    """Return the text of an element with single spaces; empty for None and for what is withheld from publication.

    Soft hyphens and the like come along with text that was copied from a page: a name must not differ by what nobody sees.
    """
    text = "" if element is None else _text_in(element)
    return "" if text.casefold() in MASKS else text


def _text_in(element: Element) -> str:
    """Return the text of an element and of what is in it, as far as anybody reads on."""
    parts, length = [], 0
    for part in islice(element.itertext(), MAX_PARTS):
        parts.append(part)
        length += len(part)
        if length > MAX_LENGTH:
            break
    text = " ".join(parts)
    return words(text) if length < LONG_TEXT else _long_words(text[:MAX_LENGTH])


@lru_cache(maxsize=64)  # what a notice says once of all its contracts comes back with each
def _long_words(text: str) -> str:
    return words(text)


def text_at(element: Element | None, *paths: str) -> str:
    """Return the text at the first of the paths that leads to any."""
    for path in paths:
        for found in all_at(element, path):
            if text := text_of(found):
                return text
    return ""


def in_best_language(elements: Iterable[Element]) -> Element | None:
    """Return the element in Dutch, else in English, else the first, of those that hold a text."""
    told = [element for element in elements if text_of(element)]
    for codes in PREFERRED_LANGUAGES:
        for element in told:
            if element.get("languageID", "").upper() in codes:
                return element
    return told[0] if told else None


class Places:
    """Where the elements of one document stand; the children of an element are counted once."""

    def __init__(self) -> None:
        self._positions: dict[Element, dict[Element, str]] = {}

    @staticmethod
    def text_of(source: Element) -> str:
        """Return the text of an element, as `text_of` does."""
        return text_of(source)

    def path_of(self, element: Element) -> str:
        """Return where an element stands: names from the root down, numbered where there are more of one name."""
        steps = []
        for step in (element, *element.iterancestors()):
            namespace, _brace, name = str(step.tag).rpartition("}")
            steps.append(f"{PREFIXES.get(namespace.lstrip('{'), '')}{name}{self._position(step)}")
        return "/" + "/".join(reversed(steps))

    def _position(self, element: Element) -> str:
        parent = element.getparent()
        if parent is None:
            return ""
        if parent not in self._positions:
            self._positions[parent] = _numbered(parent)
        return self._positions[parent][element]


def _numbered(parent: Element) -> dict[Element, str]:
    """Return for each child its number among those of its name, in brackets; an empty text for the only one."""
    total = Counter(one.tag for one in parent)
    counted: Counter[str] = Counter()
    found = {}
    for one in parent:
        counted[one.tag] += 1
        found[one] = f"[{counted[one.tag]}]" if total[one.tag] > 1 else ""
    return found


def leaves(element: Element) -> Iterator[Element]:
    """Yield the elements below `element`, itself included, that hold no others; a paragraph of text is one, whatever its mark-up."""
    for found in element.iter("{*}*"):
        is_paragraph = local_name(found) == PARAGRAPH
        if is_paragraph or (not len(found) and not any(local_name(above) == PARAGRAPH for above in found.iterancestors())):
            yield found
