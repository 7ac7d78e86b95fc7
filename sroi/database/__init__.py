"""The room of the database: engines, transactions, error mapping and migrations.

In: SQL through Piccolo. Out: rows as dicts, on SQLite and PostgreSQL alike. Every table of the house finds its
engine here, chosen once from `SROI_DATABASE_URL` when the first table is used.
"""

import os

os.environ["PICCOLO_CONF"] = "sroi.database.piccolo_conf"

from sroi.database.bulk import ids_from, insert_all, keys, new_ids, one_of, update_all
from sroi.database.dialect import days_between
from sroi.database.errors import CheckViolation, DatabaseBusy, ForeignKeyViolation, UniqueViolation
from sroi.database.history import as_known
from sroi.database.transactions import (
    as_committed,
    connected,
    engine,
    fetch,
    large_transaction,
    notes_of_transaction,
    snapshot,
    transaction,
)

__all__ = [
    "CheckViolation",
    "DatabaseBusy",
    "ForeignKeyViolation",
    "UniqueViolation",
    "as_committed",
    "as_known",
    "connected",
    "days_between",
    "engine",
    "fetch",
    "ids_from",
    "insert_all",
    "keys",
    "large_transaction",
    "new_ids",
    "notes_of_transaction",
    "one_of",
    "snapshot",
    "transaction",
    "update_all",
]
