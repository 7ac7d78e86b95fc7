"""A plan of approach: what a contractor will do, when, how much and with whom; what that is worth, and what came of it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from gettext import gettext as _
from uuid import UUID

from sroi.errors import NotFound, UnableTo
from sroi.policy.rules import (
    ContributionFacts,
    CostBlock,
    Fulfilled,
    PlacementFacts,
    Policy,
    UnableToValue,
    amount_of_contribution,
    value_until,
    value_within_limits,
)
from sroi.values import Period, holds_bsn

PLACEMENT = "placement"
# The tables of a policy by the kind of claim that counts by them.
TABLES = {PLACEMENT: "blocks", "training": "trainings", "social_purchase": "purchases", "community_activity": "activities"}
MAX_PEOPLE, MAX_TEXT = 1_000, 300
ZERO = Decimal("0.00")


class PlanStatus(StrEnum):
    """Where a plan stands. An agreed plan is superseded by the next one that is agreed."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    AGREED = "agreed"
    SUPERSEDED = "superseded"


OPEN_PLAN = (PlanStatus.DRAFT, PlanStatus.RETURNED)


class PlanNotFound(NotFound):
    """There is no such plan, or it is not the viewer's."""


class UnableToPlan(UnableTo):
    """What was planned cannot be, or the plan stands otherwise by now."""


@dataclass(frozen=True, kw_only=True)
class PlanItem:
    """One line of a plan: by `block` of the policy, over the half-open period from `starts_on`.

    Placements go by `hours_per_week` for each of so many `people`; all else by what its block counts: `costs` in euros ex VAT, `hours`,
    `days` or `people`. `partner_id` is the partner that it is done with, `with_whom` whoever else.
    """

    kind: str
    block: str
    starts_on: date
    ends_before: date
    people: int = 1
    hours_per_week: Decimal | None = None
    costs: Decimal | None = None
    hours: Decimal | None = None
    days: Decimal | None = None
    with_whom: str = ""
    partner_id: UUID | None = None
    note: str = ""

    @property
    def ends_on(self) -> date:
        """Return the last day."""
        return self.ends_before - timedelta(days=1)

    @property
    def table(self) -> str:
        """Return the table of a policy in which the block stands."""
        return TABLES[self.kind]


@dataclass(frozen=True)
class Setting:
    """What a plan is valued against: the policy that the contract keeps, the days it runs, and what is owed in euros."""

    policy: Policy
    contract: Period
    owed: Decimal


@dataclass(frozen=True)
class PlanLine:
    """A line with what it is worth by itself, and what of that counts beside the lines before it."""

    item: PlanItem
    label: str
    value: Decimal
    counts: Decimal


@dataclass(frozen=True)
class PlanRecord:
    """A plan as it is kept; `reason` is what was said with the last step of its history."""

    id: UUID
    contract_id: UUID
    number: int
    status: PlanStatus
    version: int
    items: tuple[PlanItem, ...]
    changed_at: datetime
    reason: str = ""


@dataclass(frozen=True)
class PlanStep:
    """One step in a plan's history, by whom and why."""

    status: PlanStatus
    changed_by: str
    changed_at: datetime
    reason: str


@dataclass(frozen=True)
class Came:
    """What was approved and what waits in review by one block, in euros, over all claims of a contract."""

    approved: Decimal = ZERO
    in_review: Decimal = ZERO


@dataclass(frozen=True)
class Measured:
    """One block of a plan against what came: `planned` in all and `by_now`, what should have been done by a day."""

    kind: str
    block: str
    label: str
    planned: Decimal
    by_now: Decimal
    came: Came

    @property
    def is_behind(self) -> bool:
        """Return whether less was approved or is in review than was planned by now."""
        return self.came.approved + self.came.in_review < self.by_now


def plan_status_label(status: PlanStatus) -> str:
    """Return the Dutch name of a status."""
    return {
        PlanStatus.DRAFT: _("Concept"),
        PlanStatus.SUBMITTED: _("Bij het WSP"),
        PlanStatus.RETURNED: _("Vraag van het WSP"),
        PlanStatus.AGREED: _("Akkoord"),
        PlanStatus.SUPERSEDED: _("Vervangen"),
    }[status]


def plan_status_tone(status: PlanStatus) -> str:
    """Return how a status is marked: neutral, success or warning."""
    return {PlanStatus.AGREED: "success", PlanStatus.RETURNED: "warning"}.get(status, "neutral")


def block_label(*, policy: Policy, kind: str, block: str) -> str:
    """Return the label that a policy gives a block; its key where the policy lacks it."""
    held = blocks_of(policy, kind).get(block)
    return block if held is None else held.label


