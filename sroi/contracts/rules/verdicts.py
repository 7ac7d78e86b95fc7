"""How a row of an import compares with the register, and what it will become. Pure.

In: what a row says, and what the register knows of the contract that it is about. Out: a verdict with its reasons and its differences.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from gettext import gettext as _
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from sroi.contracts.rules.events import Correction
from sroi.contracts.rules.facts import (
    MAX_LENGTHS,
    ContractFacts,
    ContractStatus,
    ContractType,
    contract_type_label,
    is_ahead,
    members_words,
    mistakes,
    needs,
)
from sroi.values import format_euros, format_percentage, format_short_date, is_same_name, last_day, search_text

ERROR = "error"
AHEAD = _("De gunningsdatum ligt in de toekomst.")
AUTHORITY = "contracting_authority"
# What an event can correct of a contract that is registered, and what stands in its row alone.
CORRECTED = ("contract_type", "contract_sum", "awarded_on", "starts_on", "ends_before", "published_on", "tender_sum", "labour_share_pct")
DESCRIBED = ("title", "cpv_code", "extension_options", "members")
OF_TENDERS = ("title", "contract_type", "cpv_code", "lots")
OF_DRAFTS = (*DESCRIBED, *CORRECTED, "number", "contractor_name", "kvk_number", "agreed_rate_pct")
# What events of later may have changed since, so that a row cannot tell whether it means the sum before or after them.
MOVED_BY_EVENTS = ("contract_sum", "ends_before")


class Verdict(StrEnum):
    """How a row compares with the register."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DOUBT = "doubt"


class Becomes(StrEnum):
    """What a row will become when the import is confirmed."""

    CONTRACT = "contract"
    DRAFT = "draft"
    CHANGE = "change"
    TENDER = "tender"
    NOTHING = "known"


class Decision(StrEnum):
    """What an officer decided about a row in doubt."""

    OPEN = ""
    NEW = "new"
    LINK = "link"
    SKIP = "skip"


_COMPLETE = (Verdict.NEW, Becomes.CONTRACT)  # most rows: to look members up in their class takes longer than to judge one


class RowProblem(Struct, frozen=True, gc=False):
    """What is wrong with one field of a row; an `error` makes it a draft, a `warning` tells what was mended."""

    where: str
    field: str
    message: str
    severity: str


class Difference(Struct, frozen=True, array_like=True, gc=False):
    """A field that the row gives another value than the register has; both as a person reads them."""

    field: str
    label: str
    old: str
    new: str


class Amended(Struct, frozen=True, gc=False):
    """What a notice of a modification says: the sum before it in euros when that is told, from which day, and why."""

    effective_on: date | None
    sum_before: Decimal | None = None
    reason: str = ""


class Told(Struct, frozen=True, gc=False):
    """What a row says: facts, what is wrong with them, and which contract it is about (`source_key`).

    `is_tender` says that nothing is awarded yet. `amended` is set for a modification, which `target_key` points at its contract.
    """

    facts: ContractFacts
    problems: tuple[RowProblem, ...]
    source_key: str
    is_tender: bool = False
    amended: Amended | None = None
    target_key: str = ""
    is_superseded: bool = False

    @property
    def has_errors(self) -> bool:
        """Return whether anything could not be read, or cannot be."""
        return bool(self.problems) and any(problem.severity == ERROR for problem in self.problems)

    @property
    def lacks_authority(self) -> bool:
        """Return whether it is not known who awards: `facts` hold the home authority only as a stand-in then."""
        return bool(self.problems) and any(problem.severity == ERROR and problem.field == AUTHORITY for problem in self.problems)

    @property
    def digest(self) -> str:
        """Return what tells whether another row said something else of the contract."""
        said = msgspec.json.encode(self.facts)
        if self.amended is not None:
            said += str(msgspec.json.encode(self.amended)).encode()
        return sha256(said).hexdigest()

    def says_as(self, other: "Told") -> bool:
        """Return whether another row says the same of the contract."""
        return self.facts == other.facts and self.amended == other.amended


class Known(Struct, frozen=True, gc=False):
    """The contract that a row is about, as the register has it, and what the last import said of it, when one did."""

    contract_id: UUID
    status: ContractStatus
    facts: ContractFacts
    has_later_events: bool = False
    earlier: ContractFacts | None = None
    terminated_before: date | None = None


