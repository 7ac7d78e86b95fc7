"""Reads of what adds up: the report of a year."""

from sroi.reconciliation.queries.years import (
    BALANCES_OF_YEAR,
    CONTRACTS_OF_YEAR,
    PLACEMENTS_OF_YEAR,
    contracts_of_year_arguments,
    latest_goal_year,
    reported_years,
    year_report,
    year_rows,
)

__all__ = [
    "BALANCES_OF_YEAR",
    "CONTRACTS_OF_YEAR",
    "PLACEMENTS_OF_YEAR",
    "contracts_of_year_arguments",
    "latest_goal_year",
    "reported_years",
    "year_report",
    "year_rows",
]
