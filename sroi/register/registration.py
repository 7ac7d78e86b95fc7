"""Registering a tender and its award by a form, keeping it as a draft, and completing a draft."""

import re
from collections.abc import Mapping
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response
from msgspec.structs import replace

from sroi.access import Permission
from sroi.contracts.operations import save_draft
from sroi.contracts.queries import Authority, CpvCode, authorities, contract, cpv_code, find_contract_id, find_cpv_codes
from sroi.contracts.rules import (
    ContractFacts,
    ContractNotFound,
    ContractRole,
    ContractStatus,
    ContractType,
    LotFacts,
    MemberFacts,
    UnableToRegister,
    contract_type_label,
    role_label,
)
from sroi.errors import UnableTo
from sroi.obligations.operations import complete_draft, register_contract
from sroi.values import day_after, format_decimal, format_short_date, last_day, parse_date, parse_euros, parse_kvk_number, parse_percentage
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, read, view
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted

_LOT = re.compile(r"^([1-9]\d{0,3})[.:)\s-]+(\S.*)$")
DRAFT, LOOK_UP = "draft", "look_up"


def fields(known: tuple[Authority, ...], *, is_draft: bool = False) -> tuple[Field, ...]:
    """Return the fields of a tender and its award; a draft needs none of them but the title."""
    must = not is_draft
    return (*_tender_fields(known, must=must), *_role_fields(), *_award_fields(must=must), *_term_fields(must=must))


def _tender_fields(known: tuple[Authority, ...], *, must: bool) -> tuple[Field, ...]:
    bodies = tuple((str(authority.id), authority.name) for authority in known)
    types = tuple((kind.value, contract_type_label(kind)) for kind in ContractType)
    return (
        Field(name="authority", label=_("Aanbestedende dienst"), kind="select", options=bodies),
        Field(
            name="tender_reference",
            may_be_bsn=True,
            label=_("Kenmerk van de aanbesteding"),
            max_length=100,
            required=False,
            hint=_("Bijvoorbeeld het nummer in TenderNed."),
        ),
        Field(name="title", label=_("Titel"), max_length=300),
        Field(
            name="contract_type",
            label=_("Soort opdracht"),
            parse=ContractType,
            kind="radio",
            options=types,
            required=must,
            missing=_("Kies werken, diensten of leveringen."),
        ),
        Field(
            name="cpv",
            may_be_bsn=True,
            label=_("CPV-code of omschrijving"),
            parse=_cpv,
            required=False,
            hint=_("Vul de code in, of een woord en kies daarna Zoek CPV-code."),
        ),
        Field(
            name="lots",
            label=_("Percelen van deze opdracht"),
            parse=parse_lots,
            required=False,
            kind="textarea",
            hint=_("Een perceel per regel: 1 Noord. Vul dan ook het kenmerk van de aanbesteding in."),
        ),
    )


def _award_fields(*, must: bool) -> tuple[Field, ...]:
    return (
        Field(name="number", label=_("Contractnummer"), max_length=100, required=must, may_be_bsn=True),
        Field(name="contractor_name", label=_("Naam van de opdrachtnemer"), max_length=200, required=must),
        kvk_field(label=_("KVK-nummer van de opdrachtnemer"), must=must),
        Field(name="contract_sum", label=_("Opdrachtsom exclusief btw"), parse=parse_euros, required=must, kind="money"),
        Field(
            name="tender_sum",
            label=_("Inschrijfsom exclusief btw"),
            parse=parse_euros,
            required=False,
            kind="money",
            hint=_("Alleen nodig als het beleid van de aanbestedende dienst daarmee rekent."),
        ),
        Field(
            name="wage_sum",
            label=_("Loonsom"),
            parse=parse_euros,
            required=False,
            kind="money",
            hint=_("Alleen nodig als het beleid met de loonsom rekent."),
        ),
        Field(
            name="labour_share_pct",
            label=_("Arbeidsdeel in procenten"),
            parse=parse_share,
            required=False,
            kind="number",
            hint=_("Welk deel van de opdrachtsom is arbeid? Bijvoorbeeld 60."),
        ),
    )


def kvk_field(*, label: str, must: bool) -> Field:
    """Return the field of a KVK number."""
    hint = _("Acht cijfers. Voorloopnullen mag u weglaten.")
    return Field(name="kvk_number", label=label, parse=parse_kvk_number, required=must, kind="number", hint=hint)


