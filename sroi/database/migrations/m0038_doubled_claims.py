"""Which claims in review are for days of a person, or an invoice, that another claim has too: kept from here on, where a claim moves."""

from sroi.database.schema import Schema

_OTHER = "other.claim <> own_claim.id AND other_claim.status IN ('submitted', 'approved') AND own_claim.status = 'submitted'"
_SAME_DAYS = f"{_OTHER} AND other_claim.period_start < own_claim.period_before AND own_claim.period_start < other_claim.period_before"
STATEMENTS = (
    "CREATE TABLE doubled_claim (claim UUID PRIMARY KEY REFERENCES claim (id))",
    f"""
    INSERT INTO doubled_claim (claim)
    SELECT own_claim.id FROM claim own_claim
    CROSS JOIN placement CROSS JOIN placement other CROSS JOIN claim other_claim
    WHERE placement.claim = own_claim.id AND other.candidate = placement.candidate AND other_claim.id = other.claim AND {_SAME_DAYS}
    UNION
    SELECT own_claim.id FROM claim own_claim
    CROSS JOIN placement CROSS JOIN candidate CROSS JOIN candidate same_person CROSS JOIN placement other CROSS JOIN claim other_claim
    WHERE placement.claim = own_claim.id AND candidate.id = placement.candidate AND same_person.person_token = candidate.person_token
        AND other.candidate = same_person.id AND other_claim.id = other.claim AND {_SAME_DAYS}
    UNION
    SELECT own_claim.id FROM claim own_claim
    CROSS JOIN social_purchase CROSS JOIN social_purchase other CROSS JOIN claim other_claim
    WHERE social_purchase.claim = own_claim.id AND other.invoice_key = social_purchase.invoice_key
        AND LOWER(other.supplier_name) = LOWER(social_purchase.supplier_name) AND other_claim.id = other.claim AND {_OTHER}
    """,
)


async def forwards(schema: Schema) -> None:
    """Create the table, and fill it with the claims in review of now."""
    await schema.run(*STATEMENTS)
