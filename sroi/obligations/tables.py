"""The tables of obligation revisions, which are never changed, of notices to the WSP and of milestones."""

from piccolo.columns import UUID, BigInt, Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
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
    change = Text(default="")
    is_undecided = Boolean(default=False)


class ObligationNotice(Table):
    """Tells the WSP of a contract with a new obligation (number 0) or of an event (its number), until someone has seen it."""

    id = UUID(primary_key=True)
    contract = ForeignKey(references=Contract, null=False)
    created_at = Timestamptz()
    seen_at = Timestamptz(null=True, default=None)
    seen_by = ForeignKey(references=UserAccount)
    number = Integer(default=0)
    text = Text(default="")
    mailed_at = Timestamptz(null=True, default=None)


class Milestone(Table):
    """What is due on a contract, by which day; it holds while `lapsed_at` is empty."""

    id = UUID(primary_key=True)
    contract = ForeignKey(references=Contract, null=False)
    key = Varchar(length=80)
    number = Integer()
    label = Varchar(length=200)
    due_on = Date()
    explanation = Text()
    policy_name = Varchar(length=80)
    is_confirmed = Boolean()
    created_at = Timestamptz()
    lapsed_at = Timestamptz(null=True, default=None)
    met_on = Date(null=True, default=None)
    met_by = ForeignKey(references=UserAccount)
    met_at = Timestamptz(null=True, default=None)
    note = Text()
