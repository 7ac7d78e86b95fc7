"""Publishing a policy with what it changes: contracts that no policy covered are found again."""

from datetime import date
from decimal import Decimal

import pytest

from sroi.ledger.queries import balances
from sroi.obligations.queries import current_obligations, uncovered_contracts, unseen_notices
from sroi.policy.operations import UnableToDecide, upload_draft
from sroi.policy.queries import policies, policy, shipped_text
from sroi.simulation import operations
from sroi.simulation.operations import publish_policy, recompute_uncovered
from tests.makers import NOW, make_administrator, make_contract, make_reviewer

TEXT = shipped_text("rijswijk-2023").replace("{ value = 2023-07-01, to_confirm = true }", "2025-01-01")


async def test_a_policy_is_published_in_one_transaction_with_what_it_changes(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    draft_id = await upload_draft(viewer=await make_administrator(), name="rijswijk-2025", text=TEXT, now=NOW)
    second = await make_administrator(email="beheerder2@example.nl")

    async def refuse(**_given: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(operations, "recompute_uncovered", refuse)
        with pytest.raises(OSError, match="disk"):
            await publish_policy(viewer=second, draft_id=draft_id, now=NOW)
    assert "rijswijk-2025" not in {held.name for held in await policies()}
    assert await publish_policy(viewer=second, draft_id=draft_id, now=NOW) == await policy(name="rijswijk-2025")


async def test_who_uploaded_a_draft_does_not_publish_it(database: None) -> None:
    own = await make_administrator()
    draft_id = await upload_draft(viewer=own, name="rijswijk-2025", text=TEXT, now=NOW)
    with pytest.raises(UnableToDecide, match="Vraag een andere beheerder"):
        await publish_policy(viewer=own, draft_id=draft_id, now=NOW)


async def test_contracts_that_no_policy_covers_are_found_the_oldest_award_first(database: None) -> None:
    await make_contract()
    late = await make_contract(number="2020-001", awarded_on=date(2020, 1, 15), starts_on=date(2020, 2, 1), ends_before=date(2022, 2, 1))
    early = await make_contract(number="2019-001", awarded_on=date(2019, 1, 15), starts_on=date(2019, 2, 1), ends_before=date(2021, 2, 1))
    assert await uncovered_contracts() == (early, late)
    assert await recompute_uncovered(viewer=await make_administrator(), now=NOW) == ()  # still nothing covers them


EARLIER = """
title = "Social return Rijswijk 2020"
source = "Invented for this test"
in_force_from = 2020-01-01
in_force_until = 2023-07-01
[authority]
name = "Gemeente Rijswijk"
code = "GM0603"
[obligation]
threshold = 100000
boundary_counts = false
base = "contract_sum"
rate_pct = 2
"""


async def test_a_publication_computes_what_no_policy_covered_and_tells_the_wsp(database: None) -> None:
    covered = await make_contract()
    late = await make_contract(number="2020-001", awarded_on=date(2020, 1, 15), starts_on=date(2020, 2, 1), ends_before=date(2022, 2, 1))
    early = await make_contract(number="2019-001", awarded_on=date(2019, 1, 15), starts_on=date(2019, 2, 1), ends_before=date(2021, 2, 1))
    draft_id = await upload_draft(viewer=await make_administrator(), name="rijswijk-2020", text=EARLIER, now=NOW)
    await publish_policy(viewer=await make_administrator(email="beheerder2@example.nl"), draft_id=draft_id, now=NOW)
    held = await current_obligations(contract_ids=[covered, late, early])
    assert (held[late].obligation.amount, held[late].cause, held[late].number) == (Decimal("25000.00"), "publication", 2)
    assert held[late].change.startswith("Beleid rijswijk-2020 is gepubliceerd")
    assert (held[early].number, held[covered].number) == (1, 1)
    assert (await balances(contract_ids=[late]))[late].owed == Decimal("25000.00")
    assert late in {notice.contract_id for notice in await unseen_notices(viewer=await make_reviewer())}
