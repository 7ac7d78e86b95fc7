"""The rows of one file, judged in their order: each against the register, and against those before it in the file. Pure."""

from dataclasses import dataclass, field
from datetime import date
from gettext import gettext as _
from typing import Any, Protocol
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from sroi.contracts.rules.facts import ContractFacts, ContractStatus
from sroi.contracts.rules.verdicts import MOVED_BY_EVENTS, Becomes, Decision, Judged, Known, LookAlike, Told, Verdict, decided, judge


class Register(Protocol):
    """What the register knows of rows."""

    def is_done(self, told: Told) -> bool:
        """Return whether an import that was confirmed said exactly this."""

    def contract_id_of(self, told: Told) -> UUID | None:
        """Return the id of the contract that a row is about, also of a row that said so before."""

    def known(self, told: Told) -> Known | None:
        """Return the contract that a row is about."""

    def of(self, contract_id: UUID) -> Known | None:
        """Return a contract by its id."""

    def is_number_of_another(self, told: Told, contract_id: UUID) -> bool:
        """Return whether the number that a row tells is that of another contract than this one."""

    def look_alike(self, told: Told) -> LookAlike | None:
        """Return a contract that looks like a row."""

    def tender(self, told: Told) -> ContractFacts | None:
        """Return what the register has of the tender that a row is about."""


# For each row of a file: to look members up in their class takes longer than all else here.
_NEW, _LINK, _CONTRACT, _CHANGE, _REGISTERED = Decision.NEW, Decision.LINK, Becomes.CONTRACT, Becomes.CHANGE, ContractStatus.REGISTERED
_OF_ITS_OWN = (_CONTRACT, Becomes.DRAFT)


class Choice(Struct, frozen=True, gc=False):
    """What an officer decided about a row, and which contract it is linked to."""

    decision: Decision = Decision.OPEN
    contract_id: UUID | None = None


UNDECIDED = Choice()


@dataclass
class FileJudge:
    """Judges the rows of a file; a contract that a row becomes gets the id of that row."""

    today: date
    seen: dict[str, tuple[UUID | None, Told]] = field(default_factory=dict)
    awarded: dict[str, Known] = field(default_factory=dict)
    changed: dict[str, ContractFacts] = field(default_factory=dict)

    def judge(self, *, row_id: UUID, told: Told, register: Register, choice: Choice = UNDECIDED) -> Judged:
        """Return how the next row of the file compares with the register and with the rows before it."""
        key, first = told.source_key, self.seen.get(told.source_key)
        if first is not None and not told.is_superseded:
            if choice.decision is _NEW and not told.says_as(first[1]):
                return self._apart(told, choice)
            if choice.decision is not _LINK:
                return _repeated(told, *first)
        found = self._found(told, register, choice)
        if told.amended is not None and found.becomes is _CHANGE:
            self.changed[told.target_key] = found.facts
        if not told.is_superseded:
            own_id = row_id if found.becomes in _OF_ITS_OWN else None
            self.seen[key] = (found.contract_id or own_id, told)
        if found.contract_id is None and found.becomes is _CONTRACT:
            self.awarded[key] = Known(row_id, _REGISTERED, found.facts)
        return found

    def _found(self, told: Told, register: Register, choice: Choice) -> Judged:
        if register.is_done(told):
            return Judged(Verdict.SAME, Becomes.NOTHING, told.facts, contract_id=register.contract_id_of(told))
        if choice.decision:
            known = register.of(choice.contract_id) if choice.contract_id else None
            free = _without_number_of_another(told, known, register)
            found = decided(told=free, known=known, decision=choice.decision, today=self.today)
            return self._without_taken_number(found, told, register) if choice.decision is Decision.NEW else found
        known, tender = register.known(told), register.tender(told) if told.is_tender else None
        if told.amended is not None:
            known = self._as_changed(told, known or self.awarded.get(told.target_key))
        if known is None:
            look_alike = register.look_alike(told) if told.amended is None else None
            return judge(told=told, known=None, look_alike=look_alike, today=self.today, tender=tender)
        free = _without_number_of_another(told, known, register)
        return judge(told=free, known=known, look_alike=None, today=self.today, tender=tender)

    def _as_changed(self, told: Told, known: Known | None) -> Known | None:
        """Return a contract as the changes of it that stand before this one in the file leave it."""
        before = self.changed.get(told.target_key)
        if known is None or before is None:
            return known
        moved: dict[str, Any] = {name: value for name in MOVED_BY_EVENTS if (value := getattr(before, name)) is not None}
        return replace(known, facts=replace(known.facts, **moved))

    def _apart(self, told: Told, choice: Choice) -> Judged:
        """Return a row that an officer keeps beside the earlier one that is nearly the same."""
        found = decided(told=told, known=None, decision=choice.decision, today=self.today)
        if found.facts.number:
            return replace(found, becomes=Becomes.DRAFT, facts=replace(found.facts, number="", apart=told.digest))
        return replace(found, facts=replace(found.facts, apart=told.digest))

    def _without_taken_number(self, found: Judged, told: Told, register: Register) -> Judged:
        """Return a row that is a contract of its own without the number of another; it is a draft then, which asks for its own."""
        if not found.facts.number or register.known(told) is None:
            return found
        return replace(found, becomes=Becomes.DRAFT, facts=replace(found.facts, number=""))


def _without_number_of_another(told: Told, known: Known | None, register: Register) -> Told:
    """Return what a row tells of a draft without a number that another contract has: the draft goes on asking for its own."""
    if known is None or known.status is not ContractStatus.DRAFT or not register.is_number_of_another(told, known.contract_id):
        return told
    return replace(told, facts=replace(told.facts, number=""))


def _repeated(told: Told, contract_id: UUID | None, first: Told) -> Judged:
    """Return a row whose key the file had before: the same row, or one that tells something else of what seems the same contract."""
    if told.says_as(first):
        doubt = _("Deze rij staat al eerder in dit bestand.")
        return Judged(Verdict.SAME, Becomes.NOTHING, told.facts, (doubt,), contract_id=contract_id)
    doubt = _(
        "Een eerdere rij in dit bestand heeft dezelfde titel, opdrachtnemer, start en som, maar is verder anders. "
        "Deze rij wordt niet overgenomen. Geef in het bestand elke opdracht een eigen nummer, of registreer deze zelf."
    )
    return Judged(Verdict.DOUBT, Becomes.NOTHING, told.facts, (doubt,))
