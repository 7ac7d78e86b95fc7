"""Lists of the region: what a partner claims, one placement, training or purchase a row.

In: the bytes of a workbook or csv, and which header stands for what where a person said so. Out: a `RegionReading`: rows in the order
of the file, problems with their cell, and the columns. Names and birth dates are in `RegionRow.person`, which no `repr` shows: who
reads a list turns them into a keyed token at once, and keeps neither. Layouts differ per partner; headers are compared by
`profiles/region_list.toml`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from gettext import gettext as _
from importlib.resources import files
from itertools import chain, islice
from tomllib import loads
from typing import Any

from imports import FORMATS, MAX_FILE_BYTES
from imports.cells import Table, cell_address, column_letters, squeezed, words
from imports.days import day
from imports.noted import Noted
from imports.profile import plain_words
from imports.rows import Column, Problem, UnknownColumns, UnreadableFile
from sroi.values import format_decimal, holds_bsn, parse_decimal, parse_euros, parse_kvk_number

SEARCHED_ROWS = 30
FEWEST_FIELDS = 3
# Hours of a week and of a month, and what full time is where hours are a share of it.
MAX_HOURS, MAX_HOURS_OF_MONTH, FULL_TIME_HOURS = 60, 200, 36
# Of these no sample and no text is ever shown.
PERSONAL = frozenset(["name", "initials", "birth_date"])
TEXTS = (
    "where",
    "kind",
    "reference",
    "invoice",
    "label",
    "employer",
    "employer_number",
    "target_group",
    "residence",
    "authority",
    "claimed_by",
    "wsp",
    "contract",
)
MOST_SHARE = Decimal("1.2")
_UNITS = re.compile(r"(?:\s*(?:per week|per maand|uur|uren|fte|u)){1,3}$")
TOTALS = ("totaal", "totalen", "subtotaal", "eindtotaal")


@dataclass(frozen=True, slots=True)
class Person:
    """Name and birth date as a list gives them; never shown, logged or kept."""

    name: str = field(repr=False)
    birth_date: date = field(repr=False)


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One row of a list; empty or None where nothing, or nothing readable, stood. `end` is the last day, `amount` euros ex VAT.

    `kind` is placement, training or purchase. `reference` is the partner's own number of the row.
    """

    where: str
    kind: str
    reference: str = ""
    invoice: str = ""
    person: Person | None = field(default=None, repr=False)
    label: str = ""
    employer: str = ""
    employer_number: str | None = None
    start: date | None = None
    end: date | None = None
    hours: Decimal | None = None
    target_group: str = ""
    residence: str = ""
    amount: Decimal | None = None
    authority: str = ""
    claimed_by: str = ""
    wsp: str = ""
    contract: str = ""


@dataclass(frozen=True, slots=True)
class RegionReading:
    """Everything that was read from one list."""

    format: str
    rows: tuple[RegionRow, ...]
    problems: tuple[Problem, ...]
    columns: tuple[Column, ...]

    def to_json_dict(self) -> dict[str, Any]:
        """Return the reading as JSON knows it, without names and birth dates: `person` tells whether both were given."""
        return {
            "format": self.format,
            "columns": [{"address": one.address, "header": one.header, "field": one.field} for one in self.columns],
            "rows": [_as_json(row) for row in self.rows],
            "problems": [{"where": one.where, "row": one.row, "field": one.field, "message": one.message} for one in self.problems],
        }


def field_labels() -> dict[str, str]:
    """Return what a column may stand for, with its Dutch name, in the order in which people think of a row."""
    return {
        "reference": _("Nummer van de rij bij de partner"),
        "kind": _("Soort (plaatsing, scholing, inkoop)"),
        "invoice": _("Factuurnummer"),
        "name": _("Naam (wordt niet bewaard)"),
        "initials": _("Voorletters (worden niet bewaard)"),
        "birth_date": _("Geboortedatum (wordt niet bewaard)"),
        "label": _("Kenmerk van de kandidaat"),
        "employer": _("Werkgever, opleider of leverancier"),
        "employer_number": _("KVK-nummer"),
        "start": _("Startdatum of factuurdatum"),
        "end": _("Einddatum (laatste dag)"),
        "hours": _("Uren per week"),
        "target_group": _("Doelgroep"),
        "residence": _("Woonplaats"),
        "amount": _("Bedrag (exclusief btw)"),
        "authority": _("Opdrachtgever"),
        "claimed_by": _("Wie claimt"),
        "wsp": _("WSP dat leverde"),
        "contract": _("Contract"),
    }


