"""Reads of the bridge: the placements on the current lists of a year, what was joined, and how each row ends."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.contracts.queries import home_authority
from sroi.contracts.rules import Scope
from sroi.contracts.rules.places import official_place
from sroi.database import fetch
from sroi.reconciliation.queries.region import CURRENT_VERSIONS, DECIDED
from sroi.reconciliation.queries.years import JudgedYear
from sroi.reconciliation.rules import JudgedPlacement, PlacementVerdict
from sroi.reconciliation.rules.bridge import Bridge, BridgeRow, Ending, OwnPersons, bridge_of, endings_of
from sroi.reconciliation.rules.closing import Closing
from sroi.reconciliation.rules.facts import Facts, is_same_name
from sroi.reconciliation.rules.matching.rows import Verdict
from sroi.reconciliation.rules.region import RegionFacts, facts_from_json

_ROWS = f"""
SELECT line.id AS line_id, version.list, region_list.partner, partner.identity, partner.person_token, partner.facts, partner.location,
    decision.verdict, claim.number AS own_claim
FROM region_line AS line
JOIN region_version AS version ON version.id = line.version
JOIN region_list ON region_list.id = version.list
JOIN region_row AS partner ON partner.id = line.partner_row
LEFT JOIN claim ON claim.id = line.own_claim
{DECIDED}
WHERE region_list.year = {{}} AND line.kind = 'placement' AND version.id IN (SELECT id FROM ({CURRENT_VERSIONS}) AS current_version)
ORDER BY region_list.partner_key, line.position
"""
_JOINS = """
SELECT one_list, one_identity, other_list, other_identity FROM region_join
JOIN region_list ON region_list.id = region_join.one_list
WHERE parted_at IS NULL AND region_list.year = {}
"""


@dataclass(frozen=True)
class EndedRow:
    """A row of a partner's list with how it ends in the bridge."""

    line_id: UUID
    partner: str
    location: str
    own_claim: int | None
    facts: RegionFacts
    ending: Ending


@dataclass(frozen=True)
class BridgedYear:
    """The bridge of a year and the rows that it is made of."""

    bridge: Bridge
    rows: tuple[EndedRow, ...]


async def bridged_year(*, viewer: Viewer, judged: JudgedYear, closing: Closing | None) -> BridgedYear:
    """Return the bridge of a year that was judged, in three queries; of a closed year from the total that was frozen."""
    viewer.require(Permission.READ_RECONCILIATION)
    year = judged.report.year
    rows, joins, home = await fetch(_ROWS, year), await fetch(_JOINS, year), (await home_authority()).name
    # In a thread: long lists take a second, and other requests must go on.
    return await asyncio.to_thread(_bridged, judged, closing, rows, joins, home)


def _bridged(
    judged: JudgedYear, closing: Closing | None, rows: Sequence[dict[str, Any]], joins: Sequence[dict[str, Any]], home: str
) -> BridgedYear:
    told = [facts_from_json(row["facts"]) for row in rows]
    placed = [_row(row, facts, home) for row, facts in zip(rows, told, strict=True)]
    endings = endings_of(
        rows=placed,
        own=_own(judged.placements),
        joins=[((one["one_list"], one["one_identity"]), (one["other_list"], one["other_identity"])) for one in joins],
        year=judged.report.year,
        rule=judged.report.rule,
    )
    bridge = bridge_of(
        own=judged.report.total if closing is None else closing.frozen.total,
        rows=placed,
        endings=endings,
        adjustments=0 if closing is None else sum(one.placements for one in closing.adjustments),
    )
    ended = [
        EndedRow(row["line_id"], row["partner"], row["location"], row["own_claim"], facts, ending)
        for row, facts, ending in zip(rows, told, endings, strict=True)
    ]
    return BridgedYear(bridge, tuple(ended))


def _own(placements: Sequence[JudgedPlacement]) -> OwnPersons:
    return OwnPersons(
        {one.placement.first_claim: one.placement.person for one in placements},
        frozenset(one.placement.person for one in placements if one.verdict is PlacementVerdict.COUNTED),
    )


def _row(row: dict[str, Any], facts: RegionFacts, home: str) -> BridgeRow:
    return BridgeRow(
        node=(row["list"], row["identity"]),
        token=row["person_token"],
        verdict=None if row["verdict"] is None else Verdict(row["verdict"]),
        own_claim=None if row["own_claim"] is None else int(row["own_claim"]),
        year=None if facts.start is None else facts.start.year,
        facts=Facts(_scope(facts, home), official_place(facts.residence), facts.wsp, facts.claimed_by or row["partner"]),
    )


def _scope(facts: RegionFacts, home: str) -> Scope | None:
    """Return the scope of the contract of a partner's row: local where its authority is ours; None where no authority is told."""
    if not facts.authority:
        return None
    return Scope.LOCAL if is_same_name(facts.authority, home) else Scope.REGIONAL
