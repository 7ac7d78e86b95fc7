"""How far a long import is: rows done, problems so far and the time left; a script asks again, or without it the reader."""

from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.queries.imports import (
    CHOOSE_AUTHORITIES,
    CHOOSE_COLUMNS,
    CONFIRM_IMPORT,
    READ_IMPORT,
    UNDO_IMPORT,
    Batch,
    import_batch,
    import_job,
)
from sroi.jobs.rules import JobRecord
from sroi.web import clock
from sroi.web.pages import page
from sroi.web.permissions import permits
from sroi.web.progress import OVER, ProgressLine, progress_line
from sroi.web.requests import WebRequest

# What is done with more rows than this is done behind the page.
BEHIND_PAGE_ROWS = 500
# What is being done, for as long as the job itself does not tell more.
AT_WORK = {
    READ_IMPORT: _("Het bestand wordt gelezen."),
    CHOOSE_COLUMNS: _("Het bestand wordt opnieuw gelezen met uw kolommen."),
    CHOOSE_AUTHORITIES: _("De aanbestedende diensten worden bij de rijen gezet."),
    CONFIRM_IMPORT: _("De rijen worden opgeslagen."),
    UNDO_IMPORT: _("De import wordt teruggedraaid."),
}
GOES_ON = _("Dit bestand is groot. U hoeft niet te wachten: de import gaat door als u deze pagina sluit.")
# What a job that ended without its work done left, when that was no refusal of the house.
BROKEN = _("Er ging iets mis op de server. Probeer het opnieuw. Lukt het dan weer niet, vraag dan uw beheerder.")
LEFT = {
    READ_IMPORT: _("Het bestand is niet gelezen."),
    CHOOSE_COLUMNS: _("Uw kolommen zijn niet gebruikt: hieronder staat het bestand zoals het eerst was gelezen."),
    CHOOSE_AUTHORITIES: _("Uw keuzes zijn niet bewaard."),
    CONFIRM_IMPORT: _("Er is niets opgeslagen."),
    UNDO_IMPORT: _("Er is niets teruggedraaid."),
}
LEADS = {
    READ_IMPORT: GOES_ON,
    CHOOSE_COLUMNS: GOES_ON,
    CHOOSE_AUTHORITIES: GOES_ON,
    CONFIRM_IMPORT: _("Dit bestand is groot. U hoeft niet te wachten: de import gaat door als u deze pagina sluit. U krijgt een e-mail."),
    UNDO_IMPORT: _("Deze import is groot. U hoeft niet te wachten: het gaat door als u deze pagina sluit. U krijgt een e-mail."),
}


@get("/importeren/{batch_id:uuid}/voortgang", opt=permits(Permission.WRITE_REGISTER))
async def progress_part(request: WebRequest, batch_id: FromPath[UUID]) -> Response[Any]:
    """Give the part of the page that tells how far it is."""
    batch = await import_batch(viewer=request.viewer, batch_id=batch_id)
    record = await import_job(viewer=request.viewer, batch=batch)
    line = line_of(record, now=clock.now()) if record is not None else OVER
    return page(request, "components/progress_line.html", title=_("Voortgang"), line=line)


async def progress_page(request: WebRequest, batch: Batch, record: JobRecord, *, status: int) -> Response[Any]:
    """Show how far an import is."""
    return page(
        request,
        "register/import_progress.html",
        status=status,
        title=_("Import van {file}").format(file=batch.file_name),
        batch=batch,
        base_href=f"/importeren/{batch.id}",
        lead=LEADS[record.kind],
        line=line_of(record, now=clock.now()),
    )


def failure_words(record: JobRecord) -> str:
    """Return why a job on an import ended without its work done, and what to do."""
    return record.refusal or f"{LEFT[record.kind]} {BROKEN}"


def line_of(record: JobRecord, *, now: datetime) -> ProgressLine:
    """Return how far a job is."""
    return progress_line(record, waits=_("De import wacht op zijn beurt."), works=AT_WORK[record.kind], now=now)
