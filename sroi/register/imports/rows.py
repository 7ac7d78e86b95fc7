"""One row of an import: its page, and what an officer decides about it."""

from collections.abc import Mapping
from gettext import gettext as _
from gettext import ngettext
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.operations import decide_about_row
from sroi.contracts.queries import authorities, contracts_by_id
from sroi.contracts.queries.import_rows import import_row, next_doubt
from sroi.contracts.queries.imports import Batch, import_batch
from sroi.contracts.rules import ContractRecord, Decision, StagedRow
from sroi.errors import UnableTo
from sroi.register.imports.shown_row import shown_row
from sroi.register.imports.words import DECIDED, DECISIONS, contract_of, place_in_list
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, read, view
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted


@get("/importeren/{batch_id:uuid}/rijen/{position:int}", opt=permits(Permission.WRITE_REGISTER))
async def row_page(request: WebRequest, batch_id: FromPath[UUID], position: FromPath[int]) -> Response[Any]:
    """Show one row, and ask what to do with it where that is in doubt."""
    batch = await import_batch(viewer=request.viewer, batch_id=batch_id)
    row = await import_row(viewer=request.viewer, batch_id=batch_id, position=position)
    held = await _contract_of(request, row) if row.may_be_decided else None
    chosen = "" if row.told.lacks_authority else str(row.facts.authority_id)
    typed = {"decision": row.choice.decision.value, "authority": chosen, "number": held.facts.number if held else ""}
    return await _page(request, batch, row, view(fields=await _fields(row), typed=typed))


@post("/importeren/{batch_id:uuid}/rijen/{position:int}", opt=permits(Permission.WRITE_REGISTER))
async def decide_row(request: WebRequest, batch_id: FromPath[UUID], position: FromPath[int]) -> Response[Any]:
    """Keep what an officer decided about a row."""
    batch = await import_batch(viewer=request.viewer, batch_id=batch_id)
    row = await import_row(viewer=request.viewer, batch_id=batch_id, position=position)
    fields = await _fields(row)
    submission = read(fields=fields, data=await submitted(request))
    if submission.is_valid:
        values = submission.values
        try:
            await decide_about_row(
                viewer=request.viewer,
                batch_id=batch_id,
                position=position,
                decision=Decision(values["decision"]),
                number=values["number"] or "",
                authority_id=UUID(values["authority"]) if values.get("authority") else None,
                now=clock.now(),
            )
        except UnableTo as refusal:
            submission = submission.with_refusal(refusal)
        else:
            place = place_in_list(request)
            return see_other(request, f"/importeren/{batch_id}{place}", flash=await _told(request, row, values, place))
    return await _page(request, batch, row, view(fields=fields, submission=submission), status=422)


async def _told(request: WebRequest, row: StagedRow, values: Mapping[str, Any], place: str) -> Flash:
    """Return what was decided about a row, and the way to the next one that is open."""
    batch_id = request.path_params["batch_id"]
    choice = DECIDED[Decision(values["decision"])].format(number=values["number"])
    told = _("Uw keuze voor {location} is bewaard: {choice}.").format(location=row.location, choice=choice)
    following = await next_doubt(batch_id=batch_id, after=row.position)
    if following is None:
        return Flash(f"{told} {_('Er is nu geen rij in twijfel meer zonder keuze.')}")
    left = (await import_batch(viewer=request.viewer, batch_id=batch_id)).undecided
    more = ngettext("Er is nog {number} rij in twijfel zonder keuze.", "Er zijn nog {number} rijen in twijfel zonder keuze.", left)
    link = _("Kies nu voor {location}").format(location=following.location)
    return Flash(f"{told} {more.format(number=left)}", href=_address(batch_id, following, place), link=link)


def _address(batch_id: UUID, row: StagedRow, place: str) -> str:
    return f"/importeren/{batch_id}/rijen/{row.position}{place}"


async def _fields(row: StagedRow) -> tuple[Field, ...]:
    """Return what is asked of a row: who awards, only where the file names an authority that is not known."""
    options = tuple((decision.value, DECISIONS[decision]) for decision in Decision if decision is not Decision.OPEN)
    awarding = Field(
        name="authority",
        label=_("Welke aanbestedende dienst gaf deze opdracht?"),
        kind="select",
        required=False,
        options=tuple((str(authority.id), authority.name) for authority in await authorities()) if row.asks_authority else (),
        hint=_("Alleen nodig als u de rij overneemt. In het bestand staat een dienst die dit register niet kent."),
    )
    return (
        Field(name="decision", label=_("Wat wilt u met deze rij doen?"), kind="radio", options=options),
        *((awarding,) if row.asks_authority else ()),
        Field(
            name="number",
            label=_("Contractnummer waar deze rij bij hoort"),
            required=False,
            max_length=100,
            hint=_("Alleen nodig als de rij hoort bij een contract dat er al is."),
        ),
    )


async def _contract_of(request: WebRequest, row: StagedRow) -> ContractRecord | None:
    """Return the contract that a row became, is about or looks like, as far as there is one for this viewer."""
    contract_id = contract_of(row)
    found = await contracts_by_id(viewer=request.viewer, contract_ids=[contract_id] if contract_id else [])
    return next(iter(found.values()), None)


async def _page(request: WebRequest, batch: Batch, row: StagedRow, form: FormView, *, status: int = 200) -> Response[Any]:
    may_decide, place = batch.is_waiting and row.may_be_decided, place_in_list(request)
    following = await next_doubt(batch_id=batch.id, after=row.position) if may_decide else None
    has_next = following is not None and following.position != row.position
    held = await _contract_of(request, row)
    return page(
        request,
        "register/import_row.html",
        status=status,
        title=_("Import van {file}: {location}").format(location=row.location, file=batch.file_name),
        batch=batch,
        base_href=f"/importeren/{batch.id}{place}",
        row=shown_row(batch, row, await _authority_name(row), held),
        form=form,
        may_decide=may_decide,
        next_href=_address(batch.id, following, place) if following is not None and has_next else None,
        action=_address(batch.id, row, place),
    )


async def _authority_name(row: StagedRow) -> str:
    """Return who awards, as far as that is known."""
    if row.told.lacks_authority:
        return ""
    return next((authority.name for authority in await authorities() if authority.id == row.facts.authority_id), "")
