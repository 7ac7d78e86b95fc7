"""Reads of obligations, of notices to the WSP, and of milestones."""

from sroi.obligations.queries.milestones import (
    Due,
    MilestoneCounts,
    MilestoneFilter,
    earlier_meetings,
    milestone,
    milestone_counts,
    milestones_of_contract,
    milestones_page,
)
from sroi.obligations.queries.obligations import (
    Effect,
    HeldThen,
    Notice,
    current_life,
    current_obligations,
    effect_of_change,
    held_then,
    kept_policies,
    policy_of_contract,
    revisions,
    uncovered_contracts,
    unseen_notices,
)
from sroi.obligations.queries.rulebook import Held, Revision, Rulebook, rulebook

__all__ = [
    "Due",
    "Effect",
    "Held",
    "HeldThen",
    "MilestoneCounts",
    "MilestoneFilter",
    "Notice",
    "Revision",
    "Rulebook",
    "current_life",
    "current_obligations",
    "earlier_meetings",
    "effect_of_change",
    "held_then",
    "kept_policies",
    "milestone",
    "milestone_counts",
    "milestones_of_contract",
    "milestones_page",
    "policy_of_contract",
    "revisions",
    "rulebook",
    "uncovered_contracts",
    "unseen_notices",
]
