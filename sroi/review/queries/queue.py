"""Reads of the queue: ordered, narrowed and counted in SQL, so many queries however many claims wait."""

from datetime import UTC, date, timedelta
from typing import Any
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.contracts.queries.contracts import search_patterns
from sroi.database import fetch
from sroi.fulfilment.queries.claims import claims_by_id
from sroi.review.queries.questions import IS_ASKED
from sroi.review.rules import Doubled, Key, QueueCounts, QueueFilter, Standing, Waiting, Warned, Weight, waits_since
from sroi.review.rules.queue import AGE_POINTS, AMOUNT_POINTS, ANSWER_POINTS, DEADLINE_POINTS, DOUBLE_POINTS, WARNING_POINTS

PAGE_SIZE = 25
# The same person on the same days, or the same invoice, in another claim by anyone; fulfilment keeps which.
IS_DOUBLE = "claim.id IN (SELECT doubled_claim.claim FROM doubled_claim)"
# The supplier of an invoice is a partner that was not recognised on its day, or as another kind.
IS_UNRECOGNISED = """
    EXISTS (
        SELECT 1 FROM social_purchase JOIN partner ON partner.id = social_purchase.partner
        WHERE social_purchase.claim = claim.id AND NOT (
            partner.supplier_kind IS NOT NULL AND partner.supplier_kind = social_purchase.supplier_kind
            AND partner.recognised_from IS NOT NULL AND partner.recognised_from <= claim.period_start
            AND (partner.recognised_before IS NULL OR claim.period_start < partner.recognised_before)
        )
    )
"""
# Every warning of a row but the doubles: what lay in the claim itself when it was submitted, and the recognition of its supplier.
OTHER_WARNINGS = f"(claim.own_cautions + CASE WHEN {IS_UNRECOGNISED} THEN 1 ELSE 0 END)"
IS_ANSWERED = """
    EXISTS (
        SELECT 1 FROM review_question JOIN review_answer ON review_answer.question = review_question.id
        WHERE review_question.claim = claim.id AND review_question.version = claim.version
    )
"""
OWED = """
    SELECT ledger_entry.contract, SUM(ledger_entry.amount_cents) AS cents FROM ledger_entry
    WHERE ledger_entry.kind = 'owed' GROUP BY ledger_entry.contract
"""
# What the points of a claim are reckoned from. As a set that is worked out once: both engines else ask the same again for each use of it.
FACTS = f"""
    SELECT claim.id, claim.number, claim.submitted_at, claim.value_cents, contract.ends_before, owed.cents AS owed_cents,
        {OTHER_WARNINGS} AS other_warnings, CASE WHEN {IS_DOUBLE} THEN 1 ELSE 0 END AS is_double,
        CASE WHEN {IS_ANSWERED} THEN 1 ELSE 0 END AS is_answered
    FROM claim JOIN contract ON contract.id = claim.contract LEFT JOIN ({OWED}) owed ON owed.contract = claim.contract
"""
COUNTS = f"""
    WITH waiting AS MATERIALIZED (
        SELECT CASE WHEN {IS_ASKED} THEN 1 ELSE 0 END AS is_asked, CASE WHEN {IS_DOUBLE} THEN 1 ELSE 0 END AS is_double
        FROM claim WHERE claim.status = 'submitted'
    )
    SELECT COALESCE(SUM(1 - is_asked), 0) AS to_decide, COALESCE(SUM(is_asked), 0) AS asked,
        COALESCE(SUM((1 - is_asked) * is_double), 0) AS doubled
    FROM waiting
"""


async def queue_page(
    *, viewer: Viewer, narrowed: QueueFilter, as_of: date, after: Key | None = None, size: int = PAGE_SIZE
) -> tuple[Waiting, ...]:
    """Return claims in review, what needs a decision most first, that come after the key of the last one shown; at most `size`."""
    viewer.require(Permission.REVIEW_CLAIMS)
    rows = await fetch(*_query(narrowed, as_of, after, size))
    weights = {UUID(str(row["id"])): _weight(row) for row in rows}
    records = await claims_by_id(viewer=viewer, claim_ids=tuple(weights))
    return tuple(Waiting(record, weights[record.id]) for record in records)


async def next_waiting(*, viewer: Viewer, narrowed: QueueFilter, as_of: date, after: Key | None, except_claim: UUID) -> UUID | None:
    """Return the claim to open after the one with this key: the next in the queue, else the first; None when nothing else waits."""
    viewer.require(Permission.REVIEW_CLAIMS)
    for start in (after, None):
        for row in await fetch(*_query(narrowed, as_of, start, 2)):
            if UUID(str(row["id"])) != except_claim:
                return UUID(str(row["id"]))
    return None


