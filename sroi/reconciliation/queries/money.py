"""Reads of money: figures of contracts on a day, put together, summed and paged in SQL, and the lines that make one figure of one contract.

Every figure of a contract is worked out once, in `MONEY`; groups are sums of it. A sum of bigints is a numeric on PostgreSQL, so that what
is divided is made a bigint first.
"""

from datetime import date
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.contracts.rules import ContractType, contract_type_label
from sroi.database import days_between, fetch
from sroi.ledger.rules import EntryKind
from sroi.reconciliation.rules.money import ContractFigures, Figure, Grouping, GroupLine, LineKind, MoneyLine, MoneyNotFound
from sroi.values import from_cents

PAGE_SIZE = 25
OTHERS = ", ".join(f"'{kind.value}'" for kind in (EntryKind.EXEMPTED, EntryKind.TRANSFERRED, EntryKind.WITHHELD))
# What a candidate at one employer will still be worth on a contract that runs: what its last claim expects, less what was reported. CROSS
# JOIN holds SQLite to begin with the placements: most claims are none.
PLACED = """
placed AS (
    SELECT claim.id, claim.contract, claim.number, claim.period_before, claim.expected_cents,
        SUM(claim.value_cents) OVER of_placement AS reported_cents,
        ROW_NUMBER() OVER (of_placement ORDER BY claim.period_before DESC, claim.number DESC) AS place
    FROM placement
    CROSS JOIN claim
    JOIN contract ON contract.id = claim.contract
    WHERE claim.id = placement.claim AND claim.status IN ('submitted', 'approved')
        AND (contract.ends_before IS NULL OR contract.ends_before > {})
    WINDOW of_placement AS (PARTITION BY claim.contract, placement.candidate, placement.employer_key)
),
running AS (
    SELECT id, contract, number, period_before, expected_cents - reported_cents AS cents
    FROM placed WHERE place = 1 AND expected_cents > reported_cents
)
"""
MONEY = f"""
WITH balance AS (
    SELECT contract,
        CAST(SUM(CASE WHEN kind = 'owed' THEN amount_cents ELSE 0 END) AS BIGINT) AS owed,
        CAST(SUM(CASE WHEN kind = 'approved' THEN amount_cents ELSE 0 END) AS BIGINT) AS approved,
        CAST(SUM(CASE WHEN kind IN ({OTHERS}) THEN amount_cents ELSE 0 END) AS BIGINT) AS other
    FROM ledger_entry WHERE effective_on <= {{}} GROUP BY contract
),
waiting AS (SELECT contract, SUM(value_cents) AS cents FROM claim WHERE status = 'submitted' GROUP BY contract),
{PLACED},
to_come AS (SELECT contract, SUM(cents) AS cents FROM running GROUP BY contract),
milestones AS (
    SELECT contract, COUNT(*) AS number FROM milestone WHERE met_on IS NULL AND lapsed_at IS NULL AND due_on < {{}} GROUP BY contract
),
standing AS (
    SELECT contract.id, COALESCE(contract.number, '') AS number, contract.title, COALESCE(contract.contract_type, '') AS contract_type,
        contract.authority, contract.contractor,
        contracting_authority.name AS authority_name, organisation.name AS contractor_name,
        COALESCE(SUBSTR(CAST(contract.awarded_on AS VARCHAR(10)), 1, 4), '') AS year,
        contract.starts_on, contract.ends_before,
        balance.owed, balance.approved, balance.other, balance.approved + balance.other AS settled,
        COALESCE(waiting.cents, 0) + COALESCE(to_come.cents, 0) AS coming,
        COALESCE(milestones.number, 0) AS late,
        CASE
            WHEN contract.ends_before IS NULL OR contract.starts_on >= {{}} THEN 0
            WHEN contract.ends_before <= {{}} THEN balance.owed
            ELSE (2 * balance.owed * %(passed)s + %(days)s) / (2 * %(days)s)
        END AS due
    FROM balance
    JOIN contract ON contract.id = balance.contract
    JOIN contracting_authority ON contracting_authority.id = contract.authority
    JOIN organisation ON organisation.id = contract.contractor
    LEFT JOIN waiting ON waiting.contract = balance.contract
    LEFT JOIN to_come ON to_come.contract = balance.contract
    LEFT JOIN milestones ON milestones.contract = balance.contract
    WHERE contract.status = 'registered' AND (balance.owed <> 0 OR balance.approved <> 0 OR balance.other <> 0)
),
money AS (
    SELECT standing.*, settled + coming AS expected,
        CASE WHEN owed > settled THEN owed - settled ELSE 0 END AS remaining,
        CASE WHEN settled > owed THEN settled - owed ELSE 0 END AS surplus,
        CASE WHEN due > settled THEN due - settled ELSE 0 END AS behind,
        CASE WHEN owed > settled AND ends_before <= {{}} THEN owed - settled ELSE 0 END AS shortfall
    FROM standing
)
"""
# The key of a group and its name, of a row of `money`.
GROUPS = {
    Grouping.CONTRACT: ("CAST(id AS VARCHAR(36))", "number || ' ' || title"),
    Grouping.AUTHORITY: ("CAST(authority AS VARCHAR(36))", "authority_name"),
    Grouping.CONTRACTOR: ("CAST(contractor AS VARCHAR(36))", "contractor_name"),
    Grouping.TYPE: ("contract_type", "contract_type"),
    Grouping.YEAR: ("year", "year"),
}
SUMS = ", ".join(f"COALESCE(SUM({figure.value}), 0) AS {figure.value}" for figure in Figure)
Key = tuple[str, str]
LineKey = tuple[date, str, int]

