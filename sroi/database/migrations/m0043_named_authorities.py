"""The authorities that rows of an import name and the register does not know, counted beside their packs.

To choose for them took reading all rows; of imports of before they are counted once.
"""

import json
from collections import Counter
from typing import Any
from uuid import uuid4

import zstandard

from sroi.database.schema import Schema
from sroi.database.transactions import fetch

STATEMENTS = (
    """
    CREATE TABLE import_named_authority (
        id UUID PRIMARY KEY,
        pack UUID NOT NULL REFERENCES import_pack (id),
        name TEXT NOT NULL,
        authority VARCHAR(36) NOT NULL,
        row_count INTEGER NOT NULL CHECK (row_count > 0)
    )
    """,
    "CREATE INDEX import_named_authority_by_pack ON import_named_authority (pack)",
)
# Where the values stand in a row of a pack.
FACTS, PROBLEMS, DETAILS = 7, 8, 11


async def forwards(schema: Schema) -> None:
    """Add the table, and count what the packs name."""
    await schema.run(*STATEMENTS)
    for pack in await fetch("SELECT id FROM import_pack"):
        (found,) = await fetch("SELECT content FROM import_pack WHERE id = {}", pack["id"])
        rows = json.loads(zstandard.decompress(found["content"]))
        named = Counter((row[DETAILS]["authority"], _authority(row)) for row in rows if row[DETAILS].get("authority") is not None)
        counts = [
            {"id": uuid4(), "pack": pack["id"], "name": name, "authority": authority, "row_count": number}
            for (name, authority), number in named.items()
        ]
        await schema.insert("import_named_authority", counts)


def _authority(row: list[Any]) -> str:
    """Return which authority a row is of by now, or an empty text."""
    is_unknown = any(problem["field"] == "contracting_authority" and problem["severity"] == "error" for problem in row[PROBLEMS])
    return "" if is_unknown else str(row[FACTS]["authority_id"])