class LookAlike(Struct, frozen=True, gc=False):
    """A contract that may be the same as a row that is not found: what tells so, and what it is called."""

    contract_id: UUID
    number: str
    title: str


class Judged(Struct, frozen=True, gc=False):
    """What was found of a row. `facts` are those to be kept, which lose a number that is another contract's.

    `contract_id` is the contract that it is about, `like_id` one that it may be.
    """

    verdict: Verdict
    becomes: Becomes
    facts: ContractFacts
    doubts: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    contract_id: UUID | None = None
    like_id: UUID | None = None


def judge(*, told: Told, known: Known | None, look_alike: LookAlike | None, today: date, tender: ContractFacts | None = None) -> Judged:
    """Return how a row compares with the register.

    `tender` is what the register has of the tender that the row is about, where it tells of one.
    """
    if told.is_superseded:
        doubt = _("Verderop in dit bestand staat een nieuwere versie van deze aankondiging.")
        return Judged(Verdict.SAME, Becomes.NOTHING, told.facts, (doubt,))
    if told.lacks_authority and known is None:
        return _judged_unawarded(told)
    if told.is_tender:
        return _judged_tender(told, tender)
    if told.amended is not None:
        return _judged_amendment(told, known, today)
    if known is None:
        return _judged_new(told, look_alike, today)
    return _judged_known(told, known, today)


def decided(*, told: Told, known: Known | None, decision: Decision, today: date) -> Judged:
    """Return what becomes of a row in doubt as an officer decided; `known` is the contract that it is linked to."""
    if decision is Decision.SKIP:
        return Judged(Verdict.DOUBT, Becomes.NOTHING, told.facts)
    if decision is Decision.LINK and known is not None:
        linked = replace(known, earlier=None)
        found = _judged_amendment(told, linked, today) if told.amended is not None else _compared(told, linked, today)
        return replace(found, verdict=Verdict.DOUBT)
    if told.lacks_authority:
        return _judged_unawarded(told)
    judged = _as_tender(told) if told.is_tender else _judged_new(told, None, today)
    return replace(judged, verdict=Verdict.DOUBT)


def _as_tender(told: Told) -> Judged:
    """Return the tender that an officer wants of a row in doubt; without a reference it is known by its title."""
    reference = told.facts.tender_reference or told.facts.title[: MAX_LENGTHS["tender_reference"]]
    if not reference:
        return _judged_tender(told, None)
    return Judged(Verdict.DOUBT, Becomes.TENDER, replace(told.facts, tender_reference=reference))


def _judged_unawarded(told: Told) -> Judged:
    """Return a row of which nothing is kept until an officer says which authority awards: it would be kept as another's."""
    doubts = (problem.message for problem in told.problems if problem.severity == ERROR and problem.field == AUTHORITY)
    return Judged(Verdict.DOUBT, Becomes.NOTHING, told.facts, (next(doubts),))


def _judged_tender(told: Told, tender: ContractFacts | None) -> Judged:
    if not told.facts.tender_reference:
        doubt = _("Het kenmerk van deze aanbesteding is niet bekend. Zonder kenmerk vindt een gunning haar later niet terug.")
        return Judged(Verdict.DOUBT, Becomes.NOTHING, told.facts, (doubt,))
    if tender is None:
        return Judged(Verdict.NEW, Becomes.TENDER, told.facts)
    differences = _differences(told.facts, tender, None, OF_TENDERS)
    verdict, becomes = (Verdict.CHANGED, Becomes.TENDER) if differences else (Verdict.SAME, Becomes.NOTHING)
    return Judged(verdict, becomes, told.facts, (), differences)


