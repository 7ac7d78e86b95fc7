"""What one cell says: text as people type it -> a value.

In: the text of one cell. Out: the value, None when the cell tells nothing, or `Noted` when a person must know something:
a mended value carries a warning that says what was made of it; a text that can be read in two ways is an error without a
value, because a wrong amount or date is worse than a question. Each reader here takes a text that tells something, and raises
ValueError with a Dutch sentence that says what to write instead; `cell_readers` gives them to the outside.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, partial
from importlib.resources import files
from typing import Any, Generic, NamedTuple, TypeVar

from imports.cells import words
from imports.firms import names_in
from imports.profile import Profile, plain_words
from imports.rows import Severity
from imports.translation import gettext as _
from sroi.values import (
    format_date,
    format_euros,
    format_percentage,
    parse_date,
    parse_euros,
    parse_kvk_number,
    parse_percentage,
    round_to_cents,
)

T = TypeVar("T")

SHOWN_LENGTH = 60
NO_OUTCOME = "#FORMULE"  # of a formula; see `spreadsheet_process`
EXCEL_ERRORS = frozenset(
    [
        NO_OUTCOME,
        "#DIV/0!",
        "#N/A",
        "#N/B",
        "#NAME?",
        "#NAAM?",
        "#NULL!",
        "#LEEG!",
        "#NUM!",
        "#GETAL!",
        "#REF!",
        "#VERW!",
        "#VALUE!",
        "#WAARDE!",
    ]
)
EARLIEST_YEAR = 1950
SERIAL_DAYS, SERIAL_ORIGIN = range(20_000, 70_000), date(1899, 12, 30)  # how Excel numbers the days from 1954 to 2091
PLACEHOLDER_SUM = Decimal(1)
MONTHS_A_YEAR, LONGEST_MONTHS, DURATION_UNITS = 12, 1_200, ("maanden", "jaren")
EURO, CURRENCY_SIGNS = "EUR", {"€": "EUR", "EURO": "EUR", "$": "USD", "£": "GBP"}

_FAR_OFF = re.compile(r"^(?:\d{1,2}[-/.]\d{1,2}[-/.])?(?:2099|2[1-9]\d\d|[3-9]\d{3})(?:-\d{1,2}-\d{1,2})?(?:[T ][\d:]+)?$")
_WITHOUT_SIGNS = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)$")
_WITH_STROKES = re.compile(r"^\s*(\d{1,2})/(\d{1,2})/\d{4}\s*$")
_FROM = re.compile(r"^(?:per|vanaf|met ingang van|ingaande(?: op)?|m\.?i\.?v\.?)\s+", re.IGNORECASE)
_UNTIL = re.compile(r"^(?:t/m|t\.?m\.?|tot en met|uiterlijk)\s+", re.IGNORECASE)
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}\S*$")
_CURRENCY = re.compile(
    r"^(?:EURO?|USD|GBP|CHF|SEK|NOK|DKK|PLN|[€$£])(?![a-z])|(?<![a-z])(?:EURO?|USD|GBP|CHF|SEK|NOK|DKK|PLN|[€$£])$", re.IGNORECASE
)
_WITHOUT_VAT = re.compile(r"\s*\(?(?:excl|exclusief|ex)\.?\s*btw\)?\.?$", re.IGNORECASE)
_WITH_VAT = re.compile(r"\b(?:incl|inclusief)\b", re.IGNORECASE)
_PER_CENT = re.compile(r"\s*(?:procent|pct\.?)$", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"^[\d.,]+$")
_TO_THE_CENT = re.compile(r"\d{1,11},\d\d")
_PLAIN_SUM = re.compile(r"^(\d{1,11}|\d{1,3}(?:\.\d{3}){1,3})(?:,(\d\d?))?$")
_MANY_DECIMALS = re.compile(r"^-?(?:\d{4,},\d{3,}|\d+,\d{4,})$")
_IN_MILLIONS = re.compile(r"^(\d{1,4}(?:[.,]\d{1,6})?)\s*(?:mln|mio|miljoen)\.?$", re.IGNORECASE)
_IN_THOUSANDS = re.compile(r"^(\d{1,6}(?:,\d{1,3})?)\s*(?:k|duizend)$", re.IGNORECASE)
_A_PERIOD = re.compile(r"\bper\s+(?:jaar|maand|kwartaal|week|uur|dag|stuk)\b|\bp\.?\s?j\b|\bp/j\b|\bjaarlijks\b", re.IGNORECASE)
_TWO_AMOUNTS = re.compile(r"\d\s*(?:-|–|\btot\b|\bà\b|\ben\b)\s*(?:€|EUR)?\s*\d", re.IGNORECASE)
_CPV = re.compile(r"^(\d{7,8})(?:\s*-\s*(\d))?(?!\d)")
_CPV_ELSEWHERE = re.compile(r"\d{8}")
_BETWEEN_NUMBERS = re.compile(r"\s*[\n;,/]\s*")
_DURATION = re.compile(
    r"(?:(?P<years>\d{1,4}(?:[.,]\d+)?)\s*(?:jaar|jaren|jr)\.?)?(?:\s*(?:en|\+|,)?\s*(?P<months>\d{1,4})\s*(?:maanden|maand|mnd|mnden|mdn)\.?)?",
    re.IGNORECASE,
)
_TERM = re.compile(r"^(?:van |vanaf )?(?P<start>\S.*?\d{2})(?: ?t/m ?| tot en met | ?[–—] ?| - )(?P<last>\S.*)$", re.IGNORECASE)
_LOT_WORD = re.compile(r"\b(?:perceel|percelen|kavel|lot)\b\.?", re.IGNORECASE)
_LOT_RANGE = re.compile(r"(\d{1,3})\s*t/m\s*(\d{1,3})")
_BETWEEN_LOTS = re.compile(r"\s*(?:[\n;,/&]|\ben\b)\s*")


class Noted(NamedTuple, Generic[T]):
    """What a cell says, if anything, and what a person must know about it."""

    value: T | None
    message: str
    severity: Severity


class ForeignSum(NamedTuple):
    """An amount that is not in euros, with the three letters of its currency."""

    amount: Decimal
    currency: str


class Duration(NamedTuple):
    """How long a contract runs, in whole months; None when it runs on."""

    months: int | None


class Term(NamedTuple):
    """The first and the last day of a contract, in one cell."""

    start: date
    last: date


class LastDay(NamedTuple):
    """The last day of a contract; None when it runs on."""

    day: date | None


CellReader = Callable[[str], Any]


def _mended(value: T, text: str, reading: str) -> Noted[T]:
    message = _('Hier staat "{text}". Dat is gelezen als {reading}. Controleer dit.').format(text=_shortened(text), reading=reading)
    return Noted(value, message, "warning")


def _wrong(value: T | None, text: str, advice: str) -> Noted[T]:
    return Noted(value, _('Hier staat "{text}". {advice}').format(text=_shortened(text), advice=advice), "error")


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= SHOWN_LENGTH else f"{plain[:SHOWN_LENGTH]}…"


def contract_sum(text: str) -> Decimal | Noted[Decimal] | Noted[ForeignSum]:
    """Return the amount in euros ex VAT; refuse nought, less, and the 1 euro that stands for 'unknown'."""
    plain, currency = (text, EURO) if _BARE_NUMBER.match(text) else _without_words(text)
    if _MANY_DECIMALS.match(plain):
        amount, is_mended = round_to_cents(Decimal(plain.replace(",", "."))), True
    elif large := _IN_MILLIONS.match(plain):
        amount, is_mended = round_to_cents(Decimal(large[1].replace(",", ".")) * 1_000_000), True
    elif thousands := _IN_THOUSANDS.match(plain):
        amount, is_mended = round_to_cents(Decimal(thousands[1].replace(",", ".")) * 1_000), True
    else:
        _check_is_one_sum(plain)
        amount, is_mended = parse_euros(plain), False
    if amount <= 0:
        raise ValueError(_("De opdrachtsom is hoger dan 0 euro. Vul het juiste bedrag in."))
    if currency != EURO:
        return _wrong(ForeignSum(amount, currency), text, _("De opdrachtsom moet in euro's zijn. Vul het bedrag in euro's in."))
    if amount == PLACEHOLDER_SUM:
        raise ValueError(_("Een bedrag van 1 euro betekent meestal dat het bedrag niet bekend is. Vul de echte opdrachtsom in."))
    return _mended(amount, text, format_euros(amount)) if is_mended else amount


def _check_is_one_sum(text: str) -> None:
    if _A_PERIOD.search(text):
        raise ValueError(_("Dit is een bedrag per periode. Vul het bedrag voor de hele looptijd in."))
    if _TWO_AMOUNTS.search(text):
        raise ValueError(_("Hier staan twee bedragen. Vul het bedrag in waarvoor het contract is gesloten."))


def _without_words(text: str) -> tuple[str, str]:
    """Return an amount without 'excl. btw' and its currency, and that currency."""
    if _WITH_VAT.search(text):
        raise ValueError(_("Vul het bedrag exclusief btw in."))
    plain = _WITHOUT_VAT.sub("", " ".join(text.split()))
    found = _CURRENCY.search(plain)
    if found is None:
        return plain, EURO
    sign = found[0].upper()
    return (plain[: found.start()] + plain[found.end() :]).strip(), CURRENCY_SIGNS.get(sign, sign)


def currency(text: str) -> str:
    """Return the three letters of a currency."""
    code = CURRENCY_SIGNS.get(text.upper(), text.upper())
    if not re.fullmatch("[A-Z]{3}", code):
        raise ValueError(_("Schrijf de valuta in drie letters, bijvoorbeeld EUR."))
    return code


def percentage(text: str) -> Decimal | Noted[Decimal]:
    """Return a percentage from 0 to 100; a bare fraction such as `0,05` is taken for 5%, and said so."""
    plain = _PER_CENT.sub("%", text)
    number = parse_percentage(plain)
    if 0 < number < 1 and "%" not in plain:
        return _mended(number * 100, text, format_percentage(number * 100))
    return number


def day(text: str) -> date | Noted[date]:
    """Return the day, also from a day with a time and from the number that Excel keeps for a day."""
    plain = _TIME.sub("", text)
    if plain.isdecimal() and int(plain) in SERIAL_DAYS:
        counted = SERIAL_ORIGIN + timedelta(days=int(plain))
        return _mended(counted, text, format_date(counted))
    read = parse_date("-".join(together.groups()) if (together := _WITHOUT_SIGNS.match(plain)) else plain)
    if read.year < EARLIEST_YEAR:
        raise ValueError(_("Controleer het jaar van deze datum."))
    return read


def month_first(texts: Iterable[str]) -> dict[str, Noted[Any]]:
    """Return a question for each of the days of a column that may be read in two ways, when another shows that months come first."""
    days = {text: (int(found[1]), int(found[2])) for text in texts if (found := _WITH_STROKES.match(text))}
    if not any(first <= MONTHS_A_YEAR < second for first, second in days.values()):
        return {}
    advice = _("In deze kolom lijkt de maand voorop te staan. Schrijf de datum als dag-maand-jaar, bijvoorbeeld 31-12-2024.")
    return {text: _wrong(None, text, advice) for text, pair in days.items() if max(pair) <= MONTHS_A_YEAR and pair[0] != pair[1]}


def last_day(text: str, *, profile: Profile) -> LastDay | Noted[LastDay]:
    """Return the last day; `onbepaald`, and a year so far off that it means the same, is an end that stays open."""
    if text.casefold() in profile.open_ends:
        return LastDay(None)
    if _FAR_OFF.match(text):
        return _mended(LastDay(None), text, _("onbepaald"))
    read = day(_UNTIL.sub("", text))
    return Noted(LastDay(read.value), read.message, read.severity) if isinstance(read, Noted) else LastDay(read)


def duration(text: str, *, profile: Profile, unit: str = "") -> Duration | Term:
    """Return how long a contract runs: `48 maanden`, `4 jaar`, `2,5 jr`, `2 jaar en 6 maanden`; a bare number is in `unit`.

    Two days with `t/m` or a dash between them are the first and the last day.
    """
    if text.casefold() in profile.open_ends:
        return Duration(None)
    if days := _TERM.match(" ".join(text.split())):
        return _term(parse_date(days["start"]), parse_date(days["last"]))
    found = _DURATION.fullmatch(f"{text} {unit}" if _BARE_NUMBER.match(text) else text)
    if found is None:
        raise ValueError(_("Schrijf de looptijd in maanden of jaren, bijvoorbeeld 48 maanden."))
    years, months = (Decimal((found[part] or "0").replace(",", ".")) for part in ("years", "months"))
    total = years * MONTHS_A_YEAR + months
    if total != int(total) or not 0 < total <= LONGEST_MONTHS:
        raise ValueError(_("Schrijf de looptijd in hele maanden, hooguit {most}.").format(most=LONGEST_MONTHS))
    return Duration(int(total))


def _term(start: date, last: date) -> Term:
    if last < start or start.year < EARLIEST_YEAR:
        raise ValueError(_("Schrijf de looptijd als begindatum t/m einddatum."))
    return Term(start, last)


def duration_unit(header: str) -> str:
    """Return the unit of bare numbers under a header such as `Looptijd (maanden)`, or an empty text."""
    plain = plain_words(header)
    return next((unit for unit in DURATION_UNITS if unit[:4] in plain), "")


def names(text: str) -> tuple[str, ...] | Noted[tuple[str, ...]]:
    """Return the contractors that the cell names; names that stand on one line were divided, which a person must check."""
    found = names_in(text)
    is_divided = len(found) > 1 and not any(sign in text for sign in "\n;|")
    return _mended(found, text, _("{count} opdrachtnemers").format(count=len(found))) if is_divided else found


def kvk_numbers(text: str) -> tuple[str, ...] | Noted[tuple[str, ...]]:
    """Return the KVK numbers in the cell, mended where leading zeros were lost or other signs crept in."""
    typed = tuple(part for part in _BETWEEN_NUMBERS.split(text) if part)
    numbers = tuple(parse_kvk_number(part).number for part in typed)
    return numbers if numbers == typed else _mended(numbers, text, ", ".join(numbers))


def cpv(text: str) -> str | Noted[str]:
    """Return the first CPV code in the cell as eight digits, its check digit verified and dropped."""
    found = _CPV.match(text)
    if found is None:
        raise ValueError(_("Een CPV-code heeft acht cijfers, bijvoorbeeld 45000000-7."))
    code, check_digit, rest = found[1].zfill(8), found[2], text[found.end() :]
    known = _check_digits().get(code)
    if known is None:
        raise ValueError(_("Deze CPV-code bestaat niet. Zoek de juiste code op."))
    if check_digit not in (None, known):
        raise ValueError(_("Het controlecijfer klopt niet: bij {code} hoort {digit}.").format(code=code, digit=known))
    is_as_typed = len(found[1]) == len(code) and not _CPV_ELSEWHERE.search(rest)
    return code if is_as_typed else _mended(code, text, f"{code}-{known}")


@cache
def _check_digits() -> Mapping[str, str]:
    """Return the check digit of every code; no rule gives it, as codes that were renumbered kept their old digit."""
    lines = (files("imports") / "cpv_2008.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("-") for line in lines if not line.startswith("#"))


def lots(text: str) -> tuple[str, ...]:
    """Return the lots that the cell names, without the word 'perceel'; `1 t/m 3` is three lots."""
    parts = (_LOT_WORD.sub("", part) for part in _BETWEEN_LOTS.split(_LOT_RANGE.sub(_each_lot, text)))
    return tuple(" ".join(part.split()) for part in parts if part.strip())


def _each_lot(found: re.Match[str]) -> str:
    return ", ".join(map(str, range(int(found[1]), int(found[2]) + 1)))


def contract_type(text: str, *, profile: Profile) -> str:
    """Return works, services or supplies, in the words of the profile."""
    kind = profile.contract_types.get(plain_words(text))
    if kind is None:
        raise ValueError(_("Vul werk, dienst of levering in."))
    return kind


def cell_readers(*, profile: Profile) -> dict[str, CellReader]:
    """Return for each field the function that reads a cell: it returns a value, None or `Noted`, and never raises."""
    readers: dict[str, CellReader] = {
        "reference": words,
        "title": words,
        "type": partial(contract_type, profile=profile),
        "contract_sum": contract_sum,
        "currency": currency,
        "labour_share_pct": percentage,
        "agreed_rate_pct": percentage,
        "contractor": names,
        "kvk_number": kvk_numbers,
        "contracting_authority": words,
        "awarded_on": day,
        "start": lambda text: day(_FROM.sub("", text)),
        "end": partial(last_day, profile=profile),
        "duration": partial(duration, profile=profile),
        "extension_options": words,
        "cpv": cpv,
        "lots": lots,
    }
    return {field: _reader(read, profile) for field, read in readers.items()}


def duration_reader(*, profile: Profile, header: str) -> CellReader:
    """Return the reader of a column with durations, of which the header may say the unit."""
    return _reader(partial(duration, profile=profile, unit=duration_unit(header)), profile)


def _reader(read: CellReader, profile: Profile) -> CellReader:
    """Return what reads a cell with `read`, but gives None for an empty cell, `n.v.t.`, `onbekend` and the like, and never raises."""
    nothing_known = profile.nothing_known | {""}
    if read is words:
        return _words_reader(nothing_known)

    def read_cell(text: str) -> Any:
        plain = text.strip()
        if plain.casefold() in nothing_known:
            return None
        if plain in EXCEL_ERRORS:
            return _error_of_excel(plain)
        try:
            return read(plain)
        except ValueError as error:
            return _wrong(None, text, str(error))

    return _sum_reader(read_cell) if read is contract_sum else read_cell


def _words_reader(nothing_known: frozenset[str]) -> CellReader:
    """Return the reader of plain texts, which are most of a register and nearly all different."""

    def read_words(text: str) -> str | Noted[str] | None:
        plain = " ".join(text.split())
        if not plain.isprintable():
            plain = words(plain)
        if plain.casefold() in nothing_known:
            return None
        return _error_of_excel(plain) if plain in EXCEL_ERRORS else plain

    return read_words


def _error_of_excel(text: str) -> Noted[Any]:
    if text == NO_OUTCOME:
        return Noted(None, _("Van deze formule is geen uitkomst bewaard. Open het bestand in Excel en sla het opnieuw op."), "error")
    return _wrong(None, text, _("Dat is een fout van Excel. Vul in wat hier moet staan."))


def _sum_reader(read_cell: CellReader) -> CellReader:
    """Return the reader of sums, which takes amounts in digits, as most are, in a fifth of the time that every spelling takes."""

    def read_sum(text: str) -> Any:
        if _TO_THE_CENT.fullmatch(text):
            amount = Decimal(text.replace(",", "."))
        elif plainly := _PLAIN_SUM.match(text):
            whole, cents = plainly.groups("00")
            amount = Decimal(f"{whole.replace('.', '')}.{cents:0<2}")
        else:
            return read_cell(text)
        return amount if amount > PLACEHOLDER_SUM else read_cell(text)

    return read_sum
