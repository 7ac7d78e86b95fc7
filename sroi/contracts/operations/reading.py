"""Reading a long file behind the page: the upload is kept at once, a job reads it and keeps the preview, whole or not at all.

A job that was stopped runs again from the start; what it kept before is kept in place of that.
"""

from datetime import datetime
from typing import IO
from uuid import UUID

from imports.collection import without_collection
from sroi.access import Permission, Viewer
from sroi.accounts.queries import viewer_by_id
from sroi.contracts.operations.behind import told_to
from sroi.contracts.operations.imports import UnableToImport, add_batch, keep_preview, preview_of, problems_json, read_file
from sroi.contracts.operations.uploads import kept_file
from sroi.contracts.queries.imports import READ_IMPORT, Batch, BatchStatus, import_batch
from sroi.contracts.rules import ERROR, RowProblem
from sroi.contracts.tables import ImportBatch
from sroi.database import transaction
from sroi.jobs.operations import enqueue
from sroi.jobs.rules import TakenJob


async def begin_import(*, viewer: Viewer, file_name: str, file: IO[bytes], award_date_from_start: bool, now: datetime) -> UUID:
    """Keep an upload that a job will read, and return the id of its import."""
    viewer.require(Permission.WRITE_REGISTER)
    async with transaction():
        batch_id = await add_batch(viewer=viewer, file_name=file_name, file=file, award_date_from_start=award_date_from_start, now=now)
        job_id = await enqueue(kind=READ_IMPORT, payload={"batch": batch_id}, now=now, asked_by=viewer.account_id)
        await ImportBatch.update({ImportBatch.job: job_id}).where(ImportBatch.id == batch_id)
    return batch_id


async def read_import(taken: TakenJob) -> None:
    """Read an upload and keep its preview; a file that cannot be read ends as refused, with the reason."""
    assert taken.asked_by is not None
    viewer, batch_id = await viewer_by_id(user_id=taken.asked_by), UUID(taken.payload["batch"])
    batch = await import_batch(viewer=viewer, batch_id=batch_id)
    if batch.status is not BatchStatus.READING:
        return

    with without_collection():
        await _read(taken, viewer, batch)


async def _read(taken: TakenJob, viewer: Viewer, batch: Batch) -> None:
    try:
        async with kept_file(batch_id=batch.id) as path:
            if path is None:
                return
            file = read_file(viewer=viewer, content=path, may_ask=True, tell=told_to(taken))
            preview = await preview_of(await file, batch.award_date_from_start, taken.now, told_to(taken))
    except UnableToImport as refusal:
        problem = RowProblem(batch.file_name, "", refusal.message, ERROR)
        values = {ImportBatch.status: "refused", ImportBatch.problems: problems_json([problem])}
        async with transaction():
            await ImportBatch.update(values).where(ImportBatch.id == batch.id)  # type: ignore[arg-type]
        return
    await keep_preview(viewer=viewer, batch_id=batch.id, preview=preview, now=taken.now)
