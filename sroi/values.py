"""The leaf of the house: euros, periods, and Dutch parsing and formatting.

In: text as people and registers write it, numbers and dates. Out: exact values, or `ValueError`
with a Dutch sentence that says what to write instead. Imports nothing of the house.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from gettext import gettext as _
from unicodedata import combining, normalize
from zoneinfo import ZoneInfo

CENT = Decimal("0.01")
# A portfolio asks for the same few thousand days over and over.
CACHED_DAYS = 2**14
# Sums, products and hundredths of decimals are decimals: exact in this context, until `quantize` rounds them half up.
EXACT = Context(prec=MAX_PREC, rounding=ROUND_HALF_UP, Emin=MIN_EMIN, Emax=MAX_EMAX)
MAX_EUROS = Decimal("99999999999.99")
KILOBYTE = 1024
NO_BREAK_SPACE = "\u00a0"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
ENGLISH_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
WEEKDAYS = (
    ("maandag", "monday"),
    ("dinsdag", "tuesday"),
    ("woensdag", "wednesday"),
    ("donderdag", "thursday"),
    ("vrijdag", "friday"),
    ("zaterdag", "saturday"),
    ("zondag", "sunday"),
)

_DUTCH_SIGNS = str.maketrans(",.", ".,")

# ---------------------------------------------------------------- euros


def round_to_cents(amount: Decimal | Fraction | int) -> Decimal:
    """Return `amount` in euros with two decimals, half a cent rounded away from zero."""
    return round_ratio_to_cents(*amount.as_integer_ratio())


def round_ratio_to_cents(numerator: int, denominator: int) -> Decimal:
    """Return `numerator / denominator` euros with two decimals, half a cent rounded away from zero; the denominator is above zero."""
    return from_cents(ratio_to_cents(numerator, denominator))


def ratio_to_cents(numerator: int, denominator: int) -> int:
    """Return `numerator / denominator` euros in whole cents, half a cent rounded away from zero; the denominator is above zero."""
    cents = (abs(numerator) * 200 + denominator) // (2 * denominator)
    return -cents if numerator < 0 else cents


def percentage_of(amount: Decimal, percentage: Decimal) -> Decimal:
    """Return so many hundredths of an amount, exactly."""
    return EXACT.scaleb(EXACT.multiply(amount, percentage), -2)


def to_cents(amount: Decimal) -> int:
    """Return whole cents for an amount in euros; raise ValueError when it has fractions of a cent."""
    cents = amount * 100
    if cents != cents.to_integral_value():
        raise ValueError(_("Een bedrag heeft ten hoogste twee decimalen."))
    return int(cents)


def from_cents(cents: int | str) -> Decimal:
    """Return euros with two decimals for whole cents."""
    return Decimal(int(cents)) * CENT


def from_hundredths(hundredths: int | str) -> Decimal:
    """Return the number of so many hundredths: hours a week, or a percentage."""
    return Decimal(int(hundredths)) * CENT


_CURRENCY = re.compile(r"^(-?)\s?(?:€|euro?(?![a-z]))\s?|\s?(?:€|(?<![a-z])euro?)$", re.IGNORECASE)
_DUTCH_AMOUNT = re.compile(r"^(-?)(\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:,(\d{1,2})| ?[.,](?:[-–—]{1,2}|=))?$")
_POINT_AMOUNT = re.compile(r"^(-?)(\d{1,3}(?:,\d{3})+|\d+)\.(\d{1,2})$")
_COMMA_GROUPS = re.compile(r"^(-?)(\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:'\d{3})+)(?:\.(\d{1,2}))?$")
_NO_DIGITS = re.compile(r"\D")


def parse_euros(text: str) -> Decimal:
    """Return the amount that a Dutch reader sees in `text`: `1.250.000,00`, `EUR 1250000`, `249.999,99`, `€ 500,-`, `500.--`.

    A point before exactly three digits groups thousands; a point before one or two closing digits is a decimal point. Commas group
    thousands where there are two or more of them, and so do apostrophes; one comma before three digits may mean either and is refused.
    """
    plain = " ".join(text.split())
    if not plain[:1].isdigit() or not plain[-1:].isdigit():
        plain = _CURRENCY.sub(r"\1", plain)
    found = _DUTCH_AMOUNT.match(plain) or _POINT_AMOUNT.match(plain) or _COMMA_GROUPS.match(plain)
    if found is None:
        raise ValueError(_("Schrijf het bedrag in cijfers, bijvoorbeeld 1.250.000,00."))
    sign, whole, cents = found.groups(default="")
    amount = Decimal(f"{sign}{_NO_DIGITS.sub('', whole)}.{cents.ljust(2, '0')}")
    if abs(amount) > MAX_EUROS:
        raise ValueError(_("Dit bedrag is te groot. Controleer het aantal nullen."))
    return amount


@lru_cache(maxsize=1_000)
def format_euros(amount: Decimal) -> str:
    """Return `amount` as `€ 1.250.000,00`, with a no-break space."""
    text = f"{abs(amount):,.2f}".translate(_DUTCH_SIGNS)
    return f"{'-' if amount < 0 else ''}€{NO_BREAK_SPACE}{text}"


# ---------------------------------------------------------------- numbers


_DECIMAL = re.compile(r"^-?\d{1,12}(?:[.,]\d{1,6})?$")
_THOUSANDS = re.compile(r"^-?[1-9]\d{0,2}\.\d{3}$")


def parse_decimal(text: str) -> Decimal:
    """Return the number that a Dutch reader sees in `text`: `24`, `24,5`, `24.5`; refuse `1.040`, which may be 1040 or 1,04."""
    plain = text.strip()
    if _THOUSANDS.match(plain):
        raise ValueError(_("Schrijf het getal zonder punt, bijvoorbeeld 1040 of 1,04."))
    if not _DECIMAL.match(plain):
        raise ValueError(_("Schrijf een getal in cijfers, bijvoorbeeld 24 of 24,5."))
    return Decimal(plain.replace(",", "."))


def parse_percentage(text: str) -> Decimal:
    """Return a percentage as a number from 0 to 100: `5%`, `2,5 %`, `30`."""
    number = parse_decimal(text.replace("%", ""))
    if not 0 <= number <= 100:
        raise ValueError(_("Een percentage ligt tussen 0 en 100."))
    return number


def format_decimal(number: Decimal | Fraction | int) -> str:
    """Return `number` with a decimal comma and at most six decimals, without closing zeros."""
    rounded = (Decimal(Fraction(number).numerator) / Decimal(Fraction(number).denominator)).quantize(Decimal("0.000001")) + 0
    text = f"{rounded:,f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


@lru_cache(maxsize=CACHED_DAYS)
def format_percentage(number: Decimal | int) -> str:
    """Return `5%` or `2,5%`."""
    return f"{format_decimal(number)}%"


# ---------------------------------------------------------------- dates


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open period `[start, end)` of days; `end` is None when it runs on."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(_("De einddatum ligt voor de startdatum."))

    @property
    def days(self) -> int:
        """Return the number of days; raise ValueError for a period that runs on."""
        if self.end is None:
            raise ValueError("a period without an end has no number of days")
        return (self.end - self.start).days

    def contains(self, day: date) -> bool:
        """Return whether `day` lies in the period."""
        return self.start <= day and (self.end is None or day < self.end)

    def intersection(self, other: "Period") -> "Period | None":
        """Return the days that both periods hold, or None when there are none."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends) if ends else None
        return None if end is not None and end <= start else Period(start, end)

    def overlaps(self, other: "Period") -> bool:
        """Return whether the periods share a day."""
        return self.intersection(other) is not None


