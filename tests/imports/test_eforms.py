"""eForms notices of awards: who won what, for how much, and what is asked where the notice does not say."""

from datetime import date
from decimal import Decimal

import pytest

from imports import Party
from tests.imports.notices import (
    AMOUNT,
    BUYER,
    FIRMS,
    TWO_LOTS,
    WINNER,
    amount,
    contract,
    eforms,
    member,
    names,
    only,
    organisation,
    read,
    result,
    tender,
    tendering_party,
)


def test_an_award_is_read_whole_with_where_each_field_stood() -> None:
    row, problems = only(eforms())
    assert (row.reference, row.title, row.type, row.contract_sum, row.currency) == (
        "2024-031",
        "Groenonderhoud",
        "services",
        Decimal("250000.00"),
        "EUR",
    )
    assert (row.awarded_on, row.start, row.end, row.cpv) == (date(2024, 2, 1), date(2024, 3, 1), date(2026, 2, 28), "77310000")
    assert row.contractors == (Party(WINNER, "00100001"),)
    assert (row.contracting_authority, row.lots) == ("Gemeente Voorbeeld", ("LOT-0001",))
    assert row.notice is not None
    assert (row.notice.kind, row.notice.procedure_id, row.notice.contract_id, row.notice.version) == ("award", "p-1", "2024-031", "01")
    assert row.origins["contract_sum"].endswith("/efac:NoticeResult/efac:LotTender/cac:LegalMonetaryTotal/cbc:PayableAmount")
    assert problems == []


def test_losing_tenders_beside_the_winner_are_not_contractors() -> None:
    results = (
        result(tenders=("TEN-0002", "TEN-0001"))
        + tender("TEN-0002", party="TPA-0002", inside=amount("1.5"))
        + tender()
        + contract()
        + tendering_party("TPA-0002", members=member("ORG-0003"))
        + tendering_party()
    )
    row, problems = only(eforms(results=results, organisations=FIRMS))
    assert (names(row), row.contract_sum, problems) == ([WINNER], Decimal("250000.00"), [])


def test_one_contract_over_two_lots_has_the_sum_of_both_tenders() -> None:
    results = (
        result(lot="LOT-0001", tenders=("TEN-0001",))
        + result(lot="LOT-0002", tenders=("TEN-0002",))
        + tender("TEN-0001", inside=amount("100000.10"))
        + tender("TEN-0002", lot="LOT-0002", inside=amount("50000.25"))
        + contract(tenders=("TEN-0001", "TEN-0002"))
        + tendering_party()
    )
    row, problems = only(eforms(results=results, lots=TWO_LOTS))
    assert (row.contract_sum, row.lots, names(row), problems) == (Decimal("150000.35"), ("LOT-0001", "LOT-0002"), [WINNER], [])


def test_two_contracts_for_one_lot_are_two_rows_with_their_own_contractor() -> None:
    results = (
        result(tenders=("TEN-0001", "TEN-0002"), contracts=("CON-0001", "CON-0002"))
        + tender("TEN-0001", inside=amount("200000"))
        + tender("TEN-0002", party="TPA-0002", inside=amount("300000"))
        + contract("CON-0001")
        + contract("CON-0002", tenders=("TEN-0002",), reference="2024-032")
        + tendering_party()
        + tendering_party("TPA-0002", members=member("ORG-0003"))
    )
    (first, second), problems = read(eforms(results=results, organisations=FIRMS))
    assert (names(first), first.contract_sum) == ([WINNER], Decimal("200000.00"))
    assert (names(second), second.contract_sum, second.reference) == (["Weg Voorbeeld B.V."], Decimal("300000.00"), "2024-032")
    assert problems == ()


def test_contracts_that_share_a_number_get_one_each() -> None:
    results = (
        result(tenders=("TEN-0001", "TEN-0002"), contracts=("CON-0001", "CON-0002"))
        + tender("TEN-0001")
        + tender("TEN-0002")
        + contract("CON-0001")
        + contract("CON-0002", tenders=("TEN-0002",))
        + tendering_party()
    )
    rows, _problems = read(eforms(results=results))
    assert [row.reference for row in rows] == ["2024-031 / CON-0001", "2024-031 / CON-0002"]


def test_each_member_of_a_consortium_is_kept_and_its_leader_comes_first() -> None:
    members = member("ORG-0002", leads=False) + member("ORG-0003", leads=True) + member("ORG-0004", leads=False)
    results = result() + tender() + contract() + tendering_party(members=members)
    row, problems = only(eforms(results=results, organisations=FIRMS))
    assert [(party.name, party.is_lead) for party in row.contractors] == [
        ("Weg Voorbeeld B.V.", True),
        (WINNER, False),
        ("Snoei Voorbeeld B.V.", False),
    ]
    assert problems == []


def test_of_a_consortium_without_a_leader_the_first_leads_and_that_is_told() -> None:
    results = result() + tender() + contract() + tendering_party(members=member("ORG-0002") + member("ORG-0003"))
    row, problems = only(eforms(results=results, organisations=FIRMS))
    assert [party.is_lead for party in row.contractors] == [True, False]
    assert problems == [("contractor", "warning")]


