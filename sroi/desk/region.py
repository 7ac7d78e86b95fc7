"""The region's lists: upload with a preview, comparing, and deciding line by line or in bulk."""

from collections.abc import Mapping
from dataclasses import dataclass
from gettext import gettext as _
from gettext import ngettext
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Response

from imports.region_list import field_labels
from sroi.access import Permission
from sroi.desk.region_words import facts_summary, facts_words, kind_label, line_words, problem_words
from sroi.errors import UnableTo
from sroi.reconciliation.operations.region import compare_region_list, stage_region_list
from sroi.reconciliation.operations.region_deciding import decide_region_line, decide_sure_lines
from sroi.reconciliation.queries.region import (
    PAGE_SIZE,
    line_counts,
    preview_rows,
    region_line,
    region_lines,
    region_version,
    region_versions,
    version_changes,
)
from sroi.reconciliation.queries.region_joins import joined_with
from sroi.reconciliation.rules.matching.rows import Verdict
from sroi.reconciliation.rules.matching.words import verdict_label
from sroi.reconciliation.rules.region import MAX_REGION_REASON, Shown, choices
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, Submission, read, view
from sroi.web.pages import page, see_other
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.requests import UPLOAD_BODY_BYTES, Submitted, WebRequest, query_text, submitted, text_of

PATH = "/regiolijsten"
UNREAD = "-"
COLUMN = "kolom-"  # before the header of a column: the name of its field
NOTHING_CHOSEN: Mapping[str, str] = {}


@dataclass(frozen=True)
class Choice:
    """A filter above the lines, with how many there are."""

    label: str
    href: str
    number: int
    is_current: bool


@get(PATH, opt=permits(Permission.REVIEW_CLAIMS))
async def region_lists(request: WebRequest) -> Response[Any]:
    """Show the versions of all lists, and where one can be uploaded."""
    return await _lists_page(request, view(fields=_upload_fields(), typed={"year": str(clock.today().year)}))


@post(PATH, opt=permits(Permission.REVIEW_CLAIMS), request_max_body_size=UPLOAD_BODY_BYTES)
async def upload_region_list(request: WebRequest) -> Response[Any]:
    """Read an uploaded list and go to its preview; names in it are kept nowhere."""
    data = await submitted(request)
    submission, chosen = read(fields=_upload_fields(), data=data), _chosen_columns(data)
    if submission.is_valid:
        file: UploadFile = submission.values["file"]
        try:
            version_id = await stage_region_list(
                viewer=request.viewer,
                partner=submission.values["partner"],
                year=submission.values["year"],
                file_name=file.filename,
                content=await file.read(),
                token_key=request.settings.person_token_key,
                columns={header: None if meant == UNREAD else meant for header, meant in chosen.items()},
                now=clock.now(),
            )
            return see_other(request, f"{PATH}/{version_id}")
        except UnableTo as refusal:
            submission = submission.with_refusal(refusal)
    return await _lists_page(request, view(fields=_upload_fields(), submission=submission), chosen=chosen, status=422)


@get(PATH + "/{version_id:uuid}", opt=permits(Permission.REVIEW_CLAIMS))
async def region_version_page(request: WebRequest, version_id: FromPath[UUID]) -> Response[Any]:
    """Show a version: as it was read while it is a preview, and then its lines."""
    version = await region_version(viewer=request.viewer, version_id=version_id)
    if version.is_taken_in:
        return await _lines_page(request, version_id, view(fields=_bulk_fields()))
    after = cursor_of(request, int)
    found = await preview_rows(viewer=request.viewer, version_id=version_id, after=after[0] if after else 0, size=PAGE_SIZE + 1)
    shown = paged(request, found=found, size=PAGE_SIZE, key=lambda row: (row.position,))
    return page(
        request,
        "desk/region_preview.html",
        title=_("Lijst van {partner}, {year}").format(partner=version.partner, year=version.year),
        version=version,
        changes=await version_changes(viewer=request.viewer, version=version),
        columns=tuple((header, meant or UNREAD) for header, meant in version.columns.items()),
        meanings=_meanings(),
        rows=tuple((row.location, facts_words(row.facts), problem_words(row.problems)) for row in shown.rows),
        shown=shown,
        upload=view(fields=_upload_fields(), typed={"partner": version.partner, "year": str(version.year)}),
    )


