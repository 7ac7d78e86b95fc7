"""The form of a partner: text to facts, and facts to the text that the form opens with."""

import re
from collections.abc import Mapping
from gettext import gettext as _
from typing import Any

from sroi.contracts.queries import municipalities
from sroi.partners.rules import (
    MAX_DESCRIPTION,
    MAX_NAME,
    MAX_WEBSITE,
    Offer,
    PartnerFacts,
    PartnerRecord,
    PsoLevel,
    offer_label,
    pso_label,
)
from sroi.values import day_after, format_short_date, last_day, parse_date, parse_kvk_number
from sroi.web.forms import Field, Typed
from sroi.web.requests import version_of

_HOST = re.compile(r"^https?://[^\s/@]+\.[^\s/@]+(/\S*)?$")


def fields(kinds: Mapping[str, str]) -> tuple[Field, ...]:
    """Return the fields of a partner; `kinds` are the kinds of supplier that a policy knows."""
    return (*_organisation_fields(), *_recognition_fields(kinds), *_network_fields())


def change_fields(kinds: Mapping[str, str]) -> tuple[Field, ...]:
    """Return the fields of a partner that is kept already, with the version that the form was made from."""
    return (*fields(kinds), Field(name="version", label=_("Versie"), kind="hidden", parse=version_of))


def _organisation_fields() -> tuple[Field, ...]:
    offers = tuple((offer.value, offer_label(offer)) for offer in Offer)
    return (
        Field(name="name", label=_("Naam"), max_length=MAX_NAME),
        Field(
            name="kvk_number",
            label=_("KVK-nummer"),
            parse=lambda text: parse_kvk_number(text).number,
            required=False,
            kind="number",
            hint=_("Hieraan herkent het register een factuur van deze partner."),
        ),
        Field(name="municipality", label=_("Gemeente"), kind="select", options=tuple(municipalities().items()), required=False),
        Field(name="website", label=_("Website"), parse=_website, required=False, max_length=MAX_WEBSITE),
        Field(
            name="offers", label=_("Wat kunnen opdrachtnemers hier vinden?"), kind="checkboxes", options=offers, required=False, parse=Offer
        ),
        Field(
            name="description",
            label=_("Omschrijving"),
            kind="textarea",
            required=False,
            max_length=MAX_DESCRIPTION,
            hint=_("Bijvoorbeeld: groenonderhoud en catering, plaatsen voor mensen uit de banenafspraak. Geen namen van kandidaten."),
        ),
    )


def _recognition_fields(kinds: Mapping[str, str]) -> tuple[Field, ...]:
    levels = tuple((level.value, pso_label(level)) for level in PsoLevel)
    return (
        Field(name="supplier_kind", label=_("Erkend als leverancier"), kind="select", options=tuple(kinds.items()), required=False),
        Field(name="recognised_by", label=_("Erkend door"), required=False, max_length=MAX_NAME),
        Field(name="recognised_from", label=_("Erkend vanaf"), kind="date", parse=parse_date, required=False),
        Field(
            name="recognised_until",
            label=_("Erkend tot en met"),
            kind="date",
            parse=parse_date,
            required=False,
            hint=_("Laat dit leeg als er geen einddatum is."),
        ),
        Field(name="pso_level", label=_("PSO-niveau"), kind="select", options=levels, parse=PsoLevel, required=False),
        Field(name="pso_until", label=_("PSO-certificaat geldig tot en met"), kind="date", parse=parse_date, required=False),
    )


def _network_fields() -> tuple[Field, ...]:
    return (
        Field(name="joined_on", label=_("In het netwerk sinds"), kind="date", parse=parse_date, required=False),
        Field(name="left_on", label=_("Laatste dag in het netwerk"), kind="date", parse=parse_date, required=False),
    )


def _website(text: str) -> str:
    address = text if re.match(r"^https?://", text) else f"https://{text}"
    if not _HOST.match(address):
        raise ValueError(_("Vul een webadres in, bijvoorbeeld https://www.voorbeeld.nl."))
    return address


def facts_of(values: Mapping[str, Any]) -> PartnerFacts:
    """Return what a form that could be read says of a partner."""
    return PartnerFacts(
        name=values["name"],
        kvk_number=values["kvk_number"],
        municipality=values["municipality"],
        website=values["website"] or "",
        description=values["description"] or "",
        offers=frozenset(values["offers"]),
        supplier_kind=values["supplier_kind"],
        recognised_by=values["recognised_by"] or "",
        recognised_from=values["recognised_from"],
        recognised_before=day_after(values["recognised_until"]),
        pso_level=values["pso_level"],
        pso_before=day_after(values["pso_until"]),
        joined_on=values["joined_on"],
        left_on=day_after(values["left_on"]),
    )


def typed_of(record: PartnerRecord) -> dict[str, Typed]:
    """Return what the form of a partner opens with."""
    facts = record.facts
    return {
        "name": facts.name,
        "kvk_number": facts.kvk_number or "",
        "municipality": facts.municipality or "",
        "website": facts.website,
        "description": facts.description,
        "offers": tuple(offer.value for offer in Offer if offer in facts.offers),
        "supplier_kind": facts.supplier_kind or "",
        "recognised_by": facts.recognised_by,
        "recognised_from": format_short_date(facts.recognised_from),
        "recognised_until": format_short_date(last_day(facts.recognised_before)),
        "pso_level": facts.pso_level.value if facts.pso_level else "",
        "pso_until": format_short_date(last_day(facts.pso_before)),
        "joined_on": format_short_date(facts.joined_on),
        "left_on": format_short_date(last_day(facts.left_on)),
        "version": str(record.version),
    }
