"""Every write of the register leaves one event of its own, by the one who acted, in its own transaction.

The writes of each room stand in a file beside this one, `acts_<room>.py`, as `ACTS`.
"""

from collections.abc import Awaitable, Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from sroi.access import OPERATOR
from sroi.audit.queries import verify_chain
from sroi.audit.rules import actor_of
from sroi.audit.tables import AuditEvent
from sroi.contracts import operations as contracts
from sroi.database import engine, fetch
from sroi.database.sqlite import PooledSQLiteEngine
from sroi.fulfilment import operations as fulfilment
from sroi.fulfilment.tables import Claim
from sroi.obligations import operations as obligations
from sroi.obligations.queries import unseen_notices
from tests.audit.act import Act
from tests.audit.acts_claims import adding_evidence, draft_claim, removing_evidence
from tests.makers import (
    EVIDENCE,
    NOW,
    make_officer,
    make_reviewer,
)

ACTS = tuple(act for file in sorted(Path(__file__).parent.glob("acts_*.py")) for act in import_module(f"tests.audit.{file.stem}").ACTS)
# One sign-off on the whole house: no candidate's data in an event, whatever the operation.
FORBIDDEN = ("K-01", "VCA Basis", "certificaat", "Gezien en besproken")


async def ready(act: Callable[..., Awaitable[Act]], tmp_path: Path) -> Act:
    return await (act(tmp_path) if act in (adding_evidence, removing_evidence) else act())


async def everything() -> dict[str, list[dict[str, Any]]]:
    """Return all rows of all tables."""
    if isinstance(engine(), PooledSQLiteEngine):
        tables = await fetch("SELECT name FROM sqlite_master WHERE type = 'table'")
    else:
        tables = await fetch("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
    names = sorted(row["name"] for row in tables)
    return {name: sorted(await fetch(f"SELECT * FROM {name}"), key=repr) for name in names}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
async def test_a_write_leaves_one_event_of_its_own_by_the_one_who_acted(
    database: None, tmp_path: Path, act: Callable[..., Awaitable[Act]]
) -> None:
    prepared = await ready(act, tmp_path)
    before = await AuditEvent.count()
    await prepared.write()
    left = await AuditEvent.select().where(AuditEvent.seq > before).order_by(AuditEvent.seq)
    assert [event["action"] for event in left].count(prepared.action) == 1
    actor = actor_of(prepared.viewer)
    assert {(event["actor_kind"], event["actor_id"]) for event in left} == {(actor.kind, actor.id)}
    assert {event["at"] for event in left} == {NOW}
    assert not [event for event in left for secret in FORBIDDEN if secret in event["details"]]
    assert await verify_chain(viewer=OPERATOR) is None


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
async def test_a_write_whose_event_cannot_be_recorded_is_not_done(
    database: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[..., Awaitable[Act]]
) -> None:
    prepared = await ready(act, tmp_path)
    before = await everything()

    def refuse(*inserted: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("sroi.audit.operations.insert_all", refuse)
    with pytest.raises(OSError, match="disk"):
        await prepared.write()
    assert await everything() == before


async def test_what_changes_nothing_leaves_no_event(database: None, tmp_path: Path) -> None:
    contractor, claim_id = await draft_claim()
    officer, reviewer = await make_officer(), await make_reviewer()
    assert await Claim.exists()
    (notice,) = await unseen_notices(viewer=reviewer)
    for _time in range(2):
        await obligations.see_notice(viewer=reviewer, notice_id=notice.id, now=NOW)
        await contracts.add_authority(viewer=officer, name="Waterschap Voorbeeld", now=NOW)
        await fulfilment.add_evidence(
            viewer=contractor, claim_id=claim_id, file_name="a.png", content=EVIDENCE, directory=tmp_path, now=NOW
        )
    actions = [event["action"] for event in await AuditEvent.select(AuditEvent.action)]
    assert [actions.count(action) for action in ("notice.seen", "authority.added", "evidence.added")] == [1, 1, 1]
