"""Reads of what a claim is valued by: the contract over the days of its contractor, and the policy that the contract keeps."""

from dataclasses import replace
from datetime import date
from gettext import gettext as _
from uuid import UUID

from sroi.access import OPERATOR, Viewer
from sroi.contracts.queries import contract, contract_events, running_subcontract
from sroi.contracts.rules import contractor_period
from sroi.errors import UnableTo
from sroi.fulfilment.kinds import KINDS
from sroi.fulfilment.kinds.kind import Context
from sroi.fulfilment.rules import ClaimRecord, UnableToReport, Valued
from sroi.obligations.queries import policy_of_contract


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
    facts = replace(record.facts, starts_on=own.start, ends_before=own.end)
    return Context(replace(record, facts=facts), organisation_id, held, today, claim_id, subcontractor_id=subcontractor_id)


async def valued_now(*, viewer: Viewer, record: ClaimRecord, today: date) -> Valued | None:
    """Return what a kept claim is worth by what is known now, as of other claims for the same person; None where that cannot be told."""
    try:
        context = await context_of(
            viewer=OPERATOR if record.subcontractor_id else viewer,
            contract_id=record.contract_id,
            organisation_id=record.contractor_id,
            subcontractor_id=record.subcontractor_id,
            today=today,
            claim_id=record.id,
        )
        if record.submitted_at is not None:
            context = replace(context, turn=(record.submitted_at, record.number))
        return await KINDS[record.kind].value(details=record.details, context=context)
    except UnableTo:
        return None
