"""When, in which year and by which contract a person counts toward a goal; and the day on which each claim was approved.

Goals of before count as they did: once approved, in the year in which a placement started, by the earliest contract.
"""

from datetime import datetime

from sroi.database.schema import Schema
from sroi.database.transactions import fetch
from sroi.values import local_day

STATEMENTS = (
    "ALTER TABLE goal ADD COLUMN counts_moment VARCHAR(20) NOT NULL DEFAULT 'started' CHECK (counts_moment IN ('started', 'approved'))",
    "ALTER TABLE goal ADD COLUMN counts_contract VARCHAR(20) NOT NULL DEFAULT 'earliest'"
    " CHECK (counts_contract IN ('earliest', 'latest', 'largest'))",
    "ALTER TABLE goal ADD COLUMN counts_stage VARCHAR(20) NOT NULL DEFAULT 'approved' CHECK (counts_stage IN ('approved', 'reported'))",
    "ALTER TABLE claim ADD COLUMN approved_on DATE",
    "CREATE INDEX claim_by_approval ON claim (approved_on)",
)
APPROVALS = """
    SELECT claim.id, MAX(review_decision.decided_at) AS decided_at FROM claim
    JOIN review_decision ON review_decision.claim = claim.id AND review_decision.verdict = 'approved'
    WHERE claim.status = 'approved' GROUP BY claim.id
"""


async def forwards(schema: Schema) -> None:
    """Add the columns, and the day of the last approval of each claim that is approved."""
    await schema.run(*STATEMENTS)
    for row in await fetch(APPROVALS):
        # In an aggregate SQLite gives a moment as the text that it keeps.
        moment = row["decided_at"] if isinstance(row["decided_at"], datetime) else datetime.fromisoformat(row["decided_at"])
        await fetch("UPDATE claim SET approved_on = {} WHERE id = {}", local_day(moment), row["id"])
