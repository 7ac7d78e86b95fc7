"""A worker that confirms an import, or takes it back, and hangs halfway, for a test to kill; its argument is the kind of job.

It says `halfway` when a first part of the rows is done in its transaction and no more.
"""

import asyncio
import sys
from datetime import UTC, datetime
from typing import Any

from sroi.contracts.operations.imports import Progress
from sroi.contracts.queries.imports import CONFIRM_IMPORT, UNDO_IMPORT
from sroi.database import connected
from sroi.jobs.operations import run_due_jobs
from sroi.obligations.operations import confirm_behind_page, confirming, imports
from sroi.obligations.operations import undoing as taking_back
from sroi.settlement.operations import undo_behind_page, undoing

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
# By kind of job: what does it, and where it finds the work on all rows, by which name.
JOBS: dict[str, tuple[Any, Any, str]] = {
    CONFIRM_IMPORT: (confirm_behind_page, confirming, "confirm_import"),
    UNDO_IMPORT: (undo_behind_page, undoing, "undo_import"),
}


async def hang(progress: Progress) -> None:
    """Tell the parent how far it is, and do nothing any more."""
    sys.stdout.write(f"halfway {progress.done}\n")
    sys.stdout.flush()
    await asyncio.sleep(600)


async def main(kind: str) -> None:
    """Do the job that is due."""
    does, module, name = JOBS[kind]
    work = getattr(module, name)

    async def work_and_hang(**how: Any) -> Any:
        async def tell(progress: Progress) -> None:
            await how["tell"](progress)
            await hang(progress)

        return await work(**{**how, "tell": tell})

    imports.ROWS_AT_ONCE = taking_back.ROWS_AT_ONCE = 20
    vars(module)[name] = work_and_hang
    async with connected():
        await run_due_jobs(kinds={kind: does}, now=NOW)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
