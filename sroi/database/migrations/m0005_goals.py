"""Goals of the year and the results of years before this register, as their sources give them."""

from importlib.resources import files
from tomllib import loads

from sroi.database.schema import Schema

STATEMENTS = (
    """
    CREATE TABLE annual_goal (
        year INTEGER PRIMARY KEY,
        placements INTEGER NOT NULL CHECK (placements > 0),
        source TEXT NOT NULL CHECK (source <> '')
    )
    """,
    """
    CREATE TABLE recorded_result (
        year INTEGER PRIMARY KEY,
        placements INTEGER NOT NULL CHECK (placements >= 0),
        local INTEGER,
        regional INTEGER,
        employers INTEGER NOT NULL,
        note TEXT NOT NULL,
        source TEXT NOT NULL CHECK (source <> ''),
        CHECK (local + regional = placements)
    )
    """,
)


async def forwards(schema: Schema) -> None:
    """Create the tables and fill them with what is known."""
    await schema.run(*STATEMENTS)
    seeds = loads((files(__package__) / "seeds" / "goals.toml").read_text(encoding="utf-8"))
    await schema.insert("annual_goal", seeds["goals"])
    await schema.insert("recorded_result", seeds["results"])
