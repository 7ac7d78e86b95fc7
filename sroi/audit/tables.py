"""The table of audit events; the database refuses to change or delete a row."""

from piccolo.columns import BigInt, Text, Timestamptz, Varchar
from piccolo.table import Table

import sroi.database  # noqa: F401  chooses the engine


class AuditEvent(Table):
    """One event; `seq` runs from 1 without gaps."""

    seq = BigInt(primary_key=True, default=0)
    at = Timestamptz()
    actor_kind = Varchar(length=20)
    actor_id = Varchar(length=64)
    action = Varchar(length=60)
    subject_kind = Varchar(length=40)
    subject_id = Varchar(length=64)
    details = Text()
    previous_hash = Varchar(length=64)
    hash = Varchar(length=64)
