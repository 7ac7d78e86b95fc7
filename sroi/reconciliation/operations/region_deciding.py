"""Deciding about the lines of the region's lists."""

from collections.abc import Sequence
from datetime import datetime
from gettext import gettext as _
from uuid import UUID, uuid4

from piccolo.table import Table

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.database import fetch, insert_all, transaction
from sroi.reconciliation.queries.region import RegionVersion, region_line, region_version
from sroi.reconciliation.rules.matching.rows import Verdict
from sroi.reconciliation.rules.region import UnableToReconcileRegion, checked_reason, choices
from sroi.reconciliation.tables import RegionDecisionRow


async def decide_region_line(*, viewer: Viewer, line_id: UUID, verdict: Verdict, reason: str, now: datetime) -> None:
    """Decide about one line, with a reason; a later decision stands beside an earlier one and holds from then on.

    Raises RegionNotFound, and UnableToReconcileRegion on `verdict` or `reason`.
    """
    viewer.require(Permission.REVIEW_CLAIMS)
    plain = checked_reason(reason)
    async with transaction():
        line = await region_line(viewer=viewer, line_id=line_id)
        if verdict not in choices(has_partner=line.partner is not None, has_own=line.own is not None):
            raise UnableToReconcileRegion(_("Dit oordeel past niet bij deze rij. Kies een ander."), field="verdict")
        version = await region_version(viewer=viewer, version_id=line.version_id)
        await require_newest(version)
        rows = await fetch("SELECT line_key FROM region_line WHERE id = {}", line_id)
        await keep_decisions(viewer, version, [(rows[0]["line_key"], verdict)], plain, now, in_bulk=False)
        await tell_audit(viewer, "region.decided", line_id, now, {"verdict": verdict.value, "version": str(version.id)}, kind="region_line")


async def decide_sure_lines(*, viewer: Viewer, version_id: UUID, reason: str, now: datetime) -> int:
    """Decide all sure lines that are still open as they are proposed, with one reason, and return how many."""
    viewer.require(Permission.REVIEW_CLAIMS)
    plain = checked_reason(reason)
    async with transaction():
        version = await region_version(viewer=viewer, version_id=version_id)
        await require_newest(version)
        rows = await fetch(
            "SELECT line_key, proposed FROM region_line WHERE version = {} AND is_sure AND line_key NOT IN"
            " (SELECT line_key FROM region_decision WHERE list = {}) ORDER BY position",
            version_id,
            version.list_id,
        )
        if not rows:
            raise UnableToReconcileRegion(_("Er zijn geen zekere rijen meer om te bevestigen."), field="reason")
        await keep_decisions(viewer, version, [(row["line_key"], Verdict(row["proposed"])) for row in rows], plain, now, in_bulk=True)
        await tell_audit(viewer, "region.decided_in_bulk", version_id, now, {"lines": len(rows)})
    return len(rows)


async def keep_decisions(
    viewer: Viewer, version: RegionVersion, verdicts: Sequence[tuple[str, Verdict]], reason: str, now: datetime, *, in_bulk: bool
) -> None:
    """Keep a decision for each line, by its key, after those that it had; in bulk for lines that had none."""
    made = []
    for key, verdict in verdicts:
        number = 1
        if not in_bulk:
            last = await fetch("SELECT MAX(number) AS last FROM region_decision WHERE list = {} AND line_key = {}", version.list_id, key)
            number = 1 + int(last[0]["last"] or 0)
        made.append(
            RegionDecisionRow(
                id=uuid4(),
                list=version.list_id,
                line_key=key,
                number=number,
                verdict=verdict.value,
                reason=reason,
                in_bulk=in_bulk,
                decided_by=viewer.account_id,
                decided_at=now,
            )
        )
    await insert_rows(made)


async def require_newest(version: RegionVersion) -> None:
    """Raise UnableToReconcileRegion for a version that is not the last of its list."""
    if await last_number(version.list_id) != version.number:
        raise UnableToReconcileRegion(_("Er is een nieuwere versie van deze lijst. Werk met die versie verder."))


async def insert_rows(rows: Sequence[Table]) -> None:
    """Insert rows of one table."""
    if rows:
        columns = [column._meta.name for column in type(rows[0])._meta.columns]
        await insert_all(type(rows[0]), columns, [[getattr(row, column) for column in columns] for row in rows])


async def last_number(list_id: UUID) -> int:
    """Return the number of the last version of a list; 0 when it has none."""
    rows = await fetch("SELECT MAX(number) AS last FROM region_version WHERE list = {}", list_id)
    return int(rows[0]["last"] or 0)


async def tell_audit(
    viewer: Viewer, action: str, subject: UUID | str, now: datetime, details: dict[str, object], *, kind: str = "region_list"
) -> None:
    """Record what was done with a version of a list, or with a line or a join of its rows."""
    await record_event(actor=actor_of(viewer), action=action, subject=Subject(kind, str(subject)), now=now, details=details)
