"""What the register said before: triggers keep each row that exports read as it was before a change, to be read as it was known.

A position is a place in that history: the number of its last row. To read as known at a position, every table that changed since is
covered, on one connection, by a view of that name with its rows as they were; all queries then read those, whatever they join. The clock
plays no part: what a transaction that was open at the time wrote later is later.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from sroi.database.dialect import is_sqlite
from sroi.database.transactions import fetch, snapshot

# The tables that exports read, each with the column that tells its rows apart. Of candidates only that they came is kept: what they are
# called may not outlive them, and nothing else of them changes. For the same reason it holds no birth year, and not what a line of the
# region said of our own row, which is in our own tables.
FOLLOWED = {
    "organisation": "id",
    "contracting_authority": "id",
    "contract": "id",
    "contract_member": "id",
    "obligation_revision": "id",
    "ledger_entry": "seq",
    "claim": "id",
    "candidate": "id",
    "placement": "id",
    "training": "id",
    "social_purchase": "id",
    "community_activity": "id",
    "claim_status_change": "id",
    "review_decision": "id",
    "goal": "id",
    "recorded_result": "year",
    "policy_version": "name",
    "policy_confirmation": "id",
    "region_list": "id",
    "region_version": "id",
    "region_row": "id",
    "region_line": "id",
    "region_decision": "id",
    "region_join": "id",
    "year_closing": "year",
    "year_adjustment": "id",
}
ONLY_ARRIVALS = frozenset({"candidate"})
LEFT_OUT = {"placement": ("birth_year",), "region_line": ("own_facts",)}
EVENTS = ("INSERT", "UPDATE", "DELETE")
POSTGRES_KEEPER = """
CREATE OR REPLACE FUNCTION keep_row() RETURNS trigger AS $$
BEGIN
    INSERT INTO row_history (table_name, row_key, image)
    VALUES (TG_TABLE_NAME, to_jsonb(OLD) ->> TG_ARGV[0], CAST(to_jsonb(OLD) - string_to_array(TG_ARGV[1], ',') AS TEXT));
    RETURN NULL;
END;
$$ LANGUAGE plpgsql
"""
# Rows that come are kept a statement at a time, by a function of each table: row by row doubles what a large import costs.
POSTGRES_ARRIVALS = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$
BEGIN
    INSERT INTO row_history (table_name, row_key, image) SELECT '{table}', CAST({key} AS TEXT), NULL FROM arrived;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql
"""
# The first change after a position tells what was there at that position.
FIRST_SINCE = "SELECT MIN(seq) FROM {main}.row_history WHERE table_name = '{table}' AND seq > {position} GROUP BY row_key"
CHANGED_SINCE = "SELECT row_key FROM {main}.row_history WHERE table_name = '{table}' AND seq > {position}"


async def last_position() -> int:
    """Return the position that the register is at."""
    return int((await fetch("SELECT COALESCE(MAX(seq), 0) AS last FROM row_history"))[0]["last"])


@asynccontextmanager
async def as_known(position: int | None = None) -> AsyncIterator[int]:
    """Read the register as it was known at a position, or as it is now; give the position. Writes nothing and holds up no writer."""
    async with snapshot():
        if position is None:
            yield await last_position()
            return
        changed = await fetch("SELECT DISTINCT table_name FROM row_history WHERE seq > {}", position)
        covered = [row["table_name"] for row in changed]
        for table in covered:
            await fetch(await _view(table, position))
        await _forget_plans()
        yield position
        # After an error the whole transaction is undone, and the views with it.
        for table in covered:
            await fetch(f"DROP VIEW {'temp' if is_sqlite() else 'pg_temp'}.{table}")
        await _forget_plans()


async def follow() -> None:
    """Let triggers keep what changes in the tables that are followed, by the columns that they have now."""
    present = await _present()
    if "row_history" not in present:
        return
    if not is_sqlite():
        await fetch(POSTGRES_KEEPER)
    for table in FOLLOWED.keys() & present:
        for event in ("INSERT",) if table in ONLY_ARRIVALS else EVENTS:
            await fetch(await _trigger(table, FOLLOWED[table], event))


async def stop_following() -> None:
    """Take the triggers away, so that the tables may change shape."""
    for table in FOLLOWED.keys() & await _present():
        for event in EVENTS:
            name = _trigger_name(table, event)
            await fetch(f"DROP TRIGGER IF EXISTS {name}" if is_sqlite() else f"DROP TRIGGER IF EXISTS {name} ON {table}")


