"""The compliance workbook of a year: what was owed, what came of it, and every row that makes the figures. Meant for the WSP."""

from datetime import date, datetime
from gettext import gettext as _
from typing import IO

from sroi.access import Viewer
from sroi.contracts.queries import home_authority
from sroi.database import snapshot
from sroi.exports.compliance.book import ComplianceData, write_book
from sroi.exports.export import LargeExport, Tell, silent
from sroi.exports.queries import claims_of_year, members_of_year, number_of_claims, obligations_of_year
from sroi.exports.workbook import MEDIA_TYPE
from sroi.reconciliation.queries import year_rows


class ComplianceExport(LargeExport):
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

    async def write(self, *, to: IO[bytes], viewer: Viewer, year: int, now: datetime, today: date, tell: Tell = silent) -> None:
        """Write the workbook of a year, its claims page by page."""
        self.require(viewer)
        async with snapshot():
            data = ComplianceData(
                authority_name=(await home_authority()).name,
                rows=await year_rows(viewer=viewer, year=year, on=today),
                obligations=await obligations_of_year(viewer=viewer, year=year),
                members=await members_of_year(viewer=viewer, year=year),
                number_of_claims=await number_of_claims(viewer=viewer, year=year),
                now=now,
                on=today,
            )
            await write_book(to=to, data=data, claims=claims_of_year(viewer=viewer, year=year), tell=tell)


COMPLIANCE = ComplianceExport()

__all__ = ["COMPLIANCE", "ComplianceExport"]
