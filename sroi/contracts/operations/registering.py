"""Contracts and drafts that are new in the register, as a set: one contract is a set of one.

In: what is known of each. Out: rows of contracts with their tenders, lots, contractors, award and audit events, in a number of
statements that does not grow with the set. Nothing of a set is stored when one of it is refused; the refusal says which.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from gettext import gettext as _
from uuid import UUID

from msgspec import Struct

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_events
from sroi.audit.rules import actor_of, subjects
from sroi.contracts.operations.events import add_awards
from sroi.contracts.operations.members import add_members
from sroi.contracts.operations.rows import References, columns_of, references
from sroi.contracts.operations.tenders import add_lots
from sroi.contracts.queries import contract_ids_by_number
from sroi.contracts.rules import (
    ContractFacts,
    ContractStatus,
    RecordedEvent,
    UnableToRegister,
    check_facts,
    is_ahead,
    members_words,
    needs,
    refused_at,
)
from sroi.contracts.tables import Contract
from sroi.database import UniqueViolation, insert_all, new_ids, transaction
from sroi.values import local_day


class Registered(Struct, frozen=True):
    """A contract that was just registered, with the award that its life begins with."""

    id: UUID
    facts: ContractFacts
    award: RecordedEvent


async def register_contracts(
    *,
    viewer: Viewer,
    facts: Sequence[ContractFacts],
    now: datetime,
    ids: Sequence[UUID] | None = None,
    batch_id: UUID | None = None,
    are_new: bool = False,
) -> tuple[Registered, ...]:
    """Register complete contracts, under these ids when they are given, and return them in their order.

    Raises UnableToRegister on the field that stands in the way, of the contract that `at` counts. `batch_id` is the import that they come
    from, which every event names; `are_new` says that their numbers have been compared with the register already.
    """
    today = local_day(now)
    for at, one in enumerate(facts):
        try:
            require_complete(one, today)
        except UnableToRegister as refusal:
            refusal.at = at
            raise
    async with transaction():
        if not are_new:
            await require_new_numbers(facts)
        own_ids, known = await _insert(viewer, facts, ContractStatus.REGISTERED, now, ids)
        awarded = [(key, firm.id, one) for key, one in zip(own_ids, facts, strict=True) if (firm := known.firm_of(one)) is not None]
        awards = await add_awards(viewer=viewer, awarded=awarded, now=now)
        await record_facts(viewer, "contract.registered", zip(own_ids, facts, strict=True), now, batch_id)
    return tuple(map(Registered, own_ids, facts, awards))


async def keep_drafts(
    *, viewer: Viewer, facts: Sequence[ContractFacts], now: datetime, ids: Sequence[UUID] | None = None, batch_id: UUID | None = None
) -> tuple[UUID, ...]:
    """Keep incomplete contracts that are new and return their ids; raises UnableToRegister when what is known cannot be true."""
    for at, one in enumerate(facts):
        with refused_at(at):
            check_draft(one)
    async with transaction():
        await require_new_numbers(facts)
        own_ids, _known = await _insert(viewer, facts, ContractStatus.DRAFT, now, ids)
        await record_facts(viewer, "contract.draft_kept", zip(own_ids, facts, strict=True), now, batch_id)
    return own_ids


def check_draft(facts: ContractFacts) -> None:
    """Raise UnableToRegister when a draft says nothing, or what cannot be true."""
    check_facts(facts)
    if not (facts.title or facts.number or facts.contractor_name):
        raise UnableToRegister(_("Vul ten minste de titel van de opdracht in."), field="title")


def require_complete(facts: ContractFacts, today: date) -> None:
    """Raise UnableToRegister for the first thing that facts lack to be a contract, or that cannot be true."""
    check_facts(facts)
    if is_ahead(facts, on=today):
        raise UnableToRegister(
            _("De gunningsdatum ligt in de toekomst. Bewaar de opdracht als concept tot zij is gegund."), field="awarded_on"
        )
    for need in needs(facts):
        raise UnableToRegister(need.message, field=need.field)


async def require_new_numbers(facts: Sequence[ContractFacts], *, own_id: UUID | None = None) -> None:
    """Refuse a number that the register, or another contract of the set, has already at the same authority."""
    taken = await contract_ids_by_number(numbers={one.number for one in facts if one.number})
    seen: set[tuple[UUID, str]] = set()
    for at, one in enumerate(facts):
        place = (one.authority_id, one.number)
        if one.number and (place in seen or taken.get(place, own_id) != own_id):
            with refused_at(at):
                message = _("Contract {number} van deze aanbestedende dienst staat al in het register.")
                raise UnableToRegister(message.format(number=one.number), field="number")
        seen.add(place)


async def record_facts(
    viewer: Viewer, action: str, told: Iterable[tuple[UUID, ContractFacts]], now: datetime, batch_id: UUID | None = None
) -> None:
    """Record what each contract was registered or kept as, and the import that it came from."""
    known = tuple(told)
    about = subjects("contract", (contract_id for contract_id, _facts in known))
    events = [(subject, _details(facts, batch_id)) for subject, (_contract, facts) in zip(about, known, strict=True)]
    await record_events(actor=actor_of(viewer), action=action, told=events, now=now)


def _details(facts: ContractFacts, batch_id: UUID | None) -> dict[str, object]:
    details: dict[str, object] = {
        "authority": facts.authority_id,
        "number": facts.number,
        "contract_sum": facts.contract_sum,
        "awarded_on": facts.awarded_on,
    }
    if facts.members:
        details["members"] = members_words(facts.members)
    if batch_id is not None:
        details["import"] = batch_id
    return details


async def _insert(
    viewer: Viewer, facts: Sequence[ContractFacts], status: ContractStatus, now: datetime, ids: Sequence[UUID] | None
) -> tuple[tuple[UUID, ...], References]:
    viewer.require(Permission.WRITE_REGISTER)
    known = await references(facts=facts, now=now)
    own_ids = tuple(new_ids(len(facts), now=now) if ids is None else ids)
    rows = [columns_of(one, status, now, known) for one in facts]
    added = [(key, now, one.import_key, *row.values()) for key, one, row in zip(own_ids, facts, rows, strict=True)]
    try:
        await insert_all(Contract, ("id", "created_at", "import_key", *(rows[0] if rows else ())), added)
    except UniqueViolation:
        raise UnableToRegister(_("Deze opdracht staat al als concept in het register."), field="title") from None
    await add_members(contracts=zip(own_ids, facts, strict=True))
    await add_lots(contracts=[(key, row["tender"], one) for key, one, row in zip(own_ids, facts, rows, strict=True)])
    return own_ids, known
