"""What a claim is, how its status may move, how a person is recognised, and what counts of it under the limits of a policy. Pure."""

from sroi.fulfilment.rules.cautions import Caution, evidence_cautions, invoice_cautions, person_cautions, recognition_cautions
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
from sroi.fulfilment.rules.employment import employment_kinds, employment_label
from sroi.fulfilment.rules.limits import (
    Ground,
    LimitedClaim,
    Share,
    approved_amounts,
    share_at_review,
    share_of_claim,
    share_of_new,
    shares_in_review,
    sum_in_preparation,
    sum_in_review,
)
from sroi.fulfilment.rules.persons import (
    PersonClaim,
    Work,
    binding_claims,
    claimed_periods,
    counted_periods,
    free_share_refusal,
    is_same_employer,
)
from sroi.fulfilment.rules.progress import Mark, PlacedClaim, RunningPlacement, marks, running_placements
from sroi.fulfilment.rules.shares import (
    ALL,
    WHOLE,
    Held,
    Parts,
    cents_of_parts,
    cents_of_share,
    most_held,
    parts_for,
    parts_from_json,
    parts_to_json,
    share_pct_of,
    size_of,
)

__all__ = [
    "ALL", "COUNTED", "LIVE", "MOVES", "OPEN_TO_CONTRACTOR", "UNDECIDED", "WHOLE", "Caution", "ClaimNotFound", "ClaimRecord",
    "ClaimStatus", "EvidenceRecord", "Ground", "Held", "LimitedClaim", "Mark", "Parts", "PersonClaim", "PlacedClaim", "RunningPlacement",
    "Share", "StatusChange", "UnableToMoveClaim", "UnableToReport", "Valued", "Work", "approved_amounts", "binding_claims",
    "cents_of_parts", "cents_of_share", "claimed_periods", "counted_periods", "days_outside", "employment_kinds", "employment_label",
    "evidence_cautions", "first_gap", "free_share_refusal", "invoice_cautions", "is_same_employer", "marks", "most_held", "parts_for",
    "parts_from_json", "parts_to_json", "person_cautions", "person_token", "recognition_cautions", "require_move", "running_placements",
    "share_at_review", "share_of_claim", "share_of_new", "share_pct_of", "shares_in_review", "size_of", "status_label", "status_tone",
    "sum_in_preparation", "sum_in_review",
]  # fmt: skip
