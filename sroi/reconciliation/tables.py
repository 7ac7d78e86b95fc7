"""The tables of goals, of the results of years before this register, and of who looked at contracts that look split."""

from piccolo.columns import UUID, Date, ForeignKey, Integer, Text, Timestamptz
from piccolo.table import Table

from sroi.accounts.tables import UserAccount
from sroi.contracts.tables import Contract


class AnnualGoal(Table):
    """How many placements the municipality wants in a year, and where it says so."""

    year = Integer(primary_key=True, default=0)
    placements = Integer()
    source = Text()


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
