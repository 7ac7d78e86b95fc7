"""The table of ledger entries; the database refuses to change or delete a row."""

from piccolo.columns import UUID, BigInt, Date, ForeignKey, Timestamptz, Varchar
from piccolo.table import Table

from sroi.contracts.tables import Contract


class LedgerEntry(Table):
    """One amount in whole cents; `owed` raises what is owed, `approved` is what was delivered.

    `block` names the table and block of a policy by which it counts, as `pso.trede_1`, where it counts by one.
    """

    seq = BigInt(primary_key=True, default=0)
    contract = ForeignKey(references=Contract, null=False)
    kind = Varchar(length=20)
    amount_cents = BigInt()
    effective_on = Date()
    recorded_at = Timestamptz()
    source_kind = Varchar(length=40)
    source_id = UUID()
    block = Varchar(length=120, null=True, default=None)
