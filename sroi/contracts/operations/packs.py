"""Keeping the rows of imports in packs, with the tallies that they are counted and found by; the caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID, uuid4

from sroi.contracts.rules import Pack, StagedRow, first_of, repacked
from sroi.contracts.tables import ImportNamedAuthority, ImportPack, ImportTally
from sroi.database import fetch, insert_all, update_all

COLUMNS = ("id", "batch", "first", "content")
TALLY_COLUMNS = ("id", "pack", "finding", "verdict", "has_problems", "decision", "row_count")
NAMED_COLUMNS = ("id", "pack", "name", "authority", "row_count")
OF_BATCH = "(SELECT import_pack.id FROM import_pack WHERE import_pack.batch = {} AND import_pack.first BETWEEN {} AND {})"
LAST = 2**31 - 1


async def delete_packs(*, batch_id: UUID) -> None:
    """Delete the rows of an import."""
    for counts in ("import_tally", "import_named_authority"):
        await fetch(f"DELETE FROM {counts} WHERE pack IN {OF_BATCH}", batch_id, 1, LAST)
    await ImportPack.delete().where(ImportPack.batch == batch_id)


async def insert_packs(*, batch_id: UUID, packs: Iterable[Pack]) -> None:
    """Insert rows of an import."""
    named = [(uuid4(), pack) for pack in packs]
    await insert_all(ImportPack, COLUMNS, [(pack_id, batch_id, pack.first, pack.content) for pack_id, pack in named])
    await _insert_counts(named)


async def change_rows(*, batch_id: UUID, rows: Mapping[int, StagedRow]) -> None:
    """Put other rows in the places of those at their positions."""
    if not rows:
        return
    span = (batch_id, first_of(min(rows)), max(rows))
    kept = await fetch(f"SELECT id, first, content FROM import_pack WHERE id IN {OF_BATCH}", *span)
    wanted = {first_of(position) for position in rows}
    changed = [(pack["id"], repacked(pack["content"], rows)) for pack in kept if pack["first"] in wanted]
    await update_all(ImportPack, ("content",), [(pack.content, pack_id) for pack_id, pack in changed])
    for pack_id, _pack in changed:
        await ImportTally.delete().where(ImportTally.pack == pack_id)
        await ImportNamedAuthority.delete().where(ImportNamedAuthority.pack == pack_id)
    await _insert_counts(changed)


async def _insert_counts(packs: Sequence[tuple[UUID, Pack]]) -> None:
    tallies = [
        (uuid4(), pack_id, verdict.value, becomes.value, has_problems, decision.value, number)
        for pack_id, pack in packs
        for (verdict, becomes, has_problems, decision), number in pack.tally.items()
    ]
    names = [
        (uuid4(), pack_id, name, str(authority_id or ""), number)
        for pack_id, pack in packs
        for (name, authority_id), number in pack.named.items()
    ]
    await insert_all(ImportTally, TALLY_COLUMNS, tallies)
    await insert_all(ImportNamedAuthority, NAMED_COLUMNS, names)
