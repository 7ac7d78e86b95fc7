"""The tables of goals, of results of years before this register, of closed years, and of looks at contracts that look split."""

from piccolo.columns import UUID, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from sroi.accounts.tables import UserAccount
from sroi.contracts.tables import Contract


class Goal(Table):
    """What the municipality wants of one kind in a year, and where it says so; `changed_by` is None for what came with the register."""

    id = UUID(primary_key=True)
    year = Integer()
    kind = Varchar(length=30)
    target = Integer()
    source = Text()
    changed_by = ForeignKey(references=UserAccount)
    changed_at = Timestamptz(null=True, default=None)


class RecordedResult(Table):
    """The result of a year as its source gives it; `local` and `regional` are None where the source does not split."""

    year = Integer(primary_key=True, default=0)
    placements = Integer()
    local = Integer(null=True, default=None)
    regional = Integer(null=True, default=None)
    employers = Integer()
    note = Text()
    source = Text()


class SplitReview(Table):
    """That somebody looked at contracts that look split, and why that is enough."""

    id = UUID(primary_key=True)
    looked_on = Date()
    reason = Text()
    recorded_by = ForeignKey(references=UserAccount, null=False)
    recorded_at = Timestamptz()


class SplitReviewContract(Table):
    """One of the contracts that were looked at together."""

    id = UUID(primary_key=True)
    review = ForeignKey(references=SplitReview, null=False)
    contract = ForeignKey(references=Contract, null=False)


class YearClosingProposal(Table):
    """That somebody proposed to close a year; `ended_at` when that was done or taken back."""

    id = UUID(primary_key=True)
    year = Integer()
    proposed_by = ForeignKey(references=UserAccount, null=False)
    proposed_at = Timestamptz()
    ended_at = Timestamptz(null=True, default=None)


class YearClosing(Table):
    """A year that was closed for good: its rows and figures as JSON, and their hash. The database refuses to change or delete it."""

    year = Integer(primary_key=True, default=0)
    proposed_by = ForeignKey(references=UserAccount, null=False)
    closed_by = ForeignKey(references=UserAccount, null=False)
    closed_at = Timestamptz()
    snapshot = Text()
    sha256 = Varchar(length=64)


class YearAdjustment(Table):
    """So many placements more or fewer in a closed year, and why. The database refuses to change or delete it."""

    id = UUID(primary_key=True)
    year = ForeignKey(references=YearClosing, null=False)
    number = Integer()
    scope = Varchar(length=20)
    placements = Integer()
    reason = Text()
    recorded_by = ForeignKey(references=UserAccount, null=False)
    recorded_at = Timestamptz()
