"""The table of decisions; the database refuses to change or delete a row."""

from piccolo.columns import UUID, BigInt, ForeignKey, Text, Timestamptz, Varchar
from piccolo.table import Table

from sroi.accounts.tables import UserAccount
from sroi.fulfilment.tables import Claim


class ReviewDecision(Table):
    """A verdict on one claim; the amount is what was approved, in whole cents."""

    id = UUID(primary_key=True)
    claim = ForeignKey(references=Claim, null=False)
    verdict = Varchar(length=20)
    amount_cents = BigInt(null=True, default=None)
    reason = Text()
    decided_by = ForeignKey(references=UserAccount, null=False)
    decided_at = Timestamptz()