def read_region_list(content: bytes, *, columns: Mapping[str, str | None] | None = None) -> RegionReading:
    """Return the rows of a list; raise UnreadableFile, or UnknownColumns when too few columns are recognised.

    `columns` maps a header to the field that a person chose for it, or None to leave it unread.
    """
    if len(content) > MAX_FILE_BYTES:
        raise UnreadableFile(_("Dit bestand is te groot. Verdeel het over meer bestanden."))
    known = next((one for one in FORMATS if one.tables is not None and one.recognises(content)), None)
    if known is None or known.tables is None or not content.strip():
        raise UnreadableFile(
            _("Dit bestand is geen lijst in Excel of csv, of het is leeg of beschadigd. Sla het opnieuw op als xlsx of csv.")
        )
    chosen = {plain_words(header): meant for header, meant in (columns or {}).items()}
    sheets = [found for table in known.tables(content) if not table.is_hidden and (found := _opened(table, chosen))]
    if not sheets:
        raise UnknownColumns(
            _("In dit bestand staan geen herkenbare kolommen. Zet boven de kolommen namen als Werkgever, Startdatum, Uren en Doelgroep.")
        )
    gathered = RegionReading(known.name, (), (), ())
    for sheet in sheets:
        gathered = _with_sheet(gathered, sheet, has_more=len(sheets) > 1)
    return gathered


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    header_row: int
    headers: tuple[str, ...]
    fields: tuple[str | None, ...]
    rows: Iterable[Sequence[str]]


@lru_cache(maxsize=1)
def _words() -> tuple[Mapping[str, str], Mapping[str, str], frozenset[str], frozenset[str]]:
    """Return the field by header, the kind by word, and the words for nothing known and for an open end."""
    data = loads((files("imports") / "profiles" / "region_list.toml").read_text(encoding="utf-8"))
    headers = {plain_words(name): meant for meant, names in data["headers"].items() for name in names}
    kinds = {plain_words(word): kind for kind, every in data["kinds"].items() for word in every}
    return headers, kinds, frozenset(data["nothing_known"]), frozenset(data["open_ends"])


def _opened(table: Table, chosen: Mapping[str, str | None]) -> _Sheet | None:
    """Return the sheet with the row of its first lines in which most fields are recognised, or None."""
    rows = iter(table.rows)
    first = list(islice(rows, SEARCHED_ROWS))
    meant = [_meanings(row, chosen) for row in first]
    best = max(range(len(first)), key=lambda place: len(set(meant[place]) - {None}), default=None)
    if best is None or len(set(meant[best]) - {None}) < FEWEST_FIELDS:
        return None
    headers = tuple(" ".join(text.split()) for text in first[best])
    return _Sheet(table.name, best, headers, meant[best], chain(first[best + 1 :], rows))


def _meanings(row: Sequence[str], chosen: Mapping[str, str | None]) -> tuple[str | None, ...]:
    """Return the field of each header; of two headers for one field the first keeps it."""
    known, taken = _words()[0], set[str]()
    found: list[str | None] = []
    for text in row:
        plain = plain_words(text)
        meant = chosen[plain] if plain in chosen else known.get(plain)
        found.append(None if meant in taken else meant)
        taken |= {meant} if meant else set()
    return tuple(found)


def _with_sheet(gathered: RegionReading, sheet: _Sheet, *, has_more: bool) -> RegionReading:
    rows, problems = list(gathered.rows), list(gathered.problems)
    prefix = _("blad {sheet}, ").format(sheet=sheet.name) if has_more else ""
    for number, cells in enumerate(sheet.rows, sheet.header_row + 1):
        texts = {meant: cells[place].strip() for place, meant in enumerate(sheet.fields) if meant and place < len(cells)}
        if not any(texts.values()) or any(text.casefold().startswith(TOTALS) for text in texts.values()):
            continue
        reader = _RowReader(f"{prefix}{_('rij {row}').format(row=number + 1)}", number, len(rows), sheet)
        rows.append(reader.read(texts))
        problems.extend(reader.problems)
    columns = tuple(
        Column(sheet.name, column_letters(place), header, sheet.fields[place]) for place, header in enumerate(sheet.headers) if header
    )
    return RegionReading(gathered.format, tuple(rows), tuple(problems), (*gathered.columns, *columns))


