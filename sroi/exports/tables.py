"""The table of exports that were made; the database refuses to change or delete a row."""

from piccolo.columns import UUID, BigInt, Boolean, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.table import Table

from sroi.accounts.tables import Organisation, UserAccount


class ExportRecord(Table):
    """One export: of which year, as of which day and known at which moment, by whom (None for the server itself), and its hash.

    `position` is where the history of the register was when it was read; older records have none. One about a single contractor names its
    `organisation`, and `is_for_contractor` where it says no more than that contractor may see.
    """

    id = UUID(primary_key=True)
    key = Varchar(length=40)
    year = Integer()
    as_of = Date()
    as_known_on = Timestamptz()
    made_by = ForeignKey(references=UserAccount)
    release = Varchar(length=40)
    sha256 = Varchar(length=64)
    size_bytes = BigInt()
    is_kept = Boolean()
    position = BigInt(null=True, default=None)
    organisation = ForeignKey(references=Organisation)
    is_for_contractor = Boolean(default=False)
