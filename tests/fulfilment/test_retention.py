"""Retention: who is anonymised and when, what stays whole, and what is deleted with its bytes."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from sroi.access import OPERATOR, UnableToAllow
from sroi.audit.queries import verify_chain
from sroi.audit.tables import AuditEvent
from sroi.database import transaction
from sroi.fulfilment.operations import add_evidence, submit_claim
from sroi.fulfilment.operations.retention import change_retention, take_away
from sroi.fulfilment.queries.claims import claim, evidence_of_claim
from sroi.fulfilment.queries.retention import number_over, retention_rules, retention_runs
from sroi.fulfilment.rules.retention import RetentionKind, UnableToRetain
from sroi.fulfilment.tables import Candidate, Placement
from sroi.mail.operations import queue_mail
from sroi.mail.rules import NewPassword, Recipient
from sroi.mail.tables import OutgoingMail
from sroi.reconciliation.queries import year_report
from tests.makers import (
    NOW,
    ROAD_FIRM,
    approve,
    make_administrator,
    make_contract,
    make_contractor,
    make_officer,
    make_placement_claim,
    make_training_claim,
    reject,
)

END = date(2025, 9, 1)  # of the contracts that makers make
AFTER = date(2027, 9, 1)
LATE = datetime(2027, 9, 1, 1, 0, tzinfo=UTC)
TOKEN = "ab" * 32
DAYS, LATER_DAYS = (date(2023, 10, 1), date(2023, 11, 1)), (date(2023, 11, 1), date(2023, 12, 1))


async def _person(
    *, number: str = "2023-014", token: str | None = None, label: str = "K-01", days: tuple[date, date] = DAYS, **facts: object
) -> tuple[UUID, UUID]:
    contract_id = await make_contract(number=number, **facts)
    claim_id = await make_placement_claim(
        contract_id=contract_id,
        candidate_label=label,
        person_token=token,
        residence="GM0603",
        birth_year=1970,
        starts_on=days[0],
        reported_before=days[1],
        ends_before=days[1],
    )
    await approve(claim_id=claim_id)
    return contract_id, claim_id


async def _run(directory: Path, today: date = AFTER) -> dict[RetentionKind, int]:
    return await take_away(now=LATE, today=today, directory=directory)


async def _labels() -> set[str]:
    return {row["label"] for row in await Candidate.select(Candidate.label)}


async def test_a_candidate_is_anonymised_on_the_day_that_the_period_is_over_and_not_before(database: None, tmp_path: Path) -> None:
    _contract_id, claim_id = await _person(token=TOKEN)
    assert (await _run(tmp_path, date(2027, 8, 31)))[RetentionKind.CANDIDATES] == 0
    assert await _labels() == {"K-01"}
    before = await claim(viewer=OPERATOR, claim_id=claim_id)
    assert await number_over(kind=RetentionKind.CANDIDATES, ended_before=END) == 1
    assert (await _run(tmp_path))[RetentionKind.CANDIDATES] == 1
    row = (await Candidate.select())[0]
    assert (row["label"], row["anonymised_at"]) == ("geanonimiseerd", LATE)
    assert TOKEN not in row["person_token"]
    placement = (await Placement.select())[0]
    assert (placement["residence"], placement["birth_year"], placement["target_group"]) == (None, None, "participatiewet")
    after = await claim(viewer=OPERATOR, claim_id=claim_id)
    assert (after.value, after.approved, after.steps) == (before.value, before.approved, before.steps)
    assert "K-01" not in after.summary
    assert (await _run(tmp_path))[RetentionKind.CANDIDATES] == 0
    assert await verify_chain(viewer=OPERATOR) is None


async def test_a_person_on_two_contracts_stays_one_person_and_waits_for_the_last(database: None, tmp_path: Path) -> None:
    await _person(token=TOKEN)
    await _person(token=TOKEN, number="2023-015", label="W-7", days=LATER_DAYS, firm=ROAD_FIRM, ends_before=date(2025, 12, 1))
    count = (await year_report(viewer=OPERATOR, year=2023, on=AFTER)).total
    assert (await _run(tmp_path))[RetentionKind.CANDIDATES] == 0
    assert await _labels() == {"K-01", "W-7"}
    assert (await _run(tmp_path, date(2027, 12, 1)))[RetentionKind.CANDIDATES] == 2
    tokens = {row["person_token"] for row in await Candidate.select(Candidate.person_token)}
    assert len(tokens) == 1
    assert tokens != {TOKEN}
    assert (await year_report(viewer=OPERATOR, year=2023, on=AFTER)).total == count


async def test_who_runs_on_or_waits_for_a_decision_is_kept(database: None, tmp_path: Path) -> None:
    await _person(number="2023-015", ends_before=None, label="K-02")
    contract_id = await make_contract()
    await make_placement_claim(contract_id=contract_id, candidate_label="K-03")
    assert (await _run(tmp_path))[RetentionKind.CANDIDATES] == 0
    assert await _labels() == {"K-02", "K-03"}


async def test_more_persons_than_one_part_are_all_anonymised(database: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sroi.fulfilment.operations.retention.PART", 2)
    contract_id = await make_contract()
    for number in range(5):
        claim_id = await make_placement_claim(contract_id=contract_id, candidate_label=f"K-0{number}")
        await reject(claim_id=claim_id)
    assert (await _run(tmp_path))[RetentionKind.CANDIDATES] == 5
    runs = await retention_runs(viewer=await make_administrator())
    assert sorted(run.number for run in runs if run.kind is RetentionKind.CANDIDATES) == [1, 2, 2]
    events = [event for event in await AuditEvent.select() if event["action"] == "retention.applied"]
    assert len(events) == len(runs)
    assert {event["actor_id"] for event in events} == {"retention"}


async def test_evidence_goes_with_its_bytes_unless_another_claim_shows_the_same_file(database: None, tmp_path: Path) -> None:
    old, other = await make_contract(), await make_contract(number="2023-015", ends_before=date(2033, 1, 1))
    contractor = await make_contractor()
    contents = {name: b"\x89PNG\r\n\x1a\n" + name + b"IEND\xaeB`\x82" for name in (b"shared", b"alone")}
    first = await make_training_claim(contract_id=old, submitted=False)
    second = await make_training_claim(contract_id=other, submitted=False)
    for claim_id, name in ((first, b"shared"), (first, b"alone"), (second, b"shared")):
        await add_evidence(viewer=contractor, claim_id=claim_id, file_name="a.png", content=contents[name], directory=tmp_path, now=NOW)
    far = date(2032, 9, 1)
    assert (await _run(tmp_path, far))[RetentionKind.EVIDENCE] == 0  # a draft waits
    await _decide(first)
    assert (await _run(tmp_path, date(2032, 8, 31)))[RetentionKind.EVIDENCE] == 0
    assert (await _run(tmp_path, far))[RetentionKind.EVIDENCE] == 2
    assert await evidence_of_claim(viewer=contractor, claim_id=first) == ()
    assert len(await evidence_of_claim(viewer=contractor, claim_id=second)) == 1
    assert _bytes_in(tmp_path) == [contents[b"shared"]]


def _bytes_in(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


async def _decide(claim_id: UUID) -> None:
    contractor = await make_contractor()
    await submit_claim(viewer=contractor, claim_id=claim_id, now=NOW, today=NOW.date())
    await approve(claim_id=claim_id)


async def test_old_mail_is_forgotten(database: None, tmp_path: Path) -> None:
    await _mail_that_ended(datetime(2027, 2, 28, 22, 59, tzinfo=UTC))
    await _mail_that_ended(datetime(2027, 2, 28, 23, 1, tzinfo=UTC))  # 1 March in the Netherlands
    assert (await _run(tmp_path))[RetentionKind.MAIL] == 1
    assert await OutgoingMail.count() == 1


async def _mail_that_ended(moment: datetime) -> None:
    async with transaction():
        await queue_mail(to=Recipient("a@example.nl"), mail=NewPassword(path="/nieuw-wachtwoord/{secret}", until="morgen"), now=NOW)
        await OutgoingMail.update({OutgoingMail.status: "sent", OutgoingMail.ended_at: moment}).where(OutgoingMail.ended_at.is_null())


async def test_an_administrator_changes_a_period_by_a_decision(database: None) -> None:
    administrator = await make_administrator()
    await change_retention(viewer=administrator, kind=RetentionKind.CANDIDATES, months=12, decision=" Besluit 7 ", now=NOW)
    rules = {rule.kind: rule for rule in await retention_rules()}
    assert (rules[RetentionKind.CANDIDATES].months, rules[RetentionKind.CANDIDATES].decision) == (12, "Besluit 7")
    assert (rules[RetentionKind.EVIDENCE].months, rules[RetentionKind.EVIDENCE].decision) == (84, "")
    refusals = ((0, "Besluit", "months"), (601, "Besluit", "months"), (12, " ", "decision"), (12, "x" * 301, "decision"))
    for months, decision, field in refusals:
        with pytest.raises(UnableToRetain) as refused:
            await change_retention(viewer=administrator, kind=RetentionKind.MAIL, months=months, decision=decision, now=NOW)
        assert refused.value.field == field
    with pytest.raises(UnableToAllow):
        await change_retention(viewer=await make_officer(), kind=RetentionKind.MAIL, months=1, decision="x", now=NOW)
