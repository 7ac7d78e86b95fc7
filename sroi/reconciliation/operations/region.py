"""Taking in the region's lists, and comparing them with the register."""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from gettext import gettext as _
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from imports.region_list import RegionReading, RegionRow, read_region_list
from imports.rows import UnreadableFile
from sroi.access import Permission, Viewer
from sroi.database import fetch, transaction
from sroi.fulfilment.rules import UnableToReport, person_token
from sroi.reconciliation.operations.region_deciding import insert_rows, last_number, require_newest, tell_audit
from sroi.reconciliation.queries.own_rows import own_rows
from sroi.reconciliation.queries.region import kept_pairs, partner_rows, region_version
from sroi.reconciliation.rules import FIRST_YEAR
from sroi.reconciliation.rules.lines import lines_of
from sroi.reconciliation.rules.matching.rows import RowKind
from sroi.reconciliation.rules.region import (
    MAX_PARTNER,
    Line,
    ListRow,
    RegionFacts,
    UnableToReconcileRegion,
    facts_to_json,
    identities,
    levels_text,
    private_label,
)
from sroi.reconciliation.tables import RegionLineRow, RegionList, RegionListRow, RegionListVersion
from sroi.values import day_after, search_text

LAST_YEAR = 2199


async def stage_region_list(
    *,
    viewer: Viewer,
    partner: str,
    year: int,
    file_name: str,
    content: bytes,
    token_key: str,
    columns: Mapping[str, str | None] | None = None,
    now: datetime,
) -> UUID:
    """Read a partner's list of a year, keep its rows without names, and return the id of the preview; nothing is compared yet.

    Names and birth dates become keyed tokens here and are kept nowhere. `columns` maps headers to fields as a person chose them;
    what was chosen for the version before holds otherwise. Raises UnableToReconcileRegion on partner, year or file.
    """
    viewer.require(Permission.REVIEW_CLAIMS)
    name = _checked_partner(partner, year)
    reading = await _reading(content, {**await _columns_before(search_text(name), year), **(columns or {})})
    rows = [_list_row(row, token_key) for row in reading.rows]
    async with transaction():
        list_id = await _list_id(viewer, name, year, now)
        version = RegionListVersion(
            id=uuid4(),
            list=list_id,
            number=1 + await last_number(list_id),
            file_name=file_name[:255],
            sha256=sha256(content).hexdigest(),
            format=reading.format,
            status="preview",
            columns=json.dumps({column.header: column.field for column in reading.columns}, ensure_ascii=False),
            problems=_problems_json(reading, None),
            row_count=len(rows),
            created_by=viewer.account_id,
            created_at=now,
        )
        await RegionListVersion.insert(version)
        await _insert_rows(version.id, reading, rows)
        await tell_audit(viewer, "region.previewed", version.id, now, {"list": str(list_id), "rows": len(rows), "sha256": version.sha256})
    return UUID(str(version.id))


def _checked_partner(partner: str, year: int) -> str:
    name = " ".join(partner.split())
    if not name or len(name) > MAX_PARTNER:
        raise UnableToReconcileRegion(_("Vul de naam van de partner in."), field="partner")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnableToReconcileRegion(_("Vul een jaar vanaf {first} in.").format(first=FIRST_YEAR), field="year")
    return name


async def _reading(content: bytes, columns: Mapping[str, str | None]) -> RegionReading:
    try:
        reading = await asyncio.to_thread(read_region_list, content, columns=columns)
    except UnreadableFile as error:
        raise UnableToReconcileRegion(str(error), field="file") from None
    if not reading.rows:
        raise UnableToReconcileRegion(_("Er staan geen rijen in dit bestand."), field="file")
    return reading


async def compare_region_list(*, viewer: Viewer, version_id: UUID, now: datetime) -> None:
    """Take a version in, or compare it again with the register as it is now: lines are made anew, decisions that still hold stay."""
    viewer.require(Permission.REVIEW_CLAIMS)
    version = await region_version(viewer=viewer, version_id=version_id)
    await require_newest(version)
    theirs = await partner_rows(version_id=version_id)
    ours = await own_rows(year=version.year)
    kept = await kept_pairs(list_id=version.list_id)
    # In a thread: long lists take seconds, and other requests must go on.
    lines = await asyncio.to_thread(lines_of, own=ours, partner=[row for _id, row in theirs], kept=kept)
    async with transaction():
        await require_newest(version)
        await fetch("DELETE FROM region_line WHERE version = {}", version_id)
        await insert_rows(tuple(line_rows(version_id, lines, ours, theirs)))
        changed: dict[Any, Any] = {RegionListVersion.status: "taken_in", RegionListVersion.compared_at: now}
        await RegionListVersion.update(changed).where(RegionListVersion.id == version_id)
        await tell_audit(viewer, "region.compared", version_id, now, {"lines": len(lines), "list": str(version.list_id)})


