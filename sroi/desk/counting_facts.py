"""The facts by which a placement is counted: scope and residence as known, the delivering WSP and the claimant as the desk tells."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.queries import authorities, municipalities
from sroi.contracts.rules import Scope, scope_label
from sroi.errors import UnableTo
from sroi.fulfilment.operations import tell_counting_facts
from sroi.fulfilment.queries.counting_facts import CountingFacts, counting_facts, known_wsps
from sroi.reconciliation.rules.facts import MAX_VALUE, Fact, fact_label
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, Submission, read, view
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted

PATH = "/werkvoorraad/{claim_id:uuid}/telling"


@get(PATH, opt=permits(Permission.REVIEW_CLAIMS))
async def facts_page(request: WebRequest, claim_id: FromPath[UUID]) -> Response[Any]:
    """Show the four facts of a placement, and a form for the two that the WSP tells."""
    return await _page(request, claim_id, None)


@post(PATH, opt=permits(Permission.REVIEW_CLAIMS))
async def tell_facts(request: WebRequest, claim_id: FromPath[UUID]) -> Response[Any]:
    """Keep the delivering WSP and the claiming authority."""
    submission = read(fields=await _fields(await counting_facts(viewer=request.viewer, claim_id=claim_id)), data=await submitted(request))
    if submission.is_valid:
        values = submission.values
        try:
            await tell_counting_facts(
                viewer=request.viewer,
                claim_id=claim_id,
                delivering_wsp=values["delivering_wsp"] or "",
                claiming_authority=values["claiming_authority"] or "",
                now=clock.now(),
            )
        except UnableTo as refusal:
            submission = submission.with_refusal(refusal)
        else:
            return see_other(request, f"/werkvoorraad/{claim_id}/telling", flash=Flash(_("De gegevens voor de telling zijn bewaard.")))
    return await _page(request, claim_id, submission, status=422)


async def _page(request: WebRequest, claim_id: UUID, submission: Submission | None, *, status: int = 200) -> Response[Any]:
    told = await counting_facts(viewer=request.viewer, claim_id=claim_id)
    typed = {"delivering_wsp": told.delivering_wsp, "claiming_authority": told.claiming_authority}
    return page(
        request,
        "desk/counting_facts.html",
        status=status,
        title=_("Opgave {number}: gegevens voor de telling").format(number=told.claim_number),
        claim_href=f"/werkvoorraad/{claim_id}",
        known=(
            (fact_label(Fact.SCOPE), scope_label(Scope.LOCAL if told.is_home else Scope.REGIONAL)),
            (fact_label(Fact.RESIDENCE), municipalities().get(told.residence, "")),
        ),
        wsps=await known_wsps(),
        form=view(fields=await _fields(told), submission=submission, typed=typed),
    )


async def _fields(told: CountingFacts) -> tuple[Field, ...]:
    names = {authority.name for authority in await authorities()} | ({told.claiming_authority} - {""})
    return (
        Field(
            name="delivering_wsp",
            label=fact_label(Fact.DELIVERING_WSP),
            required=False,
            max_length=MAX_VALUE,
            hint=_("Wie vond de kandidaat en begeleidde de plaatsing? Leeg is: onbekend."),
        ),
        Field(
            name="claiming_authority",
            label=fact_label(Fact.CLAIMING_AUTHORITY),
            kind="select",
            required=False,
            options=tuple((name, name) for name in sorted(names)),
            hint=_("Kiest u niets, dan claimt de opdrachtgever van het contract: {name}.").format(name=told.authority_name),
        ),
    )
