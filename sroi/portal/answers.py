"""Questions of the WSP about a claim, and the form with which the contractor answers."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.errors import UnableTo
from sroi.portal.claims import ANSWER_FIELDS, show_claim
from sroi.review.operations import answer
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import read, view
from sroi.web.pages import see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted


@post("/mijn-opgaven/{claim_id:uuid}/vragen/{question_id:uuid}", opt=permits(Permission.REPORT_FULFILMENT))
async def answer_question(request: WebRequest, claim_id: FromPath[UUID], question_id: FromPath[UUID]) -> Response[Any]:
    """Answer a question; on a refusal what was typed stays."""
    submission = read(fields=ANSWER_FIELDS, data=await submitted(request))
    if submission.is_valid:
        try:
            text = submission.values["answer"]
            await answer(viewer=request.viewer, claim_id=claim_id, question_id=question_id, text=text, now=clock.now())
            return see_other(request, f"/mijn-opgaven/{claim_id}", flash=Flash(_("Uw antwoord is bij het WSP.")))
        except UnableTo as refusal:
            submission = submission.with_refusal(refusal)
    return await show_claim(request, claim_id, answer_form=view(fields=ANSWER_FIELDS, submission=submission), status=422)
