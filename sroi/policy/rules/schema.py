"""What a policy is: rules for the obligation and building blocks for its fulfilment, each value with its provenance.

A value that the policy leaves out is None where None means `there is none`. Amounts are euros, percentages run from 0 to 100.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Self


class Base(StrEnum):
    """What the rate is taken of, or what is compared with the threshold; all ex VAT."""

    CONTRACT_SUM = "contract_sum"
    TENDER_SUM = "tender_sum"
    WAGE_SUM = "wage_sum"
    INVOICED_TURNOVER = "invoiced_turnover"


class ReferenceDate(StrEnum):
    """The date that decides which version of a policy a contract falls under."""

    AWARD = "award"
    PUBLICATION = "publication"


class Unit(StrEnum):
    """What a value is given for. Invoice and obligation are what purchases and PSO levels take their share of."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    HOUR = "hour"
    ONCE = "once"
    COSTS = "costs"
    AGREED = "agreed"
    INVOICE = "invoice"
    OBLIGATION = "obligation"


class ProRata(StrEnum):
    """What a value goes down with: fewer hours than full time, fewer days than a whole unit."""

    HOURS = "hours"
    DURATION = "duration"


class AgeOn(StrEnum):
    """The day on which an age is looked at, where the policy names no date."""

    START = "start"
    CONTRACT_START = "contract_start"
    FIRST_COUNTED_DAY = "first_counted_day"
    FIRST_OF_YEAR = "first_of_year"


class BracketScope(StrEnum):
    """Whether a higher sum's rate holds for the whole sum, or only for the part above the bound."""

    WHOLE = "whole"
    SLICE = "slice"


class Anchor(StrEnum):
    """The dates of a contract that a milestone may be counted from; another milestone is named by its key."""

    AWARD = "award"
    START = "start"
    END = "end"
    PUBLICATION = "publication"


WORKED = (Unit.HOUR, Unit.DAY)
WORKING_DAYS_PER_WEEK = 5


@dataclass(frozen=True)
class Provenance:
    """Where a rule stands. A rule that nobody has adopted yet is shown as `niet vastgesteld`."""

    source: str
    is_confirmed: bool


@dataclass(frozen=True)
class Origins:
    """The provenance of a table's values: its own where a value has one, else that of the table."""

    table: Provenance
    values: Mapping[str, Provenance] = field(default_factory=dict)
    _found: dict[tuple[str, ...], Provenance] = field(default_factory=dict, init=False, repr=False, compare=False)

    def of(self, *keys: str) -> Provenance:
        """Return the provenance of what rests on these values: confirmed when all of those that the policy states are."""
        if keys not in self._found:
            self._found[keys] = self._joined(keys)
        return self._found[keys]

    def _joined(self, keys: tuple[str, ...]) -> Provenance:
        stated = [self.values[key] for key in keys if key in self.values] or [self.table]
        if len(stated) == 1:
            return stated[0]
        sources = dict.fromkeys(provenance.source for provenance in stated if provenance.source)
        return Provenance("; ".join(sources), all(provenance.is_confirmed for provenance in stated))


@dataclass(frozen=True)
class Owner:
    """Whose policy it is: an authority with its code (a municipality's GM code), or a region without one."""

    name: str
    code: str | None = None


@dataclass(frozen=True)
class LowerRate:
    """A rate for contracts with a labour share below a bound."""

    labour_share_below_pct: Decimal
    rate_pct: Decimal
    origins: Origins


@dataclass(frozen=True)
class Bracket:
    """A rate for sums above a bound."""

    above: Decimal
    rate_pct: Decimal
    origins: Origins


@dataclass(frozen=True)
class NoObligation:
    """The policy says that this type of contract owes nothing."""

    origins: Origins
    note: str = ""


