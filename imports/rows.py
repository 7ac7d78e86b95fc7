"""What every reader of this package gives back: contract rows, problems, and which column was read as what.

In: nothing. Out: frozen values that know nothing of the database, the screens or the format they came from.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from json import dumps
from mmap import mmap
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from imports.profile import Profile

ContractType = Literal["works", "services", "supplies"]
NoticeKind = Literal["tender", "award", "modification"]
Severity = Literal["error", "warning"]
MAX_FILE_BYTES = 40 * 1024 * 1024
MAX_DATA_BYTES = 256 * 1024 * 1024  # of a file that is read piece by piece: TenderNed's open data of a whole year
MAX_WORKBOOK_BYTES = 128 * 1024 * 1024  # TenderNed's workbook of five years is 70 MB
MAX_NAMED = 20_000  # lots and firms that all contracts of a notice, or of a process of open data, name together

Certainty = Literal["chosen", "sure", "likely", "unsure", "unknown"]
# Hears how far a long file is: rows read, of about how many (0: not known), and the problems with them so far.
Heard = Callable[[int, int, int], None]


def nobody(_rows: int, _of: int, _problems: int) -> None:
    """Hear nothing."""


class UnreadableFile(Exception):
    """A file of which not one row can be read; the message is one Dutch sentence that says why and what to do."""


class UnknownColumns(UnreadableFile):
    """A table of which too few columns are recognised; a person may say what they mean."""


@dataclass(frozen=True, slots=True)
class Party:
    """A contractor as the file names it; of a consortium each member is one, and one of them leads.

    A number is told by its form: eight digits of the Chamber of Commerce, twenty of an OIN, or whatever else stood there.
    """

    name: str
    kvk_number: str | None = None
    oin: str | None = None
    other_number: str | None = None
    is_lead: bool = False
    is_natural_person: bool = False


class Lot(NamedTuple):
    """A lot as a notice names it."""

    identifier: str
    title: str


class Clause(NamedTuple):
    """What a document says of social return: where it stands, and the words themselves, shortened."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What only a notice or a procurement release tells, beside the row.

    `procedure_id`, the row's lots and `contract_id` say which contract it is, whatever the version of the notice; `version` sorts as
    text within one `notice_id`. Sums are in the row's currency, ex VAT, None where nothing, nothing readable or a placeholder stood.
    A modification says in `changes` which notice or contract it changes; the row's `contract_sum` is then the sum after it.
    """

    kind: NoticeKind
    notice_id: str
    version: str = ""
    procedure_id: str = ""
    contract_id: str = ""
    authority_number: str | None = None
    published_on: date | None = None
    tender_sum: Decimal | None = None
    estimated_sum: Decimal | None = None
    framework_maximum: Decimal | None = None
    is_framework: bool = False
    nuts: tuple[str, ...] = ()
    lots: tuple[Lot, ...] = ()
    social_clauses: tuple[Clause, ...] = ()
    changes: str | None = None
    changed_on: date | None = None
    sum_before: Decimal | None = None
    reason: str = ""


class ContractRow(NamedTuple):
    """One contract as it stands in the file; a field is None where nothing, or nothing readable, stood.

    A tuple, because there may be hundreds of thousands.
    `contract_sum` is in `currency`, which an error names when it is not the euro. Percentages run from 0 to 100.
    `end` is the last day, as the document states it; `end_is_open` says that the contract runs on without one.
    `raw` holds the text of each recognised cell or element, by field, as a person sees it in the file, and `origins` where that
    stands: a path in a notice; in a register the letters of the column, the row being `where`. A register's row has no `notice`.
    """

    where: str
    reference: str | None = None
    title: str | None = None
    type: ContractType | None = None
    contract_sum: Decimal | None = None
    currency: str = "EUR"
    labour_share_pct: Decimal | None = None
    agreed_rate_pct: Decimal | None = None
    contractors: tuple[Party, ...] = ()
    contracting_authority: str | None = None
    awarded_on: date | None = None
    start: date | None = None
    end: date | None = None
    end_is_open: bool = False
    extension_options: str = ""
    cpv: str | None = None
    lots: tuple[str, ...] = ()
    raw: Mapping[str, str] = MappingProxyType({})
    origins: Mapping[str, str] = MappingProxyType({})
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a person must know: an error left `field` empty, a warning says what was mended or left out.

    `row` is the place of the row in `Reading.rows`, or None when the problem is about the file.
    """

    where: str
    row: int | None
    field: str | None
    message: str
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: its address, the header above it, unique in the sheet, and the field it was read as (None: not read).

    `certainty` says how sure that is: a person chose it, the header is known, it is likely (read, and said), unsure (not read, and
    said; `suggestion` is the field that it may be) or unknown. `remark` is a sentence for the officer, or empty. `row` is the row of
    the header, from 1; `samples` are some different cells, as they are shown, but none of a column about people.
    """

    sheet: str
    address: str
    header: str
    field: str | None
    certainty: Certainty = "sure"
    suggestion: str | None = None
    remark: str = ""
    row: int = 1
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read from one file, in the order of the file."""

    format: str
    rows: tuple[ContractRow, ...]
    problems: tuple[Problem, ...] = ()
    columns: tuple[Column, ...] = ()

    def to_json_dict(self) -> dict[str, Any]:
        """Return the reading as JSON knows it: amounts as text with two decimals, days as ISO dates, ends as last days."""
        return {
            "format": self.format,
            "columns": [_column_as_json(column) for column in self.columns],
            "rows": [_row_as_json(row) for row in self.rows],
            "problems": [_problem_as_json(problem) for problem in self.problems],
        }

    def json_pieces(self) -> Iterator[str]:
        """Yield what `to_json_dict` returns as JSON, each row on a line of its own: the whole of a long file takes more memory than it."""
        yield f'{{"format": {dumps(self.format)}'
        yield from _json_list("columns", map(_column_as_json, self.columns))
        yield from _json_list("rows", map(_row_as_json, self.rows))
        yield from _json_list("problems", map(_problem_as_json, self.problems))
        yield "}\n"


