"""The ledger of a year's contracts as CSV: every entry, with what it comes from, so that each balance can be added up again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from gettext import gettext as _
from typing import Any

from sroi.access import Viewer
from sroi.database import fetch
from sroi.exports.export import YearExport
from sroi.exports.separated import csv_bytes
from sroi.ledger.queries import entry_of
from sroi.ledger.rules import Entry, entry_label, source_label
from sroi.reconciliation.queries import CONTRACTS_OF_YEAR, contracts_of_year_arguments

PAGE_SIZE = 5_000
COLUMNS = (
    "volgnummer",
    "contract",
    "opdrachtgever",
    "opdrachtnemer",
    "soort",
    "bedrag",
    "geldt vanaf",
    "vastgelegd op",
    "bron",
    "kenmerk van de bron",
    "bouwblok",
)
ENTRIES = f"""
SELECT ledger_entry.seq, ledger_entry.contract, ledger_entry.kind, ledger_entry.amount_cents, ledger_entry.effective_on,
    ledger_entry.recorded_at,
    ledger_entry.source_kind, ledger_entry.source_id, ledger_entry.block, contract.number,
    contracting_authority.name AS authority_name, organisation.name AS contractor_name
FROM ledger_entry
JOIN contract ON contract.id = ledger_entry.contract
JOIN contracting_authority ON contracting_authority.id = contract.authority
JOIN organisation ON organisation.id = contract.contractor
WHERE ledger_entry.seq > {{}} AND ledger_entry.recorded_at <= {{}} AND ledger_entry.contract IN ({CONTRACTS_OF_YEAR})
ORDER BY ledger_entry.seq LIMIT {{}}
"""


@dataclass(frozen=True)
class LedgerLine:
    """An entry as the export lists it, with the contract that it stands on."""

    seq: int
    contract_number: str
    authority_name: str
    contractor_name: str
    entry: Entry


class LedgerExport(YearExport):
    """The ledger as one of the exports; what was recorded after the moment of making is not in it, whenever it is made again."""

    key = "ledger"
    media_type = "text/csv"
    extension = "csv"

    @property
    def label(self) -> str:
        """Return the Dutch name."""
        return _("Grootboek")

    @property
    def explanation(self) -> str:
        """Return what is in it and for whom."""
        return _("Elke boeking op de contracten van een jaar, met bron en moment. Voor controle en accountant; zonder kandidaten.")

    def file_name(self, *, year: int) -> str:
        """Return what the file is called; its key is older than its Dutch name."""
        return f"sroi-grootboek-{year}.{self.extension}"

    async def content(self, *, viewer: Viewer, year: int, now: datetime, today: date) -> bytes:
        """Return every entry that was recorded by `now` on the contracts of a year."""
        self.require(viewer)
        return ledger_csv(await _lines(year, now))


async def _lines(year: int, now: datetime) -> list[LedgerLine]:
    lines: list[LedgerLine] = []
    while True:
        last = lines[-1].seq if lines else 0
        rows = await fetch(ENTRIES, last, now, *contracts_of_year_arguments(year), PAGE_SIZE)
        lines += [_line(row) for row in rows]
        if len(rows) < PAGE_SIZE:
            return lines


def _line(row: dict[str, Any]) -> LedgerLine:
    return LedgerLine(
        seq=int(row["seq"]),
        contract_number=row["number"],
        authority_name=row["authority_name"],
        contractor_name=row["contractor_name"],
        entry=entry_of(row),
    )


def ledger_csv(lines: Iterable[LedgerLine]) -> bytes:
    """Return entries as CSV for a Dutch spreadsheet: semicolons, decimal commas, UTF-8 with a mark."""
    rows = (
        (
            line.seq,
            line.contract_number,
            line.authority_name,
            line.contractor_name,
            entry_label(line.entry.kind),
            f"{line.entry.amount:.2f}".replace(".", ","),
            line.entry.effective_on.isoformat(),
            line.entry.recorded_at.isoformat(timespec="seconds"),
            source_label(line.entry.source_kind),
            line.entry.source_id,
            line.entry.block or "",
        )
        for line in lines
    )
    return csv_bytes(COLUMNS, rows)


LEDGER = LedgerExport()
