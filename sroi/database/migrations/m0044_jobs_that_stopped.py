"""Since when a job is worked on, and whether what ended it is a sentence of the house, that its page can tell.

The time left was reckoned from when a job was asked for, also when its process had been killed and it began again much later.
"""

from sroi.database.schema import Schema


async def forwards(schema: Schema) -> None:
    """Add the columns. What ended before its last attempt was refused: anything else would have been tried again."""
    await schema.run(
        "ALTER TABLE job ADD COLUMN taken_at TIMESTAMPTZ",
        "ALTER TABLE job ADD COLUMN was_refused BOOLEAN NOT NULL DEFAULT false",
        "UPDATE job SET was_refused = true WHERE has_failed AND attempts < max_attempts",
    )
