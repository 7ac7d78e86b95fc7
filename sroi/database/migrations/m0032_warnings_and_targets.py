"""What the queue and the aftercare hold on to: warnings of a claim as it was submitted, the partner that a supplier is, and dated targets.

Claims that wait already count no warnings of their own until they are submitted again; their rows show them. A supplier is the partner
with its KVK number, else with its name, as when a claim is kept.
"""

from sroi.database.schema import Schema
from sroi.database.transactions import fetch
from sroi.values import name_letters

STATEMENTS = (
    "ALTER TABLE claim ADD COLUMN own_cautions INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE social_purchase ADD COLUMN partner UUID REFERENCES partner (id)",
)
TARGET = """
    CREATE TABLE aftercare_target (
        id UUID PRIMARY KEY,
        label VARCHAR(100) NOT NULL CHECK (label <> ''),
        holds_from DATE NOT NULL DEFAULT '2000-01-01',
        age_below INTEGER CHECK (age_below > 0),
        blocks TEXT NOT NULL,
        maximum_pct INTEGER NOT NULL CHECK (maximum_pct BETWEEN 0 AND 100),
        source TEXT NOT NULL CHECK (source <> ''),
        is_confirmed BOOLEAN NOT NULL,
        UNIQUE (label, holds_from)
    )
"""


async def forwards(schema: Schema) -> None:
    """Add the columns, find the partner of each supplier, and let a target hold from a day: those of now always did."""
    await schema.run(*STATEMENTS, "ALTER TABLE aftercare_target ADD COLUMN holds_from DATE NOT NULL DEFAULT '2000-01-01'")
    await schema.rebuild("aftercare_target", TARGET)
    partners = await fetch("SELECT id, kvk_number, name_letters FROM partner ORDER BY name_key DESC, id DESC")
    by_number = {row["kvk_number"]: row["id"] for row in partners if row["kvk_number"]}
    by_name = {row["name_letters"]: row for row in partners}
    for row in await fetch("SELECT id, supplier_name, supplier_kvk_number FROM social_purchase"):
        named = by_name.get(name_letters(row["supplier_name"]))
        is_named = named is not None and None in (row["supplier_kvk_number"], named["kvk_number"])
        found = by_number.get(row["supplier_kvk_number"]) or (named["id"] if is_named and named else None)
        if found is not None:
            await fetch("UPDATE social_purchase SET partner = {} WHERE id = {}", found, row["id"])
