"""Tenders and lots that contracts refer to: found where they are known, added where they are new, for a whole set at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from gettext import gettext as _
from uuid import UUID, uuid4

from msgspec.structs import replace

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_events
from sroi.audit.rules import Subject, actor_of
from sroi.contracts.queries.import_knowledge import known_tenders
from sroi.contracts.rules import ContractFacts, LotFacts, UnableToRegister, refused_at
from sroi.contracts.tables import ContractLot, Lot, Tender
from sroi.database import fetch, insert_all, keys, one_of, transaction, update_all
from sroi.values import search_text

Tenders = dict[tuple[UUID, str], UUID]
COLUMNS = ("id", "authority", "reference", "title", "contract_type", "cpv_code", "search_text", "created_at")


@dataclass
class _Lot:
    """A lot of a tender; `is_used` says that a contract has it already."""

    id: UUID
    title: str
    is_used: bool = False


async def ensure_tenders(*, facts: Iterable[ContractFacts], now: datetime) -> Tenders:
    """Return the tenders that contracts refer to, by authority and reference; what is new is added."""
    named = [one for one in facts if one.tender_reference]
    if not named:
        return {}
    sql = f"SELECT id, authority, reference, contract_type FROM tender WHERE {one_of('reference')}"
    rows = {(row["authority"], row["reference"]): row for row in await fetch(sql, keys({one.tender_reference for one in named}))}
    found: Tenders = {place: row["id"] for place, row in rows.items()}
    untyped = {place for place, row in rows.items() if row["contract_type"] is None}
    added: dict[UUID, tuple[object, ...]] = {}
    typed: dict[UUID, str] = {}
    for one in named:
        place, kind = (one.authority_id, one.tender_reference), one.contract_type.value if one.contract_type else None
        if place not in found:
            found[place] = key = uuid4()
            words = search_text(f"{one.tender_reference} {one.title}")
            added[key] = (key, one.authority_id, one.tender_reference, one.title, kind, one.cpv_code, words, now)
            untyped |= {place} if kind is None else set()
        elif place in untyped and kind is not None:
            # A draft may have made the tender before its type was known.
            typed[found[place]] = kind
            untyped.discard(place)
    await insert_all(Tender, COLUMNS, list(added.values()))
    await update_all(Tender, ("contract_type",), [(kind, key) for key, kind in typed.items()])
    return found


async def register_tenders(*, viewer: Viewer, facts: Sequence[ContractFacts], now: datetime, batch_id: UUID) -> tuple[UUID, ...]:
    """Keep tenders of which nothing is awarded yet, with their lots, and return their ids; a known one becomes what is told of it now."""
    viewer.require(Permission.WRITE_REGISTER)
    async with transaction():
        before = await known_tenders(facts=facts)
        found = await ensure_tenders(facts=facts, now=now)
        ids = tuple(found[one.authority_id, one.tender_reference] for one in facts)
        known = await _lots(ids)
        added = {
            (tender_id, lot.number): (uuid4(), tender_id, lot.number, lot.title)
            for tender_id, one in zip(ids, facts, strict=True)
            for lot in one.lots
            if (tender_id, lot.number) not in known
        }
        await insert_all(Lot, ("id", "tender", "number", "title"), list(added.values()))
        places = [(one.authority_id, one.tender_reference) for one in facts]
        changed = {found[place]: _with_former(one, before[place]) for place, one in zip(places, facts, strict=True) if place in before}
        await _change(changed)
        source: dict[str, object] = {"import": str(batch_id)}
        for action, is_known in (("tender.registered", False), ("tender.changed", True)):
            told = [(Subject("tender", str(tender_id)), source) for tender_id in ids if (tender_id in changed) is is_known]
            await record_events(actor=actor_of(viewer), action=action, told=told, now=now)
    return ids


async def restore_tenders(*, viewer: Viewer, facts: Mapping[UUID, ContractFacts], now: datetime, batch_id: UUID) -> None:
    """Give tenders back what they were before an import changed them."""
    viewer.require(Permission.WRITE_REGISTER)
    async with transaction():
        await _change(facts)
        source: dict[str, object] = {"import": str(batch_id)}
        told = [(Subject("tender", str(tender_id)), source) for tender_id in facts]
        await record_events(actor=actor_of(viewer), action="tender.changed", told=told, now=now)


async def _change(told: Mapping[UUID, ContractFacts]) -> None:
    """Give tenders what is told of them; the name of a lot that a contract has stays."""
    rows = [
        (
            one.title,
            one.contract_type.value if one.contract_type else None,
            one.cpv_code,
            search_text(f"{one.tender_reference} {one.title}"),
            key,
        )
        for key, one in told.items()
    ]
    await update_all(Tender, ("title", "contract_type", "cpv_code", "search_text"), rows)
    known = await _lots(told)
    renamed = [
        (lot.title, held.id)
        for tender_id, one in told.items()
        for lot in one.lots
        if (held := known.get((tender_id, lot.number))) is not None and not held.is_used and held.title != lot.title
    ]
    await update_all(Lot, ("title",), renamed)


def _with_former(told: ContractFacts, before: ContractFacts) -> ContractFacts:
    """Return what is told of a tender, with what was known of it where nothing is told."""
    kind, code = told.contract_type or before.contract_type, told.cpv_code or before.cpv_code
    return replace(told, title=told.title or before.title, contract_type=kind, cpv_code=code)


async def add_lots(*, contracts: Sequence[tuple[UUID, UUID | None, ContractFacts]]) -> None:
    """Give contracts without lots the lots that their facts name, in the tender that stands beside them.

    Raises UnableToRegister for a lot that another contract knows by another name.
    """
    tenders = {tender_id for _contract, tender_id, facts in contracts if tender_id is not None and facts.lots}
    if not tenders:
        return
    known = await _lots(tenders)
    added, renamed, links = list[tuple[object, ...]](), list[tuple[object, ...]](), list[tuple[object, ...]]()
    for at, (contract_id, tender_id, facts) in enumerate(contracts):
        for lot in facts.lots if tender_id is not None else ():
            held = known.get((tender_id, lot.number))
            if held is None:
                held = known[tender_id, lot.number] = _Lot(uuid4(), lot.title)
                added.append((held.id, tender_id, lot.number, lot.title))
            elif held.title != lot.title:
                with refused_at(at):
                    _require_unused(held, lot)
                renamed.append((lot.title, held.id))
            held.is_used, held.title = True, lot.title
            links.append((uuid4(), contract_id, held.id))
    await insert_all(Lot, ("id", "tender", "number", "title"), added)
    await update_all(Lot, ("title",), renamed)
    await insert_all(ContractLot, ("id", "contract", "lot"), links)


async def _lots(tenders: Iterable[UUID]) -> dict[tuple[UUID | None, int], _Lot]:
    sql = f"SELECT id, tender, number, title FROM lot WHERE {one_of('tender', kind='uuid')}"
    rows = await fetch(sql, keys(tenders))
    used_sql = f"SELECT DISTINCT lot FROM contract_lot WHERE {one_of('lot', kind='uuid')}"
    used = {row["lot"] for row in await fetch(used_sql, keys(row["id"] for row in rows))}
    return {(row["tender"], row["number"]): _Lot(row["id"], row["title"], row["id"] in used) for row in rows}


def _require_unused(held: _Lot, lot: LotFacts) -> None:
    """Refuse another name for a lot that another contract knows by the name that it has."""
    if held.is_used:
        message = _("Perceel {number} van deze aanbesteding heet {title}. Gebruik die naam, of een ander nummer.")
        raise UnableToRegister(message.format(number=lot.number, title=held.title), field="lots")
