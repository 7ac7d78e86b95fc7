"""Reads of claims with their evidence and history; a contractor finds the claims on its own contracts alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from itertools import groupby
from typing import Any
from uuid import UUID

from piccolo.columns.combination import And, Or, Where, WhereRaw
from piccolo.query.functions import Sum

from sroi.access import Permission, Role, Viewer
from sroi.fulfilment.kinds import KINDS, Kind
from sroi.fulfilment.queries.limits import grounds
from sroi.fulfilment.queries.subcontracted import of_own_subcontractors
from sroi.fulfilment.rules import (
    ClaimNotFound,
    ClaimRecord,
    ClaimStatus,
    EvidenceRecord,
    StatusChange,
    sum_in_preparation,
    sum_in_review,
)
from sroi.fulfilment.tables import Claim, ClaimStatusChange, Evidence
from sroi.policy.queries import policies_by_name
from sroi.policy.rules import Policy, steps_from_json
from sroi.values import Period, from_cents

PAGE_SIZE = 25
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class ClaimSums:
    """What the claims on a contract are worth, in euros, by where they stand."""

    in_review: Decimal = ZERO
    in_preparation: Decimal = ZERO


def visible(viewer: Viewer) -> Where | And | Or | WhereRaw:
    """Return the condition that leaves the claims this viewer may see: who reports its own, those who read claims what was submitted.

    Of what a subcontractor reported on behalf of a contractor, the contractor sees figures alone (`queries.subcontracted`).
    """
    if viewer.may(Permission.READ_CLAIMS):
        return And(Claim.status != ClaimStatus.DRAFT.value, Claim.submitted_at.is_not_null())
    if viewer.role is Role.CONTRACTOR and viewer.organisation_id is not None:
        is_own = And(Claim.organisation == viewer.organisation_id, Claim.subcontractor.is_null())
        return Or(is_own, Claim.subcontractor == viewer.organisation_id)
    return WhereRaw("1 = 0")


def _select() -> Any:
    return Claim.select(
        *Claim.all_columns(), Claim.contract.number, Claim.contract.title, Claim.organisation.name, Claim.subcontractor.name
    )


async def _records(rows: list[dict[str, Any]]) -> tuple[ClaimRecord, ...]:
    details: dict[UUID, object] = {}
    for kind, of_kind in groupby(sorted(rows, key=lambda row: str(row["kind"])), key=lambda row: str(row["kind"])):
        details |= await KINDS[kind].read(claim_ids=[row["id"] for row in of_kind])
    held = await policies_by_name(names={row["policy_name"] for row in rows})
    return tuple(_record(row, details[row["id"]], held[row["policy_name"]]) for row in rows)


def _record(row: dict[str, Any], details: object, held: Policy) -> ClaimRecord:
    kind = KINDS[row["kind"]]
    return ClaimRecord(
        id=row["id"],
        number=int(row["number"]),
        contract_id=row["contract"],
        contract_number=row["contract.number"],
        contract_title=row["contract.title"],
        contractor_id=row["organisation"],
        contractor_name=row["organisation.name"],
        subcontractor_id=row["subcontractor"],
        subcontractor_name=row["subcontractor.name"] or "",
        kind=kind.key,
        kind_label=kind.label,
        summary=kind.summary(details=details, policy=held),
        status=ClaimStatus(row["status"]),
        version=row["version"],
        period=Period(row["period_start"], row["period_before"]),
        value=from_cents(row["value_cents"]),
        expected=from_cents(row["expected_cents"]),
        approved=None if row["approved_cents"] is None else from_cents(row["approved_cents"]),
        steps=steps_from_json(row["steps"]),
        policy_name=row["policy_name"],
        created_at=row["created_at"],
        submitted_at=row["submitted_at"],
        details=details,
        facts=kind.facts(details=details, policy=held),
        required_evidence=kind.evidence(details=details, policy=held),
        checklist=_checklist(held, kind, details),
    )


def _checklist(held: Policy, kind: Kind, details: object) -> tuple[str, ...]:
    block = getattr(held, kind.policy_table).get(kind.block_of(details=details))
    return () if block is None else tuple(block.checklist)


async def claim(*, viewer: Viewer, claim_id: UUID) -> ClaimRecord:
    """Return one claim; raise ClaimNotFound when it does not exist for this viewer."""
    rows = await _select().where(Claim.id == claim_id).where(visible(viewer))
    if not rows:
        raise ClaimNotFound(_("Deze opgave is niet gevonden."))
    return (await _records(rows))[0]


async def claim_of_subcontractor(*, viewer: Viewer, claim_id: UUID) -> ClaimRecord:
    """Return what a subcontractor submitted on behalf of the viewer, for an operation and never for a page; raise ClaimNotFound."""
    rows = await _select().where(Claim.id == claim_id).where(of_own_subcontractors(viewer))
    if not rows:
        raise ClaimNotFound(_("Deze opgave is niet gevonden."))
    return (await _records(rows))[0]


async def claims_of_contract(
    *, viewer: Viewer, contract_id: UUID, before: int | None = None, size: int = PAGE_SIZE
) -> tuple[ClaimRecord, ...]:
    """Return the claims on one contract, newest first, or those before number `before`; at most `size`."""
    query = _select().where(Claim.contract == contract_id).where(visible(viewer))
    if before is not None:
        query = query.where(Claim.number < before)
    return await _records(await query.order_by(Claim.number, ascending=False).limit(size))


async def claims_by_id(*, viewer: Viewer, claim_ids: Sequence[UUID]) -> tuple[ClaimRecord, ...]:
    """Return those of the claims that exist for this viewer, in the order of their ids in `claim_ids`."""
    if not claim_ids:
        return ()
    place = {claim_id: number for number, claim_id in enumerate(claim_ids)}
    found = await _records(await _select().where(Claim.id.is_in(list(claim_ids))).where(visible(viewer)))
    return tuple(sorted(found, key=lambda record: place[record.id]))


async def own_claims(*, viewer: Viewer, before: int | None = None, size: int = PAGE_SIZE) -> tuple[ClaimRecord, ...]:
    """Return the claims that a viewer may see on any contract, newest first, or those before number `before`; at most `size`."""
    query = _select().where(visible(viewer))
    if before is not None:
        query = query.where(Claim.number < before)
    return await _records(await query.order_by(Claim.number, ascending=False).limit(size))


async def claim_sums(*, contract_ids: Sequence[UUID], as_of: date) -> dict[UUID, ClaimSums]:
    """Return what is in review and in preparation for each contract, as far as it counts under the limits of its policy on a day."""
    sums = await _sums_without_limits(contract_ids)
    for contract_id, ground in (await grounds(contract_ids=contract_ids, as_of=as_of)).items():
        sums[contract_id] = ClaimSums(in_review=sum_in_review(ground), in_preparation=sum_in_preparation(ground))
    return sums


async def _sums_without_limits(contract_ids: Sequence[UUID]) -> dict[UUID, ClaimSums]:
    sums: dict[UUID, dict[str, Decimal]] = {contract_id: {} for contract_id in contract_ids}
    if contract_ids:
        rows = (
            await Claim.select(Claim.contract, Claim.status, Sum(Claim.value_cents, alias="cents"))
            .where(Claim.contract.is_in(list(contract_ids)))
            .group_by(Claim.contract, Claim.status)
        )
        for row in rows:
            sums[row["contract"]][row["status"]] = from_cents(row["cents"])
    return {
        contract_id: ClaimSums(
            in_review=by_status.get(ClaimStatus.SUBMITTED.value, ZERO),
            in_preparation=by_status.get(ClaimStatus.DRAFT.value, ZERO) + by_status.get(ClaimStatus.RETURNED.value, ZERO),
        )
        for contract_id, by_status in sums.items()
    }


async def evidence_of_claim(*, viewer: Viewer, claim_id: UUID) -> tuple[EvidenceRecord, ...]:
    """Return the files of a claim that this viewer may see; raise ClaimNotFound otherwise."""
    await claim(viewer=viewer, claim_id=claim_id)
    rows = (
        await Evidence.select(*Evidence.all_columns(), Evidence.sha256.media_type, Evidence.sha256.size_bytes)
        .where(Evidence.claim == claim_id)
        .order_by(Evidence.added_at, Evidence.id)
    )
    return tuple(
        EvidenceRecord(
            id=row["id"],
            claim_id=row["claim"],
            sha256=row["sha256"],
            file_name=row["file_name"],
            media_type=row["sha256.media_type"],
            size_bytes=int(row["sha256.size_bytes"]),
            added_at=row["added_at"],
            shows=row["shows"],
        )
        for row in rows
    )


async def history_of_claim(*, viewer: Viewer, claim_id: UUID) -> tuple[StatusChange, ...]:
    """Return every step of a claim's status, oldest first; raise ClaimNotFound when it is not the viewer's."""
    await claim(viewer=viewer, claim_id=claim_id)
    rows = (
        await ClaimStatusChange.select(*ClaimStatusChange.all_columns(), ClaimStatusChange.changed_by.name)
        .where(ClaimStatusChange.claim == claim_id)
        .order_by(ClaimStatusChange.number)
    )
    return tuple(StatusChange(ClaimStatus(row["status"]), row["changed_by.name"], row["changed_at"], row["reason"]) for row in rows)
