"""Reads of the region's lists: lists, versions, what changed, lines with their decisions. For the WSP alone; paged by position."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.database import fetch
from sroi.reconciliation.rules.matching.rows import Pair, RowKind, Verdict
from sroi.reconciliation.rules.region import (
    KeptPair,
    ListRow,
    RegionDecision,
    RegionFacts,
    RegionNotFound,
    Shown,
    facts_from_json,
    pair_of_levels,
)

PAGE_SIZE = 25
MAX_LISTS = 200

DECIDED = """
LEFT JOIN region_decision AS decision ON decision.list = version.list AND decision.line_key = line.line_key AND decision.number = (
    SELECT MAX(later.number) FROM region_decision AS later WHERE later.list = version.list AND later.line_key = line.line_key
)
"""
_LINES = f"""
SELECT line.id, line.position, line.kind, line.proposed, line.score, line.is_sure, line.levels, line.has_rivals, line.repeats,
    line.own_facts, line.own_claim, line.version, partner.facts AS partner_facts, partner.location, partner.problems,
    decision.verdict, decision.reason, decision.in_bulk, decision.decided_at, version.created_at AS version_at,
    user_account.name AS decided_by
FROM region_line AS line
JOIN region_version AS version ON version.id = line.version
LEFT JOIN region_row AS partner ON partner.id = line.partner_row
{DECIDED}
LEFT JOIN user_account ON user_account.id = decision.decided_by
"""
SHOWN = {
    Shown.OPEN: "decision.verdict IS NULL AND NOT line.is_sure",
    Shown.SURE: "decision.verdict IS NULL AND line.is_sure",
    **{Shown(verdict.value): f"decision.verdict = '{verdict.value}'" for verdict in Verdict},
}
_COUNTS = f"""
SELECT COALESCE(decision.verdict, CASE WHEN line.is_sure THEN 'sure' ELSE 'open' END) AS shown, COUNT(*) AS lines
FROM region_line AS line
JOIN region_version AS version ON version.id = line.version
{DECIDED}
WHERE line.version = {{}} GROUP BY 1
"""
# The last version that was taken in of each list.
CURRENT_VERSIONS = """
SELECT id, list FROM region_version AS version WHERE status = 'taken_in' AND number = (
    SELECT MAX(later.number) FROM region_version AS later WHERE later.list = version.list AND later.status = 'taken_in'
)
"""
_VERSIONS = """
SELECT version.*, region_list.partner, region_list.year FROM region_version AS version
JOIN region_list ON region_list.id = version.list
"""


@dataclass(frozen=True)
class RegionVersion:
    """One version of a partner's list, in preview or taken in; `problems` are those of the file as a whole."""

    id: UUID
    list_id: UUID
    partner: str
    year: int
    number: int
    file_name: str
    is_taken_in: bool
    row_count: int
    created_at: datetime
    columns: dict[str, str | None]
    problems: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class PreviewRow:
    """A row of a list as it was read, and what is wrong with it."""

    position: int
    location: str
    facts: RegionFacts
    problems: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class RegionLine:
    """A line with both its sides, what is proposed and why, and what was decided."""

    id: UUID
    version_id: UUID
    position: int
    kind: RowKind
    proposed: Verdict
    score: int | None
    is_sure: bool
    pair: Pair | None
    location: str
    partner: RegionFacts | None
    own: RegionFacts | None
    own_claim: UUID | None
    repeats: str
    decision: RegionDecision | None


@dataclass(frozen=True)
class VersionChanges:
    """How many rows of a version are new, changed or the same beside the version before it, and how many are gone."""

    before: int
    new: int
    changed: int
    same: int
    gone: int


async def region_versions(*, viewer: Viewer) -> tuple[RegionVersion, ...]:
    """Return the last versions of all lists, the newest first, at most `MAX_LISTS`."""
    viewer.require(Permission.REVIEW_CLAIMS)
    rows = await fetch(f"{_VERSIONS} ORDER BY version.created_at DESC, version.id DESC LIMIT {{}}", MAX_LISTS)
    return tuple(_version(row) for row in rows)


async def region_version(*, viewer: Viewer, version_id: UUID) -> RegionVersion:
    """Return one version; raise RegionNotFound when there is none for this viewer."""
    rows = await fetch(f"{_VERSIONS} WHERE version.id = {{}}", version_id) if viewer.may(Permission.REVIEW_CLAIMS) else []
    if not rows:
        raise RegionNotFound(_("Deze lijst is niet gevonden."))
    return _version(rows[0])


async def line_counts(*, viewer: Viewer, version_id: UUID) -> dict[Shown, int]:
    """Return how many lines of a version there are to show of each."""
    viewer.require(Permission.REVIEW_CLAIMS)
    rows = await fetch(_COUNTS, version_id)
    return dict.fromkeys(Shown, 0) | {Shown(row["shown"]): int(row["lines"]) for row in rows}


async def region_lines(*, viewer: Viewer, version_id: UUID, shown: Shown, after: int = 0, size: int = PAGE_SIZE) -> tuple[RegionLine, ...]:
    """Return the lines of a version that come after position `after`, at most `size`."""
    viewer.require(Permission.REVIEW_CLAIMS)
    sql = f"{_LINES} WHERE line.version = {{}} AND line.position > {{}} AND {SHOWN[shown]} ORDER BY line.position LIMIT {{}}"
    return tuple(_line(row) for row in await fetch(sql, version_id, after, size))


