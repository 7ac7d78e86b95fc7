"""One name for each error that the two engines raise in their own words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg


class DatabaseError(Exception):
    """The database refused a statement."""


class UniqueViolation(DatabaseError):
    """A row with this key exists already."""


class ForeignKeyViolation(DatabaseError):
    """A row points at another that does not exist, or is still pointed at."""


class CheckViolation(DatabaseError):
    """A row breaks a check, lacks a value, or would change what may only be appended to."""


class DatabaseBusy(DatabaseError):
    """Another writer held the database longer than we wait."""


_BY_SQLITE_NAME = {
    "SQLITE_CONSTRAINT_UNIQUE": UniqueViolation,
    "SQLITE_CONSTRAINT_PRIMARYKEY": UniqueViolation,
    "SQLITE_CONSTRAINT_FOREIGNKEY": ForeignKeyViolation,
    "SQLITE_CONSTRAINT_CHECK": CheckViolation,
    "SQLITE_CONSTRAINT_NOTNULL": CheckViolation,
    "SQLITE_CONSTRAINT_TRIGGER": CheckViolation,
    "SQLITE_BUSY": DatabaseBusy,
    "SQLITE_LOCKED": DatabaseBusy,
}
_BY_POSTGRES_CLASS = (
    (asyncpg.UniqueViolationError, UniqueViolation),
    (asyncpg.ForeignKeyViolationError, ForeignKeyViolation),
    (asyncpg.CheckViolationError, CheckViolation),
    (asyncpg.NotNullViolationError, CheckViolation),
    (asyncpg.RaiseError, CheckViolation),
    (asyncpg.LockNotAvailableError, DatabaseBusy),
)


@contextmanager
def mapped_errors() -> Iterator[None]:
    """Raise the errors of either engine by the names of this module; leave every other error as it is."""
    try:
        yield
    except sqlite3.Error as error:
        mapped = _BY_SQLITE_NAME.get(getattr(error, "sqlite_errorname", ""))
        if mapped is None:
            raise
        raise mapped(str(error)) from error
    except asyncpg.PostgresError as error:
        for postgres_class, mapped in _BY_POSTGRES_CLASS:
            if isinstance(error, postgres_class):
                raise mapped(str(error)) from error
        raise
