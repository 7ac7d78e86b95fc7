"""What a contract is, when it is complete, and what a draft still needs. Pure."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from gettext import gettext as _
from hashlib import sha256
from operator import attrgetter
from uuid import UUID

import msgspec

from sroi.errors import NotFound, UnableTo
from sroi.values import CENT, MAX_EUROS, Period, search_text

MAX_TITLE = 300
MAX_LENGTHS = {"number": 100, "title": MAX_TITLE, "contractor_name": 200, "extension_options": 300, "tender_reference": 100}
_ALWAYS_FITS = min(MAX_LENGTHS.values())
_NONE_OF_IT, _ALL_OF_IT = Decimal(0), Decimal(100)
_NEEDED = ("number", "title", "contract_type", "contractor_name", "kvk_number", "contract_sum", "awarded_on", "starts_on")
_VALUES_NEEDED = attrgetter(*_NEEDED)


# Real notices give a value of one euro where the sum is kept back.
PLACEHOLDER_SUM = Decimal("1.00")


class ContractType(StrEnum):
    """The type of contract, as procurement law divides them."""

    WORKS = "works"
    SERVICES = "services"
    SUPPLIES = "supplies"


class ContractStatus(StrEnum):
    """A draft asks for what it lacks; a registered contract is complete; a withdrawn one came of an import that was undone."""

    DRAFT = "draft"
    REGISTERED = "registered"
    WITHDRAWN = "withdrawn"


class ContractRole(StrEnum):
    """A contract by itself, a framework under which call-offs are awarded, or such a call-off."""

    SINGLE = "single"
    FRAMEWORK = "framework"
    CALL_OFF = "call_off"


_CALL_OFF = ContractRole.CALL_OFF  # to look it up in its class for each row of an import takes longer


class Scope(StrEnum):
    """Local: awarded by the home authority. Regional: by any other."""

    LOCAL = "local"
    REGIONAL = "regional"


class UnableToRegister(UnableTo):
    """The facts cannot become a contract; `at` counts from 0 which contract of a set it was."""

    at: int = 0


class ContractNotFound(NotFound):
    """There is no such contract, or it is not the viewer's."""


