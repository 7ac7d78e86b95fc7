"""The words of the pages of imports."""

from gettext import gettext as _
from gettext import ngettext
from urllib.parse import urlencode
from uuid import UUID

import imports
from sroi.contracts.queries.imports import Batch, BatchStatus, ListedImport, is_at_work
from sroi.contracts.rules import ERROR, Becomes, Decision, StagedRow, Verdict
from sroi.values import format_decimal, format_short_date, last_day
from sroi.web.paging import CURSOR
from sroi.web.requests import WebRequest, query_text

VERDICTS = {
    Verdict.NEW: ("success", _("Nieuw")),
    Verdict.CHANGED: ("warning", _("Gewijzigd")),
    Verdict.SAME: ("neutral", _("Hetzelfde")),
    Verdict.DOUBT: ("danger", _("In twijfel")),
}
# How a verdict is written in the address of a page.
VERDICT_SLUGS = {"nieuw": Verdict.NEW, "gewijzigd": Verdict.CHANGED, "hetzelfde": Verdict.SAME, "twijfel": Verdict.DOUBT}
WILL_BECOME = {
    Becomes.CONTRACT: _("wordt contract"),
    Becomes.DRAFT: _("wordt concept"),
    Becomes.CHANGE: _("wijzigt het contract"),
    Becomes.TENDER: _("wordt aanbesteding"),
    Becomes.NOTHING: _("er gebeurt niets"),
}
CHANGES_TENDER, CHANGED_TENDER = _("wijzigt de aanbesteding"), _("heeft de aanbesteding gewijzigd")
BECAME = {
    Becomes.CONTRACT: _("is contract geworden"),
    Becomes.DRAFT: _("is concept geworden"),
    Becomes.CHANGE: _("heeft het contract gewijzigd"),
    Becomes.TENDER: _("is aanbesteding geworden"),
    Becomes.NOTHING: _("er is niets gebeurd"),
}
DECISIONS = {
    Decision.OPEN: _("Nog geen keuze"),
    Decision.NEW: _("Eigen contract of concept"),
    Decision.LINK: _("Hoort bij een contract dat er al is"),
    Decision.SKIP: _("Niet overnemen"),
}
# The same, as what was decided; `number` is that of the contract.
DECIDED = {
    Decision.NEW: _("eigen contract of concept"),
    Decision.LINK: _("hoort bij contract {number}"),
    Decision.SKIP: _("niet overnemen"),
}
OF_END = ("end", "ends_on", "duration")  # by which names problems are about the last day
FORMATS = {
    "xlsx": _("Excel-bestand"),
    "xls": _("Excel-bestand"),
    "ods": _("OpenDocument-bestand"),
    "csv": _("Tekstbestand (csv)"),
    "register": _("Contractregister"),
    "tenderned": _("Open data van TenderNed"),
    "ocds": _("Inkoopgegevens (OCDS)"),
    "eforms": _("Aankondiging (eForms)"),
    "ted": _("Aankondiging (TED)"),
}
STATUS_WORDS = {
    BatchStatus.READING: _("wordt gelezen"),
    BatchStatus.PREVIEW: _("wacht op bevestiging"),
    BatchStatus.REFUSED: _("niet te lezen"),
    BatchStatus.CONFIRMED: _("bevestigd"),
    BatchStatus.UNDONE: _("teruggedraaid"),
    BatchStatus.DISCARDED: _("weggegooid"),
}
NOTHING = _("niets om te bevestigen")  # a preview without rows
UNREAD = _("niet gelezen")  # a file that was to be read, by a job that ended without

# What somebody did already who asks it again from a page of before: pressed twice, gone back in the browser, or a colleague did it.
PAST = {
    BatchStatus.CONFIRMED: _("Deze import is al bevestigd. Er is niets dubbel opgeslagen."),
    BatchStatus.UNDONE: _("Deze import is al teruggedraaid."),
    BatchStatus.DISCARDED: _("Deze import is al weggegooid."),
}


def contract_of(row: StagedRow) -> UUID | None:
    """Return the contract that a row became or is about; that may have been withdrawn since, or not be there yet."""
    return row.own_id or row.contract_id


def place_in_list(request: WebRequest) -> str:
    """Return which page of which rows of an import the officer came from, as it stands in an address; empty for the first of all rows."""
    kept = [(name, text) for name in ("oordeel", "problemen", CURSOR) if (text := query_text(request, name))]
    return f"?{urlencode(kept)}" if kept else ""


def state_words(one: ListedImport) -> str:
    """Return where an import of the list stands, and whether it is worked on."""
    if is_at_work(one, one.job):
        return STATUS_WORDS[BatchStatus.READING] if one.status is BatchStatus.READING else _("wordt verwerkt")
    return _standing(one)


def batch_words(batch: Batch) -> str:
    """Return what kind of file an import is of, how many rows were read, and where it stands when nothing works on it."""
    rows = ngettext("{number} rij", "{number} rijen", batch.row_count).format(number=format_decimal(batch.row_count))
    words = _("{format}, {rows}, {status}.")
    return words.format(format=FORMATS.get(batch.format, _("Bestand")), rows=rows, status=_standing(batch))


def _standing(one: Batch | ListedImport) -> str:
    """Return where an import stands when nothing works on it."""
    if one.status is BatchStatus.PREVIEW and not one.row_count:
        return NOTHING
    return UNREAD if one.status is BatchStatus.READING else STATUS_WORDS[one.status]


def end_words(row: StagedRow) -> str:
    """Return the last day of a row in words; without one, whether the file says that there is none, or does not tell."""
    if row.facts.ends_before is not None:
        return format_short_date(last_day(row.facts.ends_before))
    if any(problem.field in OF_END and problem.severity == ERROR for problem in row.problems):
        return _("einddatum niet bekend")
    return _("geen einddatum") if _has_open_end(row) else _("einddatum niet opgegeven")


def _has_open_end(row: StagedRow) -> bool:
    """Return whether the file says that the contract goes on without an end, in words or by a day that means so, which a warning tells."""
    if "kind" in row.details:
        return bool(row.details.get("end_is_open"))
    raw = row.raw
    text = " ".join((raw.get("end") or raw.get("duration") or "").split()).casefold()
    return text in imports.load_profile().open_ends or any(problem.field == "end" for problem in row.problems)


def doubts_of(row: StagedRow) -> tuple[str, ...]:
    """Return why a row is in doubt; of what could not be read also where that stands."""
    places = {problem.message: problem.where for problem in row.problems if problem.where != row.location}
    return tuple(f"{places[doubt]}: {doubt}" if doubt in places else doubt for doubt in row.doubts)


def outcome_words(row: StagedRow, *, status: BatchStatus) -> str:
    """Return what a row of an import with that status will become, or became."""
    if status is BatchStatus.UNDONE and row.becomes is not Becomes.NOTHING:
        return _("is teruggedraaid")
    is_waiting = status is BatchStatus.PREVIEW
    if row.becomes is Becomes.TENDER and row.verdict is Verdict.CHANGED:
        return CHANGES_TENDER if is_waiting else CHANGED_TENDER
    return (WILL_BECOME if is_waiting else BECAME)[row.becomes]
