"""The compliance workbook of a year: what was owed, what came of it, and every row that makes the figures. Meant for the WSP."""

import asyncio
from datetime import date, datetime
from gettext import gettext as _
from hashlib import sha256

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts.queries import home_authority
from sroi.database import transaction
from sroi.exports.compliance.book import ComplianceData, compliance_book
from sroi.exports.queries import claims_of_year, obligations_of_year
from sroi.exports.workbook import MEDIA_TYPE, rendered
from sroi.reconciliation.queries import year_rows


async def compliance_workbook(*, viewer: Viewer, year: int, now: datetime, today: date) -> bytes:
    """Return the workbook of a year with contracts as they stand today, and record its hash.

    Raises UnableToAllow for who may not export, and UnableToReconcile for a year that cannot be meant.
    """
    viewer.require(Permission.EXPORT_COMPLIANCE)
    book = await asyncio.to_thread(compliance_book, await _data(viewer, year, now, today))
    content = await rendered(book)
    async with transaction():
        await record_event(
            actor=actor_of(viewer),
            action="export.made",
            subject=Subject("export", COMPLIANCE.key),
            now=now,
            details={"year": year, "on": today.isoformat(), "sha256": sha256(content).hexdigest(), "size_bytes": len(content)},
        )
    return content


async def _data(viewer: Viewer, year: int, now: datetime, today: date) -> ComplianceData:
    # One transaction, so that a decision taken meanwhile is on every sheet or on none.
    async with transaction():
        return ComplianceData(
            authority_name=(await home_authority()).name,
            rows=await year_rows(viewer=viewer, year=year, on=today),
            claims=await claims_of_year(viewer=viewer, year=year),
            obligations=await obligations_of_year(viewer=viewer, year=year),
            now=now,
            on=today,
        )


class ComplianceExport:
    """The compliance workbook as one of the exports."""

    key = "compliance"
    media_type = MEDIA_TYPE
    permission = Permission.EXPORT_COMPLIANCE

    @property
    def label(self) -> str:
        """Return the Dutch name."""
        return _("Compliance-werkboek")

    def file_name(self, *, year: int) -> str:
        """Return what the file is called."""
        return f"sroi-compliance-{year}.xlsx"

    async def make(self, *, viewer: Viewer, year: int, now: datetime, today: date) -> bytes:
        """Return the workbook and record that it was made."""
        return await compliance_workbook(viewer=viewer, year=year, now=now, today=today)


COMPLIANCE = ComplianceExport()

__all__ = ["COMPLIANCE", "ComplianceExport", "compliance_workbook"]
