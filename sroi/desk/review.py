"""The review of one claim: what was reported, its evidence, the steps of its value, and the decision."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.errors import UnableTo
from sroi.fulfilment.queries.claims import claim, evidence_of_claim, history_of_claim
from sroi.fulfilment.queries.evidence import evidence_file
from sroi.fulfilment.queries.limits import share_in_review
from sroi.fulfilment.rules import ClaimRecord, ClaimStatus, status_label, status_tone
from sroi.ledger.queries import balances
from sroi.review.operations import decide
from sroi.review.queries import decisions_on_claim, warnings_for_claim
from sroi.review.rules import Verdict, verdict_label
from sroi.values import format_decimal, format_period, parse_euros
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, read, view
from sroi.web.pages import attachment, page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted


def fields() -> tuple[Field, ...]:
    """Return the fields of a decision."""
    return (
        Field(
            name="verdict",
            label=_("Besluit"),
            parse=Verdict,
            kind="radio",
            options=tuple((verdict.value, label) for verdict, label in _choices()),
            missing=_("Kies een besluit."),
        ),
        Field(
            name="amount",
            label=_("Goed te keuren bedrag"),
            parse=parse_euros,
            required=False,
            kind="money",
            hint=_("Alleen bij goedkeuren. Verlaag het bedrag om een deel goed te keuren."),
        ),
        Field(
            name="reason",
            label=_("Vraag of toelichting voor de opdrachtnemer"),
            max_length=2000,
            required=False,
            kind="textarea",
            hint=_("Verplicht bij een vraag, bij afwijzen en als u een deel goedkeurt."),
        ),
    )


def _choices() -> tuple[tuple[Verdict, str], ...]:
    return ((Verdict.APPROVED, _("Goedkeuren")), (Verdict.RETURNED, _("Terugsturen met een vraag")), (Verdict.REJECTED, _("Afwijzen")))


@get("/werkvoorraad/{claim_id:uuid}", opt=permits(Permission.REVIEW_CLAIMS))
async def review(request: WebRequest, claim_id: FromPath[UUID]) -> Response[Any]:
    """Show a claim to decide on, or what was decided."""
    record = await claim(viewer=request.viewer, claim_id=claim_id)
    share = await share_in_review(viewer=request.viewer, record=record, as_of=clock.today())
    form = view(fields=fields(), typed={"amount": format_decimal(share.amount)})
    return await _page(request, record, form)


@post("/werkvoorraad/{claim_id:uuid}", opt=permits(Permission.REVIEW_CLAIMS))
async def decide_claim(request: WebRequest, claim_id: FromPath[UUID]) -> Response[Any]:
    """Take the decision; on a refusal everything that was typed stays."""
    record = await claim(viewer=request.viewer, claim_id=claim_id)
    data = await submitted(request)
    submission = read(fields=fields(), data=data)
    if not submission.is_valid:
        return await _page(request, record, view(fields=fields(), submission=submission), status=422)
    try:
        await decide(
            viewer=request.viewer,
            claim_id=claim_id,
            version=_version(data.get("version")),
            verdict=submission.values["verdict"],
            amount=submission.values["amount"],
            reason=submission.values["reason"] or "",
            now=clock.now(),
        )
    except UnableTo as refusal:
        return await _page(request, record, view(fields=fields(), submission=submission.with_refusal(refusal)), status=422)
    done = verdict_label(submission.values["verdict"]).lower()
    return see_other(request, "/werkvoorraad", flash=Flash(_("Opgave {number} is {done}.").format(number=record.number, done=done)))


@get("/werkvoorraad/{claim_id:uuid}/bewijsstukken/{evidence_id:uuid}", opt=permits(Permission.READ_CLAIMS))
async def evidence(request: WebRequest, claim_id: FromPath[UUID], evidence_id: FromPath[UUID]) -> Response[Any]:
    """Send a file of a claim, to keep."""
    file = await evidence_file(viewer=request.viewer, claim_id=claim_id, evidence_id=evidence_id, directory=request.settings.evidence_dir)
    return attachment(content=file.content, media_type=file.media_type, file_name=file.file_name)


def _version(text: object) -> int:
    return int(text) if isinstance(text, str) and text.isdecimal() and len(text) < 10 else 0


async def _page(request: WebRequest, record: ClaimRecord, form: FormView, *, status: int = 200) -> Response[Any]:
    viewer = request.viewer
    is_open = record.status is ClaimStatus.SUBMITTED
    return page(
        request,
        "desk/review.html",
        status=status,
        title=_("Opgave {number}: {kind}").format(number=record.number, kind=record.kind_label.lower()),
        claim=record,
        period=format_period(record.period),
        status_text=status_label(record.status),
        tone=status_tone(record.status),
        warnings=await warnings_for_claim(viewer=viewer, record=record) if is_open else (),
        evidence=await evidence_of_claim(viewer=viewer, claim_id=record.id),
        history=tuple((status_label(step.status), step) for step in await history_of_claim(viewer=viewer, claim_id=record.id)),
        decisions=tuple(
            (verdict_label(decision.verdict), decision) for decision in await decisions_on_claim(viewer=viewer, claim_id=record.id)
        ),
        balance=(await balances(contract_ids=[record.contract_id], as_of=clock.today()))[record.contract_id],
        share=await share_in_review(viewer=request.viewer, record=record, as_of=clock.today()),
        is_open=is_open,
        is_own=viewer.organisation_id == record.contractor_id,
        form=form,
    )
