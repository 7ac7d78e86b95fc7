"""What a contract owes, as an amount alone, and what decided it. Pure.

`computing` explains what is decided here: there is no second arithmetic. Amounts are exact until they are rounded half up to cents once, at
the end.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from gettext import gettext as _
from typing import NamedTuple

from msgspec import Struct

from sroi.contracts.rules import ContractType
from sroi.errors import UnableTo
from sroi.policy.rules import Base, BracketScope, LowerRate, NoObligation, ObligationRule, Policy
from sroi.values import CENT, EXACT, add_months, percentage_of

ZERO = Decimal("0.00")
PLACEHOLDER_SUM = Decimal("1.00")
LATEST = date(2200, 1, 1)


class Outcome(StrEnum):
    """Owed, not owed by the policy, or a question that a person must answer first."""

    OWED = "owed"
    NOT_OWED = "not_owed"
    ASKS = "asks"


class DecidedBy(StrEnum):
    """The rule, or the want of one or of a fact, that decided an assessment."""

    NO_POLICY = "no_policy"
    PLACEHOLDER = "placeholder"
    NO_RULE = "no_rule"
    NO_OBLIGATION = "no_obligation"
    NOTHING_TO_COMPARE = "nothing_to_compare"
    THRESHOLD = "threshold"
    NO_START = "no_start"
    DURATION = "duration"
    NO_BASE = "no_base"
    RATE = "rate"


class UnableToCompute(UnableTo):
    """The facts cannot be those of a contract; `field` names the fact."""


class AwardFacts(Struct, frozen=True):
    """What an obligation is computed from: euros ex VAT, percentages from 0 to 100, `end` exclusive and None when it runs on."""

    contract_type: ContractType
    contract_sum: Decimal
    awarded_on: date
    labour_share_pct: Decimal | None = None
    tender_sum: Decimal | None = None
    wage_sum: Decimal | None = None
    invoiced_turnover: Decimal | None = None
    start: date | None = None
    end: date | None = None
    agreed_rate_pct: Decimal | None = None
    award_date_is_assumed: bool = False
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of a base above one bound and up to `end`, with its rate."""

    above: Decimal
    end: Decimal
    rate_pct: Decimal


class Rate(NamedTuple):
    """The rate that holds and the exact amount that it gives over a base, before any cap.

    `lower` is set when the labour share is under a bound; `slices` when rates of higher sums hold, the one slice of the whole sum or each
    its own; `is_agreed` when the contract agreed on more.
    """

    rate_pct: Decimal
    exact: Decimal
    lower: LowerRate | None = None
    slices: tuple[Slice, ...] = ()
    is_agreed: bool = False


class Assessment(NamedTuple):
    """What is owed in euros, what decided it, and the figures that were reached on the way; the rest is None."""

    outcome: Outcome
    amount: Decimal
    decided_by: DecidedBy
    rule: ObligationRule | NoObligation | None = None
    compared: Decimal | None = None
    base: Decimal | None = None
    rate: Rate | None = None


def assess(*, policy: Policy | None, award: AwardFacts) -> Assessment:
    """Return what an award owes, unexplained; raise UnableToCompute for a sum of zero or less or an end before the start.

    Without a policy that covers the award, and for a sum of one euro (a placeholder in real notices), nothing is computed: it asks.
    """
    _check(award)
    if policy is None:
        return Assessment(Outcome.ASKS, ZERO, DecidedBy.NO_POLICY)
    if award.contract_sum <= PLACEHOLDER_SUM:
        return Assessment(Outcome.ASKS, ZERO, DecidedBy.PLACEHOLDER)
    rule = policy.obligations.get(award.contract_type.value)
    if rule is None:
        return Assessment(Outcome.ASKS, ZERO, DecidedBy.NO_RULE)
    if isinstance(rule, NoObligation):
        return Assessment(Outcome.NOT_OWED, ZERO, DecidedBy.NO_OBLIGATION, rule)
    return _by_rule(rule, award)


def reaches(rule: ObligationRule, compared: Decimal) -> bool:
    """Return whether a sum owes by the threshold of a rule."""
    return is_reached(amount=compared, threshold=rule.threshold, boundary_counts=rule.boundary_counts)


def is_reached(*, amount: Decimal, threshold: Decimal, boundary_counts: bool) -> bool:
    """Return whether an amount owes by a threshold; `boundary_counts` says whether exactly the threshold does."""
    return amount >= threshold if boundary_counts else amount > threshold


def is_too_short(months: int, award: AwardFacts, start: date) -> bool:
    """Return whether an award ends before so many months have passed."""
    return award.end is not None and award.end < add_months(start, months)


