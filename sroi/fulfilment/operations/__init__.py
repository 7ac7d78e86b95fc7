"""Writes of claims: keeping, submitting, taking back, withdrawing, evidence, and the one way in which a status moves."""

from sroi.fulfilment.operations.aftercare import record_contact, record_dropout, revoke_dropout
from sroi.fulfilment.operations.aftercare_agreements import add_moment_rule, change_target, remove_moment_rule
from sroi.fulfilment.operations.claims import (
    change_claim,
    keep_claim,
    submit_claim,
    take_claim_back,
    value_claim,
    withdraw_claim,
    withdraw_of_subcontractor,
)
from sroi.fulfilment.operations.counting_facts import tell_counting_facts
from sroi.fulfilment.operations.evidence import add_evidence, remove_evidence
from sroi.fulfilment.operations.status import transition
from sroi.fulfilment.operations.stories import draft_story, publish_story, record_consent, take_story_down, withdraw_consent

__all__ = [
    "add_evidence",
    "add_moment_rule",
    "change_claim",
    "change_target",
    "draft_story",
    "keep_claim",
    "publish_story",
    "record_consent",
    "record_contact",
    "record_dropout",
    "remove_evidence",
    "remove_moment_rule",
    "revoke_dropout",
    "submit_claim",
    "take_claim_back",
    "take_story_down",
    "tell_counting_facts",
    "transition",
    "value_claim",
    "withdraw_claim",
    "withdraw_consent",
    "withdraw_of_subcontractor",
]
