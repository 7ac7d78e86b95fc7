"""Keeping, submitting, taking back and withdrawing of claims, by the contractor."""

from datetime import date, datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID, uuid4

from piccolo.query.functions import Max

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.database import transaction
from sroi.fulfilment.kinds import KINDS
from sroi.fulfilment.kinds.kind import Context
from sroi.fulfilment.operations.aftercare import follow_placement
from sroi.fulfilment.operations.doubles import keep_doubles
from sroi.fulfilment.operations.status import add_to_history, transition
from sroi.fulfilment.queries.cautions import cautions_of_claims
from sroi.fulfilment.queries.claims import claim, claim_of_subcontractor
from sroi.fulfilment.queries.contexts import own_context
from sroi.fulfilment.queries.limits import grounds, share_of
from sroi.fulfilment.rules import (
    OPEN_TO_CONTRACTOR,
    ClaimRecord,
    ClaimStatus,
    Share,
    UnableToMoveClaim,
    UnableToReport,
    Valued,
    share_of_new,
)
from sroi.fulfilment.tables import Claim, Evidence
from sroi.policy.rules import steps_to_json
from sroi.values import format_date, to_cents


async def value_claim(
    *, viewer: Viewer, contract_id: UUID, kind: str, details: Any, today: date, claim_id: UUID | None = None
) -> tuple[Valued, Share]:
    """Return what a claim would be worth and what would count of it, without keeping anything; refusals name the field."""
    context = await _context(viewer, contract_id, today, claim_id)
    valued = await KINDS[kind].value(details=details, context=context)
    ground = (await grounds(contract_ids=[contract_id], as_of=today)).get(contract_id)
    if ground is None:
        return valued, Share(valued.value, valued.expected)
    share = share_of_new(
        ground=ground,
        policy_table=KINDS[kind].policy_table,
        block=KINDS[kind].block_of(details=details),
        amount=valued.value,
        expected=valued.expected,
        except_claim=claim_id,
    )
    return valued, share


async def keep_claim(*, viewer: Viewer, contract_id: UUID, kind: str, details: Any, now: datetime, today: date) -> UUID:
    """Keep a new claim as a draft, valued, and return its id; refusals name the field."""
    viewer.require(Permission.REPORT_FULFILMENT)
    claim_id = uuid4()
    async with transaction():
        context = await _context(viewer, contract_id, today, claim_id)
        valued = await KINDS[kind].value(details=details, context=context)
        _require_own_days(context, valued)
        last = await Claim.select(Max(Claim.number))
        await Claim.insert(
            Claim(
                id=claim_id,
                number=int(last[0]["max"] or 0) + 1,
                contract=contract_id,
                kind=kind,
                status=ClaimStatus.DRAFT.value,
                version=1,
                policy_name=context.policy.name,
                policy_sha256=context.policy.sha256,
                organisation=context.organisation_id,
                subcontractor=context.subcontractor_id,
                created_by=viewer.account_id,
                created_at=now,
                **_valued_columns(valued, now),
            )
        )
        await _keep_details(claim_id, kind, details, context, now)
        await add_to_history(viewer=viewer, claim_id=claim_id, status=ClaimStatus.DRAFT, reason="", now=now)
        await _record(viewer, "claim.kept", claim_id, valued, now)
    return claim_id


async def change_claim(*, viewer: Viewer, claim_id: UUID, details: Any, now: datetime, today: date) -> None:
    """Keep new details of a draft or returned claim, valued again; refusals name the field."""
    viewer.require(Permission.REPORT_FULFILMENT)
    async with transaction():
        record = await claim(viewer=viewer, claim_id=claim_id)
        _require_open(record)
        valued = await _keep_again(viewer, record, details, now, today)
        await _record(viewer, "claim.changed", claim_id, valued, now)


async def _keep_again(viewer: Viewer, record: ClaimRecord, details: Any, now: datetime, today: date) -> Valued:
    context = await _context(viewer, record.contract_id, today, record.id)
    valued = await KINDS[record.kind].value(details=details, context=context)
    _require_own_days(context, valued)
    columns = {getattr(Claim, name): value for name, value in _valued_columns(valued, now).items()}
    await Claim.update({**columns, Claim.version: record.version + 1}).where(Claim.id == record.id)
    await _keep_details(record.id, record.kind, details, context, now)
    return valued