def _judged_amendment(told: Told, known: Known | None, today: date) -> Judged:
    if known is None:
        doubt = _(
            "Dit is een wijziging van een contract dat niet in het register staat. Koppel het contract, of neem dit over als concept."
        )
        return Judged(Verdict.DOUBT, Becomes.DRAFT, told.facts, (doubt,))
    if known.status is not ContractStatus.REGISTERED:
        doubt = _("Dit is een wijziging van een contract dat nog een concept is. Vul dat eerst aan.")
        return Judged(Verdict.DOUBT, Becomes.NOTHING, told.facts, (doubt,), contract_id=known.contract_id)
    differences = differences_of(told=told.facts, known=known, fields=MOVED_BY_EVENTS)
    ended = known.terminated_before
    if differences and ended is not None and _holds_from(told, today) >= ended:
        doubt = _("Dit contract is beëindigd per {day}. Een wijziging van daarna kan niet. Controleer de datum van de wijziging.")
        asked = (doubt.format(day=format_short_date(ended)),)
        return Judged(Verdict.DOUBT, Becomes.NOTHING, told.facts, asked, differences, known.contract_id)
    if not differences and told.has_errors:
        doubt = _("Wat er wijzigt, is niet te lezen. Leg de wijziging vast bij het contract.")
        return Judged(Verdict.DOUBT, Becomes.NOTHING, told.facts, (doubt,), contract_id=known.contract_id)
    verdict, becomes = (Verdict.CHANGED, Becomes.CHANGE) if differences else (Verdict.SAME, Becomes.NOTHING)
    return Judged(verdict, becomes, told.facts, (), differences, known.contract_id)


def _holds_from(told: Told, today: date) -> date:
    """Return from which day a change holds; one that does not say so holds from today."""
    return (told.amended.effective_on if told.amended is not None else None) or today


def _judged_new(told: Told, look_alike: LookAlike | None, today: date) -> Judged:
    lacking, is_awarded_later = needs(told.facts), is_ahead(told.facts, on=today)
    if not (told.has_errors or lacking or is_awarded_later or look_alike):
        return Judged(*_COMPLETE, told.facts)
    wrong = [problem for problem in told.problems if problem.severity == ERROR]
    # What cannot be read says more than that the field is empty.
    explained = {problem.field for problem in wrong}
    doubts = [need.message for need in lacking if need.field not in explained]
    doubts += dict.fromkeys(problem.message for problem in wrong if problem.message not in doubts)
    if is_awarded_later:
        doubts.append(AHEAD)
    if look_alike is not None:
        named = _("Dit lijkt op contract {number}, {title}: dezelfde opdrachtnemer, en ook bedrag, datum of titel zijn gelijk.")
        doubts.insert(0, named.format(number=look_alike.number or _("zonder nummer"), title=look_alike.title))
    return Judged(Verdict.DOUBT, Becomes.DRAFT, told.facts, tuple(doubts), like_id=look_alike.contract_id if look_alike else None)


def _judged_known(told: Told, known: Known, today: date) -> Judged:
    facts, has = told.facts, known.facts
    if facts.kvk_number and has.kvk_number and facts.kvk_number != has.kvk_number:
        doubt = _("Contract {number} staat in het register op naam van {name}. Is dit een ander contract, of is het overgenomen?")
        asked = (doubt.format(number=facts.number or facts.title, name=has.contractor_name),)
        if facts.number:
            return Judged(Verdict.DOUBT, Becomes.DRAFT, replace(facts, number=""), asked, like_id=known.contract_id)
        return Judged(Verdict.DOUBT, Becomes.NOTHING, facts, asked, contract_id=known.contract_id)
    return _compared(told, known, today)


def _compared(told: Told, known: Known, today: date) -> Judged:
    """Return what a row changes of the contract that it is about."""
    if known.status is ContractStatus.DRAFT:
        differences = differences_of(told=told.facts, known=known, fields=OF_DRAFTS)
        if not differences:
            return Judged(Verdict.SAME, Becomes.NOTHING, told.facts, contract_id=known.contract_id)
        merged = merged_facts(told=told.facts, known=known.facts)
        if clashes := _clashes(merged):
            return Judged(Verdict.DOUBT, Becomes.NOTHING, told.facts, clashes, differences, known.contract_id)
        is_complete = not (told.has_errors or needs(merged) or is_ahead(merged, on=today))
        becomes = Becomes.CONTRACT if is_complete else Becomes.DRAFT
        return Judged(Verdict.CHANGED, becomes, told.facts, (), differences, known.contract_id)
    differences = differences_of(told=told.facts, known=known, fields=(*DESCRIBED, *CORRECTED))
    if not differences:
        return Judged(Verdict.SAME, Becomes.NOTHING, told.facts, contract_id=known.contract_id)
    if known.has_later_events and any(difference.field in MOVED_BY_EVENTS for difference in differences):
        doubt = _(
            "Van dit contract zijn wijzigingen vastgelegd. Of dit bedrag of deze einddatum daarvoor of daarna geldt, is niet te zien."
        )
        return Judged(Verdict.DOUBT, Becomes.NOTHING, told.facts, (doubt,), differences, known.contract_id)
    corrected = replace(known.facts, **{one.field: getattr(told.facts, one.field) for one in differences})
    clashes = (AHEAD,) if is_ahead(corrected, on=today) else _clashes(corrected)
    verdict, becomes = (Verdict.DOUBT, Becomes.NOTHING) if clashes else (Verdict.CHANGED, Becomes.CHANGE)
    return Judged(verdict, becomes, told.facts, clashes, differences, known.contract_id)