def _role_fields() -> tuple[Field, ...]:
    roles = tuple((role.value, role_label(role)) for role in ContractRole)
    return (
        Field(name="role", label=_("Soort overeenkomst"), kind="radio", parse=ContractRole, options=roles, required=False),
        Field(
            name="framework",
            label=_("Onder welke raamovereenkomst?"),
            max_length=100,
            required=False,
            hint=_("Alleen bij een nadere overeenkomst: het nummer waaronder de raamovereenkomst in het register staat."),
        ),
    )


def _term_fields(*, must: bool) -> tuple[Field, ...]:
    return (
        Field(
            name="published_on",
            label=_("Publicatiedatum van de aanbesteding"),
            parse=parse_date,
            required=False,
            kind="date",
            hint=_("Alleen nodig als het beleid naar de publicatie kijkt."),
        ),
        Field(
            name="awarded_on",
            label=_("Gunningsdatum"),
            parse=parse_date,
            required=must,
            kind="date",
            hint=_("Dag-maand-jaar, bijvoorbeeld 31-12-2024."),
        ),
        Field(name="starts_on", label=_("Startdatum"), parse=parse_date, required=must, kind="date", hint=_("Dag-maand-jaar.")),
        Field(
            name="ends_on",
            label=_("Einddatum"),
            parse=parse_date,
            required=False,
            kind="date",
            hint=_("De laatste dag. Laat leeg als het contract geen einddatum heeft."),
        ),
        Field(
            name="extension_options", label=_("Verlengingsopties"), max_length=300, required=False, hint=_("Bijvoorbeeld 2 x 12 maanden.")
        ),
    )


def parse_lots(text: str) -> tuple[LotFacts, ...]:
    """Return the lots, one a line: a number and a title; raise ValueError that quotes the first line that is not so."""
    lots = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        found = _LOT.match(line)
        if found is None:
            raise ValueError(_("Schrijf per regel een nummer en een naam, bijvoorbeeld: 1 Noord. Dit lukt niet: {line}").format(line=line))
        lots.append(LotFacts(int(found[1]), found[2]))
    return tuple(lots)


def _cpv(text: str) -> str:
    found = cpv_code(text) if re.fullmatch(r"\d{8}(-\d)?", text) else None
    if found is None:
        raise ValueError(_("Kies een CPV-code van acht cijfers. Zoek met een woord als u de code niet weet."))
    return found.code


def parse_share(text: str) -> Decimal:
    """Return a percentage that fits hundredths of a percent."""
    share = parse_percentage(text)
    if share * 100 != int(share * 100):
        raise ValueError(_("Gebruik ten hoogste twee decimalen."))
    return share


@get("/contracten/nieuw", opt=permits(Permission.WRITE_REGISTER))
async def new_form(request: WebRequest) -> Response[Any]:
    """Show an empty form."""
    known = await authorities()
    return _page(request, view(fields=fields(known), typed={"authority": str(known[0].id), "role": ContractRole.SINGLE.value}))


@post("/contracten/nieuw", opt=permits(Permission.WRITE_REGISTER))
async def register(request: WebRequest) -> Response[Any]:
    """Register the contract with its obligation, or keep it as a draft."""
    return await _store(request, None)