@post(PATH + "/{version_id:uuid}/vergelijken", opt=permits(Permission.REVIEW_CLAIMS))
async def compare_region(request: WebRequest, version_id: FromPath[UUID]) -> Response[Any]:
    """Take a version in, or compare it again with the register as it is now."""
    await compare_region_list(viewer=request.viewer, version_id=version_id, now=clock.now())
    return see_other(request, f"{PATH}/{version_id}", flash=Flash(_("De lijst is vergeleken met ons register.")))


@post(PATH + "/{version_id:uuid}/bevestigen", opt=permits(Permission.REVIEW_CLAIMS))
async def confirm_sure_lines(request: WebRequest, version_id: FromPath[UUID]) -> Response[Any]:
    """Decide all sure lines as they are proposed."""
    submission = read(fields=_bulk_fields(), data=await submitted(request))
    if submission.is_valid:
        try:
            number = await decide_sure_lines(
                viewer=request.viewer, version_id=version_id, reason=submission.values["reason"], now=clock.now()
            )
            said = ngettext("{number} rij is bevestigd.", "{number} rijen zijn bevestigd.", number).format(number=number)
            return see_other(request, f"{PATH}/{version_id}", flash=Flash(said))
        except UnableTo as refusal:
            submission = submission.with_refusal(refusal)
    return await _lines_page(request, version_id, view(fields=_bulk_fields(), submission=submission), status=422)


@get(PATH + "/rijen/{line_id:uuid}", opt=permits(Permission.REVIEW_CLAIMS))
async def region_line_page(request: WebRequest, line_id: FromPath[UUID]) -> Response[Any]:
    """Show one line: both sides, the reasons, and what may be decided."""
    return await line_page(request, line_id, None)


@post(PATH + "/rijen/{line_id:uuid}", opt=permits(Permission.REVIEW_CLAIMS))
async def decide_region(request: WebRequest, line_id: FromPath[UUID]) -> Response[Any]:
    """Decide about one line, with a reason."""
    line = await region_line(viewer=request.viewer, line_id=line_id)
    submission = read(
        fields=_decision_fields(has_partner=line.partner is not None, has_own=line.own is not None), data=await submitted(request)
    )
    if submission.is_valid:
        values = submission.values
        try:
            await decide_region_line(
                viewer=request.viewer, line_id=line_id, verdict=Verdict(values["verdict"]), reason=values["reason"], now=clock.now()
            )
            return see_other(request, f"{PATH}/{line.version_id}", flash=Flash(_("Uw oordeel is bewaard.")))
        except UnableTo as refusal:
            submission = submission.with_refusal(refusal)
    return await line_page(request, line_id, submission, status=422)


async def _lists_page(
    request: WebRequest, form: FormView, *, chosen: Mapping[str, str] = NOTHING_CHOSEN, status: int = 200
) -> Response[Any]:
    """Return the page of all lists; `chosen` is what a person said of the columns of a list that was refused, by header."""
    return page(
        request,
        "desk/region_lists.html",
        status=status,
        title=_("Lijsten van de regio"),
        form=form,
        versions=await region_versions(viewer=request.viewer),
        columns=tuple(chosen.items()),
        meanings=_meanings(),
    )


async def _lines_page(request: WebRequest, version_id: UUID, form: FormView, *, status: int = 200) -> Response[Any]:
    version = await region_version(viewer=request.viewer, version_id=version_id)
    counts = await line_counts(viewer=request.viewer, version_id=version_id)
    asked = query_text(request, "toon")
    current = Shown(asked) if asked in set(Shown) else next((one for one in Shown if counts[one]), Shown.OPEN)
    after = cursor_of(request, int)
    found = await region_lines(
        viewer=request.viewer, version_id=version_id, shown=current, after=after[0] if after else 0, size=PAGE_SIZE + 1
    )
    shown = paged(request, found=found, size=PAGE_SIZE, key=lambda line: (line.position,))
    return page(
        request,
        "desk/region_lines.html",
        status=status,
        title=_("Lijst van {partner}, {year}").format(partner=version.partner, year=version.year),
        version=version,
        changes=await version_changes(viewer=request.viewer, version=version),
        choices=tuple(Choice(_shown_label(one), f"{PATH}/{version_id}?toon={one.value}", counts[one], one is current) for one in Shown),
        current=_shown_label(current),
        sure=counts[Shown.SURE],
        lines=tuple(line_words(line) for line in shown.rows),
        shown=shown,
        form=form,
    )