@pytest.mark.parametrize(
    "value",
    [
        "",
        amount("1"),
        amount("1.00"),
        amount("0.01"),
        amount("0"),
        amount("-1"),
        amount("unpublished"),
        amount("een miljoen"),
        amount("1e9"),
    ],
)
def test_a_value_that_is_missing_masked_or_a_placeholder_is_never_a_sum_but_asked(value: str) -> None:
    row, problems = only(eforms(results=result() + tender(inside=value) + contract() + tendering_party()))
    assert row.contract_sum is None
    assert problems == [("contract_sum", "error")]


def test_a_value_that_is_withheld_is_asked_even_when_it_stands_there() -> None:
    withheld = "<efac:FieldsPrivacy><efbc:FieldIdentifierCode>win-ten-val</efbc:FieldIdentifierCode></efac:FieldsPrivacy>"
    total = '<cbc:TotalAmount currencyID="EUR">250000</cbc:TotalAmount>'
    results = result() + tender(inside=withheld + AMOUNT) + contract() + tendering_party()
    row, problems = only(eforms(results=results, total=total))
    assert (row.contract_sum, problems) == (None, [("contract_sum", "error")])
    assert row.notice is not None and row.notice.tender_sum is None


def test_the_value_of_the_notice_stands_in_for_the_only_tender_that_has_none_and_that_is_told() -> None:
    total = '<cbc:TotalAmount currencyID="EUR">320000.5</cbc:TotalAmount>'
    row, problems = only(eforms(results=result() + tender(inside="") + contract() + tendering_party(), total=total))
    assert (row.contract_sum, problems) == (Decimal("320000.50"), [("contract_sum", "warning")])


def test_another_currency_is_kept_not_converted_and_asked() -> None:
    row, problems = only(eforms(results=result() + tender(inside=amount("900000", "SEK")) + contract() + tendering_party()))
    assert (row.contract_sum, row.currency, problems) == (Decimal("900000.00"), "SEK", [("contract_sum", "error")])


def test_more_decimals_than_cents_are_rounded_and_told() -> None:
    row, problems = only(eforms(results=result() + tender(inside=amount("20581.250")) + contract() + tendering_party()))
    assert (row.contract_sum, problems) == (Decimal("20581.25"), [])
    row, problems = only(eforms(results=result() + tender(inside=amount("20581.255")) + contract() + tendering_party()))
    assert (row.contract_sum, problems) == (Decimal("20581.26"), [("contract_sum", "warning")])


def test_the_maximum_of_a_framework_stands_beside_the_value_of_the_contract() -> None:
    value = '<cbc:MaximumValueAmount currencyID="EUR">2000000</cbc:MaximumValueAmount>'
    maximum = f"<efac:FrameworkAgreementValues>{value}</efac:FrameworkAgreementValues>"
    results = result().replace("<efac:SettledContract>", maximum + "<efac:SettledContract>", 1) + tender() + tendering_party()
    framework = "<cbc:AwardDate>2024-02-01Z</cbc:AwardDate><efbc:ContractFrameworkIndicator>true</efbc:ContractFrameworkIndicator>"
    row, _problems = only(eforms(results=results + contract(inside=framework)))
    assert row.notice is not None
    assert (row.contract_sum, row.notice.framework_maximum, row.notice.is_framework) == (Decimal("250000.00"), Decimal("2000000.00"), True)


def test_a_tender_that_another_contract_settles_is_set_apart_and_told() -> None:
    results = (
        result(lot="LOT-0001", tenders=("TEN-0001",), contracts=("CON-0001",))
        + result(lot="LOT-0002", tenders=("TEN-0002",), contracts=("CON-0002",))
        + tender("TEN-0001")
        + tender("TEN-0002", party="TPA-0002", lot="LOT-0002")
        + contract("CON-0001", tenders=("TEN-0001", "TEN-0002"))
        + contract("CON-0002", tenders=(), reference="2024-032")
        + tendering_party()
        + tendering_party("TPA-0002", members=member("ORG-0003"))
    )
    (first, second), problems = read(eforms(results=results, lots=TWO_LOTS, organisations=FIRMS))
    assert (names(first), first.lots, first.contract_sum) == ([WINNER], ("LOT-0001",), Decimal("250000.00"))
    assert (names(second), second.lots, second.contract_sum) == (["Weg Voorbeeld B.V."], ("LOT-0002",), None)
    assert [(problem.row, problem.field, problem.severity) for problem in problems] == [
        (0, "contractor", "warning"),
        (1, "contractor", "warning"),
        (1, "contract_sum", "error"),
    ]


def test_a_won_lot_without_a_contract_is_a_row_and_a_lost_one_is_told() -> None:
    results = (
        result(lot="LOT-0001", contracts=())
        + result(lot="LOT-0002", tenders=(), contracts=(), code="clos-nw")
        + tender("TEN-0001")
        + tendering_party()
    )
    (row,), problems = read(eforms(results=results, lots=TWO_LOTS))
    assert (names(row), row.lots, row.contract_sum, row.reference) == ([WINNER], ("LOT-0001",), Decimal("250000.00"), None)
    assert [problem.message for problem in problems if problem.row is None] == ["Niet gegund: perceel LOT-0002."]


