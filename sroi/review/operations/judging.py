"""What comes of one row of a workbook: a decision by the operation of the desk (`deciding.rule`), or all that stands in its way.

Whatever is refused at the desk is refused here. A trial does the same and undoes it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from gettext import gettext as _
from uuid import UUID

from sroi.access import Viewer
from sroi.database import transaction
from sroi.errors import UnableTo
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.rules import ClaimNotFound, ClaimRecord, ClaimStatus, status_label
from sroi.review.operations.deciding import Ruling, rule
from sroi.review.queries.decisions import decisions_on_claim
from sroi.review.rules import RowState, verdict_label
from sroi.review.rules.workbooks import CLAIM, REASON, CellProblem, Outcome, ReviewedRow, problem_at
from sroi.values import AMSTERDAM, format_moment


class _OnlyTried(Exception):
    """Undoes a trial."""


async def tried(*, viewer: Viewer, rows: Iterable[ReviewedRow], now: datetime) -> tuple[Outcome, ...]:
    """Return what would come of each row beside those before it, and undo it all."""
    found = list[Outcome]()
    try:
        async with transaction():
            for row in rows:
                found.append(await judge(viewer=viewer, row=row, workbook_id=None, now=now))
            raise _OnlyTried
    except _OnlyTried:
        return tuple(replace(one, state=RowState.READY, decision=None) if one.decision else one for one in found)


async def judge(*, viewer: Viewer, row: ReviewedRow, workbook_id: UUID | None, now: datetime) -> Outcome:
    """Decide on one row, or return all that stands in its way; without a workbook it is a trial."""
    is_trial = workbook_id is None
    record = None if row.claim_id is None else await _claim(viewer, row.claim_id)
    if record is not None and record.status is not ClaimStatus.SUBMITTED:
        problem = problem_at(row=row.source, column=CLAIM, message=await _settled(viewer, record))
        return Outcome(RowState.SETTLED if is_trial else RowState.BEATEN, record.id, (problem,))
    problems = [*row.problems, *mismatch(row, record)]
    if not problems and record is not None and row.verdict is not None:
        ruling = Ruling(row.verdict, row.amount, row.source.cells[REASON], workbook=workbook_id)
        try:
            decision = await rule(viewer=viewer, record=record, version=row.version, ruling=ruling, now=now)
            return Outcome(RowState.DECIDED, record.id, decision=decision)
        except UnableTo as refusal:
            problems.append(problem_at(row=row.source, column=refusal.field, message=refusal.message))
    return Outcome(RowState.REFUSED if is_trial else RowState.BEATEN, None if record is None else record.id, tuple(problems))


async def _claim(viewer: Viewer, claim_id: UUID) -> ClaimRecord | None:
    try:
        return await claim(viewer=viewer, claim_id=claim_id)
    except ClaimNotFound:
        return None


async def _settled(viewer: Viewer, record: ClaimRecord) -> str:
    for decision in await decisions_on_claim(viewer=viewer, claim_id=record.id):
        if decision.reopening is None:
            said = _("Al beslist op {moment} door {name}: {verdict}.")
            moment = format_moment(decision.decided_at.astimezone(AMSTERDAM))
            return said.format(moment=moment, name=decision.decided_by, verdict=verdict_label(decision.verdict).lower())
    return _("Deze opgave is niet in beoordeling. De status is: {status}.").format(status=status_label(record.status).lower())


def mismatch(row: ReviewedRow, record: ClaimRecord | None) -> Iterator[CellProblem]:
    """Yield why a row is not about a claim as it is now."""
    text = ""
    if record is None:
        text = _("Deze opgave staat niet in dit register.") if row.claim_id else ""
    elif record.version != row.version:
        text = _("Deze opgave is gewijzigd sinds het werkboek is gemaakt. Maak het werkboek opnieuw en bekijk haar nog eens.")
    elif row.source.cells[CLAIM] != str(record.number):
        text = _("Bij het kenmerk van deze rij hoort opgave {number}. Zijn cellen verschoven? Maak het werkboek opnieuw.")
        text = text.format(number=record.number)
    if text:
        yield problem_at(row=row.source, column=CLAIM, message=text)
