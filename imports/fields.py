"""What one cell says: text as people type it -> a value, or None with a message for the officer.

In: the text of one cell, never empty. Out: `Found`. A mended value carries a warning that says what was made of it;
a text that can be read in two ways is an error, because a wrong amount or date is worse than a question.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from gettext import gettext as _
from importlib.resources import files
from typing import Any, Generic, NamedTuple, TypeVar

from imports.profile import Profile, plain_words
from imports.rows import Severity
from sroi.values import format_date, format_euros, format_percentage, parse_date, parse_euros, parse_kvk_number, parse_percentage, round_to_cents

T = TypeVar("T")

SHOWN_LENGTH = 60
NOTHING_KNOWN = frozenset(
    "- -- --- ? x n.v.t. nvt n.v.t nvt. n.b. nb n.n.b. nnb n.t.b. ntb n/a na p.m. pm onbekend geen".split()
    + ["niet van toepassing", "nog niet bekend", "niet bekend", "nog te bepalen"]
)
OPEN_ENDS = frozenset(["onbepaald", "onbepaalde tijd", "voor onbepaalde tijd", "onbeperkt", "doorlopend", "open einde", "geen einddatum", "n.v.t.", "nvt"])
EXCEL_ERRORS = frozenset(["#DIV/0!", "#N/A", "#N/B", "#NAME?", "#NAAM?", "#NULL!", "#LEEG!", "#NUM!", "#GETAL!", "#REF!", "#VERW!", "#VALUE!", "#WAARDE!"])
EARLIEST_YEAR, OPEN_END_YEAR = 1950, 2099
SERIAL_DAYS = range(20_000, 70_000)  # how Excel numbers the days from 1954 to 2091
SERIAL_ORIGIN = date(1899, 12, 30)
PLACEHOLDER_SUM = Decimal(1)
EURO = "EUR"
CURRENCY_SIGNS = {"€": "EUR", "EURO": "EUR", "$": "USD", "£": "GBP"}

_TIME = re.compile(r"[T ]\d{1,2}:\d{2}\S*$")
_CURRENCY = re.compile(r"^(euro|[a-z]{3}|[€$£])(?=[\s\d-])|(?<=[\s\d,-])(euro|[a-z]{3}|[€$£])$", re.IGNORECASE)
_WITHOUT_VAT = re.compile(r"\s*\(?(?:excl|exclusief|ex)\.?\s*btw\)?\.?$", re.IGNORECASE)
_WITH_VAT = re.compile(r"\b(?:incl|inclusief)\b", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"^[\d.,]+$")
_MANY_DECIMALS = re.compile(r"^-?(?:\d{4,},\d{3,}|\d+,\d{4,})$")
_CPV = re.compile(r"^(\d{7,8})(?:\s*-\s*(\d))?(?!\d)")
_BETWEEN_NAMES = re.compile(r"\s*[\n;]\s*")
_BETWEEN_NUMBERS = re.compile(r"\s*[\n;,/]\s*")
_LOT_WORD = re.compile(r"\b(?:perceel|percelen|kavel|lot)\b\.?", re.IGNORECASE)
_BETWEEN_LOTS = re.compile(r"\s*(?:[\n;,/&]|\ben\b)\s*")


class Found(NamedTuple, Generic[T]):
    """What a cell says, and what a person must know about it."""

    value: T | None = None
    message: str | None = None
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount and the currency that stood beside it."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day of a contract; None when it runs on."""

    day: date | None


def _unreadable(text: str, advice: str) -> Found[Any]:
    return Found(message=_('Hier staat "{text}". {advice}').format(text=_shortened(text), advice=advice))


def _mended(value: T, text: str, reading: str) -> Found[T]:
    message = _('Hier staat "{text}". Dat is gelezen als {reading}. Controleer dit.').format(text=_shortened(text), reading=reading)
    return Found(value, message, "warning")


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= SHOWN_LENGTH else f"{plain[:SHOWN_LENGTH]}…"


