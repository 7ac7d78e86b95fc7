"""Joining rows that the engine left apart, with a reason, and parting them again.

Our own row and a row of a partner become one line of the list, decided as the same; that line is parted by deciding that they are not.
Two rows of partners are joined as one person, whatever their lists.
"""

from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID, uuid4

from sroi.access import Permission, Viewer
from sroi.database import fetch, transaction
from sroi.reconciliation.operations.region import line_rows
from sroi.reconciliation.operations.region_deciding import keep_decisions, require_newest, tell_audit
from sroi.reconciliation.queries.own_rows import own_rows
from sroi.reconciliation.queries.region import RegionLine, RegionVersion, partner_rows, region_line, region_version
from sroi.reconciliation.queries.region_joins import place_of
from sroi.reconciliation.rules.lines import joined_lines
from sroi.reconciliation.rules.matching.rows import Verdict
from sroi.reconciliation.rules.region import ListRow, RegionNotFound, UnableToReconcileRegion, checked_reason
from sroi.reconciliation.tables import RegionJoin, RegionLineRow


async def join_lines(*, viewer: Viewer, line_id: UUID, other_line_id: UUID, is_own: bool, reason: str, now: datetime) -> None:
    """Join a row of one line with a row of another: with our own row of it, or else with the partner's.

    What joins is the partner's row of the first line where it has one. Raises RegionNotFound, and UnableToReconcileRegion on `other`
    or `reason`.
    """
    viewer.require(Permission.REVIEW_CLAIMS)
    plain = checked_reason(reason)
    async with transaction():
        one, other = await region_line(viewer=viewer, line_id=line_id), await region_line(viewer=viewer, line_id=other_line_id)
        if one.kind is not other.kind or one.id == other.id or (one.partner is None and is_own):
            raise UnableToReconcileRegion(_("Deze twee rijen kunnen niet bij elkaar horen. Kies een andere."), field="other")
        if is_own:
            await _make_pair(viewer, theirs=one, ours=other, reason=plain, now=now)
        elif one.partner is None:
            await _make_pair(viewer, theirs=other, ours=one, reason=plain, now=now)
        else:
            await _join_partners(viewer, one, other, plain, now)


async def _join_partners(viewer: Viewer, one: RegionLine, other: RegionLine, reason: str, now: datetime) -> None:
    """Join two rows of partners, the lesser first, so that no two joins say the same."""
    first, second = sorted([await place_of(line=one), await place_of(line=other)], key=lambda place: (str(place.list_id), place.identity))
    held = RegionJoin(
        id=uuid4(),
        one_list=first.list_id,
        one_identity=first.identity,
        other_list=second.list_id,
        other_identity=second.identity,
        reason=reason,
        joined_by=viewer.account_id,
        joined_at=now,
    )
    is_same = (RegionJoin.one_list == first.list_id) & (RegionJoin.one_identity == first.identity)
    is_same = is_same & (RegionJoin.other_list == second.list_id) & (RegionJoin.other_identity == second.identity)
    if await RegionJoin.exists().where(is_same & RegionJoin.parted_at.is_null()):
        raise UnableToReconcileRegion(_("Deze rijen zijn al samengevoegd."), field="other")
    await RegionJoin.insert(held)
    await tell_audit(viewer, "region.joined", held.id, now, {"lines": [str(one.id), str(other.id)]}, kind="region_join")


async def _make_pair(viewer: Viewer, *, theirs: RegionLine, ours: RegionLine, reason: str, now: datetime) -> None:
    """Put a row of a partner and one of ours on one line, decided as the same; what stood beside either stands alone from then on."""
    if theirs.version_id != ours.version_id or theirs.partner is None or ours.own_claim is None:
        raise UnableToReconcileRegion(_("Deze twee rijen kunnen niet bij elkaar horen. Kies een andere."), field="other")
    if not (_is_free(theirs) and _is_free(ours)):
        message = _("Een van de twee rijen hoort al bij een andere. Beslis daar eerst dat die niet hetzelfde zijn.")
        raise UnableToReconcileRegion(message, field="other")
    version = await region_version(viewer=viewer, version_id=theirs.version_id)
    await require_newest(version)
    own = await _own_rows(version, [line.own_claim for line in (ours, theirs) if line.own_claim])
    places = [await place_of(line=line) for line in (theirs, ours) if line.partner]
    listed = dict(await partner_rows(version_id=version.id))
    partner = [(place.row_id, listed[place.row_id]) for place in places]
    lines = joined_lines(own=own, partner=[row for _id, row in partner], names=[place.identity for place in places])
    await fetch("DELETE FROM region_line WHERE id = {} OR id = {}", theirs.id, ours.id)
    last = await fetch("SELECT MAX(position) AS last FROM region_line WHERE version = {}", version.id)
    await RegionLineRow.insert(*line_rows(version.id, lines, own, partner, after=int(last[0]["last"] or 0)))
    await keep_decisions(viewer, version, [(lines[0].key, Verdict.MATCHED)], reason, now, in_bulk=False)
    details: dict[str, object] = {"claim": str(ours.own_claim), "row": str(places[0].row_id)}
    await tell_audit(viewer, "region.joined", version.id, now, details)


def _is_free(line: RegionLine) -> bool:
    """Return whether a row of a line may be joined: it stands alone, or beside a row that a person called another one."""
    is_pair = line.partner is not None and line.own_claim is not None
    return not is_pair or (line.decision is not None and line.decision.verdict is Verdict.PARTNER_ONLY)


async def _own_rows(version: RegionVersion, claim_ids: list[UUID]) -> list[ListRow]:
    held = {row.id: row for row in await own_rows(year=version.year)}
    if any(claim_id not in held for claim_id in claim_ids):
        raise UnableToReconcileRegion(_("Ons register is intussen veranderd. Vergelijk de lijst opnieuw."), field="other")
    return [held[claim_id] for claim_id in claim_ids]


async def part_rows(*, viewer: Viewer, join_id: UUID, reason: str, now: datetime) -> None:
    """Part two rows of partners that were joined; raise RegionNotFound for what is not joined any more."""
    viewer.require(Permission.REVIEW_CLAIMS)
    plain = checked_reason(reason)
    async with transaction():
        is_held = (RegionJoin.id == join_id) & RegionJoin.parted_at.is_null()
        parted: dict[Any, Any] = {"parted_reason": plain, "parted_by": viewer.account_id, "parted_at": now}
        if not await RegionJoin.update(parted).where(is_held).returning(RegionJoin.id):
            raise RegionNotFound(_("Deze rijen zijn niet meer samengevoegd."))
        await tell_audit(viewer, "region.parted", join_id, now, {}, kind="region_join")
