"""The compliance workbook of a year: what was owed, what came of it, and every row that makes the figures. Meant for the WSP."""

import asyncio
from datetime import date, datetime
from gettext import gettext as _

from sroi.access import Viewer
from sroi.contracts.queries import home_authority
from sroi.database import transaction
from sroi.exports.compliance.book import ComplianceData, compliance_book
from sroi.exports.export import YearExport
from sroi.exports.queries import claims_of_year, obligations_of_year
from sroi.exports.workbook import MEDIA_TYPE, rendered
from sroi.reconciliation.queries import year_rows


class ComplianceExport(YearExport):
    """The compliance workbook as one of the exports."""

    key = "compliance"
    media_type = MEDIA_TYPE
    extension = "xlsx"

    @property
    def label(self) -> str:
        """Return the Dutch name."""
        return _("Compliance-werkboek")

    @property
    def explanation(self) -> str:
        """Return what is in it and for whom."""
        return _("Alle contracten, opgaven en plaatsingen van een jaar, met de cijfers die daaruit volgen. Alleen voor het WSP.")

    async def content(self, *, viewer: Viewer, year: int, now: datetime, today: date) -> bytes:
        """Return the workbook of a year with contracts as they stand on a day."""
        book = await asyncio.to_thread(compliance_book, await _data(viewer, year, now, today))
        return await rendered(book)


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


COMPLIANCE = ComplianceExport()

__all__ = ["COMPLIANCE", "ComplianceExport"]
