"""The policies in the database: those that come with the register, and how often they are read."""

from datetime import UTC, date, datetime

import pytest

from sroi.database import CheckViolation, fetch, transaction
from sroi.policy.queries import PolicyNotFound, policies, policies_by_name, policy, published, shipped_policies, shipped_policy
from sroi.policy.rules import policy_sha256
from sroi.policy.tables import PolicyVersion
from tests.conftest import QueryCounter
from tests.policy.makers import HEAD, OWNER, block

TEXT = HEAD + OWNER + block("ww", "20000", "cap_months = 12\nfull_time_hours_per_week = 36")


async def publish(name: str, text: str) -> None:
    async with transaction():
        await PolicyVersion.insert(
            PolicyVersion(
                name=name,
                text=text,
                sha256=policy_sha256(text),
                in_force_from=date(2024, 1, 1),
                published_at=datetime(2023, 12, 15, tzinfo=UTC),
            )
        )


async def test_every_shipped_policy_is_published_by_the_migrations_as_it_is(database: None) -> None:
    assert await policies() == shipped_policies()


async def test_a_policy_is_found_by_its_name(database: None) -> None:
    assert await policy(name="rijswijk-2023") == shipped_policy("rijswijk-2023")
    with pytest.raises(PolicyNotFound, match=r"rijswijk-2022 bestaat niet.*haaglanden-2023, leiden-2023, rijswijk-2023"):
        await policy(name="rijswijk-2022")
    assert (await policies_by_name(names=["utrecht", "utrecht"])).keys() == {"utrecht"}


async def test_a_policy_that_was_read_before_costs_one_query_and_no_parsing(
    query_counter: QueryCounter, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await policies()
    monkeypatch.setattr(published, "read_policy", None)
    query_counter.reset()
    assert all(one is other for one, other in zip(first, await policies(), strict=True))
    assert query_counter.count == 1


async def test_what_another_process_publishes_is_seen_at_once(database: None) -> None:
    await policies()
    await publish("voorbeeldstad-2024", TEXT)
    assert (await policy(name="voorbeeldstad-2024")).blocks.keys() == {"ww"}
    assert len(await policies()) == len(shipped_policies()) + 1


@pytest.mark.parametrize("statement", ["UPDATE policy_version SET text = 'x'", "DELETE FROM policy_version WHERE name = 'utrecht'"])
async def test_a_published_policy_never_changes(database: None, statement: str) -> None:
    with pytest.raises(CheckViolation):
        async with transaction():
            await fetch(statement)
    assert await policy(name="utrecht") == shipped_policy("utrecht")
