"""Foreign keys by which very many rows name one parent, such as the import that they came from: PostgreSQL asks for it once a statement.

It looks up the parent of a foreign key for each row, and four of these were a sixth of what it did to store an import. Here triggers do
what the foreign key did: a parent that is named is there, and is held against whoever would delete it meanwhile; one that is named is
neither deleted nor given another id. What SQLite does for a foreign key costs little: there they are as they were.
"""

from sroi.database.dialect import is_sqlite
from sroi.database.transactions import fetch

FUNCTIONS = (
    """
    CREATE OR REPLACE FUNCTION refuse_unknown_parent() RETURNS trigger AS $$
    DECLARE
        named UUID;
        is_there BOOLEAN;
    BEGIN
        FOR named IN EXECUTE format('SELECT DISTINCT %I FROM arrived WHERE %1$I IS NOT NULL', TG_ARGV[0]) LOOP
            EXECUTE format('SELECT TRUE FROM %I WHERE id = $1 FOR KEY SHARE', TG_ARGV[1]) INTO is_there USING named;
            IF is_there IS NULL THEN
                RAISE foreign_key_violation
                    USING MESSAGE = format('%s of %s is no %s: %s', TG_ARGV[0], TG_TABLE_NAME, TG_ARGV[1], named);
            END IF;
        END LOOP;
        RETURN NULL;
    END;
    $$ LANGUAGE plpgsql
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_orphans() RETURNS trigger AS $$
    DECLARE
        is_named BOOLEAN;
    BEGIN
        EXECUTE format('SELECT TRUE FROM %I WHERE %I = $1 LIMIT 1', TG_ARGV[0], TG_ARGV[1]) INTO is_named USING OLD.id;
        IF is_named THEN
            RAISE foreign_key_violation
                USING MESSAGE = format('%s is still %s of %s: %s', TG_TABLE_NAME, TG_ARGV[1], TG_ARGV[0], OLD.id);
        END IF;
        RETURN NULL;
    END;
    $$ LANGUAGE plpgsql
    """,
)


async def ask_once_a_statement(*, table: str, column: str, parent: str) -> None:
    """Put triggers in the place of the foreign key by which `column` names the `id` of a parent; on SQLite the foreign key stays.

    A table that is rebuilt loses them as it loses its other triggers.
    """
    if is_sqlite():
        return
    for function in FUNCTIONS:
        await fetch(function)
    await fetch(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_fkey")
    for event in ("INSERT", "UPDATE"):
        await fetch(
            f"CREATE TRIGGER {table}_{column}_is_known_on_{event.lower()} AFTER {event} ON {table} REFERENCING NEW TABLE AS arrived "
            f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_unknown_parent('{column}', '{parent}')"
        )
    for event, when in (("DELETE", ""), ("UPDATE", "WHEN (OLD.id <> NEW.id)")):
        await fetch(
            f"CREATE TRIGGER {parent}_is_{column}_of_{table}_on_{event.lower()} AFTER {event} ON {parent} "
            f"FOR EACH ROW {when} EXECUTE FUNCTION refuse_orphans('{table}', '{column}')"
        )