async def _present() -> set[str]:
    """Return the tables that there are at this version of the schema."""
    postgres = "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'"
    sql = "SELECT name FROM sqlite_master" if is_sqlite() else postgres
    return {row["name"] for row in await fetch(sql)}


async def forget_before(*, position: int) -> None:
    """Delete what nobody reads any more who reads as known at `position` or later; in the caller's transaction."""
    await fetch("DELETE FROM row_history WHERE seq <= {}", position)


async def forget_value(*, table: str, column: str, where: str, among: str) -> None:
    """Take one value out of the rows that are kept of a table, where another column is among what a query gives."""
    key = f"json_extract(image, '$.{where}')" if is_sqlite() else f"CAST(CAST(image AS JSONB) ->> '{where}' AS UUID)"
    held = f"json_extract(image, '$.{column}')" if is_sqlite() else f"CAST(image AS JSONB) ->> '{column}'"
    without = f"json_remove(image, '$.{column}')" if is_sqlite() else f"CAST(CAST(image AS JSONB) - '{column}' AS TEXT)"
    sql = f"UPDATE row_history SET image = {without} WHERE table_name = {{}} AND image IS NOT NULL AND {held} IS NOT NULL"
    await fetch(f"{sql} AND {key} IN ({among})", table)


def _trigger_name(table: str, event: str) -> str:
    return f"{table}_keeps_{event.lower()}"


async def _trigger(table: str, key: str, event: str) -> str:
    name, left_out = _trigger_name(table, event), LEFT_OUT.get(table, ())
    if not is_sqlite():
        if event == "INSERT":
            await fetch(POSTGRES_ARRIVALS.format(name=name, table=table, key=key))
            arrived = "REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT"
            return f"CREATE TRIGGER {name} AFTER INSERT ON {table} {arrived} EXECUTE FUNCTION {name}()"
        return f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW EXECUTE FUNCTION keep_row('{key}', '{','.join(left_out)}')"
    if event == "INSERT":
        values = f"NEW.{key}, NULL"
    else:
        columns = ", ".join(f"'{column}', OLD.{column}" for column in await _columns(table) if column not in left_out)
        values = f"OLD.{key}, json_object({columns})"
    kept = f"INSERT INTO row_history (table_name, row_key, image) VALUES ('{table}', {values})"
    return f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {kept}; END"


async def _columns(table: str) -> Sequence[str]:
    return [row["name"] for row in await fetch(f"PRAGMA main.table_info({table})")]


async def _view(table: str, position: int) -> str:
    """Return the statement that covers a table with its rows as they were at a position."""
    key, main = FOLLOWED[table], "main" if is_sqlite() else "public"
    first = FIRST_SINCE.format(main=main, table=table, position=position)
    changed = CHANGED_SINCE.format(main=main, table=table, position=position)
    kept = f"SELECT image FROM {main}.row_history WHERE seq IN ({first}) AND image IS NOT NULL"
    if is_sqlite():
        columns = await _columns(table)
        images = ", ".join(f"json_extract(kept.image, '$.{column}') AS {column}" for column in columns)
        earlier = f"SELECT {images} FROM ({kept}) AS kept"
        live = f"SELECT {', '.join(columns)} FROM main.{table} WHERE CAST({key} AS TEXT) NOT IN ({changed})"
    else:
        # Materialized: else a condition may be tried on the images of other tables, which have values of other types.
        image = f"(jsonb_populate_record(NULL::public.{table}, CAST(kept.image AS JSONB))).*"
        earlier = f"SELECT * FROM (WITH kept AS MATERIALIZED ({kept}) SELECT {image} FROM kept) AS earlier"
        live = f"SELECT * FROM public.{table} WHERE CAST({key} AS TEXT) NOT IN ({changed})"
    # The table itself comes last: by its columns SQLite knows which texts are dates and keys.
    return f"CREATE TEMP VIEW {table} AS {live if table in ONLY_ARRIVALS else f'{earlier} UNION ALL {live}'}"


async def _forget_plans() -> None:
    """PostgreSQL holds prepared queries to the tables that they were planned for; SQLite looks by itself."""
    if not is_sqlite():
        await fetch("DISCARD PLANS")
