"""Reads of retention: the periods, what is over its period, and what was taken away."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sroi.access import Permission, Viewer
from sroi.database import fetch
from sroi.fulfilment.rules import UNDECIDED
from sroi.fulfilment.rules.retention import RetentionKind, RetentionRule, RetentionRunRecord
from sroi.fulfilment.tables import RetentionPeriod, RetentionRun

RUNS_SHOWN = 50
_WAITS = ", ".join(f"'{status.value}'" for status in UNDECIDED)
# A person is let go when every contract that it counted on is over, at whichever contractor, and nothing waits for a decision.
CANDIDATES = f"""
FROM candidate WHERE candidate.anonymised_at IS NULL AND candidate.created_at < {{}} AND NOT EXISTS (
    SELECT 1 FROM candidate AS same
    JOIN placement ON placement.candidate = same.id
    JOIN claim ON claim.id = placement.claim
    JOIN contract ON contract.id = claim.contract
    WHERE (same.id = candidate.id OR same.person_token = candidate.person_token)
        AND (contract.ends_before IS NULL OR contract.ends_before > {{}} OR claim.status IN ({_WAITS}))
)
"""
EVIDENCE = f"""
FROM evidence JOIN claim ON claim.id = evidence.claim JOIN contract ON contract.id = claim.contract
WHERE contract.ends_before <= {{}} AND claim.status NOT IN ({_WAITS})
"""


async def retention_rules() -> tuple[RetentionRule, ...]:
    """Return the period of each kind of data."""
    rows = {row["kind"]: row for row in await RetentionPeriod.select()}
    return tuple(_rule(rows[kind.value]) for kind in RetentionKind)


def _rule(row: dict[str, Any]) -> RetentionRule:
    return RetentionRule(RetentionKind(row["kind"]), int(row["months"]), row["decision"], row["changed_at"])


async def candidates_over(*, ended_before: date, size: int) -> list[dict[str, Any]]:
    """Return the id and token of candidates who may be kept no longer; at most `size`, and all of one person beside each other."""
    order = "ORDER BY COALESCE(candidate.person_token, ''), candidate.id LIMIT {}"
    sql = f"SELECT candidate.id, candidate.person_token {CANDIDATES} {order}"
    return await fetch(sql, ended_before, ended_before, size)


async def candidates_of_persons(*, tokens: Sequence[str]) -> list[dict[str, Any]]:
    """Return the id and token of every candidate that is one of some persons."""
    if not tokens:
        return []
    places = ", ".join(["{}"] * len(tokens))
    return await fetch(f"SELECT id, person_token FROM candidate WHERE person_token IN ({places})", *tokens)


async def evidence_over(*, ended_before: date, size: int) -> list[dict[str, Any]]:
    """Return the id and hash of evidence that may be kept no longer; at most `size`."""
    return await fetch(f"SELECT evidence.id, evidence.sha256 {EVIDENCE} ORDER BY evidence.id LIMIT {{}}", ended_before, size)


async def number_over(*, kind: RetentionKind, ended_before: date) -> int:
    """Return how many candidates or pieces of evidence may be kept no longer; mail is taken away by the mail room itself."""
    if kind is RetentionKind.CANDIDATES:
        rows = await fetch(f"SELECT COUNT(*) AS number {CANDIDATES}", ended_before, ended_before)
    else:
        rows = await fetch(f"SELECT COUNT(*) AS number {EVIDENCE}", ended_before)
    return int(rows[0]["number"])


async def retention_runs(*, viewer: Viewer) -> tuple[RetentionRunRecord, ...]:
    """Return what was taken away, newest first; the last RUNS_SHOWN."""
    viewer.require(Permission.MANAGE_POLICY)
    rows = await RetentionRun.select().order_by(RetentionRun.ran_at, RetentionRun.id, ascending=False).limit(RUNS_SHOWN)
    return tuple(RetentionRunRecord(RetentionKind(row["kind"]), row["ended_before"], int(row["number"]), row["ran_at"]) for row in rows)


async def is_evidence(*, digest: str) -> bool:
    """Return whether any claim still points at a file."""
    return bool(await fetch("SELECT 1 AS found FROM evidence WHERE sha256 = {} LIMIT 1", digest))