# How each entry counts in a figure of its contract: what is owed, and what is set against it.
SIGNS = {
    Figure.OWED: (1, 0, 0),
    Figure.APPROVED: (0, 1, 0),
    Figure.OTHER: (0, 0, 1),
    Figure.EXPECTED: (0, 1, 1),
    Figure.REMAINING: (1, -1, -1),
    Figure.SHORTFALL: (1, -1, -1),
    Figure.SURPLUS: (-1, 1, 1),
    Figure.BEHIND: (0, -1, -1),
    Figure.LATE: (0, 0, 0),
}
ENTRIES = f"""
    SELECT '{LineKind.ENTRY.value}' AS kind, ledger_entry.kind AS detail, claim.id AS claim, claim.number AS claim_number,
        ledger_entry.effective_on AS day,
        ledger_entry.amount_cents * CASE
            WHEN ledger_entry.kind = 'owed' THEN CAST({{}} AS INTEGER) WHEN ledger_entry.kind = 'approved' THEN CAST({{}} AS INTEGER)
            ELSE CAST({{}} AS INTEGER)
        END AS cents, ledger_entry.seq AS place
    FROM ledger_entry
    LEFT JOIN review_decision ON review_decision.id = ledger_entry.source_id
    LEFT JOIN claim ON claim.id = review_decision.claim
    WHERE ledger_entry.contract = {{}} AND ledger_entry.effective_on <= {{}}
"""
IN_REVIEW = f"""
    SELECT '{LineKind.IN_REVIEW.value}', '', claim.id, claim.number, claim.period_start, claim.value_cents, claim.number
    FROM claim WHERE claim.contract = {{}} AND claim.status = 'submitted'
"""
TO_COME = f"SELECT '{LineKind.TO_COME.value}', '', id, number, period_before, cents, number FROM running WHERE contract = {{}}"
DUE = f"SELECT '{LineKind.DUE.value}', '', NULL, NULL, starts_on, due, 0 FROM money WHERE id = {{}}"
MILESTONES = f"""
    SELECT '{LineKind.MILESTONE.value}', milestone.label, NULL, NULL, milestone.due_on, 1,
        ROW_NUMBER() OVER (ORDER BY milestone.due_on, milestone.id)
    FROM milestone WHERE milestone.contract = {{}} AND met_on IS NULL AND lapsed_at IS NULL AND due_on < {{}}
"""


async def money_total(*, viewer: Viewer, on: date) -> GroupLine:
    """Return the figures of all contracts together, as they stand on a day."""
    viewer.require(Permission.READ_RECONCILIATION)
    (row,) = await _fetch(f"SELECT COUNT(*) AS contracts, {SUMS} FROM money", on)
    return GroupLine("", "", "", int(row["contracts"]), _figures(row))


async def money_groups(
    *, viewer: Viewer, grouping: Grouping, on: date, after: Key | None = None, size: int = PAGE_SIZE
) -> tuple[GroupLine, ...]:
    """Return contracts put together, by name, after the name and key of the last group shown; at most `size`."""
    viewer.require(Permission.READ_RECONCILIATION)
    key, label = GROUPS[grouping]
    grouped = f"SELECT {key} AS group_key, {label} AS group_label, COUNT(*) AS contracts, {SUMS} FROM money GROUP BY {key}, {label}"
    sql = f"SELECT * FROM ({grouped}) grouped"
    if after is not None:
        sql += " WHERE group_label > {} OR (group_label = {} AND group_key > {})"
    rows = await _fetch(f"{sql} ORDER BY group_label, group_key LIMIT {{}}", on, *_beyond(after), size)
    return tuple(_group(row, grouping, row["group_key"]) for row in rows)


async def contracts_behind(
    *, viewer: Viewer, grouping: Grouping, group: str, figure: Figure, on: date, after: Key | None = None, size: int = PAGE_SIZE
) -> tuple[ContractFigures, ...]:
    """Return the contracts of a group (of all, with an empty `group`) that make a figure of it, by number, after the number and id of the
    last one shown; at most `size`."""
    viewer.require(Permission.READ_RECONCILIATION)
    where, of_group = _of_group(grouping, group)
    sql = f"SELECT * FROM money WHERE {figure.value} <> 0 AND {where}"
    if after is not None:
        sql += " AND (number > {} OR (number = {} AND CAST(id AS VARCHAR(36)) > {}))"
    rows = await _fetch(f"{sql} ORDER BY number, CAST(id AS VARCHAR(36)) LIMIT {{}}", on, *of_group, *_beyond(after), size)
    return tuple(_contract(row) for row in rows)


