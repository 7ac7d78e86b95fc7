"""Upgrading a filled register: claims in review that share a person or an invoice are kept as double."""

from uuid import UUID

import pytest

from sroi.database import fetch
from sroi.database.migrations import migration_names, upgrade
from tests.database.filled import fill
from tests.database.keys import PLACEMENT, PURCHASE, claim, key
from tests.database.test_migrations import upgrade_to

BEFORE = tuple(name for name in migration_names() if name < "m0038")


async def copied(table: str, of_claim: UUID, to_claim: UUID) -> None:
    """Give another claim the same details."""
    (row,) = await fetch(f"SELECT * FROM {table} WHERE claim = {{}}", of_claim)
    row |= {"id": key(f"other {table}"), "claim": to_claim}
    await fetch(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('{}' for _ in row)})", *row.values())


@pytest.mark.parametrize("status", ["approved", "rejected"])
async def test_claims_in_review_that_share_with_one_that_counts_are_double(
    empty_database: None, monkeypatch: pytest.MonkeyPatch, status: str
) -> None:
    await upgrade_to(monkeypatch, BEFORE)
    await fill(BEFORE)
    for number, (table, one) in enumerate({"placement": PLACEMENT, "social_purchase": PURCHASE}.items(), 91):
        row = claim(key(f"another {table}"), number, table, status)
        row["approved_cents"] = row["value_cents"] if status == "approved" else None
        await fetch(f"INSERT INTO claim ({', '.join(row)}) VALUES ({', '.join('{}' for _ in row)})", *row.values())
        await copied(table, one, row["id"])
    await upgrade()
    found = {UUID(str(row["claim"])) for row in await fetch("SELECT claim FROM doubled_claim")}
    assert found == ({PLACEMENT, PURCHASE} if status == "approved" else set())