class LotFacts(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A lot of the tender that this contract covers."""

    number: int
    title: str


class NumberKind(StrEnum):
    """What the number of a firm is: of the Chamber of Commerce, an OIN, or another."""

    KVK = "kvk"
    OIN = "oin"
    OTHER = "other"


class MemberFacts(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A member of the consortium that won; `kind` says what its number is, when it has one."""

    name: str
    number: str = ""
    kind: NumberKind | None = None
    is_lead: bool = False


class ContractFacts(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What is known of a tender and its award; None or an empty text is not known yet.

    Sums are euros ex VAT; percentages run from 0 to 100; `ends_before` is the first day after the end, None when the contract runs on.
    `members` are those of a consortium, of which the contractor is the one that leads; a single firm has none.
    `apart` tells a row of an import from one that is nearly the same, where an officer kept both.
    A struct, as an import makes a hundred thousand and keeps them as JSON: a frozen dataclass takes ten times as long to make.
    """

    authority_id: UUID
    number: str = ""
    title: str = ""
    contract_type: ContractType | None = None
    contractor_name: str = ""
    kvk_number: str | None = None
    cpv_code: str | None = None
    contract_sum: Decimal | None = None
    tender_sum: Decimal | None = None
    wage_sum: Decimal | None = None
    labour_share_pct: Decimal | None = None
    agreed_rate_pct: Decimal | None = None
    published_on: date | None = None
    awarded_on: date | None = None
    award_date_is_assumed: bool = False
    starts_on: date | None = None
    ends_before: date | None = None
    extension_options: str = ""
    tender_reference: str = ""
    lots: tuple[LotFacts, ...] = ()
    role: ContractRole = ContractRole.SINGLE
    framework_id: UUID | None = None
    apart: str = ""
    members: tuple[MemberFacts, ...] = ()

    @property
    def import_key(self) -> str | None:
        """Return what tells a row without a contract number from any other, so that importing it again adds nothing."""
        if self.number:
            return None
        parts = [str(self.authority_id), self.title, self.contractor_name, str(self.starts_on), str(self.contract_sum)]
        parts += [self.apart] if self.apart else []
        return sha256("\n".join(search_text(part) for part in parts).encode()).hexdigest()

    @property
    def identity(self) -> str:
        """Return what a contract is known by: authority and number, or the import key where it has no number."""
        return f"{_written(self.authority_id)} {self.number}" if self.number else self.import_key or ""

    @property
    def source_key(self) -> str:
        """Return what a row of a register is known by in every file: its identity, in one length."""
        return source_key_of(self.identity)


def source_key_of(identity: str) -> str:
    """Return what rows about the contract of this identity are known by."""
    return sha256(identity.encode()).hexdigest()


@dataclass(frozen=True)
class ContractRecord:
    """A contract as it is registered, or a draft of one."""

    id: UUID
    facts: ContractFacts
    status: ContractStatus
    scope: Scope
    authority_name: str
    contractor_id: UUID | None
    tender_id: UUID | None
    created_at: datetime
    registered_at: datetime | None

    @property
    def period(self) -> Period | None:
        """Return the days that the contract runs, or None when its start is not known."""
        return Period(self.facts.starts_on, self.facts.ends_before) if self.facts.starts_on else None


@dataclass(frozen=True)
class Need:
    """One thing that a draft lacks, on the field that it belongs to."""

    field: str
    message: str


@cache
def contract_type_label(contract_type: ContractType | None) -> str:
    """Return the Dutch name of a type of contract."""
    if contract_type is None:
        return _("onbekend")
    return {ContractType.WORKS: _("Werken"), ContractType.SERVICES: _("Diensten"), ContractType.SUPPLIES: _("Leveringen")}[contract_type]


def role_label(role: ContractRole) -> str:
    """Return the Dutch name of a contract's role."""
    return {
        ContractRole.SINGLE: _("Gewone opdracht"),
        ContractRole.FRAMEWORK: _("Raamovereenkomst"),
        ContractRole.CALL_OFF: _("Nadere overeenkomst"),
    }[role]


def scope_label(scope: Scope) -> str:
    """Return the Dutch name of a scope."""
    return _("Lokaal") if scope is Scope.LOCAL else _("Regionaal")


def members_words(members: Iterable[MemberFacts]) -> str:
    """Return the members of a consortium as a person reads them."""
    return ", ".join(_("{name} (penvoerder)").format(name=one.name) if one.is_lead else one.name for one in members)


def with_leader(facts: ContractFacts) -> ContractFacts:
    """Return facts in which the member that is the contractor leads, where nothing told which one does."""
    if not facts.kvk_number or any(one.is_lead for one in facts.members):
        return facts
    at = next((at for at, one in enumerate(facts.members) if one.number == facts.kvk_number), None)
    if at is None:
        return facts
    leader = msgspec.structs.replace(facts.members[at], is_lead=True)
    return msgspec.structs.replace(facts, members=(*facts.members[:at], leader, *facts.members[at + 1 :]))


def needs(facts: ContractFacts) -> tuple[Need, ...]:
    """Return what must be known before these facts are a contract; nothing when they are complete."""
    values, lacks_framework = _VALUES_NEEDED(facts), facts.role is _CALL_OFF and facts.framework_id is None
    if all(values) and not lacks_framework:
        return ()
    missing = [field for field, value in zip(_NEEDED, values, strict=True) if value in (None, "")]
    if lacks_framework:
        missing.append("framework")
    return tuple(Need(field, _question(field)) for field in missing)


def _question(field: str) -> str:
    return {
        "number": _("Vul het contractnummer in."),
        "title": _("Vul de titel van de opdracht in."),
        "contract_type": _("Kies werken, diensten of leveringen."),
        "contractor_name": _("Vul de naam van de opdrachtnemer in."),
        "kvk_number": _("Vul het KVK-nummer van de opdrachtnemer in."),
        "contract_sum": _("Vul de opdrachtsom exclusief btw in."),
        "awarded_on": _("Vul de gunningsdatum in."),
        "starts_on": _("Vul de startdatum in."),
        "framework": _("Kies de raamovereenkomst waar deze nadere overeenkomst onder valt."),
    }[field]


def mistakes(facts: ContractFacts) -> tuple[Need, ...]:
    """Return what cannot be true of these facts, complete or not, or cannot be kept."""
    found: list[Need] = []
    if _may_be_too_long(facts):
        found += [Need(field, _too_long(most)) for field, most in MAX_LENGTHS.items() if len(getattr(facts, field)) > most]
    if facts.contract_sum is not None:
        found += _mistakes_of_sum("contract_sum", facts.contract_sum)
    if facts.tender_sum is not None:
        found += _mistakes_of_sum("tender_sum", facts.tender_sum)
    if facts.wage_sum is not None:
        found += _mistakes_of_sum("wage_sum", facts.wage_sum)
    if facts.labour_share_pct is not None:
        found += _mistakes_of_share("labour_share_pct", facts.labour_share_pct)
    if facts.agreed_rate_pct is not None:
        found += _mistakes_of_share("agreed_rate_pct", facts.agreed_rate_pct)
    if facts.kvk_number and not facts.contractor_name:
        found.append(Need("contractor_name", _("Vul bij het KVK-nummer ook de naam van de opdrachtnemer in.")))
    if facts.published_on and facts.awarded_on and facts.published_on > facts.awarded_on:
        found.append(Need("published_on", _("De publicatie ligt na de gunning. Verbeter een van beide.")))
    if facts.starts_on and facts.ends_before and facts.ends_before <= facts.starts_on:
        found.append(Need("ends_on", _("De einddatum ligt voor de startdatum. Verbeter een van beide.")))
    return (*found, *_mistakes_of_lots(facts)) if facts.lots else tuple(found)


def _may_be_too_long(facts: ContractFacts) -> bool:
    """Return whether any text is longer than what fits everywhere, which of most contracts none is."""
    return (
        len(facts.number) > _ALWAYS_FITS
        or len(facts.title) > _ALWAYS_FITS
        or len(facts.contractor_name) > _ALWAYS_FITS
        or len(facts.extension_options) > _ALWAYS_FITS
        or len(facts.tender_reference) > _ALWAYS_FITS
    )


def _mistakes_of_sum(field: str, amount: Decimal) -> tuple[Need, ...]:
    return () if CENT <= amount <= MAX_EUROS else (Need(field, _too_small() if amount < CENT else _too_large()),)


def _mistakes_of_share(field: str, share: Decimal) -> tuple[Need, ...]:
    return () if _NONE_OF_IT <= share <= _ALL_OF_IT else (Need(field, _("Een percentage ligt tussen 0 en 100.")),)


def _mistakes_of_lots(facts: ContractFacts) -> Iterator[Need]:
    numbers = [lot.number for lot in facts.lots]
    if len(set(numbers)) < len(numbers):
        yield Need("lots", _("Elk perceel heeft een eigen nummer. Verbeter de lijst met percelen."))
    if any(len(lot.title) > MAX_TITLE for lot in facts.lots):
        yield Need("lots", _too_long(MAX_TITLE))
    if not facts.tender_reference:
        yield Need("tender_reference", _("Vul het kenmerk van de aanbesteding in: percelen horen bij een aanbesteding."))


def is_ahead(facts: ContractFacts, *, on: date) -> bool:
    """Return whether the award lies after the day of today, which is a slip of the pen."""
    return facts.awarded_on is not None and facts.awarded_on > on


def check_facts(facts: ContractFacts) -> None:
    """Raise UnableToRegister for the first of the mistakes in these facts."""
    for mistake in mistakes(facts):
        raise UnableToRegister(mistake.message, field=mistake.field)


@contextmanager
def refused_at(at: int) -> Iterator[None]:
    """Let a refusal say which contract of a set it is about."""
    try:
        yield
    except UnableToRegister as refusal:
        refusal.at = at
        raise


def _too_small() -> str:
    return _("Vul een bedrag groter dan € 0,00 in.")


def _too_large() -> str:
    return _("Dit bedrag is te groot. Controleer het aantal nullen.")


def _too_long(most: int) -> str:
    return _("Deze tekst is te lang. Gebruik ten hoogste {most} tekens.").format(most=most)


def searchable(facts: ContractFacts) -> str:
    """Return the text that a search over contracts looks in."""
    parts = (facts.number, facts.title, facts.contractor_name, facts.kvk_number or "", facts.tender_reference)
    return search_text(" ".join((*parts, *(member.name for member in facts.members))))


def facts_to_json(facts: ContractFacts) -> str:
    """Return facts as one JSON text, to be kept while an import waits for its confirmation; what is not known is left out."""
    return msgspec.json.encode(facts).decode()


def facts_from_json(text: str) -> ContractFacts:
    """Return the facts that `facts_to_json` wrote."""
    return msgspec.json.decode(text, type=ContractFacts)


@cache
def _written(authority_id: UUID) -> str:
    """Return an authority's id as text; there are few, and every row of an import asks for one."""
    return str(authority_id)
