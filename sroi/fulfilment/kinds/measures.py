"""What a contribution other than a placement is measured in: its costs, its hours, its days and how many people took part.

Which of these count, the building block says; what else was given is kept as it was told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from typing import Any

from sroi.fulfilment.rules import UnableToReport, Valued
from sroi.policy.rules import ContributionFacts, CostBlock, Step, amount_of_contribution, value_of_contribution
from sroi.values import Period, format_decimal, format_euros, from_cents, from_hundredths, to_cents

HOURS_OF_A_DAY = 24


@dataclass(frozen=True)
class Measures:
    """Costs in euros ex VAT, hours (of each of the people, where the block counts them so), days and people; None was not given."""

    costs: Decimal | None = None
    hours: Decimal | None = None
    days: Decimal | None = None
    people: int = 1

    @property
    def facts(self) -> ContributionFacts:
        """Return what a policy values."""
        return ContributionFacts(costs=self.costs, hours=self.hours, days=self.days, people=self.people)


def value_of_measures(*, block: CostBlock, measures: Measures, period: Period) -> Valued:
    """Return what was done is worth by a block; raises UnableToReport and UnableToValue."""
    valuation = value_of_contribution(block=block, facts=measures.facts)
    steps = (*valuation.steps, *(Step(label=_("Let op"), explanation=warning, figure="") for warning in valuation.warnings))
    return Valued(period, valuation.amount, valuation.amount, steps)


def check_done(*, what: str, starts_on: date, ends_before: date, today: date) -> Period:
    """Return the days of what was done; raise UnableToReport when they are not over yet, or are none."""
    if ends_before <= starts_on:
        raise UnableToReport(_("De einddatum ligt voor de startdatum. Verbeter een van beide."), field="ends_on")
    if starts_on > today:
        raise UnableToReport(_("Deze {what} is nog niet begonnen. Geef haar op als zij is begonnen.").format(what=what), field="starts_on")
    if (ends_before - today).days > 1:
        raise UnableToReport(_("Deze {what} loopt nog. Geef haar op als zij is afgelopen.").format(what=what), field="ends_on")
    return Period(starts_on, ends_before)


def check_measures(*, measures: Measures, period: Period) -> None:
    """Raise UnableToReport on the measure that cannot be true."""
    assert period.end is not None
    days = (period.end - period.start).days
    if measures.costs is not None and measures.costs <= 0:
        raise UnableToReport(_("Vul een bedrag groter dan € 0,00 in, exclusief btw."), field="amount")
    if measures.hours is not None and not 0 < measures.hours <= days * HOURS_OF_A_DAY * measures.people:
        raise UnableToReport(_("Zo veel uren zitten er niet in deze periode. Controleer de uren en de datums."), field="hours")
    if measures.days is not None and not 0 < measures.days <= days:
        raise UnableToReport(_("Zo veel dagen zitten er niet in deze periode. Controleer de dagen en de datums."), field="days")
    for number, field in ((measures.hours, "hours"), (measures.days, "days")):
        if number is not None and number * 100 % 1:
            raise UnableToReport(_("Schrijf dit getal met ten hoogste twee decimalen."), field=field)


def cents_of_row(*, block: CostBlock, row: Mapping[str, Any], people: str) -> int:
    """Return what a kept claim is worth by a block in whole cents, from its columns as text; raises UnableToValue."""
    return to_cents(amount_of_contribution(block=block, facts=measures_of(row, people=people).facts))


def measures_of(row: Mapping[str, Any], *, people: str) -> Measures:
    """Return the measures that a row keeps; `people` names its column of people."""
    return Measures(
        costs=None if row["cost_cents"] is None else from_cents(row["cost_cents"]),
        hours=None if row["hours_hundredths"] is None else from_hundredths(row["hours_hundredths"]),
        days=None if row["days_hundredths"] is None else from_hundredths(row["days_hundredths"]),
        people=int(row[people]),
    )


def columns_of(table: str, *, people: str) -> dict[str, str]:
    """Return the columns that a value rests on, by name, for a kind that keeps its measures in `table`."""
    return {name: f"{table}.{name}" for name in ("block", "cost_cents", "hours_hundredths", "days_hundredths", people)}


def kept(measures: Measures) -> dict[str, Any]:
    """Return the columns that keep costs, hours and days."""
    return {
        "cost_cents": None if measures.costs is None else to_cents(measures.costs),
        "hours_hundredths": None if measures.hours is None else int(measures.hours * 100),
        "days_hundredths": None if measures.days is None else int(measures.days * 100),
    }


def shown(measures: Measures) -> tuple[tuple[str, str], ...]:
    """Return hours, days and costs as pairs of a Dutch name and its value; what was not given is empty."""
    return (
        (_("Uren"), "" if measures.hours is None else format_decimal(measures.hours)),
        (_("Dagen"), "" if measures.days is None else format_decimal(measures.days)),
        (_("Kosten exclusief btw"), "" if measures.costs is None else format_euros(measures.costs)),
    )
