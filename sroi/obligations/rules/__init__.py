"""What a contract owes: by its facts on one day, and over its life. Pure."""

from sroi.obligations.rules.assessing import PLACEHOLDER_SUM, Assessment, AwardFacts, DecidedBy, Outcome, UnableToCompute, assess
from sroi.obligations.rules.computing import Obligation, base_label, compute_obligation, outcome_label
from sroi.obligations.rules.milestones import (
    MAX_NOTE,
    MilestoneLine,
    MilestoneNotFound,
    MilestoneRecord,
    UnableToMeet,
    milestone_dates,
    milestone_lines,
    next_milestone,
    standing_tone,
    standing_words,
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
    waives_threshold,
    without_threshold,
)

__all__ = [
    "MAX_NOTE", "PLACEHOLDER_SUM", "Assessment", "AwardFacts", "DecidedBy", "MilestoneLine", "MilestoneNotFound", "MilestoneRecord",
    "Obligation", "Outcome", "Position", "Stage", "UnableToCompute", "UnableToMeet", "asks_for_decision", "assess", "award_facts",
    "base_label", "change_explained", "compute_obligation", "milestone_dates", "milestone_lines", "next_milestone",
    "obligation_timeline", "outcome_label", "owed_changes", "stage_on", "standing_tone", "standing_words", "waives_threshold",
    "without_threshold",
]  # fmt: skip
