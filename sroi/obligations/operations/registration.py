"""Registering a contract together with its obligation, its ledger entry and the notice to the WSP."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts import operations as contracts
from sroi.contracts.rules import ContractFacts
from sroi.database import transaction
from sroi.obligations.operations.imposing import Series, impose_awards
from sroi.obligations.tables import ObligationNotice


async def register_contract(*, viewer: Viewer, facts: ContractFacts, now: datetime) -> UUID:
    """Register a contract with its obligation and return its id; raise UnableToRegister on the field that stands in the way."""
    (contract_id,) = await register_contracts(viewer=viewer, facts=[facts], now=now)
    return contract_id


async def register_contracts(
    *,
    viewer: Viewer,
    facts: Sequence[ContractFacts],
    now: datetime,
    ids: Sequence[UUID] | None = None,
    batch_id: UUID | None = None,
    series: Series | None = None,
) -> tuple[UUID, ...]:
    """Register contracts with their obligations, all or none, and return their ids.

    Raises UnableToRegister, which says which of them stands in the way. `ids` are the ids that they get; `batch_id` is the import that
    they come from, which every event names; `series` is that import when it is stored set after set, see `end_series`.
    """
    async with transaction():
        registered = await contracts.register_contracts(
            viewer=viewer, facts=facts, now=now, ids=ids, batch_id=batch_id, are_new=series is not None
        )
        await impose_awards(viewer=viewer, registered=registered, now=now, batch_id=batch_id, series=series)
    return tuple(one.id for one in registered)


async def complete_draft(*, viewer: Viewer, draft_id: UUID, facts: ContractFacts, now: datetime, batch_id: UUID | None = None) -> None:
    """Turn a draft into a contract with its obligation; raise UnableToRegister on the field that stands in the way."""
    async with transaction():
        registered = await contracts.complete_draft(viewer=viewer, draft_id=draft_id, facts=facts, now=now, batch_id=batch_id)
        await impose_awards(viewer=viewer, registered=[registered], now=now, batch_id=batch_id)


async def see_notice(*, viewer: Viewer, notice_id: UUID, now: datetime) -> None:
    """Take a notice off the desk; seeing it twice changes nothing."""
    viewer.require(Permission.REVIEW_CLAIMS)
    async with transaction():
        seen = (
            await ObligationNotice.update({ObligationNotice.seen_at: now, ObligationNotice.seen_by: viewer.account_id})
            .where((ObligationNotice.id == notice_id) & ObligationNotice.seen_at.is_null())
            .returning(ObligationNotice.contract)
        )
        for row in seen:
            subject = Subject("contract", str(row["contract"]))
            await record_event(actor=actor_of(viewer), action="notice.seen", subject=subject, now=now, details={"notice": str(notice_id)})
