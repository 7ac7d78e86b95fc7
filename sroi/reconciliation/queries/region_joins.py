"""Reads for joining rows that the engine left apart: which rows there are to choose from, and what was joined with a row."""

from dataclasses import dataclass
from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.database import fetch
from sroi.reconciliation.queries.region import CURRENT_VERSIONS, DECIDED, RegionLine
from sroi.reconciliation.rules.matching.rows import Verdict
from sroi.reconciliation.rules.region import RegionFacts, RegionNotFound, facts_from_json
from sroi.values import parse_date

MOST = 25
# A row stands free when it is alone on its line, or beside a row that a person called another one.
_FREE = f"(line.own_claim IS NULL OR line.partner_row IS NULL OR decision.verdict = '{Verdict.PARTNER_ONLY.value}')"
_LINES = f"""
FROM region_line AS line
JOIN region_version AS version ON version.id = line.version
JOIN region_list ON region_list.id = version.list
LEFT JOIN region_row AS partner ON partner.id = line.partner_row
{DECIDED}
WHERE line.kind = {{}} AND line.id <> {{}}
"""
_OWN = f"""
SELECT line.id AS line_id, 1 AS is_own, '' AS partner_name, '' AS location, line.own_facts AS facts
{_LINES} AND line.version = {{}} AND line.own_claim IS NOT NULL AND {_FREE} AND (TEXT) ORDER BY line.position LIMIT {MOST}
"""
_THEIRS = f"""
SELECT line.id AS line_id, 0 AS is_own, region_list.partner AS partner_name, partner.location, partner.facts
{_LINES} AND region_list.year = {{}} AND version.id IN (SELECT id FROM ({CURRENT_VERSIONS}) AS current_version) AND {{scope}}
AND line.partner_row IS NOT NULL AND (TEXT) ORDER BY region_list.partner_key, line.position LIMIT {MOST}
"""
_JOINED = f"""
SELECT held.id, held.reason, held.joined_at, user_account.name AS joined_by, region_list.partner, partner.facts, partner.location
FROM (
    SELECT id, reason, joined_at, joined_by, other_list AS list, other_identity AS identity FROM region_join
    WHERE one_list = {{}} AND one_identity = {{}} AND parted_at IS NULL
    UNION ALL
    SELECT id, reason, joined_at, joined_by, one_list AS list, one_identity AS identity FROM region_join
    WHERE other_list = {{}} AND other_identity = {{}} AND parted_at IS NULL
) AS held
JOIN region_list ON region_list.id = held.list
JOIN user_account ON user_account.id = held.joined_by
LEFT JOIN region_version AS version ON version.list = held.list AND version.id IN (SELECT id FROM ({CURRENT_VERSIONS}) AS current_version)
LEFT JOIN region_row AS partner ON partner.version = version.id AND partner.identity = held.identity
ORDER BY held.joined_at, held.id
"""


@dataclass(frozen=True)
class Joinable:
    """A row that a line may be joined with: of our own register, or of a partner's list."""

    line_id: UUID
    is_own: bool
    partner: str
    location: str
    facts: RegionFacts


@dataclass(frozen=True)
class Joined:
    """A row that was joined with another; `facts` is None when no current list has it any more."""

    id: UUID
    partner: str
    location: str
    facts: RegionFacts | None
    reason: str
    joined_by: str
    joined_at: datetime


@dataclass(frozen=True)
class Place:
    """Where the partner's row of a line stands, whatever the version: its list, identity, and the row itself."""

    list_id: UUID
    identity: str
    row_id: UUID


async def place_of(*, line: RegionLine) -> Place:
    """Return where the partner's row of a line stands; raise RegionNotFound for a line without one."""
    rows = await fetch(
        "SELECT version.list, partner.identity, partner.id FROM region_line AS line"
        " JOIN region_version AS version ON version.id = line.version JOIN region_row AS partner ON partner.id = line.partner_row"
        " WHERE line.id = {}",
        line.id,
    )
    if not rows:
        raise RegionNotFound(_("Hier staat geen rij van een partner."))
    return Place(rows[0]["list"], rows[0]["identity"], rows[0]["id"])


async def joinable(*, viewer: Viewer, line: RegionLine, year: int, text: str) -> tuple[Joinable, ...]:
    """Return rows of the kind of a line that it may be joined with, at most `MOST` of our own and `MOST` of partners.

    Those whose facts hold the text; without a text those of the same employer, or of the same start. A line of our own row alone may be
    joined with rows of its own list.
    """
    viewer.require(Permission.REVIEW_CLAIMS)
    facts = line.partner or line.own
    assert facts is not None
    sought = [_as_kept(text)] if text else [facts.employer, facts.start.isoformat() if facts.start else ""]
    terms = [f"%{_escaped(one)}%" for one in sought if one.strip()] or ["%"]
    own = await fetch(_of_text(_OWN, "line.own_facts", terms), line.kind.value, line.id, line.version_id, *terms) if line.partner else []
    within = "1 = 1" if line.partner else "line.own_claim IS NULL AND line.version = {}"
    theirs = await fetch(
        _of_text(_THEIRS.replace("{scope}", within), "partner.facts", terms),
        line.kind.value,
        line.id,
        year,
        *([] if line.partner else [line.version_id]),
        *terms,
    )
    return tuple(_joinable(row) for row in (*own, *theirs))


def _as_kept(text: str) -> str:
    """Return a day that was typed as facts hold it, and any other text as it is."""
    try:
        return parse_date(text).isoformat()
    except ValueError:
        return text


def _escaped(text: str) -> str:
    """Return a text as it is sought: of a fact's own letters, whatever the case, with nothing that stands for another letter."""
    plain = " ".join(text.split()).lower()[:100]
    return plain.replace("!", "!!").replace("%", "!%").replace("_", "!_").replace('"', "")


def _of_text(sql: str, column: str, terms: list[str]) -> str:
    return sql.replace("TEXT", " OR ".join([f"LOWER({column}) LIKE {{}} ESCAPE '!'"] * len(terms)))


def _joinable(row: dict[str, Any]) -> Joinable:
    return Joinable(row["line_id"], bool(row["is_own"]), row["partner_name"], row["location"], facts_from_json(row["facts"]))


async def joined_with(*, viewer: Viewer, line: RegionLine) -> tuple[Joined, ...]:
    """Return the rows that the partner's row of a line is joined with; nothing for a line without one."""
    viewer.require(Permission.REVIEW_CLAIMS)
    if line.partner is None:
        return ()
    place = await place_of(line=line)
    rows = await fetch(_JOINED, place.list_id, place.identity, place.list_id, place.identity)
    return tuple(
        Joined(
            id=row["id"],
            partner=row["partner"],
            location=row["location"] or "",
            facts=None if row["facts"] is None else facts_from_json(row["facts"]),
            reason=row["reason"],
            joined_by=row["joined_by"],
            joined_at=row["joined_at"],
        )
        for row in rows
    )
