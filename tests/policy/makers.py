"""Makers for tests of policies: a small head with an owner and a source, and placements."""

from datetime import date
from decimal import Decimal

from sroi.policy.rules import PlacementFacts, Policy, read_policy, value_until

HEAD = """\
title = "Voorbeeldbeleid"
source = "verzonnen voor de proef"
in_force_from = 2023-01-01
"""
OWNER = """
[authority]
name = "Gemeente Voorbeeldstad"
code = "GM0000"
"""
COUNTING = """
[counting]
full_time_hours_per_week = 36
cap_months = 12
"""


def policy_of(body: str, *, name: str = "voorbeeld", head: str = HEAD) -> Policy:
    """Return the policy of a head, an invented owner and `body`."""
    return read_policy(name=name, text=head + OWNER + body)


def block(key: str, value: str, more: str = "", *, per: str = "year") -> str:
    """Return the text of one building block."""
    return f'\n[blocks.{key}]\nlabel = "{key}"\nvalue = {value}\nper = "{per}"\ncounts_as_placement = true\n{more}\n'


def placed(
    group: str = "participatiewet", hours: str = "24", start: str = "2023-09-01", end: str | None = "2024-03-01", **more: object
) -> PlacementFacts:
    """Return a placement; more than these facts by their own names."""
    ends = None if end is None else date.fromisoformat(end)
    return PlacementFacts(group, Decimal(hours), date.fromisoformat(start), ends, **more)  # type: ignore[arg-type]


def worth(rules: Policy, facts: PlacementFacts, until: date | None = None) -> str:
    """Return what a placement is worth, as text with two decimals."""
    return str(value_until(policy=rules, placement=facts, until=until).amount)


UNITS = policy_of(
    COUNTING
    + block("per_month", "1000", per="month")
    + block("per_week", "250", per="week")
    + block("per_day", "80", per="day")
    + block("per_hour", "12.50", per="hour")
    + block("once", "2500", per="once")
    + block("once_by_hours", "2500", 'pro_rata = ["hours"]', per="once")
    + block("forty", "40000", "full_time_hours_per_week = 40")
    + block("only_hours", "40000", 'pro_rata = ["hours"]')
    + block("only_duration", "40000", 'pro_rata = ["duration"]')
    + block("neither", "1000", "pro_rata = []", per="month")
    + block("least_hours", "40000", "minimum_hours_per_week = 12")
    + block("least_months", "40000", "minimum_duration_months = 6")
    + block("at_most", "40000", "maximum = 10000")
    + block("any_start", "40000", 'start_before_contract_months = "any"')
)
