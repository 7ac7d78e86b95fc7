"""Which claims in review are for days of a person, or for an invoice, that another claim has too: kept where a claim moves or a person is
known better, so that the queue need not look at every claim that waits each time it is opened.

Only the claim that changes can make claims double, itself and those that share a person or an invoice with it; what is no longer double
may be any that was. So those are looked at again, and whatever else there is stays as it is.
"""

from uuid import UUID

from sroi.database import fetch
from sroi.fulfilment.rules import COUNTED
from sroi.fulfilment.tables import DoubledClaim

_COUNTED = ", ".join(f"'{status.value}'" for status in COUNTED)
_OTHER = f"other.claim <> own_claim.id AND other_claim.status IN ({_COUNTED}) AND own_claim.status = 'submitted'"
_SAME_DAYS = f"{_OTHER} AND other_claim.period_start < own_claim.period_before AND own_claim.period_start < other_claim.period_before"
# Of the claims of `looked_at`, those in review with the same person on the same days, or the same invoice, in another claim by anyone.
# CROSS JOIN holds SQLite to this order: from the claims that are looked at, by index to what they have in common with others.
DOUBLES = f"""
    SELECT own_claim.id AS claim FROM looked_at
    CROSS JOIN claim own_claim CROSS JOIN placement CROSS JOIN placement other CROSS JOIN claim other_claim
    WHERE own_claim.id = looked_at.claim AND placement.claim = own_claim.id AND other.candidate = placement.candidate
        AND other_claim.id = other.claim AND {_SAME_DAYS}
    UNION
    SELECT own_claim.id FROM looked_at
    CROSS JOIN claim own_claim CROSS JOIN placement CROSS JOIN candidate CROSS JOIN candidate same_person
    CROSS JOIN placement other CROSS JOIN claim other_claim
    WHERE own_claim.id = looked_at.claim AND placement.claim = own_claim.id AND candidate.id = placement.candidate
        AND same_person.person_token = candidate.person_token AND other.candidate = same_person.id
        AND other_claim.id = other.claim AND {_SAME_DAYS}
    UNION
    SELECT own_claim.id FROM looked_at
    CROSS JOIN claim own_claim CROSS JOIN social_purchase CROSS JOIN social_purchase other CROSS JOIN claim other_claim
    WHERE own_claim.id = looked_at.claim AND social_purchase.claim = own_claim.id AND other.invoice_key = social_purchase.invoice_key
        AND LOWER(other.supplier_name) = LOWER(social_purchase.supplier_name) AND other_claim.id = other.claim AND {_OTHER}
"""
# What may have become double or single with a claim that changed: that claim, what shares a person or an invoice with it, and all doubles.
LOOKED_AT = """
    SELECT claim FROM doubled_claim
    UNION
    SELECT id FROM claim WHERE id = {}
    UNION
    SELECT other.claim FROM placement CROSS JOIN placement other WHERE placement.claim = {} AND other.candidate = placement.candidate
    UNION
    SELECT other.claim FROM placement CROSS JOIN candidate CROSS JOIN candidate same_person CROSS JOIN placement other
    WHERE placement.claim = {} AND candidate.id = placement.candidate AND same_person.person_token = candidate.person_token
        AND other.candidate = same_person.id
    UNION
    SELECT other.claim FROM social_purchase CROSS JOIN social_purchase other
    WHERE social_purchase.claim = {} AND other.invoice_key = social_purchase.invoice_key
        AND LOWER(other.supplier_name) = LOWER(social_purchase.supplier_name)
"""


async def keep_doubles(*, claim_id: UUID) -> None:
    """Keep which claims are double now that one has changed; in the caller's transaction."""
    rows = await fetch(f"WITH looked_at AS ({LOOKED_AT}) {DOUBLES}", *[claim_id] * LOOKED_AT.count("{}"))
    found = {UUID(str(row["claim"])) for row in rows}
    kept = {row["claim"] for row in await DoubledClaim.select()}
    for claim in found - kept:
        await DoubledClaim.insert(DoubledClaim(claim=claim))
    if single := kept - found:
        await DoubledClaim.delete().where(DoubledClaim.claim.is_in(list(single)))