@lru_cache(maxsize=CACHED_DAYS)
def add_months(day: date, months: int) -> date:
    """Return the same day `months` later; a day that the month lacks becomes the first of the next month."""
    index = day.year * 12 + day.month - 1 + months
    try:
        return date(index // 12, index % 12 + 1, day.day)
    except ValueError:
        return date((index + 1) // 12, (index + 1) % 12 + 1, 1)


@lru_cache(maxsize=CACHED_DAYS)
def last_day(end: date | None) -> date | None:
    """Return the last day of a period that ends before `end`, as people write it."""
    return None if end is None else end - timedelta(days=1)


@lru_cache(maxsize=CACHED_DAYS)
def day_after(last: date | None) -> date | None:
    """Return the half-open end for the last day that people write."""
    return None if last is None else last + timedelta(days=1)


def end_of_day(day: date) -> datetime:
    """Return the last moment of a day in the Netherlands: what was known on a day was recorded by then."""
    return datetime.combine(day + timedelta(days=1), time(), AMSTERDAM) - timedelta(microseconds=1)


def local_day(moment: datetime) -> date:
    """Return the day of a moment in the Netherlands."""
    return moment.astimezone(AMSTERDAM).date()


def parse_iso_date(text: str | None) -> date | None:
    """Return the day that a database gives as text, or None."""
    return None if text is None else date.fromisoformat(text)


_ISO_DATE = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00)?)?$")
_DUTCH_DATE = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.]'?(\d{4}|\d{2})$")
_WORD_DATE = re.compile(r"^(\d{1,2})[ .-]{1,2}([a-z]{3,9})[ .-]{1,2}'?(\d{4}|\d{2})$", re.IGNORECASE)
_MONTH_FIRST_DATE = re.compile(r"^([a-z]{3,9})\.? (\d{1,2}),? (\d{4})$", re.IGNORECASE)
_WEEKDAY = re.compile(r"^([a-z]{2,9})\.?,? (?=\S)", re.IGNORECASE)
FIRST_YEAR, LAST_YEAR = 1900, 2199
CENTURY_TURNS_AT = 70


