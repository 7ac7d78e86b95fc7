"""Policies: the published versions, those that came with the register first; drafts; and who confirmed which rule."""

from datetime import UTC, date, datetime
from hashlib import sha256
from importlib.resources import files
from tomllib import loads

from sroi.database.schema import Schema

# Blocks stand before who takes them over.
SHIPPED = ("haaglanden-2023", "leiden-2023", "utrecht", "rijswijk-2023", "den-haag-2023")
SEEDED_AT = datetime(2023, 1, 1, tzinfo=UTC)
STATEMENTS = (
    """
    CREATE TABLE policy_version (
        name VARCHAR(80) PRIMARY KEY NOT NULL CHECK (name <> ''),
        text TEXT NOT NULL CHECK (text <> ''),
        sha256 VARCHAR(64) NOT NULL UNIQUE CHECK (LENGTH(sha256) = 64),
        blocks_from VARCHAR(80) REFERENCES policy_version (name),
        in_force_from DATE NOT NULL,
        published_at TIMESTAMPTZ NOT NULL,
        uploaded_by UUID REFERENCES user_account (id),
        published_by UUID REFERENCES user_account (id),
        CHECK ((uploaded_by IS NULL) = (published_by IS NULL)),
        CHECK (uploaded_by <> published_by)
    )
    """,
    """
    CREATE TABLE policy_draft (
        id UUID PRIMARY KEY,
        name VARCHAR(80) NOT NULL CHECK (name <> ''),
        text TEXT NOT NULL CHECK (text <> ''),
        sha256 VARCHAR(64) NOT NULL CHECK (LENGTH(sha256) = 64),
        status VARCHAR(20) NOT NULL CHECK (status IN ('open', 'published', 'discarded')),
        uploaded_by UUID NOT NULL REFERENCES user_account (id),
        uploaded_at TIMESTAMPTZ NOT NULL,
        decided_by UUID REFERENCES user_account (id),
        decided_at TIMESTAMPTZ,
        reason TEXT NOT NULL,
        CHECK ((status = 'open') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)),
        CHECK (status <> 'published' OR decided_by <> uploaded_by),
        CHECK (status <> 'discarded' OR reason <> '')
    )
    """,
    "CREATE UNIQUE INDEX one_open_draft ON policy_draft (name) WHERE status = 'open'",
    """
    CREATE TABLE policy_confirmation (
        id UUID PRIMARY KEY,
        policy_name VARCHAR(80) NOT NULL REFERENCES policy_version (name),
        policy_sha256 VARCHAR(64) NOT NULL CHECK (LENGTH(policy_sha256) = 64),
        rule VARCHAR(200) NOT NULL CHECK (rule <> ''),
        confirmed_by VARCHAR(200) NOT NULL CHECK (confirmed_by <> ''),
        confirmed_on DATE NOT NULL,
        decision_reference VARCHAR(300) NOT NULL CHECK (decision_reference <> ''),
        recorded_by UUID NOT NULL REFERENCES user_account (id),
        recorded_at TIMESTAMPTZ NOT NULL,
        UNIQUE (policy_sha256, rule)
    )
    """,
)


def _seed(name: str) -> dict[str, object]:
    text = _text(name)
    head = loads(text)
    blocks_from = _plain(head.get("blocks_from"))
    parts = [text] if blocks_from is None else [text, _text(str(blocks_from))]
    hashes = [sha256(part.encode()).hexdigest() for part in parts]
    in_force_from = _plain(head["in_force_from"])
    assert isinstance(in_force_from, date)
    return {
        "name": name,
        "text": text,
        "sha256": hashes[0] if len(hashes) == 1 else sha256("".join(hashes).encode()).hexdigest(),
        "blocks_from": blocks_from,
        "in_force_from": in_force_from,
        "published_at": SEEDED_AT,
    }


def _text(name: str) -> str:
    return (files("sroi") / "policy" / "versions" / f"{name}.toml").read_text(encoding="utf-8")


def _plain(value: object) -> object:
    """Return a value without its provenance."""
    return value["value"] if isinstance(value, dict) else value


async def forwards(schema: Schema) -> None:
    """Create the tables and publish the policies that come with the register; what is published or confirmed is never changed."""
    await schema.run(*STATEMENTS)
    await schema.insert("policy_version", [_seed(name) for name in SHIPPED])
    await schema.append_only("policy_version")
    await schema.append_only("policy_confirmation")
