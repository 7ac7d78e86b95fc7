"""A server that is killed while it confirms an import, or takes it back, leaves nothing of that, and another does it from the start."""

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from sroi.access import OPERATOR, Viewer
from sroi.audit.queries import verify_chain
from sroi.audit.tables import AuditEvent
from sroi.background import kinds_of_jobs
from sroi.contracts.operations import stage_import
from sroi.contracts.queries.imports import CONFIRM_IMPORT, UNDO_IMPORT, BatchStatus, import_batch, import_job
from sroi.contracts.tables import Contract, ContractEvent, ImportRow
from sroi.jobs.operations import run_due_jobs
from sroi.jobs.queries import meanwhile_file
from sroi.jobs.rules import LEASE, JobRecord
from sroi.ledger.tables import LedgerEntry
from sroi.obligations.operations import begin_confirmation, confirm_import
from sroi.obligations.tables import Milestone, ObligationRevision
from sroi.settings import Settings
from sroi.settlement.operations import begin_undoing
from tests.makers import make_officer

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
PROGRAM = Path(__file__).with_name("work_and_hang.py")
HEADER = "Contractnummer;Titel;Soort;Opdrachtnemer;KVK-nummer;Contractsom;Gunningsdatum;Begindatum;Einddatum"
ROW = "2024-{number:03};Groenonderhoud deel {number};dienst;Groen Voorbeeld B.V.;00100001;1.250.000,00;1-2-2024;1-3-2024;28-2-2026"
ROWS = 60


async def staged(officer: Viewer) -> UUID:
    content = "\r\n".join([HEADER, *(ROW.format(number=number) for number in range(1, ROWS + 1)), ""]).encode()
    return await stage_import(viewer=officer, file_name="register.csv", content=content, award_date_from_start=False, now=NOW)


async def killed_halfway(kind: str) -> None:
    """Let a worker do the job of this kind, and kill it when it is halfway."""
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    program = await asyncio.create_subprocess_exec(sys.executable, str(PROGRAM), kind, stdout=asyncio.subprocess.PIPE, env=environment)
    assert program.stdout is not None
    assert await program.stdout.readline() == b"halfway 20\n"
    program.send_signal(signal.SIGKILL)
    assert await program.wait() == -signal.SIGKILL


async def told_of(officer: Viewer, batch_id: UUID) -> JobRecord:
    """Return the job on an import as its page shows it."""
    record = await import_job(viewer=officer, batch=await import_batch(viewer=officer, batch_id=batch_id))
    assert record is not None
    return record


async def done_again() -> None:
    """Let another server do what was left, as soon as the lease of the killed one has ended and no sooner."""
    kinds = kinds_of_jobs(Settings())
    assert await run_due_jobs(kinds=kinds, now=NOW + LEASE / 2) == 0
    assert await run_due_jobs(kinds=kinds, now=NOW + LEASE) == 2  # the second sends the mail about the first


async def test_a_server_that_is_killed_halfway_leaves_nothing_and_the_next_one_stores_all(database: None) -> None:
    officer = await make_officer()
    batch_id = await staged(officer)
    await begin_confirmation(viewer=officer, batch_id=batch_id, now=NOW)
    events = await AuditEvent.count()
    await killed_halfway(CONFIRM_IMPORT)
    record = await told_of(officer, batch_id)
    assert (record.steps_done, record.steps_total) == (20, ROWS)
    assert record.message.startswith("De rijen worden opgeslagen. 20 van 60 rijen")
    for table in (Contract, ContractEvent, ObligationRevision, LedgerEntry, Milestone):
        assert not await table.exists(), table
    assert not await ImportRow.exists().where(ImportRow.contract.is_not_null())
    assert await AuditEvent.count() == events
    assert (await import_batch(viewer=officer, batch_id=batch_id)).status is BatchStatus.PREVIEW
    await done_again()
    assert (await import_batch(viewer=officer, batch_id=batch_id)).is_confirmed
    assert (await Contract.count(), await ObligationRevision.count()) == (ROWS, ROWS)
    assert await verify_chain(viewer=OPERATOR) is None
    told = meanwhile_file(record.id)
    assert told is None or not told.exists()


async def test_a_server_that_is_killed_while_it_takes_an_import_back_leaves_all_of_it_and_the_next_one_nothing(database: None) -> None:
    officer = await make_officer()
    batch_id = await staged(officer)
    await confirm_import(viewer=officer, batch_id=batch_id, now=NOW - timedelta(days=1))
    await run_due_jobs(kinds=kinds_of_jobs(Settings()), now=NOW - timedelta(minutes=1))  # what follows on confirming
    await begin_undoing(viewer=officer, batch_id=batch_id, now=NOW)
    events, entries = await AuditEvent.count(), await LedgerEntry.count()
    await killed_halfway(UNDO_IMPORT)
    assert (await told_of(officer, batch_id)).message.startswith("Contracten en concepten worden ingetrokken. 20 van 60 rijen")
    is_withdrawn, has_lapsed = Contract.status == "withdrawn", Milestone.lapsed_at.is_not_null()
    assert not await Contract.exists().where(is_withdrawn) and not await Milestone.exists().where(has_lapsed)
    assert (await AuditEvent.count(), await LedgerEntry.count()) == (events, entries)
    assert (await import_batch(viewer=officer, batch_id=batch_id)).is_confirmed
    await done_again()
    assert (await import_batch(viewer=officer, batch_id=batch_id)).status is BatchStatus.UNDONE
    assert await Contract.count().where(is_withdrawn) == ROWS
    assert await verify_chain(viewer=OPERATOR) is None
