"""The import of a file that was read before is found by what that file holds.

The page of an import asks for it each time that it is shown, and went through all imports that there ever were.
"""

from sroi.database.schema import Schema


async def forwards(schema: Schema) -> None:
    """Add the index. One file may be imported more than once."""
    await schema.run("CREATE INDEX import_batch_by_file ON import_batch (sha256)")
