"""A server that is killed in the middle of a confirmation leaves nothing of it, and another does it from the start."""

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from sroi.access import OPERATOR
from sroi.audit.queries import verify_chain
from sroi.audit.tables import AuditEvent
from sroi.background import kinds_of_jobs
from sroi.contracts.operations import stage_import
from sroi.contracts.queries.imports import BatchStatus, import_batch, import_job
from sroi.contracts.tables import Contract, ContractEvent, ImportRow
from sroi.jobs.operations import run_due_jobs
from sroi.jobs.queries import meanwhile_file
from sroi.jobs.rules import LEASE
from sroi.ledger.tables import LedgerEntry
from sroi.obligations.operations import begin_confirmation
from sroi.obligations.tables import Milestone, ObligationRevision
from sroi.settings import Settings
from tests.makers import make_officer

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
PROGRAM = Path(__file__).with_name("confirm_and_hang.py")
HEADER = "Contractnummer;Titel;Soort;Opdrachtnemer;KVK-nummer;Contractsom;Gunningsdatum;Begindatum;Einddatum"
ROW = "2024-{number:03};Groenonderhoud deel {number};dienst;Groen Voorbeeld B.V.;00100001;1.250.000,00;1-2-2024;1-3-2024;28-2-2026"
ROWS = 60


async def test_a_server_that_is_killed_halfway_leaves_nothing_and_the_next_one_stores_all(database: None) -> None:
    officer = await make_officer()
    content = "\r\n".join([HEADER, *(ROW.format(number=number) for number in range(1, ROWS + 1)), ""]).encode()
    batch_id = await stage_import(viewer=officer, file_name="register.csv", content=content, award_date_from_start=False, now=NOW)
    await begin_confirmation(viewer=officer, batch_id=batch_id, now=NOW)
    events = await AuditEvent.count()
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    program = await asyncio.create_subprocess_exec(sys.executable, str(PROGRAM), stdout=asyncio.subprocess.PIPE, env=environment)
    assert program.stdout is not None
    assert await program.stdout.readline() == b"halfway 20\n"
    batch = await import_batch(viewer=officer, batch_id=batch_id)
    record = await import_job(viewer=officer, batch=batch)
    assert record is not None and (record.steps_done, record.steps_total) == (20, ROWS)
    assert record.message.startswith("De rijen worden opgeslagen. 20 van 60 rijen")
    program.send_signal(signal.SIGKILL)
    assert await program.wait() == -signal.SIGKILL
    for table in (Contract, ContractEvent, ObligationRevision, LedgerEntry, Milestone):
        assert not await table.exists(), table
    assert not await ImportRow.exists().where(ImportRow.contract.is_not_null())
    assert await AuditEvent.count() == events
    assert (await import_batch(viewer=officer, batch_id=batch_id)).status is BatchStatus.PREVIEW
    kinds = kinds_of_jobs(Settings())
    assert await run_due_jobs(kinds=kinds, now=NOW + LEASE / 2) == 0
    assert await run_due_jobs(kinds=kinds, now=NOW + LEASE) == 2  # the second sends the mail about the first
    assert (await import_batch(viewer=officer, batch_id=batch_id)).is_confirmed
    assert (await Contract.count(), await ObligationRevision.count()) == (ROWS, ROWS)
    assert await verify_chain(viewer=OPERATOR) is None
    told = meanwhile_file(record.id)
    assert told is None or not told.exists()
