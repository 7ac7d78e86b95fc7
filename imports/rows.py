"""What every reader of this package gives back: contract rows, problems, and which column was read as what.

In: nothing. Out: frozen values that know nothing of the database, the screens or the format they came from.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from imports.profile import Profile

ContractType = Literal["works", "services", "supplies"]
Severity = Literal["error", "warning"]


class UnreadableFile(Exception):
    """A file of which not one row can be read; the message is one Dutch sentence that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Party:
    """A contractor as the file names it."""

    name: str
    kvk_number: str | None = None


class ContractRow(NamedTuple):
    """One contract as it stands in the file; a field is None where nothing, or nothing readable, stood.

    A tuple, because there may be hundreds of thousands.
    `contract_sum` is in `currency`, which an error names when it is not the euro. Percentages run from 0 to 100.
    `end` is the last day, as the document states it; `end_is_open` says that the contract runs on without one.
    `raw` holds the text of each recognised cell, by field, as a person sees it in the file.
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
    """A column of the file: its address, the header above it, and the field it was read as (None: not read)."""

    sheet: str
    address: str
    header: str
    field: str | None


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
            "columns": [{"sheet": c.sheet, "address": c.address, "header": c.header, "field": c.field} for c in self.columns],
            "rows": [_row_as_json(row) for row in self.rows],
            "problems": [_problem_as_json(problem) for problem in self.problems],
        }


@dataclass(frozen=True, slots=True)
class Format:
    """A format that can be read: `recognises` looks at the content alone, `read` may raise UnreadableFile."""

    name: str
    recognises: Callable[[bytes], bool]
    read: Callable[[bytes, Profile], Reading]


def _row_as_json(row: ContractRow) -> dict[str, Any]:
    return {
        "where": row.where,
        "reference": row.reference,
        "title": row.title,
        "type": row.type,
        "contract_sum": None if row.contract_sum is None else f"{row.contract_sum:.2f}",
        "currency": row.currency,
        "labour_share_pct": _number(row.labour_share_pct),
        "agreed_rate_pct": _number(row.agreed_rate_pct),
        "contractors": [{"name": party.name, "kvk_number": party.kvk_number} for party in row.contractors],
        "contracting_authority": row.contracting_authority,
        "awarded_on": _day(row.awarded_on),
        "start": _day(row.start),
        "end": _day(row.end),
        "end_is_open": row.end_is_open,
        "extension_options": row.extension_options,
        "cpv": row.cpv,
        "lots": list(row.lots),
        "raw": dict(row.raw),
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


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
