"""What a contractor owes: its contracts, and one contract with its rules, balance and claims."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.queries import (
    ContractFilter,
    contract,
    contract_to_report,
    contracts_page,
    running_subcontract,
    subcontracts_of_viewer,
)
from sroi.contracts.queries.contracts import PAGE_SIZE
from sroi.contracts.rules import ContractRecord, members_words
from sroi.errors import NotFound
from sroi.exports.line_chart import NARROW, WIDE
from sroi.fulfilment.kinds import KINDS, is_offered
from sroi.fulfilment.queries.claims import ClaimSums, claim_sums
from sroi.fulfilment.queries.limits import grounds
from sroi.fulfilment.queries.progress import marks_of_contract, running_on, to_come_from
from sroi.fulfilment.rules import UNDECIDED, ClaimRecord, Ground, share_of_claim, status_label, status_tone
from sroi.fulfilment.rules.progress import RunningPlacement
from sroi.ledger.queries import balances
from sroi.ledger.rules import Balance
from sroi.obligations.queries import (
    Revision,
    current_obligations,
    is_still_to_plan,
    milestones_of_contract,
    next_milestones,
    policy_of_contract,
)
from sroi.obligations.rules import MilestoneLine, Outcome, milestone_lines, next_milestone
from sroi.policy.rules import told
from sroi.portal.forms import FORMS
from sroi.portal.picture import drawn, picture_lines
from sroi.portal.subcontract import page_of_claims, subcontract_page
from sroi.review.queries import open_questions
from sroi.settlement.queries import decisions_of_contract
from sroi.values import format_period, format_short_date, last_day
from sroi.web import clock
from sroi.web.pages import page
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest

RUNNING_SHOWN = 25
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Standing:
    """Where a contract stands, in euros; `share_pct` is what was approved of what is owed, at most 100."""

    href: str
    number: str
    title: str
    authority_name: str
    period: str
    days: str
    is_owing: bool
    balance: Balance
    sums: ClaimSums
    to_come: Decimal
    due: MilestoneLine | None

    @property
    def share_pct(self) -> int:
        """Return the part that was approved, in whole percents."""
        return 0 if not self.balance.owed else int(min(self.balance.settled / self.balance.owed, Decimal(1)) * 100)

    @property
    def decided(self) -> Decimal:
        """Return what counts by decisions rather than by what was delivered; below zero when a surplus went elsewhere."""
        return self.balance.settled - self.balance.approved

    @property
    def open_amount(self) -> Decimal:
        """Return what is neither approved nor in review."""
        return max(self.balance.remaining - self.sums.in_review, ZERO)

    @property
    def gap(self) -> Decimal:
        """Return what is left when running placements have brought what is expected of them."""
        return max(self.open_amount - self.to_come, ZERO)


@dataclass(frozen=True)
class ClaimRow:
    """A claim in the list of a contract; `counts` is what counts of it now, where a limit of the policy holds."""

    href: str
    number: int
    kind: str
    summary: str
    period: str
    value: Decimal
    counts: Decimal | None
    approved: Decimal | None
    status: str
    tone: str


@get("/mijn-contracten", opt=permits(Permission.REPORT_FULFILMENT))
async def my_contracts(request: WebRequest) -> Response[Any]:
    """Show the contractor's own contracts and where each stands."""
    after = cursor_of(request, datetime, UUID)
    found = await contracts_page(viewer=request.viewer, narrowed=ContractFilter(), after=after, size=PAGE_SIZE + 1)
    shown = paged(request, found=found, size=PAGE_SIZE, key=lambda record: (record.created_at, record.id))
    return page(
        request,
        "portal/contracts.html",
        title=_("Mijn contracten"),
        questions=await open_questions(viewer=request.viewer),
        rows=await _standings(shown.rows),
        on_behalf=await subcontracts_of_viewer(viewer=request.viewer) if after is None else (),
        next_href=shown.next_href,
        first_href=shown.first_href,
    )


