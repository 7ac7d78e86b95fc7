"""The tables of candidates, claims of each kind, evidence, plans of approach and the histories of their status."""

from piccolo.columns import UUID, BigInt, Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from sroi.accounts.tables import Organisation, UserAccount
from sroi.contracts.tables import Contract
from sroi.files.tables import StoredFile
from sroi.partners.tables import Partner


class Candidate(Table):
    """A person as one organisation knows them: a label it chose. Equal tokens are one person; a name is never kept.

    Once `anonymised_at` is set, the label says nothing and the token is a number of chance that its persons still share.
    """

    id = UUID(primary_key=True)
    organisation = ForeignKey(references=Organisation, null=False)
    label = Varchar(length=60)
    label_key = Text()
    person_token = Varchar(length=64, null=True, default=None)
    created_at = Timestamptz()
    anonymised_at = Timestamptz(null=True, default=None)


class Claim(Table):
    """One reported contribution over the half-open period `[period_start, period_before)`; amounts in whole cents. `organisation` is
    the contractor that it counts for; a `subcontractor` may have reported it on its behalf. `own_cautions` is how many things to look at
    twice lay in the claim itself when it was submitted."""

    id = UUID(primary_key=True)
    number = BigInt()
    contract = ForeignKey(references=Contract, null=False)
    kind = Varchar(length=30)
    status = Varchar(length=20)
    version = Integer()
    period_start = Date()
    period_before = Date()
    value_cents = BigInt()
    expected_cents = BigInt()
    approved_cents = BigInt(null=True, default=None)
    approved_on = Date(null=True, default=None)
    steps = Text()
    policy_name = Varchar(length=80)
    policy_sha256 = Varchar(length=64)
    organisation = ForeignKey(references=Organisation)
    subcontractor = ForeignKey(references=Organisation)
    created_by = ForeignKey(references=UserAccount, null=False)
    created_at = Timestamptz()
    updated_at = Timestamptz()
    submitted_at = Timestamptz(null=True, default=None)
    own_cautions = Integer(default=0)


class DoubledClaim(Table):
    """A claim in review for days of a person, or for an invoice, that another claim that counts has too, by anyone."""

    claim = ForeignKey(references=Claim, null=False, primary_key=True)


class Placement(Table):
    """A person from a target group at work; hours are hundredths of an hour a week.

    `share_parts` are the parts of the placement that this claim takes, as JSON pairs of hundredths of a percent: `[[0, 10000]]` is all.
    `delivering_wsp` and `claiming_authority` are names; empty is not told, and then the contract's authority claims it. By `employer_key`
    (of `fulfilment.rules`) claims are for one employer, however its name was spelled.
    """

    id = UUID(primary_key=True)
    claim = ForeignKey(references=Claim, null=False)
    candidate = ForeignKey(references=Candidate, null=False)
    target_group = Varchar(length=80)
    residence = Varchar(length=6, null=True, default=None)
    birth_year = Integer(null=True, default=None)
    employer_name = Varchar(length=200)
    employer_key = Varchar(length=200)
    employer_kvk_number = Varchar(length=8, null=True, default=None)
    starts_on = Date()
    ends_before = Date(null=True, default=None)
    hours_per_week_hundredths = Integer()
    wage_cost_subsidy_before = Date(null=True, default=None)
    bonuses = Text()
    employment = Varchar(length=40, null=True, default=None)
    share_parts = Text()
    delivering_wsp = Varchar(length=200, default="")
    claiming_authority = Varchar(length=200, default="")


class Training(Table):
    """A training; costs in whole cents ex VAT, hours and days in hundredths."""

    id = UUID(primary_key=True)
    claim = ForeignKey(references=Claim, null=False)
    title = Varchar(length=300)
    provider = Varchar(length=200)
    participants = Integer()
    block = Varchar(length=80)
    hours_hundredths = Integer(null=True, default=None)
    days_hundredths = Integer(null=True, default=None)
    cost_cents = BigInt(null=True, default=None)


class CommunityActivity(Table):
    """What was done for a community by so many people; costs in whole cents ex VAT, hours and days in hundredths."""

    id = UUID(primary_key=True)
    claim = ForeignKey(references=Claim, null=False)
    description = Varchar(length=300)
    beneficiary = Varchar(length=200)
    people = Integer()
    block = Varchar(length=80)
    hours_hundredths = Integer(null=True, default=None)
    days_hundredths = Integer(null=True, default=None)
    cost_cents = BigInt(null=True, default=None)


class SocialPurchase(Table):
    """An invoice of a social enterprise or work company, in whole cents ex VAT; `invoice_key` is its number without signs and capitals.

    `partner` is the supplier in the register of partners; one that is not there is new.
    """

    id = UUID(primary_key=True)
    claim = ForeignKey(references=Claim, null=False)
    supplier_name = Varchar(length=200)
    supplier_kvk_number = Varchar(length=8, null=True, default=None)
    supplier_kind = Varchar(length=80)
    invoice_number = Varchar(length=100)
    description = Varchar(length=300)
    amount_cents = BigInt()
    invoice_key = Varchar(length=100)
    partner = ForeignKey(references=Partner)


class Evidence(Table):
    """A file that proves a claim; the bytes are in the evidence store. `shows` is which evidence of the policy it is, or empty."""

    id = UUID(primary_key=True)
    claim = ForeignKey(references=Claim, null=False)
    sha256 = ForeignKey(references=StoredFile, null=False)
    file_name = Varchar(length=255)
    shows = Varchar(length=200, default="")
    added_by = ForeignKey(references=UserAccount, null=False)
    added_at = Timestamptz()


