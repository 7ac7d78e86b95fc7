"""One row's values, seen together -> a contract row.

In: what the cells of one row say. Out: the row, and where cells contradict each other; then the value that cannot be right is
left out.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from gettext import gettext as _
from itertools import zip_longest
from typing import NamedTuple

from imports.fields import EURO, Duration, ForeignSum, LastDay
from imports.rows import ContractRow, ContractType, Party, Severity
from sroi.values import add_months, format_short_date, last_day


class Values(NamedTuple):
    """What the cells of a row say, by field; None where a cell says nothing or there is no such column."""

    reference: str | None = None
    title: str | None = None
    type: ContractType | None = None
    contract_sum: Decimal | ForeignSum | None = None
    currency: str | None = None
    labour_share_pct: Decimal | None = None
    agreed_rate_pct: Decimal | None = None
    contractor: tuple[str, ...] | None = None
    kvk_number: tuple[str, ...] | None = None
    contracting_authority: str | None = None
    awarded_on: date | None = None
    start: date | None = None
    end: LastDay | None = None
    duration: Duration | None = None
    extension_options: str | None = None
    cpv: str | None = None
    lots: tuple[str, ...] | None = None


class Contradiction(NamedTuple):
    """What only shows when cells are seen together; it belongs to `field`."""

    field: str
    message: str
    severity: Severity = "error"


def assemble(*, where: str, values: Values, raw: Mapping[str, str], origins: Mapping[str, str]) -> tuple[ContractRow, list[Contradiction]]:
    """Return the row that `values` make, and what is wrong between them."""
    contradictions: list[Contradiction] = []
    total, end = values.contract_sum, _end(values, contradictions)
    row = ContractRow(
        where=where,
        reference=values.reference,
        title=values.title,
        type=values.type,
        contract_sum=total.amount if isinstance(total, ForeignSum) else total,
        currency=_currency(values, contradictions),
        labour_share_pct=values.labour_share_pct,
        agreed_rate_pct=values.agreed_rate_pct,
        contractors=_contractors(values, contradictions),
        contracting_authority=values.contracting_authority,
        awarded_on=values.awarded_on,
        start=values.start,
        end=_last_day(values.start, end, contradictions),
        end_is_open=end is not None and end.day is None,
        extension_options=values.extension_options or "",
        cpv=values.cpv,
        lots=values.lots or (),
        raw=raw,
        origins=origins,
    )
    return row, contradictions


def _currency(values: Values, contradictions: list[Contradiction]) -> str:
    """Return the currency beside the amount or in a column of its own, of which the one that is not the euro counts."""
    if isinstance(values.contract_sum, ForeignSum):
        return values.contract_sum.currency
    if values.currency is None or values.currency == EURO:
        return EURO
    message = _("De valuta is {currency}. De contractsom moet in euro's zijn. Vul het bedrag in euro's in.")
    contradictions.append(Contradiction("currency", message.format(currency=values.currency)))
    return values.currency


def _contractors(values: Values, contradictions: list[Contradiction]) -> tuple[Party, ...]:
    """Return each name with its number; numbers that cannot be told apart over the names are left out."""
    names, numbers = values.contractor or (), values.kvk_number or ()
    if names and numbers and len(names) != len(numbers):
        message = _("Er staan {names} namen en {numbers} KVK-nummers. Zet bij elke naam een nummer, in dezelfde volgorde.")
        contradictions.append(Contradiction("kvk_number", message.format(names=len(names), numbers=len(numbers))))
        return _parties(names, ())
    return _parties(names, numbers)


@lru_cache(maxsize=10_000)
def _parties(names: tuple[str, ...], numbers: tuple[str, ...]) -> tuple[Party, ...]:
    return tuple(Party(name or "", number) for name, number in zip_longest(names, numbers))


def _end(values: Values, contradictions: list[Contradiction]) -> LastDay | None:
    """Return the end as it is stated, or else as the duration gives it, which a person must check."""
    if values.end is not None or values.duration is None:
        return values.end
    if values.duration.months is None:
        return LastDay(None)
    if values.start is None:
        return None
    last = last_day(add_months(values.start, values.duration.months))
    message = _("De einddatum is berekend met de looptijd: {end}. Controleer dit.")
    contradictions.append(Contradiction("duration", message.format(end=format_short_date(last)), "warning"))
    return LastDay(last)


def _last_day(start: date | None, end: LastDay | None, contradictions: list[Contradiction]) -> date | None:
    """Return the last day, or None when it lies before the first."""
    last = end.day if end else None
    if start is None or last is None or start <= last:
        return last
    message = _("De einddatum {end} ligt voor de begindatum {start}. Vul de juiste datums in.")
    contradictions.append(Contradiction("end", message.format(end=format_short_date(last), start=format_short_date(start))))
    return None
