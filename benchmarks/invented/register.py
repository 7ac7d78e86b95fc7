"""A register filled with invented contracts and claims, on either engine, past every operation: for measurements alone."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from piccolo.table import Table

YEAR = 2023
NOW = datetime(2024, 1, 5, 9, 0, tzinfo=UTC)
CONTRACTS, FIRMS, PLACED = 1_000, 300, 1_000
STATUSES = ("approved", "submitted", "rejected")
AT_ONCE = 50_000


def _id(kind: int, number: int) -> UUID:
    return UUID(int=(kind << 64) + number)


async def fill(*, claims: int) -> None:
    """Add `claims` claims on a thousand contracts of 2023; the first thousand are placements, the others purchases."""
    from sroi.access import OPERATOR, Role
    from sroi.accounts.operations import add_user_to
    from sroi.accounts.rules import OrganisationDetails
    from sroi.database import transaction

    facts = {"email": "invuller@example.nl", "name": "Invuller Voorbeeld", "password": "vier woorden in een zin"}
    home = OrganisationDetails("Gemeente Voorbeeld", None)
    reporter = await add_user_to(viewer=OPERATOR, role=Role.REVIEWER, organisation=home, now=NOW, **facts)
    async with transaction():
        await _contracts()
    random = Random(1)
    for first in range(1, claims + 1, AT_ONCE):
        async with transaction():
            await _claims(random, range(first, min(first + AT_ONCE, claims + 1)), reporter)


async def _insert(table: type[Table], rows: list[dict[str, Any]]) -> None:
    from sroi.database import insert_all

    if rows:
        await insert_all(table, list(rows[0]), [tuple(row.values()) for row in rows])


async def _contracts() -> None:
    from sroi.accounts.tables import Organisation
    from sroi.contracts.tables import Contract, ContractingAuthority
    from sroi.ledger.tables import LedgerEntry

    known = await ContractingAuthority.select(ContractingAuthority.id, ContractingAuthority.is_home)
    home, other = (next(row["id"] for row in known if row["is_home"] is flag) for flag in (True, False))
    firms = [
        {"id": _id(5, n), "name": f"Voorbeeldbedrijf {n} B.V.", "kvk_number": f"{n + 100_000:08}", "search_text": "", "created_at": NOW}
        for n in range(FIRMS)
    ]
    await _insert(Organisation, firms)
    await _insert(Contract, [_contract(n, home if n % 3 else other) for n in range(CONTRACTS)])
    await _insert(LedgerEntry, [_owed(n) for n in range(CONTRACTS)])


def _contract(n: int, authority: UUID) -> dict[str, Any]:
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
        "award_date_is_assumed": False,
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


async def _claims(random: Random, numbers: range, reporter: UUID) -> None:
    from sroi.fulfilment.tables import Candidate, Claim, Placement, SocialPurchase

    placed = [n for n in numbers if n <= PLACED]
    await _insert(Claim, [_claim(random, n, reporter) for n in numbers])
    candidates = [
        {"id": _id(4, n), "organisation": _id(5, n % FIRMS), "label": f"K-{n}", "label_key": f"k-{n}", "created_at": NOW} for n in placed
    ]
    await _insert(Candidate, candidates)
    await _insert(Placement, [_placement(n) for n in placed])
    await _insert(SocialPurchase, [_purchase(n) for n in numbers if n > PLACED])


def _claim(random: Random, number: int, reporter: UUID) -> dict[str, Any]:
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
        "created_by": reporter,
        "created_at": NOW,
        "updated_at": NOW,
        "submitted_at": NOW,
    }


def _steps(number: int, value: int) -> str:
    """Return steps as a purchase has them; of one in ten a rule was adopted by nobody."""
    from sroi.policy.rules import Step, steps_to_json

    told = ("Inkoop", "Bedrag op de factuur, zonder btw.", str(value), "Bouwblokken 2023")
    return steps_to_json((Step(*told), Step(*told, is_confirmed=bool(number % 10))))


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
