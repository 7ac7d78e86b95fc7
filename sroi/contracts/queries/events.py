"""Reads of the events in a contract's life."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sroi.access import Viewer
from sroi.contracts.queries.contracts import contract
from sroi.contracts.rules import EventKind, RecordedEvent, change_from_json
from sroi.contracts.tables import ContractEvent


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


def _event(row: dict[str, Any]) -> RecordedEvent:
    return RecordedEvent(
        number=row["number"],
        effective_on=row["effective_on"],
        recorded_at=row["recorded_at"],
        change=change_from_json(EventKind(row["kind"]), row["details"]),
        reason=row["reason"],
        recorded_by=row["recorded_by.name"] or "",
    )
