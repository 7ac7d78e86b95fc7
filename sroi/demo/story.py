"""The example, told in the order in which it would have happened, through the operations of the rooms."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from sroi.access import Viewer
from sroi.contracts.operations import add_authority, save_draft
from sroi.contracts.queries import authorities
from sroi.contracts.rules import ContractFacts, ContractRole, LotFacts
from sroi.demo.accounts import ACCOUNTS, make_accounts
from sroi.demo.activities import ACTIVITIES
from sroi.demo.data import CLAIMS_OF_2023, RIJSWIJK, SERVICES, DemoClaim, DemoContract, claims_of_now, contracts, running_contract
from sroi.demo.decisions import contracts_decided_on, decisions, tell_decision
from sroi.demo.desk import work_at_the_desk
from sroi.demo.evidence import add_invented_evidence
from sroi.demo.life import (
    DemoEvent,
    HandOver,
    contract_that_stopped,
    contract_that_was_taken_over,
    events,
    frameworks,
    small_contract,
)
from sroi.demo.milestones import meet_milestones
from sroi.demo.partners import add_partners
from sroi.demo.plans import add_plan
from sroi.demo.policies import CONFIRMED_ON, PUBLISHED_ON, VOORBEELDSTAD, confirm_example, leave_drafts, publish_example
from sroi.demo.region import reconcile_region, tell_who_delivered
from sroi.demo.shared import shared_claims
from sroi.demo.splits import LOOKED_AT, look_at_some, small_contracts
from sroi.demo.subcontractors import report_as_subcontractor
from sroi.fulfilment import operations as fulfilment
from sroi.fulfilment.kinds.community_activity import CommunityActivityDetails
from sroi.fulfilment.kinds.placement import PlacementDetails
from sroi.fulfilment.kinds.social_purchase import SocialPurchaseDetails
from sroi.fulfilment.kinds.training import TrainingDetails
from sroi.fulfilment.queries.claims import claim
from sroi.obligations.operations import Recording, change_contract, hand_over_contract, register_contract, see_notice
from sroi.obligations.queries import unseen_notices
from sroi.review.operations import decide
from sroi.review.rules import Verdict
from sroi.values import add_months, round_to_cents

REVIEW_TAKES = timedelta(days=6)
VERDICTS = {"approved": Verdict.APPROVED, "partly": Verdict.APPROVED, "returned": Verdict.RETURNED, "rejected": Verdict.REJECTED}


Act = tuple[datetime, Callable[[], Awaitable[None]]]


@dataclass
class Story:
    """What the telling keeps between its acts."""

    viewers: dict[str, Viewer]
    authorities: dict[str | None, UUID]
    directory: Path
    contract_ids: dict[str, UUID] = field(default_factory=dict)
    contractors: dict[str, str] = field(default_factory=dict)
    placements: dict[str, UUID] = field(default_factory=dict)


async def load_demo(*, directory: Path, now: datetime, today: date) -> None:
    """Fill an empty database with the example; `today` is the day around which its running contracts lie."""
    first = datetime(2023, 1, 9, 9, tzinfo=UTC)
    story = Story(
        viewers=await make_accounts(now=first),
        authorities={authority.municipality_code: authority.id for authority in await authorities()},
        directory=directory,
    )
    story.authorities[VOORBEELDSTAD] = await add_authority(viewer=story.viewers["officer"], name=VOORBEELDSTAD, now=first)
    for _moment_of_act, act in sorted((*_acts(story, today), *_acts_about_policies(story)), key=lambda entry: entry[0]):
        await act()
    await _see_old_notices(story, today, now)
    await meet_milestones(viewer=story.viewers["reviewer"], contract_ids=story.contract_ids.values(), now=now, today=today)
    await leave_drafts(viewers=story.viewers, now=now, today=today)
    await look_at_some(viewer=story.viewers["officer"], titles=[title for title, _sum, _ago in LOOKED_AT], now=now, today=today)
    await add_partners(viewer=story.viewers["reviewer"], now=now, today=today)
    await report_as_subcontractor(
        contractor=story.viewers["groen"],
        subcontractor=story.viewers["schilder"],
        contract_id=story.contract_ids[running_contract(today)],
        directory=directory,
        now=now,
        today=today,
    )
    await tell_who_delivered(reviewer=story.viewers["reviewer"], placements=story.placements, now=now)
    await reconcile_region(reviewer=story.viewers["reviewer"], now=now)
    await work_at_the_desk(viewers=story.viewers, now=now, today=today)
    waiting, agreed = contracts(today)[-2:]
    await _plan(story, waiting, now, today)
    await _plan(story, agreed, now, today, reviewer=story.viewers["reviewer"])
    await _keep_a_draft(story, now)


async def _plan(story: Story, award: DemoContract, now: datetime, today: date, *, reviewer: Viewer | None = None) -> None:
    contractor, contract_id = story.viewers[award.contractor], story.contract_ids[award.number]
    await add_plan(contractor=contractor, reviewer=reviewer, contract_id=contract_id, now=now, today=today)


def _acts(story: Story, today: date) -> Iterator[Act]:
    singles = (small_contract(today), contract_that_was_taken_over(today), contract_that_stopped(today), *small_contracts(today))
    for award in (*contracts(today), *contracts_decided_on(today), *singles):
        moment = _moment(award.awarded_on, 9)
        yield moment, partial(_register, story, award, moment)
    for award, role, framework in frameworks(today):
        moment = _moment(award.awarded_on, 10)
        yield moment, partial(_register, story, award, moment, role=role, framework=framework)
    for event in events(today):
        moment = _moment(event.on + timedelta(days=1), 10)
        yield moment, partial(_change, story, event, moment)
    for claimed in (*CLAIMS_OF_2023, *ACTIVITIES, *claims_of_now(today), *shared_claims(today)):
        moment = _moment(claimed.reported_on, 11)
        yield moment, partial(_claim, story, claimed, moment)
    for one in decisions(today):
        moment = _moment(one.proposed_on, 12)
        yield moment, partial(tell_decision, viewers=story.viewers, contract_ids=story.contract_ids, one=one, now=moment)


def _acts_about_policies(story: Story) -> Iterator[Act]:
    confirmed, published = _moment(CONFIRMED_ON, 9), _moment(PUBLISHED_ON, 9)
    yield confirmed, partial(confirm_example, viewers=story.viewers, now=confirmed)
    yield published, partial(publish_example, viewers=story.viewers, now=published)


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)


async def _register(
    story: Story, award: DemoContract, moment: datetime, *, role: ContractRole = ContractRole.SINGLE, framework: str = ""
) -> None:
    account = next(account for account in ACCOUNTS if account.key == award.contractor)
    facts = ContractFacts(
        authority_id=story.authorities[award.authority],
        number=award.number,
        title=award.title,
        contract_type=award.contract_type,
        contractor_name=account.organisation,
        kvk_number=account.kvk_number,
        cpv_code=award.cpv_code,
        contract_sum=Decimal(award.contract_sum),
        tender_sum=None if award.authority == RIJSWIJK else Decimal(award.contract_sum),
        labour_share_pct=None if award.labour_share_pct is None else Decimal(award.labour_share_pct),
        awarded_on=award.awarded_on,
        starts_on=award.starts_on,
        ends_before=add_months(award.starts_on, award.months),
        extension_options=award.extension_options,
        tender_reference=f"T-{award.number}",
        lots=tuple(LotFacts(number, title) for number, title in enumerate(award.lots, 1)),
        role=role,
        framework_id=story.contract_ids.get(framework),
    )
    story.contract_ids[award.number] = await register_contract(viewer=story.viewers["officer"], facts=facts, now=moment)
    story.contractors[award.number] = award.contractor


async def _change(story: Story, event: DemoEvent, moment: datetime) -> None:
    recording = Recording(event.on, event.reason, moment, moment.date())
    contract_id, officer, change = story.contract_ids[event.contract], story.viewers["officer"], event.change
    if isinstance(change, HandOver):
        await hand_over_contract(
            viewer=officer, contract_id=contract_id, name=change.name, kvk_number=change.kvk_number, recording=recording
        )
        return
    await change_contract(viewer=officer, contract_id=contract_id, change=change, recording=recording)


async def _claim(story: Story, one: DemoClaim, moment: datetime) -> None:
    contractor = story.viewers[story.contractors[one.contract]]
    claim_id = await fulfilment.keep_claim(
        viewer=contractor,
        contract_id=story.contract_ids[one.contract],
        kind=one.kind,
        details=_details(one),
        now=moment,
        today=one.reported_on,
    )
    if one.kind == "placement":
        story.placements.setdefault(str(one.facts["candidate_label"]), claim_id)
    if one.outcome == "draft":
        return
    await add_invented_evidence(viewer=contractor, claim_id=claim_id, directory=story.directory, now=moment)
    await fulfilment.submit_claim(viewer=contractor, claim_id=claim_id, now=moment, today=one.reported_on)
    if one.outcome == "withdrawn":
        await fulfilment.withdraw_claim(viewer=contractor, claim_id=claim_id, now=moment + timedelta(hours=2))
    elif one.outcome in VERDICTS:
        await _decide(story, one, claim_id, moment + REVIEW_TAKES)


def _details(one: DemoClaim) -> Any:
    facts: dict[str, Any] = one.facts
    if one.kind == "training":
        return TrainingDetails(**facts)
    if one.kind == "community_activity":
        return CommunityActivityDetails(**facts)
    if one.kind == "social_purchase":
        return SocialPurchaseDetails(**facts)
    reported = one.reported_on + timedelta(days=1)
    return PlacementDetails(**facts, reported_before=min(facts["ends_before"] or reported, reported))


async def _decide(story: Story, one: DemoClaim, claim_id: UUID, moment: datetime) -> None:
    reviewer = story.viewers["reviewer"]
    record = await claim(viewer=reviewer, claim_id=claim_id)
    verdict = VERDICTS[one.outcome]
    await decide(
        viewer=reviewer,
        claim_id=claim_id,
        version=record.version,
        verdict=verdict,
        amount=round_to_cents(record.value * one.share) if verdict is Verdict.APPROVED else None,
        reason=one.reason,
        now=moment,
    )


async def _see_old_notices(story: Story, today: date, now: datetime) -> None:
    """Leave the notices of running contracts on the desk; those of 2023 were seen long ago."""
    old = {story.contract_ids[award.number] for award in contracts(today) if award.awarded_on.year == date(2023, 1, 1).year}
    reviewer = story.viewers["reviewer"]
    for notice in await unseen_notices(viewer=reviewer):
        if notice.contract_id in old:
            await see_notice(viewer=reviewer, notice_id=notice.id, now=now)


async def _keep_a_draft(story: Story, now: datetime) -> None:
    facts = ContractFacts(
        authority_id=story.authorities[RIJSWIJK],
        number=f"RW-{now.year}-140",
        title="Raamovereenkomst catering",
        contract_type=SERVICES,
        contractor_name="Catering Voorbeeld B.V.",
    )
    await save_draft(viewer=story.viewers["officer"], facts=facts, now=now)
