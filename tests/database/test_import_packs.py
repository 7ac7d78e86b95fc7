"""Imports of before m0025: every row of them is found again in its pack, as it was."""

import json
from uuid import UUID, uuid4

import pytest
import zstandard

from sroi.contracts.queries.import_rows import import_rows
from sroi.contracts.rules import Becomes, ContractFacts, LotFacts, RowFilter, RowProblem, Verdict
from sroi.database import fetch, transaction
from sroi.database.migrations import migration_names, upgrade
from tests.database.filled import fill
from tests.database.keys import AUTHORITY, BATCH, CONTRACT
from tests.database.test_migrations import upgrade_to

LOTS_BY_NAME = {"authority_id": str(AUTHORITY), "number": "2023-015", "cpv_code": None, "lots": [{"number": 1, "title": "Noord"}]}
PROBLEM = {"where": "rij 3", "field": "contract_sum", "message": "Vul het bedrag in.", "severity": "error"}


async def before_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fill a database of the version before the rows of imports were packed."""
    names = tuple(name for name in migration_names() if name < "m0025")
    await upgrade_to(monkeypatch, names)
    await fill(names)


async def add_row(position: int, *, batch: UUID = BATCH) -> None:
    """Add a row in doubt as that version kept it."""
    row = {
        "id": uuid4(),
        "batch": batch,
        "position": position,
        "location": f"rij {position + 1}",
        "finding": "doubt",
        "verdict": "draft",
        "fields": json.dumps(LOTS_BY_NAME),
        "problems": json.dumps([PROBLEM]),
        "has_problems": True,
        "doubts": "Vul het bedrag in.\nKies een soort.",
    }
    places = ", ".join("{}" for _ in row)
    async with transaction():
        await fetch(f"INSERT INTO import_row ({', '.join(row)}) VALUES ({places})", *row.values())


async def test_rows_of_before_are_found_in_their_packs(empty_database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    await before_packs(monkeypatch)
    for position in range(2, 503):
        await add_row(position)
    await upgrade()
    first, second, *others = await import_rows(batch_id=BATCH, size=1_000)
    assert (first.location, first.facts, first.contract_id) == ("rij 2", ContractFacts(authority_id=AUTHORITY), CONTRACT)
    assert second.facts == ContractFacts(authority_id=AUTHORITY, number="2023-015", lots=(LotFacts(1, "Noord"),))
    assert (second.verdict, second.becomes, second.problems) == (Verdict.DOUBT, Becomes.DRAFT, (RowProblem(**PROBLEM),))
    assert second.doubts == ("Vul het bedrag in.", "Kies een soort.")
    assert [row.position for row in others] == list(range(3, 503))
    (last,) = await import_rows(batch_id=BATCH, after=501, narrowed=RowFilter(Verdict.DOUBT, with_problems=True))
    assert last.position == 502


async def test_authorities_that_rows_of_before_name_are_counted(empty_database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    names = tuple(name for name in migration_names() if name < "m0043")
    await upgrade_to(monkeypatch, names)
    await fill(names)
    unknown = {"where": "rij 2", "field": "contracting_authority", "message": "is niet bekend", "severity": "error"}
    kind = ["doubt", "known", True, "", str(uuid4()), "rij 2", {"authority_id": str(AUTHORITY)}]
    rows = [
        [number, *kind, problems, [], [], {"authority": "Waterschap Voorbeeld"}, None, "a"]
        for number, problems in enumerate(([unknown], [unknown], [PROBLEM]), 1)
    ]
    content = zstandard.compress(json.dumps(rows).encode())
    async with transaction():
        await fetch("INSERT INTO import_pack (id, batch, first, content) VALUES ({}, {}, 1, {})", uuid4(), BATCH, content)
    await upgrade()
    found = await fetch("SELECT name, authority, row_count FROM import_named_authority ORDER BY authority")
    counted = [(row["name"], row["authority"], row["row_count"]) for row in found]
    assert counted == [("Waterschap Voorbeeld", "", 2), ("Waterschap Voorbeeld", str(AUTHORITY), 1)]


async def test_what_became_of_confirmed_rows_stays_and_rows_of_a_preview_are_packed_alone(
    empty_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    await before_packs(monkeypatch)
    preview = uuid4()
    columns = "file_name, sha256, format, authority, award_date_from_start, created_by, created_at, row_count, problems"
    async with transaction():
        await fetch(
            f"INSERT INTO import_batch (id, status, {columns}) SELECT {{}}, 'preview', {columns} FROM import_batch WHERE id = {{}}",
            preview,
            BATCH,
        )
    await add_row(1, batch=preview)
    await upgrade()
    assert [(row["batch"], row["contract"]) for row in await fetch("SELECT batch, contract FROM import_row")] == [(BATCH, CONTRACT)]
    assert [row.location for row in await import_rows(batch_id=preview)] == ["rij 2"]
