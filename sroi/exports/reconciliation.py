"""The reconciliation of a year: every row of the region's lists and of ours with its verdict. Meant for the WSP."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import date, datetime
from gettext import gettext as _
from typing import IO, Any

from sroi.access import Permission, Viewer
from sroi.contracts.queries import home_authority
from sroi.database import fetch, snapshot
from sroi.exports.export import LargeExport, Tell, silent
from sroi.exports.workbook import (
    MEDIA_TYPE,
    BookWriter,
    CellKind,
    Column,
    Formula,
    Heading,
    Paragraph,
    Sheet,
    Table,
    Value,
    register_range,
)
from sroi.reconciliation.queries.region import CURRENT_VERSIONS, DECIDED
from sroi.reconciliation.rules.matching.rows import RowKind, Verdict
from sroi.reconciliation.rules.matching.words import verdict_label
from sroi.reconciliation.rules.region import RegionFacts, facts_from_json
from sroi.values import format_date, last_day, local_day

PAGE_SIZE = 2_000
OF_YEAR = f"""
FROM region_line AS line
JOIN region_version AS version ON version.id = line.version
JOIN region_list ON region_list.id = version.list
LEFT JOIN region_row AS partner ON partner.id = line.partner_row
LEFT JOIN claim ON claim.id = line.own_claim
LEFT JOIN contract ON contract.id = claim.contract
LEFT JOIN organisation ON organisation.id = claim.organisation
{DECIDED}
WHERE region_list.year = {{}} AND version.id IN (SELECT id FROM ({CURRENT_VERSIONS}) AS current_version)
"""
LINES = f"""
SELECT region_list.partner, version.number AS version, line.position, line.kind, line.proposed, line.score, partner.location,
    partner.facts, claim.number AS claim_number, contract.number AS contract_number, organisation.name AS contractor_name,
    decision.verdict, decision.reason, decision.decided_at
{OF_YEAR} AND (region_list.partner > {{}} OR (region_list.partner = {{}} AND line.position > {{}}))
ORDER BY region_list.partner, line.position LIMIT {{}}
"""
COUNTS = f"""
SELECT region_list.partner, decision.verdict, COUNT(*) AS lines {OF_YEAR}
GROUP BY region_list.partner, decision.verdict ORDER BY region_list.partner
"""

Counts = dict[str, Counter[str | None]]


class ReconciliationExport(LargeExport):
    """The reconciliation as one of the exports."""

    key = "aansluiting"
    media_type = MEDIA_TYPE
    extension = "xlsx"

    @property
    def label(self) -> str:
        """Return the Dutch name."""
        return _("Aansluiting met de regio")

    @property
    def explanation(self) -> str:
        """Return what is in it and for whom."""
        return _("Elke rij van de lijsten van partners en van ons register, met de uitkomst en de reden. Alleen voor het WSP.")

    async def write(self, *, to: IO[bytes], viewer: Viewer, year: int, now: datetime, today: date, tell: Tell = silent) -> None:
        """Write the workbook of a year, its rows page by page."""
        self.require(viewer)
        viewer.require(Permission.READ_RECONCILIATION)
        async with snapshot():
            counts = await _counts(year)
            author, total, written = (await home_authority()).name, number_of_rows(counts), 0
            title, names = _("Aansluiting met de regio {year}").format(year=year), (_("Samenvatting"), _("Aansluiting"), _("Toelichting"))
            with BookWriter(to, title=title, author=author, created_at=now, names=names) as book:
                register = book.register(lines_sheet())
                async for page in _lines(year):
                    register.add([line_row(line) for line in page])
                    written += len(page)
                    await tell(written, total)
                register.end()
                book.write(summary_sheet(title=title, on=today, counts=counts))
                book.write(explanation_sheet())


async def _counts(year: int) -> Counts:
    """Return for each partner how many rows have which verdict; None is that of a row without a decision."""
    counts: Counts = {}
    for row in await fetch(COUNTS, year):
        counts.setdefault(row["partner"], Counter())[row["verdict"]] = int(row["lines"])
    return counts


async def _lines(year: int) -> AsyncIterator[list[dict[str, Any]]]:
    partner, position = "", -1
    while rows := await fetch(LINES, year, partner, partner, position, PAGE_SIZE):
        yield rows
        partner, position = rows[-1]["partner"], rows[-1]["position"]


def line_columns() -> tuple[Column, ...]:
    """Return the columns of the sheet Aansluiting."""
    return (
        Column(_("Partner"), width=26, explanation=_("Wie de lijst heeft gestuurd.")),
        Column(_("Versie"), CellKind.WHOLE, 8, _("De versie van de lijst die nu geldt.")),
        Column(_("Plaats"), width=18, explanation=_("Waar de rij in de lijst staat. Leeg: de rij staat alleen in ons register.")),
        Column(_("Soort"), width=16, explanation=_("Plaatsing, scholing of sociale inkoop.")),
        Column(_("Uitkomst"), width=22, explanation=_("Wat een medewerker heeft besloten, of dat nog niet is besloten.")),
        Column(_("Reden"), CellKind.LONG_TEXT, 50, _("De reden die bij het besluit is gegeven.")),
        Column(_("Besloten op"), CellKind.DATE, 12, _("De dag van het besluit.")),
        Column(_("Voorstel"), width=22, explanation=_("Wat het register voorstelde toen de lijst werd vergeleken.")),
        Column(_("Score"), CellKind.WHOLE, 8, _("Hoe zeker het is dat beide rijen over hetzelfde gaan, van 0 tot en met 100.")),
        Column(_("Opgave"), CellKind.WHOLE, 9, _("Het nummer van de opgave in ons register. Leeg: alleen de partner heeft deze rij.")),
        Column(_("Contract"), width=18, explanation=_("Het contract van die opgave.")),
        Column(_("Opdrachtnemer"), CellKind.LONG_TEXT, 36, _("Wie die opgave heeft gedaan.")),
        Column(_("Nummer partner"), width=16, explanation=_("Het nummer dat de partner aan de rij geeft.")),
        Column(_("Werkgever"), CellKind.LONG_TEXT, 36, _("De werkgever of leverancier volgens de partner.")),
        Column(_("Start"), CellKind.DATE, 12, _("De eerste dag volgens de partner.")),
        Column(_("Tot en met"), CellKind.DATE, 12, _("De laatste dag volgens de partner.")),
        Column(_("Uren per week"), CellKind.DECIMAL, 10, _("Volgens de partner.")),
        Column(_("Doelgroep"), CellKind.LONG_TEXT, 30, _("Volgens de partner.")),
        Column(_("Factuur"), width=16, explanation=_("Het factuurnummer volgens de partner.")),
        Column(_("Bedrag"), CellKind.EUROS, 16, _("Het bedrag exclusief btw volgens de partner."), is_totalled=True),
        Column(_("Wie claimt"), width=22, explanation=_("Wie de rij volgens de partner voor zich telt. Leeg: de partner zelf.")),
    )


def lines_sheet() -> Sheet:
    """Return the sheet of every row; they are written page by page, by `line_row`."""
    empty = _("Er is voor dit jaar nog geen lijst van een partner overgenomen.")
    return Sheet(_("Aansluiting"), (Table(line_columns(), (), empty=empty, total_label=_("Totaal"), is_filtered=True),), is_register=True)


def line_row(line: dict[str, Any]) -> tuple[Value, ...]:
    """Return a row of a list, of the register, or of both as one row of the sheet."""
    told = RegionFacts(RowKind(line["kind"])) if line["facts"] is None else facts_from_json(line["facts"])
    return (
        line["partner"],
        line["version"],
        line["location"],
        kind_words(RowKind(line["kind"])),
        verdict_words(line["verdict"]),
        line["reason"],
        line["decided_at"] and local_day(line["decided_at"]),
        verdict_label(Verdict(line["proposed"])),
        line["score"],
        line["claim_number"],
        line["contract_number"],
        line["contractor_name"],
        told.reference,
        told.employer,
        told.start,
        last_day(told.end),
        told.hours,
        told.target_group,
        told.invoice,
        told.amount,
        told.claimed_by,
    )


def kind_words(kind: RowKind) -> str:
    """Return the Dutch name of what a row claims."""
    return {RowKind.PLACEMENT: _("Plaatsing"), RowKind.TRAINING: _("Scholing"), RowKind.PURCHASE: _("Sociale inkoop")}[kind]


def verdict_words(verdict: str | None) -> str:
    """Return how a row ended, in Dutch."""
    return _("Nog niet besloten") if verdict is None else verdict_label(Verdict(verdict))


def number_of_rows(counts: Counts) -> int:
    """Return how many rows there are of all partners together."""
    return sum(verdicts.total() for verdicts in counts.values())


def summary_sheet(*, title: str, on: date, counts: Counts) -> Sheet:
    """Return how many rows of each partner ended how, as formulas over the rows."""
    verdicts = (*(verdict.value for verdict in Verdict), None)
    sheet, rows = lines_sheet(), number_of_rows(counts)
    names, ends = (register_range(sheet=sheet, header=header, rows=rows) for header in (_("Partner"), _("Uitkomst")))
    # The first table stands from row 6: title, a line, an empty row, a heading and the header come above it.
    table: tuple[tuple[Value, ...], ...] = tuple(
        (
            partner,
            *(Formula(f'=COUNTIFS({names},A{row},{ends},"{verdict_words(verdict)}")', found[verdict]) for verdict in verdicts),
            found.total(),
        )
        for row, (partner, found) in enumerate(counts.items(), start=6)
    )
    columns = (
        Column(_("Partner"), width=36),
        *(Column(verdict_words(verdict), CellKind.WHOLE, 25, is_totalled=True) for verdict in verdicts),
        Column(_("Rijen"), CellKind.WHOLE, 12, is_totalled=True),
    )
    told = _("Bevat persoonsgegevens, alleen voor het WSP. Stand op {on}.").format(on=format_date(on))
    empty = _("Er is voor dit jaar nog geen lijst van een partner overgenomen.")
    heading = Heading(_("Uitkomst per partner"))
    return Sheet(_("Samenvatting"), (Heading(title), Paragraph(told), heading, Table(columns, table, empty=empty, total_label=_("Totaal"))))


def explanation_sheet() -> Sheet:
    """Return what every column means."""
    columns = (Column(_("Kolom"), width=26), Column(_("Betekenis"), CellKind.LONG_TEXT, 110))
    rows = tuple((column.header, column.explanation) for column in line_columns())
    return Sheet(_("Toelichting"), (Heading(_("De kolommen")), Table(columns, rows)))


RECONCILIATION = ReconciliationExport()
