"""What a settlement decision is, what it amounts to, and who may take it. Pure."""

from sroi.settlement.rules.amounts import Situation, least_remaining, least_surplus, value_of_decision
from sroi.settlement.rules.decisions import (
    ContractDecision,
    DecisionKind,
    DecisionNotFound,
    DecisionRecord,
    DecisionStatus,
    Proposal,
    StatusStep,
    UnableToSettle,
    check_decider,
    check_organisation,
    check_reason,
    check_unchanged,
    check_withdrawal,
    kind_label,
    status_label,
    status_tone,
)
from sroi.settlement.rules.entries import Effect, counted_period, effect_on, entries_of

__all__ = [
    "ContractDecision",
    "DecisionKind",
    "DecisionNotFound",
    "DecisionRecord",
    "DecisionStatus",
    "Effect",
    "Proposal",
    "Situation",
    "StatusStep",
    "UnableToSettle",
    "check_decider",
    "check_organisation",
    "check_reason",
    "check_unchanged",
    "check_withdrawal",
    "counted_period",
    "effect_on",
    "entries_of",
    "kind_label",
    "least_remaining",
    "least_surplus",
    "status_label",
    "status_tone",
    "value_of_decision",
]
