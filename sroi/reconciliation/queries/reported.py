"""The placements of a span of days in SQL, each once over all its claims, by the moment that a goal counts them."""

from datetime import date

from sroi.reconciliation.rules.facts import Moment

# By which day a placement belongs to a year, as `PlacementRow.counted_on` has it.
_COUNTED_ON = {
    Moment.STARTED: "placement.starts_on",
    Moment.APPROVED: "COALESCE(MIN(claim.approved_on) OVER placed, placement.starts_on)",
}
# Which claims to put together: those of every placement that may be of the span.
_OF_SPAN = {
    Moment.STARTED: "placement.starts_on >= {} AND placement.starts_on < {}",
    Moment.APPROVED: """(
        (placement.starts_on >= {} AND placement.starts_on < {}) OR placement.candidate IN (
            SELECT other.candidate FROM placement AS other JOIN claim AS told ON told.id = other.claim
            WHERE told.approved_on >= {} AND told.approved_on < {}
        )
    )""",
}
# A candidate at one employer on one contract since one day, over all its claims; the facts are those of the last
# approved claim, or of the last one while none is approved. CROSS JOIN holds SQLite to begin with the placements: most claims are none.
_REPORTED = """
told AS (
    SELECT
        COALESCE(candidate.person_token, CAST(candidate.id AS VARCHAR(64))) AS person,
        candidate.label, placement.target_group, placement.employer_name, placement.employer_kvk_number, placement.starts_on,
        placement.ends_before, placement.hours_per_week_hundredths, claim.policy_name, claim.contract AS contract_id,
        claim.id AS claim_id,
        ROW_NUMBER() OVER (
            placed ORDER BY CASE WHEN claim.status = 'approved' THEN 0 ELSE 1 END, claim.number DESC
        ) AS place_from_last,
        MIN(claim.number) OVER placed AS first_claim,
        MAX(CASE WHEN claim.status = 'approved' THEN 1 ELSE 0 END) OVER placed AS is_approved,
        SUM(COALESCE(claim.approved_cents, 0)) OVER placed AS approved_cents,
        SUM(CASE WHEN claim.status = 'submitted' THEN claim.value_cents ELSE 0 END) OVER placed AS in_review_cents,
        MAX(placement.residence) OVER placed AS residence, MAX(placement.delivering_wsp) OVER placed AS delivering_wsp,
        MAX(placement.claiming_authority) OVER placed AS claiming_authority,
        MIN(claim.approved_on) OVER placed AS approved_on, %(counted_on)s AS counted_on
    FROM placement
    CROSS JOIN claim
    JOIN candidate ON candidate.id = placement.candidate
    WHERE claim.id = placement.claim AND %(of_span)s AND claim.status IN ('submitted', 'approved')
    WINDOW placed AS (PARTITION BY placement.candidate, claim.contract, placement.employer_key, placement.starts_on)
),
reported AS (SELECT * FROM told WHERE place_from_last = 1 AND counted_on >= {} AND counted_on < {})
"""


def reported(moment: Moment) -> str:
    """Return the common table expression `reported`: the placements that belong to a span of days. Arguments: `span_arguments`."""
    return _REPORTED % {"counted_on": _COUNTED_ON[moment], "of_span": _OF_SPAN[moment]}


def span_arguments(moment: Moment, span: tuple[date, date]) -> tuple[date, ...]:
    """Return the arguments of `reported` for a span of days, its end exclusive."""
    return span * (_OF_SPAN[moment].count("{}") // 2 + 1)


def placements_counted(moment: Moment) -> str:
    """Return the query for the placements of a span of days with their contracts. Arguments: `span_arguments`."""
    return f"""
    WITH {reported(moment)}
    SELECT reported.*, contract.number, contract.awarded_on, contract.contract_sum_cents, contracting_authority.name AS authority_name,
        contracting_authority.is_home, organisation.name AS contractor_name
    FROM reported
    JOIN contract ON contract.id = reported.contract_id
    JOIN contracting_authority ON contracting_authority.id = contract.authority
    JOIN organisation ON organisation.id = contract.contractor
    """
