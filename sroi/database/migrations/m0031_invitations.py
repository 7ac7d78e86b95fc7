"""What an administrator of the register does with accounts and invitations: bar somebody for good, and revoke what was sent.

Whoever is barred now stays so until an administrator of the register says otherwise: nobody can tell who barred them.
"""

from sroi.database.schema import Schema

STATEMENTS = (
    "ALTER TABLE user_account ADD COLUMN is_barred BOOLEAN NOT NULL DEFAULT FALSE",
    "UPDATE user_account SET is_barred = TRUE WHERE is_active = FALSE",
    "ALTER TABLE invitation ADD COLUMN revoked_at TIMESTAMPTZ",
    "CREATE INDEX invitation_by_organisation ON invitation (organisation, created_at)",
)


async def forwards(schema: Schema) -> None:
    """Add the columns."""
    await schema.run(*STATEMENTS)
