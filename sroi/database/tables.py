"""The table of what rows were before they changed; triggers fill it, see `sroi.database.history`."""

from piccolo.columns import Integer, Text, Varchar
from piccolo.table import Table

import sroi.database  # noqa: F401  chooses the engine


class RowHistory(Table):
    """A row of a table as it was before a change, as JSON; None where it was not there."""

    seq = Integer(primary_key=True, default=0)
    table_name = Varchar(length=60)
    row_key = Varchar(length=64)
    image = Text(null=True, default=None)
