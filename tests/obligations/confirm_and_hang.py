"""A program that confirms an import and hangs halfway, for a test to kill: `python confirm_and_hang.py BATCH OFFICER ORGANISATION`.

It says `halfway` when a first part of the rows is stored in its transaction and no more.
"""

import asyncio
import sys
from datetime import UTC, datetime
from uuid import UUID

from sroi.access import Role, Viewer
from sroi.contracts.operations.imports import Progress
from sroi.database import connected
from sroi.obligations.operations import confirm_import, imports

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
imports.ROWS_AT_ONCE = 20


async def hang(progress: Progress) -> None:
    """Tell the parent how far it is, and do nothing any more."""
    sys.stdout.write(f"halfway {progress.done}\n")
    sys.stdout.flush()
    await asyncio.sleep(600)


async def main() -> None:
    """Confirm until the first part is stored."""
    batch_id, account_id, organisation_id = map(UUID, sys.argv[1:])
    officer = Viewer(Role.PROCUREMENT_OFFICER, account_id, organisation_id, "Inkoper Voorbeeld", "inkoper@example.nl")
    async with connected():
        await confirm_import(viewer=officer, batch_id=batch_id, now=NOW, tell=hang)


if __name__ == "__main__":
    asyncio.run(main())
