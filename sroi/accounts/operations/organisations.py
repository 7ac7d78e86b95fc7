"""Writes of organisations."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sroi.accounts.rules import UnableToUseName, normalised_name, other_firm
from sroi.accounts.tables import Organisation
from sroi.database import fetch, insert_all, keys, new_ids, notes_of_transaction, one_of, transaction
from sroi.values import is_same_name, search_text

FIRMS = "organisation"


@dataclass(frozen=True)
class Firm:
    """A firm as it is known here: its id, and the name that it is shown by."""

    id: UUID
    name: str


async def known_firms(*, kvk_numbers: Collection[str]) -> dict[str, Firm]:
    """Return the organisations with these KVK numbers, as far as they are known; in the transaction of the caller.

    What a transaction has read or added it is not asked again: the contracts of an import share their firms.
    """
    known: dict[str, Firm] = notes_of_transaction().setdefault(FIRMS, {})
    unread = {number for number in kvk_numbers if number not in known}
    if unread:
        rows = await fetch(f"SELECT id, name, kvk_number FROM organisation WHERE {one_of('kvk_number')}", keys(unread))
        known.update({row["kvk_number"]: Firm(row["id"], row["name"]) for row in rows})
    return {number: known[number] for number in kvk_numbers if number in known}


async def add_firms(*, names: Mapping[str, str], now: datetime) -> dict[str, Firm]:
    """Add organisations that are not known yet, by KVK number, and return them; in the caller's transaction, whose events tell of it."""
    if not names:
        return {}
    plain = {number: normalised_name(name, field="organisation_name") for number, name in names.items()}
    added = dict(zip(plain, map(Firm, new_ids(len(plain), now=now), plain.values()), strict=True))
    rows = [(firm.id, firm.name, number, search_text(f"{firm.name} {number}"), now) for number, firm in added.items()]
    await insert_all(Organisation, ("id", "name", "kvk_number", "search_text", "created_at"), rows)
    notes_of_transaction().setdefault(FIRMS, {}).update(added)
    return added


async def ensure_organisation(*, name: str, kvk_number: str | None, now: datetime) -> UUID:
    """Return the id of the organisation with this KVK number, which is added when it is new; a known one keeps its name.

    Raises UnableToUseName when the number is known by another name.

    Without a number the name decides, among organisations without one. Joins the transaction of its caller, whose event tells of it.
    """
    plain = normalised_name(name, field="organisation_name")
    key = search_text(f"{plain} {kvk_number or ''}")
    known = (
        Organisation.kvk_number == kvk_number
        if kvk_number is not None
        else Organisation.kvk_number.is_null() & (Organisation.search_text == key)
    )
    async with transaction():
        rows = await Organisation.select(Organisation.id, Organisation.name).where(known)
        if rows and kvk_number is not None and not is_same_name(rows[0]["name"], plain):
            # A slip of the pen in a number would let a stranger in.
            raise UnableToUseName(other_firm(kvk_number, rows[0]["name"]), field="organisation_name")
        if rows:
            found: UUID = rows[0]["id"]
            return found
        new_id = uuid4()
        await Organisation.insert(Organisation(id=new_id, name=plain, kvk_number=kvk_number, search_text=key, created_at=now))
    return new_id


async def ensure_subcontractor(*, name: str, contractor_id: UUID, now: datetime) -> UUID:
    """Return the id of the organisation that a contractor calls by this name as its subcontractor, which is added when it is new.

    It is that contractor's alone and has no KVK number: a contractor says who works there, which must open nothing of a firm that the
    register knows, or will know. Its `search_text` keeps it apart from organisations that are found by their name.
    """
    plain = normalised_name(name, field="organisation_name")
    key = f"{search_text(plain)} {contractor_id}"
    async with transaction():
        rows = await Organisation.select(Organisation.id).where(Organisation.search_text == key)
        if rows:
            found: UUID = rows[0]["id"]
            return found
        new_id = uuid4()
        await Organisation.insert(Organisation(id=new_id, name=plain, kvk_number=None, search_text=key, created_at=now))
    return new_id
