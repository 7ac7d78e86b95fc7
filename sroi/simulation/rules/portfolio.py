"""What a simulation reads, and what it finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from gettext import gettext as _
from typing import NamedTuple, TypedDict
from uuid import UUID

from sroi.fulfilment.kinds import Kind
from sroi.values import Period

ZERO = Decimal("0.00")
SHOWN = 100


class ChangeKind(StrEnum):
    """What happens to a contract's obligation."""

    GAINED = "gained"
    LOST = "lost"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ContractChange:
    """A contract that would owe another amount, in euros."""

    contract_id: UUID
    number: str
    title: str
    before: Decimal
    after: Decimal
    kind: ChangeKind


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim that would have another value, in euros."""

    claim_id: UUID
    contract_number: str
    claim_number: int
    before: Decimal
    after: Decimal


@dataclass(frozen=True)
class Simulation:
    """What would differ if a policy had held; amounts are euros, the changes shown are the largest ones, at most SHOWN of each.

    `asks` counts contracts that the policy cannot compute without an answer: what they owe is left as it is. `awarded_in_force` counts
    those that were awarded (or published) in the policy's own days. `claims_without_block` are worth nothing because the policy lacks their
    group or block, `claims_refused` because it cannot value their facts.
    """

    contracts_seen: int = 0
    awarded_in_force: int = 0
    claims_seen: int = 0
    gained: int = 0
    lost: int = 0
    changed: int = 0
    asks: int = 0
    owed_before: Decimal = ZERO
    owed_after: Decimal = ZERO
    claims_changed: int = 0
    claims_without_block: int = 0
    claims_refused: int = 0
    value_before: Decimal = ZERO
    value_after: Decimal = ZERO
    contracts: tuple[ContractChange, ...] = ()
    claims: tuple[ClaimChange, ...] = ()


class ContractRow(TypedDict):
    """A registered contract as it is read, ids and days as text, with the last revision of what it owes; None when nobody computed it."""

    id: str
    number: str
    title: str
    contract_type: str
    role: str
    contract_sum_cents: int
    tender_sum_cents: int | None
    wage_sum_cents: int | None
    invoiced_turnover_cents: int | None
    labour_share_bp: int | None
    agreed_rate_bp: int | None
    awarded_on: str
    published_on: str | None
    starts_on: str | None
    ends_before: str | None
    framework_sum_cents: int | None
    owed_cents: int | None
    outcome: str | None
    policy_name: str | None


class Held(NamedTuple):
    """What claims need of a contract: its number, its days, and the policy that it keeps where that matters, for a region's draft."""

    number: str
    start: date | None
    end: date | None
    kept_name: str | None


class ClaimRow(TypedDict):
    """A claim as it is read, ids and days as text, beside the columns of its kind."""

    id: str
    number: int
    value_cents: int
    policy_name: str
    organisation: str
    period_start: str
    period_before: str
    contract: str


@dataclass(frozen=True)
class Claims:
    """Claims of one kind, and the contracts that are seen by their ids: a claim on another is left out.

    `own_days` are the days of a contractor on a contract that was taken over, by both their ids; `earlier` are those on which a claim's
    person counts in other claims, by the claim's id.
    """

    kind: Kind
    rows: Sequence[ClaimRow]
    contracts: Mapping[str, Held]
    own_days: Mapping[tuple[str, str], Period] = field(default_factory=dict)
    earlier: Mapping[str, tuple[Period, ...]] = field(default_factory=dict)


def change_label(kind: ChangeKind) -> str:
    """Return the Dutch words for what happens to an obligation."""
    return {
        ChangeKind.GAINED: _("Krijgt een verplichting"),
        ChangeKind.LOST: _("Verliest de verplichting"),
        ChangeKind.CHANGED: _("Ander bedrag"),
    }[kind]