def _by_rule(rule: ObligationRule, award: AwardFacts) -> Assessment:
    compared = _amount(award, rule.compared_with)
    if compared is None:
        return Assessment(Outcome.ASKS, ZERO, DecidedBy.NOTHING_TO_COMPARE, rule)
    if not reaches(rule, compared):
        return Assessment(Outcome.NOT_OWED, ZERO, DecidedBy.THRESHOLD, rule, compared)
    if rule.minimum_duration_months is not None:
        if award.start is None:
            return Assessment(Outcome.ASKS, ZERO, DecidedBy.NO_START, rule, compared)
        if is_too_short(rule.minimum_duration_months, award, award.start):
            return Assessment(Outcome.NOT_OWED, ZERO, DecidedBy.DURATION, rule, compared)
    base = _amount(award, rule.base)
    if base is None:
        return Assessment(Outcome.ASKS, ZERO, DecidedBy.NO_BASE, rule, compared)
    rate = _rate(rule, award, base)
    exact = rate.exact if rule.cap is None else min(rate.exact, rule.cap)
    return Assessment(Outcome.OWED, EXACT.quantize(exact, CENT), DecidedBy.RATE, rule, compared, base, rate)


def _check(award: AwardFacts) -> None:
    if award.contract_sum <= 0:
        raise UnableToCompute(_("Vul een opdrachtsom groter dan € 0,00 in."), field="contract_sum")
    for field in ("tender_sum", "wage_sum", "invoiced_turnover"):
        amount = getattr(award, field)
        if amount is not None and amount < 0:
            raise UnableToCompute(_("Een bedrag kan niet negatief zijn. Verbeter het bedrag."), field=field)
    if award.labour_share_pct is not None and not 0 <= award.labour_share_pct <= 100:
        raise UnableToCompute(_("Het arbeidsdeel ligt tussen 0 en 100 procent."), field="labour_share_pct")
    if award.start and award.end and award.end <= award.start:
        raise UnableToCompute(_("De einddatum ligt voor de startdatum. Verbeter een van beide."), field="ends_on")
    if award.start and award.start > LATEST:
        raise UnableToCompute(_("Controleer het jaar van de startdatum."), field="starts_on")


def _amount(award: AwardFacts, base: Base) -> Decimal | None:
    match base:
        case Base.CONTRACT_SUM:
            return award.contract_sum
        case Base.TENDER_SUM:
            return _unless_placeholder(award.tender_sum)
        case Base.WAGE_SUM:
            return _unless_placeholder(award.wage_sum)
        case Base.INVOICED_TURNOVER:
            return award.invoiced_turnover


def _unless_placeholder(amount: Decimal | None) -> Decimal | None:
    return None if amount is None or amount <= PLACEHOLDER_SUM else amount


# ---------------------------------------------------------------- the rate


def _rate(rule: ObligationRule, award: AwardFacts, base: Decimal) -> Rate:
    lower = _lower_rate(rule, award)
    if lower is not None:
        return Rate(lower.rate_pct, percentage_of(base, lower.rate_pct), lower)
    if rule.brackets:
        return _bracketed(rule, base)
    agreed, most = award.agreed_rate_pct, rule.agreed_rate_up_to_pct
    if agreed is not None and most is not None and rule.rate_pct < agreed <= most:
        return Rate(agreed, percentage_of(base, agreed), is_agreed=True)
    return Rate(rule.rate_pct, percentage_of(base, rule.rate_pct))


def _lower_rate(rule: ObligationRule, award: AwardFacts) -> LowerRate | None:
    """Return the rate of the lowest bound that the labour share stays under, or None when it stays under none."""
    share = award.labour_share_pct
    if share is None:
        return None
    return next((lower for lower in rule.lower_rates if share < lower.labour_share_below_pct), None)


def _bracketed(rule: ObligationRule, base: Decimal) -> Rate:
    """Return the amount by the rates of higher sums: the rate of the bracket for the whole sum, or each rate over its own slice."""
    rates = [(Decimal(0), rule.rate_pct), *((bracket.above, bracket.rate_pct) for bracket in rule.brackets)]
    reached = [(above, rate) for above, rate in rates if base > above] or rates[:1]
    if rule.brackets_apply_to is BracketScope.WHOLE:
        above, rate_pct = reached[-1]
        return Rate(rate_pct, percentage_of(base, rate_pct), slices=(Slice(above, base, rate_pct),))
    ends = [*(above for above, _rate in reached[1:]), base]
    slices = tuple(Slice(above, end, rate) for (above, rate), end in zip(reached, ends, strict=True))
    exact = Decimal(0)
    for part in slices:
        exact = EXACT.add(exact, percentage_of(EXACT.subtract(part.end, part.above), part.rate_pct))
    return Rate(reached[0][1], exact, slices=slices)