@get("/mijn-contracten/{contract_id:uuid}", opt=permits(Permission.REPORT_FULFILMENT))
async def my_contract(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Show one contract: what is owed and why, what counts already, and every claim."""
    work = await running_subcontract(viewer=request.viewer, contract_id=contract_id)
    if work is not None:
        record, _work = await contract_to_report(viewer=request.viewer, contract_id=contract_id)
        own = _own(request, await _running(record))
        return await subcontract_page(request, work, kinds=await _kinds(contract_id), running=own)
    record = await contract(viewer=request.viewer, contract_id=contract_id)
    held = (await current_obligations(contract_ids=[contract_id])).get(contract_id)
    is_former = record.contractor_id != request.viewer.organisation_id
    due = () if is_former else await milestones_of_contract(viewer=request.viewer, contract_id=contract_id)
    lines = milestone_lines(due, on=clock.today())
    ground = (await grounds(contract_ids=[contract_id], as_of=clock.today())).get(contract_id)
    shown = await page_of_claims(request, contract_id)
    running = await _running(record)
    own = _own(request, running)
    marks = await marks_of_contract(record=record, ground=ground, to_come=to_come_from(running), today=clock.today())
    return page(
        request,
        "portal/contract.html",
        title=record.facts.title,
        standing=(await _standings((record,), {contract_id: held} if held else {}))[0],
        revision=held,
        is_former=is_former,
        members=members_words(record.facts.members),
        decisions=await decisions_of_contract(viewer=request.viewer, contract_id=contract_id),
        milestones=lines,
        are_milestones_to_come=not is_former and not lines and await is_still_to_plan(contract_id=contract_id),
        next_milestone=next_milestone(lines),
        claims=tuple(_claim_row(claim, ground) for claim in shown.rows),
        kinds=await _kinds(contract_id),
        running=own[:RUNNING_SHOWN],
        running_more=max(len(own) - RUNNING_SHOWN, 0),
        marks=() if is_former else marks,
        lines=picture_lines(),
        today=clock.today(),
        next_href=shown.next_href,
        first_href=shown.first_href,
    )


@get("/mijn-contracten/{contract_id:uuid}/verloop", opt=permits(Permission.REPORT_FULFILMENT))
async def picture_of_contract(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Return the picture of a contract over time to its contractor; with `smal` one for a narrow screen."""
    record = await contract(viewer=request.viewer, contract_id=contract_id)
    if record.contractor_id != request.viewer.organisation_id:
        raise NotFound(_("Deze pagina is niet gevonden."))
    ground = (await grounds(contract_ids=[contract_id], as_of=clock.today())).get(contract_id)
    to_come = to_come_from(await _running(record))
    marks = await marks_of_contract(record=record, ground=ground, to_come=to_come, today=clock.today())
    return Response(
        await asyncio.to_thread(drawn, marks=marks, size=NARROW if "smal" in request.query_params else WIDE), media_type="image/svg+xml"
    )


@get("/mijn-contracten/{contract_id:uuid}/regels", opt=permits(Permission.REPORT_FULFILMENT))
async def rules_of_contract(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Show what counts for a contract by the policy that it keeps, and what must be shown."""
    record, _work = await contract_to_report(viewer=request.viewer, contract_id=contract_id)
    held = await policy_of_contract(contract_id=contract_id)
    if held is None:
        raise NotFound(_("Deze pagina is niet gevonden."))
    return page(request, "portal/policy.html", title=_("Wat telt er mee?"), contract=record, policy=held, kinds=told(held))


async def _running(record: ContractRecord) -> tuple[RunningPlacement, ...]:
    return (await running_on(contracts={record.id: record.facts.ends_before}, today=clock.today()))[record.id]


def _own(request: WebRequest, running: tuple[RunningPlacement, ...]) -> tuple[RunningPlacement, ...]:
    """Return the placements that the viewer can go on with: of what others reported the sum is known, and nothing of a person."""
    return tuple(one for one in running if one.last.organisation_id == request.viewer.organisation_id)


async def _kinds(contract_id: UUID) -> tuple[tuple[str, str], ...]:
    """Return the form and the name of each kind that the contract's policy has a building block for."""
    held = await policy_of_contract(contract_id=contract_id)
    if held is None:
        return ()
    offered = (kind for kind in KINDS.values() if is_offered(kind=kind, policy=held))
    return tuple((f"/mijn-contracten/{contract_id}/opgeven/{FORMS[kind.key].url}", kind.label) for kind in offered)


async def _standings(records: tuple[ContractRecord, ...], known: dict[UUID, Revision] | None = None) -> tuple[Standing, ...]:
    ids, today = [record.id for record in records], clock.today()
    held = known if known is not None else await current_obligations(contract_ids=ids)
    of_ledger, of_claims = await balances(contract_ids=ids, as_of=today), await claim_sums(contract_ids=ids, as_of=today)
    running = await running_on(contracts={record.id: record.facts.ends_before for record in records}, today=today)
    due = await next_milestones(contract_ids=ids)
    return tuple(
        Standing(
            href=f"/mijn-contracten/{record.id}",
            number=record.facts.number,
            title=record.facts.title,
            authority_name=record.authority_name,
            period=format_period(record.period) if record.period else "",
            days=_days(record),
            is_owing=record.id in held and held[record.id].obligation.outcome is Outcome.OWED,
            balance=of_ledger[record.id],
            sums=of_claims[record.id],
            to_come=to_come_from(running[record.id]),
            due=milestone_lines([due[record.id]], on=today)[0] if record.id in due else None,
        )
        for record in records
    )


def _days(record: ContractRecord) -> str:
    """Return the period of a contract in short."""
    period = record.period
    return "" if period is None else f"{format_short_date(period.start)} – {format_short_date(last_day(period.end))}"


def _claim_row(record: ClaimRecord, ground: Ground | None) -> ClaimRow:
    share = share_of_claim(ground=ground, claim_id=record.id) if ground is not None and record.status in UNDECIDED else None
    return ClaimRow(
        href=f"/mijn-opgaven/{record.id}",
        number=record.number,
        kind=record.kind_label,
        summary=record.summary,
        period=format_period(record.period),
        value=record.value,
        counts=share.amount if share is not None and share.amount < record.value else None,
        approved=record.approved,
        status=status_label(record.status),
        tone=status_tone(record.status),
    )
