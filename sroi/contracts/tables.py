"""The tables of authorities, tenders, lots, contracts and import batches."""

from typing import Any

from piccolo.columns import UUID, BigInt, Boolean, Bytea, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from sroi.accounts.tables import Organisation, UserAccount


class ContractingAuthority(Table):
    """Who awards; the one home authority makes a contract local, every other regional."""

    id = UUID(primary_key=True)
    name = Varchar(length=200)
    search_text = Varchar(length=200)
    municipality_code = Varchar(length=6, null=True, default=None)
    is_home = Boolean(default=False)
    created_at = Timestamptz()


class Tender(Table):
    """The procedure by which one or more contracts are awarded."""

    id = UUID(primary_key=True)
    authority = ForeignKey(references=ContractingAuthority, null=False)
    reference = Varchar(length=100)
    title = Varchar(length=300)
    contract_type = Varchar(length=20, null=True, default=None)
    cpv_code = Varchar(length=8, null=True, default=None)
    search_text = Text()
    created_at = Timestamptz()


class Lot(Table):
    """A part of a tender that is awarded by itself."""

    id = UUID(primary_key=True)
    tender = ForeignKey(references=Tender, null=False)
    number = Integer()
    title = Varchar(length=300)


class Contract(Table):
    """What is awarded. Sums are whole cents ex VAT, `_bp` hundredths of a percent, `ends_before` the first day after the end."""

    id = UUID(primary_key=True)
    authority = ForeignKey(references=ContractingAuthority, null=False)
    number = Varchar(length=100, null=True, default=None)
    tender = ForeignKey(references=Tender)
    title = Varchar(length=300)
    contract_type = Varchar(length=20, null=True, default=None)
    contractor = ForeignKey(references=Organisation)
    contractor_name = Varchar(length=200)
    cpv_code = Varchar(length=8, null=True, default=None)
    contract_sum_cents = BigInt(null=True, default=None)
    tender_sum_cents = BigInt(null=True, default=None)
    labour_share_bp = Integer(null=True, default=None)
    agreed_rate_bp = Integer(null=True, default=None)
    awarded_on = Date(null=True, default=None)
    award_date_is_assumed = Boolean(default=False)
    starts_on = Date(null=True, default=None)
    ends_before = Date(null=True, default=None)
    published_on = Date(null=True, default=None)
    wage_sum_cents = BigInt(null=True, default=None)
    invoiced_turnover_cents = BigInt(null=True, default=None)
    role = Varchar(length=20, default="single")
    framework: ForeignKey[Any] = ForeignKey(references="self")
    extension_options = Varchar(length=300)
    status = Varchar(length=20)
    import_key = Varchar(length=64, null=True, default=None)
    search_text = Text()
    created_at = Timestamptz()
    registered_at = Timestamptz(null=True, default=None)
    withdrawn_number = Varchar(length=100, null=True, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)


class ContractEvent(Table):
    """One event in a contract's life, which is never changed: what held from `effective_on`, as known from `recorded_at`."""

    id = UUID(primary_key=True)
    contract = ForeignKey(references=Contract, null=False)
    number = Integer()
    kind = Varchar(length=30)
    effective_on = Date()
    recorded_at = Timestamptz()
    recorded_by = ForeignKey(references=UserAccount)
    reason = Text()
    details = Text()
    previous_contractor = ForeignKey(references=Organisation)


class ContractLot(Table):
    """Which lots a contract covers."""

    id = UUID(primary_key=True)
    contract = ForeignKey(references=Contract, null=False)
    lot = ForeignKey(references=Lot, null=False)


class ContractMember(Table):
    """A member of the consortium that a contract was awarded to, in the order of the source; one of them leads."""

    id = UUID(primary_key=True)
    contract = ForeignKey(references=Contract, null=False)
    position = Integer()
    name = Varchar(length=200)
    number = Varchar(length=100, null=True, default=None)
    number_kind = Varchar(length=10, null=True, default=None)
    is_lead = Boolean(default=False)


class ImportBatch(Table):
    """One uploaded file, and how far its import is (see `BatchStatus`); `problems` and `columns` are those of the file as a whole."""

    id = UUID(primary_key=True)
    file_name = Varchar(length=255)
    sha256 = Varchar(length=64)
    format = Varchar(length=40)
    authority = ForeignKey(references=ContractingAuthority, null=False)
    award_date_from_start = Boolean(default=False)
    status = Varchar(length=20)
    created_by = ForeignKey(references=UserAccount, null=False)
    created_at = Timestamptz()
    confirmed_at = Timestamptz(null=True, default=None)
    row_count = Integer()
    problems = Text()
    profile_name = Varchar(length=100)
    columns = Text()
    job = UUID(null=True, default=None)
    undone_at = Timestamptz(null=True, default=None)


class ImportFile(Table):
    """The bytes of an upload in pieces, counted from 1, for as long as it may be read again with other columns."""

    id = UUID(primary_key=True)
    batch = ForeignKey(references=ImportBatch, null=False)
    number = Integer()
    content = Bytea()


class ImportPack(Table):
    """Some hundred rows of an upload from position `first` on, packed: what was read, and what it becomes or became (see `rules.packs`)."""

    id = UUID(primary_key=True)
    batch = ForeignKey(references=ImportBatch, null=False)
    first = Integer()
    content = Bytea()


class ImportTally(Table):
    """How many rows of a pack were found so (`finding`), become that (`verdict`), have problems, and were decided about."""

    id = UUID(primary_key=True)
    pack = ForeignKey(references=ImportPack, null=False)
    finding = Varchar(length=20)
    verdict = Varchar(length=20)
    has_problems = Boolean(default=False)
    decision = Varchar(length=20)
    row_count = Integer()


class ImportNamedAuthority(Table):
    """How many rows of a pack name an authority that was not known; `authority` is the id of the one that it is by now, or empty."""

    id = UUID(primary_key=True)
    pack = ForeignKey(references=ImportPack, null=False)
    name = Text()
    authority = Varchar(length=36)
    row_count = Integer()


class ImportRow(Table):
    """What became of one row of an import that was confirmed (`verdict`), for what follows on it; the row itself is in its pack.

    `source_key` says which contract the row is about, whatever file or version it stands in; `digest` what it said of it; `before` what
    the register had of that contract before this row changed it.
    """

    id = UUID(primary_key=True)
    batch = ForeignKey(references=ImportBatch, null=False)
    position = Integer()
    verdict = Varchar(length=20)
    before = Text()
    source_key = Varchar(length=64)
    digest = Varchar(length=64)
    decision = Varchar(length=20)
    contract = ForeignKey(references=Contract)
    tender = ForeignKey(references=Tender)


class ColumnProfile(Table):
    """What an officer chose for the columns of a register, by header, on top of a shipped profile (`base`)."""

    id = UUID(primary_key=True)
    name = Varchar(length=100)
    search_text = Varchar(length=100)
    base = Varchar(length=60)
    columns = Text()
    created_by = ForeignKey(references=UserAccount)
    created_at = Timestamptz()


class Subcontract(Table):
    """That a contractor lets another organisation report on its behalf for one contract; it holds while `ended_at` is empty."""

    id = UUID(primary_key=True)
    contract = ForeignKey(references=Contract, null=False)
    contractor = ForeignKey(references=Organisation, null=False)
    subcontractor = ForeignKey(references=Organisation, null=False)
    added_by = ForeignKey(references=UserAccount, null=False)
    added_at = Timestamptz()
    ended_at = Timestamptz(null=True, default=None)
