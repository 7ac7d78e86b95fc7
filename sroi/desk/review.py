"""The page of one claim: what was reported, its evidence, the steps of its value, who else looks at it, and what can be done with it."""

from contextlib import suppress
from dataclasses import dataclass
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.database import DatabaseBusy
from sroi.desk.filters import QUEUE, filter_of, queue_address
from sroi.desk.review_forms import ask_fields, decision_fields, reopen_fields
from sroi.desk.shortcuts import shortcuts_are_on
from sroi.fulfilment.queries.claims import claim, evidence_of_claim
from sroi.fulfilment.queries.evidence import evidence_file
from sroi.fulfilment.queries.limits import share_in_review
from sroi.fulfilment.rules import ClaimRecord, ClaimStatus, Share, status_label, status_tone
from sroi.ledger.queries import balances
from sroi.review.operations import be_present
from sroi.review.queries import (
    decisions_on_claim,
    next_waiting,
    others_present,
    questions_on_claim,
    queue_key,
    warnings_for_claim,
    whole_history,
)
from sroi.review.rules import is_own, verdict_label, waiting_label
from sroi.review.rules.decisions import REOPENABLE
from sroi.values import format_decimal, format_period
from sroi.web import clock
from sroi.web.forms import FormView, view
from sroi.web.pages import attachment, page
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, asked


@dataclass(frozen=True)
class Forms:
    """The forms of the page with what was typed in them; one that nobody typed in yet opens as it is.

    `unsent` are labels and texts that were typed in a form which is not there any more, for the claim was decided on meanwhile.
    """

    decision: FormView | None = None
    question: FormView | None = None
    reopening: FormView | None = None
    errors: tuple[tuple[str, str], ...] = ()
    unsent: tuple[tuple[str, str], ...] = ()


@get("/werkvoorraad/{claim_id:uuid}", opt=permits(Permission.REVIEW_CLAIMS))
async def review(request: WebRequest, claim_id: FromPath[UUID]) -> Response[Any]:
    """Show a claim to decide on, or what was decided."""
    record = await claim(viewer=request.viewer, claim_id=claim_id)
    return await review_page(request, record, Forms())


@get("/werkvoorraad/{claim_id:uuid}/bewijsstukken/{evidence_id:uuid}", opt=permits(Permission.READ_CLAIMS))
async def evidence(request: WebRequest, claim_id: FromPath[UUID], evidence_id: FromPath[UUID]) -> Response[Any]:
    """Send a file of a claim, to keep."""
    file = await evidence_file(viewer=request.viewer, claim_id=claim_id, evidence_id=evidence_id, directory=request.settings.evidence_dir)
    return attachment(content=file.content, media_type=file.media_type, file_name=file.file_name)


async def next_href(request: WebRequest, claim_id: UUID, *, key: Any) -> str | None:
    """Return the address of the claim after the one with this key, under the filter of the address; None when no other waits."""
    narrowed, query = filter_of(asked(request))
    found = await next_waiting(viewer=request.viewer, narrowed=narrowed, as_of=clock.today(), after=key, except_claim=claim_id)
    return None if found is None else f"{QUEUE}/{found}" + (f"?{query}" if query else "")


async def people_present(request: WebRequest, claim_id: UUID) -> tuple[str, ...]:
    """Note that the viewer is here, and return who else is."""
    # A page that only reads does not wait for a writer; the next request notes it.
    with suppress(DatabaseBusy):
        await be_present(viewer=request.viewer, claim_id=claim_id, now=clock.now())
    return await others_present(viewer=request.viewer, claim_id=claim_id, now=clock.now())


async def review_page(request: WebRequest, record: ClaimRecord, forms: Forms, *, status: int = 200) -> Response[Any]:
    """Return the page of a claim with its forms."""
    viewer, today = request.viewer, clock.today()
    share = await share_in_review(viewer=viewer, record=record, as_of=today)
    questions = await questions_on_claim(viewer=viewer, claim_id=record.id)
    is_asked = any(question.is_open(record) for question in questions)
    is_open = record.status is ClaimStatus.SUBMITTED
    key = await queue_key(viewer=viewer, claim_id=record.id, as_of=today)
    _narrowed, query = filter_of(asked(request))
    return page(
        request,
        "desk/review.html",
        status=status,
        title=_("Opgave {number}: {kind}").format(number=record.number, kind=record.kind_label.lower()),
        claim=record,
        period=format_period(record.period),
        status_text=waiting_label() if is_asked else status_label(record.status),
        tone="warning" if is_asked else status_tone(record.status),
        warnings=await warnings_for_claim(viewer=viewer, record=record) if is_open else (),
        evidence=await evidence_of_claim(viewer=viewer, claim_id=record.id),
        questions=questions,
        history=await whole_history(viewer=viewer, claim_id=record.id),
        decisions=tuple((verdict_label(one.verdict), one) for one in await decisions_on_claim(viewer=viewer, claim_id=record.id)),
        balance=(await balances(contract_ids=[record.contract_id], as_of=today))[record.contract_id],
        share=share,
        others=await people_present(request, record.id),
        is_open=is_open,
        is_asked=is_asked,
        is_own=is_own(viewer=viewer, record=record),
        may_reopen=record.status in REOPENABLE and not is_own(viewer=viewer, record=record),
        next_href=await next_href(request, record.id, key=key),
        queue_href=queue_address(query),
        query=f"?{query}" if query else "",
        shortcuts=shortcuts_are_on(request),
        **_forms(record, share, forms),
    )


def _forms(record: ClaimRecord, share: Share, forms: Forms) -> dict[str, Any]:
    return {
        "form": forms.decision or view(fields=decision_fields(record), typed={"amount": format_decimal(share.amount)}),
        "ask_form": forms.question or view(fields=ask_fields()),
        "reopen_form": forms.reopening or view(fields=reopen_fields()),
        "errors": FormView(fields=(), errors=forms.errors),
        "unsent": forms.unsent,
    }
