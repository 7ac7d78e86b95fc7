"""From the own total to what is reported: each row of the region's lists ends in one step, and each person counts once. Pure.

Rows are one person when they have the same token, when both were decided to be the same as one claim of ours, or when somebody joined
them. So a person whom two partners claim is counted once, and one whom we count ourselves is not counted again.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from gettext import gettext as _
from uuid import UUID

from sroi.contracts.rules import Scope
from sroi.reconciliation.rules.facts import Facts, GoalRule
from sroi.reconciliation.rules.matching.rows import Verdict

Node = tuple[UUID, str]


class Ending(StrEnum):
    """How a row of a partner's list ends in the bridge; the words of their addresses."""

    COUNTS = "telt-mee"
    IS_DOUBLE = "vermoedelijk-dubbel"
    IS_OURS = "persoon-telt-bij-ons"
    IS_ELSEWHERE = "persoon-telt-bij-een-ander"
    NOT_OF_THE_GOAL = "niet-van-dit-doel"
    MATCHED = "hetzelfde"
    DISPUTED = "betwist"
    OPEN = "niet-beslist"


# What stands on the lists of partners and not in our register, before anything is taken off.
ALL_OF_PARTNERS = "alleen-bij-partners"
PARTNER_ONLY = (Ending.COUNTS, Ending.IS_DOUBLE, Ending.IS_OURS, Ending.IS_ELSEWHERE, Ending.NOT_OF_THE_GOAL)


@dataclass(frozen=True)
class BridgeRow:
    """A placement on a partner's list: its list and identity, what was decided, and the claim of ours that it stands beside.

    `year` is the year in which it started, None where it tells none; `own_claim` the number of the first claim of that placement.
    """

    node: Node
    token: str | None
    verdict: Verdict | None
    own_claim: int | None
    year: int | None
    facts: Facts


@dataclass(frozen=True)
class OwnPersons:
    """Our own register in a year: the person of each placement by the number of its first claim, and the persons who count."""

    person_by_claim: Mapping[int, str]
    counted: frozenset[str]


@dataclass(frozen=True)
class BridgeStep:
    """One step: its words, its number with its sign, and how the rows ended that make it; none where it is not of the lists."""

    label: str
    number: int
    endings: tuple[Ending, ...] = ()

    @property
    def key(self) -> str:
        """Return the word in an address for the rows of the step."""
        return self.endings[0].value if len(self.endings) == 1 else ALL_OF_PARTNERS


@dataclass(frozen=True)
class Bridge:
    """The steps from the own total to the reported total. `open_lines` and `disputed` are in neither.

    `partner_scopes` is of which scope the persons are whom only partners have; None is unknown.
    """

    own: int
    steps: tuple[BridgeStep, ...]
    open_lines: int
    disputed: int
    partner_scopes: Mapping[Scope | None, int]

    @property
    def reported(self) -> int:
        """Return what is reported: the own total and all steps."""
        return self.own + sum(step.number for step in self.steps)


class Groups:
    """What belongs together, told pair by pair."""

    def __init__(self) -> None:
        self._above: dict[Hashable, Hashable] = {}

    def of(self, one: Hashable) -> Hashable:
        """Return what stands for all that belongs with one."""
        while (above := self._above.get(one, one)) != one:
            self._above[one] = one = self._above.get(above, above)
        return one

    def join(self, one: Hashable, other: Hashable) -> None:
        """Let two and all that belongs with them belong together."""
        self._above[self.of(one)] = self.of(other)


def endings_of(
    *, rows: Sequence[BridgeRow], own: OwnPersons, joins: Iterable[tuple[Node, Node]], year: int, rule: GoalRule
) -> tuple[Ending, ...]:
    """Return how each row ends, in their order; of rows about one person whom only partners have the first counts."""
    groups = _groups(rows, own, joins)
    taken = {groups.of(("person", person)) for person in own.counted}
    ours = frozenset(taken)
    found = []
    for row in rows:
        ending = _ending(row, year, rule)
        if ending is Ending.COUNTS:
            person = groups.of(row.node)
            if person in taken:
                ending = Ending.IS_OURS if person in ours else Ending.IS_ELSEWHERE
            taken.add(person)
        found.append(ending)
    return tuple(found)


def _groups(rows: Sequence[BridgeRow], own: OwnPersons, joins: Iterable[tuple[Node, Node]]) -> Groups:
    groups = Groups()
    for row in rows:
        if row.token is not None:
            groups.join(row.node, ("person", row.token))
        person = own.person_by_claim.get(row.own_claim or 0)
        if person is not None and row.verdict in (Verdict.MATCHED, Verdict.SUSPECTED_DUPLICATE):
            groups.join(row.node, ("person", person))
    for one, other in joins:
        groups.join(one, other)
    return groups


def _ending(row: BridgeRow, year: int, rule: GoalRule) -> Ending:
    """Return how a row ends before persons are told apart."""
    if row.verdict is Verdict.PARTNER_ONLY:
        is_of_the_year = row.year in (None, year)
        return Ending.COUNTS if is_of_the_year and rule.admits(row.facts) is True else Ending.NOT_OF_THE_GOAL
    return {
        Verdict.MATCHED: Ending.MATCHED,
        Verdict.SUSPECTED_DUPLICATE: Ending.IS_DOUBLE,
        Verdict.DISPUTED: Ending.DISPUTED,
        None: Ending.OPEN,
    }[row.verdict]


def bridge_of(*, own: int, rows: Sequence[BridgeRow], endings: Sequence[Ending], adjustments: int) -> Bridge:
    """Return the bridge of a year: own total + what partners have beside it - what of that is double +/- adjustments."""
    numbers = Counter(endings)
    steps = (
        BridgeStep(ending_label(None), sum(numbers[ending] for ending in PARTNER_ONLY), PARTNER_ONLY),
        *(BridgeStep(ending_label(ending), -numbers[ending], (ending,)) for ending in PARTNER_ONLY if ending is not Ending.COUNTS),
        BridgeStep(_("Aanpassingen na het afsluiten"), adjustments),
    )
    scopes = Counter(row.facts.scope for row, ending in zip(rows, endings, strict=True) if ending is Ending.COUNTS)
    return Bridge(own, steps, numbers[Ending.OPEN], numbers[Ending.DISPUTED], scopes)


def ending_label(ending: Ending | None) -> str:
    """Return the Dutch words for how rows end; None for all that only partners have."""
    return {
        None: _("Op de lijsten van partners, niet in ons register"),
        Ending.COUNTS: _("Telt mee: alleen partners hebben deze persoon"),
        Ending.IS_DOUBLE: _("Daarvan vermoedelijk dubbel"),
        Ending.IS_OURS: _("Daarvan personen die in ons register al meetellen"),
        Ending.IS_ELSEWHERE: _("Daarvan personen die al bij een andere rij meetellen"),
        Ending.NOT_OF_THE_GOAL: _("Daarvan in een ander jaar begonnen, of niet volgens de regel van het doel"),
        Ending.MATCHED: _("Hetzelfde als een plaatsing in ons register"),
        Ending.DISPUTED: _("Betwist"),
        Ending.OPEN: _("Nog niet beslist"),
    }[ending]
