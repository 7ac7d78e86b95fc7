"""Reads of partners: everybody who is signed in finds them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from typing import Any
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.database import fetch
from sroi.partners.rules import Offer, PartnerFacts, PartnerNotFound, PartnerRecord, PsoLevel
from sroi.partners.tables import Partner
from sroi.values import Period, name_letters, search_text

PAGE_SIZE = 25


@dataclass(frozen=True)
class PartnerFilter:
    """What the list is narrowed to; empty means everything. `recognised_on` leaves those whose recognition holds on that day."""

    text: str = ""
    offer: Offer | None = None
    supplier_kind: str | None = None
    municipality: str | None = None
    in_network_on: date | None = None
    recognised_on: date | None = None


@dataclass(frozen=True)
class NetworkGrowth:
    """How many partners the network had before the first day of a period, and how many came and went in it."""

    at_start: int
    joined: int
    left: int

    @property
    def at_end(self) -> int:
        """Return how many there were at its end."""
        return self.at_start + self.joined - self.left


async def partners_page(
    *, viewer: Viewer, narrowed: PartnerFilter, after: tuple[str, UUID] | None = None, size: int = PAGE_SIZE
) -> tuple[PartnerRecord, ...]:
    """Return partners by name, those after the key of the last one shown; at most `size`."""
    viewer.require(Permission.READ_PARTNERS)
    query = Partner.select().order_by(Partner.name_key).order_by(Partner.id).limit(size)
    for condition in _conditions(narrowed):
        query = query.where(condition)
    if after is not None:
        name, key = after
        query = query.where((Partner.name_key > name) | ((Partner.name_key == name) & (Partner.id > key)))
    return tuple(_record(row) for row in await query)


def _conditions(narrowed: PartnerFilter) -> list[Any]:
    found: list[Any] = [Partner.search_text.like(f"%{_literal(word)}%") for word in search_text(narrowed.text).split()]
    if narrowed.offer is not None:
        column = {
            Offer.PLACEMENTS: Partner.offers_placements,
            Offer.TRAINING: Partner.offers_training,
            Offer.PURCHASES: Partner.offers_purchases,
        }[narrowed.offer]
        found.append(column == True)  # noqa: E712  # a column compares by this operator alone
    if narrowed.supplier_kind is not None:
        found.append(Partner.supplier_kind == narrowed.supplier_kind)
    if narrowed.municipality is not None:
        found.append(Partner.municipality == narrowed.municipality)
    if narrowed.in_network_on is not None:
        found += _holds(Partner.joined_on, Partner.left_on, narrowed.in_network_on)
    if narrowed.recognised_on is not None:
        found += _holds(Partner.recognised_from, Partner.recognised_before, narrowed.recognised_on)
    return found


def _holds(start: Any, before: Any, on: date) -> list[Any]:
    """Return the conditions of a half-open period that holds on a day; one without a start never does."""
    return [start.is_not_null(), start <= on, before.is_null() | (before > on)]


def _literal(word: str) -> str:
    """Return a word without the signs that LIKE reads as "anything"."""
    return word.replace("%", "").replace("_", "").replace("\\", "")


async def partner(*, viewer: Viewer, partner_id: UUID) -> PartnerRecord:
    """Return one partner; raise PartnerNotFound."""
    viewer.require(Permission.READ_PARTNERS)
    rows = await Partner.select().where(Partner.id == partner_id)
    if not rows:
        raise PartnerNotFound(_("Deze partner is niet gevonden."))
    return _record(rows[0])


async def partner_names(*, partner_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of partners by id, for those who may see what refers to them."""
    if not partner_ids:
        return {}
    rows = await Partner.select(Partner.id, Partner.name).where(Partner.id.is_in(sorted(set(partner_ids))))
    return {row["id"]: row["name"] for row in rows}


async def partners_by_id(*, partner_ids: Collection[UUID]) -> dict[UUID, PartnerRecord]:
    """Return partners by id, for those who may see what refers to them."""
    if not partner_ids:
        return {}
    rows = await Partner.select().where(Partner.id.is_in(sorted(set(partner_ids))))
    return {row["id"]: _record(row) for row in rows}


async def partners_of_suppliers(*, suppliers: Sequence[tuple[str | None, str]]) -> tuple[PartnerRecord | None, ...]:
    """Return the partner that each supplier is, given as KVK number and name, in one query.

    A supplier is known by its KVK number, else by a name that differs in no more than spelling.
    """
    numbers = {kvk_number for kvk_number, _name in suppliers if kvk_number is not None}
    names = {name_letters(name) for _kvk_number, name in suppliers}
    if not names:
        return ()
    is_named = Partner.name_letters.is_in(list(names))
    is_found = is_named | Partner.kvk_number.is_in(list(numbers)) if numbers else is_named
    rows = await Partner.select().where(is_found).order_by(Partner.name_key).order_by(Partner.id)
    return tuple(_supplier(rows, kvk_number, name_letters(name)) for kvk_number, name in suppliers)


def _supplier(rows: Sequence[dict[str, Any]], kvk_number: str | None, letters: str) -> PartnerRecord | None:
    by_number = [row for row in rows if kvk_number is not None and row["kvk_number"] == kvk_number]
    by_name = [row for row in rows if row["name_letters"] == letters and (kvk_number is None or row["kvk_number"] is None)]
    found = by_number or by_name
    return _record(found[0]) if found else None


async def network_growth(*, period: Period) -> NetworkGrowth:
    """Return how the network grew in a period that has an end."""
    first, before = period.start, period.end
    rows = await fetch(
        """
        SELECT COALESCE(SUM(CASE WHEN joined_on < {} AND (left_on IS NULL OR left_on >= {}) THEN 1 ELSE 0 END), 0) AS at_start,
            COALESCE(SUM(CASE WHEN joined_on >= {} AND joined_on < {} THEN 1 ELSE 0 END), 0) AS joined,
            COALESCE(SUM(CASE WHEN left_on >= {} AND left_on < {} THEN 1 ELSE 0 END), 0) AS gone
        FROM partner WHERE joined_on IS NOT NULL
        """,
        *(first, first, first, before, first, before),
    )
    return NetworkGrowth(at_start=int(rows[0]["at_start"]), joined=int(rows[0]["joined"]), left=int(rows[0]["gone"]))


def _record(row: dict[str, Any]) -> PartnerRecord:
    return PartnerRecord(id=row["id"], version=int(row["version"]), facts=_facts(row))


def _facts(row: dict[str, Any]) -> PartnerFacts:
    return PartnerFacts(
        name=row["name"],
        kvk_number=row["kvk_number"],
        municipality=row["municipality"],
        website=row["website"],
        description=row["description"],
        offers=frozenset(offer for offer in Offer if row[f"offers_{offer.value}"]),
        supplier_kind=row["supplier_kind"],
        recognised_by=row["recognised_by"],
        recognised_from=row["recognised_from"],
        recognised_before=row["recognised_before"],
        pso_level=PsoLevel(row["pso_level"]) if row["pso_level"] else None,
        pso_before=row["pso_before"],
        joined_on=row["joined_on"],
        left_on=row["left_on"],
    )
