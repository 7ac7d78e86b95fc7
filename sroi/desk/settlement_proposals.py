"""Proposing a decision about a contract: choosing its kind, seeing how the amount is computed, proposing it."""

from dataclasses import dataclass
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.queries import contract
from sroi.contracts.rules import ContractNotFound, ContractRecord, ContractStatus
from sroi.desk.settlement_forms import SLUGS, fields, intro, proposal_of
from sroi.errors import UnableTo
from sroi.ledger.queries import balances
from sroi.obligations.queries import policy_of_contract
from sroi.policy.rules import Valuation
from sroi.settlement.operations import propose
from sroi.settlement.queries import cure_period_ends_on, possible_targets, valued_proposal
from sroi.settlement.rules import DecisionKind, kind_label
from sroi.values import format_date, format_euros, format_short_date
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, Options, read, view
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, query_text, submitted, text_of

PROPOSE = "propose"


@dataclass(frozen=True)
class Choice:
    """A kind of decision that may be proposed."""

    href: str
    label: str
    intro: str


@get("/contracten/{contract_id:uuid}/beslissingen/nieuw", opt=permits(Permission.PROPOSE_SETTLEMENT))
async def proposal_form(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Let somebody choose a kind of decision, or show the form of the kind that was chosen."""
    record = await _contract(request, contract_id)
    kind = SLUGS.get(query_text(request, "soort"))
    if kind is None:
        return page(
            request, "desk/settlement_kinds.html", title=_("Beslissing voorstellen"), contract=record, choices=_choices(contract_id)
        )
    form = view(fields=await _fields(request, record, kind), typed={"effective_on": format_short_date(clock.today())})
    return await _page(request, record, kind, form)


@post("/contracten/{contract_id:uuid}/beslissingen/nieuw", opt=permits(Permission.PROPOSE_SETTLEMENT))
async def propose_decision(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Show how the amount is computed; propose it once that was seen."""
    record = await _contract(request, contract_id)
    kind = SLUGS.get(query_text(request, "soort"))
    if kind is None:
        raise ContractNotFound(_("Deze soort beslissing bestaat niet."))
    asked, data = await _fields(request, record, kind), await submitted(request)
    submission = read(fields=asked, data=data)
    if not submission.is_valid:
        return await _page(request, record, kind, view(fields=asked, submission=submission), status=422)
    proposal, viewer, today = proposal_of(kind, submission.values), request.viewer, clock.today()
    try:
        valued = await valued_proposal(viewer=viewer, contract_id=contract_id, proposal=proposal, today=today)
        if data.get("action") != PROPOSE or text_of(data, "seen") != str(valued.amount):
            return await _page(request, record, kind, view(fields=asked, submission=submission), valued=valued)
        decision_id = await propose(viewer=viewer, contract_id=contract_id, proposal=proposal, now=clock.now(), today=today)
    except UnableTo as refusal:
        return await _page(request, record, kind, view(fields=asked, submission=submission.with_refusal(refusal)), status=422)
    done = _("Het voorstel is ingediend. Een collega beslist erover.")
    return see_other(request, f"/beslissingen/{decision_id}", flash=Flash(done))


def _choices(contract_id: UUID) -> tuple[Choice, ...]:
    path = f"/contracten/{contract_id}/beslissingen/nieuw?soort="
    return tuple(Choice(path + slug, kind_label(kind), intro(kind)) for slug, kind in SLUGS.items())


async def _contract(request: WebRequest, contract_id: UUID) -> ContractRecord:
    record = await contract(viewer=request.viewer, contract_id=contract_id)
    if record.status is not ContractStatus.REGISTERED:
        raise ContractNotFound(_("Dit is een concept. Vul het aan om het te registreren."))
    return record


async def _fields(request: WebRequest, record: ContractRecord, kind: DecisionKind) -> tuple[Field, ...]:
    levels: Options = ()
    targets: Options = ()
    if kind is DecisionKind.PSO_CREDIT and (policy := await policy_of_contract(contract_id=record.id)):
        levels = tuple((key, level.label) for key, level in policy.pso.items())
    if kind is DecisionKind.TRANSFER:
        found = await possible_targets(viewer=request.viewer, contract_id=record.id, today=clock.today())
        targets = tuple((str(target.id), _target_words(target.number, target.title, target.remaining)) for target in found)
    return fields(kind, levels=levels, targets=targets)


def _target_words(number: str, title: str, remaining: Decimal) -> str:
    text = _("{number} {title}, nog {remaining} te leveren")
    return text.format(number=number, title=title, remaining=format_euros(remaining))


async def _cure_words(contract_id: UUID) -> str:
    ends_on = await cure_period_ends_on(contract_id=contract_id)
    if ends_on is None:
        return _("Dit contract heeft nog geen hersteltermijn.")
    return _("De laatste dag van de hersteltermijn is {day}.").format(day=format_date(ends_on))


async def _page(
    request: WebRequest, record: ContractRecord, kind: DecisionKind, form: FormView, *, valued: Valuation | None = None, status: int = 200
) -> Response[Any]:
    slug = next(slug for slug, its_kind in SLUGS.items() if its_kind is kind)
    return page(
        request,
        "desk/settlement_form.html",
        status=status,
        title=kind_label(kind),
        intro=intro(kind),
        remark=await _cure_words(record.id) if kind is DecisionKind.WITHHOLDING else "",
        contract=record,
        action=f"/contracten/{record.id}/beslissingen/nieuw?soort={slug}",
        balance=(await balances(contract_ids=[record.id], as_of=clock.today()))[record.id],
        form=form,
        valued=valued,
    )
