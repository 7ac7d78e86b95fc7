"""The compliance workbook: every sheet as it was agreed (see `golden.py`), and its formulas against the values beside them."""

import asyncio
import io
import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from openpyxl import Workbook as ReadWorkbook
from openpyxl import load_workbook

from sroi.contracts.rules import ContractType, Scope
from sroi.exports.compliance.book import ComplianceData, write_book
from sroi.exports.queries import ClaimLine, ObligationLine
from sroi.fulfilment.rules import ClaimStatus
from sroi.ledger.rules import Balance
from sroi.reconciliation.rules import ContractRow, Goal, PlacementRow, Recorded, YearRows
from sroi.values import Period
from tests.exports.golden import assert_as_agreed
from tests.exports.reading import described_book

LOCAL, REGIONAL = UUID(int=1), UUID(int=2)
HISTORY = (
    Recorded(2021, 76, None, None, 27, "De verdeling is niet bekend.", "Evaluatie 2021-2022"),
    Recorded(2022, 63, 21, 42, 27, "27 nieuwe werkgevers.", "Evaluatie 2021-2022"),
)


def make_contracts() -> tuple[ContractRow, ...]:
    local = ContractRow(
        id=LOCAL,
        number="2023-014",
        title="Groenonderhoud wijken Noord en Zuid",
        contract_type=ContractType.SERVICES,
        scope=Scope.LOCAL,
        authority_id=UUID(int=10),
        authority_name="Gemeente Rijswijk",
        contractor_id=UUID(int=20),
        contractor_name="=Groenbedrijf De Voorbeeldtuin B.V.",
        kvk_number="00100001",
        contract_sum=Decimal("1250000.00"),
        awarded_on=date(2023, 8, 15),
        period=Period(date(2023, 9, 1), date(2025, 9, 1)),
        balance=Balance(owed=Decimal("62500.00"), approved=Decimal("6666.67")),
        in_review=Decimal("1500.00"),
    )
    regional = ContractRow(
        id=REGIONAL,
        number="DH-77",
        title="Herinrichting fietspaden",
        contract_type=ContractType.WORKS,
        scope=Scope.REGIONAL,
        authority_id=UUID(int=11),
        authority_name="Gemeente Den Haag",
        contractor_id=UUID(int=21),
        contractor_name="Wegenbouw Voorbeeld B.V.",
        kvk_number="00100002",
        contract_sum=Decimal("400000.00"),
        awarded_on=date(2023, 7, 20),
        period=Period(date(2023, 8, 1)),
        balance=Balance(owed=Decimal("20000.00"), approved=Decimal("20000.24")),
        in_review=Decimal("0.00"),
    )
    return local, regional


def make_placement(*, person: str, contract: ContractRow, first_claim: int, label: str, **facts: Any) -> PlacementRow:
    usual: dict[str, Any] = {
        "target_group": "participatiewet",
        "target_group_label": "Participatiewet",
        "counts_as_placement": True,
        "employer_name": contract.contractor_name,
        "employer_kvk_number": contract.kvk_number,
        "starts_on": date(2023, 10, 1),
        "ends_before": None,
        "hours_per_week": Decimal("24.50"),
        "full_time_hours": Decimal(36),
        "is_approved": True,
        "approved": Decimal("6666.67"),
        "in_review": Decimal("0.00"),
    }
    return PlacementRow(
        person=person,
        candidate_label=label,
        contract_id=contract.id,
        contract_number=contract.number,
        awarded_on=contract.awarded_on,
        scope=contract.scope,
        authority_name=contract.authority_name,
        contractor_name=contract.contractor_name,
        first_claim=first_claim,
        **{**usual, **facts},
    )


def make_placements() -> tuple[PlacementRow, ...]:
    local, regional = make_contracts()
    waiting = {"is_approved": False, "approved": Decimal("0.00"), "in_review": Decimal("1500.00")}
    return (
        make_placement(person="a", contract=local, first_claim=1, label="K-01", ends_before=date(2024, 4, 1)),
        make_placement(person="b", contract=local, first_claim=2, label="K-02"),
        make_placement(person="b", contract=regional, first_claim=3, label="@H-09"),
        make_placement(person="c", contract=regional, first_claim=4, label="H-10", employer_name="Bakkerij", employer_kvk_number=None),
        make_placement(person="d", contract=local, first_claim=5, label="K-04", **waiting),
        make_placement(person="e", contract=local, first_claim=6, label="K-05", counts_as_placement=False, target_group_label="Stage"),
    )


