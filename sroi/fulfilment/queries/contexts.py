"""Reads of what a claim is valued by: the contract over the days of its contractor, and the policy that the contract keeps."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from uuid import UUID

from msgspec import structs

from sroi.access import OPERATOR, Viewer
from sroi.contracts.queries import contract, contract_events, running_subcontract
from sroi.contracts.rules import contractor_period
from sroi.errors import UnableTo
from sroi.fulfilment.kinds import KINDS
from sroi.fulfilment.kinds.kind import Context
from sroi.fulfilment.kinds.placed import PlacementDetails
from sroi.fulfilment.queries.dropouts import stopped_before
from sroi.fulfilment.rules import ClaimRecord, UnableToReport, Valued, stopped_words
from sroi.fulfilment.tables import Placement
from sroi.obligations.queries import policy_of_contract
from sroi.policy.rules import Step


async def own_context(*, viewer: Viewer, contract_id: UUID, today: date, claim_id: UUID | None) -> Context:
    """Return what the viewer's own claim is valued by, reported for itself or on behalf of a contractor; raise UnableToReport."""
    assert viewer.organisation_id is not None
    work = await running_subcontract(viewer=viewer, contract_id=contract_id)
    return await context_of(
        viewer=OPERATOR if work else viewer,
        contract_id=contract_id,
        organisation_id=work.contractor_id if work else viewer.organisation_id,
        subcontractor_id=work.subcontractor_id if work else None,
        today=today,
        claim_id=claim_id,
    )


async def context_of(
    *,
    viewer: Viewer,
    contract_id: UUID,
    organisation_id: UUID,
    today: date,
    claim_id: UUID | None,
    subcontractor_id: UUID | None = None,
) -> Context:
    """Return what an organisation's claim on a contract is valued by; raise UnableToReport where nothing can be reported."""
    record = await contract(viewer=viewer, contract_id=contract_id)
    held = await policy_of_contract(contract_id=contract_id)
    if held is None:
        raise UnableToReport(_("Voor dit contract geldt (nog) geen verplichting. U hoeft niets op te geven."))
    own = contractor_period(events=await contract_events(viewer=viewer, contract_id=contract_id), contractor=organisation_id)
    if own is None or own.start == own.end:
        raise UnableToReport(_("U voert dit contract niet uit. U kunt er niets voor opgeven."))
    facts = structs.replace(record.facts, starts_on=own.start, ends_before=own.end)
    return Context(replace(record, facts=facts), organisation_id, held, today, claim_id, subcontractor_id=subcontractor_id)


async def context_of_claim(*, viewer: Viewer, record: ClaimRecord, today: date) -> Context:
    """Return what a kept claim is valued by, whoever of those who may see it asks; raise UnableToReport where nothing can be reported."""
    return await context_of(
        viewer=OPERATOR if record.subcontractor_id else viewer,
        contract_id=record.contract_id,
        organisation_id=record.contractor_id,
        subcontractor_id=record.subcontractor_id,
        today=today,
        claim_id=record.id,
    )


async def valued_now(*, viewer: Viewer, record: ClaimRecord, today: date) -> Valued | None:
    """Return what a kept claim is worth by what is known now, as of other claims for the same person; None where that cannot be told.

    Days after the person stopped, as the WSP recorded it, are worth nothing.
    """
    stopped = await _stopped(record)
    if stopped is not None and record.period.end is not None and stopped < record.period.end:
        return await _valued_until(viewer, record, stopped, today)
    try:
        return await _valued(viewer, record, record.details, today)
    except UnableTo:
        return None


async def _valued(viewer: Viewer, record: ClaimRecord, details: object, today: date) -> Valued:
    context = await context_of_claim(viewer=viewer, record=record, today=today)
    if record.submitted_at is not None:
        context = replace(context, turn=(record.submitted_at, record.number))
    return await KINDS[record.kind].value(details=details, context=context)


async def _stopped(record: ClaimRecord) -> date | None:
    if not isinstance(record.details, PlacementDetails):
        return None
    rows = await Placement.select(Placement.candidate).where(Placement.claim == record.id)
    return await stopped_before(
        candidate_id=rows[0]["candidate"], employer_name=record.details.employer_name, starts_on=record.details.starts_on
    )


async def _valued_until(viewer: Viewer, record: ClaimRecord, stopped: date, today: date) -> Valued:
    """Return what is left of a claim whose person stopped before its last day; nothing when too little is left to count."""
    note = Step(label=_("Uitval"), explanation=stopped_words(stopped), figure="")
    nothing = Valued(record.period, Decimal("0.00"), Decimal("0.00"), (note,), (note,))
    if stopped <= record.period.start:
        return nothing
    assert isinstance(record.details, PlacementDetails)
    ends = record.details.ends_before
    left = replace(record.details, reported_before=stopped, ends_before=stopped if ends is None else min(ends, stopped))
    try:
        valued = await _valued(viewer, record, left, today)
    except UnableTo as refusal:
        why = Step(label=_("Uitval"), explanation=f"{stopped_words(stopped)} {refusal.message}", figure="")
        return replace(nothing, steps=(why,), notes=(why,))
    return replace(valued, steps=(*valued.steps, note), notes=(note,))
