"""Reads of policies: those that are published, and those that come with the register."""

from sroi.policy.queries.published import policies, policies_by_name, policy
from sroi.policy.queries.shipped import PolicyNotFound, shipped_names, shipped_policies, shipped_policy, shipped_text

__all__ = [
    "PolicyNotFound",
    "policies",
    "policies_by_name",
    "policy",
    "shipped_names",
    "shipped_policies",
    "shipped_policy",
    "shipped_text",
]
