"""Reads of aftercare: what is due, and one placement with its calls; so many queries however many placements."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from gettext import gettext as _
from typing import Any
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.database import fetch
from sroi.fulfilment.rules import (
    AftercareNotFound,
    ClaimStatus,
    Contact,
    Dropout,
    Moment,
    MomentRule,
    Outcome,
    status_label,
)
from sroi.fulfilment.tables import (
    Aftercare,
    AftercareContact,
    AftercareDropout,
    AftercareMoment,
    AftercareRule,
)
from sroi.policy.queries import policies_by_name
from sroi.values import Period, from_cents, parse_iso_date

PAGE_SIZE = 25
# The claims of a followed placement, by what makes it one.
OF_PLACEMENT = """
    placement JOIN claim ON claim.id = placement.claim
    WHERE placement.candidate = aftercare.candidate AND placement.starts_on = aftercare.starts_on
        AND placement.employer_key = aftercare.employer_key
"""
STOPPED = """
    EXISTS (SELECT 1 FROM aftercare_dropout WHERE aftercare_dropout.aftercare = aftercare.id AND aftercare_dropout.revoked_at IS NULL)
"""
ENDS = f"(SELECT placement.ends_before FROM {OF_PLACEMENT} AND claim.status <> 'withdrawn' ORDER BY claim.number DESC LIMIT 1)"
# A placement runs while it is claimed, nobody stopped, and its last claim does not say that it had ended by then.
IS_OPEN = f"""
    NOT EXISTS (
        SELECT 1 FROM aftercare_contact WHERE aftercare_contact.moment = aftercare_moment.id AND aftercare_contact.outcome <> 'not_reached'
    )
    AND NOT {STOPPED}
    AND EXISTS (SELECT 1 FROM {OF_PLACEMENT} AND claim.status IN ('submitted', 'returned', 'approved'))
    AND ({ENDS} IS NULL OR {ENDS} > aftercare_moment.due_on)
"""
DUE = f"""
    SELECT aftercare_moment.id, aftercare_moment.label, aftercare_moment.due_on, aftercare_moment.is_confirmed, aftercare.id AS aftercare,
        aftercare.employer_name, aftercare.starts_on, candidate.label AS candidate, contract.number AS contract_number,
        contract.title AS contract_title
    FROM aftercare_moment
    JOIN aftercare ON aftercare.id = aftercare_moment.aftercare
    JOIN candidate ON candidate.id = aftercare.candidate
    JOIN contract ON contract.id = aftercare.contract
    WHERE {IS_OPEN}
"""
COUNTS = f"""
    SELECT COUNT(*) AS still_open, COALESCE(SUM(CASE WHEN due_on < {{}} THEN 1 ELSE 0 END), 0) AS late,
        COALESCE(SUM(CASE WHEN due_on = {{}} THEN 1 ELSE 0 END), 0) AS today
    FROM aftercare_moment JOIN aftercare ON aftercare.id = aftercare_moment.aftercare
    WHERE {IS_OPEN}
"""
CLAIMS = """
    SELECT claim.id, claim.number, claim.period_start, claim.period_before, claim.status, claim.approved_cents
    FROM aftercare
    JOIN placement ON placement.candidate = aftercare.candidate AND placement.starts_on = aftercare.starts_on
        AND placement.employer_key = aftercare.employer_key
    JOIN claim ON claim.id = placement.claim
    WHERE aftercare.id = {} AND claim.status <> 'draft'
    ORDER BY claim.period_start, claim.number
