"""Reads of the authorities that the file of an import names and the register did not know."""

from dataclasses import dataclass
from uuid import UUID

from sroi.access import Viewer
from sroi.contracts.queries.imports import import_batch
from sroi.contracts.tables import ImportNamedAuthority
from sroi.database import fetch

# Where a name stands among those of a file: whether an officer chose for it, minus its rows, and the name itself.
NamedPlace = tuple[int, int, str]
BEFORE_ALL: NamedPlace = (-1, 0, "")
# First those that nothing was chosen for, or not for all rows.
NAMED = """
    WITH named AS (
        SELECT name, CAST(SUM(row_count) AS INTEGER) AS row_count,
            CASE WHEN MIN(authority) = MAX(authority) THEN MIN(authority) ELSE '' END AS chosen
        FROM import_named_authority WHERE pack IN (SELECT id FROM import_pack WHERE batch = {})
        GROUP BY name
    ), placed AS (
        SELECT named.*, CASE WHEN chosen <> '' THEN 1 ELSE 0 END AS is_chosen, COUNT(*) OVER () AS names,
            COUNT(NULLIF(chosen, '')) OVER () AS done
        FROM named
    )
    SELECT name, row_count, chosen, names, done FROM placed
    WHERE (is_chosen, -row_count, name) > (CAST({} AS BIGINT), CAST({} AS BIGINT), {})
        AND (is_chosen = 1 OR NOT {})
    ORDER BY is_chosen, row_count DESC, name LIMIT {}
"""


@dataclass(frozen=True)
class NamedAuthority:
    """An authority as a file names it, in how many rows, and which one an officer chose for all of these; None when not, or not for all."""

    name: str
    rows: int
    chosen_id: UUID | None

    @property
    def place(self) -> NamedPlace:
        """Return the key by which the names of a file are paged."""
        return (0 if self.chosen_id is None else 1, -self.rows, self.name)


@dataclass(frozen=True)
class NamedAuthorities:
    """Some of the authorities that a file names and the register did not know, how many there are, and for how many one was chosen."""

    shown: tuple[NamedAuthority, ...]
    total: int
    chosen: int


async def named_authorities(
    *, viewer: Viewer, batch_id: UUID, size: int, after: NamedPlace | None = None, only_chosen: bool = False
) -> NamedAuthorities:
    """Return the authorities of an import that the register did not know when it was read, those that follow `after`, at most `size`.

    First those that nothing was chosen for, unless `only_chosen`, then those of most rows.
    """
    await import_batch(viewer=viewer, batch_id=batch_id)
    rows = await fetch(NAMED, batch_id, *(after or BEFORE_ALL), only_chosen, size)
    shown = tuple(NamedAuthority(row["name"], int(row["row_count"]), UUID(row["chosen"]) if row["chosen"] else None) for row in rows)
    return NamedAuthorities(shown, rows[0]["names"] if rows else 0, rows[0]["done"] if rows else 0)


async def has_named_authorities(*, batch_id: UUID) -> bool:
    """Return whether rows of an import name an authority that the register did not know when it was read."""
    return await ImportNamedAuthority.exists().where(ImportNamedAuthority.pack.batch == batch_id)
