"""What a reviewer does with one claim: decide, ask, take a decision back, and say that they look at it."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.desk.filters import filter_of, queue_address
from sroi.desk.review import Forms, next_href, people_present, review_page
from sroi.desk.review_forms import ask_fields, decision_fields, reopen_fields
from sroi.errors import UnableTo
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.rules import ClaimStatus
from sroi.review.operations import ask, decide, reopen
from sroi.review.queries import decisions_on_claim, queue_key
from sroi.review.rules import verdict_label
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, Submission, read, view
from sroi.web.pages import Page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, asked, submitted, text_of, version_of


@post("/werkvoorraad/{claim_id:uuid}", opt=permits(Permission.REVIEW_CLAIMS))
async def decide_claim(request: WebRequest, claim_id: FromPath[UUID]) -> Response[Any]:
    """Take the decision and go on to the next claim; on a refusal everything that was typed stays."""
    record = await claim(viewer=request.viewer, claim_id=claim_id)
    key = await queue_key(viewer=request.viewer, claim_id=claim_id, as_of=clock.today())
    data = await submitted(request)
    fields = decision_fields(record)
    submission = read(fields=fields, data=data)
    if not submission.is_valid:
        return await _decision_refused(request, claim_id, fields, submission)
    try:
        await decide(
            viewer=request.viewer,
            claim_id=claim_id,
            version=version_of(text_of(data, "version")),
            verdict=submission.values["verdict"],
            amount=submission.values["amount"],
            reason=submission.values["reason"] or "",
            now=clock.now(),
            ticked=submission.values.get("checks", ()),
        )
    except UnableTo as refusal:
        return await _decision_refused(request, claim_id, fields, submission.with_refusal(refusal))
    done = _("Opgave {number} is {done}.").format(number=record.number, done=verdict_label(submission.values["verdict"]).lower())
    following = await next_href(request, claim_id, key=key)
    if following is None:
        _narrowed, query = filter_of(asked(request))
        return see_other(request, queue_address(query), flash=Flash(done))
    return see_other(request, following, flash=Flash(_("{done} Dit is de volgende.").format(done=done)))


async def _decision_refused(request: WebRequest, claim_id: UUID, fields: tuple[Field, ...], submission: Submission) -> Response[Any]:
    """Show the page again; where the claim was decided on meanwhile, say by whom, and keep what was typed in sight."""
    record = await claim(viewer=request.viewer, claim_id=claim_id)
    form = view(fields=fields, submission=submission)
    if record.status is ClaimStatus.SUBMITTED:
        return await review_page(request, record, Forms(decision=form, errors=form.errors), status=422)
    decisions = await decisions_on_claim(viewer=request.viewer, claim_id=claim_id)
    message = _("Deze opgave is niet meer in beoordeling. Uw besluit is niet vastgelegd.")
    if decisions:
        text = _("{name} heeft al over deze opgave beslist: {verdict}. Uw besluit is niet vastgelegd; wat u invulde staat hieronder.")
        message = text.format(name=decisions[0].decided_by, verdict=verdict_label(decisions[0].verdict).lower())
    return await review_page(request, record, Forms(errors=(("", message),), unsent=_unsent(form)), status=422)


def _unsent(form: FormView) -> tuple[tuple[str, str], ...]:
    """Return what was typed, by label; a choice by its name."""
    told = []
    for each in form.fields:
        chosen = each.value if isinstance(each.value, tuple) else (each.value,)
        told.append((each.label, ", ".join(dict(each.options).get(one, one) for one in chosen)))
    return tuple((label, text) for label, text in told if text)


@post("/werkvoorraad/{claim_id:uuid}/vraag", opt=permits(Permission.REVIEW_CLAIMS))
async def ask_about_claim(request: WebRequest, claim_id: FromPath[UUID]) -> Response[Any]:
    """Ask the contractor, and stay on the page."""
    data = await submitted(request)
    submission = read(fields=ask_fields(), data=data)
    if submission.is_valid:
        try:
            version = version_of(text_of(data, "version"))
            await ask(viewer=request.viewer, claim_id=claim_id, version=version, text=submission.values["question"], now=clock.now())
            return see_other(request, request.url.path.removesuffix("/vraag"), flash=Flash(_("De vraag is gesteld.")))
        except UnableTo as refusal:
            submission = submission.with_refusal(refusal)
    record = await claim(viewer=request.viewer, claim_id=claim_id)
    form = view(fields=ask_fields(), submission=submission)
    unsent = () if record.status is ClaimStatus.SUBMITTED else _unsent(form)
    return await review_page(request, record, Forms(question=form, errors=form.errors, unsent=unsent), status=422)


@post("/werkvoorraad/{claim_id:uuid}/heropenen", opt=permits(Permission.REVIEW_CLAIMS))
async def reopen_decision(request: WebRequest, claim_id: FromPath[UUID]) -> Response[Any]:
    """Take the last decision back, and stay on the page."""
    data = await submitted(request)
    submission = read(fields=reopen_fields(), data=data)
    if submission.is_valid:
        try:
            version, reason = version_of(text_of(data, "version")), submission.values["reopen_reason"]
            await reopen(viewer=request.viewer, claim_id=claim_id, version=version, reason=reason, now=clock.now())
            done = _("Het besluit is heropend. De opgave is weer in beoordeling.")
            return see_other(request, request.url.path.removesuffix("/heropenen"), flash=Flash(done))
        except UnableTo as refusal:
            submission = submission.with_refusal(refusal)
    record = await claim(viewer=request.viewer, claim_id=claim_id)
    form = view(fields=reopen_fields(), submission=submission)
    unsent = _unsent(form) if record.status is ClaimStatus.SUBMITTED else ()
    return await review_page(request, record, Forms(reopening=form, errors=form.errors, unsent=unsent), status=422)


@post("/werkvoorraad/{claim_id:uuid}/aanwezig", opt=permits(Permission.REVIEW_CLAIMS))
async def presence(request: WebRequest, claim_id: FromPath[UUID]) -> Response[Any]:
    """Say that the viewer still looks at the claim, and return who else does, as a part of the page."""
    await claim(viewer=request.viewer, claim_id=claim_id)
    # Not `page`, which would take a message along that the next page has to show.
    return Page(template_name="desk/presence.html", context={"others": await people_present(request, claim_id)})
