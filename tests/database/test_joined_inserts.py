"""Inserts that wait for a server are stored with those into the same table, never before what they refer to."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from sroi.contracts.queries import home_authority
from sroi.contracts.tables import Lot, Tender
from sroi.database import fetch, insert_all, large_transaction
from sroi.database.connections import Insert
from sroi.database.server import joined

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
REFERS = {"lot": {"tender"}, "tender": {"authority"}, "contract": {"tender", "contract"}}


def inserts(*told: str) -> list[Insert]:
    """Return an insert for each `table:values`, of one row a letter; a table with a star gets another column."""
    found: list[Insert] = []
    for one in told:
        table, _colon, letters = one.partition(":")
        found.append((table.rstrip("*"), ["other" if table.endswith("*") else "letter"], [[letter] for letter in letters]))
    return found


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ((), ()),
        (("lot:a",), ("lot:a",)),
        (("tender:ab", "lot:c", "tender:d", "lot:ef"), ("tender:abd", "lot:cef")),
        (("lot:a", "tender:b", "lot:c", "lot:d"), ("lot:a", "tender:b", "lot:cd")),
        (("lot:a", "tender:b", "authority:c", "tender:d", "lot:e"), ("lot:a", "tender:b", "authority:c", "tender:d", "lot:e")),
        (("contract:a", "lot:b", "contract:c"), ("contract:ac", "lot:b")),
        (("contract:a", "contract*:b", "contract:c"), ("contract:a", "contract*:b", "contract:c")),
        (("lot:a", "lot*:b", "lot:c"), ("lot:ac", "lot*:b")),
        (("event:a", "other:b", "event:c"), ("event:ac", "other:b")),
    ],
)
def test_what_goes_into_one_table_is_one_insert_where_nothing_that_it_may_refer_to_stands_between(
    sent: tuple[str, ...], stored: tuple[str, ...]
) -> None:
    assert joined(inserts(*sent), REFERS) == inserts(*stored)


async def test_rows_that_are_sent_in_turns_are_all_stored_and_in_their_order(database: None) -> None:
    authority = (await home_authority()).id

    async def add_tender(number: int) -> UUID:
        tender_id = uuid4()
        values: tuple[Any, ...] = (tender_id, authority, f"AANB-{number:03}", "Groenonderhoud", "groenonderhoud", NOW)
        await insert_all(Tender, ("id", "authority", "reference", "title", "search_text", "created_at"), [values])
        return tender_id

    async def add_lot(tender_id: UUID) -> None:
        await insert_all(Lot, ("id", "tender", "number", "title"), [(uuid4(), tender_id, 1, "Noord")])

    async with large_transaction():
        for number in range(0, 300, 2):
            first, second = await add_tender(number), await add_tender(number + 1)
            await add_lot(second)
            await add_lot(first)
    told = await fetch("SELECT tender.reference FROM lot JOIN tender ON tender.id = lot.tender ORDER BY tender.reference")
    assert [row["reference"] for row in told] == [f"AANB-{number:03}" for number in range(300)]