def words(text: str) -> Found[str]:
    """Return the text with single spaces."""
    plain = " ".join(text.split())
    if plain in EXCEL_ERRORS:
        return _unreadable(plain, _("Dat is een fout van Excel. Vul de juiste tekst in."))
    return Found(plain or None)


def contract_sum(text: str) -> Found[Money]:
    """Return the amount ex VAT with its currency; refuse nought, less, and the 1 euro that stands for 'unknown'."""
    if _WITH_VAT.search(text):
        return _unreadable(text, _("Vul het bedrag exclusief btw in."))
    plain, currency = (text, EURO) if _BARE_NUMBER.match(text) else _without_words(text)
    try:
        amount = _rounded(plain) or parse_euros(plain)
    except ValueError as error:
        return _unreadable(text, str(error))
    if amount <= 0:
        return _unreadable(text, _("De contractsom is hoger dan 0 euro. Vul het juiste bedrag in."))
    if currency != EURO:
        advice = _("De contractsom moet in euro's zijn. Vul het bedrag in euro's in.")
        return _unreadable(text, advice)._replace(value=Money(amount, currency))
    if amount == PLACEHOLDER_SUM:
        return _unreadable(text, _("Een bedrag van 1 euro betekent meestal dat het bedrag niet bekend is. Vul de echte contractsom in."))
    if _MANY_DECIMALS.match(plain):
        return _mended(Money(amount, currency), text, format_euros(amount))
    return Found(Money(amount, currency))


def _rounded(plain: str) -> Decimal | None:
    """Return an amount that a formula left with more than two decimals in cents, or None for any other text."""
    return round_to_cents(Decimal(plain.replace(",", "."))) if _MANY_DECIMALS.match(plain) else None


def _without_words(text: str) -> tuple[str, str]:
    """Return an amount without 'excl. btw' and its currency, and that currency."""
    plain = _WITHOUT_VAT.sub("", " ".join(text.split()))
    found = _CURRENCY.search(plain)
    if found is None:
        return plain, EURO
    sign = found[0].upper()
    return (plain[: found.start()] + plain[found.end() :]).strip(), CURRENCY_SIGNS.get(sign, sign)


def currency(text: str) -> Found[str]:
    """Return the three letters of a currency."""
    sign = text.strip().upper()
    code = CURRENCY_SIGNS.get(sign, sign)
    if re.fullmatch("[A-Z]{3}", code):
        return Found(code)
    return _unreadable(text, _("Schrijf de valuta in drie letters, bijvoorbeeld EUR."))


def percentage(text: str) -> Found[Decimal]:
    """Return a percentage from 0 to 100; a bare fraction such as `0,05` is taken for 5%, and said so."""
    plain = re.sub(r"\s*(?:procent|pct\.?)$", "%", text.strip(), flags=re.IGNORECASE)
    try:
        number = parse_percentage(plain)
    except ValueError as error:
        return _unreadable(text, str(error))
    if 0 < number < 1 and "%" not in plain:
        return _mended(number * 100, text, format_percentage(number * 100))
    return Found(number)


def day(text: str) -> Found[date]:
    """Return the day, also from a day with a time and from the number that Excel keeps for a day."""
    plain = _TIME.sub("", " ".join(text.split()))
    if plain.isdigit() and int(plain) in SERIAL_DAYS:
        counted = SERIAL_ORIGIN + timedelta(days=int(plain))
        return _mended(counted, text, format_date(counted))
    try:
        read = parse_date(plain)
    except ValueError as error:
        return _unreadable(text, str(error))
    if not EARLIEST_YEAR <= read.year < OPEN_END_YEAR:
        return _unreadable(text, _("Controleer het jaar."))
    return Found(read)


def last_day(text: str) -> Found[LastDay]:
    """Return the last day; `onbepaald`, and a year so far off that it means the same, is an end that stays open."""
    if text.strip().casefold() in OPEN_ENDS:
        return Found(LastDay(None))
    if (read := _far_off(text)) is not None:
        return _mended(LastDay(None), text, _("onbepaald ({day})").format(day=format_date(read)))
    found = day(text)
    return Found(found.value and LastDay(found.value), found.message, found.severity)