async def line_page(
    request: WebRequest, line_id: UUID, submission: Submission | None, *, parting: tuple[UUID, Submission] | None = None, status: int = 200
) -> Response[Any]:
    """Return the page of a line; `parting` is which join was to be undone, with what was typed and why that was refused."""
    line = await region_line(viewer=request.viewer, line_id=line_id)
    version = await region_version(viewer=request.viewer, version_id=line.version_id)
    fields = _decision_fields(has_partner=line.partner is not None, has_own=line.own is not None)
    joined = await joined_with(viewer=request.viewer, line=line)
    typed = dict([parting] if parting else [])
    partings = tuple(view(fields=parting_fields(one.id), submission=typed.get(one.id)) for one in joined)
    form = view(fields=fields, submission=submission)
    return page(
        request,
        "desk/region_line.html",
        status=status,
        title=_("Rij van {partner}").format(partner=version.partner),
        version=version,
        line=line_words(line),
        kind=kind_label(line.kind),
        joined=tuple((one, facts_summary(one.facts), part) for one, part in zip(joined, partings, strict=True)),
        form=form,
        errors=FormView(fields=(), errors=tuple(error for each in (form, *partings) for error in each.errors)),
    )


def parting_fields(join_id: UUID) -> tuple[Field, ...]:
    """Return the field of undoing a join; its name tells of which, for a page may have several."""
    return (
        Field(
            name=f"reason-{join_id}",
            label=_("Waarom horen ze toch niet bij elkaar?"),
            max_length=MAX_REGION_REASON,
            missing=_("Vul in waarom deze rijen niet bij elkaar horen."),
        ),
    )


def _chosen_columns(data: Submitted) -> dict[str, str]:
    """Return what each column of a list is to be read as, by header; what is no field of such a list is left out."""
    known = {meant for meant, _label in _meanings()}
    return {name.removeprefix(COLUMN): meant for name in data if name.startswith(COLUMN) and (meant := text_of(data, name)) in known}


def _meanings() -> tuple[tuple[str, str], ...]:
    return ((UNREAD, _("niet lezen")), *field_labels().items())


def _year(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) == 4):
        raise ValueError(_("Schrijf het jaar met vier cijfers, bijvoorbeeld 2023."))
    return int(text)


def _upload_fields() -> tuple[Field, ...]:
    return (
        Field(name="partner", label=_("Partner"), hint=_("Wie deze lijst stuurt, bijvoorbeeld een gemeente of een ander WSP.")),
        Field(name="year", label=_("Jaar"), kind="number", parse=_year, missing=_("Vul het jaar in.")),
        Field(
            name="file",
            label=_("Lijst"),
            kind="file",
            accept=".csv,.xlsx,.xls,.ods",
            missing=_("Kies een bestand."),
            hint=_("Excel of csv. Namen en geboortedatums worden een onleesbare code; het bestand zelf bewaren we niet."),
        ),
    )


def _bulk_fields() -> tuple[Field, ...]:
    return (
        Field(
            name="reason",
            label=_("Reden voor alle zekere rijen"),
            kind="textarea",
            missing=_("Vul in waarom u deze rijen bevestigt."),
            max_length=MAX_REGION_REASON,
        ),
    )


def _decision_fields(*, has_partner: bool, has_own: bool) -> tuple[Field, ...]:
    is_pair = has_partner and has_own
    options = tuple((one.value, _choice_label(one, is_pair)) for one in choices(has_partner=has_partner, has_own=has_own))
    return (
        Field(name="verdict", label=_("Uw oordeel"), kind="radio", options=options),
        Field(name="reason", label=_("Reden"), kind="textarea", missing=_("Vul in waarom u dit besluit."), max_length=MAX_REGION_REASON),
    )


def _choice_label(verdict: Verdict, is_pair: bool) -> str:
    if is_pair and verdict is Verdict.PARTNER_ONLY:
        return _("Niet hetzelfde: ieder een eigen rij")
    label = verdict_label(verdict)
    return label[:1].upper() + label[1:]


def _shown_label(shown: Shown) -> str:
    if shown is Shown.OPEN:
        return _("Te bekijken")
    if shown is Shown.SURE:
        return _("Zeker, nog te bevestigen")
    return _choice_label(Verdict(shown.value), False)
