"""A portfolio as large as one coordinator's, in a second: one contract and its claims made by the operations, then copied row by row."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from piccolo.table import Table

from sroi.contracts.tables import Contract
from sroi.fulfilment.tables import Candidate, Claim, ClaimStatusChange, Evidence, Placement
from sroi.ledger.tables import LedgerEntry
from sroi.obligations.tables import Milestone, ObligationRevision
from tests.makers import NOW

PARAMETERS = 30_000


async def copy_portfolio(*, contract_id: UUID, contracts: int, claims_each: int) -> None:
    """Copy the only contract with its only claim until there are so many contracts, each with as many placements of other candidates."""
    seeds = {table: await table.select() for table in (Contract, ObligationRevision, Milestone, LedgerEntry)}
    of_claim = {table: (await table.select())[0] for table in (Placement, ClaimStatusChange, Evidence)}
    claim, candidate = (await Claim.select())[0], (await Candidate.select())[0]
    rows: dict[type[Table], list[dict[str, Any]]] = {table: [] for table in (*seeds, Candidate, Claim, *of_claim)}
    for number in range(1, contracts):
        _copy_contract(rows, seeds, number)
    ids = [contract_id, *(row["id"] for row in rows[Contract])]
    number = 1
    for each in ids:
        for _again in range(claims_each - (each == contract_id)):
            number += 1
            _copy_claim(rows, of_claim, claim, candidate, each, number)
    for table, made in rows.items():
        await _insert(table, made)


def _copy_contract(rows: dict[type[Table], list[dict[str, Any]]], seeds: dict[type[Table], list[dict[str, Any]]], number: int) -> None:
    contract_id = uuid4()
    made = {"id": contract_id, "number": f"2023-{number + 500}", "created_at": NOW - timedelta(minutes=number)}
    rows[Contract].append({**seeds[Contract][0], **made})
    for table in (ObligationRevision, Milestone):
        rows[table] += [{**row, "id": uuid4(), "contract": contract_id} for row in seeds[table]]
    last = max(row["seq"] for row in seeds[LedgerEntry])
    for row in seeds[LedgerEntry]:
        rows[LedgerEntry].append({**row, "seq": last * (number + 1) + row["seq"], "contract": contract_id, "source_id": uuid4()})


def _copy_claim(
    rows: dict[type[Table], list[dict[str, Any]]],
    of_claim: dict[type[Table], dict[str, Any]],
    claim: dict[str, Any],
    candidate: dict[str, Any],
    contract_id: UUID,
    number: int,
) -> None:
    claim_id, candidate_id = uuid4(), uuid4()
    rows[Claim].append({**claim, "id": claim_id, "number": number, "contract": contract_id})
    rows[Candidate].append({**candidate, "id": candidate_id, "label": f"K-{number}", "label_key": f"k-{number}"})
    for table, row in of_claim.items():
        changed = {"candidate": candidate_id} if table is Placement else {}
        rows[table].append({**row, "id": uuid4(), "claim": claim_id, **changed})


async def _insert(table: type[Table], rows: list[dict[str, Any]]) -> None:
    if rows:
        size = PARAMETERS // len(rows[0])
        for start in range(0, len(rows), size):
            await table.insert(*(table(**row) for row in rows[start : start + size]))