def _far_off(text: str) -> date | None:
    try:
        read = parse_date(_TIME.sub("", text.strip()))
    except ValueError:
        return None
    return read if read.year >= OPEN_END_YEAR else None


def names(text: str) -> Found[tuple[str, ...]]:
    """Return the contractors that the cell names, each on a line of its own or between semicolons."""
    found = words(text)
    if found.value is None:
        return Found(message=found.message)
    return Found(tuple(" ".join(name.split()) for name in _BETWEEN_NAMES.split(text) if name.strip()))


def kvk_numbers(text: str) -> Found[tuple[str, ...]]:
    """Return the KVK numbers in the cell, mended where leading zeros or other signs had crept in."""
    typed = [part for part in _BETWEEN_NUMBERS.split(text.strip()) if part]
    try:
        numbers = tuple(parse_kvk_number(part).number for part in typed)
    except ValueError as error:
        return _unreadable(text, str(error))
    return Found(numbers) if list(numbers) == typed else _mended(numbers, text, ", ".join(numbers))


def cpv(text: str) -> Found[str]:
    """Return the first CPV code in the cell as eight digits, its check digit verified and dropped."""
    found = _CPV.match(text.strip())
    if found is None:
        return _unreadable(text, _("Een CPV-code heeft acht cijfers, bijvoorbeeld 45000000-7."))
    code, check_digit = found[1].zfill(8), found[2]
    known = _check_digits().get(code)
    if known is None:
        return _unreadable(text, _("Deze CPV-code bestaat niet. Zoek de juiste code op."))
    if check_digit not in (None, known):
        return _unreadable(text, _("Het controlecijfer klopt niet. Bij {code} hoort {digit}.").format(code=code, digit=known))
    rest = text.strip()[found.end() :]
    if len(found[1]) < 8 or re.search(r"\d{8}", rest):
        return _mended(code, text, f"{code}-{known}")
    return Found(code)


@cache
def _check_digits() -> Mapping[str, str]:
    lines = (files("imports") / "cpv_2008.txt").read_text(encoding="utf-8").split()
    return {line[:8]: line[9] for line in lines if re.fullmatch(r"\d{8}-\d", line)}


def lots(text: str) -> Found[tuple[str, ...]]:
    """Return the lots that the cell names, without the word 'perceel'."""
    parts = (_LOT_WORD.sub("", part).strip() for part in _BETWEEN_LOTS.split(text))
    return Found(tuple(" ".join(part.split()) for part in parts if part))


def contract_type(text: str, *, profile: Profile) -> Found[str]:
    """Return works, services or supplies, in the words of the profile."""
    kind = profile.contract_types.get(plain_words(text))
    if kind is None:
        return _unreadable(text, _("Vul werk, dienst of levering in."))
    return Found(kind)


def cell_readers(*, profile: Profile) -> dict[str, Callable[[str], Found[Any]]]:
    """Return for each field the function that reads its cells; typed fields remember what they read for one file."""
    typed: dict[str, Callable[[str], Found[Any]]] = {
        "contract_sum": contract_sum,
        "currency": currency,
        "labour_share_pct": percentage,
        "agreed_rate_pct": percentage,
        "type": lambda text: contract_type(text, profile=profile),
        "cpv": cpv,
        "awarded_on": day,
        "start": day,
        "end": last_day,
        "contractor": names,
        "kvk_number": kvk_numbers,
        "contracting_authority": words,
        "lots": lots,
    }
    readers = {field: cache(_unless_nothing_known(read, field)) for field, read in typed.items()}
    return {"reference": words, "title": words, "extension_options": words, **readers}


def _unless_nothing_known(read: Callable[[str], Found[Any]], field: str) -> Callable[[str], Found[Any]]:
    """Return `read`, but with nothing found in `n.v.t.`, `onbekend` and the like."""

    def read_or_nothing(text: str) -> Found[Any]:
        plain = text.strip().casefold()
        return Found() if not plain or (plain in NOTHING_KNOWN and not (field == "end" and plain in OPEN_ENDS)) else read(text)

    return read_or_nothing
