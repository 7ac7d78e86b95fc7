"""Recording that an export was made: by whom, when, of which day, and the hash of its bytes."""

from importlib.metadata import version
from uuid import UUID

from sroi.access import Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.database import transaction
from sroi.exports.order import Order
from sroi.exports.tables import ExportRecord
from sroi.files.operations import WrittenFile, record_file


async def record_made(*, export_id: UUID, viewer: Viewer, order: Order, file: WrittenFile, is_kept: bool) -> None:
    """Record an export with its event; with `is_kept` its file, which is on disk, is kept too.

    The position of the order is where the history of the register was when it was read.
    """
    record = ExportRecord(
        id=export_id,
        key=order.key,
        year=order.year,
        as_of=order.today,
        as_known_on=order.now,
        made_by=viewer.user_id,
        release=release(),
        sha256=file.sha256,
        size_bytes=file.size_bytes,
        is_kept=is_kept,
        position=order.position,
        organisation=order.organisation_id,
        is_for_contractor=order.is_for_contractor,
    )
    async with transaction():
        if is_kept:
            await record_file(written=file, now=order.now)
        await ExportRecord.insert(record)
        await record_event(
            actor=actor_of(viewer),
            action="export.made",
            subject=_subject(order),
            now=order.now,
            details={
                "export": str(export_id),
                "year": order.year,
                "on": order.today.isoformat(),
                "sha256": file.sha256,
                "size_bytes": file.size_bytes,
            },
        )


def _subject(order: Order) -> Subject:
    """Return what an export is about: a contractor, or else the whole register, by its own name."""
    return Subject("export", order.key) if order.organisation_id is None else Subject("organisation", str(order.organisation_id))


def release() -> str:
    """Return the version of this program."""
    return version("sroi")
