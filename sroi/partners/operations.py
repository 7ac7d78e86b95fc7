"""Adding a partner and changing what is known of one."""

from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID, uuid4

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.database import transaction
from sroi.partners.queries import partner
from sroi.partners.rules import Offer, PartnerFacts, UnableToKeepPartner, check_facts, name_key
from sroi.partners.tables import Partner
from sroi.values import name_letters, search_text


async def add_partner(*, viewer: Viewer, facts: PartnerFacts, now: datetime) -> UUID:
    """Add a partner and return its id; raise UnableToKeepPartner on the field with what cannot be true."""
    viewer.require(Permission.WRITE_PARTNERS)
    check_facts(facts)
    partner_id = uuid4()
    async with transaction():
        await _check_number(facts, except_partner=None)
        await Partner.insert(Partner(id=partner_id, version=1, **_columns(viewer, facts, now)))
        await _tell(viewer, "partner.added", partner_id, facts, now)
    return partner_id


async def change_partner(*, viewer: Viewer, partner_id: UUID, facts: PartnerFacts, version: int, now: datetime) -> None:
    """Change a partner; raise UnableToKeepPartner when it changed since `version`, or on the field with what cannot be true."""
    viewer.require(Permission.WRITE_PARTNERS)
    check_facts(facts)
    async with transaction():
        held = await partner(viewer=viewer, partner_id=partner_id)
        if held.version != version:
            message = _("Iemand anders heeft deze partner intussen gewijzigd. Bekijk eerst wat er nu staat; wat u typte, staat hieronder.")
            raise UnableToKeepPartner(message)
        await _check_number(facts, except_partner=partner_id)
        await Partner.update({Partner.version: version + 1, **_columns(viewer, facts, now)}).where(Partner.id == partner_id)
        await _tell(viewer, "partner.changed", partner_id, facts, now)


async def _check_number(facts: PartnerFacts, *, except_partner: UUID | None) -> None:
    """Refuse a KVK number that another partner has."""
    if facts.kvk_number is None:
        return
    rows = await Partner.select(Partner.id, Partner.name).where(Partner.kvk_number == facts.kvk_number)
    if any(row["id"] != except_partner for row in rows):
        message = _("Met dit KVK-nummer staat {name} al in de lijst.").format(name=rows[0]["name"])
        raise UnableToKeepPartner(message, field="kvk_number")


def _columns(viewer: Viewer, facts: PartnerFacts, now: datetime) -> dict[Any, Any]:
    return {
        "name": facts.name.strip(),
        "name_key": name_key(facts.name),
        "name_letters": name_letters(facts.name),
        "search_text": search_text(f"{facts.name} {facts.kvk_number or ''} {facts.description}"),
        "kvk_number": facts.kvk_number,
        "municipality": facts.municipality,
        "website": facts.website,
        "description": facts.description.strip(),
        **{f"offers_{offer.value}": offer in facts.offers for offer in Offer},
        "supplier_kind": facts.supplier_kind,
        "recognised_by": facts.recognised_by.strip(),
        "recognised_from": facts.recognised_from,
        "recognised_before": facts.recognised_before,
        "pso_level": None if facts.pso_level is None else facts.pso_level.value,
        "pso_before": facts.pso_before,
        "joined_on": facts.joined_on,
        "left_on": facts.left_on,
        "changed_by": viewer.account_id,
        "changed_at": now,
    }


async def _tell(viewer: Viewer, action: str, partner_id: UUID, facts: PartnerFacts, now: datetime) -> None:
    """Record what was kept; a partner is an organisation, so that its facts may stand in the audit."""
    await record_event(
        actor=actor_of(viewer),
        action=action,
        subject=Subject("partner", str(partner_id)),
        now=now,
        details={
            "name": facts.name,
            "kvk_number": facts.kvk_number,
            "supplier_kind": facts.supplier_kind,
            "recognised_from": facts.recognised_from,
            "recognised_before": facts.recognised_before,
            "pso_level": facts.pso_level,
            "pso_before": facts.pso_before,
            "joined_on": facts.joined_on,
            "left_on": facts.left_on,
        },
    )
