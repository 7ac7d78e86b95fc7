"""What a draft would change over the portfolio, by cases computed by hand."""

from decimal import Decimal

from sroi.policy.queries import shipped_policy, shipped_text
from sroi.policy.rules import Policy, read_policy
from sroi.simulation.queries import simulate
from sroi.simulation.rules import ChangeKind
from tests.makers import REGIONAL, make_administrator, make_contract, make_placement_claim, make_purchase_claim, make_training_claim

HELD = shipped_text("rijswijk-2023")


def draft(text: str, blocks: str = "") -> Policy:
    """Return the policy of Rijswijk with another text, and other blocks of the region where these are given."""
    return read_policy(name="rijswijk-2027", text=text, blocks_text=lambda name: blocks or shipped_text(name))


async def test_contracts_get_lose_and_change_an_obligation_and_others_do_not(database: None) -> None:
    await make_contract(number="gains", contract_sum=Decimal("140000.00"))
    await make_contract(number="changes", contract_sum=Decimal("200000.00"))
    await make_contract(number="small", contract_sum=Decimal("90000.00"))
    await make_contract(number="elsewhere", contract_sum=Decimal("400000.00"), authority=REGIONAL)
    lower = draft(HELD.replace("threshold = 150000", "threshold = 100000").replace("rate_pct = 5", "rate_pct = 4"))
    found = await simulate(viewer=await make_administrator(), policy=lower)
    assert (found.contracts_seen, found.gained, found.lost, found.changed) == (3, 1, 0, 1)
    assert (found.owed_before, found.owed_after) == (Decimal("10000.00"), Decimal("13600.00"))  # 4% of 140.000 and of 200.000
    changes = {change.number: (change.kind, change.before, change.after) for change in found.contracts}
    assert changes == {
        "gains": (ChangeKind.GAINED, Decimal(0), Decimal("5600.00")),
        "changes": (ChangeKind.CHANGED, Decimal("10000.00"), Decimal("8000.00")),
    }
    higher = draft(HELD.replace("threshold = 150000", "threshold = 250000"))
    lost = await simulate(viewer=await make_administrator(), policy=higher)
    assert (lost.gained, lost.lost, lost.changed, lost.owed_after) == (0, 1, 0, Decimal(0))


async def test_claims_change_by_the_draft_s_blocks_and_the_same_draft_changes_nothing(database: None) -> None:
    contract_id = await make_contract()
    placement = await make_placement_claim(contract_id=contract_id)
    await make_training_claim(contract_id=contract_id, costs=Decimal("1500.00"))
    purchase = await make_purchase_claim(contract_id=contract_id, amount=Decimal("1000.00"))
    viewer = await make_administrator()
    same = await simulate(viewer=viewer, policy=shipped_policy("rijswijk-2023"))
    assert (same.claims_seen, same.claims_changed, same.changed, same.value_before) == (3, 0, 0, same.value_after)
    region = shipped_text("haaglanden-2023").replace("value = 40000", "value = 80000")
    work = '[purchases.work_company]\nlabel = "Gemeentelijk werkbedrijf of SW-bedrijf"\nshare_pct = '
    assert f"{work}100" in region
    found = await simulate(viewer=viewer, policy=draft(HELD, region.replace(f"{work}100", f"{work}50")))
    changes = {change.claim_id: (change.before, change.after) for change in found.claims}
    assert found.claims_changed == 2 and changes.keys() == {placement, purchase}
    assert changes[purchase] == (Decimal("1000.00"), Decimal("500.00"))
    before, after = changes[placement]
    assert abs(after - 2 * before) <= Decimal("0.01") and before > 0  # twice the exact value, rounded once
    assert found.value_after - found.value_before == (after - before) - Decimal("500.00")
