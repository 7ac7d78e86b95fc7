"""How much memory reading a long file behind the page takes, and how often it tells how far it is.

Writes a file of open data (OCDS) and a register of 59 columns, as a workbook and as text, with invented contracts. Each is uploaded and
read by the job of a long import, in a process of its own with a new database; of that process, and of the one that reads the cells of
workbooks, the most memory at any moment is told. Both should stay under 512 MB.

    python benchmarks/import_memory.py [OCDS ROWS] [REGISTER ROWS]
"""

import asyncio
import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import xlsxwriter

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
FILLED = ("Contractnummer", "Omschrijving", "Leverancier", "KvK-nummer", "Startdatum", "Einddatum", "Contractwaarde", "Soort opdracht")
COLUMNS = 59
WIDTHS = 3  # of three columns two are filled
FIRMS = 5_000


def main() -> None:
    """Print what was measured."""
    if "--child" in sys.argv:
        asyncio.run(_child(Path(sys.argv[2])))
        return
    sizes = [int(argument) for argument in sys.argv[1:]]
    open_data, register = [*sizes, *(40_000, 100_000)[len(sizes) :]]
    with TemporaryDirectory() as folder:
        for name, write, rows in (("year.json", _open_data, open_data), ("wide.csv", _text, register), ("wide.xlsx", _workbook, register)):
            path = Path(folder) / name
            write(path, rows)
            environment = {**os.environ, "SROI_DATABASE_URL": f"sqlite:///{folder}/{name}.sqlite"}
            print(f"{name}, {rows} rows, {path.stat().st_size / 1e6:.0f} MB", flush=True)
            subprocess.run([sys.executable, __file__, "--child", str(path)], env=environment, check=True)


def _cells(row: int) -> Iterator[Any]:
    start = date(2020, 1, 1) + timedelta(days=row % 2_000)
    yield from (f"2024-{row:06}", f"Onderhoud openbaar groen, deel {row} (verzonnen)", f"Voorbeeldbedrijf {row % FIRMS} B.V.")
    yield from (str(10_000_000 + row % FIRMS), f"{start:%d-%m-%Y}", f"{start + timedelta(days=800):%d-%m-%Y}", 150_000 + row, "Diensten")
    for column in range(len(FILLED), COLUMNS):
        yield f"Verzonnen tekst {row % 997} van kolom {column}" if column % WIDTHS else ""


def _headers() -> list[str]:
    return [*FILLED, *(f"Eigen gegeven {column}" for column in range(len(FILLED), COLUMNS))]


def _text(path: Path, rows: int) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(_headers())
        writer.writerows(list(_cells(row)) for row in range(rows))


def _workbook(path: Path, rows: int) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Contracten")
        sheet.write_row(0, 0, _headers())
        for row in range(rows):
            sheet.write_row(row + 1, 0, _cells(row))


def _open_data(path: Path, rows: int) -> None:
    with path.open("w") as file:
        file.write('{"version": "1.1", "releases": [')
        file.writelines(f"{',' if row else ''}{json.dumps(_release(row))}" for row in range(rows))
        file.write("]}")


def _release(row: int) -> dict[str, Any]:
    """Return a release of one award, in the shape of TenderNed's file of a year and with as much beside it."""
    buyer, firm = (
        {"id": str(row % 300), "name": f"Gemeente Voorbeeld {row % 300}"},
        {"id": str(10_000_000 + row % FIRMS), "name": f"Bedrijf {row % FIRMS} B.V."},
    )
    return {
        "ocid": f"ocds-1l04xe-{row}",
        "id": str(900_000 + row),
        "date": "2024-02-03T00:00:00Z",
        "tag": ["award", "tender"],
        "language": "nl",
        "buyer": buyer,
        "parties": [
            {**one, "roles": [role], "address": {"countryName": "Nederland"}} for one, role in ((buyer, "buyer"), (firm, "supplier"))
        ],
        "tender": {
            "id": f"A{row}",
            "title": f"Groenonderhoud wijk {row} (verzonnen)",
            "description": f"Onderhoud van openbaar groen in wijk {row}; social return 5%. " + "Verzonnen toelichting. " * 120,
            "mainProcurementCategory": "services",
            "value": {"amount": 1_200_000 + row, "currency": "EUR"},
            "contractPeriod": {"durationInDays": 1440},
            "lots": [{"id": "1", "title": f"Perceel van wijk {row}"}],
            "documents": [{"id": "1", "url": f"https://voorbeeld.example/aankondigingen/{row}"}],
        },
        "awards": [
            {
                "id": f"G-{row}",
                "date": "2024-01-28T00:00:00Z",
                "status": "active",
                "relatedLots": ["1"],
                "value": {"amount": 800_000 + row, "currency": "EUR"},
                "suppliers": [firm],
            }
        ],
    }


async def _child(path: Path) -> None:
    """Upload and read a file in a new database; print what that took."""
    from sroi.access import OPERATOR, Role, Viewer
    from sroi.accounts.operations import add_user, ensure_organisation
    from sroi.contracts.operations import begin_import, read_import
    from sroi.contracts.queries.imports import import_batch
    from sroi.database import connected
    from sroi.database.migrations import upgrade
    from sroi.jobs.operations import run_due_jobs

    async with connected():
        await upgrade()
        organisation = await ensure_organisation(name="Gemeente Rijswijk", kvk_number=None, now=NOW)
        who = {"email": "inkoper@example.nl", "name": "Inkoper Voorbeeld", "role": Role.PROCUREMENT_OFFICER}
        account = await add_user(viewer=OPERATOR, organisation_id=organisation, password="een heel lang wachtwoord", now=NOW, **who)
        officer = Viewer(Role.PROCUREMENT_OFFICER, account, organisation, "Inkoper Voorbeeld", "inkoper@example.nl")
        with path.open("rb") as file:
            batch_id = await begin_import(viewer=officer, file_name=path.name, file=file, award_date_from_start=True, now=NOW)
        before, begin = _megabytes(RUSAGE_SELF), process_time()
        await run_due_jobs(kinds={"read_import": read_import}, now=NOW)
        batch = await import_batch(viewer=officer, batch_id=batch_id)
    print(f"  {batch.status.value}, {batch.row_count} rows read, {process_time() - begin:.1f} s of the processor")
    if not batch.row_count:
        print("  " + " ".join(problem.message for problem in batch.problems))
    cells = _megabytes(RUSAGE_CHILDREN)
    print(f"  most memory {_megabytes(RUSAGE_SELF)} MB, {before} MB before reading; of the process that reads cells {cells} MB")


def _megabytes(who: int) -> int:
    return getrusage(who).ru_maxrss // 1024


if __name__ == "__main__":
    main()
