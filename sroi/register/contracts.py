"""The list of contracts and the page of one contract with its obligation, explained."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission, Viewer
from sroi.contracts.queries import ContractFilter, call_offs, contract, contracts_of_tender, contracts_page, cpv_code
from sroi.contracts.queries.contracts import PAGE_SIZE
from sroi.contracts.queries.import_origins import Origin, import_problems, origins_of_contract, row_that_became
from sroi.contracts.rules import (
    Becomes,
    ContractRecord,
    ContractRole,
    ContractStatus,
    Need,
    RowProblem,
    Scope,
    answerable,
    contract_type_label,
    members_words,
    needs,
    role_label,
    scope_label,
)
from sroi.fulfilment.queries.claims import ClaimSums, claim_sums
from sroi.ledger.queries import balances
from sroi.ledger.rules import Balance
from sroi.obligations.queries import Revision, current_obligations, is_still_to_plan, milestones_of_contract, revisions
from sroi.obligations.rules import MilestoneLine, Outcome, milestone_lines, outcome_label
from sroi.register.imports.words import BECAME, end_words
from sroi.settlement.queries import decisions_of_contract
from sroi.values import format_date, format_euros, format_percentage, format_period, local_day
from sroi.web import clock
from sroi.web.pages import page
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, query_text

TONES = {Outcome.OWED: "success", Outcome.NOT_OWED: "neutral", Outcome.ASKS: "warning"}


@dataclass(frozen=True)
class ContractRow:
    """A line in the list of contracts."""

    href: str
    number: str
    title: str
    contractor_name: str
    authority_name: str
    scope: str
    contract_sum: Decimal | None
    obligation: Decimal | None
    status: str
    tone: str


@dataclass(frozen=True)
class Fact:
    """A name and its value, as the page shows them."""

    label: str
    value: str


@dataclass(frozen=True)
class ContractPage:
    """What the page of one contract shows."""

    id: UUID
    title: str
    is_draft: bool
    facts: tuple[Fact, ...]
    lots: tuple[str, ...]
    needs: tuple[Need, ...]
    problems: tuple[RowProblem, ...]
    origins: tuple[Fact, ...]
    revision: Revision | None
    earlier: tuple[Revision, ...]
    outcome: str
    tone: str
    balance: Balance
    sums: ClaimSums
    siblings: tuple[Fact, ...]
    framework: Fact | None
    call_offs: tuple[ContractRow, ...]
    call_offs_owed: Decimal
    milestones: tuple[MilestoneLine, ...]
    are_milestones_to_come: bool


@get("/contracten", opt=permits(Permission.READ_REGISTER))
async def contract_list(request: WebRequest) -> Response[Any]:
    """Show contracts and drafts, newest first, narrowed by what was searched."""
    narrowed = _filter(request)
    after = cursor_of(request, datetime, UUID)
    found = await contracts_page(viewer=request.viewer, narrowed=narrowed, after=after, size=PAGE_SIZE + 1)
    shown = paged(request, found=found, size=PAGE_SIZE, key=lambda record: (record.created_at, record.id))
    held = await current_obligations(contract_ids=[record.id for record in shown.rows])
    return page(
        request,
        "register/contracts.html",
        title=_("Contracten"),
        rows=tuple(_row(record, held.get(record.id)) for record in shown.rows),
        narrowed=narrowed,
        statuses=((ContractStatus.REGISTERED.value, _("Geregistreerd")), (ContractStatus.DRAFT.value, _("Concept"))),
        scopes=tuple((scope.value, scope_label(scope)) for scope in Scope),
        next_href=shown.next_href,
        first_href=shown.first_href,
        may_write=request.viewer.may(Permission.WRITE_REGISTER),
    )


@get("/contracten/{contract_id:uuid}", opt=permits(Permission.READ_REGISTER))
async def contract_page(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Show one contract: its facts, what it owes and why, and where it stands."""
    record = await contract(viewer=request.viewer, contract_id=contract_id)
    return page(
        request,
        "register/contract.html",
        title=record.facts.title or _("Concept zonder titel"),
        contract=await _contract_page(request.viewer, record),
        may_write=request.viewer.may(Permission.WRITE_REGISTER),
        may_invite=request.viewer.may(Permission.INVITE_CONTRACTORS) and record.contractor_id is not None,
        may_answer=request.viewer.may(Permission.WRITE_REGISTER) and _asks(record),
        decisions=await decisions_of_contract(viewer=request.viewer, contract_id=contract_id),
        may_propose=request.viewer.may(Permission.PROPOSE_SETTLEMENT) and record.status is ContractStatus.REGISTERED,
        may_change=request.viewer.may(Permission.WRITE_REGISTER) and record.status is ContractStatus.REGISTERED,
        may_read_claims=request.viewer.may(Permission.READ_CLAIMS),
    )


def _asks(record: ContractRecord) -> bool:
    return record.status is ContractStatus.REGISTERED and bool(answerable(record.facts))


def _filter(request: WebRequest) -> ContractFilter:
    status, scope = query_text(request, "status"), query_text(request, "soort")
    return ContractFilter(
        text=query_text(request, "zoek")[:200],
        status=ContractStatus(status) if status in set(ContractStatus) else None,
        scope=Scope(scope) if scope in set(Scope) else None,
    )


def _row(record: ContractRecord, revision: Revision | None) -> ContractRow:
    outcome = revision.obligation.outcome if revision else None
    return ContractRow(
        href=f"/contracten/{record.id}",
        number=record.facts.number or _("geen nummer"),
        title=record.facts.title or _("Concept zonder titel"),
        contractor_name=record.facts.contractor_name,
        authority_name=record.authority_name,
        scope=scope_label(record.scope),
        contract_sum=record.facts.contract_sum,
        obligation=revision.obligation.amount if revision and outcome is Outcome.OWED else None,
        status=outcome_label(outcome) if outcome else _("Concept: vul aan"),
        tone=TONES[outcome] if outcome else "warning",
    )


