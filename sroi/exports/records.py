"""Exports that were made: a list of them, the file as it was, and whether making one again gives the same bytes."""

from dataclasses import dataclass
from datetime import date, datetime
from gettext import gettext as _
from pathlib import Path
from typing import Any
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.errors import NotFound
from sroi.exports.order import Order
from sroi.exports.tables import ExportRecord
from sroi.files.queries import KeptFile, kept_file
from sroi.jobs.queries import job
from sroi.jobs.rules import JobNotFound, JobRecord

PAGE_SIZE = 25


class ExportNotFound(NotFound):
    """No such export was made, or the viewer may not see it."""


@dataclass(frozen=True)
class MadeExport:
    """One export that was made; `made_by` is empty for the server itself, `contractor_name` for what is about a whole year."""

    id: UUID
    key: str
    year: int
    as_of: date
    as_known_on: datetime
    made_by: str
    release: str
    sha256: str
    size_bytes: int
    is_kept: bool
    position: int | None
    organisation_id: UUID | None = None
    contractor_name: str = ""
    is_for_contractor: bool = False

    @property
    def order(self) -> Order:
        """Return what was asked for, by which it is made again."""
        return Order(self.key, self.year, self.as_of, self.as_known_on, self.position, self.organisation_id, self.is_for_contractor)


def _record(row: dict[str, Any]) -> MadeExport:
    return MadeExport(
        id=row["id"],
        key=row["key"],
        year=int(row["year"]),
        as_of=row["as_of"],
        as_known_on=row["as_known_on"],
        made_by=row["made_by.name"] or "",
        release=row["release"],
        sha256=row["sha256"],
        size_bytes=int(row["size_bytes"]),
        is_kept=bool(row["is_kept"]),
        position=None if row["position"] is None else int(row["position"]),
        organisation_id=row["organisation"],
        contractor_name=row["organisation.name"] or "",
        is_for_contractor=bool(row["is_for_contractor"]),
    )


def _selected(viewer: Viewer) -> Any:
    """Return the select of the exports that a viewer may see: the WSP all of them, a contractor those that it made of itself."""
    query = ExportRecord.select(*ExportRecord.all_columns(), ExportRecord.made_by.name, ExportRecord.organisation.name)
    if viewer.may(Permission.EXPORT_COMPLIANCE):
        return query
    if viewer.organisation_id is None or not viewer.may(Permission.REPORT_FULFILMENT):
        viewer.require(Permission.EXPORT_COMPLIANCE)
    return query.where((ExportRecord.organisation == viewer.organisation_id) & ExportRecord.is_for_contractor.eq(True))


async def made_exports(
    *, viewer: Viewer, organisation_id: UUID | None = None, before: tuple[datetime, UUID] | None = None, size: int = PAGE_SIZE
) -> tuple[MadeExport, ...]:
    """Return the exports that were made, newest first, before the key of the last one shown; at most `size`.

    With an `organisation_id` those about that contractor alone.
    """
    moment, key = ExportRecord.as_known_on, ExportRecord.id
    query = _selected(viewer).order_by(moment, key, ascending=False).limit(size)
    if organisation_id is not None:
        query = query.where(ExportRecord.organisation == organisation_id)
    if before is not None:
        query = query.where((moment < before[0]) | ((moment == before[0]) & (key < before[1])))
    return tuple(_record(row) for row in await query)


async def made_export(*, viewer: Viewer, export_id: UUID) -> MadeExport:
    """Return one export that was made; raise ExportNotFound for what was not, and for what the viewer may not see."""
    rows = await _selected(viewer).where(ExportRecord.id == export_id)
    if not rows:
        raise ExportNotFound(_("Deze export is niet gevonden."))
    return _record(rows[0])


async def is_made(*, export_id: UUID) -> bool:
    """Return whether an export of this id was made."""
    return bool(await ExportRecord.exists().where(ExportRecord.id == export_id))


async def export_job(*, viewer: Viewer, export_id: UUID) -> JobRecord:
    """Return how far an export is that is made behind the page, to who asked for it; raise ExportNotFound."""
    viewer.require(Permission.EXPORT_COMPLIANCE)
    try:
        return await job(viewer=viewer, job_id=export_id)
    except JobNotFound:
        raise ExportNotFound(_("Deze export is niet gevonden.")) from None


async def file_of_export(*, viewer: Viewer, export_id: UUID, directory: Path) -> KeptFile:
    """Return the file of an export as it was made; raise ExportNotFound when it was not kept."""
    record = await made_export(viewer=viewer, export_id=export_id)
    if not record.is_kept:
        raise ExportNotFound(_("Het bestand van deze export is niet bewaard."))
    return await kept_file(directory=directory, digest=record.sha256)
