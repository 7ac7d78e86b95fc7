"""What the rows of an OCDS process are about: each contract with its award or awards, and each award that has no contract.

In: the state of a process. Out: subjects. Of a contract that covers several awards those are put together: so the OCDS profile of eForms
tells of one that covers several lots (`awardIDs`). https://extensions.open-contracting.org/en/extensions/eforms/master/
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from imports.cells import too_large
from imports.json_document import Node
from imports.notices.amounts import NoAmount, total_of
from imports.notices.ocds_amounts import amount_at
from imports.rows import MAX_NAMED, Clause
from imports.translation import gettext as _

NOTHING = Node(None, "")
LOST = frozenset(["cancelled", "unsuccessful", "withdrawn"])


class State:
    """What is known of a process; its parties, lots and clauses are looked up once, however many awards share them."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.tender = node.at("tender")
        self.lots = self.tender.items("lots")
        self.parties = node.items("parties")
        self.clauses: dict[str, tuple[Clause, ...]] = {}

    @cached_property
    def lots_by_id(self) -> dict[str, list[Node]]:
        """Return the lots of each id."""
        return _grouped(self.lots, "id")

    @cached_property
    def parties_by_id(self) -> dict[str, list[Node]]:
        """Return the parties of each id."""
        return _grouped(self.parties, "id")

    @cached_property
    def parties_by_name(self) -> dict[str, list[Node]]:
        """Return the parties of each name."""
        return _grouped(self.parties, "name")

    @cached_property
    def buyers(self) -> list[Node]:
        """Return the parties that buy, and after them those that procure."""
        return [party for role in ("buyer", "procuringentity") for party in self.parties if has_role(party, role)]


def has_role(party: Node, role: str) -> bool:
    """Return whether a party has a role, or one that starts with its word."""
    return any(one.casefold().startswith(role) for one in party.at("roles").texts)


def _grouped(nodes: list[Node], name: str) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for node in nodes:
        if text := node.at(name).text:
            found.setdefault(text, []).append(node)
    return found


@dataclass(frozen=True)
class Subject:
    """What a row is about: the state of its process, the award, and the contract that came of it; a node that is not there is empty.

    `shares_award` says that more contracts came of the award, so that its value is not that of this one.
    """

    ocid: str
    known: State
    award: Node
    contract: Node
    shares_award: bool = False

    @property
    def state(self) -> Node:
        """Return all that is known of the process."""
        return self.known.node

    @cached_property
    def tender(self) -> Node:
        """Return the tender that the award came of."""
        return self.known.tender

    @cached_property
    def lots(self) -> list[Node]:
        """Return the lots that the award is about; of a tender with one lot, that one."""
        every = self.known.lots
        found = [lot for identifier in self._related for lot in self.known.lots_by_id.get(identifier, ())]
        return found or (every if len(every) == 1 and not self._related else [])

    @cached_property
    def lot_ids(self) -> tuple[str, ...]:
        """Return the lots as the award names them, also those that the tender does not describe."""
        return self._related or tuple(lot.at("id").text for lot in self.lots)

    @cached_property
    def _related(self) -> tuple[str, ...]:
        related = (*self.award.at("relatedLots").texts, *self.award.at("relatedLot").texts, *self.contract.at("relatedLots").texts)
        return tuple(dict.fromkeys(related))


def subjects_of(ocid: str, state: Node, tell: Callable[[Node, str], None]) -> Iterator[Subject]:
    """Yield what there is a row for; `tell` hears which award or contract did not go on.

    Raises UnreadableFile when they name more lots, firms and awards together than can be true.
    """
    named = 0
    for subject in _subjects(ocid, state, tell):
        named += len(subject.award.at("relatedLots")) + len(subject.award.at("suppliers")) + len(subject.contract.at("awardIDs"))
        if named > MAX_NAMED:
            raise too_large()
        yield subject


def _subjects(ocid: str, state: Node, tell: Callable[[Node, str], None]) -> Iterator[Subject]:
    known, of_several = State(state), []
    contracts: dict[str, list[Node]] = {}
    covered: set[str] = set()  # awards that have no row of their own
    for contract in state.items("contracts"):
        ids = tuple(dict.fromkeys(contract.at("awardIDs").texts)) or (contract.at("awardID").text,)
        if contract.at("status").text.casefold() in LOST:
            tell(contract.at("status"), _("Dit contract is niet doorgegaan en is niet gelezen."))
            covered.update(filter(None, ids))
        elif len(ids) > 1:
            of_several.append((contract, ids))
            covered.update(ids)
        else:
            contracts.setdefault(ids[0], []).append(contract)
    awards = state.items("awards")
    for award in awards:
        own = contracts.pop(award.at("id").text, [])
        if own:
            yield from (Subject(ocid, known, award, contract, shares_award=len(own) > 1) for contract in own)
        elif award.at("id").text not in covered:
            yield from _award(Subject(ocid, known, award, NOTHING), tell)
    by_id = {award.at("id").text: award for award in reversed(awards)}
    for contract, ids in of_several:
        yield Subject(ocid, known, _put_together([by_id[one] for one in ids if one in by_id]), contract)
    for left in contracts.values():
        yield from (Subject(ocid, known, NOTHING, contract) for contract in left)


def _award(subject: Subject, tell: Callable[[Node, str], None]) -> Iterator[Subject]:
    """Yield an award without a contract, unless it did not go on."""
    status = subject.award.at("status")
    if status.text.casefold() in LOST:
        tell(status, _("Deze gunning is niet doorgegaan en is niet gelezen."))
    else:
        yield subject


def _put_together(awards: Sequence[Node]) -> Node:
    """Return awards as one: the first, with the lots, suppliers and items of all and the sum of their values, or why there is none."""
    if len(awards) < 2:
        return next(iter(awards), NOTHING)
    first = awards[0]
    lists = {name: [one.value for award in awards for one in award.at(name).inside()] for name in ("relatedLots", "suppliers", "items")}
    amounts = [amount_at(award.at("value")) for award in awards]
    total = total_of(amounts)
    value = next((award.at("value").value for award, amount in zip(awards, amounts, strict=True) if isinstance(amount, NoAmount)), None)
    if not isinstance(total, NoAmount):
        value = {"amount": total.value, "currency": total.currency}
    together: dict[str, Any] = first.value | lists | {"value": value}
    return Node(together, first.path)
