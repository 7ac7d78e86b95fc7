"""The tables of goals, of results of years before this register, of closed years, of looks at contracts that look split, and of the
region's lists."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from sroi.accounts.tables import UserAccount
from sroi.contracts.tables import Contract
from sroi.fulfilment.tables import Claim


class Goal(Table):
    """What the municipality wants of one kind in a year, and where it says so; `changed_by` is None for what came with the register.

    `counts_by` is the fact of a placement that decides whether it counts, `counts_value` what that fact must be; empty admits all. The
    year, the contract and the stage by which a person counts are choices too.
    """

    id = UUID(primary_key=True)
    year = Integer()
    kind = Varchar(length=30)
    target = Integer()
    source = Text()
    changed_by = ForeignKey(references=UserAccount)
    changed_at = Timestamptz(null=True, default=None)
    counts_by = Varchar(length=30, default="scope")
    counts_value = Varchar(length=200, default="")
    counts_moment = Varchar(length=20, default="started")
    counts_contract = Varchar(length=20, default="earliest")
    counts_stage = Varchar(length=20, default="approved")


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


class RegionList(Table):
    """What one partner in the region claims over one year; its file comes in versions."""

    id = UUID(primary_key=True)
    partner = Varchar(length=200)
    partner_key = Text()
    year = Integer()
    created_by = ForeignKey(references=UserAccount, null=False)
    created_at = Timestamptz()


class RegionListVersion(Table, tablename="region_version"):
    """One file of a list, in preview or taken in; `columns` maps its headers to fields, as JSON."""

    id = UUID(primary_key=True)
    list = ForeignKey(references=RegionList, null=False)
    number = Integer()
    file_name = Varchar(length=255)
    sha256 = Varchar(length=64)
    format = Varchar(length=40)
    status = Varchar(length=20)
    columns = Text()
    problems = Text()
    row_count = Integer()
    created_by = ForeignKey(references=UserAccount, null=False)
    created_at = Timestamptz()
    compared_at = Timestamptz(null=True, default=None)


class RegionListRow(Table, tablename="region_row"):
    """One row of a version: what it says but for names and birth dates, and by what it is known in another version."""

    id = UUID(primary_key=True)
    version = ForeignKey(references=RegionListVersion, null=False)
    position = Integer()
    location = Varchar(length=200)
    identity = Varchar(length=64)
    fingerprint = Varchar(length=64)
    person_token = Varchar(length=64, null=True, default=None)
    facts = Text()
    problems = Text()


class RegionLineRow(Table, tablename="region_line"):
    """What is decided as one: a row of a list, a claim of ours, or both; made anew when the version is compared again."""

    id = UUID(primary_key=True)
    version = ForeignKey(references=RegionListVersion, null=False)
    position = Integer()
    line_key = Varchar(length=64)
    partner_row = ForeignKey(references=RegionListRow)
    own_claim = ForeignKey(references=Claim)
    own_facts = Text()
    kind = Varchar(length=20)
    proposed = Varchar(length=20)
    score = Integer(null=True, default=None)
    is_sure = Boolean()
    levels = Varchar(length=20)
    has_rivals = Boolean()
    repeats = Varchar(length=200)


class RegionDecisionRow(Table, tablename="region_decision"):
    """What a person decided about a line of a list; a later number holds."""

    id = UUID(primary_key=True)
    list = ForeignKey(references=RegionList, null=False)
    line_key = Varchar(length=64)
    number = Integer()
    verdict = Varchar(length=20)
    reason = Text()
    in_bulk = Boolean()
    decided_by = ForeignKey(references=UserAccount, null=False)
    decided_at = Timestamptz()


class RegionJoin(Table):
    """Two rows of the region's lists, each by its list and identity, that a person joined as one person, until somebody parts them."""

    id = UUID(primary_key=True)
    one_list = ForeignKey(references=RegionList, null=False)
    one_identity = Varchar(length=64)
    other_list = ForeignKey(references=RegionList, null=False)
    other_identity = Varchar(length=64)
    reason = Text()
    joined_by = ForeignKey(references=UserAccount, null=False)
    joined_at = Timestamptz()
    parted_reason = Text(null=True, default=None)
    parted_by = ForeignKey(references=UserAccount)
    parted_at = Timestamptz(null=True, default=None)


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