def parse_date(text: str) -> date:
    """Return the day in `text`: `2024-03-01`, `2024/3/1`, `1-3-2024`, `01/03/24` (day first), `vr 1 maart 2024`, `March 1, 2024`.

    Years of two digits lie between 1970 and 2069. A year outside 1900 to 2199 is refused as a slip of the pen, and so is a day of the
    week that is not that of the date.
    """
    plain = " ".join(text.split())
    weekday, plain = (None, plain) if plain[:1].isdecimal() else _without_weekday(plain)
    year, month, day = _date_parts(plain)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(_("Controleer het jaar van deze datum."))
    try:
        found = date(year, month, day)
    except ValueError:
        raise ValueError(_("Deze datum bestaat niet. Schrijf dag-maand-jaar, bijvoorbeeld 31-12-2024.")) from None
    if weekday is not None and weekday != found.weekday():
        raise ValueError(_("Deze datum valt op een {weekday}. Controleer de datum.").format(weekday=WEEKDAYS[found.weekday()][0]))
    return found


def _without_weekday(plain: str) -> tuple[int | None, str]:
    """Return which day of the week stands before a date, from 0 for Monday, and the date."""
    found = _WEEKDAY.match(plain)
    weekday = None if found is None else _place_of(found[1], WEEKDAYS)
    return (None, plain) if found is None or weekday is None else (weekday, plain[found.end() :])


def _date_parts(plain: str) -> tuple[int, int, int]:
    if found := _ISO_DATE.match(plain):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DUTCH_DATE.match(plain):
        return _full_year(found[3]), int(found[2]), int(found[1])
    if (found := _WORD_DATE.match(plain)) and (month := _month_number(found[2])):
        return _full_year(found[3]), month, int(found[1])
    if (found := _MONTH_FIRST_DATE.match(plain)) and (month := _month_number(found[1])):
        return int(found[3]), month, int(found[2])
    raise ValueError(_("Schrijf de datum als dag-maand-jaar, bijvoorbeeld 31-12-2024."))


def parse_birth_year(text: str, *, today: date) -> int:
    """Return a year of birth of four digits; a year to come is refused."""
    plain = text.strip()
    if not (plain.isascii() and plain.isdecimal() and len(plain) == 4):
        raise ValueError(_("Schrijf het geboortejaar met vier cijfers, bijvoorbeeld 1985."))
    if int(plain) > today.year:
        raise ValueError(_("Dit geboortejaar ligt in de toekomst. Controleer het jaartal."))
    return int(plain)


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < CENTURY_TURNS_AT else 1900)


def _month_number(name: str) -> int | None:
    if name.casefold() == "mrt":
        return 3
    place = _place_of(name, tuple(zip(MONTHS, ENGLISH_MONTHS, strict=True)))
    return None if place is None else place + 1


