"""Reads of obligations, of notices to the WSP, and of milestones."""

from sroi.obligations.queries.obligations import (
    Effect,
    Held,
    HeldThen,
    Notice,
    Revision,
    contract_life,
    current_life,
    current_obligations,
    effect_of_change,
    held_then,
    policy_of_contract,
    revisions,
    unseen_notices,
)

__all__ = [
    "Effect",
    "Held",
    "HeldThen",
    "Notice",
    "Revision",
    "contract_life",
    "current_life",
    "current_obligations",
    "effect_of_change",
    "held_then",
    "policy_of_contract",
    "revisions",
    "unseen_notices",
]
