"""What an OCDS release says of social return: in the codes that are meant for it, and in any text about the contract.

In: the state of a process and what a row is about. Out: clauses, each with its path and its words, shortened.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from imports.json_document import Node
from imports.notices.clauses import MAX_CLAUSES, SOCIAL
from imports.notices.ocds_subjects import Subject
from imports.notices.texts import EXCERPT_LENGTH, excerpt, scrubbed
from imports.rows import Clause
from imports.translation import gettext as _

RESERVED = {
    "shelteredWorkshop": _("Voorbehouden aan sociale werkplaatsen of sociale ondernemingen"),
    "publicServiceMission": _("Voorbehouden aan organisaties met een publieke taak"),
}
SUSTAINABILITY = "sustainability"
SOCIAL_GOAL = "social"
GOALS = {
    "social": _("Sociale doelen"),
    "social.accessibility": _("Toegankelijkheid voor iedereen"),
    "social.disadvantagedEmploymentOpportunities": _("Kansen op werk voor langdurig werklozen en mensen met een achterstand of beperking"),
    "social.ethnicEquality": _("Gelijkheid ongeacht afkomst"),
    "social.genderEquality": _("Gelijkheid van mannen en vrouwen"),
    "social.humanRightsInSupplyChains": _("Mensenrechten in de keten"),
    "social.laborRightsPromotion": _("Goede arbeidsomstandigheden"),
    "social.smeInclusion": _("Kansen voor het mkb"),
    "social.womenInclusion": _("Kansen voor ondernemende vrouwen"),
}
# What is no text about the contract, or is about people.
NOT_READ = frozenset(
    ["documents", "contactPoint", "address", "parties", "suppliers", "tenderers", "buyer", "procuringEntity", "lots", "uri", "url", "id"]
)
DEEPEST = 12
AROUND = 2 * EXCERPT_LENGTH  # what may be quoted, and more: what is cut off halfway must not come into the quote


def clauses_of(subject: Subject) -> tuple[Clause, ...]:
    """Return what the tender, its lots, the award and the contract say of social return; a text that repeats is quoted once."""
    shared = subject.known.clauses
    for part in (subject.tender, *subject.lots):
        if part.path not in shared:
            shared[part.path] = _clauses_in([part])
    own = _clauses_in([subject.award, subject.contract])
    found: dict[str, Clause] = {}
    for clause in (*chain.from_iterable(shared[part.path] for part in (subject.tender, *subject.lots)), *own):
        found.setdefault(clause.text.casefold(), clause)
    return tuple(found.values())[:MAX_CLAUSES]


def _clauses_in(parts: Iterable[Node]) -> tuple[Clause, ...]:
    """Return the first clauses in some parts, each text once."""
    found: dict[str, Clause] = {}
    for path, text in chain.from_iterable(chain(_coded(part), _quoted(part)) for part in parts):
        found.setdefault(text.casefold(), Clause(path, text))
        if len(found) >= MAX_CLAUSES:
            break
    return tuple(found.values())


def _coded(part: Node) -> Iterator[tuple[str, str]]:
    reserved = part.at("otherRequirements", "reservedParticipation")
    yield from ((reserved.path, RESERVED[code]) for code in reserved.texts if code in RESERVED)
    for name in ("otherRequirements", "contractTerms"):
        execution = part.at(name, "reservedExecution")
        if execution.value is True:
            yield execution.path, _("Uitvoering voorbehouden aan sociale werkplaatsen")
    for one in part.items(SUSTAINABILITY):
        goal = one.at("goal")
        if goal.text.partition(".")[0] == SOCIAL_GOAL:
            yield goal.path, GOALS.get(goal.text, goal.text)


def _quoted(part: Node) -> Iterator[tuple[str, str]]:
    for node in _leaves(part, 0):
        whole = node.text
        if (first := SOCIAL.search(whole)) is None:
            continue
        text = scrubbed(whole[max(first.start() - AROUND, 0) : first.end() + AROUND])
        if found := SOCIAL.search(text):
            yield node.path, excerpt(text, found.start(), found.end())


def _leaves(node: Node, depth: int) -> Iterator[Node]:
    """Yield the texts below a node, but for those about people, documents and other things."""
    if isinstance(node.value, str):
        yield node
    if depth > DEEPEST:
        return
    if isinstance(node.value, dict):
        for name in node.value:
            if name not in NOT_READ:
                yield from _leaves(node.at(name), depth + 1)
    elif isinstance(node.value, list):
        for index, item in enumerate(node.value):
            yield from _leaves(Node(item, f"{node.path}[{index}]"), depth + 1)
