"""The planner: what a contractor can offer becomes mixes that close what is still to be done; a mix can be taken over into the plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.errors import UnableTo
from sroi.fulfilment.kinds import KINDS
from sroi.fulfilment.queries.claims import claim_sums
from sroi.fulfilment.queries.plans import what_came
from sroi.fulfilment.rules.planner import Mix, Preference, measure_of, preference_label, propose
from sroi.fulfilment.rules.plans import MAX_PEOPLE, PLACEMENT, TABLES, PlanItem, blocks_of
from sroi.ledger.queries import balances
from sroi.policy.rules import Fulfilled, Policy
from sroi.portal.forms.form import MAX_NUMBER, positive
from sroi.portal.planning import Planning, keep_items, planning_of
from sroi.values import day_after, format_short_date, last_day, parse_date, parse_decimal, parse_euros
from sroi.web import clock
from sroi.web.flash import WARNING, Flash
from sroi.web.forms import Field, Submission, Typed, read, view
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, asked, submitted, text_of

ASKED = "plan"


@dataclass(frozen=True)
class Proposals:
    """What the planner found: the gap in euros, and the mixes that close it as far as they can."""

    gap: Decimal
    mixes: tuple[Mix, ...]


@get("/mijn-contracten/{contract_id:uuid}/planner", opt=permits(Permission.REPORT_FULFILMENT))
async def planner(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Ask what the contractor can offer, and show mixes of it; nothing is stored."""
    planning = await planning_of(request, contract_id)
    form_fields, data = fields(planning.setting.policy), asked(request)
    if ASKED not in data:
        return await _page(request, planning, Submission(typed=_first_typed(planning, clock.today())))
    submission = read(fields=form_fields, data=data)
    if not submission.is_valid:
        return await _page(request, planning, submission, status=422)
    try:
        found = await _proposals(planning, submission.values)
    except UnableTo as refusal:
        return await _page(request, planning, submission.with_refusal(refusal), status=422)
    return await _page(request, planning, submission, found=found)


