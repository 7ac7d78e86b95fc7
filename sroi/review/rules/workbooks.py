"""A workbook in which the WSP did its review: its columns, what was filled in, and what is wrong with which cell. Pure."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from gettext import gettext as _
from uuid import UUID

from imports.filled_in import FilledRow
from sroi.errors import NotFound, UnableTo
from sroi.review.rules.decisions import MAX_REASON, Verdict, choice_label, text_problem
from sroi.values import holds_bsn, parse_euros, search_text

# A row takes what a decision at the desk takes, and nobody else writes meanwhile: so many are a few seconds. More are done behind the page,
# part by part.
MOST_AT_ONCE = 200
PART = 50
KEY = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(\d{1,9})")
CLAIM, KEY_COLUMN, WORTH, VERDICT, AMOUNT, REASON = "claim", "key", "worth", "verdict", "amount", "reason"


class UnableToReadWorkbook(UnableTo):
    """The file holds no review that can be shown; `field` names what stands in the way."""


class WorkbookNotFound(NotFound):
    """There is no such workbook, or somebody else handed it in."""


class RowState(StrEnum):
    """Where a row of a workbook stands. The first four are of the preview, the others of a workbook that was decided on.

    `untried` waits to be looked at; `settled` was decided on before the workbook came, `beaten` between its preview and its confirmation.
    """

    UNTRIED = "untried"
    READY = "ready"
    REFUSED = "refused"
    SETTLED = "settled"
    DECIDED = "decided"
    BEATEN = "beaten"


@dataclass(frozen=True)
class CellProblem:
    """What is wrong with a cell and what to do about it; `label` is the header of its column."""

    sheet: str
    address: str
    label: str
    message: str


@dataclass(frozen=True)
class ReviewedRow:
    """One row in which something was filled in, and what it means; a claim or verdict is None where it cannot be told."""

    source: FilledRow
    claim_id: UUID | None
    version: int
    verdict: Verdict | None
    amount: Decimal | None
    problems: tuple[CellProblem, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """Where a row stands after it was judged, the claim where there is one, why it cannot be decided, and the decision that it became."""

    state: RowState
    claim_id: UUID | None
    problems: tuple[CellProblem, ...] = ()
    decision: UUID | None = None


@dataclass(frozen=True)
class HandedIn:
    """A workbook as it was handed in: by one person, decided on at `decided_at` or only shown yet; `job` was last at work on it."""

    id: UUID
    file_name: str
    row_count: int
    created_at: datetime
    decided_at: datetime | None
    job: UUID | None = None


@dataclass(frozen=True)
class RowCount:
    """How many rows of a workbook stand alike, with the sum of their amounts in euros."""

    state: RowState
    verdict: Verdict | None
    number: int
    amount: Decimal


@dataclass(frozen=True)
class ShownRow:
    """A row as it is shown: as typed, and where it stands; the number and contractor are those of the claim that the viewer may see."""

    position: int
    place: str
    claim_id: UUID | None
    number: int | None
    contractor_name: str
    contract: str
    verdict: str
    amount: str
    reason: str
    state: RowState
    problems: tuple[CellProblem, ...]


def workbook_headers() -> dict[str, str]:
    """Return the headers of the columns that a review is read from, on the sheet of the claims."""
    return {
        CLAIM: _("Opgave"),
        KEY_COLUMN: _("Kenmerk"),
        WORTH: _("Waarde"),
        VERDICT: _("Besluit"),
        AMOUNT: _("Bedrag"),
        REASON: _("Reden"),
    }


def workbook_key(*, claim_id: UUID, version: int) -> str:
    """Return the text by which a row tells which claim it is, as it was when the workbook was made."""
    return f"{claim_id}/{version}"


def reviewed_rows(rows: Iterable[FilledRow]) -> tuple[ReviewedRow, ...]:
    """Return the rows in which something was filled in; a claim that stands in two of them is a problem of both."""
    found = [_reviewed(row) for row in rows if _is_filled_in(row)]
    places: dict[UUID, list[ReviewedRow]] = {}
    for row in found:
        if row.claim_id is not None:
            places.setdefault(row.claim_id, []).append(row)
    return tuple(_with_double(row, places.get(row.claim_id, []) if row.claim_id else []) for row in found)


def problem_at(*, row: FilledRow, column: str | None, message: str) -> CellProblem:
    """Return a problem with the cell of a column; without one, with that of the claim."""
    name = column if column and column in row.addresses else CLAIM
    return CellProblem(row.sheet, row.addresses[name], workbook_headers()[name], message)


def problems_to_json(problems: Iterable[CellProblem]) -> str:
    """Return problems as one JSON text, to be kept with a row."""
    return json.dumps([asdict(problem) for problem in problems], ensure_ascii=False)


def problems_from_json(text: str) -> tuple[CellProblem, ...]:
    """Return the problems that `problems_to_json` wrote."""
    return tuple(CellProblem(**fields) for fields in json.loads(text))


def kept_text(text: str) -> str:
    """Return what is kept of a typed text: no more than a reason may be long, and nothing of one in which a BSN may stand."""
    return "" if holds_bsn(text) else text[:MAX_REASON]


def state_label(state: RowState) -> str:
    """Return the Dutch name of a state."""
    return {
        RowState.UNTRIED: _("Nog niet bekeken"),
        RowState.READY: _("Klaar"),
        RowState.REFUSED: _("Klopt niet"),
        RowState.SETTLED: _("Al beslist"),
        RowState.DECIDED: _("Besloten"),
        RowState.BEATEN: _("Ingehaald"),
    }[state]


def _is_filled_in(row: FilledRow) -> bool:
    """Return whether a person wrote in a row; the amount stands there already, so that another one tells it."""
    cells = row.cells
    return bool(cells[VERDICT] or cells[REASON] or (cells[AMOUNT] and _euros(cells[AMOUNT]) != _euros(cells[WORTH])))


def _euros(text: str) -> Decimal | None:
    try:
        return parse_euros(text)
    except ValueError:
        return None


def _reviewed(row: FilledRow) -> ReviewedRow:
    key = KEY.fullmatch(row.cells[KEY_COLUMN].casefold())
    verdict = _verdict(row.cells[VERDICT])
    read = ReviewedRow(
        source=row,
        claim_id=UUID(key[1]) if key else None,
        version=int(key[2]) if key else 0,
        verdict=verdict,
        # As on the page of a claim: an amount beside another verdict is left out.
        amount=_euros(row.cells[AMOUNT]) if verdict is Verdict.APPROVED else None,
    )
    return replace(read, problems=tuple(_problems(read)))


def _verdict(text: str) -> Verdict | None:
    return next((verdict for verdict in Verdict if search_text(choice_label(verdict)) == search_text(text)), None)


def _problems(row: ReviewedRow) -> Iterator[CellProblem]:
    cells = row.source.cells
    if row.claim_id is None:
        text = _("Het kenmerk van deze rij ontbreekt of is gewijzigd. Neem de rij over uit een nieuw werkboek.")
        yield problem_at(row=row.source, column=KEY_COLUMN, message=text)
    if row.verdict is None:
        choices = ", ".join(choice_label(verdict) for verdict in Verdict)
        said = _("“{text}” is geen besluit. Kies uit: {choices}.") if cells[VERDICT] else _("Kies een besluit: {choices}.")
        yield problem_at(row=row.source, column=VERDICT, message=said.format(text=kept_text(cells[VERDICT])[:40], choices=choices))
    if row.verdict is Verdict.APPROVED and cells[AMOUNT]:
        try:
            parse_euros(cells[AMOUNT])
        except ValueError as error:
            yield problem_at(row=row.source, column=AMOUNT, message=str(error))
    # Told here: what is kept of such a text would hide it.
    if message := text_problem(cells[REASON]):
        yield problem_at(row=row.source, column=REASON, message=message)


def _with_double(row: ReviewedRow, same: list[ReviewedRow]) -> ReviewedRow:
    others = ", ".join(other.source.addresses[CLAIM] for other in same if other is not row)
    if not others:
        return row
    text = _("Deze opgave staat ook in {cells}. Laat het besluit op een van die rijen staan.").format(cells=others)
    return replace(row, problems=(*row.problems, problem_at(row=row.source, column=CLAIM, message=text)))
