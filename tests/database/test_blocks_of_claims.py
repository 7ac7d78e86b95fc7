"""Upgrading a filled register: trainings get the block that they counted by, and PSO credits in the ledger their level."""

from typing import Any
from uuid import uuid4

import pytest

from sroi.database import CheckViolation, fetch
from sroi.database.migrations import migration_names, upgrade
from tests.database.filled import fill
from tests.database.keys import CONTRACT, DAY, LATER, NOW, OFFICER, TRAINING
from tests.database.test_migrations import upgrade_to

BEFORE = tuple(name for name in migration_names() if name < "m0010")
REGION = "[trainings.shared]\nlabel = 'Regio'\nper = 'costs'\n"
OWN = "[trainings.own]\nlabel = 'Eigen'\nper = 'costs'\n"


async def _policy(name: str, text: str, blocks_from: str | None) -> None:
    await fetch(
        "INSERT INTO policy_version (name, text, sha256, blocks_from, in_force_from, published_at) VALUES ({}, {}, {}, {}, {}, {})",
        name, text, f"{name:0>64}", blocks_from, DAY, NOW,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("policy_name", "block"),
    [("rijswijk-2023", "costs"), ("with-own", "own"), ("with-region", "shared"), ("unknown", "costs")],
)
async def test_a_training_gets_the_first_block_of_its_policy(
    empty_database: None, monkeypatch: pytest.MonkeyPatch, policy_name: str, block: str
) -> None:
    await upgrade_to(monkeypatch, BEFORE)
    await fill(BEFORE)
    await _policy("region", REGION, None)
    await _policy("with-own", OWN, None)
    await _policy("with-region", OWN, "region")
    await fetch("UPDATE claim SET policy_name = {} WHERE id = {}", policy_name, TRAINING)
    await upgrade()
    rows = await fetch("SELECT block, cost_cents FROM training")
    assert [(row["block"], row["cost_cents"]) for row in rows] == [(block, 150_000)]


async def test_a_pso_credit_gets_its_level_and_the_ledger_stays_append_only(empty_database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    await upgrade_to(monkeypatch, BEFORE)
    await fill(BEFORE)
    decision: dict[str, Any] = {
        "id": uuid4(), "number": 2, "contract": CONTRACT, "kind": "pso_credit", "amount_cents": 100, "effective_on": DAY,
        "expires_on": LATER, "pso_level": "trede_2", "reason": "Certificaat", "steps": "[]", "status": "proposed",
        "proposed_by": OFFICER, "proposed_at": NOW, "decision_reason": "",
    }  # fmt: skip
    places = ", ".join("{}" for _ in decision)
    await fetch(f"INSERT INTO settlement_decision ({', '.join(decision)}) VALUES ({places})", *decision.values())
    await fetch(
        "INSERT INTO ledger_entry (seq, contract, kind, amount_cents, effective_on, recorded_at, source_kind, source_id) "
        "VALUES (2, {}, 'exempted', 100, {}, {}, 'pso_credit', {})", CONTRACT, DAY, NOW, decision["id"],
    )  # fmt: skip
    await upgrade()
    rows = await fetch("SELECT seq, block FROM ledger_entry ORDER BY seq")
    assert [(row["seq"], row["block"]) for row in rows] == [(1, None), (2, "pso.trede_2")]
    with pytest.raises(CheckViolation):
        await fetch("UPDATE ledger_entry SET block = NULL")
