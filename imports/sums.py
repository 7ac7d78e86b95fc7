"""What a cell says of money and of shares: text as people type it -> exact euros, currencies, percentages.

In: the text of one cell that tells something. Out: the value, or `Noted` when a person must know something. What is no amount raises
ValueError with a Dutch sentence that says what to write instead.
"""

import re
from decimal import Decimal
from typing import Any, NamedTuple

from imports.noted import CellReader, Noted, mended, wrong
from imports.translation import gettext as _
from sroi.values import EXACT, format_euros, format_percentage, parse_euros, parse_percentage, round_to_cents

PLACEHOLDER_SUM = Decimal(1)
EURO, CURRENCY_SIGNS = "EUR", {"€": "EUR", "EURO": "EUR", "$": "USD", "£": "GBP"}

_CURRENCY = re.compile(
    r"^(?:EURO?|USD|GBP|CHF|SEK|NOK|DKK|PLN|[€$£])(?![a-z])|(?<![a-z])(?:EURO?|USD|GBP|CHF|SEK|NOK|DKK|PLN|[€$£])$", re.IGNORECASE
)
_WITHOUT_VAT = re.compile(
    r"\s*\(?(?:(?:excl|exclusief|ex)\b\.?(?:\s*(?:\d{1,2}\s*%\s*)?(?:btw|b\.t\.w\.?|vat))?|(?:\+|plus)\s*(?:\d{1,2}\s*%\s*)?btw)\)?\.?$",
    re.IGNORECASE,
)
_WITH_VAT = re.compile(r"\b(?:incl|inclusief)\b", re.IGNORECASE)
_PER_CENT = re.compile(r"\s*(?:procent|pct\.?)$", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"^[\d.,]+$")
_TO_THE_CENT = re.compile(r"\d{1,11},\d\d")
_PLAIN_SUM = re.compile(r"^(\d{1,11}|\d{1,3}(?:\.\d{3}){1,3})(?:,(\d\d?))?$")
_MANY_DECIMALS = re.compile(r"^-?(?:\d{4,},\d{3,}|\d+,\d{4,})$")
_IN_MILLIONS = re.compile(r"^(\d{1,4}(?:[.,]\d{1,6})?)\s*(?:mln|mio|miljoen)\.?$", re.IGNORECASE)
_IN_THOUSANDS = re.compile(r"^(\d{1,6}(?:,\d{1,3})?)\s*(?:k|duizend)$", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"^([1-9](?:[.,]\d{1,14})?)E\+?(\d{1,2})$", re.IGNORECASE)
_A_PERIOD = re.compile(
    r"(?:\bper\s+|/\s?)(?:jaar|jr|maand|mnd|kwartaal|week|uur|dag|stuk)\b|\bp[./]?\s?[jm]\b|\bjaarlijks\b", re.IGNORECASE
)
_TWO_AMOUNTS = re.compile(r"\d\s*(?:-|–|\+|\btot\b|\bà\b|\ben\b)\s*(?:€|EUR)?\s*\d", re.IGNORECASE)
_NOT_AGREED = re.compile(r"^(?:max|min|ca\b|circa|ongeveer|±|\+/-|[~<>≤≥])|\b(?:raming|geraamd|geschat|indicati)", re.IGNORECASE)


class ForeignSum(NamedTuple):
    """An amount that is not in euros, with the three letters of its currency."""

    amount: Decimal
    currency: str


def contract_sum(text: str) -> Decimal | Noted[Decimal] | Noted[ForeignSum]:
    """Return the amount in euros ex VAT; refuse nought, less, and the 1 euro (or 1 cent) that stands for 'unknown'."""
    plain, currency = (text, EURO) if _BARE_NUMBER.match(text) else _without_words(text)
    reckoned = _reckoned(plain)
    try:
        amount = parse_euros(plain) if reckoned is None else reckoned
    except ValueError as error:
        raise ValueError(_more_than_a_sum(plain) or str(error)) from None
    if amount <= 0:
        raise ValueError(_("De opdrachtsom is hoger dan 0 euro. Vul het juiste bedrag in."))
    if currency != EURO:
        return wrong(ForeignSum(amount, currency), text, _("De opdrachtsom moet in euro's zijn. Vul het bedrag in euro's in."))
    if amount <= PLACEHOLDER_SUM:
        raise ValueError(_("Een bedrag van 1 euro of minder betekent meestal dat het bedrag niet bekend is. Vul de echte opdrachtsom in."))
    return amount if reckoned is None else mended(amount, text, format_euros(amount))


def _reckoned(plain: str) -> Decimal | None:
    """Return an amount that is not written out to the cent: `1,2 mln`, `50k`, `1,25E+06` or what a formula leaves; None for any other."""
    if found := _SCIENTIFIC.match(plain):
        number, power = found[1], int(found[2])
    elif found := _IN_MILLIONS.match(plain):
        number, power = found[1], 6
    elif found := _IN_THOUSANDS.match(plain):
        number, power = found[1], 3
    elif _MANY_DECIMALS.match(plain):
        number, power = plain, 0
    else:
        return None
    return parse_euros(f"{round_to_cents(EXACT.scaleb(Decimal(number.replace(',', '.')), power)):f}")


def _more_than_a_sum(text: str) -> str | None:
    """Return what to fill in where a text says more of an amount than how much it is."""
    if _A_PERIOD.search(text):
        return _("Dit is een bedrag per periode. Vul het bedrag voor de hele looptijd in.")
    if _TWO_AMOUNTS.search(text):
        return _("Hier staan twee bedragen. Vul het bedrag in waarvoor het contract is gesloten.")
    if _NOT_AGREED.search(text):
        return _("Dit is geen vast bedrag. Vul het bedrag in waarvoor het contract is gesloten.")
    return None


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
        return mended(number * 100, text, format_percentage(number * 100))
    return number


def with_plain_sums(read_cell: CellReader) -> CellReader:
    """Return a reader of sums that takes amounts in digits, as most are, in a fifth of the time that every spelling takes."""

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