async def queue_key(*, viewer: Viewer, claim_id: UUID, as_of: date) -> Key | None:
    """Return where a claim stands in the queue; None when it is not in review."""
    viewer.require(Permission.REVIEW_CLAIMS)
    points, arguments = _points(as_of)
    sql = f"""
        WITH facts AS MATERIALIZED ({FACTS} WHERE claim.status = 'submitted' AND claim.id = {{}}) SELECT number, {points} FROM facts
    """
    rows = await fetch(sql, claim_id, *arguments)
    records = await claims_by_id(viewer=viewer, claim_ids=[claim_id]) if rows else ()
    return Waiting(records[0], _weight(rows[0])).key if records else None


async def queue_counts(*, viewer: Viewer) -> QueueCounts:
    """Return how many claims are in review, in one query."""
    viewer.require(Permission.REVIEW_CLAIMS)
    (row,) = await fetch(COUNTS)
    return QueueCounts(to_decide=int(row["to_decide"]), doubled=int(row["doubled"]), asked=int(row["asked"]))


def _query(narrowed: QueueFilter, as_of: date, after: Key | None, size: int) -> tuple[Any, ...]:
    """Return the statement for one part of the queue, and its arguments."""
    points, of_points = _points(as_of)
    conditions, of_conditions = _conditions(narrowed, as_of)
    page, of_page = "", list[Any]()
    if after is not None:
        page = "WHERE (total < {} OR (total = {} AND (submitted_at > {} OR (submitted_at = {} AND number > {}))))"
        most, moment, number = after
        of_page = [most, most, moment.astimezone(UTC), moment.astimezone(UTC), number]
    sql = f"""
        WITH facts AS MATERIALIZED ({FACTS} WHERE {" AND ".join(conditions)}),
        points AS MATERIALIZED (SELECT id, number, submitted_at, {points} FROM facts),
        waiting AS (SELECT points.*, age + deadline + double_points + warnings + answer + amount AS total FROM points)
        SELECT id, age, deadline, double_points, warnings, answer, amount FROM waiting {page}
        ORDER BY total DESC, submitted_at, number LIMIT {{}}
    """
    return sql, *of_conditions, *of_points, *of_page, size


def _points(as_of: date) -> tuple[str, list[Any]]:
    """Return the columns with the points of a row of FACTS, and their arguments."""
    ages, deadlines = _cases("submitted_at <= {}", AGE_POINTS), _cases("ends_before <= {}", DEADLINE_POINTS)
    warnings = _cases("other_warnings >= {}", WARNING_POINTS)
    amounts = _cases("(owed_cents > 0 AND value_cents * {} >= owed_cents)", AMOUNT_POINTS)
    sql = f"""{ages} AS age, {deadlines} AS deadline, is_double * {DOUBLE_POINTS} AS double_points, {warnings} AS warnings,
        is_answered * {ANSWER_POINTS} AS answer, {amounts} AS amount"""
    moments: list[Any] = [waits_since(days=days, as_of=as_of) for days, _points in AGE_POINTS]
    days: list[Any] = [as_of + timedelta(days=away) if away else as_of for away, _points in DEADLINE_POINTS]
    return sql, [*moments, *days, *(least for least, _points in WARNING_POINTS), *(parts for parts, _points in AMOUNT_POINTS)]


def _cases(condition: str, tiers: tuple[tuple[int, int], ...]) -> str:
    return f"CASE {' '.join(f'WHEN {condition} THEN {points}' for _bound, points in tiers)} ELSE 0 END"


def _conditions(narrowed: QueueFilter, as_of: date) -> tuple[list[str], list[Any]]:
    conditions, arguments = ["claim.status = 'submitted'"], list[Any]()
    conditions.append(f"{'' if narrowed.standing is Standing.ASKED else 'NOT '}({IS_ASKED})")
    for pattern in search_patterns(narrowed.text):
        conditions.append("contract.search_text LIKE {} ESCAPE '\\'")
        arguments.append(pattern)
    if narrowed.kind is not None:
        conditions.append("claim.kind = {}")
        arguments.append(narrowed.kind)
    if narrowed.waits_days:
        conditions.append("claim.submitted_at <= {}")
        arguments.append(waits_since(days=narrowed.waits_days, as_of=as_of))
    if narrowed.doubled is not None:
        conditions.append(f"{'' if narrowed.doubled is Doubled.YES else 'NOT '}({IS_DOUBLE})")
    if narrowed.warned is not None:
        conditions.append(f"{'' if narrowed.warned is Warned.YES else 'NOT '}({IS_DOUBLE} OR {OTHER_WARNINGS} > 0)")
    return conditions, arguments


def _weight(row: dict[str, Any]) -> Weight:
    points = {name: int(row[name]) for name in ("age", "deadline", "warnings", "answer", "amount")}
    return Weight(double=int(row["double_points"]), **points)
