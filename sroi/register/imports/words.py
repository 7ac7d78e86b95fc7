"""The words of the pages of imports."""

from gettext import gettext as _
from gettext import ngettext

from sroi.contracts.queries.imports import Batch, BatchStatus
from sroi.contracts.rules import Becomes, Decision, StagedRow, Verdict
from sroi.values import format_decimal

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


def register_href(row: StagedRow, *, status: BatchStatus) -> str | None:
    """Return the page of the contract that a row is about or became; what an undone import had added is found no more."""
    own_id = row.own_id if status is BatchStatus.CONFIRMED else None
    about_id = None if row.contract_id == row.id else row.contract_id
    contract_id = own_id or about_id
    return f"/contracten/{contract_id}" if contract_id else None


def batch_words(batch: Batch) -> str:
    """Return what kind of file an import is of, how many rows were read, and where it stands."""
    rows = ngettext("{number} rij", "{number} rijen", batch.row_count).format(number=format_decimal(batch.row_count))
    words = _("{format}, {rows}, {status}.")
    return words.format(format=FORMATS.get(batch.format, _("Bestand")), rows=rows, status=STATUS_WORDS[batch.status])


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