@post("/mijn-contracten/{contract_id:uuid}/planner", opt=permits(Permission.REPORT_FULFILMENT))
async def take_over_mix(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Add the lines of a mix to the plan; what was asked comes with the form, so that the mix is worked out again."""
    planning, data = await planning_of(request, contract_id), await submitted(request)
    submission = read(fields=fields(planning.setting.policy), data=data)
    if not submission.is_valid:
        return await _page(request, planning, submission, status=422)
    try:
        found = await _proposals(planning, submission.values)
        mix = next(mix for mix in found.mixes if mix.preference == text_of(data, "mix"))
        kept = planning.open.items if planning.open else ()
        await keep_items(request, planning, (*kept, *(line.item for line in mix.lines)), planning.version)
    except (UnableTo, StopIteration) as refusal:
        told = refusal.message if isinstance(refusal, UnableTo) else _("Dit voorstel is er niet meer. Bereken het opnieuw.")
        return see_other(request, planning.href, flash=Flash(told, kind=WARNING))
    return see_other(request, planning.href, flash=Flash(_("Het voorstel staat in uw plan. Pas het aan en stuur het naar het WSP.")))


def fields(policy: Policy) -> tuple[Field, ...]:
    """Return a field for each block of the policy: how much of it the contractor can offer at most."""
    general = (
        Field(name="starts_on", label=_("Vanaf"), kind="date", parse=parse_date),
        Field(name="ends_on", label=_("Tot en met"), kind="date", parse=parse_date),
        Field(name="hours_per_week", label=_("Uren per week voor een werkplek"), kind="number", parse=positive, required=False),
    )
    return (*general, *(_offer_field(policy, kind, block) for kind in TABLES for block in blocks_of(policy, kind)))


def _offer_field(policy: Policy, kind: str, block: str) -> Field:
    unit = measure_of(policy=policy, kind=kind, block=block)
    label = _("{block}: {unit}").format(block=blocks_of(policy, kind)[block].label, unit=_unit_words(unit))
    is_money = unit == "costs"
    parse = parse_euros if is_money else _at_most(MAX_PEOPLE if unit == "people" else MAX_NUMBER)
    return Field(name=_name(kind, block), label=label, kind="money" if is_money else "number", parse=parse, required=False)


def _name(kind: str, block: str) -> str:
    return f"{kind}--{block}"


def _unit_words(unit: str | None) -> str:
    return {
        "people": _("aantal mensen"),
        "costs": _("bedrag exclusief btw"),
        "hours": _("aantal uren"),
        "days": _("aantal dagen"),
        None: _("aantal keren"),
    }[unit]


def _at_most(most: int) -> Any:
    def whole(text: str) -> int:
        number = parse_decimal(text)
        if number != int(number) or not 0 <= number <= most:
            raise ValueError(_("Vul een heel getal in, van 0 tot en met {most}.").format(most=most))
        return int(number)

    return whole


def _first_typed(planning: Planning, today: date) -> dict[str, Typed]:
    facts = planning.contract.facts
    full_time = max((block.full_time_hours_per_week or Decimal(0) for block in planning.setting.policy.blocks.values()), default=Decimal(0))
    return {
        "starts_on": format_short_date(max(today, facts.starts_on or today)),
        "ends_on": format_short_date(last_day(facts.ends_before)),
        "hours_per_week": f"{full_time.normalize():f}" if full_time else "",
    }


async def _proposals(planning: Planning, values: Mapping[str, Any]) -> Proposals:
    """Return the mixes of what was offered; raise UnableTo on the field in the way."""
    ids = [planning.contract.id]
    balance = (await balances(contract_ids=ids, as_of=clock.today()))[planning.contract.id]
    in_review = (await claim_sums(contract_ids=ids, as_of=clock.today()))[planning.contract.id].in_review
    came = await what_came(contract_id=planning.contract.id)
    fulfilled = tuple(Fulfilled(TABLES[kind], block, one.approved + one.in_review) for (kind, block), one in came.items())
    gap = max(balance.remaining - in_review, Decimal("0.00"))
    offers = tuple(_offers(planning.setting.policy, values))
    return Proposals(gap, propose(setting=planning.setting, gap=gap, offers=offers, fulfilled=fulfilled) if gap else ())


def _offers(policy: Policy, values: Mapping[str, Any]) -> list[PlanItem]:
    found = []
    for kind in TABLES:
        for block in blocks_of(policy, kind):
            number = values[_name(kind, block)]
            if number:
                found.append(_offer(policy, kind, block, number, values))
    return found


def _offer(policy: Policy, kind: str, block: str, number: Decimal | int, values: Mapping[str, Any]) -> PlanItem:
    unit = measure_of(policy=policy, kind=kind, block=block)
    measures: dict[str, Any] = {} if unit is None else {unit: number if unit == "people" else Decimal(number)}
    return PlanItem(
        kind=kind,
        block=block,
        starts_on=values["starts_on"],
        ends_before=day_after(values["ends_on"]) or date.max,
        hours_per_week=values["hours_per_week"] if kind == PLACEMENT else None,
        **measures,
    )


async def _page(
    request: WebRequest, planning: Planning, submission: Submission, *, found: Proposals | None = None, status: int = 200
) -> Response[Any]:
    policy = planning.setting.policy
    offered = [kind for kind in TABLES if blocks_of(policy, kind)]
    names = [(KINDS[kind].label, tuple(_name(kind, block) for block in blocks_of(policy, kind))) for kind in offered]
    return page(
        request,
        "portal/planner.html",
        status=status,
        title=_("Planner"),
        contract=planning.contract,
        plan_href=planning.href,
        href=f"/mijn-contracten/{planning.contract.id}/planner",
        form=view(fields=fields(policy), submission=submission),
        groups=((_("Wanneer"), ("starts_on", "ends_on", "hours_per_week")), *names),
        found=found,
        mixes=_named(found.mixes) if found else (),
        kind_labels={kind: KINDS[kind].label for kind in TABLES},
        may_take_over=planning.newest is None or planning.open is not None,
    )


def _named(mixes: tuple[Mix, ...]) -> tuple[tuple[Preference, str, Mix], ...]:
    """Return each mix with its name; one that stands alone is preferred to nothing."""
    if len(mixes) == 1:
        return ((mixes[0].preference, _("Dit kan"), mixes[0]),)
    return tuple((mix.preference, preference_label(mix.preference), mix) for mix in mixes)
