"""Where a register's header stands, and what each column means by it.

In: the first rows of a table and a profile. Out: a `Header`, or None. A header may stand under title rows and may take
two rows (`Looptijd` above `van` and `tot`); of all rows it is the one in which most fields are recognised.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from itertools import zip_longest

from imports.cells import column_letters
from imports.profile import Profile, plain_words

SEARCHED_ROWS = 50
FEWEST_FIELDS = 2
LONGEST_HEADER = 100
TELLING_FIELDS = frozenset(["reference", "title", "contractor", "contract_sum"])

_IN_PARENTHESES = re.compile(r"\([^)]*\)|\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """One header: its text, the field it stands for, and a remark for the officer when the column is not what it seems."""

    text: str
    field: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: its last row, from 0, and a cell for each column."""

    row: int
    cells: tuple[HeaderCell, ...]

    @property
    def columns(self) -> dict[str, int]:
        """Return the column of each recognised field, from 0."""
        return {cell.field: index for index, cell in enumerate(self.cells) if cell.field is not None}


def find_header(*, rows: Sequence[Sequence[str]], profile: Profile) -> Header | None:
    """Return the header among the first rows of a table, or None when too little of it is recognised."""
    best = Header(0, ())
    for index, row in enumerate(rows):
        for names in ([(text,) for text in row], _two_row_names(rows[index - 1] if index else (), row)):
            header = Header(index, _header_cells(names, profile))
            if len(header.columns) > len(best.columns):
                best = header
    fields = best.columns.keys()
    return best if len(fields) >= FEWEST_FIELDS and TELLING_FIELDS & fields else None


def _two_row_names(upper: Sequence[str], lower: Sequence[str]) -> list[tuple[str, ...]]:
    """Return what each column may be called under an upper row, of which a text also stands over the blanks after it."""
    names: list[tuple[str, ...]] = []
    nearest = ""
    for above, below in zip_longest(upper, lower, fillvalue=""):
        nearest = above.strip() or nearest
        names.append((f"{nearest} {below}", below) if below.strip() else (above,))
    return names


def _header_cells(names: Sequence[tuple[str, ...]], profile: Profile) -> tuple[HeaderCell, ...]:
    """Return a cell for each column; of two columns for one field the surer one keeps it, the other gets a remark."""
    meanings = [next(filter(None, (_meaning(name, profile) for name in options)), None) for options in names]
    chosen: dict[str, int] = {}
    for _rank, index, field in sorted((rank, index, field) for index, (field, rank) in _recognised(meanings)):
        chosen.setdefault(field, index)
    return tuple(_header_cell(options[0], index, meanings[index], chosen, profile) for index, options in enumerate(names))


def _recognised(meanings: Sequence[tuple[str, int] | None]) -> Iterator[tuple[int, tuple[str, int]]]:
    return ((index, meaning) for index, meaning in enumerate(meanings) if meaning is not None)


def _header_cell(text: str, index: int, meaning: tuple[str, int] | None, chosen: dict[str, int], profile: Profile) -> HeaderCell:
    shown = " ".join(text.split())
    if meaning is None:
        return HeaderCell(shown, remark=_refusal(shown, profile))
    other = chosen[meaning[0]]
    if other == index:
        return HeaderCell(shown, meaning[0])
    remark = _("Deze kolom is niet gelezen: kolom {column} is gebruikt voor hetzelfde gegeven.").format(column=column_letters(other))
    return HeaderCell(shown, remark=remark)


def _meaning(name: str, profile: Profile) -> tuple[str, int] | None:
    """Return the field that a header stands for and how sure that is; None when unknown or when a word refuses it."""
    if len(name) > LONGEST_HEADER or _refusal(name, profile):
        return None
    plain = plain_words(name)
    return next((profile.fields[form] for form in _forms(name, plain, profile) if form in profile.fields), None)


def _forms(name: str, plain: str, profile: Profile) -> tuple[str, ...]:
    bare = f" {plain} "
    for remark in profile.remarks:
        bare = bare.replace(f" {remark} ", " ")
    return plain, bare.strip(), plain_words(_IN_PARENTHESES.sub(" ", name))


def _refusal(name: str, profile: Profile) -> str | None:
    """Return why a column that looks like a field must not be read as it, or None."""
    plain = plain_words(name)
    for field, reasons in profile.refusals.items():
        if not any(plain.startswith(f"{header} ") for header, (meant, _rank) in profile.fields.items() if meant == field):
            continue
        for reason, words in reasons.items():
            if any(f" {word} " in f"{plain} " for word in words):
                return _refusal_remark(reason)
    return None


def _refusal_remark(reason: str) -> str:
    remarks = {
        "with_vat": _("Deze kolom is niet gelezen: de bedragen zijn inclusief btw. Zet de bedragen exclusief btw in het bestand."),
        "not_in_euros": _("Deze kolom is niet gelezen: de bedragen zijn in duizenden of miljoenen. Zet hele euro's in het bestand."),
    }
    return remarks[reason]
