"""Registering a contract together with its obligation, its ledger entry and the notice to the WSP."""

from datetime import datetime
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts import operations as contracts
from sroi.contracts.rules import ContractFacts
from sroi.database import transaction
from sroi.obligations.operations.imposing import impose
from sroi.obligations.tables import ObligationNotice


async def register_contract(*, viewer: Viewer, facts: ContractFacts, now: datetime) -> UUID:
    """Register a contract with its obligation and return its id; raise UnableToRegister on the field that stands in the way."""
    async with transaction():
        contract_id = await contracts.register_contract(viewer=viewer, facts=facts, now=now)
        await impose(viewer=viewer, contract_id=contract_id, now=now)
    return contract_id


async def complete_draft(*, viewer: Viewer, draft_id: UUID, facts: ContractFacts, now: datetime) -> None:
    """Turn a draft into a contract with its obligation; raise UnableToRegister on the field that stands in the way."""
    async with transaction():
        await contracts.complete_draft(viewer=viewer, draft_id=draft_id, facts=facts, now=now)
        await impose(viewer=viewer, contract_id=draft_id, now=now)


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
