"""Drafts that one person uploads and another publishes, and the rules that an official confirmed."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest

from sroi.access import OPERATOR, UnableToAllow, Viewer
from sroi.audit.queries import verify_chain
from sroi.audit.tables import AuditEvent
from sroi.database import CheckViolation, fetch, transaction
from sroi.policy.operations import (
    UnableToConfirm,
    UnableToDecide,
    UnableToUpload,
    confirm_rule,
    discard_draft,
    publish_draft,
    upload_draft,
)
from sroi.policy.queries import PolicyNotFound, policies, policy, shipped_policy, shipped_text
from sroi.policy.queries.versions import DraftNotFound, confirmations, draft, open_drafts, text_of_version, version, versions_page
from sroi.policy.rules import open_rules
from tests.makers import NOW, TODAY, make_administrator, make_contractor, make_officer, make_reviewer

NAME = "rijswijk-2025"
TEXT = (
    shipped_text("rijswijk-2023").replace("{ value = 2023-07-01, to_confirm = true }", "2025-01-01").replace("rate_pct = 5", "rate_pct = 4")
)
RULE = "blocks.bbl_up_to_level_2.cap_months"


async def make_other_administrator() -> Viewer:
    return await make_administrator(email="beheerder2@example.nl", name="Tweede Beheerder")


async def uploaded(*, name: str = NAME, text: str = TEXT) -> Any:
    return await upload_draft(viewer=await make_administrator(), name=name, text=text, now=NOW)


async def confirm(viewer: Viewer, **other: Any) -> None:
    given = {
        "name": "haaglanden-2023",
        "rule": RULE,
        "confirmed_by": "Ambtenaar Voorbeeld",
        "confirmed_on": date(2023, 12, 1),
        "decision_reference": "Besluit 2023-12",
    }
    await confirm_rule(viewer=viewer, now=NOW, today=TODAY, **{**given, **other})


async def events() -> list[str]:
    rows = await AuditEvent.select(AuditEvent.action).order_by(AuditEvent.seq)
    return [row["action"] for row in rows if row["action"].startswith("policy.")]


# ---------------------------------------------------------------- drafts


async def test_a_draft_that_another_publishes_is_a_version_with_its_text_and_hash(database: None) -> None:
    draft_id, other = await uploaded(), await make_other_administrator()
    assert NAME not in {held.name for held in await policies()}
    published = await publish_draft(viewer=other, draft_id=draft_id, now=NOW)
    held = await policy(name=NAME)
    assert held == published
    record = await version(viewer=other, name=NAME)
    assert (record.sha256, record.in_force_from) == (held.sha256, date(2025, 1, 1))
    assert (record.uploaded_by, record.published_by) == ("Beheerder Voorbeeld", "Tweede Beheerder")
    assert await text_of_version(viewer=other, name=NAME) == TEXT
    decided = await draft(viewer=other, draft_id=draft_id)
    assert (decided.status, decided.decided_by, decided.sha256) == ("published", "Tweede Beheerder", held.sha256)
    assert await open_drafts(viewer=other) == ()
    assert await events() == ["policy.uploaded", "policy.published"]
    assert await verify_chain(viewer=OPERATOR) is None


async def test_who_uploaded_a_draft_does_not_publish_it(database: None) -> None:
    draft_id, own = await uploaded(), await make_administrator()
    with pytest.raises(UnableToDecide, match="Vraag een andere beheerder"):
        await publish_draft(viewer=own, draft_id=draft_id, now=NOW)
    assert (await draft(viewer=own, draft_id=draft_id)).is_open
    async with transaction():
        with pytest.raises(CheckViolation):
            await fetch("UPDATE policy_draft SET status = 'published', decided_by = uploaded_by, decided_at = uploaded_at")


async def test_a_draft_is_decided_once(database: None) -> None:
    draft_id, other = await uploaded(), await make_other_administrator()
    await publish_draft(viewer=other, draft_id=draft_id, now=NOW)
    for again in (
        publish_draft(viewer=other, draft_id=draft_id, now=NOW),
        discard_draft(viewer=other, draft_id=draft_id, reason="x", now=NOW),
    ):
        with pytest.raises(UnableToDecide, match="al besloten"):
            await again
    assert await events() == ["policy.uploaded", "policy.published"]


async def test_a_draft_is_discarded_with_a_reason(database: None) -> None:
    draft_id, own = await uploaded(), await make_administrator()
    with pytest.raises(UnableToDecide, match="Zeg waarom"):
        await discard_draft(viewer=own, draft_id=draft_id, reason="  ", now=NOW)
    await discard_draft(viewer=own, draft_id=draft_id, reason="De raad besloot anders.", now=NOW)
    found = await draft(viewer=own, draft_id=draft_id)
    assert (found.status, found.reason, found.decided_by) == ("discarded", "De raad besloot anders.", "Beheerder Voorbeeld")
    assert await events() == ["policy.uploaded", "policy.discarded"]
    await uploaded()  # the name is free again


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Rijswijk 2025", "kleine letters"),
        ("-rijswijk", "kleine letters"),
        ("rijswijk-" + "x" * 60, "ten hoogste 60"),
        ("nieuw", "Kies een andere naam"),
        ("rijswijk-2023", "een versie verandert nooit"),
        ("rijswijk-2024", "al een concept"),
    ],
)
async def test_a_draft_needs_a_new_name_in_kebab_case(database: None, name: str, says: str) -> None:
    await uploaded(name="rijswijk-2024")
    with pytest.raises(UnableToUpload, match=says) as refusal:
        await uploaded(name=name)
    assert refusal.value.field == "name"
    assert await events() == ["policy.uploaded"]


async def test_every_mistake_is_named_and_nothing_is_kept(database: None) -> None:
    with pytest.raises(UnableToUpload) as refusal:
        await uploaded(
            text=TEXT.replace("rate_pct = 4", "rate_pct = 104").replace("threshold = 150000\nboundary", "threshold = -1\nboundary")
        )
    assert [(mistake.where, refusal.value.field) for mistake in refusal.value.mistakes] == [
        ("obligation.threshold", "text"),
        ("obligation.rate_pct", "text"),
    ]
    assert await events() == []
    assert await open_drafts(viewer=await make_administrator()) == ()


async def test_a_draft_that_no_longer_fits_beside_the_versions_is_not_published(database: None) -> None:
    first, second, other = await uploaded(), await uploaded(name="rijswijk-2025-b"), await make_other_administrator()
    await publish_draft(viewer=other, draft_id=first, now=NOW)
    with pytest.raises(UnableToUpload, match="gelden allebei vanaf 1 januari 2025"):
        await publish_draft(viewer=other, draft_id=second, now=NOW)
    assert (await draft(viewer=other, draft_id=second)).is_open
    assert await events() == ["policy.uploaded", "policy.uploaded", "policy.published"]


async def test_a_draft_may_take_over_blocks_of_a_version_that_was_published_before(database: None) -> None:
    region = shipped_text("haaglanden-2023").replace("in_force_from = 2023-07-01", "in_force_from = 2025-01-01")
    draft_id, other = await uploaded(name="haaglanden-2025", text=region.replace("40000", "45000")), await make_other_administrator()
    follows = TEXT.replace("haaglanden-2023", "haaglanden-2025")
    with pytest.raises(UnableToUpload, match="haaglanden-2025 bestaat niet"):
        await uploaded(text=follows)
    await publish_draft(viewer=other, draft_id=draft_id, now=NOW)
    await publish_draft(viewer=other, draft_id=await uploaded(text=follows), now=NOW)
    assert (await policy(name=NAME)).blocks["participatiewet"].value == 45000
    assert (await policy(name="rijswijk-2023")).blocks["participatiewet"].value == 40000


WRITES: tuple[Callable[[Viewer, Any], Awaitable[Any]], ...] = (
    lambda viewer, _draft_id: upload_draft(viewer=viewer, name="ander-2025", text=TEXT, now=NOW),
    lambda viewer, draft_id: publish_draft(viewer=viewer, draft_id=draft_id, now=NOW),
    lambda viewer, draft_id: discard_draft(viewer=viewer, draft_id=draft_id, reason="Zomaar", now=NOW),
    lambda viewer, _draft_id: confirm(viewer),
)


@pytest.mark.parametrize("write", WRITES)
async def test_only_administrators_manage_policy(database: None, write: Callable[[Viewer, Any], Awaitable[Any]]) -> None:
    draft_id = await uploaded()
    for viewer in (await make_officer(), await make_reviewer(), await make_contractor(), OPERATOR):
        with pytest.raises(UnableToAllow):
            await write(viewer, draft_id)
    assert await events() == ["policy.uploaded"]


@pytest.mark.parametrize("write", WRITES)
async def test_a_write_whose_event_cannot_be_recorded_is_not_done(
    database: None, monkeypatch: pytest.MonkeyPatch, write: Callable[[Viewer, Any], Awaitable[Any]]
) -> None:
    draft_id, other = await uploaded(), await make_other_administrator()
    tables = ("policy_version", "policy_draft", "policy_confirmation")
    before = [sorted(await fetch(f"SELECT * FROM {table}"), key=repr) for table in tables]

    def refuse(*inserted: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("sroi.audit.operations.insert_all", refuse)
    with pytest.raises(OSError, match="disk"):
        await write(other, draft_id)
    assert [sorted(await fetch(f"SELECT * FROM {table}"), key=repr) for table in tables] == before


async def test_all_staff_reads_policies_and_a_contractor_does_not(database: None) -> None:
    draft_id = await uploaded()
    for viewer in (await make_officer(), await make_reviewer(), OPERATOR):
        assert len(await versions_page(viewer=viewer)) == 5
        assert (await draft(viewer=viewer, draft_id=draft_id)).name == NAME
    for read in (versions_page(viewer=await make_contractor()), draft(viewer=await make_contractor(), draft_id=draft_id)):
        with pytest.raises(UnableToAllow):
            await read


async def test_versions_are_paged_without_losing_or_repeating_one(database: None) -> None:
    viewer, seen = await make_officer(), list[str]()
    page = await versions_page(viewer=viewer, size=2)
    while page:
        seen += [record.name for record in page]
        page = await versions_page(viewer=viewer, size=2, after=(page[-1].in_force_from, page[-1].name))
    assert seen == ["leiden-2023", "rijswijk-2023", "haaglanden-2023", "den-haag-2023", "utrecht"]


async def test_what_does_not_exist_is_not_found(database: None) -> None:
    viewer = await make_officer()
    with pytest.raises(PolicyNotFound, match="Kies uit: den-haag-2023"):
        await version(viewer=viewer, name="geen")
    with pytest.raises(PolicyNotFound):
        await text_of_version(viewer=viewer, name="geen")
    with pytest.raises(DraftNotFound):
        await draft(viewer=viewer, draft_id=(await make_administrator()).account_id)


# ---------------------------------------------------------------- confirmations


async def test_a_confirmed_rule_holds_in_every_policy_that_takes_its_blocks_over(database: None) -> None:
    before = await policies()
    await confirm(await make_administrator())
    for name in ("haaglanden-2023", "rijswijk-2023", "den-haag-2023"):
        held = await policy(name=name)
        provenance = held.blocks["bbl_up_to_level_2"].origins.of("cap_months")
        assert (provenance.is_confirmed, provenance.source) == (True, "Besluit 2023-12")
        assert held.sha256 == shipped_policy(name).sha256
        assert len(open_rules(held)) == len(open_rules(shipped_policy(name))) - 1
    assert [held.sha256 for held in await policies()] == [held.sha256 for held in before]
    (kept,) = await confirmations(viewer=await make_officer(), names=("haaglanden-2023", "rijswijk-2023"))
    assert (kept.rule, kept.confirmed_by, kept.confirmed_on, kept.decision_reference, kept.recorded_by) == (
        RULE,
        "Ambtenaar Voorbeeld",
        date(2023, 12, 1),
        "Besluit 2023-12",
        "Beheerder Voorbeeld",
    )
    assert await events() == ["policy.rule_confirmed"]


async def test_the_confirmation_of_a_region_reaches_a_policy_that_is_published_later(database: None) -> None:
    await confirm(await make_administrator())
    await publish_draft(viewer=await make_other_administrator(), draft_id=await uploaded(), now=NOW)
    assert (await policy(name=NAME)).blocks["bbl_up_to_level_2"].origins.of("cap_months").is_confirmed


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"confirmed_by": " "}, "confirmed_by", "wie deze regel"),
        ({"decision_reference": ""}, "decision_reference", "kenmerk"),
        ({"decision_reference": "x" * 301}, "decision_reference", "te lang"),
        ({"confirmed_by": "x" * 201}, "confirmed_by", "te lang"),
        ({"confirmed_on": date(2023, 12, 16)}, "confirmed_on", "toekomst"),
        ({"rule": "blocks.wia.cap_months"}, None, "al vastgesteld"),
        ({"rule": "blocks.wia.nothing"}, None, "geen regel van haaglanden-2023"),
        ({"rule": "blocks.wia.label"}, None, "geen regel van haaglanden-2023"),
        ({"name": "rijswijk-2023"}, None, "Deze regel staat in haaglanden-2023"),
    ],
)
async def test_what_cannot_be_confirmed_is_refused(database: None, given: dict[str, Any], field: str | None, says: str) -> None:
    with pytest.raises(UnableToConfirm, match=says) as refusal:
        await confirm(await make_administrator(), **given)
    assert refusal.value.field == field
    assert await events() == []


async def test_a_rule_is_confirmed_once_and_for_good(database: None) -> None:
    administrator = await make_administrator()
    await confirm(administrator, confirmed_on=TODAY)
    with pytest.raises(UnableToConfirm, match="al vastgesteld"):
        await confirm(administrator)
    for statement in ("UPDATE policy_confirmation SET confirmed_by = 'x'", "DELETE FROM policy_confirmation"):
        with pytest.raises(CheckViolation):
            async with transaction():
                await fetch(statement)
