"""Events found by their moment instead of by their subject, and ledger entries without an index that no query uses.

The one question about the events of contracts is what changed of them after an import. The few events since then answer it, where by
subject every contract of the import had to be looked up. Texts of a kind and an id each cost storing an import more than a moment does.
The entries of a source are found by the key that keeps them from being posted twice.
"""

from sroi.database.schema import Schema


async def forwards(schema: Schema) -> None:
    """Replace one index, and drop the other."""
    await schema.run(
        "DROP INDEX audit_event_by_subject",
        "CREATE INDEX audit_event_by_moment ON audit_event (at)",
        "DROP INDEX ledger_entry_by_source",
    )