class ClaimStatusChange(Table):
    """One step in a claim's status history."""

    id = UUID(primary_key=True)
    claim = ForeignKey(references=Claim, null=False)
    number = Integer()
    status = Varchar(length=20)
    reason = Text()
    changed_by = ForeignKey(references=UserAccount, null=False)
    changed_at = Timestamptz()


class AftercareRule(Table):
    """A moment at which the WSP calls: so many days or months (one of the two) after a placement began."""

    id = UUID(primary_key=True)
    label = Varchar(length=100)
    days = Integer(null=True, default=None)
    months = Integer(null=True, default=None)
    source = Text()
    is_confirmed = Boolean()


class AftercareTarget(Table):
    """The most that may drop out, in whole percents, of who is younger than `age_below` or placed by one of the `blocks` (a JSON list).

    It holds from a day on, until a later one of the same label does.
    """

    id = UUID(primary_key=True)
    label = Varchar(length=100)
    holds_from = Date()
    age_below = Integer(null=True, default=None)
    blocks = Text()
    maximum_pct = Integer()
    source = Text()
    is_confirmed = Boolean()


class Aftercare(Table):
    """A placement that the WSP follows: a candidate at one employer since one day, over all its claims."""

    id = UUID(primary_key=True)
    contract = ForeignKey(references=Contract, null=False)
    candidate = ForeignKey(references=Candidate, null=False)
    employer_key = Varchar(length=200)
    employer_name = Varchar(length=200)
    target_group = Varchar(length=80)
    policy_name = Varchar(length=80)
    starts_on = Date()
    known_on = Date()
    created_at = Timestamptz()


class AftercareMoment(Table):
    """When a placement is called, and how that day was found."""

    id = UUID(primary_key=True)
    aftercare = ForeignKey(references=Aftercare, null=False)
    label = Varchar(length=100)
    due_on = Date()
    explanation = Text()
    is_confirmed = Boolean()


class AftercareContact(Table):
    """One call and what came of it; after one that reached nobody, its moment is still open."""

    id = UUID(primary_key=True)
    moment = ForeignKey(references=AftercareMoment, null=False)
    held_on = Date()
    outcome = Varchar(length=20)
    note = Text()
    recorded_by = ForeignKey(references=UserAccount, null=False)
    recorded_at = Timestamptz()


class AftercareDropout(Table):
    """That a person stopped, with the first day without work; it holds until it is revoked."""

    id = UUID(primary_key=True)
    aftercare = ForeignKey(references=Aftercare, null=False)
    ended_before = Date()
    reason = Text()
    recorded_by = ForeignKey(references=UserAccount, null=False)
    recorded_at = Timestamptz()
    revoked_by = ForeignKey(references=UserAccount)
    revoked_at = Timestamptz(null=True, default=None)
    revoked_reason = Text()


class SuccessStory(Table):
    """A story about one placement. It is public while `published_at` is set and both parties consent to its `version`."""

    id = UUID(primary_key=True)
    aftercare = ForeignKey(references=Aftercare, null=False)
    title = Varchar(length=150)
    text = Text()
    version = Integer()
    drafted_by = ForeignKey(references=UserAccount, null=False)
    drafted_at = Timestamptz()
    published_at = Timestamptz(null=True, default=None)


class StoryConsent(Table):
    """That the candidate or the employer agrees to one version of a story; it holds until it is withdrawn."""

    id = UUID(primary_key=True)
    story = ForeignKey(references=SuccessStory, null=False)
    version = Integer()
    party = Varchar(length=20)
    given_on = Date()
    how = Varchar(length=300)
    recorded_by = ForeignKey(references=UserAccount, null=False)
    recorded_at = Timestamptz()
    withdrawn_by = ForeignKey(references=UserAccount)
    withdrawn_at = Timestamptz(null=True, default=None)


class Plan(Table):
    """One version of what a contractor will do for a contract; at most one is open and at most one is agreed."""

    id = UUID(primary_key=True)
    contract = ForeignKey(references=Contract, null=False)
    number = Integer()
    status = Varchar(length=20)
    version = Integer()
    changed_at = Timestamptz()
    submitted_at = Timestamptz(null=True, default=None)


class PlanItem(Table):
    """One line of a plan over `[starts_on, ends_before)`; costs in whole cents ex VAT, hours and days in hundredths."""

    id = UUID(primary_key=True)
    plan = ForeignKey(references=Plan, null=False)
    position = Integer()
    kind = Varchar(length=30)
    block = Varchar(length=80)
    starts_on = Date()
    ends_before = Date()
    people = Integer()
    hours_per_week_hundredths = Integer(null=True, default=None)
    cost_cents = BigInt(null=True, default=None)
    hours_hundredths = Integer(null=True, default=None)
    days_hundredths = Integer(null=True, default=None)
    with_whom = Varchar(length=300)
    partner = ForeignKey(references=Partner)
    note = Varchar(length=300)


class PlanStatusChange(Table):
    """One step in a plan's status history."""

    id = UUID(primary_key=True)
    plan = ForeignKey(references=Plan, null=False)
    number = Integer()
    status = Varchar(length=20)
    reason = Text()
    changed_by = ForeignKey(references=UserAccount, null=False)
    changed_at = Timestamptz()


class RetentionPeriod(Table):
    """How many months one kind of data is kept, and by which decision; without one it is a working assumption."""

    kind = Varchar(length=20, primary_key=True, default="")
    months = Integer()
    decision = Varchar(length=300)
    changed_by = ForeignKey(references=UserAccount)
    changed_at = Timestamptz()


class RetentionRun(Table):
    """How many of one kind were taken away at one moment: those that had ended before a day."""

    id = UUID(primary_key=True)
    kind = Varchar(length=20)
    ended_before = Date()
    number = Integer()
    ran_at = Timestamptz()
