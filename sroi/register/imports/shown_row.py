"""What the page of a row of an import shows: each field, where it came from and what is wrong with it, and what only a notice tells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from typing import Any

from sroi.contracts.queries.imports import Batch
from sroi.contracts.rules import AHEAD, ERROR, ContractRecord, MemberFacts, Need, RowProblem, StagedRow, field_label, needs, words_of
from sroi.register.imports.words import VERDICTS, end_words, outcome_words
from sroi.values import format_decimal, format_euros, format_short_date

# Which facts are shown, and by which field of the reader each was read.
SHOWN = {
    "authority_id": "contracting_authority",
    "number": "reference",
    "title": "title",
    "contract_type": "type",
    "contractor_name": "contractor",
    "kvk_number": "kvk_number",
    "contract_sum": "contract_sum",
    "tender_sum": "tender_sum",
    "labour_share_pct": "labour_share_pct",
    "agreed_rate_pct": "agreed_rate_pct",
    "awarded_on": "awarded_on",
    "starts_on": "start",
    "ends_before": "end",
    "extension_options": "extension_options",
    "cpv_code": "cpv",
    "lots": "lots",
}
# The field that may tell a fact of which its own says nothing.
TOLD_BY = {"kvk_number": "contractor", "starts_on": "duration", "ends_before": "duration"}
# What only a notice tells, and is a sum of money.
SUMS = ("framework_maximum", "estimated_sum", "sum_before")
EURO = "EUR"
ALSO_OF = {"ends_on": "ends_before", "currency": "contract_sum", "sum_kind": "contract_sum", "duration": "ends_before"}


@dataclass(frozen=True)
class FieldLine:
    """One fact of a row: what it says, what stood in the file, where that stood, and what to look at; `fact` is its name in the page."""

    fact: str
    label: str
    value: str
    raw: str
    origin: str
    problems: tuple[RowProblem, ...]
    old: str


@dataclass(frozen=True)
class RowPage:
    """What a page shows of one row; `doubts` and `other_problems` are about the row as a whole, those of a field stand at its line."""

    location: str
    verdict: str
    tone: str
    outcome: str
    doubts: tuple[str, ...]
    lines: tuple[FieldLine, ...]
    other_problems: tuple[RowProblem, ...]
    has_raw: bool
    clauses: tuple[tuple[str, str], ...]
    members: tuple[MemberFacts, ...]
    lots: tuple[tuple[str, str], ...]
    asides: tuple[tuple[str, str], ...]
    contract: ContractRecord | None

    @property
    def asking(self) -> tuple[FieldLine, ...]:
        """Return the lines of which something must be filled in or mended."""
        return tuple(line for line in self.lines if any(problem.severity == ERROR for problem in line.problems))


def shown_row(batch: Batch, row: StagedRow, authority: str, held: ContractRecord | None) -> RowPage:
    """Return a row for its page: who awards, as far as that is known, and the contract that it became, is about or looks like."""
    tone, verdict = VERDICTS[row.verdict]
    raw, problems = row.raw, (*row.problems, *_lacking(row))
    lines = tuple(_line(batch, row, raw, fact, _told(row, fact, authority), _of_fact(problems, fact)) for fact in SHOWN)
    at_lines = {problem.message for line in lines for problem in line.problems}
    return RowPage(
        location=row.location,
        verdict=verdict,
        tone=tone,
        outcome=outcome_words(row, status=batch.status),
        doubts=tuple(doubt for doubt in row.doubts if doubt not in at_lines),
        lines=lines,
        other_problems=tuple(problem for problem in row.problems if problem.message not in (*at_lines, *row.doubts)),
        has_raw=any(line.raw for line in lines),
        clauses=tuple((where, text) for where, text in row.details.get("clauses", ())),
        members=row.facts.members or _members_of_before(row),
        lots=tuple((identifier, title) for identifier, title in row.details.get("lots", ())),
        asides=_asides(row),
        contract=held,
    )


def _told(row: StagedRow, fact: str, authority: str) -> Any:
    if fact == "authority_id":
        return authority
    return row.number if fact == "number" else getattr(row.facts, fact)


def _lacking(row: StagedRow) -> tuple[RowProblem, ...]:
    """Return what the row leaves out or what cannot be yet, as far as it is in doubt because of that."""
    asked = (*needs(row.facts), Need("awarded_on", AHEAD))
    return tuple(RowProblem(row.location, need.field, need.message, ERROR) for need in asked if need.message in row.doubts)


def _members_of_before(row: StagedRow) -> tuple[MemberFacts, ...]:
    """Return the members that stand among the details of a row that was read before they were facts of it."""
    return tuple(MemberFacts(name, number, is_lead=leads) for name, number, leads in row.details.get("parties", ()))


def _line(batch: Batch, row: StagedRow, raw: Mapping[str, str], fact: str, value: Any, problems: tuple[RowProblem, ...]) -> FieldLine:
    read_as = _read_as(row, raw, fact, value)
    return FieldLine(
        fact=fact,
        label=_label(fact),
        value=_value(row, fact, value),
        raw=raw.get(read_as, ""),
        origin=row.details.get("origins", {}).get(read_as, "") or _cell(batch, row, read_as),
        problems=problems,
        old=next((difference.old for difference in row.differences if difference.field == fact), ""),
    )


def _read_as(row: StagedRow, raw: Mapping[str, str], fact: str, value: Any) -> str:
    """Return the field that tells a fact; an end that could not be reckoned shows the term for it."""
    own, other = SHOWN[fact], TOLD_BY.get(fact, "")
    if fact == "awarded_on" and row.facts.award_date_is_assumed:
        return SHOWN["starts_on"]
    is_told_elsewhere = not raw.get(own) and bool(raw.get(other)) and (value is not None or fact == "ends_before")
    return other if is_told_elsewhere else own


def _label(fact: str) -> str:
    return _("Aanbestedende dienst") if fact == "authority_id" else field_label(fact)


def _value(row: StagedRow, fact: str, value: Any) -> str:
    """Return a fact in words."""
    if fact == "lots" and value:
        return ", ".join(" ".join(dict.fromkeys((str(lot.number), lot.title))).strip() for lot in value)
    if fact == "ends_before":
        return end_words(row)
    return words_of(fact, value)


def _of_fact(problems: Iterable[RowProblem], fact: str) -> tuple[RowProblem, ...]:
    return tuple(problem for problem in problems if ALSO_OF.get(problem.field, problem.field) in (fact, SHOWN[fact]))


def _cell(batch: Batch, row: StagedRow, read_as: str) -> str:
    """Return the column of a register that a field was read from, with its row; of more sheets that which the row stands on."""
    found = [column for column in batch.columns if column["field"] == read_as]
    on_sheet = [column for column in found if row.location.startswith(_("blad {sheet}, ").format(sheet=column["sheet"]))]
    column = next(iter(on_sheet or found), None)
    return "" if column is None else _("kolom {address} ({header}), {where}").format(where=row.location, **_of_column(column))


def _of_column(column: dict[str, Any]) -> dict[str, str]:
    return {"address": column["address"], "header": column["header"]}


def _asides(row: StagedRow) -> tuple[tuple[str, str], ...]:
    """Return what a notice tells beside the facts of the contract."""
    labels = (
        ("notice_id", _("Aankondiging")),
        ("version", _("Versie")),
        ("published_on", _("Gepubliceerd op")),
        ("currency", _("Valuta")),
        ("framework_maximum", _("Maximum van de raamovereenkomst")),
        ("estimated_sum", _("Geraamd bedrag")),
        ("changes", _("Wijziging van")),
        ("changed_on", _("Gewijzigd op")),
        ("sum_before", _("Bedrag voor de wijziging")),
        ("reason", _("Reden van de wijziging")),
    )
    return tuple((label, _aside(row, name)) for name, label in labels if row.details.get(name))


def _aside(row: StagedRow, name: str) -> str:
    """Return something that a notice tells as a person reads it; sums are in the currency of the notice."""
    text, currency = str(row.details[name]), row.details.get("currency") or EURO
    if name.endswith("_on"):
        return format_short_date(date.fromisoformat(text))
    if name in SUMS:
        return format_euros(Decimal(text)) if currency == EURO else f"{currency} {format_decimal(Decimal(text))}"
    return text
