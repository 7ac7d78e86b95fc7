"""The report of a year, the rows that it is made of, and how a contract stands on a day."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from gettext import gettext as _
from uuid import UUID

from sroi.contracts.rules import ContractType, Scope
from sroi.errors import UnableTo
from sroi.ledger.rules import Balance
from sroi.reconciliation.rules.facts import EVERY_CONTRACT, Facts, GoalRule, Moment, fact_label
from sroi.values import Period

ZERO = Decimal("0.00")
FIRST_YEAR, LAST_YEAR = 2000, 2100


class UnableToReconcile(UnableTo):
    """There is no report of this year."""


class Standing(StrEnum):
    """How a contract stands: fulfilled, ended with a remainder, behind its own duration, or on track."""

    FULFILLED = "fulfilled"
    OVERDUE = "overdue"
    BEHIND = "behind"
    ON_TRACK = "on_track"


class PlacementVerdict(StrEnum):
    """Whether a placement counts in the year that it started in, and if not, why."""

    COUNTED = "counted"
    PENDING = "pending"
    SAME_PERSON = "same_person"
    NO_PLACEMENT = "no_placement"
    NOT_BY_THE_RULE = "not_by_the_rule"
    FACT_IS_UNKNOWN = "fact_is_unknown"
    YEAR_IS_RECORDED = "year_is_recorded"


@dataclass(frozen=True)
class Goal:
    """How many placements the municipality wants in a year, where it says so, and which placements count toward it."""

    year: int
    placements: int
    source: str
    rule: GoalRule = EVERY_CONTRACT


@dataclass(frozen=True)
class Recorded:
    """The result of a year as its source gives it; `local` and `regional` are None where the source does not split."""

    year: int
    total: int
    local: int | None
    regional: int | None
    employers: int
    note: str
    source: str


@dataclass(frozen=True)
class PlacementRow:
    """A candidate at an employer under one contract since one day, over all claims that were submitted or approved.

    `person` is the token that the person is recognised by over contracts, else the candidate's id. `first_claim` is the number of the first
    claim, `claim_id` the id of the one whose facts these are, `approved_on` the day of its first approval. `counts_as_placement` and
    `full_time_hours`, None where it names none, are what the policy says of the target group.
    """

    person: str
    candidate_label: str
    target_group: str
    target_group_label: str
    counts_as_placement: bool
    employer_name: str
    employer_kvk_number: str | None
    starts_on: date
    ends_before: date | None
    hours_per_week: Decimal
    full_time_hours: Decimal | None
    contract_id: UUID
    contract_number: str
    awarded_on: date
    scope: Scope
    authority_name: str
    contractor_name: str
    first_claim: int
    is_approved: bool
    approved: Decimal
    in_review: Decimal
    residence: str = ""
    delivering_wsp: str = ""
    claiming_authority: str = ""
    claim_id: UUID | None = None
    contract_sum: Decimal = ZERO
    approved_on: date | None = None

    def counted_on(self, moment: Moment) -> date:
        """Return the day by which the placement belongs to a year; one that was never approved waits in the year in which it started."""
        return self.starts_on if moment is Moment.STARTED else self.approved_on or self.starts_on

    @property
    def facts(self) -> Facts:
        """Return the four facts of counting; the contract's authority claims what nobody else is known to claim."""
        return Facts(self.scope, self.residence, self.delivering_wsp, self.claiming_authority or self.authority_name)

    @property
    def is_full_time(self) -> bool:
        """Return whether the hours are those of full time, or more; where the policy names none, nobody works part time."""
        return self.full_time_hours is None or self.hours_per_week >= self.full_time_hours


@dataclass(frozen=True)
class JudgedPlacement:
    """A placement with its verdict by a rule; `counted_on` is the number of the contract that the same person counts on."""

    placement: PlacementRow
    verdict: PlacementVerdict
    counted_on: str = ""
    rule: GoalRule = EVERY_CONTRACT


@dataclass(frozen=True)
class ContractRow:
    """A contract that owes, with its balance and what waits for a decision, in euros."""

    id: UUID
    number: str
    title: str
    contract_type: ContractType
    scope: Scope
    authority_id: UUID
    authority_name: str
    contractor_id: UUID
    contractor_name: str
    kvk_number: str | None
    contract_sum: Decimal
    awarded_on: date
    period: Period
    balance: Balance
    in_review: Decimal


@dataclass(frozen=True)
class YearRows:
    """All that the report of a year is made of, as SQL has reduced it."""

    year: int
    goal: Goal | None
    history: tuple[Recorded, ...]
    placements: tuple[PlacementRow, ...]
    contracts: tuple[ContractRow, ...]

    @property
    def rule(self) -> GoalRule:
        """Return by which rule placements count in the year."""
        return EVERY_CONTRACT if self.goal is None else self.goal.rule

    @property
    def recorded(self) -> Recorded | None:
        """Return the recorded result of the year itself."""
        return next((result for result in self.history if result.year == self.year), None)


@dataclass(frozen=True)
class Euros:
    """What is owed and what came of it. A surplus on one contract pays nothing on another, so remainders add up by themselves."""

    owed: Decimal = ZERO
    approved: Decimal = ZERO
    in_review: Decimal = ZERO
    remaining: Decimal = ZERO
    surplus: Decimal = ZERO


