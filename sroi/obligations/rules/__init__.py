"""What a contract owes: by its facts on one day, and over its life. Pure."""

from sroi.obligations.rules.computing import (
    PLACEHOLDER_SUM,
    AwardFacts,
    Obligation,
    Outcome,
    UnableToCompute,
    base_label,
    compute_obligation,
    outcome_label,
)
from sroi.obligations.rules.timeline import (
    Position,
    Stage,
    asks_for_decision,
    award_facts,
    change_explained,
    obligation_timeline,
    owed_changes,
    stage_on,
)

__all__ = [
    "PLACEHOLDER_SUM", "AwardFacts", "Obligation", "Outcome", "Position", "Stage", "UnableToCompute", "asks_for_decision", "award_facts",
    "base_label", "change_explained", "compute_obligation", "obligation_timeline", "outcome_label", "owed_changes", "stage_on",
]  # fmt: skip
