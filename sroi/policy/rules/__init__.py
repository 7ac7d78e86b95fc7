"""Policies, how they are read, and the exact value of a building block. Pure."""

from sroi.policy.rules.confirming import Confirmed, with_confirmations
from sroi.policy.rules.contributions import (
    ContributionFacts,
    Fulfilled,
    value_of_contribution,
    value_of_costs,
    value_of_pso,
    value_within_limits,
)
from sroi.policy.rules.describing import PolicyRule, RuleChange, diff_policies, open_rules, rules_of
from sroi.policy.rules.placements import PlacementFacts, UnableToValue, years_counted
from sroi.policy.rules.reading import BlocksText, check_policy, policy_sha256, read_policy
from sroi.policy.rules.schema import (
    Base,
    Bonus,
    Bracket,
    BracketScope,
    BuildingBlock,
    CostBlock,
    Limit,
    LowerRate,
    NoObligation,
    ObligationRule,
    Owner,
    Policy,
    ProRata,
    Provenance,
    ReferenceDate,
    Unit,
)
from sroi.policy.rules.sections import MAX_SIGNS, Mistake, PolicyMistakes
from sroi.policy.rules.selection import DateConflict, covers_award, date_conflicts, policy_for_award, version_before
from sroi.policy.rules.steps import Step, Valuation, step_from_json, steps_to_json
from sroi.policy.rules.units import per_unit
from sroi.policy.rules.valuation import counted_period, required_evidence, value_of_period, value_until

__all__ = [
    "MAX_SIGNS",
    "Base",
    "BlocksText",
    "Bonus",
    "Bracket",
    "BracketScope",
    "BuildingBlock",
    "Confirmed",
    "ContributionFacts",
    "CostBlock",
    "DateConflict",
    "Fulfilled",
    "Limit",
    "LowerRate",
    "Mistake",
    "NoObligation",
    "ObligationRule",
    "Owner",
    "PlacementFacts",
    "Policy",
    "PolicyMistakes",
    "PolicyRule",
    "ProRata",
    "Provenance",
    "ReferenceDate",
    "RuleChange",
    "Step",
    "UnableToValue",
    "Unit",
    "Valuation",
    "check_policy",
    "counted_period",
    "covers_award",
    "date_conflicts",
    "diff_policies",
    "open_rules",
    "per_unit",
    "policy_for_award",
    "policy_sha256",
    "read_policy",
    "required_evidence",
    "rules_of",
    "step_from_json",
    "steps_to_json",
    "value_of_contribution",
    "value_of_costs",
    "value_of_period",
    "value_of_pso",
    "value_until",
    "value_within_limits",
    "version_before",
    "with_confirmations",
    "years_counted",
]
