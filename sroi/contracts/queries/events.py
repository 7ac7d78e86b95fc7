"""Reads of the events in a contract's life."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sroi.access import Viewer
from sroi.contracts.queries.contracts import contract
from sroi.contracts.rules import Award, EventKind, RecordedEvent, Takeover, change_from_json, contractor_period
from sroi.contracts.tables import ContractEvent
from sroi.database import fetch
from sroi.values import Period

TAKEN_OVER = """
SELECT contract, number, kind, effective_on, recorded_at, reason, details FROM contract_event
WHERE contract IN (SELECT contract FROM contract_event WHERE kind = 'takeover')
ORDER BY contract, number
"""


async def contract_events(*, viewer: Viewer, contract_id: UUID, known_on: datetime | None = None) -> tuple[RecordedEvent, ...]:
    """Return the events of a contract in the order in which they were recorded, those recorded by `known_on` when it is given.

    Raises ContractNotFound when the contract is not the viewer's. A draft has no events.
    """
    await contract(viewer=viewer, contract_id=contract_id)
    query = ContractEvent.select(*ContractEvent.all_columns(), ContractEvent.recorded_by.name)
    query = query.where(ContractEvent.contract == contract_id)
    if known_on is not None:
        query = query.where(ContractEvent.recorded_at <= known_on)
    return tuple(_event(row) for row in await query.order_by(ContractEvent.number))


async def events_of_contracts(*, contract_ids: Sequence[UUID]) -> dict[UUID, tuple[RecordedEvent, ...]]:
    """Return the events of contracts in the order in which they were recorded, in one query, for those who know what may be seen."""
    found: dict[UUID, list[RecordedEvent]] = {contract_id: [] for contract_id in contract_ids}
    if found:
        query = ContractEvent.select(*ContractEvent.all_columns(), ContractEvent.recorded_by.name)
        for row in await query.where(ContractEvent.contract.is_in(list(found))).order_by(ContractEvent.number):
            found[row["contract"]].append(_event(row))
    return {contract_id: tuple(events) for contract_id, events in found.items()}


async def contractor_periods() -> dict[tuple[str, str], Period]:
    """Return the days of each contractor on each contract that was taken over, by the text of both ids: few, of all contracts.

    For sums over all contracts, which nobody sees one by one.
    """
    rows = await fetch(TAKEN_OVER)
    found = {}
    for contract_id, of_contract in groupby(rows, key=lambda row: str(row["contract"])):
        events = tuple(_event({**row, "recorded_by.name": ""}) for row in of_contract)
        award = next(event.change for event in events if isinstance(event.change, Award))
        for contractor in {award.contractor, *(event.change.contractor for event in events if isinstance(event.change, Takeover))}:
            period = contractor_period(events=events, contractor=contractor)
            if period is not None:
                found[contract_id, str(contractor)] = period
    return found


def _event(row: dict[str, Any]) -> RecordedEvent:
    return RecordedEvent(
        number=row["number"],
        effective_on=row["effective_on"],
        recorded_at=row["recorded_at"],
        change=change_from_json(EventKind(row["kind"]), row["details"]),
        reason=row["reason"],
        recorded_by=row["recorded_by.name"] or "",
    )
