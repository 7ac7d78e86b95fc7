"""The columns of a register, each read by itself -> contract rows.

In: what the cells of each column say, row by row. Out: the rows, and where cells of a row contradict each other; then the value that
cannot be right is left out. Everything goes a column at a time: there may be hundreds of thousands of rows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import repeat, zip_longest
from typing import Any, NamedTuple

from imports.days import LastDay
from imports.firms import number_beside
from imports.noted import Noted
from imports.rows import ContractRow, Party, Severity
from imports.sums import EURO, ForeignSum
from imports.terms import Duration, Term
from imports.translation import gettext as _
from imports.until import last_days
from sroi.values import add_months, format_short_date, last_day

Column = Sequence[Any]


class Contradiction(NamedTuple):
    """What only shows when cells of the row at `place` are seen together; it belongs to `field`."""

    place: int
    field: str
    message: str
    severity: Severity = "error"


class Assembly:
    """Puts columns together: `columns` holds what each cell says, by field, None where it says nothing.

    `is_until` says that the column of ends is called `Tot`, by which some mean the day after the last. `parties` are the contractors of
    other rows of the sheet.
    """

    def __init__(self, *, columns: Mapping[str, Column], count: int, parties: "Parties", is_until: bool = False) -> None:
        self._columns = columns
        self._count = count
        self._parties = parties
        self._is_until = is_until
        self.contradictions: list[Contradiction] = []

    def rows(
        self, *, where: Iterable[str], raw: Iterable[Mapping[str, str]], origins: Mapping[str, str], notices: Iterable[Any]
    ) -> list[ContractRow]:
        """Return the rows; what contradicts itself is in `contradictions` from then on."""
        self._columns = {**self._columns, **self._agreed_sums(), "start": self._starts()}
        ends = self._ends()
        parts = (
            where,
            *map(self._column, ("reference", "title", "type")),
            self._sums(),
            self._currencies(),
            *map(self._column, ("labour_share_pct", "agreed_rate_pct")),
            self._contractors(),
            *map(self._column, ("contracting_authority", "awarded_on", "start")),
            self._last_days(ends),
            [end is not None and end.day is None for end in ends],
            self._or("extension_options", ""),
            self._column("cpv"),
            self._or("lots", ()),
            raw,
            repeat(origins, self._count),
            notices,
        )
        return list(map(partial(tuple.__new__, ContractRow), zip(*parts, strict=True)))  # `_make` takes twice as long

    def _column(self, name: str) -> Iterable[Any]:
        return self._columns.get(name) or repeat(None, self._count)

    def _or(self, name: str, nothing: Any) -> Iterable[Any]:
        column = self._columns.get(name)
        return repeat(nothing, self._count) if column is None else [nothing if value is None else value for value in column]

    def _note(self, index: int, field: str, message: str, severity: Severity = "error") -> None:
        self.contradictions.append(Contradiction(index, field, message, severity))

    def _agreed_sums(self) -> dict[str, Column]:
        """Return the column of sums without those of another kind, as a column beside them says; nothing when there is none."""
        if not {"contract_sum", "sum_kind"} <= self._columns.keys():
            return {}
        pairs = zip(self._columns["contract_sum"], self._columns["sum_kind"], strict=True)
        return {"contract_sum": [None if is_other else amount for amount, is_other in pairs]}

    def _sums(self) -> Iterable[Decimal | None]:
        sums = self._column("contract_sum")
        return [value.amount if type(value) is ForeignSum else value for value in sums] if self._has_foreign_sums() else sums

    def _has_foreign_sums(self) -> bool:
        return ForeignSum in set(map(type, self._column("contract_sum")))

    def _currencies(self) -> Iterable[str]:
        """Return the currency beside the amount or in a column of its own, of which the one that is not the euro counts."""
        if "currency" not in self._columns and not self._has_foreign_sums():
            return repeat(EURO, self._count)
        return list(self._stated_currencies())

    def _stated_currencies(self) -> Iterator[str]:
        message = _("De valuta is {currency}. De opdrachtsom moet in euro's zijn. Vul het bedrag in euro's in.")
        for index, (amount, currency) in enumerate(zip(self._column("contract_sum"), self._column("currency"), strict=True)):
            if type(amount) is ForeignSum:
                yield amount.currency
            elif currency is None or currency == EURO:
                yield EURO
            else:
                self._note(index, "currency", message.format(currency=currency))
                yield currency

    def _contractors(self) -> list[tuple[Party, ...]]:
        """Return the names with their numbers; numbers that cannot be told apart over the names are left out."""
        known = self._parties
        pairs = list(zip(self._column("contractor"), self._column("kvk_number"), strict=True))
        parties = list(map(known.__getitem__, pairs))
        if known.noted:
            for index, pair in enumerate(pairs):
                for field, message, severity in known.noted.get(pair, ()):
                    self._note(index, field, message, severity)
        return parties

    def _starts(self) -> list[date | None]:
        """Return each first day as it is stated, or else as the cell with the term has it."""
        columns = zip(self._column("start"), self._column("duration"), strict=True)
        return [term.start if start is None and type(term) is Term else start for start, term in columns]

    def _ends(self) -> list[LastDay | None]:
        """Return each end as it is stated, or else as the duration gives it, which a person must check."""
        stated = list(self._until() if self._is_until else self._column("end"))
        if "duration" not in self._columns:
            return stated
        columns = zip(stated, self._column("duration"), self._column("start"), strict=True)
        return [
            end if end is not None or duration is None else self._reckoned(index, duration, start)
            for index, (end, duration, start) in enumerate(columns)
        ]

    def _until(self) -> Iterator[LastDay | None]:
        """Yield the last days of a column that is called `Tot`."""
        for index, end in enumerate(last_days(list(self._column("start")), list(self._column("end")))):
            if isinstance(end, Noted):
                self._note(index, "end", end.message, end.severity)
                end = end.value
            yield end

    def _reckoned(self, index: int, duration: Duration | Term, start: date | None) -> LastDay | None:
        if isinstance(duration, Term):
            return LastDay(duration.last)
        if duration.months is None:
            return LastDay(None)
        if start is None:
            message = _("De looptijd is {months} maanden, maar er staat geen startdatum bij. Vul de startdatum en de einddatum in.")
            self._note(index, "duration", message.format(months=duration.months), "warning")
            return None
        last = last_day(add_months(start, duration.months))
        message = _("De einddatum is berekend met de looptijd: {end}. Controleer dit.")
        self._note(index, "duration", message.format(end=format_short_date(last)), "warning")
        return LastDay(last)

    def _last_days(self, ends: Sequence[LastDay | None]) -> list[date | None]:
        """Return the last day, or None when it lies before the first."""
        message = _("De einddatum {end} ligt voor de begindatum {start}. Vul de juiste datums in.")
        last_days = [None if end is None else end.day for end in ends]
        for index, (start, last) in enumerate(zip(self._column("start"), last_days, strict=True)):
            if last is not None and start is not None and last < start:
                self._note(index, "end", message.format(end=format_short_date(last), start=format_short_date(start)))
                last_days[index] = None
        return last_days


class Parties(dict[tuple[Any, Any], tuple[Party, ...]]):
    """Contractors by their names and numbers, each made once; without numbers, those that stand in the cell with the names.

    `noted` says by names and numbers what a person must know of them: field, message and severity.
    """

    def __init__(self) -> None:
        self.noted: dict[tuple[Any, Any], list[tuple[str, str, Severity]]] = {}

    def __missing__(self, pair: tuple[Any, Any]) -> tuple[Party, ...]:
        names, numbers = pair
        notes: list[tuple[str, str, Severity]] = []
        if names is not None and numbers is not None and len(names) != len(numbers):
            message = _("Er staan {names} namen en {numbers} KVK-nummers. Zet bij elke naam een nummer, in dezelfde volgorde.")
            notes.append(("kvk_number", message.format(names=len(names), numbers=len(numbers)), "error"))
            numbers = None
        told = map(number_beside, names or ()) if numbers is None else zip_longest(names or (), numbers)
        parties = self[pair] = tuple(Party(name or "", number) for name, number in told)
        if numbers is None and (beside := [party.kvk_number for party in parties if party.kvk_number]):
            message = _("Het KVK-nummer stond bij de naam: {numbers}. Controleer dit.")
            notes.append(("contractor", message.format(numbers=", ".join(beside)), "warning"))
        if notes:
            self.noted[pair] = notes
        return parties