class _RowReader:
    """Reads the cells of one row, and gathers what is wrong with them."""

    def __init__(self, where: str, number: int, position: int, sheet: _Sheet) -> None:
        self.problems: list[Problem] = []
        self._where, self._number, self._position, self._sheet = where, number, position, sheet

    def read(self, texts: Mapping[str, str]) -> RegionRow:
        """Return the row; what cannot be read is left out, and a problem says so."""
        self._texts = texts
        row = RegionRow(
            where=self._where,
            kind=self._kind(),
            reference=self._text("reference"),
            invoice=self._text("invoice"),
            person=self._person(),
            label=self._text("label"),
            employer=self._text("employer"),
            employer_number=self._cell("employer_number", lambda text: parse_kvk_number(text).number),
            start=self._cell("start", day),
            end=self._cell("end", _last_day),
            hours=self._cell("hours", partial(_hours, header=self._header("hours"))),
            target_group=self._text("target_group"),
            residence=self._text("residence"),
            amount=self._cell("amount", _amount),
            authority=self._text("authority"),
            claimed_by=self._text("claimed_by"),
            wsp=self._text("wsp"),
            contract=self._text("contract"),
        )
        if row.start is None and not self._told("start"):
            self._problem("start", _("Er staat geen startdatum. Zonder datum is deze rij moeilijk te vergelijken."), "warning")
        return row

    def _kind(self) -> str:
        """Return the kind that the cell names; without one a row with an invoice number is a purchase, any other a placement."""
        text = self._texts.get("kind", "")
        kind = _words()[1].get(plain_words(text))
        if kind is None and text:
            self._problem("kind", _('Hier staat "{text}". Vul plaatsing, scholing of inkoop in.').format(text=text[:60]))
        return kind or ("purchase" if self._texts.get("invoice") else "placement")

    def _person(self) -> Person | None:
        name = " ".join(filter(None, (self._text("initials"), self._text("name"))))
        born = self._cell("birth_date", day)
        if bool(self._texts.get("name")) != bool(born):
            missing = _("Naam en geboortedatum horen bij elkaar. Zonder allebei is de persoon niet te herkennen.")
            if "name" in self._texts and "birth_date" in self._texts:
                self._problem("birth_date" if born is None else "name", missing, "warning")
        return Person(name, born) if self._texts.get("name") and born else None

    def _text(self, name: str) -> str:
        found: str | None = self._cell(name, words)
        return (found or "")[:200]

    def _cell(self, name: str, read: Callable[[str], Any]) -> Any:
        text = self._texts.get(name, "")
        if not text or text.casefold() in _words()[2]:
            return None
        if holds_bsn(text) and name not in ("invoice", "amount"):
            self._problem(name, _("Hier lijkt een BSN te staan. Dat is niet gelezen. Haal het uit het bestand."))
            return None
        try:
            found = read(squeezed(text))
        except ValueError as error:
            shown = str(error) if name in PERSONAL else _('Hier staat "{text}". {advice}').format(text=text[:60], advice=error)
            self._problem(name, shown)
            return None
        if isinstance(found, Noted):
            if name not in PERSONAL:
                self._problem(name, found.message, "warning")
            return found.value
        return found

    def _header(self, name: str) -> str:
        fields = self._sheet.fields
        return self._sheet.headers[fields.index(name)].casefold() if name in fields else ""

    def _told(self, name: str) -> bool:
        return any(problem.field == name for problem in self.problems)

    def _problem(self, name: str, message: str, severity: Any = "error") -> None:
        if name in self._sheet.fields:
            place = self._sheet.fields.index(name)
            cell = _("{row}, kolom {header} ({address})")
            where = cell.format(row=self._where, header=self._sheet.headers[place], address=cell_address(self._number, place))
        else:
            where = self._where
        self.problems.append(Problem(where, self._position, name, message, severity))


def _last_day(text: str) -> date | Noted[date] | None:
    return None if text.casefold() in _words()[3] else day(text)


def _hours(text: str, *, header: str) -> Decimal | Noted[Decimal]:
    """Return the hours of a week; what a list tells by the month, or as a share of full time, is worked out and said."""
    number = parse_decimal(_UNITS.sub("", text.casefold()).strip())
    if not 0 < number <= MAX_HOURS_OF_MONTH:
        raise ValueError(_("Vul de uren per week in, hooguit {most}.").format(most=MAX_HOURS))
    if number <= 1 or ("fte" in header and number <= MOST_SHARE):
        week, read_as = number * FULL_TIME_HOURS, _("deel van voltijd ({full} uur)").format(full=FULL_TIME_HOURS)
    elif number > MAX_HOURS or "maand" in header:
        week, read_as = number * 12 / 52, _("uren per maand")
    else:
        return number
    hours = round(week * 2) / Decimal(2)
    said = _('Hier staat "{text}". Dat is gelezen als {read_as}: {hours} uur per week.')
    return Noted(hours, said.format(text=text[:60], read_as=read_as, hours=format_decimal(hours)), "warning")


def _amount(text: str) -> Decimal:
    amount = parse_euros(text)
    if amount < 0:
        raise ValueError(_("Een bedrag is niet lager dan 0 euro."))
    return amount


def _as_json(row: RegionRow) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in TEXTS},
        "person": row.person is not None,
        "start": row.start and row.start.isoformat(),
        "end": row.end and row.end.isoformat(),
        "hours": None if row.hours is None else f"{row.hours:f}",
        "amount": None if row.amount is None else f"{row.amount:.2f}",
    }
