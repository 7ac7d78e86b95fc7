"""What a contract owes: by its facts on one day, and over its life. Pure."""

from sroi.obligations.rules.assessing import PLACEHOLDER_SUM, Assessment, AwardFacts, DecidedBy, Outcome, UnableToCompute, assess
from sroi.obligations.rules.computing import Obligation, base_label, compute_obligation, outcome_label
from sroi.obligations.rules.timeline import (
    Position,
    Stage,
    asks_for_decision,
    award_facts,
    change_explained,
    obligation_timeline,
    owed_changes,
    stage_on,
    waives_threshold,
    without_threshold,
)

__all__ = [
    "PLACEHOLDER_SUM", "Assessment", "AwardFacts", "DecidedBy", "Obligation", "Outcome", "Position", "Stage", "UnableToCompute",
    "asks_for_decision", "assess", "award_facts", "base_label", "change_explained", "compute_obligation", "obligation_timeline",
    "outcome_label", "owed_changes", "stage_on", "waives_threshold", "without_threshold",
]  # fmt: skip