def _clashes(facts: ContractFacts) -> tuple[str, ...]:
    """Return what cannot be true of a contract as a row would change it: its confirmation would be refused, with all other rows."""
    doubt = _("Dit past niet bij wat al in het register staat. {mistake}")
    return tuple(doubt.format(mistake=one.message) for one in mistakes(facts))


def differences_of(*, told: ContractFacts, known: Known, fields: Iterable[str]) -> tuple[Difference, ...]:
    """Return the fields that a row tells another value of than the register has, unless the last import told the same already."""
    return _differences(told, known.facts, known.earlier, fields)


def _differences(told: ContractFacts, has: ContractFacts, earlier: ContractFacts | None, fields: Iterable[str]) -> tuple[Difference, ...]:
    found = []
    for field in fields:
        new, old = getattr(told, field), getattr(has, field)
        is_told = new not in (None, "", ()) and not (field == "awarded_on" and told.award_date_is_assumed)
        is_news = earlier is None or getattr(earlier, field) != new
        if is_told and is_news and not _is_same(field, old, new):
            found.append(Difference(field, field_label(field), words_of(field, old), words_of(field, new)))
    return tuple(found)


def _is_same(field: str, old: Any, new: Any) -> bool:
    if field == "contractor_name":
        return is_same_name(old, new)
    return bool(search_text(old) == search_text(new)) if field == "title" else bool(old == new)


def merged_facts(*, told: ContractFacts, known: ContractFacts) -> ContractFacts:
    """Return the facts of a draft with what a row tells of it; what the row leaves out stays as it was."""
    said: dict[str, Any] = {field: getattr(told, field) for field in OF_DRAFTS if getattr(told, field) not in (None, "", ())}
    if "awarded_on" in said:
        said["award_date_is_assumed"] = told.award_date_is_assumed
    if told.lots:
        said |= {"lots": told.lots, "tender_reference": told.tender_reference}
    return replace(known, **said)


def correction_of(*, told: ContractFacts, differences: Iterable[Difference]) -> Correction | None:
    """Return the event that gives a registered contract what a row tells otherwise; None when no event is needed for it."""
    changed: dict[str, Any] = {one.field: getattr(told, one.field) for one in differences if one.field in CORRECTED}
    return Correction(**changed) if changed else None


def field_label(field: str) -> str:
    """Return the Dutch name of a fact."""
    return {
        "number": _("Contractnummer"),
        "title": _("Opdracht"),
        "contract_type": _("Soort"),
        "contractor_name": _("Opdrachtnemer"),
        "members": _("Combinatie"),
        "kvk_number": _("KVK-nummer"),
        "cpv_code": _("CPV-code"),
        "contract_sum": _("Opdrachtsom"),
        "tender_sum": _("Inschrijfsom"),
        "labour_share_pct": _("Arbeidsdeel"),
        "agreed_rate_pct": _("Afgesproken percentage"),
        "published_on": _("Publicatiedatum"),
        "awarded_on": _("Gunningsdatum"),
        "starts_on": _("Startdatum"),
        "ends_before": _("Laatste dag"),
        "extension_options": _("Verlengingsopties"),
        "lots": _("Percelen"),
        "tender_reference": _("Kenmerk van de aanbesteding"),
    }[field]


def words_of(field: str, value: Any) -> str:
    """Return a fact as a person reads it."""
    if value in (None, "", ()):
        return _("niet bekend")
    if field == "members":
        return members_words(value)
    if isinstance(value, tuple):
        return "; ".join(f"{lot.number} {lot.title}" for lot in value)
    if isinstance(value, ContractType):
        return contract_type_label(value)
    if isinstance(value, date):
        day = last_day(value) if field == "ends_before" else value
        return format_short_date(day)
    if isinstance(value, Decimal):
        return format_percentage(value) if field.endswith("_pct") else format_euros(value)
    return str(value)
