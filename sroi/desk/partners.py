"""The register of partners: who offers what and how it is recognised; everybody finds it, the WSP keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.queries import municipalities
from sroi.desk.partner_forms import change_fields, facts_of, fields, typed_of
from sroi.errors import UnableTo
from sroi.partners.operations import add_partner, change_partner
from sroi.partners.queries import PAGE_SIZE, PartnerFilter, partner, partners_page
from sroi.partners.rules import (
    Offer,
    PartnerFacts,
    PartnerRecord,
    Recognition,
    has_pso,
    is_network_partner,
    offer_label,
    pso_label,
    recognition,
    supplier_kinds,
)
from sroi.policy.queries import policies
from sroi.values import format_short_date, last_day
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import FormView, read, view
from sroi.web.pages import page, see_other
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, query_text, submitted

HOLDS, NETWORK = "erkend", "netwerk"


@dataclass(frozen=True)
class PartnerRow:
    """A partner in the list and on its own page; `signs` are the words of badges with their tones."""

    href: str
    name: str
    municipality: str
    offers: str
    signs: tuple[tuple[str, str], ...]


@get("/partners", opt=permits(Permission.READ_PARTNERS))
async def partner_list(request: WebRequest) -> Response[Any]:
    """Show partners by name, narrowed by what was asked."""
    kinds, today = await _kinds(), clock.today()
    narrowed, after = _filter(request, kinds, today), cursor_of(request, str, UUID)
    found = await partners_page(viewer=request.viewer, narrowed=narrowed, after=after and (after[0], after[1]), size=PAGE_SIZE + 1)
    shown = paged(request, found=found, size=PAGE_SIZE, key=lambda record: record.key)
    return page(
        request,
        "desk/partners.html",
        title=_("Partners"),
        rows=tuple(_row(record, kinds, today) for record in shown.rows),
        narrowed=narrowed,
        offers=tuple((offer.value, offer_label(offer)) for offer in Offer),
        kinds=tuple(kinds.items()),
        municipalities=tuple(municipalities().items()),
        only=query_text(request, "alleen"),
        choices=((HOLDS, _("Nu erkend als leverancier")), (NETWORK, _("In het netwerk"))),
        may_write=request.viewer.may(Permission.WRITE_PARTNERS),
        next_href=shown.next_href,
        first_href=shown.first_href,
    )


@get("/partners/{partner_id:uuid}", opt=permits(Permission.READ_PARTNERS))
async def partner_page(request: WebRequest, partner_id: FromPath[UUID]) -> Response[Any]:
    """Show one partner."""
    record = await partner(viewer=request.viewer, partner_id=partner_id)
    facts, kinds = record.facts, await _kinds()
    return page(
        request,
        "desk/partner.html",
        title=facts.name,
        row=_row(record, kinds, clock.today()),
        facts=facts,
        supplier_kind=kinds.get(facts.supplier_kind or "", facts.supplier_kind or ""),
        pso=pso_label(facts.pso_level) if facts.pso_level else "",
        recognised_until=last_day(facts.recognised_before),
        pso_until=last_day(facts.pso_before),
        network_until=last_day(facts.left_on),
        may_write=request.viewer.may(Permission.WRITE_PARTNERS),
    )


@get("/partners/toevoegen", opt=permits(Permission.WRITE_PARTNERS))
async def partner_form(request: WebRequest) -> Response[Any]:
    """Ask what is known of a new partner."""
    kinds = await _kinds()
    return _form_page(request, view(fields=fields(kinds)), action="/partners/toevoegen", title=_("Partner toevoegen"))


@post("/partners/toevoegen", opt=permits(Permission.WRITE_PARTNERS))
async def add_partner_form(request: WebRequest) -> Response[Any]:
    """Add a partner; on a refusal everything that was typed stays."""
    kinds = await _kinds()
    submission = read(fields=fields(kinds), data=await submitted(request))
    if submission.is_valid:
        try:
            partner_id = await add_partner(viewer=request.viewer, facts=facts_of(submission.values), now=clock.now())
        except UnableTo as refusal:
            submission = submission.with_refusal(refusal)
        else:
            return see_other(request, f"/partners/{partner_id}", flash=Flash(_("De partner staat in de lijst.")))
    form = view(fields=fields(kinds), submission=submission)
    return _form_page(request, form, action="/partners/toevoegen", title=_("Partner toevoegen"), status=422)


@get("/partners/{partner_id:uuid}/wijzigen", opt=permits(Permission.WRITE_PARTNERS))
async def change_form(request: WebRequest, partner_id: FromPath[UUID]) -> Response[Any]:
    """Show what is known of a partner, to be changed."""
    record = await partner(viewer=request.viewer, partner_id=partner_id)
    form = view(fields=change_fields(await _kinds()), typed=typed_of(record))
    return _change_page(request, record, form)


@post("/partners/{partner_id:uuid}/wijzigen", opt=permits(Permission.WRITE_PARTNERS))
async def change_partner_form(request: WebRequest, partner_id: FromPath[UUID]) -> Response[Any]:
    """Change a partner, unless somebody else did so meanwhile; on a refusal everything that was typed stays."""
    record, kinds = await partner(viewer=request.viewer, partner_id=partner_id), await _kinds()
    submission = read(fields=change_fields(kinds), data=await submitted(request))
    if submission.is_valid:
        values = submission.values
        try:
            await change_partner(
                viewer=request.viewer, partner_id=partner_id, facts=facts_of(values), version=values["version"], now=clock.now()
            )
        except UnableTo as refusal:
            submission = submission.with_refusal(refusal)
        else:
            return see_other(request, f"/partners/{partner_id}", flash=Flash(_("De wijziging is bewaard.")))
    # Who was refused because of a colleague's change has now been told, and may send the form again over it.
    shown = replace(submission, typed={**submission.typed, "version": str(record.version)})
    return _change_page(request, record, view(fields=change_fields(kinds), submission=shown), status=422)


async def _kinds() -> dict[str, str]:
    return supplier_kinds(await policies())


def _filter(request: WebRequest, kinds: Mapping[str, str], today: date) -> PartnerFilter:
    offer, kind = query_text(request, "aanbod"), query_text(request, "soort")
    municipality, only = query_text(request, "gemeente"), query_text(request, "alleen")
    return PartnerFilter(
        text=query_text(request, "zoek")[:200],
        offer=Offer(offer) if offer in set(Offer) else None,
        supplier_kind=kind if kind in kinds else None,
        municipality=municipality if municipality in municipalities() else None,
        in_network_on=today if only == NETWORK else None,
        recognised_on=today if only == HOLDS else None,
    )


def _row(record: PartnerRecord, kinds: Mapping[str, str], today: date) -> PartnerRow:
    facts = record.facts
    return PartnerRow(
        href=f"/partners/{record.id}",
        name=facts.name,
        municipality=municipalities().get(facts.municipality or "", ""),
        offers=", ".join(offer_label(offer) for offer in Offer if offer in facts.offers),
        signs=tuple(_signs(facts, kinds, today)),
    )


def _signs(facts: PartnerFacts, kinds: Mapping[str, str], today: date) -> list[tuple[str, str]]:
    """Return what holds of a partner today, each in words with the tone of its badge."""
    kind = kinds.get(facts.supplier_kind or "", facts.supplier_kind or "")
    found = {
        Recognition.NONE: [],
        Recognition.HOLDS: [(kind, "success")],
        Recognition.LATER: [(_("{kind}, vanaf {day}").format(kind=kind, day=format_short_date(facts.recognised_from)), "neutral")],
        Recognition.EXPIRED: [(_("{kind}: erkenning verlopen").format(kind=kind), "danger")],
    }[recognition(facts, on=today)]
    if facts.pso_level is not None:
        label = pso_label(facts.pso_level)
        found.append((label, "success") if has_pso(facts, on=today) else (_("{level}: verlopen").format(level=label), "danger"))
    if is_network_partner(facts, on=today):
        found.append((_("Netwerkpartner"), "neutral"))
    return found


def _change_page(request: WebRequest, record: PartnerRecord, form: FormView, *, status: int = 200) -> Response[Any]:
    href = f"/partners/{record.id}"
    title = _("{name} wijzigen").format(name=record.facts.name)
    return _form_page(request, form, action=f"{href}/wijzigen", title=title, status=status, parent=(record.facts.name, href))


def _form_page(
    request: WebRequest, form: FormView, *, action: str, title: str, status: int = 200, parent: tuple[str, str] | None = None
) -> Response[Any]:
    trail = ((_("Partners"), "/partners"), *((parent,) if parent else ()), (title, ""))
    cancel_href = parent[1] if parent else "/partners"
    return page(
        request, "desk/partner_form.html", status=status, title=title, form=form, action=action, trail=trail, cancel_href=cancel_href
    )
