"""Adding, changing and removing a line of a plan of approach."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.errors import NotFound, UnableTo
from sroi.fulfilment.kinds import KINDS
from sroi.fulfilment.rules.plans import PlanItem, blocks_of
from sroi.partners.queries import PartnerFilter, partners_page
from sroi.portal.forms import FORMS
from sroi.portal.plan_forms import fields, first_typed, item_of, typed_of
from sroi.portal.planning import Planning, act, keep_items, planning_of
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import FormView, Options, read, view
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted

PARTNERS_OFFERED = 200


@get("/mijn-contracten/{contract_id:uuid}/plan/toevoegen/{kind:str}", opt=permits(Permission.REPORT_FULFILMENT))
async def line_form(request: WebRequest, contract_id: FromPath[UUID], kind: FromPath[str]) -> Response[Any]:
    """Ask for a new line of one kind."""
    planning = await planning_of(request, contract_id)
    key = _kind(planning, kind)
    form_fields = fields(kind=key, policy=planning.setting.policy, partners=await _partners(request))
    typed = first_typed(record=planning.contract, today=clock.today(), version=planning.version)
    return _line_page(request, planning, key, view(fields=form_fields, typed=typed))


@post("/mijn-contracten/{contract_id:uuid}/plan/toevoegen/{kind:str}", opt=permits(Permission.REPORT_FULFILMENT))
async def add_line(request: WebRequest, contract_id: FromPath[UUID], kind: FromPath[str]) -> Response[Any]:
    """Add a line to the plan, which is made when there is none."""
    planning = await planning_of(request, contract_id)
    return await _store_line(request, planning, _kind(planning, kind), position=None)


@get("/mijn-contracten/{contract_id:uuid}/plan/rij/{position:int}", opt=permits(Permission.REPORT_FULFILMENT))
async def change_line_form(request: WebRequest, contract_id: FromPath[UUID], position: FromPath[int]) -> Response[Any]:
    """Show a line, to be changed."""
    planning = await planning_of(request, contract_id)
    item = _line(planning, position)
    form_fields = fields(kind=item.kind, policy=planning.setting.policy, partners=await _partners(request))
    return _line_page(request, planning, item.kind, view(fields=form_fields, typed=typed_of(item=item, version=planning.version)), position)


@post("/mijn-contracten/{contract_id:uuid}/plan/rij/{position:int}", opt=permits(Permission.REPORT_FULFILMENT))
async def change_line(request: WebRequest, contract_id: FromPath[UUID], position: FromPath[int]) -> Response[Any]:
    """Change a line of the plan."""
    planning = await planning_of(request, contract_id)
    return await _store_line(request, planning, _line(planning, position).kind, position=position)


@post("/mijn-contracten/{contract_id:uuid}/plan/rij/{position:int}/verwijderen", opt=permits(Permission.REPORT_FULFILMENT))
async def remove_line(request: WebRequest, contract_id: FromPath[UUID], position: FromPath[int]) -> Response[Any]:
    """Take a line out of the plan."""
    planning = await planning_of(request, contract_id)
    _line(planning, position)
    assert planning.open is not None
    items = (*planning.open.items[: position - 1], *planning.open.items[position:])
    return await act(request, planning, lambda version: keep_items(request, planning, items, version), _("De rij is uit het plan gehaald."))


async def _store_line(request: WebRequest, planning: Planning, kind: str, *, position: int | None) -> Response[Any]:
    """Keep a line in the place of the one at `position`, or as the last; on a refusal everything that was typed stays."""
    form_fields = fields(kind=kind, policy=planning.setting.policy, partners=await _partners(request))
    submission = read(fields=form_fields, data=await submitted(request))
    if submission.is_valid:
        items = list(planning.open.items) if planning.open else []
        at = len(items) if position is None else position - 1
        items[at : at + 1] = [item_of(kind=kind, values=submission.values)]
        try:
            await keep_items(request, planning, tuple(items), submission.values["version"])
        except UnableTo as refusal:
            submission = submission.with_refusal(refusal)
        else:
            return see_other(request, planning.href, flash=Flash(_("De rij staat in het plan.")))
    return _line_page(request, planning, kind, view(fields=form_fields, submission=submission), position, status=422)


def _kind(planning: Planning, url: str) -> str:
    """Return the kind of an address; raise NotFound for one that the policy has nothing of."""
    found = [form.kind for form in FORMS.values() if form.url == url and blocks_of(planning.setting.policy, form.kind)]
    if not found:
        raise NotFound(_("Deze pagina is niet gevonden."))
    return found[0]


def _line(planning: Planning, position: int) -> PlanItem:
    """Return a line of the plan that may be changed; raise NotFound."""
    items = planning.open.items if planning.open else ()
    if not 1 <= position <= len(items):
        raise NotFound(_("Deze rij staat niet in het plan."))
    return items[position - 1]


async def _partners(request: WebRequest) -> Options:
    known = await partners_page(viewer=request.viewer, narrowed=PartnerFilter(), size=PARTNERS_OFFERED)
    return tuple((str(record.id), record.facts.name) for record in known)


def _line_page(
    request: WebRequest, planning: Planning, kind: str, form: FormView, position: int | None = None, *, status: int = 200
) -> Response[Any]:
    label = KINDS[kind].label
    return page(
        request,
        "portal/plan_line.html",
        status=status,
        title=_("{kind} plannen").format(kind=label) if position is None else _("Rij {number} wijzigen").format(number=position),
        contract=planning.contract,
        plan_href=planning.href,
        action=f"{planning.href}/toevoegen/{FORMS[kind].url}" if position is None else f"{planning.href}/rij/{position}",
        form=form,
    )
