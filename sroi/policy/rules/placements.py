"""A placement as it is valued, whether it counts at all, and which days of it count."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from fractions import Fraction
from gettext import gettext as _
from types import MappingProxyType
from typing import NamedTuple

from sroi.errors import UnableTo
from sroi.policy.rules.schema import BuildingBlock, Policy
from sroi.values import add_months, format_date

EARLIEST, LATEST = date(1950, 1, 1), date(2200, 1, 1)
MAX_HOURS_PER_WEEK = 60
MIN_AGE = 15


class UnableToValue(UnableTo):
    """The facts do not fit the policy; `field` names the fact."""


class PlacementFacts(NamedTuple):
    """A placement as it is valued. `end`, `contract_end` and `wage_cost_subsidy_end` are exclusive; None runs on.

    `days_counted_before` are the days on which this person was counted on earlier placements: the cap runs as if this one had begun so
    many days earlier. `bonuses` are those that are claimed (one with an age also holds by `birth_year` alone); `bonus_costs` are the
    costs ex VAT of a bonus that is worth its costs.
    """

    target_group: str
    hours_per_week: Decimal
    start: date
    end: date | None = None
    contract_start: date | None = None
    contract_end: date | None = None
    wage_cost_subsidy_end: date | None = None
    birth_year: int | None = None
    bonuses: frozenset[str] = frozenset()
    bonus_costs: Mapping[str, Decimal] = MappingProxyType({})
    days_counted_before: int = 0

    @property
    def first_day(self) -> date:
        """Return the first day that can count: the later of the placement's start and the contract's."""
        return self.start if self.contract_start is None or self.contract_start <= self.start else self.contract_start


class CountEnd(StrEnum):
    """What ends the days that count."""

    PLACEMENT = "placement"
    CONTRACT = "contract"
    UNTIL = "until"
    CAP = "cap"
    WAGE_COST_SUBSIDY = "wage_cost_subsidy"


class Counted(NamedTuple):
    """The days that count, `[start, end)`, and what made them end there; `end` equals `start` when no day counts."""

    start: date
    end: date
    ended_by: CountEnd


class UnitCount(NamedTuple):
    """How many years, months or weeks were counted: `whole`, and `rest` of the `days` of the one that runs."""

    whole: int
    rest: int
    days: int

    @property
    def number(self) -> Fraction:
        """Return the exact number."""
        return self.whole + Fraction(self.rest, self.days)

    @property
    def words(self) -> str:
        """Return the number as a person writes it: `1 + 182/366`."""
        if self.rest == 0:
            return str(self.whole)
        return f"{self.whole} + {self.rest}/{self.days}" if self.whole else f"{self.rest}/{self.days}"


def years_counted(start: date, end: date) -> Fraction:
    """Return the years in `[start, end)`: whole years, and the days left over those of the year that starts at the last anniversary."""
    return periods_counted(start, end, months=12).number


def periods_counted(start: date, end: date, *, months: int) -> UnitCount:
    """Return the periods of so many months in `[start, end)`: whole ones, and the remaining days over the days of the one that runs."""
    if end <= start:
        return UnitCount(0, 0, 1)
    # The next anniversary always lies in a later month than the end.
    whole = ((end.year - start.year) * 12 + end.month - start.month) // months
    anniversary = add_months(start, months * whole) if whole else start
    if anniversary > end:
        whole -= 1
        anniversary = add_months(start, months * whole)
    following = add_months(start, months * (whole + 1))
    return UnitCount(whole, (end - anniversary).days, (following - anniversary).days)


def weeks_counted(start: date, end: date) -> UnitCount:
    """Return the weeks in `[start, end)`: whole weeks, and the remaining days over seven."""
    whole, rest = divmod(max((end - start).days, 0), 7)
    return UnitCount(whole, rest, 7)


def block_of(policy: Policy, placement: PlacementFacts) -> BuildingBlock:
    """Return the building block of a placement whose facts can be true; raise UnableToValue on the field that cannot."""
    block = policy.blocks.get(placement.target_group)
    if block is None:
        raise UnableToValue(_unknown(placement.target_group, policy), field="target_group")
    _check_days(placement)
    if placement.hours_per_week <= 0:
        raise UnableToValue(_("Vul meer dan 0 uren per week in."), field="hours_per_week")
    if placement.hours_per_week > MAX_HOURS_PER_WEEK:
        raise UnableToValue(
            _("Een werkweek van meer dan {most} uur kan niet. Controleer de uren.").format(most=MAX_HOURS_PER_WEEK), field="hours_per_week"
        )
    if placement.birth_year is not None:
        _check_birth_year(placement.birth_year, placement.start.year)
    return block


def _unknown(group: str, policy: Policy) -> str:
    known = ", ".join(sorted(policy.blocks)) or _("geen")
    near = get_close_matches(group, policy.blocks, 1)
    hint = _(" Bedoelt u {near}?").format(near=near[0]) if near else ""
    sentence = _("Doelgroep {group} staat niet in beleid {policy}.{hint} Kies uit: {known}.")
    return sentence.format(group=group, policy=policy.name, hint=hint, known=known)


def _check_days(placement: PlacementFacts) -> None:
    if placement.end is not None and placement.end <= placement.start:
        raise UnableToValue(_("De einddatum ligt voor de startdatum. Verbeter een van beide."), field="ends_on")
    for day, name in ((placement.start, "starts_on"), (placement.end, "ends_on")):
        if day is not None and not EARLIEST <= day <= LATEST:
            raise UnableToValue(_("Controleer het jaar van deze datum: {day}.").format(day=format_date(day)), field=name)


def check_contract_period(*, start: date | None, end: date | None) -> None:
    """Raise UnableToValue when a contract that someone typed ends, exclusive, before its first day is over."""
    if start is not None and end is not None and end <= start:
        message = _("Het contract eindigt voordat het begint. Verbeter een van beide.")
        raise UnableToValue(message, field="contract_ends_on")


def _check_birth_year(birth_year: int, start_year: int) -> None:
    if birth_year > start_year:
        raise UnableToValue(_("Het geboortejaar ligt na de start van de plaatsing. Controleer het jaartal."), field="birth_year")
    if start_year - birth_year < MIN_AGE:
        raise UnableToValue(
            _("Met dit geboortejaar is de kandidaat jonger dan {age} jaar. Controleer het jaartal.").format(age=MIN_AGE), field="birth_year"
        )
    if start_year - birth_year > 100:
        raise UnableToValue(_("Met dit geboortejaar is de kandidaat ouder dan 100 jaar. Controleer het jaartal."), field="birth_year")


def refused_by(block: BuildingBlock, placement: PlacementFacts) -> str | None:
    """Return the key of the rule by which a placement does not count at all, or None when it may count."""
    before, contract_start = block.start_before_contract_months, placement.contract_start
    if before is not None and contract_start is not None and placement.start < add_months(contract_start, -before):
        return "start_before_contract_months"
    if block.minimum_hours_per_week is not None and placement.hours_per_week < block.minimum_hours_per_week:
        return "minimum_hours_per_week"
    duration = block.minimum_duration_months
    if duration is not None and placement.end is not None and placement.end < add_months(placement.start, duration):
        return "minimum_duration_months"
    return None


def counted_days(block: BuildingBlock, placement: PlacementFacts, until: date | None) -> Counted:
    """Return the days of a placement that count up to, not including, `until`; raise UnableToValue when nothing ends them."""
    first, end, ended_by = placement.first_day, placement.end, CountEnd.PLACEMENT
    if placement.contract_end is not None and (end is None or placement.contract_end < end):
        end, ended_by = placement.contract_end, CountEnd.CONTRACT
    if until is not None and (end is None or until < end):
        end, ended_by = until, CountEnd.UNTIL
    if block.cap_months is not None:
        capped, by = _cap(block, block.cap_months, placement, first)
        if end is None or capped < end:
            end, ended_by = capped, by
    if end is None:
        raise UnableToValue(_("Vul een einddatum in, of noem de dag tot wanneer geteld wordt."), field="ends_on")
    if end > LATEST:
        raise UnableToValue(_("Controleer het jaar van deze datum: {day}.").format(day=format_date(end)), field="ends_on")
    return Counted(first, max(end, first), ended_by)


def _cap(block: BuildingBlock, months: int, placement: PlacementFacts, first: date) -> tuple[date, CountEnd]:
    """Return the day on which the cap ends the counting: after its months, or with the wage-cost subsidy where that comes later."""
    begun = first - timedelta(days=placement.days_counted_before) if placement.days_counted_before else first
    capped = add_months(begun, months)
    subsidy = placement.wage_cost_subsidy_end
    if block.wage_cost_subsidy_extends_cap and subsidy is not None and subsidy > capped:
        return subsidy, CountEnd.WAGE_COST_SUBSIDY
    return capped, CountEnd.CAP
