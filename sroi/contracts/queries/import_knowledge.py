"""What the register knows of the rows of an import: in a number of queries that does not grow with the rows.

In: what rows say. Out: for each of them the contract that it is about, what the last import said of it, and contracts that look like it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sroi.contracts.queries.contracts import facts_by_id
from sroi.contracts.rules import (
    PACK_ROWS,
    ContractFacts,
    ContractStatus,
    ContractType,
    EventKind,
    Known,
    LookAlike,
    LotFacts,
    Termination,
    Told,
    change_from_json,
    unpacked,
)
from sroi.database import fetch, keys, one_of
from sroi.values import from_cents, search_text

IMPORTED = """
    SELECT import_row.source_key, import_row.digest, import_row.contract, import_row.batch, import_row.position
    FROM import_row JOIN import_batch ON import_batch.id = import_row.batch LEFT JOIN contract ON contract.id = import_row.contract
    WHERE import_batch.status = 'confirmed' AND import_row.decision <> 'skip' AND COALESCE(contract.status, '') <> 'withdrawn'
    AND import_row.source_key <> '' AND {one_of}
    ORDER BY import_batch.confirmed_at, import_row.position
"""
PACKS_OF_EARLIER = f"""
    SELECT batch, content FROM import_pack WHERE id IN (
        SELECT import_pack.id FROM import_row JOIN import_pack ON import_pack.batch = import_row.batch
        AND import_pack.first = import_row.position - (import_row.position - 1) % {PACK_ROWS}
        WHERE {{one_of}}
    )
"""
OF_FIRMS = """
    SELECT contract.id, contract.authority, contract.number, contract.title, contract.contract_sum_cents, contract.starts_on,
        contract.awarded_on, organisation.kvk_number
    FROM contract JOIN organisation ON organisation.id = contract.contractor
    WHERE contract.status <> 'withdrawn' AND {one_of}
