"""Choices for all rows of a long import, behind the page: what its columns mean, and which authorities its names are.

A job that was stopped runs again from the start: it chooses the same.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sroi.access import Viewer
from sroi.accounts.queries import viewer_by_id
from sroi.contracts.operations.awarding import Chosen, award_rows
from sroi.contracts.operations.behind import leave_to_job, told_to, work_behind_page
from sroi.contracts.operations.column_profiles import check_choice, read_again
from sroi.contracts.operations.imports import Tell
from sroi.contracts.queries.imports import BEGINS_AT, CHOOSE_AUTHORITIES, CHOOSE_COLUMNS, import_batch
from sroi.jobs.rules import TakenJob


async def begin_choosing_columns(*, viewer: Viewer, batch_id: UUID, columns: Mapping[str, str | None], name: str, now: datetime) -> None:
    """Let a job read the file of a preview again by these columns; raise UnableToImport as `choose_columns` does."""
    await check_choice(columns=columns, name=name)
    payload = {"columns": dict(columns), "name": name}
    await leave_to_job(viewer=viewer, batch_id=batch_id, kind=CHOOSE_COLUMNS, now=now, payload=payload)


async def choose_columns_behind_page(taken: TakenJob) -> None:
    """Read the file of a preview again by the columns that were chosen."""
    assert taken.asked_by is not None
    viewer = await viewer_by_id(user_id=taken.asked_by)
    batch = await import_batch(viewer=viewer, batch_id=UUID(taken.payload["batch"]))
    if batch.status is not BEGINS_AT[taken.kind]:
        return

    columns, name = taken.payload["columns"], taken.payload["name"]
    await read_again(viewer=viewer, batch=batch, columns=columns, name=name, now=taken.now, tell=told_to(taken))


async def begin_choosing_authorities(*, viewer: Viewer, batch_id: UUID, chosen: Chosen, now: datetime) -> None:
    """Let a job give the rows of a preview the authorities that were chosen; raise UnableToImport when another is at work."""
    await leave_to_job(viewer=viewer, batch_id=batch_id, kind=CHOOSE_AUTHORITIES, now=now, payload={"chosen": dict(chosen)})


async def choose_authorities_behind_page(taken: TakenJob) -> None:
    """Give the rows of a preview the authorities that were chosen."""
    chosen = {name: UUID(chosen) if chosen else None for name, chosen in taken.payload["chosen"].items()}

    async def award(*, viewer: Viewer, batch_id: UUID, now: datetime, tell: Tell) -> str:
        batch = await import_batch(viewer=viewer, batch_id=batch_id)
        return str(await award_rows(viewer=viewer, batch=batch, chosen=chosen, now=now, tell=tell))

    await work_behind_page(taken=taken, work=award)
