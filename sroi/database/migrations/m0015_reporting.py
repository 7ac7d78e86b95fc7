"""What reporting asks beside what was there: the part of a person's day that a placement takes, the kind of employment, what a file shows,
and invoices that are found again however their number was typed.

A placement so far took the whole day, which stays true of it.
"""

from sroi.database.schema import Schema
from sroi.database.transactions import fetch
from sroi.values import name_letters

STATEMENTS = (
    "ALTER TABLE placement ADD COLUMN employment VARCHAR(40)",
    "ALTER TABLE placement ADD COLUMN share_parts TEXT NOT NULL DEFAULT '[[0, 10000]]'",
    "ALTER TABLE evidence ADD COLUMN shows VARCHAR(200) NOT NULL DEFAULT ''",
    "ALTER TABLE social_purchase ADD COLUMN invoice_key VARCHAR(100) NOT NULL DEFAULT ''",
    "CREATE INDEX social_purchase_by_invoice_key ON social_purchase (invoice_key)",
)


async def forwards(schema: Schema) -> None:
    """Add the columns, and give each invoice its key."""
    await schema.run(*STATEMENTS)
    for row in await fetch("SELECT id, invoice_number FROM social_purchase"):
        await fetch("UPDATE social_purchase SET invoice_key = {} WHERE id = {}", name_letters(row["invoice_number"]), row["id"])
