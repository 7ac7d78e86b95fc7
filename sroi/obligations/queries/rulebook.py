"""What the lives of contracts are computed by, read once for however many contracts: policies, authorities and sums of frameworks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from msgspec import Struct

from sroi.contracts.queries import Authority, authorities
from sroi.contracts.rules import Award, ContractFacts, ContractRole, RecordedEvent, Terms, terms_of, terms_on
from sroi.database import fetch, keys, one_of
from sroi.obligations.rules import Obligation, Position, Stage, award_stage, obligation_timeline
from sroi.policy.queries import policies
from sroi.policy.rules import Policy, covers_award, policy_for_award
from sroi.values import from_cents


@dataclass(frozen=True)
class Revision:
    """An obligation as it was computed and kept, when, and after which kind of event; `change` explains the difference.

    `is_undecided` says that the contract fell under the threshold and that nobody decided yet what that means.
    """

    contract_id: UUID
    number: int
    effective_on: date
    recorded_at: datetime
    obligation: Obligation
    cause: str = ""
    change: str = ""
    is_undecided: bool = False


class Held(Struct, frozen=True):
    """What a contract owes over its life by the policy that it keeps (None when none covers it), one stage a day of change."""

    policy: Policy | None
    stages: tuple[Stage, ...]


@dataclass(frozen=True)
class Rulebook:
    """Published policies by name, authorities by id, and the sums of frameworks in euros."""

    policies: Mapping[str, Policy]
    authorities: Mapping[UUID, Authority]
    framework_sums: Mapping[UUID, Decimal | None]
    _chosen: dict[tuple[UUID, date, date | None], Policy | None] = field(default_factory=dict)

    def life(self, *, facts: ContractFacts, events: tuple[RecordedEvent, ...], held: Revision | None) -> Held:
        """Return what events make a contract owe, by the policy that it keeps: the one it has, while that covers its reference date."""
        only = events[0].change if len(events) == 1 else None
        terms = terms_of(only) if isinstance(only, Award) else terms_on(events)
        assert terms is not None
        kept, position = self._policy(facts.authority_id, terms, held), self.position(facts)
        if only is not None:
            return Held(kept, (award_stage(terms=terms, policy=kept, position=position),))
        return Held(kept, obligation_timeline(events=events, policy=kept, position=position))

    def position(self, facts: ContractFacts) -> Position:
        """Return where a contract stands among others."""
        if facts.role is not ContractRole.CALL_OFF or facts.framework_id is None:
            return Position(facts.role)
        return Position(ContractRole.CALL_OFF, self.framework_sums.get(facts.framework_id))

    def _policy(self, authority_id: UUID, terms: Terms, held: Revision | None) -> Policy | None:
        if held is not None and held.obligation.policy_name is not None:
            kept = self.policies[held.obligation.policy_name]
            if covers_award(policy=kept, awarded_on=terms.awarded_on, published_on=terms.published_on):
                return kept
        key = (authority_id, terms.awarded_on, terms.published_on)
        try:
            return self._chosen[key]
        except KeyError:
            authority = self.authorities[authority_id]
        self._chosen[key] = chosen = policy_for_award(
            policies=self.policies.values(),
            authority_code=authority.municipality_code,
            awarded_on=terms.awarded_on,
            published_on=terms.published_on,
            authority_name=authority.name,
        )
        return chosen


async def rulebook(*, facts: Iterable[ContractFacts], like: Rulebook | None = None) -> Rulebook:
    """Return what the lives of these contracts are computed by, with the policies and authorities of another that was read just now."""
    frameworks = {one.framework_id for one in facts if one.framework_id is not None}
    sums: dict[UUID, Decimal | None] = {}
    if frameworks:
        sql = f"SELECT id, contract_sum_cents FROM contract WHERE {one_of('id', kind='uuid')}"
        for row in await fetch(sql, keys(frameworks)):
            sums[row["id"]] = None if row["contract_sum_cents"] is None else from_cents(row["contract_sum_cents"])
    if like is not None:
        return replace(like, framework_sums=sums)
    return Rulebook({policy.name: policy for policy in await policies()}, {one.id: one for one in await authorities()}, sums)
