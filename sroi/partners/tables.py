"""The table of partners."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from sroi.accounts.tables import UserAccount


class Partner(Table):
    """One organisation. `supplier_kind` is a key of a policy's purchases; `_before` and `left_on` are the first day without.

    Names are sorted by `name_key`, and equal in `name_letters` when they differ in spelling alone; `search_text` is what is searched in.
    """

    id = UUID(primary_key=True)
    name = Varchar(length=200)
    name_key = Text()
    name_letters = Text()
    search_text = Text()
    kvk_number = Varchar(length=8, null=True, default=None)
    municipality = Varchar(length=6, null=True, default=None)
    website = Varchar(length=200)
    description = Text()
    offers_placements = Boolean()
    offers_training = Boolean()
    offers_purchases = Boolean()
    supplier_kind = Varchar(length=80, null=True, default=None)
    recognised_by = Varchar(length=200)
    recognised_from = Date(null=True, default=None)
    recognised_before = Date(null=True, default=None)
    pso_level = Varchar(length=20, null=True, default=None)
    pso_before = Date(null=True, default=None)
    joined_on = Date(null=True, default=None)
    left_on = Date(null=True, default=None)
    version = Integer()
    changed_by = ForeignKey(references=UserAccount, null=False)
    changed_at = Timestamptz()