def _place_of(name: str, names: Iterable[Sequence[str]]) -> int | None:
    """Return the place, from 0, of what `name` is one of the names of, or begins one of them."""
    plain = name.casefold()
    return next((place for place, each in enumerate(names) if any(one.startswith(plain) for one in each)), None)


@lru_cache(maxsize=CACHED_DAYS)
def format_date(day: date | None) -> str:
    """Return `1 maart 2024`, or an empty text without a day."""
    return "" if day is None else f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def format_short_date(day: date | None) -> str:
    """Return `01-03-2024`, as Dutch forms and tables write it, or an empty text without a day."""
    return "" if day is None else day.strftime("%d-%m-%Y")


def format_period(period: Period) -> str:
    """Return `1 maart 2024 tot en met 31 mei 2024`, one day as that day, and a period without an end as `vanaf 1 maart 2024`."""
    start, last = format_date(period.start), format_date(last_day(period.end))
    if period.end is None:
        return _("vanaf {start}").format(start=start)
    return start if last == start else _("{start} tot en met {last}").format(start=start, last=last)


def format_moment(moment: datetime) -> str:
    """Return `1 maart 2024, 14:05` in the zone that the moment carries."""
    return f"{format_date(moment.date())}, {moment:%H:%M}"


def format_size(size_bytes: int) -> str:
    """Return the size of a file in whole kilobytes, rounded up, and from a megabyte on in megabytes with one decimal: `26 kB`, `1,3 MB`."""
    kilobytes = -(-size_bytes // KILOBYTE)
    if kilobytes < KILOBYTE:
        return f"{kilobytes} kB"
    return f"{format_decimal(round(Decimal(size_bytes) / KILOBYTE**2, 1))} MB"


# ---------------------------------------------------------------- identifiers and text


@dataclass(frozen=True, slots=True)
class KvkNumber:
    """A number in the Dutch trade register: eight digits, and what was mended to read it."""

    number: str
    note: str | None = None


def parse_kvk_number(text: str) -> KvkNumber:
    """Return the KVK number in `text`; a number that lost its leading zeros gets them back, and the note says so."""
    plain = re.sub(r"^\s*k\.?v\.?k\b[\s:.-]*(nummer|nr)?[\s:.-]*", "", text, flags=re.IGNORECASE)
    digits = re.sub(r"[\s.\-]", "", re.sub(r"(?<=\d)\.0$", "", plain.strip()))
    if not digits.isascii() or not digits.isdigit() or len(digits) > 8 or int(digits) == 0:
        raise ValueError(_("Een KVK-nummer heeft acht cijfers, bijvoorbeeld 01234567."))
    if len(digits) < 6:
        raise ValueError(_("Dit KVK-nummer is te kort: het heeft acht cijfers."))
    if len(digits) == 8:
        return KvkNumber(digits)
    number = digits.zfill(8)
    return KvkNumber(number, _("Het KVK-nummer is aangevuld met voorloopnullen: {number}.").format(number=number))


def is_same_name(one: str, other: str) -> bool:
    """Return whether two names differ in no more than capitals, accents, spaces and punctuation: `Voorbeeld BV` is `Voorbeeld B.V.`."""
    return one == other or name_letters(one) == name_letters(other)


def name_letters(name: str) -> str:
    """Return what is the same in names that `is_same_name`: their letters and digits, casefolded and without accents."""
    return "".join(sign for sign in search_text(name) if sign.isalnum())


def holds_bsn(text: str) -> bool:
    """Return whether `text` holds nine digits that pass the eleven-test of a citizen service number."""
    found = re.findall(r"(?<!\d)\d{9}(?!\d)", re.sub(r"(?<=\d)[ .-](?=\d)", "", text))
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return any(int(nine) and sum(w * int(d) for w, d in zip(weights, nine, strict=True)) % 11 == 0 for nine in found)


def search_text(text: str) -> str:
    """Return `text` casefolded, without accents and with single spaces, to search in alike on every database."""
    plain = text if text.isascii() else "".join(sign for sign in normalize("NFKD", text) if not combining(sign))
    return " ".join(plain.casefold().split())
