"""What happens to a contract after its award: each event with the revision of the obligation that follows from it."""

from dataclasses import dataclass
from datetime import date, datetime
from gettext import gettext as _
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.accounts.operations import ensure_organisation
from sroi.accounts.queries import organisation_by_kvk
from sroi.accounts.rules import other_firm
from sroi.contracts.operations import add_event
from sroi.contracts.queries import contract
from sroi.contracts.rules import (
    Change,
    ContractStatus,
    Correction,
    RecordedEvent,
    Takeover,
    ThresholdDecision,
    UnableToChange,
    check_answers,
)
from sroi.database import transaction
from sroi.obligations.operations.imposing import impose
from sroi.obligations.queries import current_life
from sroi.obligations.rules import asks_for_decision
from sroi.values import is_same_name


@dataclass(frozen=True)
class Recording:
    """When an event counts from and why it is recorded; `now` and `today` come from the edge, `batch_id` from an import."""

    effective_on: date
    reason: str
    now: datetime
    today: date
    batch_id: UUID | None = None


async def change_contract(*, viewer: Viewer, contract_id: UUID, change: Change, recording: Recording) -> RecordedEvent:
    """Record an event with the obligation that follows from it; raise UnableToChange on the field that stands in the way."""
    viewer.require(Permission.WRITE_REGISTER)
    async with transaction():
        if isinstance(change, ThresholdDecision):
            await _require_question(viewer, contract_id, recording)
        event = await add_event(
            viewer=viewer,
            contract_id=contract_id,
            change=change,
            effective_on=recording.effective_on,
            reason=recording.reason,
            now=recording.now,
            today=recording.today,
            batch_id=recording.batch_id,
        )
        await impose(viewer=viewer, contract_id=contract_id, now=recording.now, batch_id=recording.batch_id)
    return event


async def answer_questions(*, viewer: Viewer, contract_id: UUID, answers: Correction, now: datetime, today: date) -> None:
    """Add what was not known when a contract was registered; raise UnableToChange for what is known already."""
    viewer.require(Permission.WRITE_REGISTER)
    async with transaction():
        record = await contract(viewer=viewer, contract_id=contract_id)
        if record.status is ContractStatus.REGISTERED:
            check_answers(record.facts, answers)
        effective_on = answers.awarded_on or record.facts.awarded_on or today
        recording = Recording(effective_on, "", now, today)
        await change_contract(viewer=viewer, contract_id=contract_id, change=answers, recording=recording)


async def hand_over_contract(*, viewer: Viewer, contract_id: UUID, name: str, kvk_number: str, recording: Recording) -> RecordedEvent:
    """Record that another contractor goes on with the contract; raise UnableToChange on the field that stands in the way."""
    viewer.require(Permission.WRITE_REGISTER)
    async with transaction():
        known = await organisation_by_kvk(kvk_number=kvk_number)
        if known is not None and not is_same_name(known.name, name):
            raise UnableToChange(other_firm(kvk_number, known.name), field="contractor_name")
        contractor = await ensure_organisation(name=name, kvk_number=kvk_number, now=recording.now)
        takeover = Takeover(contractor=contractor, contractor_name=known.name if known else name)
        return await change_contract(viewer=viewer, contract_id=contract_id, change=takeover, recording=recording)


async def _require_question(viewer: Viewer, contract_id: UUID, recording: Recording) -> None:
    if not recording.reason.strip():
        raise UnableToChange(_("Schrijf op waarom u dit besluit."), field="reason")
    life = await current_life(viewer=viewer, contract_id=contract_id)
    if not asks_for_decision(life.stages):
        raise UnableToChange(_("Over dit contract hoeft u niet te besluiten: het is niet onder het drempelbedrag gekomen."))
