"""The table of stored files."""

from piccolo.columns import BigInt, Timestamptz, Varchar
from piccolo.table import Table

import sroi.database  # noqa: F401  chooses the engine


class StoredFile(Table):
    """A file that is kept; the row is written after the bytes are on disk."""

    sha256 = Varchar(length=64, primary_key=True, default="")
    media_type = Varchar(length=100)
    size_bytes = BigInt()
    stored_at = Timestamptz()
