"""A register that is confirmed as a set gives what its contracts give when each is registered by itself."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from msgspec import structs
from msgspec.structs import replace

from sroi.audit.tables import AuditEvent
from sroi.contracts.operations import stage_import
from sroi.contracts.queries import contract, contract_events
from sroi.contracts.tables import Contract
from sroi.database import fetch
from sroi.jobs.operations import run_due_jobs, take_due
from sroi.ledger.queries import entries
from sroi.obligations.operations import ImportOutcome, confirm_import, imports, plan_import, planning, register_contract
from sroi.obligations.queries import current_obligations
from sroi.obligations.tables import Milestone
from sroi.settlement.operations import undo_import
from tests.makers import make_officer

NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
HEADER = "Contractnummer;Titel;Soort;Opdrachtnemer;KVK-nummer;Contractsom;Gunningsdatum;Begindatum;Einddatum;Arbeidsaandeel %;SROI %"
ROWS = 40
PLANNING = {"plan_import": plan_import}


def row(number: int) -> str:
    """Return a contract unlike the others of its file; some share their days, some lie before any policy, some have no end."""
    start = date(2023, 5, 1) + timedelta(days=17 * (number % 11))
    end = f"{start + timedelta(days=100 + 50 * (number % 9)):%d-%m-%Y}" if number % 8 else "onbepaald"
    euros = (149_999, 150_000, 150_001, 250_000, 1_250_000)[number % 5]
    kind, share, rate = ("dienst", "werk", "levering")[number % 3], ("", "20", "60")[number % 3], ("", "5", "7")[number % 7 % 3]
    said = f"2025-{number:03};Opdracht {number};{kind};Voorbeeld {number % 6} B.V.;1000000{number % 6};{euros},{number:02}"
    return f"{said};{start - timedelta(days=30):%d-%m-%Y};{start:%d-%m-%Y};{end};{share};{rate}"


async def kept(contract_id: UUID) -> dict[str, Any]:
    """Return all that is kept of a contract, without ids."""
    officer = await make_officer()
    held = (await current_obligations(contract_ids=[contract_id]))[contract_id]
    milestones = await fetch("SELECT * FROM milestone WHERE contract = {} ORDER BY due_on, key, number", contract_id)
    events = await contract_events(viewer=officer, contract_id=contract_id)
    notices = await fetch("SELECT number, text FROM obligation_notice WHERE contract = {}", contract_id)
    return {
        "obligation": structs.asdict(held.obligation),
        "effective_on": held.effective_on,
        "events": [(event.kind, event.effective_on, event.change) for event in events],
        "entries": [(one.kind, one.amount, one.effective_on) for one in await entries(contract_id=contract_id)],
        "milestones": [{name: value for name, value in one.items() if name not in ("id", "contract")} for one in milestones],
        "notices": notices,
    }


async def test_contracts_of_a_set_are_kept_as_each_would_be_by_itself(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "ROWS_AT_ONCE", 7)
    monkeypatch.setattr(planning, "ROWS_AT_ONCE", 9)
    officer = await make_officer()
    content = "\r\n".join([HEADER, *map(row, range(1, ROWS + 1)), ""]).encode()
    batch_id = await stage_import(viewer=officer, file_name="register.csv", content=content, award_date_from_start=False, now=NOW)
    outcome = ImportOutcome(contracts=ROWS, drafts=0, known=0, are_planned_later=True)
    assert await confirm_import(viewer=officer, batch_id=batch_id, now=NOW) == outcome
    assert await Milestone.count() == 0 and "mijlpalen" in outcome.words
    assert await run_due_jobs(kinds=PLANNING, now=NOW) == 1
    outcomes, milestones = set(), 0
    for found in await Contract.select(Contract.id).order_by(Contract.number):
        record = await contract(viewer=officer, contract_id=found["id"])
        facts = replace(record.facts, number=f"{record.facts.number} los")
        by_itself = await kept(await register_contract(viewer=officer, facts=facts, now=NOW))
        assert await kept(record.id) == by_itself, record.facts.number
        outcomes.add(by_itself["obligation"]["outcome"])
        milestones += len(by_itself["milestones"])
    assert len(outcomes) == 3 and milestones > ROWS


async def test_planning_an_import_again_or_after_it_was_undone_adds_nothing(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "ROWS_AT_ONCE", 7)
    officer = await make_officer()
    content = "\r\n".join([HEADER, *map(row, range(1, 12)), ""]).encode()
    stagings = {"viewer": officer, "file_name": "register.csv", "award_date_from_start": False, "now": NOW}
    batch_id = await stage_import(content=content, **stagings)
    await confirm_import(viewer=officer, batch_id=batch_id, now=NOW)
    (taken,) = await take_due(now=NOW, limit=5)
    await plan_import(taken)
    planned = await Milestone.count()
    await plan_import(taken)
    assert await Milestone.count() == planned > 11
    events = await AuditEvent.select().where(AuditEvent.action == "milestone.planned")
    assert sum(int(json.loads(event["details"])["added"]) for event in events) == planned
    await undo_import(viewer=officer, batch_id=batch_id, now=NOW)
    await plan_import(taken)
    assert await Milestone.count() == planned
    assert await Milestone.count().where(Milestone.lapsed_at.is_null()) == 0
