"""What a simulation announces is what the publication gives; contracts keep the version that they had."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

import pytest

from sroi.contracts.rules import ContractRole, ContractType
from sroi.obligations.queries import current_obligations
from sroi.obligations.rules import Outcome
from sroi.policy.operations import upload_draft
from sroi.policy.queries import shipped_text
from sroi.policy.rules import read_policy
from sroi.simulation.operations import publish_policy
from sroi.simulation.queries import simulate
from tests.makers import make_administrator, make_contract

NOW = datetime(2024, 6, 15, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("database")

EARLIER = """
title = "Social return Rijswijk 2020"
source = "Invented for this test"
in_force_from = 2020-01-01
in_force_until = 2023-07-01
[authority]
name = "Gemeente Rijswijk"
code = "GM0603"
[obligation]
threshold = {threshold}
boundary_counts = {boundary}
base = "contract_sum"
rate_pct = {rate}
minimum_duration_months = {months}
lower_rates = [{{ labour_share_below_pct = 30, rate_pct = 2 }}]
"""
FIRST_DAYS = (date(2019, 12, 31), date(2020, 1, 1), date(2023, 6, 30), date(2023, 7, 1))


async def make_portfolio(random: Random) -> list[UUID]:
    """Register contracts before, in and after the days of the earlier policy: on each of its edges, and on days between."""
    days = [*FIRST_DAYS, *(date(2019, 6, 1) + timedelta(days=random.randrange(1_800)) for _count in range(10))]
    return [await make_one(random, f"RW-{place}", day) for place, day in enumerate(days)]


async def make_one(random: Random, number: str, day: date) -> UUID:
    return await make_contract(
        now=NOW,
        number=number,
        awarded_on=day,
        starts_on=day,
        ends_before=day + timedelta(days=random.choice((180, 365, 366, 900))),
        contract_sum=Decimal(random.choice((1_00, 99_999_99, 100_000_00, 100_000_01, random.randrange(2_000_00, 900_000_00)))) / 100,
        labour_share_pct=random.choice((None, Decimal(29), Decimal(30), Decimal(75))),
        contract_type=random.choice(tuple(ContractType)),
        role=random.choice((ContractRole.SINGLE, ContractRole.SINGLE, ContractRole.FRAMEWORK)),
    )


@pytest.mark.parametrize("seed", range(6))
async def test_what_was_announced_is_what_the_publication_gives(seed: int) -> None:
    random = Random(seed)
    ids = await make_portfolio(random)
    before = await current_obligations(contract_ids=ids)
    words = {"threshold": "100000", "rate": random.choice(("3", "3.75", "7.5")), "months": random.choice(("6", "12"))}
    text = EARLIER.format(boundary=random.choice(("true", "false")), **words)
    first, second = await make_administrator(), await make_administrator(email="beheerder2@example.nl")
    announced = await simulate(viewer=first, policy=read_policy(name="rijswijk-2020", text=text, blocks_text=shipped_text))
    amounts = {change.contract_id: change.after for change in announced.contracts}

    draft_id = await upload_draft(viewer=first, name="rijswijk-2020", text=text, now=NOW)
    await publish_policy(viewer=second, draft_id=draft_id, now=NOW)
    after = await current_obligations(contract_ids=ids)
    recomputed = {key for key in ids if after[key].number > before[key].number}
    assert len(recomputed) == announced.awarded_in_force
    assert {after[key].obligation.policy_name for key in recomputed} == {"rijswijk-2020"}
    for key in recomputed:
        assert after[key].obligation.amount == amounts.get(key, before[key].obligation.amount)
    asking = [key for key in recomputed if after[key].obligation.outcome is Outcome.ASKS]
    assert len(asking) <= announced.asks
    for key in set(ids) - recomputed:
        assert after[key] == before[key]


async def test_contracts_keep_the_version_that_they_had() -> None:
    ids = [
        await make_contract(now=NOW, number=f"2023-{place}", awarded_on=date(2023, 7, 1) + timedelta(days=92 * place)) for place in range(3)
    ]
    kept = await current_obligations(contract_ids=ids)
    text = shipped_text("rijswijk-2023").replace("{ value = 2023-07-01, to_confirm = true }", "2024-01-01")
    text = text.replace("rate_pct = 5", "rate_pct = 9")
    first, second = await make_administrator(), await make_administrator(email="beheerder2@example.nl")
    announced = await simulate(viewer=first, policy=read_policy(name="rijswijk-2024", text=text, blocks_text=shipped_text))
    assert (announced.changed, announced.awarded_in_force) == (3, 1)
    draft_id = await upload_draft(viewer=first, name="rijswijk-2024", text=text, now=NOW)
    await publish_policy(viewer=second, draft_id=draft_id, now=NOW)
    # Also the one that was awarded in the days of the new version: it was registered under the other, and keeps it.
    assert await current_obligations(contract_ids=ids) == kept
    fresh = await make_contract(now=NOW, number="2024-001", awarded_on=date(2024, 1, 1), starts_on=date(2024, 2, 1))
    (last,) = (await current_obligations(contract_ids=[fresh])).values()
    assert (last.obligation.policy_name, last.obligation.amount) == ("rijswijk-2024", Decimal("112500.00"))
