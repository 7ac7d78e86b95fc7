"""Writing the whole compliance workbook: Samenvatting, the registers, and Toelichting."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime
from gettext import gettext as _
from typing import IO
from uuid import UUID

from sroi.contracts.rules import MemberFacts
from sroi.exports.compliance.explanation import explanation_sheet
from sroi.exports.compliance.registers import claim_row, claims_sheet, contracts_sheet, placements_sheet
from sroi.exports.compliance.summary import summary_sheet
from sroi.exports.export import Tell, silent
from sroi.exports.queries import ClaimLine, ObligationLine, unconfirmed_rules
from sroi.exports.workbook import BookWriter
from sroi.reconciliation.rules import YearRows, judged_placements, year_report_of
from sroi.values import AMSTERDAM, format_date, format_moment


@dataclass(frozen=True)
class ComplianceData:
    """What the workbook of a year is made of but for its claims, read at `now`; contracts stand as they do `on` a day."""

    authority_name: str
    rows: YearRows
    obligations: dict[UUID, ObligationLine]
    members: dict[UUID, tuple[MemberFacts, ...]]
    number_of_claims: int
    now: datetime
    on: date

    @property
    def made(self) -> str:
        """Return the line that says by whom and when it was made."""
        return _("{authority}. Gemaakt op {moment}; contracten zoals zij er op {on} voor stonden.").format(
            authority=self.authority_name, moment=format_moment(self.now.astimezone(AMSTERDAM)), on=format_date(self.on)
        )


async def write_book(*, to: IO[bytes], data: ComplianceData, claims: AsyncIterator[list[ClaimLine]], tell: Tell = silent) -> None:
    """Write the workbook, claims page by page; `tell` hears how many were written. The same data always gives the same bytes."""
    report = year_report_of(rows=data.rows, on=data.on)
    contracts = contracts_sheet(lines=report.contracts, obligations=data.obligations, members=data.members)
    placements = placements_sheet(placements=judged_placements(rows=data.rows))
    names = (_("Samenvatting"), contracts.name, claims_sheet().name, placements.name, _("Toelichting"))
    title = _("Social return {year}: verantwoording").format(year=report.year)
    with BookWriter(to, title=title, author=data.authority_name, created_at=data.now, names=names) as book:
        book.write(summary_sheet(report=report, made=data.made, contracts=contracts, placements=placements))
        book.write(contracts)
        used = unconfirmed_rules(data.obligations.values()) + await _write_claims(book, claims, data.number_of_claims, tell)
        book.write(placements)
        registers = (contracts, claims_sheet(), placements)
        book.write(explanation_sheet(report=report, made=data.made, registers=registers, unconfirmed=dict(sorted(used.items()))))


async def _write_claims(book: BookWriter, claims: AsyncIterator[list[ClaimLine]], total: int, tell: Tell) -> Counter[tuple[str, str]]:
    """Write the sheet of claims; return how often each rule was used in them that nobody has adopted."""
    register, used, written = book.register(claims_sheet()), Counter[tuple[str, str]](), 0
    async for page in claims:
        register.add([claim_row(claim) for claim in page])
        used += unconfirmed_rules(page)
        written += len(page)
        await tell(written, total)
    register.end()
    return used
