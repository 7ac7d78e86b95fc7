"""A preview may be discarded, and the imports are listed a page at a time, newest first."""

from sroi.database.schema import Schema

STATUSES = "status IN ('preview', 'confirmed', 'reading', 'refused', 'undone'"


async def forwards(schema: Schema) -> None:
    """Let an import be discarded, and find imports by their moment."""
    await schema.change_check("import_batch", "import_batch_status_check", old=f"{STATUSES})", new=f"{STATUSES}, 'discarded')")
    await schema.run("CREATE INDEX import_batch_by_moment ON import_batch (created_at, id)")