@get("/contracten/{contract_id:uuid}/aanvullen", opt=permits(Permission.WRITE_REGISTER))
async def draft_form(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Show a draft, to be completed."""
    record = await _draft(request, contract_id)
    framework = record.facts.framework_id
    number = (await contract(viewer=request.viewer, contract_id=framework)).facts.number if framework else ""
    typed = {**_typed(record.facts), "framework": number}
    return _page(request, view(fields=fields(await authorities()), typed=typed), draft_id=contract_id)


@post("/contracten/{contract_id:uuid}/aanvullen", opt=permits(Permission.WRITE_REGISTER))
async def complete(request: WebRequest, contract_id: FromPath[UUID]) -> Response[Any]:
    """Turn the draft into a contract with its obligation, or keep it as a draft."""
    record = await _draft(request, contract_id)
    return await _store(request, contract_id, record.facts.members)


async def _draft(request: WebRequest, contract_id: UUID) -> Any:
    record = await contract(viewer=request.viewer, contract_id=contract_id)
    if record.status is not ContractStatus.DRAFT:
        raise ContractNotFound(_("Dit contract is al geregistreerd en is geen concept meer."))
    return record


async def _store(request: WebRequest, draft_id: UUID | None, members: tuple[MemberFacts, ...] = ()) -> Response[Any]:
    """Keep what was typed; the members of a consortium, which the form does not ask for, stay as they were."""
    data = await submitted(request)
    action = data.get("action")
    form = fields(await authorities(), is_draft=action == DRAFT)
    submission = read(fields=form, data=data)
    if action == LOOK_UP:
        looked_up = find_cpv_codes(str(data.get("cpv", "")))
        return _page(request, view(fields=form, typed=submission.typed), draft_id=draft_id, found=looked_up, has_searched=True)
    if not submission.is_valid:
        return _page(request, view(fields=form, submission=submission), draft_id=draft_id, status=422)
    try:
        facts = replace(_facts(submission.values, await _framework_id(submission.values)), members=members)
        contract_id = await _keep(request, facts, draft_id, is_draft=action == DRAFT)
    except UnableTo as refusal:
        failed = view(fields=form, submission=submission.with_refusal(refusal))
        return _page(request, failed, draft_id=draft_id, status=422)
    text = _("Het concept is bewaard.") if action == DRAFT else _("Het contract is geregistreerd.")
    kvk = submission.values["kvk_number"]
    return see_other(request, f"/contracten/{contract_id}", flash=Flash(f"{text} {kvk.note if kvk and kvk.note else ''}".strip()))


async def _keep(request: WebRequest, facts: ContractFacts, draft_id: UUID | None, *, is_draft: bool) -> UUID:
    viewer, now = request.viewer, clock.now()
    if is_draft:
        return await save_draft(viewer=viewer, facts=facts, draft_id=draft_id, now=now)
    if draft_id is None:
        return await register_contract(viewer=viewer, facts=facts, now=now)
    await complete_draft(viewer=viewer, draft_id=draft_id, facts=facts, now=now)
    return draft_id


async def _framework_id(got: Mapping[str, Any]) -> UUID | None:
    """Return the framework that a call-off names; raise UnableToRegister when there is none of that number."""
    if got["role"] is not ContractRole.CALL_OFF or not got["framework"]:
        return None
    found = await find_contract_id(authority_id=UUID(got["authority"]), number=got["framework"])
    if found is None:
        raise UnableToRegister(_("Deze raamovereenkomst is er niet bij deze aanbestedende dienst."), field="framework")
    return found


def _facts(got: Mapping[str, Any], framework_id: UUID | None) -> ContractFacts:
    return ContractFacts(
        authority_id=UUID(got["authority"]),
        number=got["number"] or "",
        title=got["title"],
        contract_type=got["contract_type"],
        contractor_name=got["contractor_name"] or "",
        kvk_number=got["kvk_number"].number if got["kvk_number"] else None,
        cpv_code=got["cpv"],
        contract_sum=got["contract_sum"],
        tender_sum=got["tender_sum"],
        labour_share_pct=got["labour_share_pct"],
        awarded_on=got["awarded_on"],
        starts_on=got["starts_on"],
        ends_before=day_after(got["ends_on"]),
        extension_options=got["extension_options"] or "",
        tender_reference=got["tender_reference"] or "",
        lots=got["lots"] or (),
        wage_sum=got["wage_sum"],
        published_on=got["published_on"],
        role=got["role"] or ContractRole.SINGLE,
        framework_id=framework_id,
    )


def _typed(facts: ContractFacts) -> dict[str, str]:
    """Return facts as they would be typed."""
    return {
        "authority": str(facts.authority_id),
        "tender_reference": facts.tender_reference,
        "title": facts.title,
        "contract_type": facts.contract_type.value if facts.contract_type else "",
        "cpv": facts.cpv_code or "",
        "lots": "\n".join(f"{lot.number} {lot.title}" for lot in facts.lots),
        "number": facts.number,
        "contractor_name": facts.contractor_name,
        "kvk_number": facts.kvk_number or "",
        "contract_sum": format_decimal(facts.contract_sum) if facts.contract_sum is not None else "",
        "tender_sum": format_decimal(facts.tender_sum) if facts.tender_sum is not None else "",
        "labour_share_pct": format_decimal(facts.labour_share_pct) if facts.labour_share_pct is not None else "",
        "awarded_on": format_short_date(facts.awarded_on),
        "starts_on": format_short_date(facts.starts_on),
        "ends_on": format_short_date(last_day(facts.ends_before)),
        "extension_options": facts.extension_options,
        "wage_sum": format_decimal(facts.wage_sum) if facts.wage_sum is not None else "",
        "published_on": format_short_date(facts.published_on),
        "role": facts.role.value,
    }


def _page(
    request: WebRequest,
    form: FormView,
    *,
    draft_id: UUID | None = None,
    found: tuple[CpvCode, ...] = (),
    has_searched: bool = False,
    status: int = 200,
) -> Response[Any]:
    return page(
        request,
        "register/registration.html",
        status=status,
        title=_("Concept aanvullen") if draft_id else _("Contract registreren"),
        form=form,
        found=found,
        has_searched=has_searched,
        draft_id=draft_id,
    )
