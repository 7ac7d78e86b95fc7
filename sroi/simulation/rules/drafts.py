"""A draft policy beside those that are kept, and which of their rules are the same. Pure."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from sroi.contracts.rules import ContractType
from sroi.fulfilment.kinds import Kind
from sroi.obligations.rules import Position, waives_threshold, without_threshold
from sroi.policy.rules import Policy, essence_of

SHARED_TABLES = ("blocks", "bonuses", "trainings", "purchases", "activities", "pso", "limits")


class Effect(StrEnum):
    """What a draft does to claims by one block: nothing, as it rules the same; it lacks the block; or it values them again."""

    NONE = "none"
    LACKS_BLOCK = "lacks_block"
    VALUES_AGAIN = "values_again"


def with_blocks_of(*, policy: Policy, held: Policy, region: Policy) -> Policy:
    """Return an authority's policy with the building blocks of another version of its region; what it says itself stays.

    `held` is the version of the region that the policy has its blocks from.
    """
    tables: dict[str, Any] = {}
    for name in SHARED_TABLES:
        before: Mapping[str, Any] = getattr(held, name)
        own = {key: rule for key, rule in getattr(policy, name).items() if before.get(key) != rule}
        tables[name] = {**getattr(region, name), **own}
    return replace(policy, **tables)


class Draft:
    """A policy that is tried out beside the kept ones, which it has by name. What it compared or made once, it remembers."""

    def __init__(self, *, policy: Policy, kept: Mapping[str, Policy]) -> None:
        self.policy = policy
        self._kept = kept
        self._tried: dict[str, Policy] = {}
        self._waived: dict[ContractType, Policy] = {}
        self._same: dict[tuple[str, str], bool] = {}
        self._effects: dict[tuple[str | None, str, str, str], Effect] = {}

    def keeps_obligation(self, *, policy_name: str | None, contract_type: str) -> bool:
        """Return whether the draft cannot change what a contract owes: it says nothing of obligations, or the same as the kept policy."""
        if not self.policy.obligations:
            return True
        if policy_name is None or policy_name not in self._kept:
            return False
        key = (policy_name, contract_type)
        if key not in self._same:
            held = self._kept[policy_name].obligations.get(contract_type)
            self._same[key] = essence_of(held) == essence_of(self.policy.obligations.get(contract_type))
        return self._same[key]

    def for_position(self, *, contract_type: ContractType, position: Position) -> Policy:
        """Return the draft for a contract, freed of its threshold for a call-off whose framework reaches it."""
        if not waives_threshold(policy=self.policy, contract_type=contract_type, position=position):
            return self.policy
        if contract_type not in self._waived:
            self._waived[contract_type] = without_threshold(policy=self.policy, contract_type=contract_type)
        return self._waived[contract_type]

    def for_claims(self, *, kept_name: str | None) -> Policy:
        """Return the policy to value claims by: the draft, or for a region's draft the kept policy with the draft's blocks."""
        if not self.policy.is_region or kept_name is None:
            return self.policy
        if kept_name not in self._tried:
            kept = self._kept[kept_name]
            held = self._kept.get(kept.blocks_from or "", self.policy)
            self._tried[kept_name] = with_blocks_of(policy=kept, held=held, region=self.policy)
        return self._tried[kept_name]

    def effect(self, kept_name: str | None, policy_name: str, kind: Kind, block: str) -> Effect:
        """Return what the draft does to claims by a block that were valued by the policy of this name."""
        key = (kept_name, policy_name, kind.key, block)
        found = self._effects.get(key)
        if found is None:
            found = self._effects[key] = self._effect(kept_name, policy_name, kind, block)
        return found

    def _effect(self, kept_name: str | None, policy_name: str, kind: Kind, block: str) -> Effect:
        after: Hashable | None = kind.rules(policy=self.for_claims(kept_name=kept_name), block=block)
        if after is None:
            return Effect.LACKS_BLOCK
        held = self._kept.get(policy_name)
        is_same = held is not None and kind.rules(policy=held, block=block) == after
        return Effect.NONE if is_same else Effect.VALUES_AGAIN
