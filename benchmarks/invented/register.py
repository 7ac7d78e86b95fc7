"""A register filled with invented contracts and claims, by the bare driver of SQLite: for measurements alone."""

import json
import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

YEAR = 2023
NOW = datetime(2024, 1, 5, 9, 0, tzinfo=UTC)
CONTRACTS, FIRMS, PLACED = 1_000, 300, 1_000
STATUSES = ("approved", "submitted", "rejected")
AT_ONCE = 50_000


def _id(kind: int, number: int) -> str:
    return str(UUID(int=(kind << 64) + number))


def fill(*, path: Path, claims: int) -> None:
    """Add `claims` claims on a thousand contracts of 2023; the first thousand are placements, the others purchases."""
    with sqlite3.connect(path) as driver:
        driver.execute("PRAGMA foreign_keys = 0")
        _contracts(driver)
        random = Random(1)
        for first in range(1, claims + 1, AT_ONCE):
            _claims(driver, random, range(first, min(first + AT_ONCE, claims + 1)))


def _insert(driver: sqlite3.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        names = ", ".join(rows[0])
        driver.executemany(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(rows[0]))})", [tuple(row.values()) for row in rows])


def _contracts(driver: sqlite3.Connection) -> None:
    home, other = (
        driver.execute("SELECT id FROM contracting_authority WHERE is_home = ? LIMIT 1", (flag,)).fetchone()[0] for flag in (1, 0)
    )
    firms = [
        {"id": _id(5, n), "name": f"Voorbeeldbedrijf {n} B.V.", "kvk_number": f"{n + 100_000:08}", "search_text": "", "created_at": NOW}
        for n in range(FIRMS)
    ]
    _insert(driver, "organisation", firms)
    _insert(driver, "contract", [_contract(n, home if n % 3 else other) for n in range(CONTRACTS)])
    _insert(driver, "ledger_entry", [_owed(n) for n in range(CONTRACTS)])


def _contract(n: int, authority: str) -> dict[str, Any]:
    return {
        "id": _id(2, n),
        "authority": authority,
        "number": f"2023-{n:04}",
        "title": f"Onderhoud in wijk {n} (verzonnen)",
        "contract_type": "services",
        "contractor": _id(5, n % FIRMS),
        "contractor_name": "",
        "contract_sum_cents": 1_000_000_00,
        "awarded_on": date(YEAR, 1, 1 + n % 28),
        "award_date_is_assumed": 0,
        "starts_on": date(YEAR, 1, 1),
        "ends_before": date(YEAR + 2, 1, 1),
        "extension_options": "",
        "status": "registered",
        "search_text": "",
        "created_at": NOW,
        "registered_at": NOW,
    }


def _owed(n: int) -> dict[str, Any]:
    return {
        "seq": n,
        "contract": _id(2, n),
        "kind": "owed",
        "amount_cents": 50_000_00,
        "effective_on": date(YEAR, 2, 1),
        "recorded_at": NOW,
        "source_kind": "benchmark",
        "source_id": _id(7, n),
    }


def _claims(driver: sqlite3.Connection, random: Random, numbers: range) -> None:
    placed = [n for n in numbers if n <= PLACED]
    _insert(driver, "claim", [_claim(random, n) for n in numbers])
    candidates = [
        {"id": _id(4, n), "organisation": _id(5, n % FIRMS), "label": f"K-{n}", "label_key": f"k-{n}", "created_at": NOW} for n in placed
    ]
    _insert(driver, "candidate", candidates)
    _insert(driver, "placement", [_placement(n) for n in placed])
    _insert(driver, "social_purchase", [_purchase(n) for n in numbers if n > PLACED])


def _claim(random: Random, number: int) -> dict[str, Any]:
    status, value = random.choices(STATUSES, (80, 12, 8))[0], random.randrange(100_00, 9_000_00)
    start = date(YEAR, 1, 1) + timedelta(days=random.randrange(300))
    return {
        "id": _id(1, number),
        "number": number,
        "contract": _id(2, number % CONTRACTS),
        "kind": "placement" if number <= PLACED else "social_purchase",
        "status": status,
        "version": 2,
        "period_start": start,
        "period_before": start + timedelta(days=30),
        "value_cents": value,
        "expected_cents": value,
        "approved_cents": value if status == "approved" else None,
        "steps": _steps(number, value),
        "policy_name": "rijswijk-2023",
        "policy_sha256": "",
        "organisation": _id(5, number % CONTRACTS % FIRMS),
        "created_by": _id(3, 0),
        "created_at": NOW,
        "updated_at": NOW,
        "submitted_at": NOW,
    }


def _steps(number: int, value: int) -> str:
    """Return steps as a purchase has them; of one in ten a rule was adopted by nobody."""
    step = {"label": "Inkoop", "explanation": "Bedrag op de factuur, zonder btw.", "figure": str(value), "source": "Bouwblokken 2023"}
    return json.dumps([{**step, "is_confirmed": True}, {**step, "is_confirmed": bool(number % 10)}])


def _placement(number: int) -> dict[str, Any]:
    return {
        "id": _id(6, number),
        "claim": _id(1, number),
        "candidate": _id(4, number),
        "target_group": ("participatiewet", "ww", "banenafspraak")[number % 3],
        "employer_name": f"Werkgever Voorbeeld {number % 200}",
        "starts_on": date(YEAR, 1 + number % 12, 1),
        "hours_per_week_hundredths": 2400,
        "bonuses": "[]",
    }


def _purchase(number: int) -> dict[str, Any]:
    return {
        "id": _id(8, number),
        "claim": _id(1, number),
        "supplier_name": f"Sociale onderneming {number % 500} (verzonnen)",
        "supplier_kind": "social_enterprise",
        "invoice_number": f"F-{number}",
        "description": "Schoonmaak",
        "amount_cents": 100_00,
        "invoice_key": f"f-{number}",
    }
