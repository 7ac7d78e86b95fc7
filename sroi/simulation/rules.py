"""What a policy would change over the portfolio, as figures and as the rows behind them. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True)
class ContractChange:
    """A contract that would get, lose or change its obligation: `kind` is gained, lost or changed; amounts in euros."""

    contract_id: UUID
    number: str
    title: str
    before: Decimal
    after: Decimal
    kind: str


@dataclass(frozen=True)
class ClaimChange:
    """A claim that would be worth another amount, in euros."""

    claim_id: UUID
    contract_number: str
    claim_number: int
    before: Decimal
    after: Decimal


@dataclass(frozen=True)
class Simulation:
    """What a policy would change: counts and totals over everything that was seen, and the largest changes of each."""

    contracts_seen: int
    claims_seen: int
    gained: int
    lost: int
    changed: int
    owed_before: Decimal
    owed_after: Decimal
    claims_changed: int
    value_before: Decimal
    value_after: Decimal
    contracts: tuple[ContractChange, ...]
    claims: tuple[ClaimChange, ...]