@dataclass(frozen=True)
class ContractLine:
    """A contract in the report; `placements` are the persons who count on it in this year."""

    contract: ContractRow
    euros: Euros
    standing: Standing
    placements: int


@dataclass(frozen=True)
class CountLine:
    """Counted placements of one month, target group, authority or value of a fact; `key` is what `choosing` knows it by."""

    label: str
    local: int
    regional: int
    total: int
    key: str = ""


@dataclass(frozen=True)
class EurosLine:
    """The contracts of one authority or contractor together."""

    label: str
    contracts: int
    placements: int
    euros: Euros


@dataclass(frozen=True)
class YearReport:
    """What adds up over a year, with contracts as they stood `on` a day.

    `local` and `regional` are None only for a recorded year whose source does not split. In a recorded year the figures are those of the
    source; nothing of this register is counted, so its tables are empty and no contract has placements. Euros are over the whole life of
    each contract. `placed_by` are the authorities of the contracts that persons count on; `unknown` are the persons of whom the fact is
    unknown that decides by the rule of the goal.
    """

    year: int
    on: date
    goal: Goal | None
    recorded: Recorded | None
    local: int | None
    regional: int | None
    total: int
    employers: int
    pending: int
    euros: Euros
    contracts: tuple[ContractLine, ...]
    full_time: int = 0
    part_time: int = 0
    employer_names: tuple[str, ...] = ()
    months: tuple[CountLine, ...] = ()
    target_groups: tuple[CountLine, ...] = ()
    placed_by: tuple[CountLine, ...] = ()
    residences: tuple[CountLine, ...] = ()
    delivering_wsps: tuple[CountLine, ...] = ()
    claiming_authorities: tuple[CountLine, ...] = ()
    unknown: int = 0
    authorities: tuple[EurosLine, ...] = ()
    contractors: tuple[EurosLine, ...] = ()
    history: tuple[Recorded, ...] = field(default=())

    @property
    def is_recorded(self) -> bool:
        """Return whether the placements are those of a source before this register."""
        return self.recorded is not None

    @property
    def rule(self) -> GoalRule:
        """Return by which rule placements count in the year."""
        return EVERY_CONTRACT if self.goal is None else self.goal.rule

    @property
    def gap(self) -> int | None:
        """Return how many placements are missing to the goal, or None without a goal."""
        return None if self.goal is None else max(self.goal.placements - self.total, 0)

    def contracts_that_are(self, standing: Standing) -> int:
        """Return how many contracts stand so."""
        return sum(line.standing is standing for line in self.contracts)


def first_and_next(year: int) -> tuple[date, date]:
    """Return the first day of a year and of the next; raise UnableToReconcile for a year that cannot be meant."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnableToReconcile(_("Vul een jaar in van {first} tot en met {last}.").format(first=FIRST_YEAR, last=LAST_YEAR), field="year")
    return date(year, 1, 1), date(year + 1, 1, 1)


def contracts_sentence(*, year: int) -> str:
    """Return which contracts the report of a year holds and over which time its euros are, as the page and the exports say it."""
    return _(
        "Alle contracten met een verplichting die in {year} liepen, of waarop een plaatsing staat die in {year} begon. "
        "De bedragen gaan over de hele looptijd van het contract."
    ).format(year=year)


def standing_of(*, balance: Balance, period: Period, on: date) -> Standing:
    """Return how a contract stands on a day: behind when the settled share is less than the share of its days that have passed."""
    if balance.remaining == 0:
        return Standing.FULFILLED
    if period.end is None:
        return Standing.ON_TRACK
    if period.end <= on:
        return Standing.OVERDUE
    days_passed = max((on - period.start).days, 0)
    is_behind = balance.settled * period.days < balance.owed * days_passed
    return Standing.BEHIND if is_behind else Standing.ON_TRACK


def standing_label(standing: Standing) -> str:
    """Return the Dutch words for how a contract stands."""
    return {
        Standing.FULFILLED: _("Voldaan"),
        Standing.OVERDUE: _("Te laat"),
        Standing.BEHIND: _("Loopt achter"),
        Standing.ON_TRACK: _("Op schema"),
    }[standing]


def placement_verdict_label(judged: JudgedPlacement) -> str:
    """Return the Dutch sentence that says whether a placement counts, and if not, why."""
    return {
        PlacementVerdict.COUNTED: _("Telt mee"),
        PlacementVerdict.PENDING: _("In beoordeling: telt nog niet mee"),
        PlacementVerdict.SAME_PERSON: _("Zelfde persoon: staat al bij contract {number}").format(number=judged.counted_on),
        PlacementVerdict.NO_PLACEMENT: _("Telt volgens het beleid niet als plaatsing"),
        PlacementVerdict.NOT_BY_THE_RULE: _("Telt volgens de regel van dit doel niet mee"),
        PlacementVerdict.FACT_IS_UNKNOWN: _("Telt nog niet mee: onbekend is {fact}").format(
            fact=fact_label(judged.rule.fact)[:1].lower() + fact_label(judged.rule.fact)[1:]
        ),
        PlacementVerdict.YEAR_IS_RECORDED: _("Dit jaar is al vastgelegd: telt niet opnieuw"),
    }[judged.verdict]
