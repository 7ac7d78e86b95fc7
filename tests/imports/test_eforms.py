"""eForms notices: who won what, for how much and until when, and what is asked where the notice does not say."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

import imports
from imports import ContractRow, Party, Problem
from tests.imports.notices import (
    AMOUNT,
    WINNER,
    contract,
    eforms,
    lot,
    member,
    organisation,
    result,
    tender,
    tendering_party,
)

BUYER = organisation("ORG-0001", "Gemeente Voorbeeld", "12345678")
FIRMS = (
    BUYER
    + organisation("ORG-0002", WINNER, "00100001")
    + organisation("ORG-0003", "Weg Voorbeeld B.V.", "00100002")
    + organisation("ORG-0004", "Snoei Voorbeeld B.V.", "00100003")
)
TWO_LOTS = lot("LOT-0001", name="Noord") + lot("LOT-0002", name="Zuid")


def amount(text: str, currency: str = "EUR") -> str:
    return AMOUNT.replace("250000.00", text).replace("EUR", currency)


def read(content: bytes) -> tuple[tuple[ContractRow, ...], tuple[Problem, ...]]:
    reading = imports.read(content)
    assert reading.format == "eforms"
    return reading.rows, reading.problems


def only(content: bytes) -> tuple[ContractRow, list[tuple[str | None, str]]]:
    """Return the only row, and the field and severity of what is told about it."""
    (row,), problems = read(content)
    return row, [(problem.field, problem.severity) for problem in problems]


def names(row: ContractRow) -> list[str]:
    return [party.name for party in row.contractors]


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
    assert [problem.message for problem in problems if problem.row is None] == ["Perceel LOT-0002 is niet gegund."]


@pytest.mark.parametrize(
    ("planned", "expected"),
    [
        (
            "<cbc:StartDate>2024-03-01+01:00</cbc:StartDate><cbc:EndDate>2026-02-28Z</cbc:EndDate>",
            (date(2024, 3, 1), date(2026, 2, 28), False),
        ),
        (
            "<cbc:StartDate>2024-01-31Z</cbc:StartDate><cbc:DurationMeasure unitCode='MONTH'>1</cbc:DurationMeasure>",
            (date(2024, 1, 31), date(2024, 2, 29), False),
        ),
        (
            "<cbc:StartDate>2024-03-01</cbc:StartDate><cbc:DurationMeasure unitCode='YEAR'>4</cbc:DurationMeasure>",
            (date(2024, 3, 1), date(2028, 2, 29), False),
        ),
        (
            "<cbc:StartDate>2024-03-01</cbc:StartDate><cbc:DurationMeasure unitCode='DAY'>150</cbc:DurationMeasure>",
            (date(2024, 3, 1), date(2024, 7, 28), False),
        ),
        ("<cbc:StartDate>2024-03-01</cbc:StartDate><cbc:DescriptionCode>UNLIMITED</cbc:DescriptionCode>", (date(2024, 3, 1), None, True)),
        ("<cbc:StartDate>2024-03-01</cbc:StartDate><cbc:DescriptionCode>UNKNOWN</cbc:DescriptionCode>", (date(2024, 3, 1), None, False)),
        ("<cbc:StartDate>1970-01-01Z</cbc:StartDate>", (None, None, False)),
    ],
)
def test_dates_stand_as_they_were_written_and_durations_give_the_last_day(
    planned: str, expected: tuple[date | None, date | None, bool]
) -> None:
    row, problems = only(eforms(lots=lot(planned=planned)))
    assert ((row.start, row.end, row.end_is_open), problems) == (expected, [])


@pytest.mark.parametrize(
    ("planned", "asked"),
    [
        ("<cbc:DurationMeasure unitCode='MONTH'>36</cbc:DurationMeasure>", [("start", "error")]),
        ("<cbc:StartDate>2024-03-01</cbc:StartDate><cbc:EndDate>2023-03-01</cbc:EndDate>", [("end", "error")]),
        ("<cbc:StartDate>2024-02-31</cbc:StartDate>", [("start", "error")]),
        ("<cbc:StartDate>2024-03-01</cbc:StartDate><cbc:DurationMeasure unitCode='MONTH'>veel</cbc:DurationMeasure>", [("end", "error")]),
        ("<cbc:StartDate>2024-03-01</cbc:StartDate><cbc:EndDate>2099-12-31</cbc:EndDate>", [("end", "warning")]),
    ],
)
def test_a_period_that_cannot_be_is_asked(planned: str, asked: list[tuple[str, str]]) -> None:
    row, problems = only(eforms(lots=lot(planned=planned)))
    assert (row.end, problems) == (None, asked)


def test_the_words_of_social_return_are_quoted_with_their_path_and_without_contacts() -> None:
    text = (
        "Bij deze opdracht geldt social return van 5%. Vragen aan contactpersoon Jan de Vries, jan@example.nl of 070-326 1000. "
        "Het werk duurt twee jaar."
    )
    coded = (
        '<cac:ProcurementAdditionalType><cbc:ProcurementTypeCode listName="social-objective">opp</cbc:ProcurementTypeCode>'
        "</cac:ProcurementAdditionalType>"
    )
    terms = (
        '<cac:ContractExecutionRequirement><cbc:ExecutionRequirementCode listName="conditions">performance</cbc:ExecutionRequirementCode>'
        f'<cbc:Description languageID="ENG">Social return</cbc:Description><cbc:Description languageID="NLD">{text}</cbc:Description>'
        "</cac:ContractExecutionRequirement>"
    )
    row, _problems = only(eforms(lots=lot(project=coded, terms=terms)))
    assert row.notice is not None
    coded_clause, quoted = row.notice.social_clauses
    assert coded_clause.text.startswith("Werkgelegenheidskansen")
    assert coded_clause.where.endswith("/cac:ProcurementAdditionalType/cbc:ProcurementTypeCode")
    assert "social return van 5%" in quoted.text
    assert quoted.where.endswith("/cac:ContractExecutionRequirement/cbc:Description[2]")
    assert not any(told in quoted.text for told in ("Vries", "example.nl", "326"))


def test_nothing_of_a_contact_is_kept_anywhere() -> None:
    (row,), problems = read(eforms())
    kept = str((row._asdict(), problems))
    assert not any(told in kept for told in ("Jan Contact", "326 1000", "jan@example.nl"))


def test_a_natural_person_without_a_firm_is_kept_by_initials_only() -> None:
    person = BUYER + organisation("ORG-0002", "Jantje Modaal", "123456782", is_person=True)
    (row,), problems = read(eforms(organisations=person))
    assert row.contractors == (Party("J. M.", is_natural_person=True),)
    kept = str((row._asdict(), problems))
    assert "Modaal" not in kept and "123456782" not in kept
    assert {problem.field for problem in problems} == {"contractor", "kvk_number"}


def test_names_and_titles_are_dutch_where_the_notice_has_it_and_english_else() -> None:
    project = '<cbc:Name languageID="FRA">Espaces verts</cbc:Name><cbc:Name languageID="ENG">Green</cbc:Name>'
    assert only(eforms(project=project))[0].title == "Green"
    assert only(eforms(project=project + '<cbc:Name languageID="NLD">Groen</cbc:Name>'))[0].title == "Groen"


def test_a_call_for_tender_is_one_row_without_a_sum_or_a_contractor() -> None:
    value = '<cbc:EstimatedOverallContractAmount currencyID="EUR">1250000</cbc:EstimatedOverallContractAmount>'
    estimate = f"<cac:RequestedTenderTotal>{value}</cac:RequestedTenderTotal>"
    project = f'<cbc:ID>2024-100</cbc:ID><cbc:Name languageID="NLD">Groenonderhoud</cbc:Name>{estimate}'
    row, problems = only(eforms(root="ContractNotice", results="", lots=TWO_LOTS, project=project, subtype="16", kind="competition"))
    assert row.notice is not None
    assert (row.notice.kind, row.notice.estimated_sum, row.contract_sum, row.contractors) == ("tender", Decimal("1250000.00"), None, ())
    assert (row.reference, row.lots) == ("2024-100", ("LOT-0001", "LOT-0002"))
    assert problems == [(None, "warning")]


def test_a_change_names_the_contract_the_value_after_it_and_the_reason() -> None:
    change = (
        "<efac:ContractModification><efbc:ChangedNoticeIdentifier>268231-2023</efbc:ChangedNoticeIdentifier>"
        "<efbc:ModifiedContractIdentifier>CON-0001</efbc:ModifiedContractIdentifier>"
        "<efac:Change><efbc:ChangeDescription>Zes maanden langer.</efbc:ChangeDescription></efac:Change>"
        "<efac:ChangeReason><cbc:ReasonCode>mod-rev</cbc:ReasonCode></efac:ChangeReason>"
        "</efac:ContractModification>"
    )
    row, problems = only(eforms(extension=change, subtype="38", kind="cont-modif"))
    notice = row.notice
    assert notice is not None
    assert (notice.kind, notice.changes, notice.contract_id, row.contract_sum) == (
        "modification",
        "268231-2023",
        "2024-031",
        Decimal("250000.00"),
    )
    assert notice.reason == "Wijzigingen op basis van herzieningsbepalingen of opties. Zes maanden langer."
    assert (notice.changed_on, problems) == (date(2024, 2, 15), [("changed_on", "warning")])


def test_other_prefixes_mean_the_same() -> None:
    content = eforms()
    for prefix in (b"cbc", b"cac", b"efac", b"efbc", b"ext", b"efext"):
        content = content.replace(b":" + prefix + b"=", b":x" + prefix + b"=").replace(b"<" + prefix, b"<x" + prefix)
        content = content.replace(b"</" + prefix, b"</x" + prefix)
    assert imports.read(content) == imports.read(eforms())


@pytest.mark.parametrize("missing", ["organisations", "lots", "results"])
def test_a_missing_section_leaves_its_fields_empty_and_asks(missing: str) -> None:
    reading = imports.read(eforms(**{missing: ""}))
    assert reading.problems
    assert all(row.notice is not None and row.notice.procedure_id == "p-1" for row in reading.rows)


def test_parties_are_told_apart_by_their_own_numbers() -> None:
    numbered = BUYER + organisation("ORG-0002", WINNER, "100001")
    (row,), problems = read(eforms(organisations=numbered))
    assert row.contractors == (replace(Party(WINNER), kvk_number="00100001"),)
    assert [(problem.field, problem.severity) for problem in problems] == [("kvk_number", "warning")]