"""
Place = tuple[str, UUID]


@dataclass
class Portfolios:
    """The contracts of firms at each authority, read once in an import: its rows are compared with what was there before it."""

    numbers: set[str] = field(default_factory=set)
    contracts: dict[Place, list[dict[str, Any]]] = field(default_factory=dict)

    async def read(self, numbers: set[str]) -> None:
        """Read the contracts of those of these firms that were not read yet, by KVK number."""
        new = numbers - self.numbers
        if new:
            self.numbers |= new
            for row in await fetch(OF_FIRMS.format(one_of=one_of("organisation.kvk_number")), keys(new)):
                self.contracts.setdefault((row["kvk_number"], row["authority"]), []).append(row)


@dataclass(frozen=True)
class Knowledge:
    """What the register knows of a set of rows, asked for one row at a time."""

    done: Mapping[str, set[str]]
    by_source: Mapping[str, UUID]
    by_identity: Mapping[str, UUID]
    contracts: Mapping[UUID, tuple[ContractStatus, ContractFacts]]
    earlier: Mapping[str, ContractFacts]
    changed_since: frozenset[UUID]
    terminated: Mapping[UUID, date]
    of_firms: Mapping[Place, list[dict[str, Any]]]
    tenders: Mapping[tuple[UUID, str], ContractFacts]

    def is_done(self, told: Told) -> bool:
        """Return whether an import that was confirmed said exactly this of this contract."""
        return told.source_key in self.done and told.digest in self.done[told.source_key]

    def contract_id_of(self, told: Told) -> UUID | None:
        """Return the contract that a row is about: by what was imported before, or by authority and number."""
        by_source = self.by_source.get(told.target_key or told.source_key)
        return by_source or (self.by_identity.get(told.facts.identity) if self.by_identity and not told.lacks_authority else None)

    def known(self, told: Told) -> Known | None:
        """Return the contract that a row is about, as the register has it."""
        contract_id = self.contract_id_of(told)
        return None if contract_id is None else self.of(contract_id, earlier=self.earlier.get(told.source_key))

    def of(self, contract_id: UUID, *, earlier: ContractFacts | None = None) -> Known | None:
        """Return a contract as the register has it."""
        if contract_id not in self.contracts:
            return None
        status, facts = self.contracts[contract_id]
        return Known(contract_id, status, facts, contract_id in self.changed_since, earlier, self.terminated.get(contract_id))

    def is_number_of_another(self, told: Told, contract_id: UUID) -> bool:
        """Return whether the number that a row tells is that of another contract than this one."""
        return bool(told.facts.number) and self.by_identity.get(told.facts.identity, contract_id) != contract_id

    def tender(self, told: Told) -> ContractFacts | None:
        """Return what the register has of the tender that a row is about, when it is about one."""
        return self.tenders.get((told.facts.authority_id, told.facts.tender_reference)) if told.is_tender else None

    def look_alike(self, told: Told) -> LookAlike | None:
        """Return a contract of the same contractor and authority that has the same title, sum or dates under another number."""
        if not self.of_firms:
            return None
        facts = told.facts
        is_of_notice = told.source_key != facts.source_key
        for row in self.of_firms.get((facts.kvk_number or "", facts.authority_id), ()):
            if _resembles(facts, row, is_of_notice):
                return LookAlike(row["id"], row["number"] or "", row["title"])
        return None


def _resembles(facts: ContractFacts, row: Mapping[str, Any], is_of_notice: bool) -> bool:
    """Return whether two of title, sum and dates are the same; all three where both have a number, which tells most contracts apart.

    The number of a notice does so less: TED, TenderNed and the municipality each number one contract in their own way. Of a notice the
    same sum, with the title or a date, is enough.
    """
    days = (row["starts_on"], row["awarded_on"])
    same_days = any(one is not None and one == other for one, other in zip((facts.starts_on, facts.awarded_on), days, strict=True))
    same_sum = facts.contract_sum is not None and _euros(row["contract_sum_cents"]) == facts.contract_sum
    same_title = search_text(row["title"]) == search_text(facts.title)
    if is_of_notice and same_sum and (same_title or same_days):
        return True
    least = 3 if facts.number and row["number"] and facts.number != row["number"] else 2
    return same_days + same_sum + same_title >= least


def _euros(cents: int | None) -> Decimal | None:
    return None if cents is None else from_cents(cents)


async def knowledge(*, told: Iterable[Told], linked: Iterable[UUID] = (), portfolios: Portfolios | None = None) -> Knowledge:
    """Return what the register knows of these rows, and of contracts that an officer linked to some.

    `portfolios` is what was read of firms for other rows of the same file.
    """
    rows, of_firms = tuple(told), portfolios or Portfolios()
    found = await fetch(IMPORTED.format(one_of=one_of("import_row.source_key")), keys(_source_keys(rows)))
    done: dict[str, set[str]] = {}
    for row in found:
        done.setdefault(row["source_key"], set()).add(row["digest"])
    by_source = {row["source_key"]: row["contract"] for row in found if row["contract"] is not None}
    last = {row["source_key"]: (row["batch"], row["position"]) for row in found}
    open_rows = [row for row in rows if row.source_key not in done or row.digest not in done[row.source_key]]
    by_identity = await contracts_by_identity(facts=[row.facts for row in open_rows])
    about: Sequence[UUID | None] = [None] * len(open_rows)
    if by_source or by_identity:
        about = [by_source.get(row.target_key or row.source_key) or by_identity.get(row.facts.identity) for row in open_rows]
    contracts = await facts_by_id(contract_ids=list({key for key in about if key is not None} | set(linked)))
    unknown = [row for row, contract_id in zip(open_rows, about, strict=True) if contract_id is None]
    await of_firms.read({row.facts.kvk_number for row in unknown if row.facts.kvk_number and not row.amended})
    return Knowledge(
        done,
        by_source,
        by_identity,
        contracts,
        await _earlier({row.source_key: last[row.source_key] for row in open_rows if row.source_key in by_source}),
        await _changed_since(contracts),
        await _terminated(contracts),
        of_firms.contracts,
        await known_tenders(facts=[row.facts for row in open_rows if row.is_tender]),
    )


def _source_keys(rows: Iterable[Told]) -> set[str]:
    return {key for row in rows for key in (row.source_key, row.target_key) if key}


async def contracts_by_identity(*, facts: Iterable[ContractFacts]) -> dict[str, UUID]:
    """Return the contracts that are registered already, by the identity of their facts."""
    wanted = tuple(facts)
    if not wanted:
        return {}
    numbers = {one.number for one in wanted if one.number}
    rows = await fetch(f"SELECT id, authority, number FROM contract WHERE {one_of('number')}", keys(numbers))
    found: dict[str, UUID] = {f"{row['authority']} {row['number']}": row["id"] for row in rows}
    without_number = keys(one.import_key for one in wanted if not one.number)
    by_key = await fetch(f"SELECT id, import_key FROM contract WHERE {one_of('import_key')}", without_number)
    return found | {row["import_key"]: row["id"] for row in by_key}


async def known_tenders(*, facts: Iterable[ContractFacts]) -> dict[tuple[UUID, str], ContractFacts]:
    """Return what the register has of the tenders that facts refer to, with their lots, by authority and reference."""
    references = {one.tender_reference for one in facts if one.tender_reference}
    if not references:
        return {}
    columns = "id, authority, reference, title, contract_type, cpv_code"
    rows = await fetch(f"SELECT {columns} FROM tender WHERE {one_of('reference')}", keys(references))
    lots: dict[UUID, list[LotFacts]] = {}
    theirs = one_of("tender", kind="uuid")
    for lot in await fetch(f"SELECT tender, number, title FROM lot WHERE {theirs} ORDER BY number", keys(row["id"] for row in rows)):
        lots.setdefault(lot["tender"], []).append(LotFacts(lot["number"], lot["title"]))
    return {
        (row["authority"], row["reference"]): ContractFacts(
            authority_id=row["authority"],
            title=row["title"],
            contract_type=ContractType(row["contract_type"]) if row["contract_type"] else None,
            cpv_code=row["cpv_code"],
            tender_reference=row["reference"],
            lots=tuple(lots.get(row["id"], ())),
        )
        for row in rows
    }


async def _earlier(last: Mapping[str, tuple[UUID, int]]) -> dict[str, ContractFacts]:
    """Return the facts of the last row that was confirmed about each contract, of which the import and the position are given."""
    if not last:
        return {}
    positions: dict[UUID, set[int]] = {}
    for batch, position in last.values():
        positions.setdefault(batch, set()).add(position)
    packs = await fetch(PACKS_OF_EARLIER.format(one_of=one_of("import_row.source_key")), keys(last))
    found: dict[str, ContractFacts] = {}
    for pack in packs:
        of_batch = positions.get(pack["batch"], set())
        found |= {row.source_key: row.facts for row in unpacked(pack["content"], positions=of_batch)}
    return found


async def _terminated(contracts: Mapping[UUID, object]) -> dict[UUID, date]:
    """Return from which day contracts were ended before their time."""
    if not contracts:
        return {}
    sql = "SELECT contract, details FROM contract_event WHERE kind = 'termination' AND "
    rows = await fetch(sql + one_of("contract", kind="uuid"), keys(contracts))
    changes = ((row["contract"], change_from_json(EventKind.TERMINATION, row["details"])) for row in rows)
    return {contract_id: change.ends_before for contract_id, change in changes if isinstance(change, Termination)}


async def _changed_since(contracts: Mapping[UUID, object]) -> frozenset[UUID]:
    if not contracts:
        return frozenset()
    sql = "SELECT DISTINCT contract FROM contract_event WHERE kind NOT IN ('award', 'correction', 'retraction') AND "
    rows = await fetch(sql + one_of("contract", kind="uuid"), keys(contracts))
    return frozenset(row["contract"] for row in rows)
