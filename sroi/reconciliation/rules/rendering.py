"""The report of a year as plain values for JSON: amounts are texts with two decimals, days are ISO dates."""

from dataclasses import asdict
from typing import Any

from sroi.reconciliation.rules.report import ContractLine, CountLine, Euros, Recorded, YearReport
from sroi.values import last_day


def report_to_json_dict(report: YearReport) -> dict[str, Any]:
    """Return the report of a year; `ends_on` of a contract is its last day, and null stands for what is not known or not set."""
    return {
        "year": report.year,
        "on": report.on.isoformat(),
        "goal": None if report.goal is None else report.goal.placements,
        "goal_source": None if report.goal is None else report.goal.source,
        "gap": report.gap,
        "is_recorded": report.is_recorded,
        "source": None if report.recorded is None else report.recorded.source,
        "note": None if report.recorded is None else report.recorded.note,
        "local": report.local,
        "regional": report.regional,
        "total": report.total,
        "employers": report.employers,
        "pending": report.pending,
        **_euros(report.euros),
        "contracts": [_contract(line) for line in report.contracts],
        "months": [_count(line) for line in report.months],
        "target_groups": [_count(line) for line in report.target_groups],
        "history": [_recorded(result) for result in report.history],
    }


def _euros(euros: Euros) -> dict[str, str]:
    return {name: f"{amount:.2f}" for name, amount in asdict(euros).items()}


def _count(line: CountLine) -> dict[str, Any]:
    return {"label": line.label, "local": line.local, "regional": line.regional, "total": line.total}


def _contract(line: ContractLine) -> dict[str, Any]:
    contract = line.contract
    ends_on = last_day(contract.period.end)
    return {
        "number": contract.number,
        "title": contract.title,
        "type": contract.contract_type.value,
        "scope": contract.scope.value,
        "contracting_authority": contract.authority_name,
        "contractor": contract.contractor_name,
        "kvk_number": contract.kvk_number,
        "contract_sum": f"{contract.contract_sum:.2f}",
        "awarded_on": contract.awarded_on.isoformat(),
        "starts_on": contract.period.start.isoformat(),
        "ends_on": None if ends_on is None else ends_on.isoformat(),
        "status": line.standing.value,
        "placements": line.placements,
        **_euros(line.euros),
    }


def _recorded(result: Recorded) -> dict[str, Any]:
    return asdict(result)