def blocks_of(policy: Policy, kind: str) -> Mapping[str, CostBlock]:
    """Return the blocks of a policy that claims of a kind count by."""
    found: Mapping[str, CostBlock] = getattr(policy, TABLES[kind])  # of placements: building blocks, which have a key and a label too
    return found


def value_of_item(*, item: PlanItem, setting: Setting, until: date | None = None) -> Decimal:
    """Return what a line is worth in euros to its end, or to `until`, exclusive; raise UnableToPlan or UnableToValue on the field."""
    check_item(item=item, setting=setting)
    end = item.ends_before if until is None else min(item.ends_before, until)
    if end <= item.starts_on:
        return ZERO
    if item.kind == PLACEMENT:
        facts = PlacementFacts(
            target_group=item.block,
            hours_per_week=item.hours_per_week or ZERO,
            start=item.starts_on,
            end=item.ends_before,
            contract_start=setting.contract.start,
            contract_end=setting.contract.end,
        )
        return value_until(policy=setting.policy, placement=facts, until=end).amount * item.people
    block = blocks_of(setting.policy, item.kind)[item.block]
    facts_of_it = ContributionFacts(costs=item.costs, hours=item.hours, days=item.days, people=item.people)
    amount = amount_of_contribution(block=block, facts=facts_of_it)
    return amount if end == item.ends_before else ZERO


def check_item(*, item: PlanItem, setting: Setting) -> None:
    """Raise UnableToPlan on the field with what cannot be of one line."""
    if item.kind not in TABLES or item.block not in blocks_of(setting.policy, item.kind):
        raise UnableToPlan(_("Kies een van de mogelijkheden van het beleid."), field="block")
    if item.ends_before <= item.starts_on:
        raise UnableToPlan(_("De einddatum ligt voor de startdatum. Verbeter een van beide."), field="ends_on")
    if not Period(item.starts_on, item.ends_before).overlaps(setting.contract):
        raise UnableToPlan(_("Deze dagen vallen buiten de looptijd van het contract."), field="starts_on")
    if not 1 <= item.people <= MAX_PEOPLE:
        raise UnableToPlan(_("Vul het aantal mensen in, van 1 tot en met 1.000."), field="people")
    for text, field in ((item.with_whom, "with_whom"), (item.note, "note")):
        if holds_bsn(text):
            message = _("Dit lijkt een burgerservicenummer. Dat mag hier niet staan: haal het weg.")
            raise UnableToPlan(message, field=field)


def lines_of(*, items: Sequence[PlanItem], setting: Setting, fulfilled: tuple[Fulfilled, ...] = ()) -> tuple[PlanLine, ...]:
    """Return each line with its value, and with what of it counts under the policy's limits beside the lines before it and `fulfilled`."""
    lines: list[PlanLine] = []
    counted = list(fulfilled)
    for item in items:
        value = worth_or_nothing(item=item, setting=setting)
        within = value_within_limits(
            policy=setting.policy, kind=item.table, block=item.block, amount=value, obligation=setting.owed, fulfilled=tuple(counted)
        )
        counted.append(Fulfilled(item.table, item.block, within.amount))
        label = block_label(policy=setting.policy, kind=item.kind, block=item.block)
        lines.append(PlanLine(item, label, value, within.amount))
    return tuple(lines)


def worth_or_nothing(*, item: PlanItem, setting: Setting, until: date | None = None) -> Decimal:
    """Return what a line is worth; nothing when the contract or its policy changed so that it no longer can be."""
    try:
        return value_of_item(item=item, setting=setting, until=until)
    except (UnableToPlan, UnableToValue):
        return ZERO


def measured(*, items: Iterable[PlanItem], setting: Setting, came: Mapping[tuple[str, str], Came], on: date) -> tuple[Measured, ...]:
    """Return a plan against what came, block by block: those of the plan in its order, then those that came beside it."""
    planned: dict[tuple[str, str], tuple[Decimal, Decimal]] = {}
    for item in items:
        key = (item.kind, item.block)
        whole, by_now = planned.get(key, (ZERO, ZERO))
        planned[key] = (
            whole + worth_or_nothing(item=item, setting=setting),
            by_now + worth_or_nothing(item=item, setting=setting, until=on),
        )
    keys = [*planned, *sorted(key for key in came if key not in planned)]
    return tuple(
        Measured(
            kind=kind,
            block=block,
            label=block_label(policy=setting.policy, kind=kind, block=block),
            planned=planned.get((kind, block), (ZERO, ZERO))[0],
            by_now=planned.get((kind, block), (ZERO, ZERO))[1],
            came=came.get((kind, block), Came()),
        )
        for kind, block in keys
    )
