"""Reads of organisations."""

from collections.abc import Collection
from gettext import gettext as _
from typing import Any
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.accounts.rules import OrganisationNotFound, OrganisationRecord
from sroi.accounts.tables import Organisation
from sroi.values import search_text

PAGE_SIZE = 50
NUMBERS_A_QUERY = 500


def _record(row: dict[str, Any]) -> OrganisationRecord:
    return OrganisationRecord(id=row["id"], name=row["name"], kvk_number=row["kvk_number"])


async def organisation_by_kvk(*, kvk_number: str) -> OrganisationRecord | None:
    """Return the organisation with this KVK number of eight digits, or None. Names are public in the trade register."""
    rows = await Organisation.select().where(Organisation.kvk_number == kvk_number)
    return _record(rows[0]) if rows else None


async def names_by_kvk(*, kvk_numbers: Collection[str]) -> dict[str, str]:
    """Return the names that these KVK numbers are known by. Names are public in the trade register."""
    wanted = sorted(kvk_numbers)
    found: dict[str, str] = {}
    for start in range(0, len(wanted), NUMBERS_A_QUERY):
        part = wanted[start : start + NUMBERS_A_QUERY]
        rows = await Organisation.select(Organisation.kvk_number, Organisation.name).where(Organisation.kvk_number.is_in(part))
        found |= {row["kvk_number"]: row["name"] for row in rows}
    return found


async def organisation(*, viewer: Viewer, organisation_id: UUID) -> OrganisationRecord:
    """Return an organisation; raise OrganisationNotFound unless the viewer reads the register, manages accounts or works there."""
    may = viewer.may(Permission.READ_REGISTER) or viewer.may(Permission.MANAGE_ACCOUNTS) or viewer.organisation_id == organisation_id
    rows = await Organisation.select().where(Organisation.id == organisation_id) if may else []
    if not rows:
        raise OrganisationNotFound(_("Deze organisatie is niet gevonden."))
    return _record(rows[0])


async def organisations_page(
    *, viewer: Viewer, text: str = "", after: tuple[str, UUID] | None = None, size: int = PAGE_SIZE
) -> tuple[tuple[OrganisationRecord, tuple[str, UUID]], ...]:
    """Return organisations by name whose name or KVK number holds `text`, each with its key for `after`; at most `size`."""
    viewer.require(Permission.MANAGE_ACCOUNTS)
    query = Organisation.select().order_by(Organisation.search_text).order_by(Organisation.id).limit(size)
    if wanted := search_text(text):
        query = query.where(Organisation.search_text.like(f"%{_literal(wanted)}%"))
    if after is not None:
        name, key = after
        query = query.where((Organisation.search_text > name) | ((Organisation.search_text == name) & (Organisation.id > key)))
    return tuple((_record(row), (row["search_text"], row["id"])) for row in await query)


def _literal(text: str) -> str:
    """Return `text` without the signs that LIKE reads as "anything"."""
    return text.replace("%", "").replace("_", "")
