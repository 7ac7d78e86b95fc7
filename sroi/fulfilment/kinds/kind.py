"""What every kind of fulfilment can do; `Context` is all that a kind may know beside what was reported."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from sroi.contracts.rules import ContractRecord
from sroi.fulfilment.queries.invoices import ClaimedInvoice
from sroi.fulfilment.rules import Caution, PersonClaim, Valued
from sroi.policy.rules import Policy
from sroi.values import Period


@dataclass(frozen=True)
class Context:
    """The contract that is claimed against, over the days that it is `organisation_id`'s; the policy it keeps, the day of today, and the
    claim itself when it exists already. `turn` is the moment and the number of its submission when it is in review: what others submitted
    after that counts after it. A `subcontractor_id` reports on behalf of the contractor, about people it knows by labels of its own.
    What is `known` already of others is not looked up again."""

    contract: ContractRecord
    organisation_id: UUID
    policy: Policy
    today: date
    claim_id: UUID | None = None
    turn: tuple[datetime, int] | None = None
    subcontractor_id: UUID | None = None
    known: "Known | None" = None

    @property
    def reporter_id(self) -> UUID:
        """Return the organisation that reports."""
        return self.subcontractor_id or self.organisation_id


@dataclass(frozen=True)
class Known:
    """What is known of others when a kept claim is valued among many: its candidate with every other live claim for that person, the day
    before which that person stopped, and the live claims with the same invoice number."""

    candidate_id: UUID | None = None
    claims: tuple[PersonClaim, ...] = ()
    stopped: date | None = None
    invoices: tuple[ClaimedInvoice, ...] = ()


@dataclass(frozen=True)
class Reported:
    """A claim, or what may become one, as it is looked at: its details over its period, and by what they are valued.

    `organisation_id` reports it; `reader` is the organisation that looks at it, None is the WSP.
    """

    details: Any
    period: Period
    policy: Policy
    organisation_id: UUID
    contract_start: date | None = None
    contract_end: date | None = None
    claim_id: UUID | None = None
    reader: UUID | None = None


class Basis(NamedTuple):
    """What a claim is valued by: a policy, the claimed days, those that the contract runs, and those on which the same person counts in
    other claims."""

    policy: Policy
    period: Period
    contract_start: date | None = None
    contract_end: date | None = None
    earlier: tuple[Period, ...] = ()


class Kind(Protocol):
    """One kind of fulfilment. `details` are its own frozen facts; refusals are UnableToReport or UnableToValue on the field.

    `policy_table` is the attribute of a policy that has its building blocks, by which name a limit calls the kind.
    For many claims at once: `tables` joins what keeps its facts to `claim`, `columns` are what a value rests on as text, by name,
    `block_column` is the one of them that names the building block, and `told_by` are the three columns that `line` tells a claim by.
    """

    key: str
    policy_table: str
    tables: str
    columns: Mapping[str, str]
    block_column: str
    told_by: tuple[str, str, str]

    @property
    def label(self) -> str:
        """Return the Dutch name."""

    def block_of(self, *, details: Any) -> str:
        """Return the key of the building block that the details count by."""

    async def value(self, *, details: Any, context: Context) -> Valued:
        """Return what the details are worth; refuse what cannot be true."""

    def rules(self, *, policy: Policy, block: str) -> Hashable | None:
        """Return all in a policy that decides a value by this block, equal where the values are; None when it lacks the block."""

    def worth(self, *, row: Mapping[str, Any], basis: Basis) -> int:
        """Return what a claim is worth in whole cents, from `columns`, by a policy that has its block; a bonus that it refuses counts for
        nothing."""

    async def cautions(self, *, reported: Sequence[Reported]) -> tuple[tuple[Caution, ...], ...]:
        """Return what deserves a second look in each of the claims, in so many queries however many there are."""

    async def keep(self, *, claim_id: UUID, details: Any, context: Context, now: datetime) -> None:
        """Keep the details of a claim, in the place of earlier ones."""

    async def read(self, *, claim_ids: Sequence[UUID]) -> dict[UUID, Any]:
        """Return the details of claims of this kind, in one query."""

    def summary(self, *, details: Any, policy: Policy) -> str:
        """Return one line in Dutch that tells this claim from others."""

    def line(self, *, told: tuple[str, str, str], policy: Policy) -> str:
        """Return the same line from what stands in `told_by`."""

    def facts(self, *, details: Any, policy: Policy) -> tuple[tuple[str, str], ...]:
        """Return what was reported as pairs of a Dutch name and its value; what was left out is left out."""

    def evidence(self, *, details: Any, policy: Policy) -> tuple[str, ...]:
        """Return what the policy asks to be shown of it, each once."""


def is_offered(*, kind: Kind, policy: Policy) -> bool:
    """Return whether a policy has any building block of this kind."""
    return bool(getattr(policy, kind.policy_table))
