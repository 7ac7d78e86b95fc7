"""A worker that confirms an import and hangs halfway, for a test to kill.

It says `halfway` when a first part of the rows is stored in its transaction and no more.
"""

import asyncio
import sys
from datetime import UTC, datetime
from typing import Any

from sroi.contracts.operations.imports import Progress
from sroi.contracts.queries.imports import CONFIRM_IMPORT
from sroi.database import connected
from sroi.jobs.operations import run_due_jobs
from sroi.obligations.operations import confirm_behind_page, confirm_import, confirming, imports

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)


async def confirm_and_hang(**how: Any) -> Any:
    """Confirm until the first part is stored; tell the parent how far it is, and do nothing any more."""

    async def hang(progress: Progress) -> None:
        await how["tell"](progress)
        sys.stdout.write(f"halfway {progress.done}\n")
        sys.stdout.flush()
        await asyncio.sleep(600)

    return await confirm_import(**{**how, "tell": hang})


async def main() -> None:
    """Do the job that is due."""
    imports.ROWS_AT_ONCE = 20
    vars(confirming)["confirm_import"] = confirm_and_hang
    async with connected():
        await run_due_jobs(kinds={CONFIRM_IMPORT: confirm_behind_page}, now=NOW)


if __name__ == "__main__":
    asyncio.run(main())
