"""What all rows of a large import name, such as the import itself, is asked for once a statement, where the database asked for each row."""

from sroi.database.parents import ask_once_a_statement
from sroi.database.schema import Schema

OF_MANY = (
    ("contract", "authority", "contracting_authority"),
    ("contract_event", "recorded_by", "user_account"),
    ("obligation_revision", "recorded_by", "user_account"),
    ("import_row", "batch", "import_batch"),
)


async def forwards(_schema: Schema) -> None:
    """Put that in the place of the foreign keys."""
    for table, column, parent in OF_MANY:
        await ask_once_a_statement(table=table, column=column, parent=parent)
