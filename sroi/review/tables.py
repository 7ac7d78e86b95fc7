"""The tables of review. The database refuses to change or delete a decision, a reopening, a question or an answer."""

from piccolo.columns import UUID, BigInt, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from sroi.accounts.tables import UserAccount
from sroi.fulfilment.tables import Claim


class ReviewDecision(Table):
    """A verdict on one claim; the amount is what was approved, in whole cents.

    `checks` are the points of the checklist and which were ticked; `limit_steps` is how many steps the approval added to the claim.
    """

    id = UUID(primary_key=True)
    claim = ForeignKey(references=Claim, null=False)
    verdict = Varchar(length=20)
    amount_cents = BigInt(null=True, default=None)
    reason = Text()
    decided_by = ForeignKey(references=UserAccount, null=False)
    decided_at = Timestamptz()
    checks = Text(default="[]")
    limit_steps = Integer(default=0)


class ReviewReopening(Table):
    """A decision that was taken back, once, and why."""

    id = UUID(primary_key=True)
    decision = ForeignKey(references=ReviewDecision, null=False)
    reason = Text()
    reopened_by = ForeignKey(references=UserAccount, null=False)
    reopened_at = Timestamptz()


class ReviewQuestion(Table):
    """What the WSP asked about a claim as it was at `version`."""

    id = UUID(primary_key=True)
    claim = ForeignKey(references=Claim, null=False)
    version = Integer()
    question = Text()
    asked_by = ForeignKey(references=UserAccount, null=False)
    asked_at = Timestamptz()


class ReviewAnswer(Table):
    """What the contractor answered to one question."""

    id = UUID(primary_key=True)
    question = ForeignKey(references=ReviewQuestion, null=False)
    answer = Text()
    answered_by = ForeignKey(references=UserAccount, null=False)
    answered_at = Timestamptz()


class ReviewFilter(Table):
    """A filter of the queue as one person calls it; `query` is the part of the address that makes it."""

    id = UUID(primary_key=True)
    account = ForeignKey(references=UserAccount, null=False)
    name = Varchar(length=60)
    query = Text()
    saved_at = Timestamptz()


class ReviewPresence(Table):
    """When a person last looked at a claim; it says something for a few minutes only."""

    id = UUID(primary_key=True)
    claim = ForeignKey(references=Claim, null=False)
    account = ForeignKey(references=UserAccount, null=False)
    seen_at = Timestamptz()


class ReviewWorkbook(Table):
    """A workbook with a review in it, as one person handed it in; the file itself is not kept. `job` is the last that was at work on it."""

    id = UUID(primary_key=True)
    file_name = Varchar(length=255)
    sha256 = Varchar(length=64)
    row_count = Integer()
    handed_in_by = ForeignKey(references=UserAccount, null=False)
    created_at = Timestamptz()
    decided_at = Timestamptz(null=True, default=None)
    job = UUID(null=True, default=None)


class ReviewWorkbookRow(Table):
    """A row in which something was filled in: what was meant, as typed and at which cells, where it stands, and the decision it became."""

    id = UUID(primary_key=True)
    workbook = ForeignKey(references=ReviewWorkbook, null=False)
    position = Integer()
    sheet = Varchar(length=100)
    claim = ForeignKey(references=Claim)
    version = Integer()
    verdict = Varchar(length=20, null=True, default=None)
    amount_cents = BigInt(null=True, default=None)
    typed = Text()
    addresses = Text()
    state = Varchar(length=20)
    problems = Text()
    decision = ForeignKey(references=ReviewDecision)
