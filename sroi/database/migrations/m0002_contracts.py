"""Contracting authorities, tenders with their lots, contracts and imports; the region's authorities as seeds."""

from datetime import UTC, datetime
from importlib.resources import files
from tomllib import loads
from typing import Any
from unicodedata import combining, normalize
from uuid import NAMESPACE_URL, uuid5

from sroi.database.schema import Schema

SEEDED_AT = datetime(2023, 1, 1, tzinfo=UTC)
TYPES = "('works', 'services', 'supplies')"
CONTRACTS = (
    """
    CREATE TABLE contracting_authority (
        id UUID PRIMARY KEY,
        name VARCHAR(200) NOT NULL CHECK (name <> ''),
        search_text VARCHAR(200) NOT NULL UNIQUE,
        municipality_code VARCHAR(6) UNIQUE,
        is_home BOOLEAN NOT NULL,
        created_at TIMESTAMPTZ NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX one_home_authority ON contracting_authority (is_home) WHERE is_home",
    f"""
    CREATE TABLE tender (
        id UUID PRIMARY KEY,
        authority UUID NOT NULL REFERENCES contracting_authority (id),
        reference VARCHAR(100) NOT NULL CHECK (reference <> ''),
        title VARCHAR(300) NOT NULL,
        contract_type VARCHAR(20) CHECK (contract_type IN {TYPES}),
        cpv_code VARCHAR(8),
        search_text TEXT NOT NULL,
        created_at TIMESTAMPTZ NOT NULL,
        UNIQUE (authority, reference)
    )
    """,
    """
    CREATE TABLE lot (
        id UUID PRIMARY KEY,
        tender UUID NOT NULL REFERENCES tender (id),
        number INTEGER NOT NULL CHECK (number > 0),
        title VARCHAR(300) NOT NULL CHECK (title <> ''),
        UNIQUE (tender, number)
    )
    """,
    f"""
    CREATE TABLE contract (
        id UUID PRIMARY KEY,
        authority UUID NOT NULL REFERENCES contracting_authority (id),
        number VARCHAR(100) CHECK (number <> ''),
        tender UUID REFERENCES tender (id),
        title VARCHAR(300) NOT NULL,
        contract_type VARCHAR(20) CHECK (contract_type IN {TYPES}),
        contractor UUID REFERENCES organisation (id),
        contractor_name VARCHAR(200) NOT NULL,
        cpv_code VARCHAR(8),
        contract_sum_cents BIGINT CHECK (contract_sum_cents > 0),
        tender_sum_cents BIGINT CHECK (tender_sum_cents > 0),
        labour_share_bp INTEGER CHECK (labour_share_bp BETWEEN 0 AND 10000),
        agreed_rate_bp INTEGER CHECK (agreed_rate_bp BETWEEN 0 AND 10000),
        awarded_on DATE,
        award_date_is_assumed BOOLEAN NOT NULL,
        starts_on DATE,
        ends_before DATE,
        extension_options VARCHAR(300) NOT NULL,
        status VARCHAR(20) NOT NULL CHECK (status IN ('draft', 'registered')),
        import_key VARCHAR(64) UNIQUE,
        search_text TEXT NOT NULL,
        created_at TIMESTAMPTZ NOT NULL,
        registered_at TIMESTAMPTZ,
        UNIQUE (authority, number),
        CHECK (ends_before > starts_on),
        CHECK (status = 'draft' OR (
            number IS NOT NULL AND title <> '' AND contract_type IS NOT NULL AND contractor IS NOT NULL
            AND contract_sum_cents IS NOT NULL AND awarded_on IS NOT NULL AND starts_on IS NOT NULL AND registered_at IS NOT NULL
        ))
    )
    """,
    "CREATE INDEX contract_by_contractor ON contract (contractor)",
    "CREATE INDEX contract_by_moment ON contract (created_at, id)",
    """
    CREATE TABLE contract_lot (
        id UUID PRIMARY KEY,
        contract UUID NOT NULL REFERENCES contract (id),
        lot UUID NOT NULL REFERENCES lot (id),
        UNIQUE (contract, lot)
    )
    """,
)
IMPORTS = (
    """
    CREATE TABLE import_batch (
        id UUID PRIMARY KEY,
        file_name VARCHAR(255) NOT NULL,
        sha256 VARCHAR(64) NOT NULL,
        format VARCHAR(40) NOT NULL,
        authority UUID NOT NULL REFERENCES contracting_authority (id),
        award_date_from_start BOOLEAN NOT NULL,
        status VARCHAR(20) NOT NULL CHECK (status IN ('preview', 'confirmed')),
        created_by UUID NOT NULL REFERENCES user_account (id),
        created_at TIMESTAMPTZ NOT NULL,
        confirmed_at TIMESTAMPTZ,
        row_count INTEGER NOT NULL,
        problems TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE import_row (
        id UUID PRIMARY KEY,
        batch UUID NOT NULL REFERENCES import_batch (id),
        position INTEGER NOT NULL,
        location VARCHAR(100) NOT NULL,
        verdict VARCHAR(20) NOT NULL CHECK (verdict IN ('contract', 'draft', 'known')),
        fields TEXT NOT NULL,
        problems TEXT NOT NULL,
        contract UUID REFERENCES contract (id),
        UNIQUE (batch, position)
    )
    """,
    "CREATE INDEX import_row_by_contract ON import_row (contract)",
)


def _seed(row: dict[str, Any]) -> dict[str, object]:
    plain = "".join(sign for sign in normalize("NFKD", row["name"]) if not combining(sign)).casefold()
    return {
        "id": uuid5(NAMESPACE_URL, f"https://identifier.overheid.nl/tooi/id/gemeente/{row['municipality_code'].lower()}"),
        "name": row["name"],
        "search_text": plain,
        "municipality_code": row["municipality_code"],
        "is_home": row.get("is_home", False),
        "created_at": SEEDED_AT,
    }


async def forwards(schema: Schema) -> None:
    """Create the tables and the authorities of the region."""
    await schema.run(*CONTRACTS, *IMPORTS)
    seeds = loads((files(__package__) / "seeds" / "authorities.toml").read_text(encoding="utf-8"))
    await schema.insert("contracting_authority", [_seed(row) for row in seeds["authorities"]])