"""


class Due(StrEnum):
    """Which open calls a list shows: all of them, or those past their day."""

    OPEN = "open"
    LATE = "late"


@dataclass(frozen=True)
class DueMoment:
    """A call that is due, with the placement that it is about."""

    id: UUID
    label: str
    due_on: date
    is_confirmed: bool
    aftercare_id: UUID
    candidate: str
    employer_name: str
    starts_on: date
    contract: str


@dataclass(frozen=True)
class DueCounts:
    """How many calls are open, and of those late and due today."""

    open: int
    late: int
    today: int


@dataclass(frozen=True)
class ClaimOfPlacement:
    """One claim for a followed placement; `approved` in euros where it was."""

    id: UUID
    number: int
    period: Period
    status: ClaimStatus
    status_label: str
    approved: Decimal | None


@dataclass(frozen=True)
class Followed:
    """A placement that the WSP follows; `dropout` is the one that holds, `revoked` are those that do not any more."""

    id: UUID
    contract_id: UUID
    contract: str
    contractor_name: str
    candidate: str
    employer_name: str
    target_group: str
    starts_on: date
    moments: tuple[Moment, ...]
    claims: tuple[ClaimOfPlacement, ...]
    dropout: Dropout | None = None
    revoked: tuple[Dropout, ...] = ()

    @property
    def claims_past_dropout(self) -> tuple[ClaimOfPlacement, ...]:
        """Return the approved claims over days after the person stopped."""
        stopped = self.dropout.ended_before if self.dropout else None
        return tuple(
            claim
            for claim in self.claims
            if stopped and claim.status is ClaimStatus.APPROVED and claim.period.end is not None and claim.period.end > stopped
        )


async def due_page(
    *, viewer: Viewer, due: Due, on: date, after: tuple[date, UUID] | None = None, size: int = PAGE_SIZE
) -> tuple[DueMoment, ...]:
    """Return the calls that are due, the longest late first, after the key of the last one shown; at most `size`."""
    viewer.require(Permission.FOLLOW_PLACEMENTS)
    sql, arguments = DUE, list[Any]()
    if due is Due.LATE:
        sql, arguments = f"{sql} AND aftercare_moment.due_on < {{}}", [on]
    if after is not None:
        sql += " AND (aftercare_moment.due_on > {} OR (aftercare_moment.due_on = {} AND aftercare_moment.id > {}))"
        arguments += [after[0], after[0], after[1]]
    rows = await fetch(f"{sql} ORDER BY aftercare_moment.due_on, aftercare_moment.id LIMIT {{}}", *arguments, size)
    return tuple(_due(row) for row in rows)


def _due(row: dict[str, Any]) -> DueMoment:
    return DueMoment(
        id=id_of(row["id"]),
        label=row["label"],
        due_on=day_of(row["due_on"]),
        is_confirmed=bool(row["is_confirmed"]),
        aftercare_id=id_of(row["aftercare"]),
        candidate=row["candidate"],
        employer_name=row["employer_name"],
        starts_on=day_of(row["starts_on"]),
        contract=f"{row['contract_number']} {row['contract_title']}",
    )


async def due_counts(*, viewer: Viewer, on: date) -> DueCounts:
    """Return how many calls are open, in one query."""
    viewer.require(Permission.FOLLOW_PLACEMENTS)
    (row,) = await fetch(COUNTS, on, on)
    return DueCounts(open=int(row["still_open"]), late=int(row["late"]), today=int(row["today"]))


async def aftercare(*, viewer: Viewer, aftercare_id: UUID) -> Followed:
    """Return one placement with its calls, claims and drop-outs; raise AftercareNotFound when the viewer may not see it."""
    viewer.require(Permission.FOLLOW_PLACEMENTS)
    rows = await Aftercare.select(
        *Aftercare.all_columns(),
        Aftercare.candidate.label,
        Aftercare.contract.number,
        Aftercare.contract.title,
        Aftercare.contract.contractor_name,
    ).where(Aftercare.id == aftercare_id)
    if not rows:
        raise AftercareNotFound(_("Deze plaatsing is niet gevonden."))
    row = rows[0]
    dropouts = await _dropouts(aftercare_id)
    labels = await group_labels({row["target_group"]: row["policy_name"]})
    return Followed(
        id=row["id"],
        contract_id=row["contract"],
        contract=f"{row['contract.number']} {row['contract.title']}",
        contractor_name=row["contract.contractor_name"],
        candidate=row["candidate.label"],
        employer_name=row["employer_name"],
        target_group=labels[row["target_group"]],
        starts_on=row["starts_on"],
        moments=await _moments(aftercare_id),
        claims=await _claims(aftercare_id),
        dropout=next((one for one in dropouts if not one.revoked_reason), None),
        revoked=tuple(one for one in dropouts if one.revoked_reason),
    )


async def _moments(aftercare_id: UUID) -> tuple[Moment, ...]:
    rows = await AftercareMoment.select().where(AftercareMoment.aftercare == aftercare_id).order_by(AftercareMoment.due_on)
    made: dict[UUID, list[Contact]] = {row["id"]: [] for row in rows}
    if made:
        calls = AftercareContact.select(*AftercareContact.all_columns(), AftercareContact.recorded_by.name)
        for call in await calls.where(AftercareContact.moment.is_in(list(made))).order_by(AftercareContact.recorded_at):
            contact = Contact(call["held_on"], Outcome(call["outcome"]), call["note"], call["recorded_by.name"])
            made[call["moment"]].append(contact)
    return tuple(
        Moment(row["id"], row["label"], row["due_on"], row["explanation"], bool(row["is_confirmed"]), tuple(made[row["id"]]))
        for row in rows
    )


async def _claims(aftercare_id: UUID) -> tuple[ClaimOfPlacement, ...]:
    rows = await fetch(CLAIMS, aftercare_id)
    return tuple(
        ClaimOfPlacement(
            id=id_of(row["id"]),
            number=int(row["number"]),
            period=Period(day_of(row["period_start"]), day_of(row["period_before"])),
            status=ClaimStatus(row["status"]),
            status_label=status_label(ClaimStatus(row["status"])),
            approved=None if row["approved_cents"] is None else from_cents(row["approved_cents"]),
        )
        for row in rows
    )


async def _dropouts(aftercare_id: UUID) -> tuple[Dropout, ...]:
    rows = (
        await AftercareDropout.select(*AftercareDropout.all_columns(), AftercareDropout.recorded_by.name, AftercareDropout.revoked_by.name)
        .where(AftercareDropout.aftercare == aftercare_id)
        .order_by(AftercareDropout.recorded_at)
    )
    return tuple(
        Dropout(
            row["ended_before"],
            row["reason"],
            row["recorded_by.name"],
            row["recorded_at"],
            row["revoked_reason"],
            row["revoked_by.name"] or "",
        )
        for row in rows
    )


async def moment_rules() -> tuple[MomentRule, ...]:
    """Return when placements are called, the soonest first."""
    rows = await AftercareRule.select()
    found = (MomentRule(row["id"], row["label"], row["days"], row["months"], row["source"], bool(row["is_confirmed"])) for row in rows)
    return tuple(sorted(found, key=lambda rule: ((rule.months or 0) * 31 + (rule.days or 0), rule.label)))


async def running_placements(*, label: str) -> list[dict[str, Any]]:
    """Return the id and first day of the placements that are claimed, that nobody stopped, and that have no moment of this label."""
    return await fetch(
        f"""
        SELECT aftercare.id, aftercare.starts_on FROM aftercare
        WHERE NOT {STOPPED} AND EXISTS (SELECT 1 FROM {OF_PLACEMENT} AND claim.status IN ('submitted', 'returned', 'approved'))
            AND NOT EXISTS (SELECT 1 FROM aftercare_moment made WHERE made.aftercare = aftercare.id AND made.label = {{}})
        """,
        label,
    )


async def group_labels(policies: dict[str, str]) -> dict[str, str]:
    """Return what each target group is called, by the name of a policy that has it."""
    held = await policies_by_name(names=set(policies.values()))
    found = {}
    for group, name in policies.items():
        block = held[name].blocks.get(group) if name in held else None
        found[group] = group if block is None else block.label
    return found


def id_of(value: Any) -> UUID:
    """Return an id that an engine may give as text."""
    return value if isinstance(value, UUID) else UUID(str(value))


def day_of(value: Any) -> date:
    """Return a day that an engine may give as text."""
    found = parse_iso_date(value) if isinstance(value, str) else value
    assert isinstance(found, date)
    return found