def make_claim_line(*, number: int, status: ClaimStatus, approved: Decimal | None, summary: str = "K-01, Participatiewet") -> ClaimLine:
    return ClaimLine(
        key=f"{UUID(int=number)}/2",
        number=number,
        contract_number="2023-014",
        authority_name="Gemeente Rijswijk",
        contractor_name="=Groenbedrijf De Voorbeeldtuin B.V.",
        kind_label="Plaatsing",
        summary=summary,
        period=Period(date(2023, 10, 1), date(2023, 12, 1)),
        status=status,
        submitted_at=datetime(2023, 12, 14, 23, 30, tzinfo=UTC),
        value=Decimal("6666.67"),
        expected=Decimal("76712.33"),
        approved=approved,
        unconfirmed=("Jaren die tellen",),
        policy_name="rijswijk-2023",
    )


def make_data(*, year: int = 2023, is_empty: bool = False) -> ComplianceData:
    goal = Goal(2023, 65, "Programma 2023") if year == 2023 else None
    contracts, placements = ((), ()) if is_empty else (make_contracts(), make_placements())
    obligation = ObligationLine("rijswijk-2023", "Wat is het arbeidsdeel van deze opdracht?", ("Drempelbedrag", "Percentage"))
    return ComplianceData(
        authority_name="Gemeente Rijswijk",
        rows=YearRows(year=year, goal=goal, history=HISTORY, placements=placements, contracts=contracts),
        obligations={} if is_empty else {LOCAL: obligation},
        number_of_claims=0 if is_empty else 3,
        now=datetime(2023, 12, 15, 9, 0, tzinfo=UTC),
        on=date(2023, 12, 15),
    )


async def make_claims(*, is_empty: bool = False) -> AsyncIterator[list[ClaimLine]]:
    if is_empty:
        return
    yield [
        make_claim_line(number=1, status=ClaimStatus.APPROVED, approved=Decimal("6666.67")),
        make_claim_line(number=5, status=ClaimStatus.SUBMITTED, approved=None, summary="-K-04\x07, Participatiewet"),
        make_claim_line(number=7, status=ClaimStatus.REJECTED, approved=None),
    ]


def make_book(*, year: int = 2023, is_empty: bool = False) -> bytes:
    to = io.BytesIO()
    asyncio.run(write_book(to=to, data=make_data(year=year, is_empty=is_empty), claims=make_claims(is_empty=is_empty)))
    return to.getvalue()


def read(content: bytes, *, data_only: bool = False) -> ReadWorkbook:
    return load_workbook(io.BytesIO(content), data_only=data_only)


@pytest.mark.parametrize("year", [2023, 2022])
def test_the_workbook_is_as_it_was_agreed(year: int) -> None:
    assert_as_agreed(f"compliance-{year}", described_book(make_book(year=year)))


def test_the_sheets_are_the_five_that_were_asked_for() -> None:
    book = read(make_book())
    shown = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    assert shown == ["Samenvatting", "Contracten", "Opgaven", "Plaatsingen", "Toelichting"]
    for name in ("Contracten", "Opgaven", "Plaatsingen"):
        assert book[name].freeze_panes == "B2"
        assert book[name].auto_filter.ref is not None


def test_the_summary_has_a_chart_of_placements_and_one_of_euros() -> None:
    summary = read(make_book())["Samenvatting"]
    placements, euros = summary._charts
    bars, marks = ([series.val.numRef.f for series in chart.series] for chart in placements._charts)
    assert bars == ["Samenvatting!$B$38:$B$40", "Samenvatting!$C$38:$C$40", "Samenvatting!$D$38:$D$40"]
    assert [summary.cell(37, column).value for column in range(1, 7)] == [
        "Jaar",
        "Lokaal",
        "Regionaal",
        "Niet uitgesplitst",
        "Totaal",
        "Jaardoel",
    ]
    assert marks == ["Samenvatting!$F$38:$F$40"]
    assert [series.val.numRef.f for series in euros.series] == ["Samenvatting!$B$17:$B$21"]
    assert [summary.cell(row, 1).value for row in range(17, 22)] == ["Verplicht", "Goedgekeurd", "In beoordeling", "Resteert", "Overschot"]


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024])
@pytest.mark.parametrize("is_empty", [False, True])
def test_every_formula_gives_the_value_beside_it(year: int, is_empty: bool) -> None:
    content = make_book(year=year, is_empty=is_empty)
    formulas, values = read(content), read(content, data_only=True)
    checked = 0
    for sheet in formulas.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            expected = evaluated(str(cell.value), values, sheet.title)
            assert values[sheet.title][cell.coordinate].value == pytest.approx(expected), cell.value
            checked += 1
    assert checked > 8


