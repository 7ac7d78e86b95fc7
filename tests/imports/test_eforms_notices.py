"""eForms notices: days, texts, persons, calls for tender and changes of contracts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

import imports
from imports import Party
from tests.imports.notices import (
    BUYER,
    TWO_LOTS,
    WINNER,
    contract,
    eforms,
    lot,
    only,
    organisation,
    read,
    result,
    tender,
    tendering_party,
)


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
        (
            "<cbc:StartDate>2024-12-02</cbc:StartDate><cbc:DurationMeasure unitCode='CALENDAR_DAY'>1826</cbc:DurationMeasure>",
            (date(2024, 12, 2), date(2029, 12, 1), False),
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
        ("<cbc:StartDate>2024-03-01</cbc:StartDate><cbc:DurationMeasure unitCode='WEEK'>999999</cbc:DurationMeasure>", [("end", "error")]),
        ("<cbc:StartDate>9999-12-31</cbc:StartDate><cbc:DurationMeasure unitCode='YEAR'>4</cbc:DurationMeasure>", [("start", "error")] * 2),
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


def test_the_number_of_a_person_abroad_is_dropped_with_the_name() -> None:
    person = BUYER + organisation("ORG-0002", "Jantje Modaal", "85.07.30-033.28", country="BEL", is_person=True)
    row, _problems = only(eforms(organisations=person))
    assert row.contractors == (Party("J. M.", is_natural_person=True),)
    assert "033" not in str((row._asdict(), dict(row.raw)))


@pytest.mark.parametrize(("duration", "told"), [("1", "1 maand,"), ("0000036", ""), ("36", "36 maanden,")])
def test_a_duration_without_a_start_is_told_in_words(duration: str, told: str) -> None:
    planned = f"<cbc:DurationMeasure unitCode='MONTH'>{duration}</cbc:DurationMeasure>"
    _rows, (problem,) = read(eforms(lots=lot(planned=planned)))
    assert (f"De looptijd is {told}" if told else "De looptijd is niet te lezen") in problem.message


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


def test_an_empty_line_before_the_document_does_no_harm() -> None:
    assert imports.read(b"\n\n" + eforms()) == imports.read(eforms())


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


def test_the_number_of_the_trade_register_is_found_among_those_of_other_registers() -> None:
    numbers = "NL001234567B01</cbc:CompanyID></cac:PartyLegalEntity><cac:PartyLegalEntity><cbc:CompanyID>00100001"
    row, problems = only(eforms(organisations=BUYER + organisation("ORG-0002", WINNER, numbers)))
    assert row.contractors == (Party(WINNER, "00100001", other_number="NL001234567B01"),)
    assert problems == []


def test_an_intention_to_award_is_no_contract_yet() -> None:
    _row, problems = only(eforms(kind="dir-awa-pre", subtype="25"))
    assert problems == [(None, "error")]


def test_lots_that_do_not_run_alike_give_the_first_start_and_the_last_end_and_that_is_told() -> None:
    results = (
        result(lot="LOT-0001")
        + result(lot="LOT-0002", tenders=("TEN-0002",))
        + tender()
        + tender("TEN-0002", lot="LOT-0002")
        + contract(tenders=("TEN-0001", "TEN-0002"))
        + tendering_party()
    )
    later = "<cbc:StartDate>2024-05-01</cbc:StartDate><cbc:EndDate>2025-12-31</cbc:EndDate>"
    row, problems = only(eforms(results=results, lots=lot("LOT-0001") + lot("LOT-0002", planned=later)))
    assert (row.start, row.end, problems) == (date(2024, 3, 1), date(2026, 2, 28), [("end", "warning")])


def test_who_signs_the_contract_is_its_authority_where_several_buy_together() -> None:
    buyers = BUYER + organisation("ORG-0002", WINNER, "00100001") + organisation("ORG-0005", "Gemeente Ginds", "12345679")
    signed = "<cac:SignatoryParty><cac:PartyIdentification><cbc:ID>ORG-0005</cbc:ID></cac:PartyIdentification></cac:SignatoryParty>"
    identified = b"<cac:PartyIdentification><cbc:ID>ORG-0005</cbc:ID></cac:PartyIdentification>"
    both = b"<cac:ContractingParty><cac:Party>" + identified + b"</cac:Party></cac:ContractingParty>"
    content = eforms(organisations=buyers, results=result() + tender() + contract(inside=signed) + tendering_party())
    row, problems = only(content.replace(b"<cac:ContractingParty>", both + b"<cac:ContractingParty>", 1))
    assert (row.contracting_authority, problems) == ("Gemeente Ginds", [])
    unsigned = eforms(organisations=buyers).replace(b"<cac:ContractingParty>", both + b"<cac:ContractingParty>", 1)
    row, problems = only(unsigned)
    assert (row.contracting_authority, problems) == ("Gemeente Ginds", [("contracting_authority", "warning")])


def test_each_of_two_changed_contracts_has_its_own_reason() -> None:
    def change(identifier: str, code: str) -> str:
        return (
            f"<efac:ContractModification><efbc:ChangedNoticeIdentifier>268231-2023</efbc:ChangedNoticeIdentifier><efbc:ModifiedContractIdentifier>"
            f"{identifier}</efbc:ModifiedContractIdentifier><efac:ChangeReason><cbc:ReasonCode>{code}</cbc:ReasonCode></efac:ChangeReason>"
            "</efac:ContractModification>"
        )

    results = (
        result(tenders=("TEN-0001", "TEN-0002"), contracts=("CON-0001", "CON-0002"))
        + tender("TEN-0001")
        + tender("TEN-0002")
        + contract("CON-0001")
        + contract("CON-0002", tenders=("TEN-0002",), reference="2024-032")
        + tendering_party()
    )
    rows, _problems = read(
        eforms(results=results, extension=change("CON-0001", "mod-rev") + change("CON-0002", "mod-nons"), kind="cont-modif")
    )
    reasons = [row.notice.reason for row in rows if row.notice is not None]
    assert reasons == ["Wijzigingen op basis van herzieningsbepalingen of opties.", "Wijzigingen die niet wezenlijk zijn."]


def test_a_notice_that_was_withdrawn_is_no_contract() -> None:
    change = "<efac:Changes><efac:ChangeReason><cbc:ReasonCode>cancel</cbc:ReasonCode></efac:ChangeReason></efac:Changes>"
    _row, problems = only(eforms(extension=change))
    assert problems == [(None, "error")]
    corrected = change.replace("cancel", "cor-buy")
    assert only(eforms(extension=corrected))[1] == []
