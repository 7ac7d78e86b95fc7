"""What a contract needs, what cannot be true of it, and what it is known by."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sroi.contracts.rules import (
    ContractFacts,
    ContractType,
    LotFacts,
    UnableToRegister,
    check_facts,
    facts_from_json,
    facts_to_json,
    mistakes,
    needs,
    searchable,
)

RIJSWIJK, DELFT = UUID(int=1), UUID(int=2)
COMPLETE = ContractFacts(
    authority_id=RIJSWIJK,
    number="2024-031",
    title="Groenonderhoud wijk Noord",
    contract_type=ContractType.SERVICES,
    contractor_name="Groen Voorbeeld B.V.",
    kvk_number="00100001",
    contract_sum=Decimal("1250000.00"),
    awarded_on=date(2024, 2, 1),
    starts_on=date(2024, 3, 1),
)
UNNUMBERED = replace(COMPLETE, number="")


def test_a_complete_contract_needs_nothing() -> None:
    assert needs(COMPLETE) == ()
    assert mistakes(COMPLETE) == ()


@pytest.mark.parametrize(
    ("field", "empty"),
    [
        ("number", ""),
        ("title", ""),
        ("contract_type", None),
        ("contractor_name", ""),
        ("kvk_number", None),
        ("contract_sum", None),
        ("awarded_on", None),
        ("starts_on", None),
    ],
)
def test_a_draft_says_which_one_thing_it_needs(field: str, empty: Any) -> None:
    assert [need.field for need in needs(replace(COMPLETE, **{field: empty}))] == [field]


def test_a_draft_that_knows_nothing_asks_for_everything() -> None:
    assert len(needs(ContractFacts(authority_id=RIJSWIJK))) == 8


@pytest.mark.parametrize(
    "optional",
    [
        {"cpv_code": None},
        {"labour_share_pct": None},
        {"ends_before": None},
        {"extension_options": ""},
        {"tender_reference": ""},
        {"tender_sum": None},
        {"agreed_rate_pct": None},
    ],
    ids=lambda optional: next(iter(optional)),
)
def test_a_contract_is_complete_without_what_is_optional(optional: dict[str, Any]) -> None:
    assert needs(replace(COMPLETE, **optional)) == ()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"contract_sum": Decimal(0)}, "contract_sum"),
        ({"contract_sum": Decimal("-0.01")}, "contract_sum"),
        ({"contract_sum": Decimal("100000000000.00")}, "contract_sum"),
        ({"tender_sum": Decimal(0)}, "tender_sum"),
        ({"labour_share_pct": Decimal("100.01")}, "labour_share_pct"),
        ({"labour_share_pct": Decimal(-1)}, "labour_share_pct"),
        ({"agreed_rate_pct": Decimal(500)}, "agreed_rate_pct"),
        ({"ends_before": date(2024, 3, 1)}, "ends_on"),
        ({"ends_before": date(2023, 3, 1)}, "ends_on"),
        ({"number": "9" * 101}, "number"),
        ({"title": "t" * 301}, "title"),
        ({"contractor_name": "n" * 201}, "contractor_name"),
        ({"contractor_name": ""}, "contractor_name"),
        ({"extension_options": "x" * 301}, "extension_options"),
        ({"tender_reference": "r" * 101}, "tender_reference"),
        ({"tender_reference": "T-1", "lots": (LotFacts(1, "Noord"), LotFacts(1, "Zuid"))}, "lots"),
        ({"tender_reference": "T-1", "lots": (LotFacts(1, "n" * 301),)}, "lots"),
        ({"lots": (LotFacts(1, "Noord"),)}, "tender_reference"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_cannot_be_true_is_refused_on_its_field(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(UnableToRegister) as refusal:
        check_facts(replace(COMPLETE, **wrong))
    assert refusal.value.field == field
    assert refusal.value.message.endswith(".")


@pytest.mark.parametrize(
    "possible",
    [
        {"contract_sum": Decimal("0.01")},
        {"contract_sum": Decimal("99999999999.99")},
        {"labour_share_pct": Decimal(0)},
        {"labour_share_pct": Decimal(100)},
        {"ends_before": date(2024, 3, 2)},
        {"title": "t" * 300},
        {"number": "9" * 100},
        {"awarded_on": date(2024, 6, 1)},
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_is_just_possible_is_not_refused(possible: dict[str, Any]) -> None:
    check_facts(replace(COMPLETE, **possible))


def test_several_mistakes_are_all_told() -> None:
    wrong = replace(COMPLETE, contract_sum=Decimal(-5), ends_before=date(2020, 1, 1), labour_share_pct=Decimal(150))
    assert {mistake.field for mistake in mistakes(wrong)} == {"contract_sum", "ends_on", "labour_share_pct"}


def test_a_contract_is_known_by_its_authority_and_number() -> None:
    assert COMPLETE.identity == replace(COMPLETE, title="Anders", contract_sum=Decimal(1)).identity
    assert COMPLETE.identity != replace(COMPLETE, authority_id=DELFT).identity
    assert COMPLETE.identity != replace(COMPLETE, number="2024-032").identity
    assert COMPLETE.import_key is None


def test_a_row_without_a_number_is_known_by_what_it_tells() -> None:
    key = UNNUMBERED.import_key
    assert key is not None
    assert replace(UNNUMBERED, title="  GROENONDERHOUD  wijk noord").import_key == key
    assert replace(UNNUMBERED, cpv_code="77310000").import_key == key


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Groenonderhoud wijk Zuid"},
        {"contractor_name": "Weg Voorbeeld B.V."},
        {"contract_sum": Decimal(1)},
        {"starts_on": date(2025, 1, 1)},
        {"authority_id": DELFT},
    ],
    ids=lambda other: next(iter(other)),
)
def test_rows_without_a_number_that_tell_other_things_are_told_apart(other: dict[str, Any]) -> None:
    assert replace(UNNUMBERED, **other).import_key != UNNUMBERED.import_key


def test_a_search_looks_in_the_number_title_contractor_kvk_number_and_tender() -> None:
    text = searchable(replace(COMPLETE, tender_reference="AANB-7", contractor_name="Café Zónder B.V."))
    assert text == "2024-031 groenonderhoud wijk noord cafe zonder b.v. 00100001 aanb-7"


amounts = st.none() | st.decimals(min_value="0.01", max_value="99999999999.99", places=2)
shares = st.none() | st.decimals(min_value=0, max_value=100, places=2)
days = st.none() | st.dates()
texts = st.text(max_size=40)


@given(
    st.builds(
        ContractFacts,
        authority_id=st.uuids(),
        number=texts,
        title=texts,
        contract_type=st.none() | st.sampled_from(ContractType),
        contractor_name=texts,
        kvk_number=st.none() | st.just("00100001"),
        cpv_code=st.none() | st.just("77310000"),
        contract_sum=amounts,
        tender_sum=amounts,
        labour_share_pct=shares,
        agreed_rate_pct=shares,
        awarded_on=days,
        award_date_is_assumed=st.booleans(),
        starts_on=days,
        ends_before=days,
        extension_options=texts,
        tender_reference=texts,
        lots=st.lists(st.builds(LotFacts, st.integers(1, 99), texts), max_size=3).map(tuple),
    )
)
def test_facts_that_wait_for_a_confirmation_come_back_as_they_were(facts: ContractFacts) -> None:
    assert facts_from_json(facts_to_json(facts)) == facts
