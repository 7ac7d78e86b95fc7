"""The tables of obligation revisions, which are never changed, and of notices to the WSP."""

from piccolo.columns import UUID, BigInt, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from sroi.accounts.tables import UserAccount
from sroi.contracts.tables import Contract


class ObligationRevision(Table):
    """What a contract owes since `effective_on`; the revision with the highest number holds now."""

    id = UUID(primary_key=True)
    contract = ForeignKey(references=Contract, null=False)
    number = Integer()
    cause = Varchar(length=40)
    effective_on = Date()
    recorded_at = Timestamptz()
    outcome = Varchar(length=20)
    amount_cents = BigInt()
    policy_name = Varchar(length=80, null=True, default=None)
    policy_sha256 = Varchar(length=64, null=True, default=None)
    steps = Text()
    questions = Text()
    recorded_by = ForeignKey(references=UserAccount, null=False)


class ObligationNotice(Table):
    """Tells the WSP of a contract with a new obligation, until someone has seen it."""

    id = UUID(primary_key=True)
    contract = ForeignKey(references=Contract, null=False)
    created_at = Timestamptz()
    seen_at = Timestamptz(null=True, default=None)
    seen_by = ForeignKey(references=UserAccount)
