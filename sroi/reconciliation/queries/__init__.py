"""Reads of what adds up: the report of a year, coverage, and contracts that look split."""

from sroi.reconciliation.queries.coverage import award_years, coverage, covered_contracts
from sroi.reconciliation.queries.splitting import contracts_that_look_split, group_that_looks_split
from sroi.reconciliation.queries.years import (
    BALANCES_OF_YEAR,
    CONTRACTS_OF_YEAR,
    JudgedYear,
    balances_of_year_arguments,
    contracts_of_year_arguments,
    judged_year,
    latest_goal_year,
    opening_year,
    reported_years,
    year_report,
    year_rows,
)

__all__ = [
    "BALANCES_OF_YEAR",
    "CONTRACTS_OF_YEAR",
    "JudgedYear",
    "award_years",
    "balances_of_year_arguments",
    "contracts_of_year_arguments",
    "contracts_that_look_split",
    "coverage",
    "covered_contracts",
    "group_that_looks_split",
    "judged_year",
    "latest_goal_year",
    "opening_year",
    "reported_years",
    "year_report",
    "year_rows",
]
