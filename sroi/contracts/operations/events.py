"""Adding events to a contract's life; the contract's own row always says what all its events together make of it."""

from collections.abc import Iterable
from datetime import date, datetime
from gettext import gettext as _
from operator import attrgetter
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from sroi.access import Permission, Viewer
from sroi.accounts.queries import organisation
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts.queries import contract, contract_events
from sroi.contracts.rules import (
    Award,
    Change,
    ContractFacts,
    ContractRecord,
    ContractStatus,
    RecordedEvent,
    Takeover,
    Terms,
    UnableToChange,
    change_to_json,
    check_change,
    check_facts,
    kind_of,
    searchable,
    terms_on,
)
from sroi.contracts.tables import Contract, ContractEvent
from sroi.database import insert_all, new_ids, transaction
from sroi.values import search_text, to_cents

COLUMNS = (
    "id", "contract", "number", "kind", "effective_on", "recorded_at", "recorded_by", "reason", "details", "previous_contractor",
)  # fmt: skip
OF_FACTS = tuple(name for name in Award.__struct_fields__ if name != "contractor")
_VALUES_OF_FACTS = attrgetter(*OF_FACTS)


async def add_event(
    *,
    viewer: Viewer,
    contract_id: UUID,
    change: Change,
    effective_on: date,
    reason: str,
    now: datetime,
    today: date,
    batch_id: UUID | None = None,
) -> RecordedEvent:
    """Add an event to a registered contract and return it; raise UnableToChange or UnableToRegister on the field that stands in the way."""
    viewer.require(Permission.WRITE_REGISTER)
    async with transaction():
        record = await contract(viewer=viewer, contract_id=contract_id)
        if record.status is not ContractStatus.REGISTERED:
            raise UnableToChange(_("Dit is een concept. Vul het aan om het te registreren."))
        events = await contract_events(viewer=viewer, contract_id=contract_id)
        event = RecordedEvent(events[-1].number + 1, effective_on, now, change, reason.strip())
        check_change(events=events, event=event, on=today)
        after = terms_on((*events, event))
        assert after is not None
        check_facts(facts_after(record.facts, after))
        previous = record.contractor_id if isinstance(change, Takeover) else None
        await _keep(viewer, record.id, event, previous, batch_id)
        await _project(viewer, record, after)
    return event


async def add_awards(*, viewer: Viewer, awarded: Iterable[tuple[UUID, UUID, ContractFacts]], now: datetime) -> tuple[RecordedEvent, ...]:
    """Begin the life of contracts that were just registered, each with its id, its contractor's and its facts; return their awards."""
    awards = [(contract_id, _award(contractor, facts)) for contract_id, contractor, facts in awarded]
    events = [(contract_id, RecordedEvent(1, award.awarded_on, now, award)) for contract_id, award in awards]
    ids = new_ids(len(events), now=now)
    rows = [_row(viewer, key, contract_id, event) for key, (contract_id, event) in zip(ids, events, strict=True)]
    await insert_all(ContractEvent, COLUMNS, rows)
    return tuple(event for _contract, event in events)


def _award(contractor: UUID, facts: ContractFacts) -> Award:
    contract_type, contract_sum, awarded_on, starts_on, *others = _VALUES_OF_FACTS(facts)
    return Award(contract_type, contract_sum, awarded_on, starts_on, contractor, *others)


def facts_after(facts: ContractFacts, terms: Terms) -> ContractFacts:
    """Return the facts of a contract as its terms now have them."""
    shared = set(Terms.__struct_fields__) & set(ContractFacts.__struct_fields__)
    return replace(facts, **{name: getattr(terms, name) for name in shared})


async def _keep(viewer: Viewer, contract_id: UUID, event: RecordedEvent, previous_contractor: UUID | None, batch_id: UUID | None) -> None:
    (key,) = new_ids(1, now=event.recorded_at)
    row = _row(viewer, key, contract_id, event, previous_contractor)
    await insert_all(ContractEvent, COLUMNS, [row])
    details = {"number": event.number, "effective_on": event.effective_on.isoformat(), "details": change_to_json(event.change)}
    await record_event(
        actor=actor_of(viewer),
        action=f"contract.{event.kind.value}",
        subject=Subject("contract", str(contract_id)),
        now=event.recorded_at,
        details=details if batch_id is None else {**details, "import": str(batch_id)},
    )


def _row(viewer: Viewer, key: UUID, contract_id: UUID, event: RecordedEvent, previous_contractor: UUID | None = None) -> tuple[Any, ...]:
    """Return the row of an event, in the order of COLUMNS."""
    told = kind_of(event.change).value, event.effective_on, event.recorded_at, viewer.account_id, event.reason
    return (key, contract_id, event.number, *told, change_to_json(event.change), previous_contractor)


async def _project(viewer: Viewer, record: ContractRecord, terms: Terms) -> None:
    """Write what the events make of the contract into its own row, which lists and searches read."""
    columns: dict[Any, Any] = {
        Contract.contract_type: terms.contract_type.value,
        Contract.contract_sum_cents: to_cents(terms.contract_sum),
        Contract.tender_sum_cents: None if terms.tender_sum is None else to_cents(terms.tender_sum),
        Contract.wage_sum_cents: None if terms.wage_sum is None else to_cents(terms.wage_sum),
        Contract.invoiced_turnover_cents: None if terms.invoiced_turnover is None else to_cents(terms.invoiced_turnover),
        Contract.labour_share_bp: None if terms.labour_share_pct is None else int(terms.labour_share_pct * 100),
        Contract.awarded_on: terms.awarded_on,
        Contract.award_date_is_assumed: terms.award_date_is_assumed,
        Contract.published_on: terms.published_on,
        Contract.starts_on: terms.starts_on,
        Contract.ends_before: terms.ends_before,
        Contract.contractor: terms.contractor,
    }
    if terms.contractor != record.contractor_id:
        taken_over_by = await organisation(viewer=viewer, organisation_id=terms.contractor)
        # Both are found: whoever looks for the first contractor must end up here too.
        columns |= {
            Contract.contractor_name: taken_over_by.name,
            Contract.search_text: f"{searchable(record.facts)} {search_text(taken_over_by.name)} {taken_over_by.kvk_number or ''}".strip(),
        }
    await Contract.update(columns).where(Contract.id == record.id)
