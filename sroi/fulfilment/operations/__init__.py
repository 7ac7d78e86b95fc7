"""Writes of claims: keeping, submitting, taking back, withdrawing, evidence, and the one way in which a status moves."""

from sroi.fulfilment.operations.aftercare import (
    add_moment_rule,
    record_contact,
    record_dropout,
    remove_moment_rule,
    revoke_dropout,
)
from sroi.fulfilment.operations.claims import (
    change_claim,
    keep_claim,
    submit_claim,
    take_claim_back,
    value_claim,
    withdraw_claim,
    withdraw_of_subcontractor,
)
from sroi.fulfilment.operations.evidence import add_evidence, remove_evidence
from sroi.fulfilment.operations.status import transition
from sroi.fulfilment.operations.together import KeptTogether, UnableToKeepAll, keep_claims

__all__ = [
    "KeptTogether",
    "UnableToKeepAll",
    "add_evidence",
    "add_moment_rule",
    "change_claim",
    "keep_claim",
    "keep_claims",
    "record_contact",
    "record_dropout",
    "remove_evidence",
    "remove_moment_rule",
    "revoke_dropout",
    "submit_claim",
    "take_claim_back",
    "transition",
    "value_claim",
    "withdraw_claim",
    "withdraw_of_subcontractor",
]