async def region_line(*, viewer: Viewer, line_id: UUID) -> RegionLine:
    """Return one line; raise RegionNotFound when there is none for this viewer."""
    rows = await fetch(f"{_LINES} WHERE line.id = {{}}", line_id) if viewer.may(Permission.REVIEW_CLAIMS) else []
    if not rows:
        raise RegionNotFound(_("Deze rij is niet gevonden. Misschien is de lijst opnieuw vergeleken."))
    return _line(rows[0])


async def preview_rows(*, viewer: Viewer, version_id: UUID, after: int = 0, size: int = PAGE_SIZE) -> tuple[PreviewRow, ...]:
    """Return the rows of a version as they were read, after position `after`, at most `size`."""
    viewer.require(Permission.REVIEW_CLAIMS)
    sql = "SELECT position, location, facts, problems FROM region_row WHERE version = {} AND position > {} ORDER BY position LIMIT {}"
    rows = await fetch(sql, version_id, after, size)
    return tuple(PreviewRow(row["position"], row["location"], facts_from_json(row["facts"]), _problems(row["problems"])) for row in rows)


async def version_changes(*, viewer: Viewer, version: RegionVersion) -> VersionChanges | None:
    """Return how a version differs from the last one before it that was taken in; None when it is the first."""
    viewer.require(Permission.REVIEW_CLAIMS)
    earlier = await fetch(
        "SELECT id, number, row_count FROM region_version WHERE list = {} AND number < {} AND status = 'taken_in'"
        " ORDER BY number DESC LIMIT 1",
        version.list_id,
        version.number,
    )
    if not earlier:
        return None
    rows = await fetch(
        "SELECT CASE WHEN later.fingerprint = earlier.fingerprint THEN 1 ELSE 0 END AS is_same, COUNT(*) AS number FROM region_row AS later"
        " JOIN region_row AS earlier ON earlier.identity = later.identity AND earlier.version = {} WHERE later.version = {} GROUP BY 1",
        earlier[0]["id"],
        version.id,
    )
    found = {int(row["is_same"]): int(row["number"]) for row in rows}
    known = sum(found.values())
    before = int(earlier[0]["number"])
    return VersionChanges(before, version.row_count - known, found.get(0, 0), found.get(1, 0), int(earlier[0]["row_count"]) - known)


async def partner_rows(*, version_id: UUID) -> tuple[tuple[UUID, ListRow], ...]:
    """Return all rows of a version with their ids, to be matched."""
    rows = await fetch("SELECT id, facts, person_token FROM region_row WHERE version = {} ORDER BY position", version_id)
    return tuple((row["id"], ListRow(facts_from_json(row["facts"]), row["person_token"])) for row in rows)


async def kept_pairs(*, list_id: UUID) -> tuple[KeptPair, ...]:
    """Return the pairs of all versions of a list whose last decision keeps them together."""
    kept = ", ".join(f"'{verdict.value}'" for verdict in (Verdict.MATCHED, Verdict.SUSPECTED_DUPLICATE, Verdict.DISPUTED))
    rows = await fetch(
        f"SELECT DISTINCT partner.identity, line.own_claim, line.line_key FROM region_line AS line"
        f" JOIN region_version AS version ON version.id = line.version"
        f" JOIN region_row AS partner ON partner.id = line.partner_row {DECIDED}"
        f" WHERE version.list = {{}} AND line.own_claim IS NOT NULL AND decision.verdict IN ({kept})",
        list_id,
    )
    return tuple(KeptPair(row["identity"], row["own_claim"], row["line_key"]) for row in rows)


def _version(row: dict[str, Any]) -> RegionVersion:
    return RegionVersion(
        id=row["id"],
        list_id=row["list"],
        partner=row["partner"],
        year=int(row["year"]),
        number=int(row["number"]),
        file_name=row["file_name"],
        is_taken_in=row["status"] == "taken_in",
        row_count=int(row["row_count"]),
        created_at=row["created_at"],
        columns=json.loads(row["columns"]),
        problems=_problems(row["problems"]),
    )


def _line(row: dict[str, Any]) -> RegionLine:
    decision = None
    if row["verdict"] is not None:
        is_kept = row["decided_at"] < row["version_at"]
        decision = RegionDecision(Verdict(row["verdict"]), row["reason"], row["decided_by"], bool(row["in_bulk"]), is_kept)
    score = None if row["score"] is None else int(row["score"])
    return RegionLine(
        id=row["id"],
        version_id=row["version"],
        position=int(row["position"]),
        kind=RowKind(row["kind"]),
        proposed=Verdict(row["proposed"]),
        score=score,
        is_sure=bool(row["is_sure"]),
        pair=None if score is None else pair_of_levels(row["levels"], score=score, has_rivals=bool(row["has_rivals"])),
        location=row["location"] or "",
        partner=None if row["partner_facts"] is None else facts_from_json(row["partner_facts"]),
        own=None if row["own_claim"] is None else facts_from_json(row["own_facts"]),
        own_claim=row["own_claim"],
        repeats=row["repeats"],
        decision=decision,
    )


def _problems(text: str) -> tuple[dict[str, str], ...]:
    found: Iterable[dict[str, str]] = json.loads(text)
    return tuple(found)