async def _contract_page(viewer: Viewer, record: ContractRecord) -> ContractPage:
    found = await revisions(viewer=viewer, contract_id=record.id)
    siblings: tuple[ContractRecord, ...] = ()
    if record.tender_id is not None:
        siblings = await contracts_of_tender(viewer=viewer, tender_id=record.tender_id)
    under = await call_offs(viewer=viewer, framework_id=record.id) if record.facts.role is ContractRole.FRAMEWORK else ()
    held = await current_obligations(contract_ids=[other.id for other in under])
    is_draft = record.status is ContractStatus.DRAFT
    outcome = found[0].obligation.outcome if found else None
    milestones = milestone_lines(await milestones_of_contract(viewer=viewer, contract_id=record.id), on=clock.today())
    return ContractPage(
        id=record.id,
        title=record.facts.title or _("Concept zonder titel"),
        is_draft=is_draft,
        facts=contract_facts(record, end=await _end(record)),
        lots=tuple(f"{lot.number}. {lot.title}" for lot in record.facts.lots),
        needs=needs(record.facts) if is_draft else (),
        problems=await import_problems(contract_id=record.id) if is_draft else (),
        origins=tuple(_origin(found) for found in await origins_of_contract(viewer=viewer, contract_id=record.id)),
        revision=found[0] if found else None,
        earlier=found[1:],
        outcome=outcome_label(outcome) if outcome else "",
        tone=TONES[outcome] if outcome else "neutral",
        balance=(await balances(contract_ids=[record.id], as_of=clock.today()))[record.id],
        sums=(await claim_sums(contract_ids=[record.id], as_of=clock.today()))[record.id],
        siblings=tuple(Fact(f"/contracten/{other.id}", _named(other)) for other in siblings if other.id != record.id),
        framework=await _framework(viewer, record),
        call_offs=tuple(_row(other, held.get(other.id)) for other in under),
        call_offs_owed=sum((revision.obligation.amount for revision in held.values()), Decimal("0.00")),
        milestones=milestones,
        are_milestones_to_come=not milestones and await is_still_to_plan(contract_id=record.id),
    )


async def _framework(viewer: Viewer, record: ContractRecord) -> Fact | None:
    if record.facts.framework_id is None:
        return None
    framework = await contract(viewer=viewer, contract_id=record.facts.framework_id)
    return Fact(f"/contracten/{framework.id}", f"{framework.facts.number} {framework.facts.title}")


def _origin(origin: Origin) -> Fact:
    """Return the place of a row of an import, and what is said of it; there stands where each field came from."""
    told = _("{file}, {day}: {became}")
    words = told.format(file=origin.file_name, day=format_date(local_day(origin.confirmed_at)), became=BECAME[origin.becomes])
    return Fact(f"/importeren/{origin.batch_id}/rijen/{origin.position}", words)


def _named(record: ContractRecord) -> str:
    return f"{record.facts.number} {record.facts.title}, {record.facts.contractor_name}"


async def _end(record: ContractRecord) -> str:
    """Return of a contract without a last day whether it has none, or whether the file that it came from does not tell one."""
    if record.facts.ends_before is not None or record.status is not ContractStatus.REGISTERED:
        return ""
    row = await row_that_became(contract_id=record.id, becomes=Becomes.CONTRACT)
    return _("geen einddatum") if row is None else end_words(row)


def contract_facts(record: ContractRecord, *, end: str) -> tuple[Fact, ...]:
    """Return the facts of a contract in words; what is not known yet says so. `end` is what is told of its end beside the period."""
    facts, unknown = record.facts, _("nog niet ingevuld")
    cpv = cpv_code(facts.cpv_code) if facts.cpv_code else None
    share = _("niet opgegeven") if facts.labour_share_pct is None else format_percentage(facts.labour_share_pct)
    shown = [
        (_("Contractnummer"), facts.number or unknown),
        (_("Kenmerk aanbesteding"), facts.tender_reference),
        (_("Aanbestedende dienst"), f"{record.authority_name} ({scope_label(record.scope).lower()})"),
        (_("Opdrachtnemer"), facts.contractor_name or unknown),
        (_("Combinatie"), members_words(facts.members)),
        (_("KVK-nummer"), facts.kvk_number or unknown),
        (_("Soort overeenkomst"), role_label(facts.role) if facts.role is not ContractRole.SINGLE else ""),
        (_("Soort opdracht"), contract_type_label(facts.contract_type)),
        (_("CPV-code"), f"{cpv.code} {cpv.description}" if cpv else ""),
        (_("Opdrachtsom exclusief btw"), format_euros(facts.contract_sum) if facts.contract_sum is not None else unknown),
        (_("Inschrijfsom exclusief btw"), format_euros(facts.tender_sum) if facts.tender_sum is not None else ""),
        (_("Loonsom"), format_euros(facts.wage_sum) if facts.wage_sum is not None else ""),
        (_("Arbeidsdeel"), share),
        (_("Publicatie van de aanbesteding"), format_date(facts.published_on)),
        (_("Gegund op"), format_date(facts.awarded_on) or unknown),
        (_("Looptijd"), ", ".join(filter(None, (format_period(record.period), end))) if record.period else unknown),
        (_("Verlengingsopties"), facts.extension_options),
    ]
    return tuple(Fact(label, value) for label, value in shown if value)
