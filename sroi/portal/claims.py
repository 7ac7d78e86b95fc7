"""One claim of the contractor: its value and steps, its evidence and history, and what can be done with it."""

from collections.abc import Collection
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.errors import UnableTo
from sroi.fulfilment.operations import submit_claim, take_claim_back, withdraw_claim
from sroi.fulfilment.queries.cautions import cautions_of_claims
from sroi.fulfilment.queries.claims import claim, claim_sums, evidence_of_claim
from sroi.fulfilment.queries.limits import share_of
from sroi.fulfilment.rules import OPEN_TO_CONTRACTOR, ClaimRecord, ClaimStatus, status_label, status_tone
from sroi.ledger.queries import balances
from sroi.policy.queries import policies_by_name
from sroi.policy.rules import Policy, named_evidence
from sroi.review.queries import decisions_on_claim, questions_on_claim, whole_history
from sroi.review.rules import waiting_label
from sroi.values import format_euros, format_period
from sroi.web import clock
from sroi.web.flash import WARNING, Flash
from sroi.web.forms import Field, FormView, Submission, view
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest

ANSWER_FIELDS = (
    Field(
        name="answer",
        label=_("Uw antwoord"),
        kind="textarea",
        max_length=2000,
        missing=_("Vul uw antwoord in."),
        hint=_("Schrijf geen namen van kandidaten op; gebruik hun kenmerk."),
    ),
)


def evidence_fields(*, record: ClaimRecord, policy: Policy, shown: Collection[str] = ()) -> tuple[Field, ...]:
    """Return the fields of an upload; what the policy asks of this claim and no file shows yet stands first."""
    file = Field(
        name="evidence",
        label=_("Bewijsstukken toevoegen"),
        kind="file",
        accept=".pdf,.png,.jpg,.jpeg",
        multiple=True,
        missing=_("Kies een bestand."),
        hint=_("Eén of meer pdf-, png- of jpeg-bestanden van ten hoogste 10 MB. Geen identiteitsbewijs en geen burgerservicenummer."),
    )
    asked = sorted(record.required_evidence, key=lambda text: text in shown)
    known = tuple(dict.fromkeys((*asked, *named_evidence(policy))))
    if not known:
        return (file,)
    options = (("", _("Iets anders")), *((text, text) for text in known))
    return (Field(name="shows", label=_("Wat laten deze bestanden zien?"), required=False, kind="select", options=options), file)


def refused(refusal: UnableTo) -> Submission:
    """Return the upload with what stood in the way."""
    return Submission().with_refusal(refusal)


@get("/mijn-opgaven/{claim_id:uuid}", opt=permits(Permission.REPORT_FULFILMENT))
async def claim_page(request: WebRequest, claim_id: FromPath[UUID]) -> Response[Any]:
    """Show one claim."""
    return await show_claim(request, claim_id)


@post("/mijn-opgaven/{claim_id:uuid}/indienen", opt=permits(Permission.REPORT_FULFILMENT))
async def submit(request: WebRequest, claim_id: FromPath[UUID]) -> Response[Any]:
    """Submit the claim for review, and tell when a limit lets less count than it is worth."""
    try:
        share = await submit_claim(viewer=request.viewer, claim_id=claim_id, now=clock.now(), today=clock.today())
    except UnableTo as refusal:
        return await show_claim(request, claim_id, upload=refused(refusal), status=422)
    record = await claim(viewer=request.viewer, claim_id=claim_id)
    flash = Flash(_("De opgave is ingediend. Het WSP beoordeelt haar."))
    if share.amount < record.value:
        text = _("De opgave is ingediend. Door een maximum in het beleid telt nu {amount} mee van {value}.")
        flash = Flash(text.format(amount=format_euros(share.amount), value=format_euros(record.value)), WARNING)
    return see_other(request, f"/mijn-opgaven/{claim_id}", flash=flash)


