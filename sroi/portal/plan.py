"""The contractor's plan of approach for one contract: what it is worth, where it stands, and sending it to the WSP."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.errors import NotFound
from sroi.fulfilment.kinds import KINDS
from sroi.fulfilment.operations.plans import submit_plan, take_plan_back
from sroi.fulfilment.queries.plans import plan_history, what_came
from sroi.fulfilment.rules.plans import (
    TABLES,
    PlanRecord,
    PlanStatus,
    blocks_of,
    lines_of,
    measured,
    plan_status_label,
    plan_status_tone,
)
from sroi.ledger.queries import balances
from sroi.partners.queries import partner_names
from sroi.portal.forms import FORMS
from sroi.portal.planning import Planning, act, keep_items, planning_of
from sroi.web import clock
from sroi.web.pages import page
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest


@get("/mijn-contracten/{contract_id:uuid}/plan", opt=permits(Permission.REPORT_FULFILMENT))
async def plan_page(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Show the plan of a contract: what it is worth, where it stands, and what came of what was agreed."""
    return await _page(request, await planning_of(request, contract_id))


@post("/mijn-contracten/{contract_id:uuid}/plan/wijzigen", opt=permits(Permission.REPORT_FULFILMENT))
async def change_plan(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Begin a new version of the plan from the one that was agreed."""
    planning = await planning_of(request, contract_id)
    items = planning.agreed.items if planning.agreed else ()
    return await act(request, planning, lambda version: keep_items(request, planning, items, version), _("U kunt het plan nu wijzigen."))


@post("/mijn-contracten/{contract_id:uuid}/plan/indienen", opt=permits(Permission.REPORT_FULFILMENT))
async def send_plan(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Send the plan to the WSP."""
    planning = await planning_of(request, contract_id)
    plan_id = _newest(planning).id
    done = _("Het plan ligt nu bij het WSP. U krijgt bericht als er antwoord is.")
    return await act(
        request, planning, lambda version: submit_plan(viewer=request.viewer, plan_id=plan_id, version=version, now=clock.now()), done
    )


@post("/mijn-contracten/{contract_id:uuid}/plan/terugnemen", opt=permits(Permission.REPORT_FULFILMENT))
async def take_back_plan(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Take a plan back that lies at the WSP, to change it."""
    planning = await planning_of(request, contract_id)
    plan_id = _newest(planning).id
    return await act(
        request,
        planning,
        lambda version: take_plan_back(viewer=request.viewer, plan_id=plan_id, version=version, now=clock.now()),
        _("U kunt het plan weer wijzigen."),
    )


def _newest(planning: Planning) -> PlanRecord:
    if planning.newest is None:
        raise NotFound(_("Dit plan van aanpak is niet gevonden."))
    return planning.newest


async def _page(request: WebRequest, planning: Planning) -> Response[Any]:
    newest, agreed, setting, today = planning.newest, planning.agreed, planning.setting, clock.today()
    lines = lines_of(items=newest.items, setting=setting) if newest else ()
    came = await what_came(contract_id=planning.contract.id)
    return page(
        request,
        "portal/plan.html",
        title=_("Plan van aanpak"),
        contract=planning.contract,
        href=planning.href,
        plan=newest,
        version=newest.version if newest else 0,
        badge_words=(plan_status_label(newest.status), plan_status_tone(newest.status)) if newest else ("", ""),
        may_change=newest is None or planning.open is not None,
        may_take_back=newest is not None and newest.status is PlanStatus.SUBMITTED,
        may_renew=newest is not None and newest.status is PlanStatus.AGREED,
        partners=await partner_names(partner_ids=[item.partner_id for item in (newest.items if newest else ()) if item.partner_id]),
        lines=tuple((number, KINDS[line.item.kind].label, line) for number, line in enumerate(lines, 1)),
        total=sum(line.counts for line in lines),
        balance=(await balances(contract_ids=[planning.contract.id], as_of=today))[planning.contract.id],
        kinds=_kinds(planning),
        measured=measured(items=agreed.items, setting=setting, came=came, on=today) if agreed else (),
        history=tuple((plan_status_label(step.status), step) for step in await plan_history(record=newest)) if newest else (),
    )


def _kinds(planning: Planning) -> tuple[tuple[str, str], ...]:
    """Return the form and the name of each kind that the policy has a building block for."""
    offered = (kind for kind in TABLES if blocks_of(planning.setting.policy, kind))
    return tuple((f"{planning.href}/toevoegen/{FORMS[kind].url}", KINDS[kind].label) for kind in offered)
