"""What a draft would change in what claims are worth: each kind, rising, falling, without its block, and by the blocks alone."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from sroi.policy.queries import shipped_policy, shipped_text
from sroi.policy.rules import Policy, read_policy
from sroi.simulation.queries import simulate
from tests.makers import (
    REGIONAL,
    make_administrator,
    make_contract,
    make_placement_claim,
    make_purchase_claim,
    make_training_claim,
    reject,
)

pytestmark = pytest.mark.usefixtures("database")

HELD = shipped_policy("rijswijk-2023")
# 1 October to 1 December 2023 are 61 of the 366 days to 1 October 2024: 40.000 x 61/366 at 36 hours.
WORTH = Decimal("6666.67")


async def placed(contract_id: UUID) -> UUID:
    return await make_placement_claim(contract_id=contract_id)


async def trained(contract_id: UUID) -> UUID:
    return await make_training_claim(contract_id=contract_id, costs=Decimal("1500.00"))


async def bought(contract_id: UUID) -> UUID:
    return await make_purchase_claim(contract_id=contract_id, amount=Decimal("999.99"))


def group(**different: object) -> Policy:
    return replace(HELD, blocks={**HELD.blocks, "participatiewet": replace(HELD.blocks["participatiewet"], **different)})  # type: ignore[arg-type]


def shares(percentage: str) -> Policy:
    share_pct = Decimal(percentage)
    return replace(
        HELD,
        trainings={key: replace(block, share_pct=share_pct) for key, block in HELD.trainings.items()},
        purchases={key: replace(block, share_pct=share_pct) for key, block in HELD.purchases.items()},
    )


CASES: tuple[tuple[str, Callable[[UUID], Awaitable[UUID]], Policy, str, str], ...] = (
    ("a placement rises with the value per year", placed, group(value=Decimal(60_000)), "6666.67", "10000.00"),
    ("a placement falls with the value per year", placed, group(value=Decimal(36_000)), "6666.67", "6000.00"),
    # 36 of 40 hours: 40.000 x 0,9 x 61/366.
    ("a placement falls with a longer working week", placed, group(full_time_hours_per_week=Decimal(40)), "6666.67", "6000.00"),
    # One month counts, to 1 November: 31 of 366 days.
    ("a placement falls with a shorter cap", placed, group(cap_months=1), "6666.67", "3387.98"),
    ("a placement falls to its maximum", placed, group(maximum=Decimal("5000.00")), "6666.67", "5000.00"),
    ("a placement under the least hours is worth nothing", placed, group(minimum_hours_per_week=Decimal(37)), "6666.67", "0.00"),
    ("a placement as it was", placed, group(label="Anders genoemd"), "6666.67", "6666.67"),
    ("a training falls with its share", trained, shares("50"), "1500.00", "750.00"),
    ("a training rises with its share", trained, shares("120"), "1500.00", "1800.00"),
    # Half of 999,99 is 499,995.
    ("a purchase falls, rounded half up once", bought, shares("50"), "999.99", "500.00"),
    ("a purchase rises with its share", bought, shares("200"), "999.99", "1999.98"),
    ("a training with no change", trained, group(value=Decimal(1)), "1500.00", "1500.00"),
)


@pytest.mark.parametrize(("name", "claimed", "draft", "before", "after"), CASES, ids=[case[0] for case in CASES])
async def test_what_a_claim_would_be_worth(
    name: str, claimed: Callable[[UUID], Awaitable[UUID]], draft: Policy, before: str, after: str
) -> None:
    claim_id = await claimed(await make_contract())
    found = await simulate(viewer=await make_administrator(), policy=draft)
    assert (found.claims_seen, found.value_before, found.value_after) == (1, Decimal(before), Decimal(after))
    changes = [(change.claim_id, change.before, change.after) for change in found.claims]
    assert changes == ([] if before == after else [(claim_id, Decimal(before), Decimal(after))])
    assert (found.claims_changed, found.changed) == (int(before != after), 0)


@pytest.mark.parametrize("claimed", [placed, trained, bought])
async def test_a_claim_whose_block_is_gone_is_worth_nothing_and_counted(claimed: Callable[[UUID], Awaitable[UUID]]) -> None:
    await claimed(await make_contract())
    found = await simulate(viewer=await make_administrator(), policy=replace(HELD, blocks={}, bonuses={}, trainings={}, purchases={}))
    assert (found.claims_without_block, found.claims_changed, found.value_after) == (1, 1, Decimal("0.00"))


async def test_a_cap_runs_over_the_days_that_the_person_counted_elsewhere() -> None:
    await make_placement_claim(contract_id=await make_contract(number="2023-014"), person_token="a" * 64)
    later = await make_contract(number="2023-015")
    await make_placement_claim(
        contract_id=later, candidate_label="K-02", person_token="a" * 64, starts_on=date(2023, 11, 1), employer_name="Hovenier Voorbeeld"
    )
    # A cap of one month: the first counts October, and of the second nothing, as the month was over before it began.
    found = await simulate(viewer=await make_administrator(), policy=group(cap_months=1))
    assert (found.claims_seen, found.value_after) == (2, Decimal("3387.98"))


async def test_what_was_never_submitted_or_was_rejected_is_left_out() -> None:
    contract_id = await make_contract()
    await make_placement_claim(contract_id=contract_id, submitted=False)
    await reject(claim_id=await make_training_claim(contract_id=contract_id))
    found = await simulate(viewer=await make_administrator(), policy=group(value=Decimal(60_000)))
    assert (found.claims_seen, found.claims_changed) == (0, 0)


async def test_a_draft_of_the_blocks_alone_is_let_loose_on_every_contract_that_takes_them_over() -> None:
    rijswijk, den_haag = await make_contract(), await make_contract(number="DH-1", authority=REGIONAL)
    for contract_id, label in ((rijswijk, "K-01"), (den_haag, "H-01")):
        await make_placement_claim(contract_id=contract_id, candidate_label=label)
    text = shipped_text("haaglanden-2023").replace("value = 40000", "value = 60000")
    region = read_policy(name="haaglanden-2027", text=text, blocks_text=shipped_text)
    found = await simulate(viewer=await make_administrator(), policy=region)
    assert (found.contracts_seen, found.claims_seen, found.claims_changed) == (2, 2, 2)
    assert (found.value_before, found.value_after) == (2 * WORTH, Decimal("20000.00"))
    # A region says nothing of obligations.
    assert (found.gained, found.lost, found.changed, found.owed_before) == (0, 0, 0, found.owed_after)


async def test_blocks_of_the_region_do_not_touch_what_an_authority_says_itself() -> None:
    contract_id = await make_contract()
    await make_training_claim(contract_id=contract_id)  # the trainings of Rijswijk are its own
    text = shipped_text("haaglanden-2023").replace("value = 40000", "value = 60000")
    region = read_policy(name="haaglanden-2027", text=text, blocks_text=shipped_text)
    found = await simulate(viewer=await make_administrator(), policy=region)
    assert (found.claims_seen, found.claims_changed) == (1, 0)
