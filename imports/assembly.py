"""One row's values, seen together -> a contract row.

In: what the cells of one row say, by field. Out: the row, and a remark wherever two cells contradict each other: then the
value that cannot be right is left out.
"""

from collections.abc import Mapping
from gettext import gettext as _
from typing import Any, NamedTuple

from imports.fields import LastDay, Money
from imports.rows import ContractRow, Party
from sroi.values import format_short_date

EURO = "EUR"


class Remark(NamedTuple):
    """An error that belongs to one field of a row."""

    field: str
    message: str


def assemble(*, where: str, values: Mapping[str, Any], raw: Mapping[str, str]) -> tuple[ContractRow, list[Remark]]:
    """Return the row that `values` make, and what is wrong between them."""
    remarks: list[Remark] = []
    money: Money | None = values.get("contract_sum")
    end: LastDay | None = values.get("end")
    row = ContractRow(
        where=where,
        reference=values.get("reference"),
        title=values.get("title"),
        type=values.get("type"),
        contract_sum=money.amount if money else None,
        currency=_currency(money, values.get("currency"), remarks),
        labour_share_pct=values.get("labour_share_pct"),
        agreed_rate_pct=values.get("agreed_rate_pct"),
        contractors=_contractors(values.get("contractor", ()), values.get("kvk_number", ()), remarks),
        contracting_authority=values.get("contracting_authority"),
        awarded_on=values.get("awarded_on"),
        start=values.get("start"),
        end=_end(values, end, remarks),
        end_is_open=end is not None and end.day is None,
        extension_options=values.get("extension_options", ""),
        cpv=values.get("cpv"),
        lots=values.get("lots", ()),
        raw=raw,
    )
    return row, remarks


def _currency(money: Money | None, column: str | None, remarks: list[Remark]) -> str:
    """Return the currency beside the amount or in a column of its own, of which the one that is not the euro counts."""
    beside = money.currency if money else EURO
    if column in (None, EURO) or beside != EURO:
        return beside
    message = _("De valuta is {currency}. De contractsom moet in euro's zijn. Vul het bedrag in euro's in.").format(currency=column)
    remarks.append(Remark("currency", message))
    return column or EURO


def _contractors(names: tuple[str, ...], numbers: tuple[str, ...], remarks: list[Remark]) -> tuple[Party, ...]:
    """Return each name with its number; numbers that cannot be told apart over the names are left out."""
    if len(names) == len(numbers):
        return tuple(map(Party, names, numbers))
    if not names:
        return tuple(Party("", number) for number in numbers)
    if numbers:
        message = _("Er staan {names} namen en {numbers} KVK-nummers. Zet bij elke naam een nummer, in dezelfde volgorde.")
        remarks.append(Remark("kvk_number", message.format(names=len(names), numbers=len(numbers))))
    return tuple(map(Party, names))


def _end(values: Mapping[str, Any], end: LastDay | None, remarks: list[Remark]) -> Any:
    """Return the last day, or None when it lies before the first."""
    if end is None or end.day is None:
        return None
    start = values.get("start")
    if start is None or start <= end.day:
        return end.day
    message = _("De einddatum {end} ligt voor de begindatum {start}. Vul de juiste datums in.")
    remarks.append(Remark("end", message.format(end=format_short_date(end.day), start=format_short_date(start))))
    return None
