"""What a claim is, how its status may move, how a person is recognised, and what counts of it under the limits of a policy. Pure."""

from sroi.fulfilment.rules.claims import (
    COUNTED,
    LIVE,
    MOVES,
    OPEN_TO_CONTRACTOR,
    UNDECIDED,
    ClaimNotFound,
    ClaimRecord,
    ClaimStatus,
    EvidenceRecord,
    StatusChange,
    UnableToMoveClaim,
    UnableToReport,
    Valued,
    days_outside,
    first_gap,
    person_token,
    require_move,
    status_label,
    status_tone,
)
from sroi.fulfilment.rules.limits import (
    Ground,
    LimitedClaim,
    Share,
    approved_amounts,
    share_at_review,
    share_of_claim,
    share_of_new,
    sum_in_preparation,
    sum_in_review,
)

__all__ = [
    "COUNTED", "LIVE", "MOVES", "OPEN_TO_CONTRACTOR", "UNDECIDED", "ClaimNotFound", "ClaimRecord", "ClaimStatus", "EvidenceRecord",
    "Ground", "LimitedClaim", "Share", "StatusChange", "UnableToMoveClaim", "UnableToReport", "Valued", "approved_amounts", "days_outside",
    "first_gap", "person_token", "require_move", "share_at_review", "share_of_claim", "share_of_new", "status_label", "status_tone",
    "sum_in_preparation", "sum_in_review",
]  # fmt: skip