def evaluated(formula: str, book: ReadWorkbook, sheet: str) -> float:
    """Return what a formula of the workbook gives; it knows those few that the workbook uses."""
    if found := re.fullmatch(r"=SUBTOTAL\(109,(.+)\)|=SUM\((.+)\)", formula):
        return sum(figures(book, sheet, found[1] or found[2]))
    if found := re.fullmatch(r'=SUMIFS\((.+),(.+),"(.+)"\)', formula):
        keys = cells(book, sheet, found[2])
        return sum(float(value) for value, key in zip(cells(book, sheet, found[1]), keys, strict=True) if key == found[3])
    if found := re.fullmatch(r'=COUNTIF\((.+),"(.+)"\)', formula):
        return cells(book, sheet, found[1]).count(found[2])
    if found := re.fullmatch(r"=(B\d+)\+(B\d+)", formula):
        return sum(figures(book, sheet, found[1])) + sum(figures(book, sheet, found[2]))
    found = re.fullmatch(r"=MAX\((B\d+)-(B\d+),0\)", formula)
    assert found is not None, formula
    return max(sum(figures(book, sheet, found[1])) - sum(figures(book, sheet, found[2])), 0)


def cells(book: ReadWorkbook, sheet: str, reference: str) -> list[Any]:
    place = reference.replace("$", "")
    if "!" in place:
        sheet, place = place.split("!")
    found = book[sheet.strip("'")][place]
    return [row[0].value for row in found] if isinstance(found, tuple) else [found.value]


def figures(book: ReadWorkbook, sheet: str, reference: str) -> list[float]:
    return [value for value in cells(book, sheet, reference) if isinstance(value, int | float)]


def test_the_key_figures_stand_beside_their_labels() -> None:
    summary = read(make_book(), data_only=True)["Samenvatting"]
    found = {summary.cell(row, 1).value: summary.cell(row, 2).value for row in range(7, 29)}
    assert [found[label] for label in ("Jaardoel", "Plaatsingen totaal", "Nog nodig voor het doel", "Werkgevers")] == [65, 3, 62, 3]
    assert [found[label] for label in ("Plaatsingen uit lokale contracten", "Plaatsingen uit regionale contracten")] == [1, 2]
    assert [found[label] for label in ("Verplicht", "Goedgekeurd", "Resteert", "Overschot")] == [82500, 26666.91, 55833.33, 0.24]
    assert [found[label] for label in ("Voldaan", "Te laat", "Loopt achter", "Op schema")] == [1, 0, 1, 0]


def test_every_placement_says_why_it_counts_or_not() -> None:
    sheet = read(make_book(), data_only=True)["Plaatsingen"]
    found = [tuple(cell.value for cell in row[:4]) for row in sheet["A2:D7"]]
    assert found == [
        ("K-01", 1, "Telt mee", "Lokaal"),
        ("@H-09", 1, "Telt mee", "Regionaal"),
        ("H-10", 1, "Telt mee", "Regionaal"),
        ("K-04", 0, "In beoordeling: telt nog niet mee", "Lokaal"),
        ("K-02", 0, "Zelfde persoon: staat al bij contract DH-77", "Lokaal"),
        ("K-05", 0, "Telt volgens het beleid niet als plaatsing", "Lokaal"),
    ]


def test_a_recorded_year_shows_its_source_and_counts_nothing_again() -> None:
    book = read(make_book(year=2022), data_only=True)
    assert [book["Samenvatting"].cell(row, 2).value for row in range(7, 14)] == ["niet vastgesteld", 21, 42, 63, "niet bekend", 0, 27]
    assert {row[0].value for row in book["Plaatsingen"]["C2:C7"]} == {"Dit jaar is al vastgelegd: telt niet opnieuw"}
    assert book["Plaatsingen"]["B9"].value == 0


def test_a_year_without_a_split_says_that_it_is_not_known() -> None:
    summary = read(make_book(year=2021), data_only=True)["Samenvatting"]
    assert [summary.cell(row, 2).value for row in range(8, 11)] == ["niet bekend", "niet bekend", 76]


def test_the_explanation_names_privacy_sources_unconfirmed_rules_and_every_column() -> None:
    book = read(make_book())
    text = [tuple(cell.value for cell in row) for row in book["Toelichting"].iter_rows(max_col=3)]
    joined = "\n".join(" ".join(str(part) for part in row if part) for row in text)
    assert "bevat persoonsgegevens, alleen voor het WSP" in joined
    assert "Gemaakt op 15 december 2023, 10:00" in joined
    assert "rijswijk-2023 Jaren die tellen Niet vastgesteld. Aantal berekeningen in dit werkboek: 3." in joined
    assert "Programma 2023" in joined
    for name in ("Contracten", "Opgaven", "Plaatsingen"):
        for header in (cell.value for cell in book[name][1]):
            assert any(row[:2] == (name, header) and row[2] for row in text), (name, header)


def test_a_claim_submitted_late_in_the_evening_is_of_the_next_day_here() -> None:
    sheet = read(make_book())["Opgaven"]
    assert sheet["J2"].value == datetime(2023, 12, 15)
