"""Recording that an export was made: by whom, when, of which day, and the hash of its bytes."""

from datetime import date, datetime
from importlib.metadata import version
from uuid import UUID

from sroi.access import Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.database import transaction
from sroi.exports.tables import ExportRecord
from sroi.files.operations import WrittenFile, record_file


async def record_made(
    *, export_id: UUID, key: str, viewer: Viewer, year: int, now: datetime, today: date, file: WrittenFile, is_kept: bool, position: int
) -> None:
    """Record an export with its event; with `is_kept` its file, which is on disk, is kept too.

    `position` is where the history of the register was when it was read.
    """
    record = ExportRecord(
        id=export_id,
        key=key,
        year=year,
        as_of=today,
        as_known_on=now,
        made_by=viewer.user_id,
        release=release(),
        sha256=file.sha256,
        size_bytes=file.size_bytes,
        is_kept=is_kept,
        position=position,
    )
    async with transaction():
        if is_kept:
            await record_file(written=file, now=now)
        await ExportRecord.insert(record)
        await tell_made(viewer=viewer, subject=Subject("export", key), year=year, now=now, today=today, file=file)


async def tell_made(*, viewer: Viewer, subject: Subject, year: int, now: datetime, today: date, file: WrittenFile) -> None:
    """Record the event that an export about a subject was made, whether or not its file is kept."""
    await record_event(
        actor=actor_of(viewer),
        action="export.made",
        subject=subject,
        now=now,
        details={"year": year, "on": today.isoformat(), "sha256": file.sha256, "size_bytes": file.size_bytes},
    )


def release() -> str:
    """Return the version of this program."""
    return version("sroi")
