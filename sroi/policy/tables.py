"""The tables of policies: published versions and confirmations, which are never changed, and drafts."""

from typing import Any

from piccolo.columns import UUID, Date, ForeignKey, Text, Timestamptz, Varchar
from piccolo.table import Table

from sroi.accounts.tables import UserAccount


class PolicyVersion(Table):
    """A policy as published. `sha256` covers its text and that of `blocks_from`; nobody uploaded what came with the register."""

    name = Varchar(length=80, primary_key=True)
    text = Text()
    sha256 = Varchar(length=64)
    blocks_from: ForeignKey[Any] = ForeignKey(references="self")
    in_force_from = Date()
    published_at = Timestamptz()
    uploaded_by = ForeignKey(references=UserAccount)
    published_by = ForeignKey(references=UserAccount)


class PolicyDraft(Table):
    """A policy that was uploaded, until a second person publishes it or someone discards it, with the reason."""

    id = UUID(primary_key=True)
    name = Varchar(length=80)
    text = Text()
    sha256 = Varchar(length=64)
    status = Varchar(length=20)
    uploaded_by = ForeignKey(references=UserAccount, null=False)
    uploaded_at = Timestamptz()
    decided_by = ForeignKey(references=UserAccount)
    decided_at = Timestamptz(null=True, default=None)
    reason = Text(default="")


class PolicyConfirmation(Table):
    """An official's word that a rule of a published policy is so; `rule` is its path, such as `blocks.wia.cap_months`."""

    id = UUID(primary_key=True)
    policy_name = ForeignKey(references=PolicyVersion, null=False)
    policy_sha256 = Varchar(length=64)
    rule = Varchar(length=200)
    confirmed_by = Varchar(length=200)
    confirmed_on = Date()
    decision_reference = Varchar(length=300)
    recorded_by = ForeignKey(references=UserAccount, null=False)
    recorded_at = Timestamptz()
