"""Writes of claims: keeping, submitting, taking back, withdrawing, evidence, and the one way in which a status moves."""

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
    "change_claim",
    "keep_claim",
    "keep_claims",
    "remove_evidence",
    "submit_claim",
    "take_claim_back",
    "transition",
    "value_claim",
    "withdraw_claim",
    "withdraw_of_subcontractor",
]
