"""The sheet Samenvatting: key figures as formulas over the other sheets, and two charts."""

from gettext import gettext as _

from sroi.contracts.rules import Scope, scope_label
from sroi.exports.workbook import CellKind, Chart, Column, Formula, Heading, Paragraph, Sheet, Table, Value, column_range
from sroi.reconciliation.rules import Standing, YearReport, standing_label
from sroi.values import format_euros

# Rows of the sheet, from 1: title, two lines, an empty row and a heading stand above the first table.
FIRST_FIGURE = 7
BELOW_CHARTS = 36
LABEL_WIDTH = 36


def summary_sheet(*, report: YearReport, made: str, contracts: Sheet, placements: Sheet) -> Sheet:
    """Return the sheet Samenvatting of a year."""
    return Sheet(
        _("Samenvatting"),
        (
            Heading(_("Social return {year}: verantwoording").format(year=report.year)),
            Paragraph(made),
            Paragraph(_("Bevat persoonsgegevens, alleen voor het WSP. Zie het blad Toelichting voor de telregels.")),
            Heading(_("Plaatsingen in {year}").format(year=report.year)),
            _placement_figures(report, placements),
            Heading(_("Euro's over de hele looptijd van de contracten")),
            _euro_figures(report, contracts),
            Heading(_("Stand van de contracten")),
            _standing_figures(report, contracts),
            Heading(_("Plaatsingen per jaar"), from_row=BELOW_CHARTS),
            _years(report),
            *_charts(report),
        ),
    )


def _placement_figures(report: YearReport, placements: Sheet) -> Table:
    counted = column_range(sheet=placements, header=_("Telt"))
    scopes = column_range(sheet=placements, header=_("Bereik"))

    def of_scope(scope: Scope, figure: int | None) -> Value:
        if report.is_recorded or figure is None:
            return figure if figure is not None else _("niet bekend")
        return Formula(f'=SUMIFS({counted},{scopes},"{scope_label(scope)}")', figure)

    first = FIRST_FIGURE
    total: Value = report.total if report.is_recorded else Formula(f"=B{first + 1}+B{first + 2}", report.total)
    goal = report.goal.placements if report.goal else _("niet vastgesteld")
    gap: Value = Formula(f"=MAX(B{first}-B{first + 3},0)", report.gap) if report.gap is not None else _("niet bekend")
    rows: tuple[tuple[Value, ...], ...] = (
        (_("Jaardoel"), goal),
        (_("Plaatsingen uit lokale contracten"), of_scope(Scope.LOCAL, report.local)),
        (_("Plaatsingen uit regionale contracten"), of_scope(Scope.REGIONAL, report.regional)),
        (_("Plaatsingen totaal"), total),
        (_("Nog nodig voor het doel"), gap),
        (_("Personen in beoordeling"), report.pending),
        (_("Werkgevers"), report.employers),
    )
    return Table((Column(_("Kengetal"), width=LABEL_WIDTH), Column(_("Aantal"), CellKind.WHOLE, 18)), rows)


def _euro_figures(report: YearReport, contracts: Sheet) -> Table:
    euros = report.euros
    figures = (
        (_("Verplicht"), euros.owed),
        (_("Goedgekeurd"), euros.approved),
        (_("In beoordeling"), euros.in_review),
        (_("Resteert"), euros.remaining),
        (_("Overschot"), euros.surplus),
    )
    rows = tuple((label, Formula(f"=SUM({column_range(sheet=contracts, header=label)})", amount)) for label, amount in figures)
    return Table((Column(_("Bedrag"), width=LABEL_WIDTH), Column(_("Euro's"), CellKind.EUROS, 18)), rows)


def _standing_figures(report: YearReport, contracts: Sheet) -> Table:
    standings = column_range(sheet=contracts, header=_("Stand"))
    rows = tuple(
        (
            standing_label(standing),
            Formula(f'=COUNTIF({standings},"{standing_label(standing)}")', report.contracts_that_are(standing)),
        )
        for standing in Standing
    )
    return Table((Column(_("Stand"), width=LABEL_WIDTH), Column(_("Contracten"), CellKind.WHOLE, 18)), rows)


def _years(report: YearReport) -> Table:
    columns = (
        Column(_("Jaar"), CellKind.TEXT, LABEL_WIDTH),
        Column(_("Lokaal"), CellKind.WHOLE, 18),
        Column(_("Regionaal"), CellKind.WHOLE, 12),
        Column(_("Niet uitgesplitst"), CellKind.WHOLE, 18),
        Column(_("Totaal"), CellKind.WHOLE, 12),
        Column(_("Jaardoel"), CellKind.WHOLE, 12),
        Column(_("Werkgevers"), CellKind.WHOLE, 12),
        Column(_("Bron"), CellKind.TEXT, 40),
    )
    rows: list[tuple[Value, ...]] = [
        (
            str(past.year),
            past.local,
            past.regional,
            past.total if past.local is None else None,
            past.total,
            None,
            past.employers,
            past.source,
        )
        for past in report.history
    ]
    rows.append(
        (
            str(report.year),
            report.local,
            report.regional,
            report.total if report.local is None else None,
            report.total,
            report.goal.placements if report.goal else None,
            report.employers,
            report.recorded.source if report.recorded else _("Dit register"),
        )
    )
    return Table(columns, tuple(rows))


def _charts(report: YearReport) -> tuple[Chart, Chart]:
    goal = _("het jaardoel is {goal}").format(goal=report.goal.placements) if report.goal else _("er is geen jaardoel vastgesteld")
    euros = report.euros
    return (
        Chart(
            title=_("Plaatsingen en jaardoel"),
            alt=_("Kolommen: {total} plaatsingen in {year}; {goal}. De cijfers staan in de tabel Plaatsingen per jaar.").format(
                total=report.total, year=report.year, goal=goal
            ),
            table=3,
            columns=(1, 2, 3),
            marks=(5,) if report.goal else (),
            at="D5",
        ),
        Chart(
            title=_("Verplicht, goedgekeurd en wat resteert"),
            alt=_("Kolommen: verplicht {owed}, goedgekeurd {approved}, resteert {remaining}.").format(
                owed=format_euros(euros.owed), approved=format_euros(euros.approved), remaining=format_euros(euros.remaining)
            ),
            table=1,
            columns=(1,),
            number_format="[$-413]€ #,##0",
            at="D20",
        ),
    )
