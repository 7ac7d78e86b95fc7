"""Goals per year and kind, and years that are closed: what was proposed, frozen with its rows and figures, and adjusted later."""

from importlib.resources import files
from tomllib import loads
from uuid import uuid4

from sroi.database.schema import Schema
from sroi.database.transactions import fetch

KINDS = "('placements', 'network_growth', 'young_drop_out_pct')"
GOALS = (
    f"""
    CREATE TABLE goal (
        id UUID PRIMARY KEY,
        year INTEGER NOT NULL,
        kind VARCHAR(30) NOT NULL CHECK (kind IN {KINDS}),
        target INTEGER NOT NULL CHECK (target > 0),
        source TEXT NOT NULL CHECK (source <> ''),
        changed_by UUID REFERENCES user_account (id),
        changed_at TIMESTAMPTZ,
        UNIQUE (year, kind)
    )
    """,
)
CLOSINGS = (
    """
    CREATE TABLE year_closing_proposal (
        id UUID PRIMARY KEY,
        year INTEGER NOT NULL,
        proposed_by UUID NOT NULL REFERENCES user_account (id),
        proposed_at TIMESTAMPTZ NOT NULL,
        ended_at TIMESTAMPTZ
    )
    """,
    "CREATE UNIQUE INDEX year_closing_proposal_that_is_open ON year_closing_proposal (year) WHERE ended_at IS NULL",
    """
    CREATE TABLE year_closing (
        year INTEGER PRIMARY KEY,
        proposed_by UUID NOT NULL REFERENCES user_account (id),
        closed_by UUID NOT NULL REFERENCES user_account (id),
        closed_at TIMESTAMPTZ NOT NULL,
        snapshot TEXT NOT NULL,
        sha256 VARCHAR(64) NOT NULL,
        CHECK (closed_by <> proposed_by)
    )
    """,
    """
    CREATE TABLE year_adjustment (
        id UUID PRIMARY KEY,
        year INTEGER NOT NULL REFERENCES year_closing (year),
        number INTEGER NOT NULL CHECK (number > 0),
        scope VARCHAR(20) NOT NULL CHECK (scope IN ('local', 'regional')),
        placements INTEGER NOT NULL CHECK (placements <> 0),
        reason TEXT NOT NULL CHECK (reason <> ''),
        recorded_by UUID NOT NULL REFERENCES user_account (id),
        recorded_at TIMESTAMPTZ NOT NULL,
        UNIQUE (year, number)
    )
    """,
)


async def forwards(schema: Schema) -> None:
    """Take the goals of placements over, add what else the programme aims at, and create the tables of closed years."""
    await schema.run(*GOALS, *CLOSINGS)
    known = await fetch("SELECT year, placements, source FROM annual_goal")
    rows = [{"year": row["year"], "kind": "placements", "target": row["placements"], "source": row["source"]} for row in known]
    seeds = loads((files(__package__) / "seeds" / "more_goals.toml").read_text(encoding="utf-8"))
    await schema.insert("goal", [{"id": uuid4(), **row} for row in (*rows, *seeds["goals"])])
    await schema.run("DROP TABLE annual_goal")
    await schema.append_only("year_closing")
    await schema.append_only("year_adjustment")
