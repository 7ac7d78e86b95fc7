"""Writing ahead of the database: in order, all or nothing, and what is refused is said at the latest at the end; on both engines."""

import sys
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from sroi.access import OPERATOR
from sroi.accounts.tables import Organisation
from sroi.audit.operations import record_events
from sroi.audit.queries import verify_chain
from sroi.audit.rules import Actor, Subject
from sroi.database import UniqueViolation, as_committed, fetch, insert_all, large_transaction, transaction, update_all

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
COLUMNS = ("id", "name", "kvk_number", "search_text", "created_at")
ACTOR = Actor("operator", "command line")


def firm(number: int) -> tuple[UUID, str, str, str, datetime]:
    return (uuid4(), f"Voorbeeld {number} B.V.", f"{number:08}", f"voorbeeld {number}", NOW)


async def numbers() -> list[int]:
    return [int(row["kvk_number"]) for row in await fetch("SELECT kvk_number FROM organisation ORDER BY kvk_number")]


async def test_what_is_read_or_changed_comes_after_what_was_sent(database: None) -> None:
    rows = [firm(number) for number in range(500)]
    async with large_transaction():
        for at in range(0, 500, 5):
            await insert_all(Organisation, COLUMNS, rows[at : at + 5])
        assert await numbers() == list(range(500))
        await insert_all(Organisation, COLUMNS, [firm(500)])
        await update_all(Organisation, ("name",), [("Anders B.V.", rows[499][0])])
        await insert_all(Organisation, COLUMNS, [firm(501)])
    assert await numbers() == list(range(502))
    assert await Organisation.count().where(Organisation.name == "Anders B.V.") == 1


@pytest.mark.parametrize("is_read", [True, False])
async def test_a_refusal_is_raised_by_the_next_read_or_at_the_end(database: None, is_read: bool) -> None:
    twice, reached = firm(1), []
    with pytest.raises(UniqueViolation):
        async with large_transaction():
            await insert_all(Organisation, COLUMNS, [twice])
            await insert_all(Organisation, COLUMNS, [twice])
            await insert_all(Organisation, COLUMNS, [firm(2)])
            reached.append("sent")
            if is_read:
                await numbers()
                reached.append("read")
    assert reached == ["sent"]
    assert await numbers() == []


async def test_an_error_of_the_caller_leaves_nothing_of_what_was_sent(database: None) -> None:
    turn = sys.getswitchinterval()
    with pytest.raises(ZeroDivisionError):
        async with large_transaction():
            await insert_all(Organisation, COLUMNS, [firm(number) for number in range(1_000)])
            raise ZeroDivisionError
    assert await numbers() == []
    assert sys.getswitchinterval() == turn
    async with transaction():
        await insert_all(Organisation, COLUMNS, [firm(1)])
    assert await numbers() == [1]


async def test_the_register_is_read_as_it_was_before_the_transaction(database: None) -> None:
    async with transaction():
        await insert_all(Organisation, COLUMNS, [firm(1)])
    async with large_transaction():
        await insert_all(Organisation, COLUMNS, [firm(2)])
        with as_committed():
            assert await numbers() == [1]
        assert await numbers() == [1, 2]


async def test_events_of_one_transaction_follow_on_each_other_and_on_those_of_before(database: None) -> None:
    for _turn in range(2):
        async with large_transaction():
            for number in range(3):
                told = [(Subject("contract", f"{number}"), {"at": f"{at}"}) for at in range(2)]
                await record_events(actor=ACTOR, action="contract.registered", told=told, now=NOW)
    assert (await fetch("SELECT COUNT(*) AS number, MAX(seq) AS last FROM audit_event"))[0] == {"number": 12, "last": 12}
    assert await verify_chain(viewer=OPERATOR) is None
