"""Partners: what cannot be true of one, who is found, whose recognition holds, and how the network grows."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from sroi.access import UnableToAllow
from sroi.partners.operations import add_partner, change_partner
from sroi.partners.queries import PartnerFilter, network_growth, partner, partners_of_suppliers, partners_page
from sroi.partners.rules import (
    Offer,
    PartnerFacts,
    PartnerNotFound,
    PsoLevel,
    Recognition,
    UnableToKeepPartner,
    has_pso,
    is_network_partner,
    recognition,
    supplier_kinds,
)
from sroi.policy.queries import shipped_policies
from sroi.values import Period
from tests.makers import NOW, make_contractor, make_officer, make_reviewer

FIRST, LAST = date(2023, 1, 1), date(2024, 1, 1)
RECOGNISED = PartnerFacts(
    name="Stichting De Voorbeeldwerkplaats",
    kvk_number="00100009",
    municipality="GM0603",
    description="Groenonderhoud en catering",
    offers=frozenset({Offer.PLACEMENTS, Offer.PURCHASES}),
    supplier_kind="work_company",
    recognised_from=FIRST,
    recognised_before=LAST,
    pso_level=PsoLevel.STEP_2,
    pso_before=LAST,
    joined_on=FIRST,
    left_on=LAST,
)


async def _added(facts: PartnerFacts) -> UUID:
    return await add_partner(viewer=await make_reviewer(), facts=facts, now=NOW)


@pytest.mark.parametrize(
    ("on", "held"),
    [
        (date(2022, 12, 31), Recognition.LATER),
        (FIRST, Recognition.HOLDS),
        (date(2023, 12, 31), Recognition.HOLDS),
        (LAST, Recognition.EXPIRED),
    ],
)
def test_recognition_holds_from_its_first_day_until_the_day_before_its_end(on: date, held: Recognition) -> None:
    assert recognition(RECOGNISED, on=on) is held
    assert is_network_partner(RECOGNISED, on=on) is (held is Recognition.HOLDS)
    assert has_pso(RECOGNISED, on=on) is (on < LAST)


def test_who_has_no_kind_of_supplier_is_not_recognised_and_who_has_no_end_stays_so() -> None:
    assert recognition(PartnerFacts(name="Netwerkpartner"), on=FIRST) is Recognition.NONE
    assert recognition(replace(RECOGNISED, recognised_before=None), on=date(2099, 1, 1)) is Recognition.HOLDS


def test_kinds_of_supplier_are_those_that_policies_count() -> None:
    kinds = supplier_kinds(shipped_policies())
    assert kinds["work_company"]
    assert set(kinds) == {key for policy in shipped_policies() for key in policy.purchases}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"recognised_from": None}, "recognised_from"),
        ({"supplier_kind": None, "offers": frozenset()}, "supplier_kind"),
        ({"recognised_before": FIRST}, "recognised_until"),
        ({"pso_level": None}, "pso_level"),
        ({"left_on": FIRST}, "left_on"),
        ({"joined_on": None}, "left_on"),
        ({"supplier_kind": None, "recognised_from": None, "recognised_before": None}, "supplier_kind"),
    ],
)
async def test_what_cannot_be_true_is_refused_on_its_field_and_nothing_is_kept(database: None, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(UnableToKeepPartner) as refused:
        await _added(replace(RECOGNISED, **changed))
    assert refused.value.field == field
    assert await partners_page(viewer=await make_reviewer(), narrowed=PartnerFilter()) == ()


async def test_what_was_kept_is_read_back_whole(database: None) -> None:
    record = await partner(viewer=await make_contractor(), partner_id=await _added(RECOGNISED))
    assert (record.version, record.facts) == (1, RECOGNISED)


async def test_a_kvk_number_belongs_to_one_partner(database: None) -> None:
    partner_id = await _added(RECOGNISED)
    with pytest.raises(UnableToKeepPartner, match="De Voorbeeldwerkplaats") as refused:
        await _added(PartnerFacts(name="Een ander", kvk_number="00100009"))
    assert refused.value.field == "kvk_number"
    await change_partner(viewer=await make_reviewer(), partner_id=partner_id, facts=replace(RECOGNISED, website="x"), version=1, now=NOW)


async def test_the_second_of_two_who_change_at_once_is_told_and_overwrites_nothing(database: None) -> None:
    partner_id, reviewer = await _added(RECOGNISED), await make_reviewer()
    first = replace(RECOGNISED, description="Eerst")
    await change_partner(viewer=reviewer, partner_id=partner_id, facts=first, version=1, now=NOW)
    with pytest.raises(UnableToKeepPartner, match="intussen"):
        await change_partner(viewer=reviewer, partner_id=partner_id, facts=replace(RECOGNISED, description="Later"), version=1, now=NOW)
    held = await partner(viewer=reviewer, partner_id=partner_id)
    assert (held.version, held.facts.description) == (2, "Eerst")


async def test_only_the_wsp_keeps_partners(database: None) -> None:
    for viewer in (await make_contractor(), await make_officer()):
        with pytest.raises(UnableToAllow):
            await add_partner(viewer=viewer, facts=RECOGNISED, now=NOW)
    with pytest.raises(PartnerNotFound):
        await partner(viewer=await make_contractor(), partner_id=uuid4())


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        (PartnerFilter(), ["Bakkerij Voorbeeld", "Stichting De Voorbeeldwerkplaats", "Zonnig Voorbeeld"]),
        (PartnerFilter(text="catering WERK"), ["Stichting De Voorbeeldwerkplaats"]),
        (PartnerFilter(text="00100009"), ["Stichting De Voorbeeldwerkplaats"]),
        (PartnerFilter(text="%"), ["Bakkerij Voorbeeld", "Stichting De Voorbeeldwerkplaats", "Zonnig Voorbeeld"]),
        (PartnerFilter(offer=Offer.TRAINING), ["Zonnig Voorbeeld"]),
        (PartnerFilter(offer=Offer.PURCHASES), ["Stichting De Voorbeeldwerkplaats"]),
        (PartnerFilter(supplier_kind="aspirant"), ["Bakkerij Voorbeeld"]),
        (PartnerFilter(municipality="GM0518"), ["Zonnig Voorbeeld"]),
        (PartnerFilter(recognised_on=date(2023, 12, 31)), ["Bakkerij Voorbeeld", "Stichting De Voorbeeldwerkplaats"]),
        (PartnerFilter(recognised_on=LAST), ["Bakkerij Voorbeeld"]),
        (PartnerFilter(in_network_on=LAST), ["Zonnig Voorbeeld"]),
    ],
)
async def test_partners_are_found_by_words_offer_kind_place_and_day(database: None, narrowed: PartnerFilter, found: list[str]) -> None:
    await _added(PartnerFacts(name="Zonnig Voorbeeld", municipality="GM0518", offers=frozenset({Offer.TRAINING}), joined_on=FIRST))
    await _added(RECOGNISED)
    await _added(PartnerFacts(name="Bakkerij Voorbeeld", supplier_kind="aspirant", recognised_from=FIRST))
    viewer = await make_contractor()
    assert [record.facts.name for record in await partners_page(viewer=viewer, narrowed=narrowed)] == found


async def test_pages_follow_on_each_other_by_key(database: None) -> None:
    for number in range(5):
        await _added(PartnerFacts(name=f"Voorbeeld {number % 2}"))
    viewer, seen, after = await make_contractor(), [], None
    while rows := await partners_page(viewer=viewer, narrowed=PartnerFilter(), after=after, size=2):
        seen += [record.id for record in rows]
        after = rows[-1].key
    assert len(seen) == len(set(seen)) == 5


@pytest.mark.parametrize(
    ("kvk_number", "name", "is_found"),
    [
        ("00100009", "Heel anders", True),
        (None, "stichting de voorbeeld-werkplaats", True),
        ("00100008", "Stichting De Voorbeeldwerkplaats", False),
        (None, "Stichting De Voorbeeldwerkplaatsen", False),
    ],
)
async def test_a_supplier_is_known_by_number_else_by_name(database: None, kvk_number: str | None, name: str, is_found: bool) -> None:
    await _added(RECOGNISED)
    assert ((await partners_of_suppliers(suppliers=[(kvk_number, name)]))[0] is not None) is is_found


async def test_a_name_finds_a_partner_without_a_number_also_when_the_invoice_has_one(database: None) -> None:
    await _added(replace(RECOGNISED, kvk_number=None))
    assert (await partners_of_suppliers(suppliers=[("00100008", RECOGNISED.name)]))[0] is not None


async def test_growth_counts_who_came_and_who_went(database: None) -> None:
    spells = ((date(2022, 5, 1), None), (date(2022, 5, 1), FIRST), (FIRST, None), (date(2023, 3, 1), date(2023, 9, 1)), (LAST, None))
    for joined_on, left_on in spells:
        await _added(PartnerFacts(name="Voorbeeld", joined_on=joined_on, left_on=left_on))
    await _added(PartnerFacts(name="Leverancier zonder netwerk"))
    growth = await network_growth(period=Period(FIRST, LAST))
    assert (growth.at_start, growth.joined, growth.left, growth.at_end) == (2, 2, 2, 2)
