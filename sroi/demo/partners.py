"""The network of the example: as many partners as the programme names, all invented, and some suppliers beside it."""

from datetime import date, datetime

from sroi.access import Viewer
from sroi.partners.operations import add_partner
from sroi.partners.rules import Offer, PartnerFacts, PsoLevel
from sroi.values import add_months

# Source of the number: programme 2023 "Rijswijk Werkwijs", 75 partners, to grow by 5 in that year.
NETWORK_SIZE = 75
TRADES = (
    ("Groenvoorziening", "Groenonderhoud en bestrating"),
    ("Catering", "Lunches en vergaderingen"),
    ("Fietswerkplaats", "Onderhoud van dienstfietsen"),
    ("Schoonmaakcollectief", "Schoonmaak van kantoren en scholen"),
    ("Drukkerij", "Drukwerk en scanwerk"),
    ("Wasserij", "Bedrijfskleding en linnengoed"),
    ("Klusbedrijf", "Klein onderhoud aan gebouwen"),
    ("Kringloopbedrijf", "Hergebruik van meubels"),
    ("Leerbedrijf Zorg", "Leerwerkplekken in de zorg"),
    ("Logistiek Collectief", "Inpakken en bezorgen"),
)
PLACES = (("GM0603", "Rijswijk"), ("GM0503", "Delft"), ("GM0518", "Den Haag"), ("GM1783", "Westland"), ("GM1842", "Midden-Delfland"))
# Of each run of five partners: what they offer, how their invoices count, and their PSO level.
KINDS = (
    (frozenset({Offer.PLACEMENTS, Offer.PURCHASES}), "social_enterprise", PsoLevel.STEP_2),
    (frozenset({Offer.PLACEMENTS}), None, PsoLevel.STEP_1),
    (frozenset({Offer.TRAINING, Offer.PLACEMENTS}), None, None),
    (frozenset({Offer.PURCHASES}), "work_company", PsoLevel.STEP_30_PLUS),
    (frozenset({Offer.PURCHASES, Offer.TRAINING}), "aspirant", PsoLevel.ASPIRANT),
)


def partners(today: date) -> tuple[PartnerFacts, ...]:
    """Return the invented partners around a day: most recognised, some of them no longer, and five that came in the last year."""
    return tuple(_partner(number, today) for number in range(NETWORK_SIZE))


def _partner(number: int, today: date) -> PartnerFacts:
    trade, description = TRADES[number % len(TRADES)]
    code, place = PLACES[number // len(TRADES) % len(PLACES)]
    offers, supplier_kind, pso_level = KINDS[number % len(KINDS)]
    since = add_months(today, -6 if number >= NETWORK_SIZE - 5 else -30)
    lapsed = number % 15 == 3
    name = f"{trade} Voorbeeld {place}"
    return PartnerFacts(
        name=name if number < len(TRADES) * len(PLACES) else f"{name} {number // (len(TRADES) * len(PLACES)) + 1}",
        municipality=code,
        description=f"{description}. Verzonnen voorbeeld.",
        offers=offers,
        supplier_kind=supplier_kind,
        recognised_by="" if supplier_kind is None else "Gemeente (verzonnen voorbeeld)",
        recognised_from=None if supplier_kind is None else since,
        recognised_before=None if supplier_kind is None else add_months(today, -1 if lapsed else 18),
        pso_level=pso_level,
        pso_before=None if pso_level is None else add_months(today, -2 if lapsed else 12),
        joined_on=since,
    )


async def add_partners(*, viewer: Viewer, now: datetime, today: date) -> None:
    """Add the network of the example."""
    for facts in partners(today):
        await add_partner(viewer=viewer, facts=facts, now=now)
