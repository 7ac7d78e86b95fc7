"""Policies, how they are read, and the exact value of a building block. Pure."""

from sroi.policy.rules.bonuses import without_refused_bonuses
from sroi.policy.rules.confirming import Confirmed, with_confirmations
from sroi.policy.rules.contributions import (
    ContributionFacts,
    Fulfilled,
    amount_of_contribution,
    amount_of_costs,
    value_of_contribution,
    value_of_costs,
    value_of_pso,
    value_within_limits,
)
from sroi.policy.rules.describing import PolicyRule, RuleChange, diff_policies, open_rules, rules_of
from sroi.policy.rules.essence import essence_of
from sroi.policy.rules.milestones import DueMilestone, MilestoneDates, milestones_due
from sroi.policy.rules.placements import PlacementFacts, UnableToValue, check_contract_period, years_counted
from sroi.policy.rules.reading import BlocksText, check_policy, policy_sha256, read_policy
from sroi.policy.rules.schema import (
    Anchor,
    Base,
    Bonus,
    Bracket,
    BracketScope,
    BuildingBlock,
    CostBlock,
    Limit,
    LowerRate,
    MilestoneRule,
    NoObligation,
    ObligationRule,
    Owner,
    Policy,
    ProRata,
    Provenance,
    ReferenceDate,
    Unit,
    Withholding,
)
from sroi.policy.rules.sections import MAX_SIGNS, Mistake, PolicyMistakes
from sroi.policy.rules.selection import DateConflict, covers_award, date_conflicts, is_owned_by, policy_for_award, version_before
from sroi.policy.rules.steps import Step, Valuation, step_from_json, steps_to_json
from sroi.policy.rules.units import per_unit
from sroi.policy.rules.valuation import counted_period, required_evidence, value_of_period, value_to_end, value_until
from sroi.policy.rules.workdays import first_workday
from sroi.policy.rules.worth import amount_of_period, cents_of_period

__all__ = [
    "MAX_SIGNS",
    "Anchor",
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
    "DueMilestone",
    "Fulfilled",
    "Limit",
    "LowerRate",
    "MilestoneDates",
    "MilestoneRule",
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
    "Withholding",
    "amount_of_contribution",
    "amount_of_costs",
    "amount_of_period",
    "cents_of_period",
    "check_contract_period",
    "check_policy",
    "counted_period",
    "covers_award",
    "date_conflicts",
    "diff_policies",
    "essence_of",
    "first_workday",
    "is_owned_by",
    "milestones_due",
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
    "value_to_end",
    "value_until",
    "value_within_limits",
    "version_before",
    "with_confirmations",
    "without_refused_bonuses",
    "years_counted",
]
