"""One row of an import: each field with where it came from, what only a notice tells, and what an officer decides about it."""

from collections.abc import Iterable, Mapping
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
from sroi.contracts.operations import decide_about_row
from sroi.contracts.queries import authorities, contract
from sroi.contracts.queries.imports import Batch, BatchStatus, import_batch, import_row, import_rows
from sroi.contracts.rules import (
    ERROR,
    ContractNotFound,
    Decision,
    MemberFacts,
    RowFilter,
    RowProblem,
    StagedRow,
    Verdict,
    field_label,
    words_of,
)
from sroi.errors import UnableTo
from sroi.register.imports.words import DECISIONS, VERDICTS, doubts_of, outcome_words, register_href
from sroi.values import format_decimal, format_euros, format_short_date
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, read, view
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted

# Which facts are shown, and by which field of the reader each was read.
SHOWN = {
    "authority_id": "contracting_authority",
    "number": "reference",
    "title": "title",
    "contract_type": "type",
    "contractor_name": "contractor",
    "kvk_number": "kvk_number",
    "contract_sum": "contract_sum",
    "tender_sum": "tender_sum",
    "labour_share_pct": "labour_share_pct",
    "agreed_rate_pct": "agreed_rate_pct",
    "awarded_on": "awarded_on",
    "starts_on": "start",
    "ends_before": "end",
    "extension_options": "extension_options",
    "cpv_code": "cpv",
    "lots": "lots",
}
# The field that may tell a fact of which its own says nothing.
TOLD_BY = {"kvk_number": "contractor", "starts_on": "duration", "ends_before": "duration"}
# What only a notice tells, and is a sum of money.
SUMS = ("framework_maximum", "estimated_sum", "sum_before")
EURO = "EUR"
IN_DOUBT = RowFilter(Verdict.DOUBT)
ALSO_OF = {"ends_on": "ends_before", "contract_sum": "contract_sum", "currency": "contract_sum", "duration": "ends_before"}


@dataclass(frozen=True)
class FieldLine:
    """One fact of a row: what it says, what stood in the file, where that stood, and what to look at."""

    label: str
    value: str
    raw: str
    origin: str
    problems: tuple[RowProblem, ...]
    old: str


@dataclass(frozen=True)
class RowPage:
    """What a page shows of one row."""

    location: str
    verdict: str
    tone: str
    outcome: str
    doubts: tuple[str, ...]
    lines: tuple[FieldLine, ...]
    other_problems: tuple[RowProblem, ...]
    has_raw: bool
    clauses: tuple[tuple[str, str], ...]
    members: tuple[MemberFacts, ...]
    lots: tuple[tuple[str, str], ...]
    asides: tuple[tuple[str, str], ...]
    contract_href: str | None


@get("/importeren/{batch_id:uuid}/rijen/{position:int}", opt=permits(Permission.WRITE_REGISTER))
async def row_page(request: WebRequest, batch_id: FromPath[UUID], position: FromPath[int]) -> Response[Any]:
    """Show one row, and ask what to do with it where that is in doubt."""
    batch = await import_batch(viewer=request.viewer, batch_id=batch_id)
    row = await import_row(viewer=request.viewer, batch_id=batch_id, position=position)
    number = await _number_of(request, row)
    chosen = "" if row.told.lacks_authority else str(row.facts.authority_id)
    typed = {"decision": row.choice.decision.value, "authority": chosen, "number": number}
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
            told = _("Uw keuze voor {location} is bewaard.").format(location=row.location)
            return see_other(request, f"/importeren/{batch_id}?oordeel=twijfel", flash=Flash(told))
    return await _page(request, batch, row, view(fields=fields, submission=submission), status=422)


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


async def _number_of(request: WebRequest, row: StagedRow) -> str:
    """Return the number of the contract that a row is linked to or looks like, to start with."""
    if row.contract_id is None:
        return ""
    try:
        return (await contract(viewer=request.viewer, contract_id=row.contract_id)).facts.number
    except ContractNotFound:
        return ""


async def _page(request: WebRequest, batch: Batch, row: StagedRow, form: FormView, *, status: int = 200) -> Response[Any]:
    may_decide = batch.status is BatchStatus.PREVIEW and row.may_be_decided
    later = await import_rows(batch_id=batch.id, after=row.position, size=1, narrowed=IN_DOUBT) if may_decide else ()
    return page(
        request,
        "register/import_row.html",
        status=status,
        title=_("Import van {file}: {location}").format(location=row.location, file=batch.file_name),
        batch=batch,
        base_href=f"/importeren/{batch.id}",
        row=_row_page(batch, row, await _authority_name(row)),
        form=form,
        may_decide=may_decide,
        next_href=f"/importeren/{batch.id}/rijen/{later[0].position}" if later else None,
        action=f"/importeren/{batch.id}/rijen/{row.position}",
    )


async def _authority_name(row: StagedRow) -> str:
    """Return who awards, as far as that is known."""
    if row.told.lacks_authority:
        return ""
    return next((authority.name for authority in await authorities() if authority.id == row.facts.authority_id), "")


