"""Aftercare: when a placement is called, what came of it, who dropped out, and what part may."""

import json
from importlib.resources import files
from tomllib import loads
from uuid import NAMESPACE_URL, uuid5

from sroi.database.schema import Schema

STATEMENTS = (
    """
    CREATE TABLE aftercare_rule (
        id UUID PRIMARY KEY,
        label VARCHAR(100) NOT NULL UNIQUE CHECK (label <> ''),
        days INTEGER CHECK (days >= 0),
        months INTEGER CHECK (months > 0),
        source TEXT NOT NULL CHECK (source <> ''),
        is_confirmed BOOLEAN NOT NULL,
        CHECK ((days IS NULL) <> (months IS NULL))
    )
    """,
    """
    CREATE TABLE aftercare_target (
        id UUID PRIMARY KEY,
        label VARCHAR(100) NOT NULL UNIQUE CHECK (label <> ''),
        age_below INTEGER CHECK (age_below > 0),
        blocks TEXT NOT NULL,
        maximum_pct INTEGER NOT NULL CHECK (maximum_pct BETWEEN 0 AND 100),
        source TEXT NOT NULL CHECK (source <> ''),
        is_confirmed BOOLEAN NOT NULL
    )
    """,
    """
    CREATE TABLE aftercare (
        id UUID PRIMARY KEY,
        contract UUID NOT NULL REFERENCES contract (id),
        candidate UUID NOT NULL REFERENCES candidate (id),
        employer_key VARCHAR(200) NOT NULL CHECK (employer_key <> ''),
        employer_name VARCHAR(200) NOT NULL CHECK (employer_name <> ''),
        target_group VARCHAR(80) NOT NULL,
        policy_name VARCHAR(80) NOT NULL,
        starts_on DATE NOT NULL,
        known_on DATE NOT NULL,
        created_at TIMESTAMPTZ NOT NULL,
        UNIQUE (candidate, employer_key, starts_on)
    )
    """,
    "CREATE INDEX placement_by_candidate_and_start ON placement (candidate, starts_on)",
    "CREATE INDEX aftercare_by_start ON aftercare (starts_on)",
    """
    CREATE TABLE aftercare_moment (
        id UUID PRIMARY KEY,
        aftercare UUID NOT NULL REFERENCES aftercare (id),
        label VARCHAR(100) NOT NULL CHECK (label <> ''),
        due_on DATE NOT NULL,
        explanation TEXT NOT NULL,
        is_confirmed BOOLEAN NOT NULL,
        UNIQUE (aftercare, label)
    )
    """,
    "CREATE INDEX aftercare_moment_by_day ON aftercare_moment (due_on, id)",
    """
    CREATE TABLE aftercare_contact (
        id UUID PRIMARY KEY,
        moment UUID NOT NULL REFERENCES aftercare_moment (id),
        held_on DATE NOT NULL,
        outcome VARCHAR(20) NOT NULL CHECK (outcome IN ('well', 'attention', 'not_reached')),
        note TEXT NOT NULL,
        recorded_by UUID NOT NULL REFERENCES user_account (id),
        recorded_at TIMESTAMPTZ NOT NULL
    )
    """,
    "CREATE INDEX aftercare_contact_by_moment ON aftercare_contact (moment)",
    """
    CREATE TABLE aftercare_dropout (
        id UUID PRIMARY KEY,
        aftercare UUID NOT NULL REFERENCES aftercare (id),
        ended_before DATE NOT NULL,
        reason TEXT NOT NULL CHECK (reason <> ''),
        recorded_by UUID NOT NULL REFERENCES user_account (id),
        recorded_at TIMESTAMPTZ NOT NULL,
        revoked_by UUID REFERENCES user_account (id),
        revoked_at TIMESTAMPTZ,
        revoked_reason TEXT NOT NULL,
        CHECK ((revoked_at IS NULL) = (revoked_by IS NULL)),
        CHECK ((revoked_at IS NULL) = (revoked_reason = ''))
    )
    """,
    "CREATE UNIQUE INDEX aftercare_dropout_that_holds ON aftercare_dropout (aftercare) WHERE revoked_at IS NULL",
)


async def forwards(schema: Schema) -> None:
    """Create the tables and fill in how it starts. What is written about a person can be taken away once it is kept long enough."""
    await schema.run(*STATEMENTS)
    seeds = loads((files(__package__) / "seeds" / "aftercare.toml").read_text(encoding="utf-8"))
    for moment in seeds["moments"]:
        row = {"days": None, "months": None, **moment, "id": uuid5(NAMESPACE_URL, f"aftercare_rule/{moment['label']}")}
        await schema.insert("aftercare_rule", [row])
    for target in seeds["targets"]:
        row = {**target, "blocks": json.dumps(target["blocks"]), "id": uuid5(NAMESPACE_URL, f"aftercare_target/{target['label']}")}
        await schema.insert("aftercare_target", [row])
