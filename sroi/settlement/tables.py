"""The tables of settlement decisions and of their status history, of which the database refuses to change or delete a row."""

from piccolo.columns import UUID, BigInt, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from sroi.accounts.tables import UserAccount
from sroi.contracts.tables import Contract


class SettlementDecision(Table):
    """One proposal and what became of it; the amount in whole cents. `expires_on` is the first day on which a credit no longer counts."""

    id = UUID(primary_key=True)
    number = BigInt()
    contract = ForeignKey(references=Contract, null=False)
    kind = Varchar(length=30)
    other_contract = ForeignKey(references=Contract)
    amount_cents = BigInt()
    effective_on = Date()
    expires_on = Date(null=True, default=None)
    pso_level = Varchar(length=80, null=True, default=None)
    reason = Text()
    steps = Text()
    status = Varchar(length=20)
    proposed_by = ForeignKey(references=UserAccount, null=False)
    proposed_at = Timestamptz()
    decided_by = ForeignKey(references=UserAccount)
    decided_at = Timestamptz(null=True, default=None)
    decision_reason = Text()


class SettlementStatusChange(Table):
    """One step in the status history of a decision."""

    id = UUID(primary_key=True)
    decision = ForeignKey(references=SettlementDecision, null=False)
    number = Integer()
    status = Varchar(length=20)
    reason = Text()
    changed_by = ForeignKey(references=UserAccount, null=False)
    changed_at = Timestamptz()
