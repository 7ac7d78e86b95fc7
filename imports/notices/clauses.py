"""What a notice says of social return: in the codes that are meant for it, and in any text.

In: the parts of a notice that are about the contract. Out: clauses, each with where it stands and its words, shortened. Nothing is
decided here: an officer reads them.
"""

import re
from collections.abc import Iterable, Iterator

from imports.notices.elements import Places, in_best_language, leaves, local_name, text_of
from imports.notices.texts import MAX_LENGTH, excerpt, scrubbed
from imports.rows import Clause
from imports.xml_document import Element

MAX_CLAUSES = 40

_WORDS = (
    r"social[\s-]?return|S\.?R\.?O\.?I\b|sociaal rendement|maatschappelijk(?!e ondersteuning)|afstand tot (?:de |een )?arbeidsmarkt",
    r"sociale?[\s-](?:voorwaarde|clausule|para?graaf|paragrafen|inkoop|onderneming|criteri|impact|waarde|doelstelling|werkplaats|werkvoorziening)",
    r"arbeidsbeperk|participatiewet|banenafspraak|wajong|beschutte? werk|S?W-bedrijf|WSW\b|prestatieladder socialer|PSO\b",
    r"social (?:clause|value|enterprise|procurement)|disadvantaged (?:worker|person|people)",
    r"clauses? sociale|insertion (?:sociale|professionnelle|par l)",
)
SOCIAL = re.compile("|".join(rf"\b(?:{words})" for words in _WORDS), re.IGNORECASE)
# What holds texts about people and places, or is not written to be read.
_NOT_READ = frozenset(
    [
        "Contact",
        "PostalAddress",
        "Address",
        "Party",
        "ContractingParty",
        "Organizations",
        "Organization",
        "PartyName",
        "TouchPoint",
        "ExternalReference",
    ]
)
_CODED = re.compile(r"(?:ID|URI|Code|Date|Time|Indicator|Amount|Measure|Numeric|Identifier|Quantity)$")


class Clauses:
    """The clauses found so far; a text that repeats is quoted once. `known` keeps what was found in a part, for the next row."""

    def __init__(self, known: dict[Element, tuple[Clause, ...]], places: Places) -> None:
        self._known = known
        self._places = places
        self._found: dict[str, Clause] = {}

    def add(self, element: Element, text: str) -> None:
        """Add what a code or an element says, in these words."""
        self._keep(Clause(self._places.path_of(element), text))

    def _keep(self, clause: Clause) -> None:
        self._found.setdefault(clause.text.casefold(), clause)

    def search(self, parts: Iterable[Element | None]) -> None:
        """Add every text in `parts` that speaks of social return."""
        for part in parts:
            if part is None:
                continue
            if part not in self._known:
                self._known[part] = tuple(_clauses_in(part, self._places))
            for clause in self._known[part]:
                self._keep(clause)

    def found(self) -> tuple[Clause, ...]:
        """Return the clauses in the order in which they were found."""
        return tuple(self._found.values())[:MAX_CLAUSES]


def _clauses_in(part: Element, places: Places) -> Iterator[Clause]:
    """Yield what a part says, each text once and only as much as is shown: telling where each stands takes time."""
    seen: set[str] = set()
    for element in _readable(part):
        told = text_of(element)[:MAX_LENGTH]
        if told not in seen and SOCIAL.search(told):
            seen.add(told)
            text = scrubbed(told)
            if found := SOCIAL.search(text):
                yield Clause(places.path_of(element), excerpt(text, found.start(), found.end()))
        if len(seen) >= MAX_CLAUSES:
            return


def _readable(part: Element) -> Iterator[Element]:
    """Yield the elements that hold a text for people, in one language where it is told in more."""
    best: dict[tuple[Element, str], Element | None] = {}
    for element in leaves(part):
        if not text_of(element) or _CODED.search(local_name(element)):
            continue
        if any(local_name(above) in _NOT_READ or local_name(above).startswith("ADDRESS_") for above in element.iterancestors()):
            continue
        parent = element.getparent()
        if element.get("languageID") is not None and parent is not None:
            key = (parent, element.tag)
            if key not in best:
                best[key] = _told_best(parent.findall(element.tag))
            if best[key] not in (None, element):
                continue
        yield element


def _told_best(alike: list[Element]) -> Element | None:
    """Return the one in the preferred language of elements that say the same, each in a language of its own; else None."""
    languages = [element.get("languageID") for element in alike]
    return in_best_language(alike) if len(set(languages)) == len(languages) > 1 else None
