"""Where a register's header stands, and what each column means by it.

In: the first rows of a table and a profile. Out: a `Header`, or None. A header may stand under title rows and may take
two rows (`Looptijd` above `van` and `tot`); of all rows it is the one in which most fields are recognised.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import zip_longest

from imports.cells import column_letters
from imports.fields import cell_readers, duration_reader
from imports.meaning import UNKNOWN, Meaning, by_cells, by_header, by_likeness, by_titles, outside_parentheses
from imports.profile import Profile
from imports.translation import gettext as _

SEARCHED_ROWS = 50
FEWEST_FIELDS = 2
ABOUT_FULL = 0.8
TELLING_FIELDS = frozenset(["reference", "title", "contractor", "contract_sum"])

Meanings = Callable[[str], Meaning]


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """One header, its text made unique in the table, and what its column means."""

    text: str
    meaning: Meaning = UNKNOWN


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: its last row, from 0, and a cell for each column."""

    row: int
    cells: tuple[HeaderCell, ...]

    @property
    def columns(self) -> dict[str, int]:
        """Return the column of each field that is read, from 0."""
        return {cell.meaning.field: index for index, cell in enumerate(self.cells) if cell.meaning.field is not None}


def find_header(*, rows: Sequence[Sequence[str]], profile: Profile) -> Header | None:
    """Return the header among the first rows of a table, or None when too little of it is recognised."""
    for meanings in (by_header, _by_header_or_likeness):
        # The same names may stand in row after row, and what they mean takes long to tell.
        header = _best_header(rows, cache(partial(meanings, profile=profile)))
        fields = header.columns.keys()
        if TELLING_FIELDS & fields and (len(fields) >= FEWEST_FIELDS or profile.chosen):
            return _judged(header, rows, profile)
    return None


def likeliest_header(*, rows: Sequence[Sequence[str]], profile: Profile) -> Header | None:
    """Return the row that looks most like a header, however little is recognised in it: the first that is about as full as any."""
    widths = [sum(map(bool, map(str.strip, row))) for row in rows]
    if not any(widths):
        return None
    row = next(index for index, width in enumerate(widths) if width >= ABOUT_FULL * max(widths))
    cells = _header_cells([(text,) for text in rows[row]], partial(by_header, profile=profile))
    return _judged(Header(row, cells), rows, profile)


def _by_header_or_likeness(name: str, profile: Profile) -> Meaning:
    meaning = by_header(name, profile)
    return by_likeness(name, profile) if meaning is UNKNOWN else meaning


def _best_header(rows: Sequence[Sequence[str]], meanings: Meanings) -> Header:
    best, most = Header(0, ()), 0
    for index, row in enumerate(rows):
        for names in ([(text,) for text in row], _two_row_names(rows[index - 1] if index else (), row)):
            header = Header(index, _header_cells(names, meanings))
            found = len(header.columns) + sum(cell.meaning.certainty == "chosen" and cell.meaning.field is None for cell in header.cells)
            if found > most or (found == most > 0 and best.row == index - 1 and _tells_more(header, row)):
                best, most = header, found
    return best


def _tells_more(header: Header, lower: Sequence[str]) -> bool:
    """Return whether all that the lower row of a header says means something: `incl. btw` and `excl. btw` under `Opdrachtsom`."""
    said = [cell.meaning for cell, text in zip(header.cells, lower, strict=False) if text.strip()]
    return bool(said) and UNKNOWN not in said


def _two_row_names(upper: Sequence[str], lower: Sequence[str]) -> list[tuple[str, ...]]:
    """Return what each column may be called under an upper row, of which a text also stands over the blanks after it."""
    names: list[tuple[str, ...]] = []
    nearest = ""
    for above, below in zip_longest(upper, lower, fillvalue=""):
        nearest = above.strip() or nearest
        names.append((f"{nearest} {below}", below) if below.strip() else (above,))
    return names


def _header_cells(names: Sequence[tuple[str, ...]], meanings: Meanings) -> tuple[HeaderCell, ...]:
    """Return a cell for each column; more columns may mean the same as yet."""
    texts = _unique([" ".join(options[0].split()) for options in names])
    return tuple(HeaderCell(text, _meaning((text, *options[1:]), meanings)) for text, options in zip(texts, names, strict=True))


def _unique(texts: Sequence[str]) -> list[str]:
    """Return the texts, the second `Naam` as `Naam (2)`, so that a person can choose for each."""
    seen: Counter[str] = Counter()
    unique = []
    for text in texts:
        seen[text] += 1
        unique.append(f"{text} ({seen[text]})" if text and seen[text] > 1 else text)
    return unique


def _meaning(options: Sequence[str], meanings: Meanings) -> Meaning:
    return next((found for option in options if (found := meanings(option)) is not UNKNOWN), UNKNOWN)


def _told_apart(meanings: Sequence[Meaning]) -> list[Meaning]:
    """Return the meanings so that no two columns are read as one field; what is left out says why."""
    chosen: dict[str, int] = {}
    for _rank, index, field in sorted((found.rank, index, found.field) for index, found in enumerate(meanings) if found.field is not None):
        chosen.setdefault(field, index)
    return [_unless_taken(found, index, chosen) for index, found in enumerate(meanings)]


def _unless_taken(meaning: Meaning, index: int, chosen: Mapping[str, int]) -> Meaning:
    other = chosen.get(meaning.field or "", index)
    if other == index:
        return meaning
    remark = _("Deze kolom is niet gelezen: kolom {column} is gebruikt voor hetzelfde gegeven.").format(column=column_letters(other))
    return replace(meaning, field=None, remark=remark)


def _judged(header: Header, rows: Sequence[Sequence[str]], profile: Profile) -> Header:
    """Return the header after a look at the cells under it, with what unknown columns may be.

    Of two columns for one field the surer one keeps it; the other gets a remark.
    """
    below, readers = rows[header.row + 1 :], cell_readers(profile=profile)
    titles = [text for row in rows[: header.row] for text in row if text.strip()]
    found = []
    for index, cell in enumerate(header.cells):
        meaning = by_likeness(cell.text, profile) if cell.meaning is UNKNOWN else cell.meaning
        cells = [row[index] for row in below if index < len(row)]
        readers["duration"] = duration_reader(profile=profile, header=cell.text)
        seen = by_cells(meaning, cells, readers)
        if seen.field is None and meaning.certainty == "sure" and meaning.field == "kvk_number":
            seen = by_cells(by_header(outside_parentheses(cell.text), profile), cells, readers)  # names: `Opdrachtnemer (KvK)`
        found.append(by_titles(seen, cell.text, titles, profile))
    taken = {meaning.field for meaning in found if meaning.certainty in ("sure", "chosen")}
    told_apart = _told_apart([UNKNOWN if _is_beside(meaning, taken) else meaning for meaning in found])
    return replace(header, cells=tuple(HeaderCell(cell.text, meaning) for cell, meaning in zip(header.cells, told_apart, strict=True)))


def _is_beside(meaning: Meaning, taken: set[str | None]) -> bool:
    """Return whether a column may be a field that a surer column is read as."""
    return meaning.certainty in ("likely", "unsure") and meaning.suggestion in taken
