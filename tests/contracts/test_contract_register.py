"""The register: complete contracts, drafts, tenders with their lots, and who finds what."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from sroi.access import OPERATOR, UnableToAllow
from sroi.audit.tables import AuditEvent
from sroi.contracts.operations import add_authority, complete_draft, register_contract, save_draft
from sroi.contracts.queries import (
    ContractFilter,
    authorities,
    contract,
    contracts_of_tender,
    contracts_page,
    cpv_code,
    find_cpv_codes,
    home_authority,
    municipalities,
)
from sroi.contracts.rules import ContractFacts, ContractNotFound, ContractStatus, LotFacts, Scope, UnableToRegister
from sroi.contracts.tables import Contract, ContractLot, Lot, Tender
from tests.makers import (
    CLEANING_FIRM,
    GREEN_FIRM,
    REGIONAL,
    ROAD_FIRM,
    Firm,
    make_administrator,
    make_contractor,
    make_facts,
    make_officer,
    make_reviewer,
)

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
LATER = datetime(2024, 3, 4, 9, 30, tzinfo=UTC)


async def registered(facts: ContractFacts, now: datetime = NOW) -> UUID:
    return await register_contract(viewer=await make_officer(), facts=facts, now=now)


async def drafted(facts: ContractFacts) -> UUID:
    return await save_draft(viewer=await make_officer(), facts=facts, now=NOW)


async def found(text: str = "", **narrowed: object) -> list[str]:
    page = await contracts_page(viewer=await make_officer(), narrowed=ContractFilter(text, **narrowed))  # type: ignore[arg-type]
    return sorted(record.facts.number or record.facts.title for record in page)


# ---------------------------------------------------------------- registering


async def test_a_registered_contract_comes_back_as_it_was_given(database: None) -> None:
    facts = replace(
        await make_facts(tender_reference="AANB-2024-7", lots=(LotFacts(2, "Zuid"), LotFacts(1, "Noord"))),
        agreed_rate_pct=Decimal("5.00"),
        labour_share_pct=Decimal("33.33"),
        extension_options="2 x 1 jaar",
        award_date_is_assumed=True,
    )
    record = await contract(viewer=await make_officer(), contract_id=await registered(facts))
    assert record.facts == replace(facts, lots=(LotFacts(1, "Noord"), LotFacts(2, "Zuid")))
    assert (record.status, record.scope, record.authority_name) == (ContractStatus.REGISTERED, Scope.LOCAL, "Gemeente Rijswijk")
    assert (record.created_at, record.registered_at) == (NOW, NOW)


async def test_an_incomplete_contract_is_not_registered_but_kept_as_a_draft(database: None) -> None:
    facts = await make_facts(contract_sum=None)
    with pytest.raises(UnableToRegister) as refusal:
        await registered(facts)
    assert refusal.value.field == "contract_sum"
    assert not await Contract.exists()
    record = await contract(viewer=await make_officer(), contract_id=await drafted(facts))
    assert (record.status, record.registered_at, record.facts.contract_sum) == (ContractStatus.DRAFT, None, None)


async def test_a_second_contract_with_the_same_authority_and_number_is_refused_on_the_number(database: None) -> None:
    await registered(await make_facts(number="2024-031"))
    with pytest.raises(UnableToRegister, match="2024-031") as refusal:
        await registered(await make_facts(number="2024-031", title="Iets heel anders"))
    assert refusal.value.field == "number"
    assert await Contract.count() == 1


async def test_a_draft_may_not_take_the_number_of_a_contract_either(database: None) -> None:
    await registered(await make_facts(number="2024-031"))
    draft_id = await drafted(await make_facts(number="2024-032", contract_sum=None))
    with pytest.raises(UnableToRegister) as refusal:
        await complete_draft(viewer=await make_officer(), draft_id=draft_id, facts=await make_facts(number="2024-031"), now=LATER)
    assert refusal.value.field == "number"


async def test_another_authority_may_use_the_same_number(database: None) -> None:
    local = await registered(await make_facts(number="2024-031"))
    regional = await registered(await make_facts(number="2024-031", authority=REGIONAL))
    officer = await make_officer()
    assert (await contract(viewer=officer, contract_id=local)).scope is Scope.LOCAL
    assert (await contract(viewer=officer, contract_id=regional)).scope is Scope.REGIONAL


async def test_contracts_of_one_firm_belong_to_one_organisation(database: None) -> None:
    officer = await make_officer()
    first = await contract(viewer=officer, contract_id=await registered(await make_facts(number="2024-031")))
    second = await contract(viewer=officer, contract_id=await registered(await make_facts(number="2024-032")))
    assert first.contractor_id == second.contractor_id


async def test_a_refused_contract_leaves_no_tender_firm_or_event(database: None) -> None:
    await make_officer()
    events = await AuditEvent.count()
    await registered(await make_facts(number="2024-031", tender_reference="AANB-1", lots=(LotFacts(1, "Noord"),)))
    tenders, lots = await Tender.count(), await Lot.count()
    clash = await make_facts(number="2024-032", firm=ROAD_FIRM, tender_reference="AANB-1", lots=(LotFacts(2, "Zuid"), LotFacts(1, "Oost")))
    with pytest.raises(UnableToRegister):
        await registered(clash)
    assert (await Tender.count(), await Lot.count(), await Contract.count()) == (tenders, lots, 1)
    assert await AuditEvent.count() == events + 1


# ---------------------------------------------------------------- drafts


async def test_a_draft_is_changed_and_then_completed(database: None) -> None:
    officer = await make_officer()
    draft_id = await drafted(await make_facts(number="", contract_sum=None, awarded_on=None))
    again = await save_draft(viewer=officer, facts=await make_facts(number="2024-031", contract_sum=None), now=LATER, draft_id=draft_id)
    assert again == draft_id
    await complete_draft(viewer=officer, draft_id=draft_id, facts=await make_facts(number="2024-031"), now=LATER)
    record = await contract(viewer=officer, contract_id=draft_id)
    assert (record.status, record.created_at, record.registered_at) == (ContractStatus.REGISTERED, NOW, LATER)
    assert await Contract.count() == 1


async def test_a_registered_contract_is_not_changed_as_if_it_were_a_draft(database: None) -> None:
    contract_id = await registered(await make_facts())
    with pytest.raises(UnableToRegister, match="geen concept meer"):
        await save_draft(viewer=await make_officer(), facts=await make_facts(title="Anders"), now=LATER, draft_id=contract_id)


async def test_a_draft_needs_at_least_a_title(database: None) -> None:
    nothing = ContractFacts(authority_id=(await home_authority()).id)
    with pytest.raises(UnableToRegister) as refusal:
        await drafted(nothing)
    assert refusal.value.field == "title"


async def test_a_draft_keeps_the_tender_and_lots_before_its_type_is_known(database: None) -> None:
    facts = await make_facts(title="", contract_type=None, contract_sum=None, tender_reference="AANB-7", lots=(LotFacts(1, "Noord"),))
    draft_id = await drafted(facts)
    record = await contract(viewer=await make_officer(), contract_id=draft_id)
    assert (record.facts.tender_reference, record.facts.lots) == ("AANB-7", (LotFacts(1, "Noord"),))
    await complete_draft(
        viewer=await make_officer(),
        draft_id=draft_id,
        facts=await make_facts(tender_reference="AANB-7", lots=(LotFacts(1, "Wijk Noord"),)),
        now=LATER,
    )
    record = await contract(viewer=await make_officer(), contract_id=draft_id)
    assert record.facts.lots == (LotFacts(1, "Wijk Noord"),)
    tender = await Tender.select().first()
    assert tender is not None and tender["contract_type"] == "services"


# ---------------------------------------------------------------- tenders and lots


async def test_two_contracts_share_one_tender_and_each_has_its_own_lots(database: None) -> None:
    noord, zuid = LotFacts(1, "Noord"), LotFacts(2, "Zuid")
    first = await registered(await make_facts(number="2024-031", tender_reference="AANB-7", lots=(noord,)))
    second = await registered(await make_facts(number="2024-032", firm=ROAD_FIRM, tender_reference="AANB-7", lots=(zuid, noord)))
    officer = await make_officer()
    records = [await contract(viewer=officer, contract_id=each) for each in (first, second)]
    assert [record.facts.lots for record in records] == [(noord,), (noord, zuid)]
    assert records[0].tender_id is not None
    assert records[0].tender_id == records[1].tender_id
    assert (await Tender.count(), await Lot.count(), await ContractLot.count()) == (1, 2, 3)
    of_tender = await contracts_of_tender(viewer=officer, tender_id=records[0].tender_id)
    assert [record.facts.number for record in of_tender] == ["2024-031", "2024-032"]


async def test_a_lot_that_another_contract_knows_keeps_its_name(database: None) -> None:
    await registered(await make_facts(number="2024-031", tender_reference="AANB-7", lots=(LotFacts(1, "Noord"),)))
    with pytest.raises(UnableToRegister, match="heet Noord") as refusal:
        await registered(await make_facts(number="2024-032", tender_reference="AANB-7", lots=(LotFacts(1, "Zuid"),)))
    assert refusal.value.field == "lots"


async def test_tenders_of_two_authorities_with_one_reference_are_two_tenders(database: None) -> None:
    await registered(await make_facts(number="2024-031", tender_reference="AANB-7"))
    await registered(await make_facts(number="2024-031", tender_reference="AANB-7", authority=REGIONAL))
    assert await Tender.count() == 2


# ---------------------------------------------------------------- who may, and who finds what


async def test_only_a_procurement_officer_writes_in_the_register(database: None) -> None:
    facts = await make_facts()
    for viewer in (await make_reviewer(), await make_contractor(), await make_administrator(), OPERATOR):
        with pytest.raises(UnableToAllow):
            await register_contract(viewer=viewer, facts=facts, now=NOW)
        with pytest.raises(UnableToAllow):
            await save_draft(viewer=viewer, facts=facts, now=NOW)
        with pytest.raises(UnableToAllow):
            await add_authority(viewer=viewer, name="Waterschap Voorbeeld", now=NOW)
    assert not await Contract.exists()


async def test_a_contractor_finds_its_own_registered_contracts_and_nothing_else(database: None) -> None:
    own = await registered(await make_facts(number="2024-031"))
    draft = await drafted(await make_facts(number="2024-032", contract_sum=None))
    other = await registered(await make_facts(number="2024-033", firm=ROAD_FIRM))
    contractor = await make_contractor(firm=GREEN_FIRM)
    assert [record.id for record in await contracts_page(viewer=contractor, narrowed=ContractFilter())] == [own]
    for hidden in (draft, other, uuid4()):
        with pytest.raises(ContractNotFound, match="niet gevonden"):
            await contract(viewer=contractor, contract_id=hidden)


async def test_a_firm_without_contracts_finds_nothing(database: None) -> None:
    await registered(await make_facts())
    stranger = await make_contractor(firm=CLEANING_FIRM)
    assert await contracts_page(viewer=stranger, narrowed=ContractFilter()) == ()


async def test_those_who_work_for_the_municipality_find_every_contract_and_draft(database: None) -> None:
    await registered(await make_facts(number="2024-031"))
    await drafted(await make_facts(number="2024-032", contract_sum=None))
    for viewer in (await make_officer(), await make_reviewer(), await make_administrator(), OPERATOR):
        assert len(await contracts_page(viewer=viewer, narrowed=ContractFilter())) == 2


async def test_a_contractor_sees_only_its_own_contracts_of_a_tender(database: None) -> None:
    own = await registered(await make_facts(number="2024-031", tender_reference="AANB-7"))
    await registered(await make_facts(number="2024-032", firm=ROAD_FIRM, tender_reference="AANB-7"))
    contractor = await make_contractor(firm=GREEN_FIRM)
    record = await contract(viewer=contractor, contract_id=own)
    assert record.tender_id is not None
    assert [each.id for each in await contracts_of_tender(viewer=contractor, tender_id=record.tender_id)] == [own]


# ---------------------------------------------------------------- searching


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("café", ["A"]),
        ("CAFE", ["A"]),
        ("zonder koffie", ["A"]),
        ("koffie zónder", ["A"]),
        ("100%", ["B"]),
        ("%", ["B"]),
        ("wijk_noord", ["B"]),
        ("_", ["B"]),
        ("ÉÉN", ["C"]),
        ("een", ["C"]),
        ("straße", ["C"]),
        ("STRASSE", ["C"]),
        ("back\\slash", ["C"]),
        ("00100002", ["B"]),
        ("groenbedrijf", ["A", "C"]),
        ("koffie 100%", []),
        ("", ["A", "B", "C"]),
        ("   ", ["A", "B", "C"]),
    ],
)
async def test_a_search_finds_words_whatever_their_accents_and_case(database: None, text: str, numbers: list[str]) -> None:
    await registered(await make_facts(number="A", title="Café zonder koffie"))
    await registered(await make_facts(number="B", title="100% groen in wijk_noord", firm=ROAD_FIRM))
    await registered(await make_facts(number="C", title="Één straße, back\\slash"))
    assert await found(text) == numbers


async def test_a_firm_is_found_by_the_name_that_it_is_known_by_and_by_the_name_that_was_typed(database: None) -> None:
    await registered(await make_facts(number="A"))
    await registered(await make_facts(number="B", firm=Firm("GROENBEDRIJF DE VOORBEELD-TUIN BV", GREEN_FIRM.kvk_number)))
    assert await found("voorbeeldtuin") == ["A", "B"]
    assert await found("voorbeeld-tuin") == ["B"]


async def test_a_list_is_narrowed_to_a_status_and_a_scope(database: None) -> None:
    await registered(await make_facts(number="L"))
    await registered(await make_facts(number="R", authority=REGIONAL))
    await drafted(await make_facts(number="D", contract_sum=None))
    assert await found(status=ContractStatus.DRAFT) == ["D"]
    assert await found(status=ContractStatus.REGISTERED) == ["L", "R"]
    assert await found(scope=Scope.LOCAL) == ["D", "L"]
    assert await found(scope=Scope.REGIONAL) == ["R"]
    assert await found("groen", status=ContractStatus.REGISTERED, scope=Scope.REGIONAL) == ["R"]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 25])
async def test_paging_shows_every_contract_once_also_those_of_one_moment(database: None, size: int) -> None:
    moments = [NOW, NOW, NOW, NOW, LATER, LATER, datetime(2024, 3, 1, 9, 30, 0, 500, tzinfo=UTC)]
    made = {await registered(await make_facts(number=f"2024-{index:03}"), now=moment) for index, moment in enumerate(moments)}
    seen, after = [], None
    officer = await make_officer()
    while page := await contracts_page(viewer=officer, narrowed=ContractFilter(), after=after, size=size):
        assert len(page) <= size
        seen += [(record.created_at, record.id) for record in page]
        after = seen[-1]
    assert seen == sorted(seen, key=lambda key: (key[0], str(key[1])), reverse=True)
    assert len(seen) == len(made)
    assert {contract_id for _moment, contract_id in seen} == made


# ---------------------------------------------------------------- authorities and lists


async def test_the_home_authority_stands_first_among_the_authorities_of_the_region(database: None) -> None:
    names = [authority.name for authority in await authorities()]
    assert names[0] == (await home_authority()).name == "Gemeente Rijswijk"
    assert names[1:] == sorted(names[1:])
    assert len(names) == 11


async def test_an_authority_is_added_once_whatever_its_accents_and_case(database: None) -> None:
    officer = await make_officer()
    first = await add_authority(viewer=officer, name="Waterschap Véchtstromen", now=NOW)
    assert await add_authority(viewer=officer, name="  waterschap VECHTSTROMEN ", now=NOW) == first
    assert await AuditEvent.count().where(AuditEvent.action == "authority.added") == 1
    with pytest.raises(UnableToRegister) as refusal:
        await add_authority(viewer=officer, name="  ", now=NOW)
    assert refusal.value.field == "authority"
    with pytest.raises(UnableToRegister, match="te lang"):
        await add_authority(viewer=officer, name="w" * 201, now=NOW)


def test_a_cpv_code_is_found_by_a_dutch_word() -> None:
    names = [cpv.description.casefold() for cpv in find_cpv_codes("groengebieden")]
    assert names and all("groengebieden" in name for name in names)


def test_a_cpv_code_is_found_by_a_short_word() -> None:
    assert any("gas" in cpv.description.casefold() for cpv in find_cpv_codes("gas"))


def test_a_name_that_holds_more_of_the_words_comes_first() -> None:
    first = find_cpv_codes("onderhoud van wegen")[0].description.casefold()
    assert "onderhoud" in first and "wegen" in first


def test_a_cpv_code_is_found_by_its_first_digits_and_read_with_or_without_its_check_digit() -> None:
    assert all(cpv.code.startswith("7731") for cpv in find_cpv_codes("7731"))
    plain, checked = cpv_code("77310000"), cpv_code("77310000-6")
    assert plain is not None and plain == checked
    assert plain in find_cpv_codes("77310000-6")


def test_what_is_no_cpv_code_is_not_found() -> None:
    assert cpv_code("99999999") is None
    assert find_cpv_codes("") == find_cpv_codes("zzzzzz") == ()


def test_municipalities_are_in_the_order_of_their_names() -> None:
    names = list(municipalities().values())
    assert municipalities()["GM0603"] == "Rijswijk (ZH.)"
    assert names.index("Delft") < names.index("Rijswijk (ZH.)") < names.index("Zoetermeer")