def _row_page(batch: Batch, row: StagedRow, authority: str) -> RowPage:
    tone, verdict = VERDICTS[row.verdict]
    raw = row.raw
    lines = tuple(_line(batch, row, raw, fact, _told(row, fact, authority)) for fact in SHOWN)
    shown = {problem for line in lines for problem in line.problems}
    return RowPage(
        location=row.location,
        verdict=verdict,
        tone=tone,
        outcome=outcome_words(row, status=batch.status),
        doubts=doubts_of(row),
        lines=lines,
        other_problems=tuple(problem for problem in _beside_doubts(row) if problem not in shown),
        has_raw=any(line.raw for line in lines),
        clauses=tuple((where, text) for where, text in row.details.get("clauses", ())),
        members=row.facts.members or _members_of_before(row),
        lots=tuple((identifier, title) for identifier, title in row.details.get("lots", ())),
        asides=_asides(row),
        contract_href=register_href(row, status=batch.status),
    )


def _told(row: StagedRow, fact: str, authority: str) -> Any:
    if fact == "authority_id":
        return authority
    return row.number if fact == "number" else getattr(row.facts, fact)


def _beside_doubts(row: StagedRow) -> tuple[RowProblem, ...]:
    """Return the problems of a row that are not told as a reason why it is in doubt."""
    return tuple(problem for problem in row.problems if problem.message not in row.doubts)


def _members_of_before(row: StagedRow) -> tuple[MemberFacts, ...]:
    """Return the members that stand among the details of a row that was read before they were facts of it."""
    return tuple(MemberFacts(name, number, is_lead=leads) for name, number, leads in row.details.get("parties", ()))


def _line(batch: Batch, row: StagedRow, raw: Mapping[str, str], fact: str, value: Any) -> FieldLine:
    read_as = _read_as(row, raw, fact, value)
    return FieldLine(
        label=_label(fact),
        value=_value(row, fact, value),
        raw=raw.get(read_as, ""),
        origin=row.details.get("origins", {}).get(read_as, "") or _cell(batch, row, read_as),
        problems=_of_fact(_beside_doubts(row), fact),
        old=next((difference.old for difference in row.differences if difference.field == fact), ""),
    )


def _read_as(row: StagedRow, raw: Mapping[str, str], fact: str, value: Any) -> str:
    """Return the field that tells a fact; an end that could not be reckoned shows the term for it."""
    own, other = SHOWN[fact], TOLD_BY.get(fact, "")
    if fact == "awarded_on" and row.facts.award_date_is_assumed:
        return SHOWN["starts_on"]
    is_told_elsewhere = not raw.get(own) and bool(raw.get(other)) and (value is not None or fact == "ends_before")
    return other if is_told_elsewhere else own


def _label(fact: str) -> str:
    return _("Aanbestedende dienst") if fact == "authority_id" else field_label(fact)


def _value(row: StagedRow, fact: str, value: Any) -> str:
    """Return a fact in words; a contract without an end is one, unless its end could not be read."""
    if fact == "lots" and value:
        return ", ".join(f"{lot.number} {lot.title}" for lot in value)
    if fact == "ends_before" and value is None and not any(problem.severity == ERROR for problem in _of_fact(row.problems, fact)):
        return _("geen einddatum")
    return words_of(fact, value)


def _of_fact(problems: Iterable[RowProblem], fact: str) -> tuple[RowProblem, ...]:
    return tuple(problem for problem in problems if ALSO_OF.get(problem.field, problem.field) in (fact, SHOWN[fact]))


def _cell(batch: Batch, row: StagedRow, read_as: str) -> str:
    """Return the column of a register that a field was read from, with its row; of more sheets that which the row stands on."""
    found = [column for column in batch.columns if column["field"] == read_as]
    on_sheet = [column for column in found if row.location.startswith(_("blad {sheet}, ").format(sheet=column["sheet"]))]
    column = next(iter(on_sheet or found), None)
    return "" if column is None else _("kolom {address} ({header}), {where}").format(where=row.location, **_of_column(column))


def _of_column(column: dict[str, Any]) -> dict[str, str]:
    return {"address": column["address"], "header": column["header"]}


def _asides(row: StagedRow) -> tuple[tuple[str, str], ...]:
    """Return what a notice tells beside the facts of the contract."""
    labels = (
        ("notice_id", _("Aankondiging")),
        ("version", _("Versie")),
        ("published_on", _("Gepubliceerd op")),
        ("currency", _("Valuta")),
        ("framework_maximum", _("Maximum van de raamovereenkomst")),
        ("estimated_sum", _("Geraamd bedrag")),
        ("changes", _("Wijziging van")),
        ("changed_on", _("Gewijzigd op")),
        ("sum_before", _("Bedrag voor de wijziging")),
        ("reason", _("Reden van de wijziging")),
    )
    return tuple((label, _aside(row, name)) for name, label in labels if row.details.get(name))


def _aside(row: StagedRow, name: str) -> str:
    """Return something that a notice tells as a person reads it; sums are in the currency of the notice."""
    text, currency = str(row.details[name]), row.details.get("currency") or EURO
    if name.endswith("_on"):
        return format_short_date(date.fromisoformat(text))
    if name in SUMS:
        return format_euros(Decimal(text)) if currency == EURO else f"{currency} {format_decimal(Decimal(text))}"
    return text