@dataclass(frozen=True)
class ObligationRule:
    """What a type of contract owes.

    `boundary_counts` says whether a sum of exactly `threshold` owes. `agreed_rate_up_to_pct` lets a contract agree on a higher rate;
    above `deviation_above` the parties may deviate, which asks a person. `call_offs_by_framework` compares the sum of the framework with
    the threshold, instead of each call-off's own.
    """

    threshold: Decimal
    boundary_counts: bool
    compared_with: Base
    base: Base
    rate_pct: Decimal
    origins: Origins
    lower_rates: tuple[LowerRate, ...] = ()
    brackets: tuple[Bracket, ...] = ()
    brackets_apply_to: BracketScope | None = None
    cap: Decimal | None = None
    minimum_duration_months: int | None = None
    agreed_rate_up_to_pct: Decimal | None = None
    deviation_above: Decimal | None = None
    call_offs_by_framework: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """How a value counts: `numerator / denominator` are its exact euros for each unit, for each hour a week too where `times_hours`.

    A value by day counts the days of a working week; one that goes by hours those of a full one. Both are whole where nobody says how many
    hours a full week has.
    """

    value: Decimal
    unit: Unit
    goes_by_hours: bool
    goes_by_duration: bool
    times_hours: bool
    numerator: int
    denominator: int

    @classmethod
    def of(cls, value: Decimal, unit: Unit, pro_rata: frozenset[ProRata], full_time: Decimal | None) -> Self:
        """Return the measure of a value for a unit, in a working week of so many hours."""
        goes_by_hours = unit not in WORKED and ProRata.HOURS in pro_rata
        numerator, denominator = value.as_integer_ratio()
        if unit is Unit.DAY:
            numerator *= WORKING_DAYS_PER_WEEK
        takes_share = unit is Unit.DAY or goes_by_hours
        if takes_share and full_time:
            hours, parts = full_time.as_integer_ratio()
            numerator, denominator = numerator * parts, denominator * hours
        times_hours = unit is Unit.HOUR or (takes_share and bool(full_time))
        return cls(value, unit, goes_by_hours, ProRata.DURATION in pro_rata, times_hours, numerator, denominator)


@dataclass(frozen=True)
class MilestoneRule:
    """What is due so many days or months (one of the two) after an anchor or another milestone.

    With `every_months` it comes back, until the contract ends. With `only_with_obligation` it is due where something is owed.
    """

    key: str
    label: str
    after: str
    origins: Origins
    days: int | None = None
    months: int | None = None
    every_months: int | None = None
    only_with_obligation: bool = True
    note: str = ""

    @cached_property
    def is_confirmed(self) -> bool:
        """Return whether somebody adopted the days that follow from it."""
        return self.origins.of("after", "days", "months", "every_months").is_confirmed


@dataclass(frozen=True)
class BuildingBlock:
    """A target group at work or on an internship.

    `cap_months` is None when the person always counts; `start_before_contract_months` is None when any start counts. `maximum` is the
    most that one placement is worth.
    """

    key: str
    label: str
    value: Decimal
    per: Unit
    counts_as_placement: bool
    origins: Origins
    pro_rata: frozenset[ProRata]
    full_time_hours_per_week: Decimal | None = None
    minimum_hours_per_week: Decimal | None = None
    minimum_duration_months: int | None = None
    cap_months: int | None = None
    wage_cost_subsidy_extends_cap: bool = False
    start_before_contract_months: int | None = 0
    maximum: Decimal | None = None
    evidence: tuple[str, ...] = ()
    checklist: tuple[str, ...] = ()
    note: str = ""

    @cached_property
    def measure(self) -> Measure:
        """Return how the block's value counts."""
        return Measure.of(self.value, self.per, self.pro_rata, self.full_time_hours_per_week)