@post("/mijn-opgaven/{claim_id:uuid}/terugnemen", opt=permits(Permission.REPORT_FULFILMENT))
async def take_back(request: WebRequest, claim_id: FromPath[UUID]) -> Response[Any]:
    """Make a submitted claim a draft again."""
    try:
        await take_claim_back(viewer=request.viewer, claim_id=claim_id, now=clock.now())
    except UnableTo as refusal:
        return see_other(request, f"/mijn-opgaven/{claim_id}", flash=Flash(refusal.message, WARNING))
    return see_other(request, f"/mijn-opgaven/{claim_id}", flash=Flash(_("U kunt de opgave nu verbeteren en opnieuw indienen.")))


@post("/mijn-opgaven/{claim_id:uuid}/intrekken", opt=permits(Permission.REPORT_FULFILMENT))
async def withdraw(request: WebRequest, claim_id: FromPath[UUID]) -> Response[Any]:
    """Withdraw a claim for good."""
    try:
        await withdraw_claim(viewer=request.viewer, claim_id=claim_id, now=clock.now())
    except UnableTo as refusal:
        return see_other(request, f"/mijn-opgaven/{claim_id}", flash=Flash(refusal.message, WARNING))
    return see_other(request, f"/mijn-opgaven/{claim_id}", flash=Flash(_("De opgave is ingetrokken.")))


async def policy_of_claim(record: ClaimRecord) -> Policy:
    """Return the policy that a claim was valued by."""
    return (await policies_by_name(names={record.policy_name}))[record.policy_name]


async def show_claim(
    request: WebRequest, claim_id: UUID, *, upload: Submission | None = None, answer_form: FormView | None = None, status: int = 200
) -> Response[Any]:
    """Return the page of a claim; `upload` is that of evidence with what stood in the way of the last step, `answer_form` the same of
    an answer to the WSP."""
    viewer = request.viewer
    record = await claim(viewer=viewer, claim_id=claim_id)
    is_open = record.status in OPEN_TO_CONTRACTOR
    evidence = await evidence_of_claim(viewer=viewer, claim_id=claim_id)
    shown = {file.shows for file in evidence}
    fields = evidence_fields(record=record, policy=await policy_of_claim(record), shown=shown)
    missing = next((text for text in record.required_evidence if text not in shown), "")
    questions = await questions_on_claim(viewer=viewer, claim_id=claim_id)
    asked = next((question for question in questions if question.is_open(record)), None)
    decisions = await decisions_on_claim(viewer=viewer, claim_id=claim_id)
    return page(
        request,
        "portal/claim.html",
        status=status,
        title=_("Opgave {number}: {kind}").format(number=record.number, kind=record.kind_label.lower()),
        claim=record,
        period=format_period(record.period),
        status_text=status_label(record.status) if asked is None else waiting_label(),
        tone=status_tone(record.status) if asked is None else "warning",
        question=decisions[0].reason if decisions and record.status in (ClaimStatus.RETURNED, ClaimStatus.REJECTED) else "",
        asked=asked,
        history=await whole_history(viewer=viewer, claim_id=claim_id),
        evidence=evidence,
        balance=(await balances(contract_ids=[record.contract_id], as_of=clock.today()))[record.contract_id],
        share=await share_of(record=record, as_of=clock.today()),
        sums=(await claim_sums(contract_ids=[record.contract_id], as_of=clock.today()))[record.contract_id],
        cautions=(await cautions_of_claims(records=[record], reader=viewer.organisation_id))[claim_id] if is_open else (),
        is_open=is_open,
        is_submitted=record.status is ClaimStatus.SUBMITTED,
        form=view(fields=fields, submission=upload) if upload else view(fields=fields, typed={"shows": missing}),
        asked_evidence=tuple((text, sum(file.shows == text for file in evidence)) for text in record.required_evidence),
        answer_form=answer_form or view(fields=ANSWER_FIELDS),
    )
