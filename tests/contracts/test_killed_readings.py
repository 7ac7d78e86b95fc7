"""A server that is killed while it reads a workbook leaves nothing of that, nor the process of the cells, and another reads it all."""

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from select import select

from sroi.audit.tables import AuditEvent
from sroi.background import kinds_of_jobs
from sroi.contracts.operations import begin_import
from sroi.contracts.queries.imports import BatchStatus, import_batch
from sroi.contracts.tables import Contract, ImportPack
from sroi.jobs.operations import run_due_jobs
from sroi.jobs.rules import LEASE
from sroi.settings import Settings
from tests.imports.workbooks import HEADER, SNOW, workbook
from tests.makers import make_officer

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
PROGRAM = Path(__file__).with_name("read_and_hang.py")
ROWS = 200
LONG = "Bij vorst komt de aannemer met zout. " * 200  # some rows fill the pipe between the processes


async def killed_while_reading() -> None:
    """Let a worker read the import, kill it on the way, and wait until the process that read cells for it has ended."""
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    program = await asyncio.create_subprocess_exec(sys.executable, str(PROGRAM), stdout=asyncio.subprocess.PIPE, env=environment)
    assert program.stdout is not None
    word, rows, number = (await program.stdout.readline()).split()
    assert (word, int(rows)) == (b"reading", 20)
    reader = os.pidfd_open(int(number))
    assert not ended(reader, within=0)
    program.send_signal(signal.SIGKILL)
    assert await program.wait() == -signal.SIGKILL
    assert ended(reader, within=10)
    os.close(reader)


def ended(process: int, *, within: float) -> bool:
    """Return whether a process ends within so many seconds."""
    return bool(select([process], [], [], within)[0])


async def test_a_server_that_is_killed_while_it_reads_leaves_nothing_and_the_next_one_reads_all(database: None) -> None:
    officer = await make_officer()
    rows = [(f"2024-{number}", *SNOW[1:], LONG) for number in range(ROWS)]
    file = BytesIO(workbook(Register=[(*HEADER, "Bijzonderheden"), *rows]))
    batch_id = await begin_import(viewer=officer, file_name="register.xlsx", file=file, award_date_from_start=False, now=NOW)
    events = await AuditEvent.count()
    await killed_while_reading()
    assert not await ImportPack.exists() and not await Contract.exists()
    assert await AuditEvent.count() == events
    assert (await import_batch(viewer=officer, batch_id=batch_id)).status is BatchStatus.READING
    kinds = kinds_of_jobs(Settings())
    assert await run_due_jobs(kinds=kinds, now=NOW + LEASE / 2) == 0
    assert await run_due_jobs(kinds=kinds, now=NOW + LEASE) == 1
    batch = await import_batch(viewer=officer, batch_id=batch_id)
    assert (batch.status, batch.row_count) == (BatchStatus.PREVIEW, ROWS)
