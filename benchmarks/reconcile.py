"""How long the report of a year takes, measured against selecting its rows by the bare driver.

Fills a new SQLite database with invented placements (one in ten a second claim on the same one, one in twenty a person known elsewhere),
makes the report of 2023 and, in the same run, runs its two large queries by `sqlite3` alone; prints both times and their ratio.

    python benchmarks/reconcile.py [PLACEMENTS]
"""

import asyncio
import os
import sqlite3
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from uuid import UUID

RUNS = 3
NOW = datetime(2024, 1, 5, 9, 0, tzinfo=UTC)
GROUPS = ("participatiewet", "ww", "banenafspraak", "internship_mbo_hbo")


def _id(kind: int, number: int) -> str:
    return str(UUID(int=(kind << 64) + number))


def _row(number: int, random: Random, persons: int) -> tuple[tuple[Any, ...], tuple[Any, ...], tuple[Any, ...]]:
    start = date(2023, 1, 1) + timedelta(days=random.randrange(365))
    status = random.choices(("approved", "submitted", "rejected"), (80, 12, 8))[0]
    value = random.randrange(100_00, 9_000_00)
    token = f"{random.randrange(persons):064x}" if number % 20 == 0 else None
    placement_number = number - 1 if number % 10 == 0 else number
    # The name of a policy that comes with the register: it says which groups count as a placement.
    claim = (
        _id(1, number),
        number,
        _id(2, placement_number % 1_000),
        "placement",
        status,
        2,
        start,
        start + timedelta(days=30),
        value,
        value,
    )
    rest = (value if status == "approved" else None, "[]", "rijswijk-2023", "", _id(3, 0), NOW, NOW, NOW)
    candidate = (_id(4, number), _id(5, number % 300), f"K-{number}", f"k-{number}", token, NOW)
    employer = f"Werkgever Voorbeeld {number % 2_000}"
    placement = (
        _id(6, number),
        _id(1, number),
        _id(4, placement_number),
        GROUPS[number % 4],
        employer,
        employer,
        None,
        start,
        None,
        2400,
        "[]",
    )
    return (*claim, *rest), candidate, placement


def _fill(path: Path, placements: int) -> None:
    with sqlite3.connect(path) as driver:
        driver.execute("PRAGMA foreign_keys = 0")
        _fill_contracts(driver)
        _fill_claims(driver, placements)


def _fill_contracts(driver: sqlite3.Connection) -> None:
    home, other = (
        driver.execute("SELECT id FROM contracting_authority WHERE is_home = ? LIMIT 1", (flag,)).fetchone()[0] for flag in (1, 0)
    )
    firms = [(_id(5, number), f"Voorbeeldbedrijf {number} B.V.", f"{number + 100_000:08}", "", NOW) for number in range(300)]
    driver.executemany("INSERT INTO organisation VALUES (?, ?, ?, ?, ?)", firms)
    contracts = [
        (_id(2, n), home if n % 3 else other, f"2023-{n:04}", _id(5, n % 300), date(2023, 1, 1 + n % 28), date(2023, 1, 1), NOW, NOW)
        for n in range(1_000)
    ]
    driver.executemany(
        "INSERT INTO contract (id, authority, number, title, contract_type, contractor, contractor_name, contract_sum_cents,"
        " awarded_on, award_date_is_assumed, starts_on, ends_before, extension_options, status, search_text, created_at, registered_at)"
        " VALUES (?, ?, ?, 'Onderhoud', 'services', ?, '', 100000000, ?, 0, ?, '2025-01-01', '', 'registered', '', ?, ?)",
        contracts,
    )
    entries = [
        (n, _id(2, n % 1_000), "owed" if n < 1_000 else "approved", 50_000_00 if n < 1_000 else 700_00, NOW, _id(7, n))
        for n in range(50_000)
    ]
    driver.executemany("INSERT INTO ledger_entry VALUES (?, ?, ?, ?, '2023-02-01', ?, 'benchmark', ?)", entries)


def _fill_claims(driver: sqlite3.Connection, placements: int) -> None:
    random = Random(1)
    rows = [_row(number, random, placements // 10 + 1) for number in range(1, placements + 1)]
    driver.executemany(f"INSERT INTO claim VALUES ({', '.join('?' * 18)})", [claim for claim, _candidate, _placement in rows])
    driver.executemany("INSERT INTO candidate VALUES (?, ?, ?, ?, ?, ?)", [candidate for _claim, candidate, _placement in rows])
    driver.executemany(
        "INSERT INTO placement (id, claim, candidate, target_group, employer_name, employer_key, employer_kvk_number, starts_on,"
        " ends_before, hours_per_week_hundredths, bonuses) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [placement for _claim, _candidate, placement in rows],
    )


async def _measure(path: Path, placements: int) -> None:
    from sroi.access import OPERATOR
    from sroi.database import connected
    from sroi.database.migrations import upgrade
    from sroi.reconciliation.queries import BALANCES_OF_YEAR, balances_of_year_arguments, year_report
    from sroi.reconciliation.queries.reported import placements_counted, span_arguments
    from sroi.reconciliation.rules.facts import Moment

    async with connected():
        await upgrade()
        _fill(path, placements)
        await year_report(viewer=OPERATOR, year=2024, on=NOW.date())  # loads pandas, which a server does once
        bare, whole = [], []
        for _run in range(RUNS):
            begin = perf_counter()
            with sqlite3.connect(path) as driver:
                arguments = span_arguments(Moment.STARTED, (date(2023, 1, 1), date(2024, 1, 1)))
                driver.execute(placements_counted(Moment.STARTED).replace("{}", "?"), arguments).fetchall()
                of_year = balances_of_year_arguments(year=2023, moment=Moment.STARTED, on=date(2023, 12, 31))
                driver.execute(BALANCES_OF_YEAR.replace("{}", "?"), of_year).fetchall()
            bare.append(perf_counter() - begin)
            begin = perf_counter()
            report = await year_report(viewer=OPERATOR, year=2023, on=NOW.date())
            whole.append(perf_counter() - begin)
    print(f"claims {placements}, persons {report.total}, pending {report.pending}, contracts {len(report.contracts)}")
    print(f"bare selects {min(bare):.2f} s, report {min(whole):.2f} s, ratio {min(whole) / min(bare):.2f}")
    print(f"most memory: {getrusage(RUSAGE_SELF).ru_maxrss // 1024} MB, invented rows included")


def main() -> None:
    """Print the times and their ratio; the best of three runs each, turn by turn."""
    placements = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with TemporaryDirectory() as folder:
        path = Path(folder) / "benchmark.sqlite"
        os.environ["SROI_DATABASE_URL"] = f"sqlite:///{path}"
        asyncio.run(_measure(path, placements))


if __name__ == "__main__":
    main()