@dataclass(frozen=True)
class Bonus:
    """A supplement to a building block.

    A bonus with an age holds by the birth year, any other when it is claimed. It takes the place of those that it `replaces`;
    `only_for` names the blocks that it goes with, all of them when empty. `pro_rata` is None when it follows its block.
    """

    key: str
    label: str
    per: Unit
    origins: Origins
    value: Decimal = Decimal(0)
    age_from: int | None = None
    age_below: int | None = None
    age_on: AgeOn | date | None = None
    replaces: frozenset[str] = frozenset()
    only_for: frozenset[str] = frozenset()
    pro_rata: frozenset[ProRata] | None = None
    evidence: tuple[str, ...] = ()
    note: str = ""

    @property
    def has_age(self) -> bool:
        """Return whether the bonus depends on an age."""
        return self.age_from is not None or self.age_below is not None

    def fits(self, block: BuildingBlock) -> bool:
        """Return whether the bonus goes with this block."""
        return not self.only_for or block.key in self.only_for

    def pro_rata_with(self, block: BuildingBlock) -> frozenset[ProRata]:
        """Return what the bonus goes down with: what it says itself, else what its block does. A bonus paid once stays whole."""
        if self.pro_rata is not None:
            return self.pro_rata
        if self.per in (Unit.ONCE, Unit.COSTS):
            return frozenset()
        return block.pro_rata if block.per in (Unit.YEAR, Unit.MONTH, Unit.WEEK) else frozenset(ProRata)


@dataclass(frozen=True)
class CostBlock:
    """A way to fulfil other than a person at work: a training, an activity, an invoice of a kind of supplier, or a PSO level.

    Costs, invoices and obligations count for `share_pct`; hours, days and pieces have a `value`, `per_person` for each who takes part.
    `maximum_per_day` and `maximum` hold for the whole claim.
    """

    key: str
    label: str
    per: Unit
    origins: Origins
    share_pct: Decimal = Decimal(100)
    value: Decimal = Decimal(0)
    per_person: bool = False
    maximum_per_day: Decimal | None = None
    maximum: Decimal | None = None
    counts_as_placement: bool = False
    evidence: tuple[str, ...] = ()
    checklist: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Limit:
    """The most that some kinds or some blocks together may fulfil: a share of the obligation, or an amount."""

    key: str
    label: str
    origins: Origins
    kinds: frozenset[str] = frozenset()
    blocks: frozenset[str] = frozenset()
    maximum_pct: Decimal | None = None
    maximum: Decimal | None = None
    note: str = ""


@dataclass(frozen=True)
class Withholding:
    """The share of a shortfall that is withheld at the final account, after the cure period."""

    share_pct: Decimal
    origins: Origins
    note: str = ""


@dataclass(frozen=True)
class Policy:
    """One version of the rules, in force over the half-open period `[in_force_from, in_force_until)`.

    Without `in_force_until` it holds until the next version of its owner. A region's file has building blocks alone; an authority's file
    may take its blocks from there (`blocks_from`): then they are in this policy, `sha256` covers both texts, and `taken_over` names their
    tables, such as `blocks.wia`.
    """

    name: str
    title: str
    owner: Owner
    is_region: bool
    in_force_from: date
    in_force_until: date | None
    reference_date: ReferenceDate
    blocks_from: str | None
    origins: Origins
    note: str
    obligations: Mapping[str, ObligationRule | NoObligation]
    blocks: Mapping[str, BuildingBlock]
    bonuses: Mapping[str, Bonus]
    trainings: Mapping[str, CostBlock]
    purchases: Mapping[str, CostBlock]
    activities: Mapping[str, CostBlock]
    pso: Mapping[str, CostBlock]
    limits: Mapping[str, Limit]
    milestones: Mapping[str, MilestoneRule]
    sha256: str
    withholding: Withholding | None = None
    taken_over: frozenset[str] = frozenset()

    @property
    def authority_code(self) -> str | None:
        """Return the code of the authority whose policy this is; None for a region, or for an authority without a code."""
        return None if self.is_region else self.owner.code

    @property
    def source(self) -> str:
        """Return the source of the policy as a whole."""
        return self.origins.table.source
