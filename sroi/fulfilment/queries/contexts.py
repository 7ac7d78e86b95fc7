"""Reads of what a claim is valued by: the contract over the days of its contractor, and the policy that the contract keeps."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from uuid import UUID

from msgspec import structs

from sroi.access import OPERATOR, Viewer
from sroi.contracts.queries import contract, contract_events, contracts_by_id, events_of_contracts, running_subcontract
from sroi.contracts.rules import ContractRecord, RecordedEvent, contractor_period
from sroi.errors import UnableTo
from sroi.fulfilment.kinds import KINDS
from sroi.fulfilment.kinds.kind import Context, Known
from sroi.fulfilment.kinds.placed import PlacementDetails
from sroi.fulfilment.kinds.social_purchase import SocialPurchaseDetails
from sroi.fulfilment.queries.dropouts import stops_of
from sroi.fulfilment.queries.invoices import claimed_invoices
from sroi.fulfilment.queries.persons import Person, claims_of_persons
from sroi.fulfilment.rules import ClaimRecord, UnableToReport, Valued, employer_key, stopped_words
from sroi.fulfilment.tables import Placement
from sroi.obligations.queries import policies_of_contracts, policy_of_contract
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
    own = _over_days_of(record, await contract_events(viewer=viewer, contract_id=contract_id), organisation_id)
    if own is None:
        raise UnableToReport(_("U voert dit contract niet uit. U kunt er niets voor opgeven."))
    return Context(own, organisation_id, held, today, claim_id, subcontractor_id=subcontractor_id)


def _over_days_of(record: ContractRecord, events: Sequence[RecordedEvent], contractor: UUID) -> ContractRecord | None:
    """Return a contract over the days that it is a contractor's; None when there are none."""
    own = contractor_period(events=events, contractor=contractor)
    if own is None or own.start == own.end:
        return None
    return replace(record, facts=structs.replace(record.facts, starts_on=own.start, ends_before=own.end))


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


async def values_now(*, viewer: Viewer, records: Sequence[ClaimRecord], today: date) -> dict[UUID, Valued]:
    """Return what kept claims are worth by what is known now, as of other claims for the same person, in so many queries however many.

    Days after the person stopped, as the WSP recorded it, are worth nothing; claims of which it cannot be told are left out.
    """
    contexts = await _contexts(viewer, records, today)
    found: dict[UUID, Valued] = {}
    for record in records:
        context = contexts.get(record.id)
        if context is not None:
            valued = await _valued(record, context)
            found |= {} if valued is None else {record.id: valued}
    return found


async def _valued(record: ClaimRecord, context: Context) -> Valued | None:
    stopped = context.known.stopped if context.known else None
    if stopped is not None and record.period.end is not None and stopped < record.period.end:
        return await _valued_until(record, context, stopped)
    try:
        return await KINDS[record.kind].value(details=record.details, context=context)
    except UnableTo:
        return None


async def _contexts(viewer: Viewer, records: Sequence[ClaimRecord], today: date) -> dict[UUID, Context]:
    """Return what kept claims are valued by; those of which nothing can be reported any more are left out."""
    ids = list({record.contract_id for record in records})
    # Who sees a claim that was reported on behalf of another may not see that other's contract.
    contracts = await contracts_by_id(viewer=viewer, contract_ids=ids)
    if any(record.subcontractor_id for record in records):
        contracts = await contracts_by_id(viewer=OPERATOR, contract_ids=ids)
    policies = await policies_of_contracts(contract_ids=ids)
    events = await events_of_contracts(contract_ids=ids)
    known = await _known(records)
    found = {}
    for record in records:
        contract, held = contracts.get(record.contract_id), policies.get(record.contract_id)
        own = contract and _over_days_of(contract, events[record.contract_id], record.contractor_id)
        if own is None or held is None:
            continue
        found[record.id] = Context(
            contract=own,
            organisation_id=record.contractor_id,
            policy=held,
            today=today,
            claim_id=record.id,
            turn=None if record.submitted_at is None else (record.submitted_at, record.number),
            subcontractor_id=record.subcontractor_id,
            known=known[record.id],
        )
    return found


async def _known(records: Sequence[ClaimRecord]) -> dict[UUID, Known]:
    """Return what is known of others about each claim: of the person of a placement, and of the invoice of a purchase."""
    placed = {record.id: record.details for record in records if isinstance(record.details, PlacementDetails)}
    rows = (
        await Placement.select(Placement.claim, Placement.candidate, Placement.candidate.person_token).where(
            Placement.claim.is_in(list(placed))
        )
        if placed
        else []
    )
    persons = {row["claim"]: Person(row["candidate"], row["candidate.person_token"]) for row in rows}
    claims = await claims_of_persons(persons=tuple(persons.values()))
    stops = await stops_of(candidate_ids={row["candidate"] for row in rows})
    bought = [record.details.invoice.key for record in records if isinstance(record.details, SocialPurchaseDetails)]
    invoices = await claimed_invoices(keys=set(bought))
    found = {record.id: Known(invoices=invoices) for record in records}
    for claim_id, person in persons.items():
        details = placed[claim_id]
        others = tuple(one for one in claims if one.claim_id != claim_id and one.person in person.keys)
        assert person.candidate_id is not None
        stopped = stops.get((person.candidate_id, employer_key(details.employer_name), details.starts_on))
        found[claim_id] = Known(person.candidate_id, others, stopped)
    return found


async def _valued_until(record: ClaimRecord, context: Context, stopped: date) -> Valued:
    """Return what is left of a claim whose person stopped before its last day; nothing when too little is left to count."""
    note = Step(label=_("Uitval"), explanation=stopped_words(stopped), figure="")
    nothing = Valued(record.period, Decimal("0.00"), Decimal("0.00"), (note,), (note,))
    if stopped <= record.period.start:
        return nothing
    assert isinstance(record.details, PlacementDetails)
    ends = record.details.ends_before
    left = replace(record.details, reported_before=stopped, ends_before=stopped if ends is None else min(ends, stopped))
    try:
        valued = await KINDS[record.kind].value(details=left, context=context)
    except UnableTo as refusal:
        why = Step(label=_("Uitval"), explanation=f"{stopped_words(stopped)} {refusal.message}", figure="")
        return replace(nothing, steps=(why,), notes=(why,))
    return replace(valued, steps=(*valued.steps, note), notes=(note,))
