"""How a contract stands on a day, and the report as JSON."""

import json
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from sroi.contracts.rules import ContractType, Scope
from sroi.ledger.rules import Balance
from sroi.reconciliation.rules import (
    ContractRow,
    Goal,
    Recorded,
    Standing,
    YearRows,
    report_to_json_dict,
    standing_label,
    standing_of,
    year_report_of,
)
from sroi.values import Period

YEAR = Period(date(2023, 1, 1), date(2024, 1, 1))


@pytest.mark.parametrize(
    ("owed", "approved", "period", "on", "standing"),
    [
        ("100.00", "100.00", YEAR, date(2023, 2, 1), Standing.FULFILLED),
        ("100.00", "100.01", YEAR, date(2025, 2, 1), Standing.FULFILLED),
        ("100.00", "99.99", YEAR, date(2024, 1, 1), Standing.OVERDUE),
        ("100.00", "99.99", YEAR, date(2023, 12, 31), Standing.ON_TRACK),
        ("365.00", "31.00", YEAR, date(2023, 2, 1), Standing.ON_TRACK),
        ("365.00", "30.99", YEAR, date(2023, 2, 1), Standing.BEHIND),
        ("365.00", "0.00", YEAR, date(2023, 1, 1), Standing.ON_TRACK),
        ("365.00", "0.00", YEAR, date(2022, 6, 1), Standing.ON_TRACK),
        ("365.00", "0.00", Period(date(2020, 1, 1)), date(2023, 6, 1), Standing.ON_TRACK),
    ],
)
def test_a_contract_is_behind_when_less_is_settled_than_time_has_passed(
    owed: str, approved: str, period: Period, on: date, standing: Standing
) -> None:
    assert standing_of(balance=Balance(owed=Decimal(owed), approved=Decimal(approved)), period=period, on=on) is standing


def test_what_is_exempted_counts_toward_the_standing() -> None:
    balance = Balance(owed=Decimal("100.00"), approved=Decimal("40.00"), exempted=Decimal("60.00"))
    assert standing_of(balance=balance, period=YEAR, on=date(2025, 1, 1)) is Standing.FULFILLED


@pytest.mark.parametrize("standing", list(Standing))
def test_every_standing_has_words(standing: Standing) -> None:
    assert standing_label(standing)[0].isupper()


def make_contract_row(*, number: str, owed: str) -> ContractRow:
    return ContractRow(
        id=uuid4(),
        number=number,
        title="Groenonderhoud wijken Noord en Zuid",
        contract_type=ContractType.SERVICES,
        scope=Scope.LOCAL,
        authority_id=uuid4(),
        authority_name="Gemeente Rijswijk",
        contractor_id=uuid4(),
        contractor_name="Groenbedrijf De Voorbeeldtuin B.V.",
        kvk_number="00100001",
        contract_sum=Decimal("1250000.00"),
        awarded_on=date(2023, 8, 15),
        period=Period(date(2023, 9, 1), date(2025, 9, 1)),
        balance=Balance(owed=Decimal(owed)),
        in_review=Decimal("0.10"),
    )


def make_rows(*, year: int = 2023, contracts: tuple[ContractRow, ...] = ()) -> YearRows:
    history = (Recorded(2021, 76, None, None, 27, "onbekend", "evaluatie"), Recorded(2022, 63, 21, 42, 27, "", "evaluatie"))
    return YearRows(
        year=year, goal=Goal(2023, 65, "programma") if year == 2023 else None, history=history, placements=(), contracts=contracts
    )


def test_json_has_the_figures_with_amounts_as_text() -> None:
    report = year_report_of(rows=make_rows(contracts=(make_contract_row(number="2023-014", owed="62500.00"),)), on=date(2023, 12, 15))
    found = json.loads(json.dumps(report_to_json_dict(report)))
    assert {key: found[key] for key in ("year", "goal", "local", "regional", "total", "employers", "pending", "gap")} == {
        "year": 2023,
        "goal": 65,
        "local": 0,
        "regional": 0,
        "total": 0,
        "employers": 0,
        "pending": 0,
        "gap": 65,
    }
    assert [found[key] for key in ("owed", "approved", "in_review", "remaining", "surplus")] == [
        "62500.00",
        "0.00",
        "0.10",
        "62500.00",
        "0.00",
    ]
    assert found["contracts"][0]["status"] == "behind"
    assert found["contracts"][0]["ends_on"] == "2025-08-31"
    assert [one["year"] for one in found["history"]] == [2021, 2022]


def test_json_of_a_year_without_goal_and_split_has_nulls() -> None:
    found = report_to_json_dict(year_report_of(rows=make_rows(year=2021), on=date(2023, 12, 15)))
    assert (found["goal"], found["local"], found["regional"], found["total"]) == (None, None, None, 76)
    assert found["is_recorded"] and found["source"] == "evaluatie"


def test_amounts_beyond_the_reach_of_floats_stay_exact() -> None:
    contracts = tuple(make_contract_row(number=str(number), owed="90071992547409.93") for number in range(3))
    report = year_report_of(rows=make_rows(contracts=contracts), on=date(2023, 12, 15))
    assert report.euros.owed == Decimal("270215977642229.79")