async def _list_id(viewer: Viewer, partner: str, year: int, now: datetime) -> UUID:
    key = search_text(partner)
    known = await RegionList.select(RegionList.id).where((RegionList.partner_key == key) & (RegionList.year == year))
    if known:
        return UUID(str(known[0]["id"]))
    made = RegionList(id=uuid4(), partner=partner, partner_key=key, year=year, created_by=viewer.account_id, created_at=now)
    await RegionList.insert(made)
    return UUID(str(made.id))


async def _columns_before(partner_key: str, year: int) -> dict[str, str | None]:
    """Return what the columns of this partner's last list stood for, of this year or the last one before it."""
    rows = await fetch(
        "SELECT region_version.columns FROM region_version JOIN region_list ON region_list.id = region_version.list"
        " WHERE region_list.partner_key = {} AND region_list.year <= {} ORDER BY region_list.year DESC, region_version.number DESC LIMIT 1",
        partner_key,
        year,
    )
    found: dict[str, str | None] = json.loads(rows[0]["columns"]) if rows else {}
    return found


def _list_row(row: RegionRow, token_key: str) -> ListRow:
    token = None
    if row.person is not None:
        try:
            token = person_token(name=row.person.name, birth_date=row.person.birth_date, key=token_key)
        except UnableToReport:
            token = None
    facts = RegionFacts(
        kind=RowKind(row.kind),
        reference=row.reference,
        invoice=row.invoice,
        label=private_label(row.label),
        employer=row.employer,
        employer_number=row.employer_number,
        start=row.start,
        end=day_after(row.end),
        hours=row.hours,
        target_group=row.target_group,
        residence=row.residence,
        amount=row.amount,
        authority=row.authority,
        wsp=row.wsp,
        claimed_by=row.claimed_by,
        contract=row.contract,
    )
    return ListRow(facts, token)


async def _insert_rows(version_id: UUID, reading: RegionReading, rows: Sequence[ListRow]) -> None:
    names = identities(rows)
    made = [
        RegionListRow(
            id=uuid4(),
            version=version_id,
            position=position,
            location=reading.rows[position - 1].where[:200],
            identity=name,
            fingerprint=row.fingerprint,
            person_token=row.token,
            facts=facts_to_json(row.facts),
            problems=_problems_json(reading, position - 1),
        )
        for position, (row, name) in enumerate(zip(rows, names, strict=True), 1)
    ]
    await insert_rows(made)


def _problems_json(reading: RegionReading, row: int | None) -> str:
    found = [{"where": one.where, "message": one.message, "severity": one.severity} for one in reading.problems if one.row == row]
    return json.dumps(found, ensure_ascii=False)


def line_rows(
    version_id: UUID, lines: Sequence[Line], ours: Sequence[ListRow], theirs: Sequence[tuple[UUID, ListRow]], *, after: int = 0
) -> Iterator[RegionLineRow]:
    """Yield the rows of lines, whose sides are places in both lists, at the positions after one."""
    for position, line in enumerate(lines, after + 1):
        mine = None if line.own is None else ours[line.own]
        yield RegionLineRow(
            id=uuid4(),
            version=version_id,
            position=position,
            line_key=line.key,
            partner_row=None if line.partner is None else theirs[line.partner][0],
            own_claim=mine.id if mine else None,
            own_facts=facts_to_json(mine.facts) if mine else "{}",
            kind=line.kind.value,
            proposed=line.proposed.value,
            score=line.pair.score if line.pair else None,
            is_sure=line.is_sure,
            levels=levels_text(line.pair),
            has_rivals=bool(line.pair and line.pair.has_rivals),
            repeats=_repeated(line, ours, theirs),
        )


def _repeated(line: Line, ours: Sequence[ListRow], theirs: Sequence[tuple[UUID, ListRow]]) -> str:
    """Return in words which row a row repeats: its number, else its place in the list."""
    if line.repeats is None:
        return ""
    row = ours[line.repeats] if line.partner is None else theirs[line.repeats][1]
    return row.facts.reference or _("rij {number} van de lijst").format(number=line.repeats + 1)