async def group_behind(*, viewer: Viewer, grouping: Grouping, group: str, on: date) -> GroupLine:
    """Return one group with its figures (all contracts, with an empty `group`); one without contracts is not found."""
    viewer.require(Permission.READ_RECONCILIATION)
    where, of_group = _of_group(grouping, group)
    sql = f"SELECT MAX({GROUPS[grouping][1]}) AS group_label, COUNT(*) AS contracts, {SUMS} FROM money WHERE {where}"
    (row,) = await _fetch(sql, on, *of_group)
    if group and not row["contracts"]:
        raise MoneyNotFound(_("Hier zijn geen contracten van gevonden."))
    return _group(row, grouping, group)


async def money_of_contract(*, viewer: Viewer, contract_id: UUID, on: date) -> ContractFigures:
    """Return the figures of one contract; raise MoneyNotFound when it owes nothing and never did."""
    viewer.require(Permission.READ_RECONCILIATION)
    rows = await _fetch("SELECT * FROM money WHERE id = {}", on, contract_id)
    if not rows:
        raise MoneyNotFound(_("Bij dit contract zijn geen bedragen gevonden."))
    return _contract(rows[0])


async def lines_behind(
    *, viewer: Viewer, contract_id: UUID, figure: Figure, on: date, after: LineKey | None = None, size: int = PAGE_SIZE
) -> tuple[MoneyLine, ...]:
    """Return the lines of which a figure of a contract is the sum, by day, after the day, kind and place of the last one shown; at most
    `size`. A figure that is zero has none."""
    viewer.require(Permission.READ_RECONCILIATION)
    parts = [(ENTRIES, [*SIGNS[figure], contract_id, on])]
    if figure is Figure.EXPECTED:
        parts += [(IN_REVIEW, [contract_id]), (TO_COME, [contract_id])]
    if figure is Figure.BEHIND:
        parts.append((DUE, [contract_id]))
    if figure is Figure.LATE:
        parts.append((MILESTONES, [contract_id, on]))
    lines = " UNION ALL ".join(sql for sql, _arguments in parts)
    is_there = f"EXISTS (SELECT 1 FROM money WHERE money.id = {{}} AND money.{figure.value} <> 0)"
    sql = f"SELECT * FROM ({lines}) line WHERE cents <> 0 AND {is_there}"
    if after is not None:
        sql += " AND (day > {} OR (day = {} AND (kind > {} OR (kind = {} AND place > {}))))"
    beyond = [] if after is None else [after[0], after[0], after[1], after[1], after[2]]
    arguments = [argument for _sql, of_part in parts for argument in of_part]
    rows = await _fetch(f"{sql} ORDER BY day, kind, place LIMIT {{}}", on, *arguments, contract_id, *beyond, size)
    return tuple(_line(row) for row in rows)


async def _fetch(sql: str, on: date, *arguments: Any) -> list[dict[str, Any]]:
    """Return the rows of a query on `money` as it is on a day."""
    passed, days = days_between("contract.starts_on", "{}"), days_between("contract.starts_on", "contract.ends_before")
    beginning = MONEY % {"passed": passed, "days": days}
    return await fetch(beginning + sql, *[on] * beginning.count("{}"), *arguments)


def _of_group(grouping: Grouping, group: str) -> tuple[str, list[str]]:
    return (f"{GROUPS[grouping][0]} = {{}}", [group]) if group else ("1 = 1", [])


def _beyond(after: Key | None) -> list[str]:
    return [] if after is None else [after[0], after[0], after[1]]


def _group(row: dict[str, Any], grouping: Grouping, key: str) -> GroupLine:
    name = row["group_label"] or ""
    return GroupLine(key, name, _label(grouping, name) if key else "", int(row["contracts"]), _figures(row))


def _label(grouping: Grouping, label: str) -> str:
    if not label:
        return _("onbekend")
    return contract_type_label(ContractType(label)) if grouping is Grouping.TYPE else label


def _figures(row: dict[str, Any]) -> dict[Figure, Decimal]:
    return {figure: Decimal(int(row[figure.value])) if figure is Figure.LATE else from_cents(row[figure.value]) for figure in Figure}


def _contract(row: dict[str, Any]) -> ContractFigures:
    return ContractFigures(
        id=row["id"],
        number=row["number"],
        title=row["title"],
        contractor_name=row["contractor_name"],
        authority_name=row["authority_name"],
        figures=_figures(row),
    )


def _line(row: dict[str, Any]) -> MoneyLine:
    kind = LineKind(row["kind"])
    # In a union SQLite gives a day as the text that it keeps.
    day = row["day"] if isinstance(row["day"], date) else date.fromisoformat(row["day"])
    return MoneyLine(
        kind=kind,
        detail=row["detail"],
        claim_id=None if row["claim"] is None else UUID(str(row["claim"])),
        claim_number=None if row["claim_number"] is None else int(row["claim_number"]),
        day=day,
        amount=Decimal(int(row["cents"])) if kind is LineKind.MILESTONE else from_cents(row["cents"]),
        key=int(row["place"]),
    )
