"""Taking away what may be kept no longer: in parts, each a transaction with its run and its event, so that a stop loses no record of it."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Actor, Subject, actor_of
from sroi.database import fetch, transaction
from sroi.files.operations import forget_file
from sroi.fulfilment.queries.retention import candidates_of_persons, candidates_over, evidence_over, is_evidence, retention_rules
from sroi.fulfilment.rules.retention import ANONYMOUS, RetentionKind, RetentionRule, check_retention
from sroi.fulfilment.tables import Candidate, Evidence, Placement, RetentionPeriod, RetentionRun
from sroi.jobs.rules import TakenJob
from sroi.mail.operations import forget_mail
from sroi.values import local_day

PART = 200
# What was written in aftercare about a person goes too; that somebody was called or stopped, and when, stays for the figures.
NOTES = """
    UPDATE aftercare_contact SET note = '' WHERE moment IN (
        SELECT aftercare_moment.id FROM aftercare_moment JOIN aftercare ON aftercare.id = aftercare_moment.aftercare
        WHERE aftercare.candidate = {}
    )
"""
REASONS = """
    UPDATE aftercare_dropout SET reason = {}, revoked_reason = CASE WHEN revoked_reason = '' THEN '' ELSE {} END
    WHERE aftercare IN (SELECT aftercare.id FROM aftercare WHERE aftercare.candidate = {})
"""
CALENDAR = Actor("operator", "retention")


async def change_retention(*, viewer: Viewer, kind: RetentionKind, months: int, decision: str, now: datetime) -> None:
    """Keep how long one kind of data stays, and by which decision; raise UnableToRetain on the field."""
    viewer.require(Permission.MANAGE_POLICY)
    check_retention(months=months, decision=decision)
    async with transaction():
        values: dict[Any, Any] = {RetentionPeriod.months: months, RetentionPeriod.decision: decision.strip()}
        values |= {RetentionPeriod.changed_by: viewer.account_id, RetentionPeriod.changed_at: now}
        await RetentionPeriod.update(values).where(RetentionPeriod.kind == kind.value)
        await record_event(
            actor=actor_of(viewer),
            action="retention.changed",
            subject=Subject("retention", kind.value),
            now=now,
            details={"months": months, "decision": decision.strip()},
        )


async def apply_retention(taken: TakenJob, *, directory: Path) -> None:
    """Take away all that is over its period; the job of every night."""
    await take_away(now=taken.now, today=local_day(taken.now), directory=directory)


async def take_away(*, now: datetime, today: date, directory: Path) -> dict[RetentionKind, int]:
    """Take away all that is over its period on a day and return how many of each kind; run twice, the second finds nothing."""
    found: dict[RetentionKind, int] = {}
    for rule in await retention_rules():
        if rule.kind is RetentionKind.EXPORTS:  # which the room of exports takes away
            continue
        found[rule.kind] = await _of_kind(rule, rule.ended_before(today=today), now, directory)
    return found


async def _of_kind(rule: RetentionRule, ended_before: date, now: datetime, directory: Path) -> int:
    total = 0
    while True:
        async with transaction():
            number, digests = await _part(rule.kind, ended_before, now)
            if number:
                await tell_taken_away(kind=rule.kind, ended_before=ended_before, number=number, now=now)
        if not number:
            return total
        total += number
        for digest in digests:
            await _forget_bytes(digest, directory)


async def _part(kind: RetentionKind, ended_before: date, now: datetime) -> tuple[int, tuple[str, ...]]:
    """Take a part of one kind away; return how many, and the files that nothing points at any more."""
    if kind is RetentionKind.EVIDENCE:
        return await _evidence(ended_before)
    if kind is RetentionKind.CANDIDATES:
        return await _candidates(ended_before, now), ()
    return await forget_mail(ended_before=ended_before), ()


async def _candidates(ended_before: date, now: datetime) -> int:
    """Anonymise a part of those who are over their period, whole persons at a time; what they share is from now on a number of chance."""
    rows = await candidates_over(ended_before=ended_before, size=PART)
    tokens = sorted({row["person_token"] for row in rows if row["person_token"] is not None})
    whole = {row["id"]: row["person_token"] for row in (*rows, *await candidates_of_persons(tokens=tokens))}
    chance = {token: f"{ANONYMOUS}-{uuid4().hex}" for token in tokens}
    for candidate_id, token in whole.items():
        await _anonymise(candidate_id, None if token is None else chance[token], now)
    return len(whole)


async def _anonymise(candidate_id: UUID, shared: str | None, now: datetime) -> None:
    values: dict[Any, Any] = {Candidate.label: ANONYMOUS, Candidate.label_key: f"{ANONYMOUS} {candidate_id}"}
    values |= {Candidate.person_token: shared, Candidate.anonymised_at: now}
    await Candidate.update(values).where(Candidate.id == candidate_id)
    of_placement: dict[Any, Any] = {Placement.residence: None, Placement.birth_year: None}
    await Placement.update(of_placement).where(Placement.candidate == candidate_id)
    await fetch(NOTES, candidate_id)
    await fetch(REASONS, ANONYMOUS, ANONYMOUS, candidate_id)


async def _evidence(ended_before: date) -> tuple[int, tuple[str, ...]]:
    """Take a part of the evidence off its claims; return how many, and the files that no claim points at any more."""
    rows = await evidence_over(ended_before=ended_before, size=PART)
    if not rows:
        return 0, ()
    ids = [row["id"] for row in rows]
    await Evidence.delete().where(Evidence.id.is_in(ids))
    digests = sorted({row["sha256"] for row in rows})
    return len(ids), tuple([digest for digest in digests if not await is_evidence(digest=digest)])


async def _forget_bytes(digest: str, directory: Path) -> None:
    """Take a file away after the transaction; who added it again meanwhile keeps it."""
    async with transaction():
        if not await is_evidence(digest=digest):
            await forget_file(digest=digest, directory=directory)


async def tell_taken_away(*, kind: RetentionKind, ended_before: date, number: int, now: datetime) -> None:
    """Record that so many of one kind were taken away, in the caller's transaction."""
    run = RetentionRun(id=uuid4(), kind=kind.value, ended_before=ended_before, number=number, ran_at=now)
    await RetentionRun.insert(run)
    await record_event(
        actor=CALENDAR,
        action="retention.applied",
        subject=Subject("retention", kind.value),
        now=now,
        details={"ended_before": ended_before, "number": number},
    )