async def _keep_details(claim_id: UUID, kind: str, details: Any, context: Context, now: datetime) -> None:
    await KINDS[kind].keep(claim_id=claim_id, details=details, context=context, now=now)
    # Details may tell for the first time who a candidate is, whose other claims are in review.
    await keep_doubles(claim_id=claim_id)


async def submit_claim(*, viewer: Viewer, claim_id: UUID, now: datetime, today: date) -> Share:
    """Submit a claim for review, valued once more, and return what counts of it in its turn; raise UnableToReport without evidence."""
    viewer.require(Permission.REPORT_FULFILMENT)
    async with transaction():
        record = await claim(viewer=viewer, claim_id=claim_id)
        _require_open(record)
        if not await Evidence.exists().where(Evidence.claim == claim_id):
            raise UnableToReport(_("Voeg ten minste één bewijsstuk toe voordat u indient."), field="evidence")
        # Since it was kept, another claim may have used days or an invoice.
        await _keep_again(viewer, record, record.details, now, today)
        await transition(viewer=viewer, record=await claim(viewer=viewer, claim_id=claim_id), status=ClaimStatus.SUBMITTED, now=now)
        submitted = await claim(viewer=viewer, claim_id=claim_id)
        cautions = (await cautions_of_claims(records=[submitted], reader=None))[claim_id]
        await Claim.update({Claim.own_cautions: sum(caution.is_own for caution in cautions)}).where(Claim.id == claim_id)
        await follow_placement(record=submitted, now=now, today=today)
        return await share_of(record=submitted, as_of=today)


async def take_claim_back(*, viewer: Viewer, claim_id: UUID, now: datetime) -> None:
    """Make a submitted claim a draft again, to correct it; raise UnableToMoveClaim once it is reviewed."""
    await _move(viewer, claim_id, ClaimStatus.DRAFT, now)


async def withdraw_claim(*, viewer: Viewer, claim_id: UUID, now: datetime) -> None:
    """Withdraw a claim for good; raise UnableToMoveClaim once it is reviewed."""
    await _move(viewer, claim_id, ClaimStatus.WITHDRAWN, now)


async def withdraw_of_subcontractor(*, viewer: Viewer, claim_id: UUID, now: datetime) -> None:
    """Withdraw for good what a subcontractor reported on behalf of the viewer; raise UnableToMoveClaim once it is reviewed."""
    viewer.require(Permission.REPORT_FULFILMENT)
    async with transaction():
        record = await claim_of_subcontractor(viewer=viewer, claim_id=claim_id)
        await transition(viewer=viewer, record=record, status=ClaimStatus.WITHDRAWN, now=now)


async def _move(viewer: Viewer, claim_id: UUID, status: ClaimStatus, now: datetime) -> None:
    viewer.require(Permission.REPORT_FULFILMENT)
    async with transaction():
        record = await claim(viewer=viewer, claim_id=claim_id)
        await transition(viewer=viewer, record=record, status=status, now=now)


async def _context(viewer: Viewer, contract_id: UUID, today: date, claim_id: UUID | None) -> Context:
    return await own_context(viewer=viewer, contract_id=contract_id, today=today, claim_id=claim_id)


def _require_own_days(context: Context, valued: Valued) -> None:
    """Refuse days after another contractor took the contract over."""
    ends_before = context.contract.facts.ends_before
    is_former = context.contract.contractor_id != context.organisation_id
    if is_former and ends_before is not None and valued.period.end is not None and valued.period.end > ends_before:
        message = _("Dit contract is sinds {day} van een andere opdrachtnemer. Geef alleen op wat u daarvoor deed.")
        raise UnableToReport(message.format(day=format_date(ends_before)), field="reported_on")


def _require_open(record: ClaimRecord) -> None:
    if record.status not in OPEN_TO_CONTRACTOR:
        raise UnableToMoveClaim(_("Deze opgave is ingediend. Neem de opgave terug als u iets wilt verbeteren."))


def _valued_columns(valued: Valued, now: datetime) -> dict[str, Any]:
    return {
        "period_start": valued.period.start,
        "period_before": valued.period.end,
        "value_cents": to_cents(valued.value),
        "expected_cents": to_cents(valued.expected),
        "steps": steps_to_json(valued.steps),
        "updated_at": now,
    }


async def _record(viewer: Viewer, action: str, claim_id: UUID, valued: Valued, now: datetime) -> None:
    await record_event(
        actor=actor_of(viewer),
        action=action,
        subject=Subject("claim", str(claim_id)),
        now=now,
        details={"value": str(valued.value), "from": str(valued.period.start), "before": str(valued.period.end)},
    )
