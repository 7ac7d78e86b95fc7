"""The rows of imports in packs: what a preview shows is no row of a table any more, only what became of rows that were confirmed."""

import json
from collections import Counter
from typing import Any
from uuid import uuid4

import zstandard

from sroi.database.schema import Schema
from sroi.database.transactions import fetch

PACK_ROWS = 500
TABLES = (
    """
    CREATE TABLE import_pack (
        id UUID PRIMARY KEY,
        batch UUID NOT NULL REFERENCES import_batch (id),
        first INTEGER NOT NULL CHECK (first > 0),
        content BYTEA NOT NULL,
        UNIQUE (batch, first)
    )
    """,
    """
    CREATE TABLE import_tally (
        id UUID PRIMARY KEY,
        pack UUID NOT NULL REFERENCES import_pack (id),
        finding VARCHAR(20) NOT NULL CHECK (finding IN ('new', 'changed', 'same', 'doubt')),
        verdict VARCHAR(20) NOT NULL CHECK (verdict IN ('contract', 'draft', 'known', 'change', 'tender')),
        has_problems BOOLEAN NOT NULL,
        decision VARCHAR(20) NOT NULL CHECK (decision IN ('', 'new', 'link', 'skip')),
        row_count INTEGER NOT NULL CHECK (row_count > 0),
        UNIQUE (pack, finding, verdict, has_problems, decision)
    )
    """,
)
OF_BATCH = "SELECT * FROM import_row WHERE batch = {} AND position > {} ORDER BY position LIMIT {}"
NOT_CONFIRMED = "DELETE FROM import_row WHERE batch IN (SELECT id FROM import_batch WHERE status NOT IN ('confirmed', 'undone'))"
PACKED_COLUMNS = ("location", "finding", "fields", "problems", "has_problems", "doubts", "differences", "details")


async def forwards(schema: Schema) -> None:
    """Pack the rows that there are, and leave of those that were confirmed what became of them."""
    await schema.run(*TABLES)
    for batch in await fetch("SELECT id, authority FROM import_batch"):
        after = 0
        while rows := await fetch(OF_BATCH, batch["id"], after, PACK_ROWS):
            await _pack(schema, batch, rows, after + 1)
            after += PACK_ROWS
    await schema.run(NOT_CONFIRMED, "DROP INDEX import_row_by_finding")
    for column in PACKED_COLUMNS:
        await schema.run(f"ALTER TABLE import_row DROP COLUMN {column}")


async def _pack(schema: Schema, batch: dict[str, Any], rows: list[dict[str, Any]], first: int) -> None:
    pack = uuid4()
    text = json.dumps([_row(row, str(batch["authority"])) for row in rows], ensure_ascii=False)
    content = zstandard.compress(text.encode(), 1)
    await schema.insert("import_pack", [{"id": pack, "batch": batch["id"], "first": first, "content": content}])
    counted = Counter((row["finding"], row["verdict"], bool(row["has_problems"]), row["decision"]) for row in rows)
    names = ("finding", "verdict", "has_problems", "decision")
    tallies = [{"id": uuid4(), "pack": pack, "row_count": number} | dict(zip(names, kind, strict=True)) for kind, number in counted.items()]
    await schema.insert("import_tally", tallies)


def _row(row: dict[str, Any], authority: str) -> list[Any]:
    """Return a row as packs hold it; the first imports kept lots by name, and no facts of what was known already."""
    facts = {"authority_id": authority} | json.loads(row["fields"])
    facts["lots"] = [list(lot.values()) if isinstance(lot, dict) else lot for lot in facts.get("lots", ())]
    return [
        *(row["position"], row["finding"], row["verdict"], bool(row["has_problems"]), row["decision"], str(row["id"]), row["location"]),
        {name: value for name, value in facts.items() if value is not None},
        json.loads(row["problems"]),
        row["doubts"].splitlines(),
        json.loads(row["differences"] or "[]"),
        json.loads(row["details"] or "{}"),
        None if row["contract"] is None else str(row["contract"]),
        row["source_key"],
        row["digest"],
    ]