@dataclass(frozen=True, slots=True)
class Format:
    """A format that can be read: `recognises` looks at the content alone, `read` may raise UnreadableFile.

    A file of more than MAX_FILE_BYTES, and of at most `max_bytes`, is read by `read_mapped` from where it lies. Of a long file both tell
    how far they are.

    `columns` is there for tables of which a person may say what the columns mean: it returns what they seem to mean. `tables` returns
    those tables as they are, for readers of something else than contracts.
    """

    name: str
    recognises: Callable[[bytes], bool]
    read: Callable[[bytes, Profile, Heard], Reading]
    columns: Callable[[bytes, Profile], tuple[Column, ...]] | None = None
    tables: Callable[[bytes], Sequence[Any]] | None = None
    read_mapped: Callable[[mmap, Profile, Heard], Reading] | None = None
    max_bytes: int = MAX_FILE_BYTES


def _json_list(name: str, values: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield f',\n"{name}": ['
    separator = "\n"
    for value in values:
        yield separator + dumps(value, ensure_ascii=False)
        separator = ",\n"
    yield "]"


def _column_as_json(column: Column) -> dict[str, Any]:
    return {
        "sheet": column.sheet,
        "address": column.address,
        "header": column.header,
        "field": column.field,
        "certainty": column.certainty,
        "suggestion": column.suggestion,
        "remark": column.remark,
    }


def _row_as_json(row: ContractRow) -> dict[str, Any]:
    return {
        "where": row.where,
        "reference": row.reference,
        "title": row.title,
        "type": row.type,
        "contract_sum": _euros(row.contract_sum),
        "currency": row.currency,
        "labour_share_pct": _number(row.labour_share_pct),
        "agreed_rate_pct": _number(row.agreed_rate_pct),
        "contractors": [asdict(party) for party in row.contractors],
        "contracting_authority": row.contracting_authority,
        "awarded_on": _day(row.awarded_on),
        "start": _day(row.start),
        "end": _day(row.end),
        "end_is_open": row.end_is_open,
        "extension_options": row.extension_options,
        "cpv": row.cpv,
        "lots": list(row.lots),
        "raw": dict(row.raw),
        "origins": dict(row.origins),
        "notice": None if row.notice is None else _notice_as_json(row.notice),
    }


def _notice_as_json(notice: Notice) -> dict[str, Any]:
    return {
        "kind": notice.kind,
        "notice_id": notice.notice_id,
        "version": notice.version,
        "procedure_id": notice.procedure_id,
        "contract_id": notice.contract_id,
        "authority_number": notice.authority_number,
        "published_on": _day(notice.published_on),
        "tender_sum": _euros(notice.tender_sum),
        "estimated_sum": _euros(notice.estimated_sum),
        "framework_maximum": _euros(notice.framework_maximum),
        "is_framework": notice.is_framework,
        "nuts": list(notice.nuts),
        "lots": [lot._asdict() for lot in notice.lots],
        "social_clauses": [clause._asdict() for clause in notice.social_clauses],
        "changes": notice.changes,
        "changed_on": _day(notice.changed_on),
        "sum_before": _euros(notice.sum_before),
        "reason": notice.reason,
    }


def _problem_as_json(problem: Problem) -> dict[str, Any]:
    return {
        "where": problem.where,
        "row": problem.row,
        "field": problem.field,
        "message": problem.message,
        "severity": problem.severity,
    }


def _number(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


def _euros(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
