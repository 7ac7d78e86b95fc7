"""Approving several claims at once, after a look at each: what it is worth, how that was computed, and its checklist."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from gettext import gettext as _
from gettext import ngettext
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.response import Response

from sroi.access import Permission
from sroi.desk.filters import QUEUE
from sroi.errors import UnableTo
from sroi.fulfilment.queries.claims import claims_by_id
from sroi.fulfilment.queries.limits import shares_in_review
from sroi.fulfilment.rules import ClaimRecord, ClaimStatus, Share
from sroi.review.operations import Seen, approve_together
from sroi.review.queries import warnings_for_claims
from sroi.review.queries.queue import PAGE_SIZE
from sroi.review.rules import Check, check_points, is_own
from sroi.values import format_period
from sroi.web import clock
from sroi.web.flash import WARNING, Flash
from sroi.web.forms import FormView
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import Submitted, WebRequest, asked, submitted, text_of, version_of


@dataclass(frozen=True)
class Look:
    """A chosen claim as it is shown before it is approved; `obstacle` is why it cannot be approved with the others."""

    claim: ClaimRecord
    period: str
    share: Share
    points: tuple[Check, ...]
    obstacle: str


@get("/werkvoorraad/samen-goedkeuren", opt=permits(Permission.REVIEW_CLAIMS))
async def look_together(request: WebRequest) -> Response[Any]:
    """Show the chosen claims, nothing decided yet."""
    chosen = _ids(_texts(asked(request), "opgave"))
    if not chosen:
        return see_other(request, QUEUE, flash=Flash(_("Kies eerst één of meer opgaven."), WARNING))
    return await _page(request, chosen, FormView(fields=()))


@post("/werkvoorraad/samen-goedkeuren", opt=permits(Permission.REVIEW_CLAIMS))
async def decide_together(request: WebRequest) -> Response[Any]:
    """Approve what was looked at, all of it or nothing."""
    data = await submitted(request)
    seen = tuple(_seen(data, claim_id) for claim_id in _ids(_texts(data, "opgave")))
    if not seen:
        return see_other(request, QUEUE, flash=Flash(_("Kies eerst één of meer opgaven."), WARNING))
    try:
        await approve_together(viewer=request.viewer, seen=seen, now=clock.now())
    except UnableTo as refusal:
        form = FormView(fields=(), errors=((refusal.field or "", refusal.message),))
        return await _page(request, tuple(one.claim_id for one in seen), form, ticked=seen, status=422)
    done = ngettext("{number} opgave is goedgekeurd.", "{number} opgaven zijn goedgekeurd.", len(seen)).format(number=len(seen))
    return see_other(request, QUEUE, flash=Flash(done))


def _texts(data: Submitted, name: str) -> list[str]:
    sent = data.get(name, "")
    return sent if isinstance(sent, list) else [sent] if isinstance(sent, str) and sent else []


def _ids(texts: Iterable[str]) -> tuple[UUID, ...]:
    """Return the ids among the texts, each once, as many as a page of the queue has."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return tuple(dict.fromkeys(found))[:PAGE_SIZE]


def _seen(data: Submitted, claim_id: UUID) -> Seen:
    return Seen(claim_id, version_of(text_of(data, f"version-{claim_id}")), frozenset(_texts(data, f"check-{claim_id}")))


async def _page(
    request: WebRequest, claim_ids: tuple[UUID, ...], form: FormView, *, ticked: tuple[Seen, ...] = (), status: int = 200
) -> Response[Any]:
    """Show the look."""
    records = await claims_by_id(viewer=request.viewer, claim_ids=claim_ids)
    shares = await shares_in_review(viewer=request.viewer, records=records, as_of=clock.today())
    warnings = await warnings_for_claims(viewer=request.viewer, records=records)
    looks = tuple(_look(request, record, shares[record.id], warnings[record.id]) for record in records)
    free = tuple(look for look in looks if not look.obstacle)
    return page(
        request,
        "desk/together.html",
        status=status,
        title=_("Samen goedkeuren"),
        form=form,
        looks=free,
        left_out=tuple(look for look in looks if look.obstacle),
        total=sum((look.share.amount for look in free), Decimal("0.00")),
        ticked={one.claim_id: one.ticked for one in ticked},
    )


def _look(request: WebRequest, record: ClaimRecord, share: Share, warnings: tuple[str, ...]) -> Look:
    obstacle = ""
    if record.status is not ClaimStatus.SUBMITTED:
        obstacle = _("Deze opgave is niet meer in beoordeling.")
    elif is_own(viewer=request.viewer, record=record):
        obstacle = _("Dit is een opgave van uw eigen organisatie. Een ander beoordeelt haar.")
    elif warnings:
        obstacle = " ".join(warnings)
    elif share.amount < record.value:
        obstacle = _("Niet het hele bedrag telt mee. Beoordeel deze opgave apart.")
    return Look(record, format_period(record.period), share, check_points(record), obstacle)
