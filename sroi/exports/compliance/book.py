"""The whole compliance workbook as data: Samenvatting, the registers, and Toelichting."""

from dataclasses import dataclass
from datetime import date, datetime
from gettext import gettext as _
from uuid import UUID

from sroi.exports.compliance.explanation import explanation_sheet
from sroi.exports.compliance.registers import AMSTERDAM, claims_sheet, contracts_sheet, placements_sheet
from sroi.exports.compliance.summary import summary_sheet
from sroi.exports.queries import ClaimLine, ObligationLine, unconfirmed_rules
from sroi.exports.workbook import Workbook
from sroi.reconciliation.rules import YearRows, judged_placements, year_report_of
from sroi.values import format_date, format_moment


@dataclass(frozen=True)
class ComplianceData:
    """All that the workbook of a year is made of, read in one transaction at `now`; contracts stand as they do `on` a day."""

    authority_name: str
    rows: YearRows
    claims: tuple[ClaimLine, ...]
    obligations: dict[UUID, ObligationLine]
    now: datetime
    on: date


def compliance_book(data: ComplianceData) -> Workbook:
    """Return the workbook; the same data always gives the same."""
    report = year_report_of(rows=data.rows, on=data.on)
    contracts = contracts_sheet(lines=report.contracts, obligations=data.obligations)
    claims = claims_sheet(claims=data.claims)
    placements = placements_sheet(placements=judged_placements(rows=data.rows))
    made = _("{authority}. Gemaakt op {moment}; contracten zoals zij er op {on} voor stonden.").format(
        authority=data.authority_name, moment=format_moment(data.now.astimezone(AMSTERDAM)), on=format_date(data.on)
    )
    used = unconfirmed_rules(claims=data.claims, obligations=tuple(data.obligations.values()))
    return Workbook(
        title=_("Social return {year}: verantwoording").format(year=report.year),
        author=data.authority_name,
        created_at=data.now,
        sheets=(
            summary_sheet(report=report, made=made, contracts=contracts, placements=placements),
            contracts,
            claims,
            placements,
            explanation_sheet(report=report, made=made, registers=(contracts, claims, placements), unconfirmed=used),
        ),
    )