def test_tenders_of_several_firms_in_one_contract_are_kept_and_the_sum_is_asked() -> None:
    results = (
        result(lot="LOT-0001", tenders=("TEN-0001",))
        + result(lot="LOT-0002", tenders=("TEN-0002",))
        + tender("TEN-0001")
        + tender("TEN-0002", party="TPA-0002", lot="LOT-0002")
        + contract(tenders=("TEN-0001", "TEN-0002"))
        + tendering_party()
        + tendering_party("TPA-0002", members=member("ORG-0003"))
    )
    row, problems = only(eforms(results=results, lots=TWO_LOTS, organisations=FIRMS))
    assert (names(row), row.contract_sum) == ([WINNER, "Weg Voorbeeld B.V."], None)
    assert problems == [("contract_sum", "error")]


def test_a_lot_of_the_contract_without_a_tender_makes_the_sum_a_question() -> None:
    results = (
        result(lot="LOT-0001")
        + result(lot="LOT-0002", tenders=("TEN-0002",))
        + tender()
        + tender("TEN-0002", lot="LOT-0002")
        + contract()
        + tendering_party()
    )
    row, problems = only(eforms(results=results, lots=TWO_LOTS))
    assert (row.lots, row.contract_sum, problems) == (("LOT-0001", "LOT-0002"), None, [("contract_sum", "error")])


@pytest.mark.parametrize("counted", ["1", "001", "Contract 1", "CON-0001"])
def test_a_number_that_only_counts_the_contracts_stands_behind_that_of_the_buyer(counted: str) -> None:
    results = result() + tender() + contract(reference=counted) + tendering_party()
    project = '<cbc:ID>2024-100</cbc:ID><cbc:Name languageID="NLD">Groenonderhoud</cbc:Name>'
    row, _problems = only(eforms(results=results, project=project))
    assert row.notice is not None
    assert (row.reference, row.notice.contract_id) == ("2024-100", counted)
    assert only(eforms(results=results))[0].reference == counted


@pytest.mark.parametrize("nothing", ["", "n.v.t.", "N/A", "not available", "-"])
def test_a_contract_without_a_number_of_its_own_has_that_of_the_buyer(nothing: str) -> None:
    results = result() + tender() + contract(reference=nothing) + tendering_party()
    row, _problems = only(eforms(results=results, project="<cbc:ID>2024-100</cbc:ID>"))
    assert row.notice is not None
    assert (row.reference, row.notice.contract_id) == ("2024-100", "CON-0001")
    assert only(eforms(results=results))[0].reference is None


@pytest.mark.parametrize("own", ["219964", "REF RST-678", "BFS - lot 1 3 4 en 5", "2024-1"])
def test_a_number_of_its_own_is_the_number_of_the_contract(own: str) -> None:
    results = result() + tender() + contract(reference=own) + tendering_party()
    assert only(eforms(results=results, project="<cbc:ID>2024-100</cbc:ID>"))[0].reference == own


def test_a_contractor_whose_name_is_withheld_is_asked() -> None:
    row, problems = only(eforms(organisations=BUYER + organisation("ORG-0002", "unpublished", "00100001")))
    assert (row.contractors, problems) == ((), [("contractor", "error")])


def test_a_contract_that_names_no_lot_is_about_the_only_one() -> None:
    bare = tender().replace('<efac:TenderLot><cbc:ID schemeName="Lot">LOT-0001</cbc:ID></efac:TenderLot>', "")
    row, problems = only(eforms(results=bare + contract() + tendering_party()))
    assert (row.lots, row.start, row.contract_sum, problems) == (("LOT-0001",), date(2024, 3, 1), Decimal("250000.00"), [])


def test_the_text_of_an_amount_or_a_number_is_shown_as_it_stood() -> None:
    results = result() + tender(inside=amount("111222333")) + contract(reference="0637612758") + tendering_party()
    row, _problems = only(eforms(results=results))
    assert (row.raw["contract_sum"], row.raw["reference"], row.reference) == ("111222333", "0637612758", "0637612758")


def test_one_firm_that_tendered_for_each_lot_anew_is_one_contractor_with_one_sum() -> None:
    results = (
        result(lot="LOT-0001", tenders=("TEN-0001",))
        + result(lot="LOT-0002", tenders=("TEN-0002",))
        + tender("TEN-0001")
        + tender("TEN-0002", party="TPA-0002", lot="LOT-0002")
        + contract(tenders=("TEN-0001", "TEN-0002"))
        + tendering_party()
        + tendering_party("TPA-0002")
    )
    row, problems = only(eforms(results=results, lots=TWO_LOTS))
    assert (names(row), row.contract_sum, problems) == ([WINNER], Decimal("500000.00"), [])
