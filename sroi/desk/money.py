"""Money: what is owed and what came of it, put together as chosen; every figure opens the contracts, and then the lines, that make it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.errors import NotFound
from sroi.ledger.rules import EntryKind, entry_label
from sroi.reconciliation.queries.money import (
    PAGE_SIZE,
    contracts_behind,
    group_behind,
    lines_behind,
    money_groups,
    money_of_contract,
    money_total,
)
from sroi.reconciliation.rules.money import (
    ContractFigures,
    Figure,
    Grouping,
    GroupLine,
    LineKind,
    MoneyLine,
    figure_explanation,
    figure_label,
    grouping_label,
)
from sroi.values import format_euros
from sroi.web import clock
from sroi.web.pages import page
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, query_text

PATH = "/geld"
GROUPINGS = {
    "opdrachtgever": Grouping.AUTHORITY,
    "opdrachtnemer": Grouping.CONTRACTOR,
    "soort": Grouping.TYPE,
    "jaar": Grouping.YEAR,
    "contract": Grouping.CONTRACT,
}
FIGURES = {
    "verplicht": Figure.OWED,
    "goedgekeurd": Figure.APPROVED,
    "anders-verrekend": Figure.OTHER,
    "verwacht": Figure.EXPECTED,
    "nog-te-leveren": Figure.REMAINING,
    "achterstand": Figure.BEHIND,
    "tekort": Figure.SHORTFALL,
    "overschot": Figure.SURPLUS,
    "mijlpalen-te-laat": Figure.LATE,
}
SLUGS = {figure: slug for slug, figure in FIGURES.items()}


@dataclass(frozen=True)
class Cell:
    """A figure as it is shown; `href` opens the rows that make it, and is None where there are none."""

    text: str
    href: str | None


@dataclass(frozen=True)
class Row:
    """A row of figures; `note` tells more of it."""

    label: str
    cells: tuple[Cell, ...]
    href: str | None = None
    note: str = ""


@dataclass(frozen=True)
class LineWords:
    """A line that makes a figure, in words; `href` leads to its claim, for those who may see claims."""

    day: date | None
    what: str
    amount: str
    href: str | None = None


@get(PATH, opt=permits(Permission.READ_RECONCILIATION))
async def money_page(request: WebRequest) -> Response[Any]:
    """Show all figures, put together as chosen."""
    slug, grouping = _grouping(request)
    on = clock.today()
    after: Any = cursor_of(request, str, str)
    found = await money_groups(viewer=request.viewer, grouping=grouping, on=on, after=after, size=PAGE_SIZE + 1)
    shown = paged(request, found=found, size=PAGE_SIZE, key=lambda line: (line.name, line.key))
    total = await money_total(viewer=request.viewer, on=on)
    return page(
        request,
        "desk/money.html",
        title=_("Geld"),
        on=on,
        grouping=grouping_label(grouping),
        choices=tuple((grouping_label(each), f"{PATH}?per={name}", name == slug) for name, each in GROUPINGS.items()),
        columns=tuple(figure_label(figure) for figure in Figure),
        explanations=tuple((figure_label(figure), figure_explanation(figure)) for figure in Figure),
        rows=tuple(Row(line.label, _cells(line, slug), _statement(request, grouping, line)) for line in shown.rows),
        total=_cells(total, slug),
        contracts=total.contracts,
        shown=shown,
    )


@get(PATH + "/contracten", opt=permits(Permission.READ_RECONCILIATION))
async def money_contracts(request: WebRequest) -> Response[Any]:
    """Show the contracts that make one figure of a group, or of all together."""
    (slug, grouping), group, on = _grouping(request), query_text(request, "groep"), clock.today()
    figure = _figure(query_text(request, "cijfer"))
    line = await group_behind(viewer=request.viewer, grouping=grouping, group=group, on=on)
    after: Any = cursor_of(request, str, str)
    found = await contracts_behind(
        viewer=request.viewer, grouping=grouping, group=group, figure=figure, on=on, after=after, size=PAGE_SIZE + 1
    )
    shown = paged(request, found=found, size=PAGE_SIZE, key=lambda row: (row.number, row.id))
    return page(
        request,
        "desk/money_contracts.html",
        title=figure_label(figure),
        subject=line.label or _("alle contracten"),
        explanation=figure_explanation(figure),
        on=on,
        back=f"{PATH}?per={slug}",
        total=_text(figure, line.figures[figure]),
        rows=tuple(_contract_row(row, figure) for row in shown.rows),
        shown=shown,
    )


@get(PATH + "/contracten/{contract_id:uuid}/{figure_slug:str}", opt=permits(Permission.READ_RECONCILIATION))
async def money_lines(request: WebRequest, contract_id: FromPath[UUID], figure_slug: FromPath[str]) -> Response[Any]:
    """Show the lines that make one figure of one contract."""
    figure, on = _figure(figure_slug), clock.today()
    contract = await money_of_contract(viewer=request.viewer, contract_id=contract_id, on=on)
    after: Any = cursor_of(request, date, str, int)
    found = await lines_behind(viewer=request.viewer, contract_id=contract_id, figure=figure, on=on, after=after, size=PAGE_SIZE + 1)
    shown = paged(request, found=found, size=PAGE_SIZE, key=lambda line: (line.day, line.kind.value, line.key))
    return page(
        request,
        "desk/money_lines.html",
        title=figure_label(figure),
        subject=_name(contract),
        explanation=figure_explanation(figure),
        on=on,
        contract_href=f"/contracten/{contract_id}",
        total=_text(figure, contract.figures[figure]),
        rows=tuple(_line(request, line) for line in shown.rows),
        shown=shown,
    )


def _statement(request: WebRequest, grouping: Grouping, line: GroupLine) -> str | None:
    """Return where the statement of a contractor is, for who may export it."""
    is_shown = grouping is Grouping.CONTRACTOR and request.viewer.may(Permission.EXPORT_COMPLIANCE)
    return f"/opdrachtnemers/{line.key}/overzicht" if is_shown else None


def _grouping(request: WebRequest) -> tuple[str, Grouping]:
    slug = query_text(request, "per")
    return (slug, GROUPINGS[slug]) if slug in GROUPINGS else next(iter(GROUPINGS.items()))


def _figure(slug: str) -> Figure:
    if slug not in FIGURES:
        raise NotFound(_("Deze pagina is niet gevonden."))
    return FIGURES[slug]


def _cells(line: GroupLine, per: str) -> tuple[Cell, ...]:
    def href(figure: Figure) -> str:
        asked = {"per": per, "groep": line.key, "cijfer": SLUGS[figure]}
        return f"{PATH}/contracten?{urlencode({name: text for name, text in asked.items() if text})}"

    return tuple(Cell(_text(figure, amount), href(figure) if amount else None) for figure, amount in line.figures.items())


def _contract_row(row: ContractFigures, figure: Figure) -> Row:
    cell = Cell(_text(figure, row.figures[figure]), f"{PATH}/contracten/{row.id}/{SLUGS[figure]}")
    return Row(_name(row), (cell,), f"/contracten/{row.id}", f"{row.contractor_name}, {row.authority_name}")


def _name(contract: ContractFigures) -> str:
    return f"{contract.number} {contract.title}"


def _text(figure: Figure, amount: Decimal) -> str:
    return str(amount) if figure is Figure.LATE else format_euros(amount)


def _line(request: WebRequest, line: MoneyLine) -> LineWords:
    if line.kind is LineKind.MILESTONE:
        return LineWords(line.day, line.detail, str(line.amount))
    if line.kind is LineKind.DUE:
        return LineWords(None, _("Had tot vandaag geleverd moeten zijn"), format_euros(line.amount))
    may_look = line.claim_id is not None and request.viewer.may(Permission.REVIEW_CLAIMS)
    return LineWords(line.day, _words(line), format_euros(line.amount), f"/werkvoorraad/{line.claim_id}" if may_look else None)


def _words(line: MoneyLine) -> str:
    if line.kind is LineKind.IN_REVIEW:
        return _("Opgave {number}, in beoordeling").format(number=line.claim_number)
    if line.kind is LineKind.TO_COME:
        return _("Lopende plaatsing, na opgave {number}").format(number=line.claim_number)
    label = entry_label(EntryKind(line.detail))
    return label if line.claim_number is None else _("{entry}, opgave {number}").format(entry=label, number=line.claim_number)
