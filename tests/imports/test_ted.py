"""TED notices of the older schema: calls for tender, awards and changes, in the forms that Dutch buyers used until 2023."""

from datetime import date
from decimal import Decimal

import pytest

import imports
from imports import Clause, ContractRow, Party, UnreadableFile

WINNER = "Groen Voorbeeld B.V."
VALUE = '<VAL_TOTAL CURRENCY="EUR">250000.00</VAL_TOTAL>'
OBJECT = '<OBJECT_DESCR ITEM="1"><NUTS CODE="NL332"/><DATE_START>2018-03-01</DATE_START><DURATION TYPE="MONTH">24</DURATION></OBJECT_DESCR>'


def contractor(name: str = WINNER, number: str = "00100001", country: str = "NL") -> str:
    return (
        f"<CONTRACTOR><ADDRESS_CONTRACTOR><OFFICIALNAME>{name}</OFFICIALNAME><NATIONALID>{number}</NATIONALID>"
        f'<PHONE>+31 703261000</PHONE><E_MAIL>jan@example.nl</E_MAIL><COUNTRY VALUE="{country}"/></ADDRESS_CONTRACTOR></CONTRACTOR>'
    )


def award(*, number: str = "2018-031", lot: str = "", contractors: str = contractor(), values: str = VALUE, item: int = 1) -> str:
    lot_number = f"<LOT_NO>{lot}</LOT_NO>" if lot else ""
    return (
        f'<AWARD_CONTRACT ITEM="{item}"><CONTRACT_NO>{number}</CONTRACT_NO>{lot_number}<AWARDED_CONTRACT>'
        f"<DATE_CONCLUSION_CONTRACT>2018-02-01</DATE_CONCLUSION_CONTRACT><CONTRACTORS>{contractors}</CONTRACTORS><VALUES>{values}</VALUES>"
        "</AWARDED_CONTRACT></AWARD_CONTRACT>"
    )


def ted(*, form: str = "F03", inside: str = award(), objects: str = OBJECT, contract: str = "", extra: str = "", forms: str = "") -> bytes:
    """Return an invented notice with one award, unless a part is replaced."""
    body = (
        f'<{form}_2014 CATEGORY="ORIGINAL" FORM="{form}" LG="NL"><CONTRACTING_BODY><ADDRESS_CONTRACTING_BODY>'
        "<OFFICIALNAME>Gemeente Voorbeeld</OFFICIALNAME><NATIONALID>491587869</NATIONALID></ADDRESS_CONTRACTING_BODY>"
        "</CONTRACTING_BODY><OBJECT_CONTRACT>"
        f'<TITLE><P>Groenonderhoud</P></TITLE><REFERENCE_NUMBER>2018-100</REFERENCE_NUMBER><CPV_MAIN><CPV_CODE CODE="77310000"/></CPV_MAIN>'
        '<TYPE_CONTRACT CTYPE="SERVICES"/>'
        f"{contract}{objects}</OBJECT_CONTRACT><PROCEDURE><NOTICE_NUMBER_OJ>2017/S 216-449082</NOTICE_NUMBER_OJ></PROCEDURE>{inside}"
        f"<COMPLEMENTARY_INFO><DATE_DISPATCH_NOTICE>2018-02-20</DATE_DISPATCH_NOTICE></COMPLEMENTARY_INFO>{extra}</{form}_2014>"
    )
    text = (
        '<TED_EXPORT xmlns="http://publications.europa.eu/resource/schema/ted/R2.0.9/publication" DOC_ID="083598-2018"><CODED_DATA_SECTION>'
        "<REF_OJS><DATE_PUB>20180223</DATE_PUB></REF_OJS><NOTICE_DATA><NO_DOC_OJS>2018/S 038-083598</NO_DOC_OJS></NOTICE_DATA>"
        f"</CODED_DATA_SECTION><FORM_SECTION>{forms or body}</FORM_SECTION></TED_EXPORT>"
    )
    return text.encode()


def only(content: bytes) -> tuple[ContractRow, list[tuple[str | None, str]]]:
    reading = imports.read(content)
    assert reading.format == "ted"
    (row,) = reading.rows
    return row, [(problem.field, problem.severity) for problem in reading.problems]


def test_an_award_is_read_whole_with_where_each_field_stood() -> None:
    row, problems = only(ted())
    assert (row.reference, row.title, row.type, row.contract_sum, row.cpv) == (
        "2018-031",
        "Groenonderhoud",
        "services",
        Decimal("250000.00"),
        "77310000",
    )
    assert (row.awarded_on, row.start, row.end) == (date(2018, 2, 1), date(2018, 3, 1), date(2020, 2, 29))
    assert row.contractors == (Party(WINNER, "00100001"),)
    notice = row.notice
    assert notice is not None
    assert (notice.notice_id, notice.procedure_id, notice.contract_id) == ("083598-2018", "449082-2017", "2018-031")
    assert (notice.authority_number, notice.nuts, notice.published_on) == ("491587869", ("NL332",), date(2018, 2, 23))
    assert row.origins["cpv"] == "/TED_EXPORT/FORM_SECTION/F03_2014/OBJECT_CONTRACT/CPV_MAIN/CPV_CODE"
    assert problems == []
    assert "jan@example.nl" not in str(row._asdict())


def test_the_call_and_the_award_share_a_procedure() -> None:
    call = ted(form="F02", inside="").replace(b"2018-02-20", b"2017-11-09").replace(b"083598-2018", b"449082-2017")
    row, problems = only(call.replace(b"<NOTICE_NUMBER_OJ>2017/S 216-449082</NOTICE_NUMBER_OJ>", b""))
    assert row.notice is not None
    assert (row.notice.kind, row.notice.procedure_id, row.reference, row.contract_sum) == ("tender", "449082-2017", "2018-100", None)
    assert problems == [(None, "warning")]


def test_a_number_that_only_counts_the_awards_is_no_number_of_a_contract() -> None:
    assert only(ted(inside=award(number="1")))[0].reference == "2018-100"
    assert only(ted(inside=award(number="n.v.t.")))[0].reference == "2018-100"
    both = imports.read(ted(inside=award(number="1", lot="1") + award(number="2", lot="2", item="2"))).rows
    assert [(row.reference, row.lots) for row in both] == [("2018-100 / 1", ("1",)), ("2018-100 / 2", ("2",))]


@pytest.mark.parametrize(
    "values",
    [
        "",
        '<VAL_TOTAL CURRENCY="EUR">1.0</VAL_TOTAL>',
        '<VAL_TOTAL CURRENCY="EUR">0</VAL_TOTAL>',
        '<VAL_TOTAL CURRENCY="EUR" PUBLICATION="NO">250000</VAL_TOTAL>',
        '<VAL_RANGE_TOTAL CURRENCY="EUR"><LOW>1000</LOW><HIGH>250000</HIGH></VAL_RANGE_TOTAL>',
    ],
)
def test_a_value_that_is_missing_withheld_a_placeholder_or_a_range_is_asked(values: str) -> None:
    row, problems = only(ted(inside=award(values=values)))
    assert (row.contract_sum, problems) == (None, [("contract_sum", "error")])


def test_the_value_of_the_notice_stands_in_for_the_only_award_that_has_none() -> None:
    row, problems = only(ted(inside=award(values=""), contract='<VAL_TOTAL CURRENCY="EUR">320000</VAL_TOTAL>'))
    assert (row.contract_sum, problems) == (Decimal("320000.00"), [("contract_sum", "warning")])


def test_a_group_is_kept_member_by_member() -> None:
    group = "<AWARDED_TO_GROUP/>" + contractor() + contractor("Weg Voorbeeld B.V.", "00100002")
    row, problems = only(ted(inside=award(contractors=group)))
    assert [(party.name, party.kvk_number, party.is_lead) for party in row.contractors] == [
        (WINNER, "00100001", True),
        ("Weg Voorbeeld B.V.", "00100002", False),
    ]
    assert problems == [("contractor", "warning")]


def test_the_oldest_edition_has_no_groups_around_values_and_contractors() -> None:
    old = ted().replace(b"<CONTRACTORS>", b"").replace(b"</CONTRACTORS>", b"").replace(b"<VALUES>", b"").replace(b"</VALUES>", b"")
    row, problems = only(old)
    assert (row.contract_sum, row.contractors, problems) == (Decimal("250000.00"), (Party(WINNER, "00100001"),), [])


def test_a_change_has_the_value_before_and_after_the_new_end_and_the_reason() -> None:
    changed = (
        "<MODIFICATIONS_CONTRACT><DESCRIPTION_PROCUREMENT><DATE_START>2018-03-01</DATE_START><DATE_END>2021-02-28</DATE_END>"
        f"<CONTRACTORS>{contractor('Weg Voorbeeld B.V.', '00100002')}</CONTRACTORS></DESCRIPTION_PROCUREMENT><INFO_MODIFICATIONS>"
        "<SHORT_DESCR><P>Een jaar langer.</P></SHORT_DESCR><ADDITIONAL_NEED><P>Meer bomen.</P></ADDITIONAL_NEED><VALUES>"
        '<VAL_TOTAL_BEFORE CURRENCY="EUR">250000</VAL_TOTAL_BEFORE><VAL_TOTAL_AFTER CURRENCY="EUR">310000.50</VAL_TOTAL_AFTER></VALUES>'
        "</INFO_MODIFICATIONS></MODIFICATIONS_CONTRACT>"
    )
    row, problems = only(ted(form="F20", extra=changed))
    notice = row.notice
    assert notice is not None
    assert (notice.kind, notice.changes, notice.contract_id) == ("modification", "449082-2017", "2018-031")
    assert (notice.sum_before, row.contract_sum, row.end) == (Decimal("250000.00"), Decimal("310000.50"), date(2021, 2, 28))
    assert (notice.reason, row.contractors[0].name) == ("Een jaar langer. Meer bomen.", "Weg Voorbeeld B.V.")
    assert problems == [("changed_on", "warning")]


def test_a_lot_that_was_not_awarded_is_told_and_is_no_row() -> None:
    lost = (
        '<AWARD_CONTRACT ITEM="2"><LOT_NO>2</LOT_NO><NO_AWARDED_CONTRACT><PROCUREMENT_UNSUCCESSFUL/></NO_AWARDED_CONTRACT></AWARD_CONTRACT>'
    )
    reading = imports.read(ted(inside=award(lot="1") + lost))
    assert [row.lots for row in reading.rows] == [("1",)]
    assert [problem.message for problem in reading.problems] == ["Niet gegund: perceel 2."]


def test_an_award_may_cover_several_lots() -> None:
    objects = "".join(f"<OBJECT_DESCR><TITLE><P>Wijk {lot}</P></TITLE><LOT_NO>{lot}</LOT_NO></OBJECT_DESCR>" for lot in (1, 2, 3))
    row, _problems = only(ted(inside=award(lot="1, 3"), objects=objects))
    assert row.notice is not None
    assert (row.lots, [lot.title for lot in row.notice.lots]) == (("1", "3"), ["Wijk 1", "Wijk 3"])


def test_a_condition_of_social_return_is_quoted_paragraph_by_paragraph() -> None:
    lefti = (
        "<LEFTI><PERFORMANCE_CONDITIONS><P>Veilig werken.</P><P>Inzet van <FT TYPE='SUP'>1</FT> SROI.</P></PERFORMANCE_CONDITIONS></LEFTI>"
    )
    row, _problems = only(ted(form="F02", inside=lefti))
    assert row.notice is not None
    path = "/TED_EXPORT/FORM_SECTION/F02_2014/LEFTI/PERFORMANCE_CONDITIONS/P[2]"
    assert row.notice.social_clauses == (Clause(path, "Inzet van 1 SROI."),)


def test_the_dutch_form_is_read_where_a_notice_is_in_more_languages() -> None:
    other = '<F02_2014 CATEGORY="{0}" LG="{1}"><OBJECT_CONTRACT><TITLE><P>{2}</P></TITLE></OBJECT_CONTRACT></F02_2014>'
    forms = other.format("TRANSLATION", "NL", "Vertaald") + other.format("ORIGINAL", "FR", "Vert") + other.format("ORIGINAL", "NL", "Groen")
    assert only(ted(forms=forms))[0].title == "Groen"


@pytest.mark.parametrize("forms", ["<F14_2014 CATEGORY='ORIGINAL'/>", "<F12_2014 CATEGORY='ORIGINAL'/>", "<CONTRACT_AWARD/>", " "])
def test_a_form_about_no_contract_is_refused_with_a_sentence(forms: str) -> None:
    with pytest.raises(UnreadableFile, match=r"\.$"):
        imports.read(ted(forms=forms))


def test_a_form_that_is_not_read_is_named() -> None:
    with pytest.raises(UnreadableFile, match="Formulier F18 van TED wordt niet gelezen"):
        imports.read(ted(forms='<CONTRACT_AWARD_DEFENCE CATEGORY="ORIGINAL" FORM="18" LG="NL"/>'))


def test_the_first_edition_holds_a_value_in_another_element() -> None:
    inside = award().replace(f"<VALUES>{VALUE}</VALUES>", f'<VALUE PUBLICATION="YES">{VALUE}</VALUE>')
    row, problems = only(ted(form="F06", inside=inside, contract='<VAL_TOTAL CURRENCY="EUR">400000</VAL_TOTAL>'))
    assert (row.contract_sum, problems) == (Decimal("250000.00"), [])


def test_a_range_of_one_amount_is_that_amount() -> None:
    spread = '<VAL_RANGE_TOTAL CURRENCY="EUR"><LOW>9000.00</LOW><HIGH>9000.00</HIGH></VAL_RANGE_TOTAL>'
    row, problems = only(ted(inside=award(values=spread)))
    assert (row.contract_sum, problems) == (Decimal("9000.00"), [])
    withheld, problems = only(ted(inside=award(values=spread.replace("CURRENCY", 'PUBLICATION="NO" CURRENCY'))))
    assert (withheld.contract_sum, problems) == (None, [("contract_sum", "error")])


@pytest.mark.parametrize(("code", "kind"), [("1", "works"), ("2", "supplies"), ("4", "services"), ("9", None)])
def test_a_form_without_a_type_has_the_one_that_ted_gave_it(code: str, kind: str | None) -> None:
    coded = f'<CODIF_DATA><NC_CONTRACT_NATURE CODE="{code}"/></CODIF_DATA></CODED_DATA_SECTION>'.encode()
    content = ted(form="F21").replace(b'<TYPE_CONTRACT CTYPE="SERVICES"/>', b"").replace(b"</CODED_DATA_SECTION>", coded)
    row, problems = only(content)
    assert (row.type, problems) == (kind, [] if kind else [("type", "error")])


def test_a_firm_that_is_named_twice_is_no_group() -> None:
    row, problems = only(ted(inside=award(contractors=contractor() + contractor())))
    assert (row.contractors, problems) == ((Party(WINNER, "00100001"),), [])


@pytest.mark.parametrize(("told", "lots"), [("1/2", ("1", "2")), ("N006/22/V7", ("N006/22/V7",)), ("1, 1", ("1",))])
def test_a_stroke_divides_lots_that_the_notice_knows(told: str, lots: tuple[str, ...]) -> None:
    objects = "".join(f"<OBJECT_DESCR><LOT_NO>{lot}</LOT_NO></OBJECT_DESCR>" for lot in (1, 2, 3))
    assert only(ted(inside=award(lot=told), objects=objects))[0].lots == lots


@pytest.mark.parametrize(
    ("named", "told", "lots"),
    [
        (("1", "2", "3"), "1-3", ("1", "2", "3")),
        (("1", "2", "3"), "2 – 3", ("2", "3")),
        (("1", "2", "3"), "1-9", ("1-9",)),
        (("1-3", "1", "2", "3"), "1-3", ("1-3",)),
        (("Perceel 1", "Perceel 2"), "2", ("Perceel 2",)),
        (("Perceel 1", "Perceel 2"), "1 en 2", ("Perceel 1", "Perceel 2")),
    ],
)
def test_an_award_may_name_lots_otherwise_than_the_form_describes_them(named: tuple[str, ...], told: str, lots: tuple[str, ...]) -> None:
    objects = "".join(f"<OBJECT_DESCR><LOT_NO>{lot}</LOT_NO></OBJECT_DESCR>" for lot in named)
    assert only(ted(inside=award(lot=told), objects=objects))[0].lots == lots


def test_awards_that_share_a_number_are_contracts_of_their_own() -> None:
    objects = "".join(f"<OBJECT_DESCR><LOT_NO>{lot}</LOT_NO></OBJECT_DESCR>" for lot in (1, 2))
    awards = "".join(award(number="RO-7", lot=lot, item=item) for item, lot in enumerate(("1", "1", "2"), 1))
    rows = imports.read(ted(inside=awards, objects=objects)).rows
    assert [row.reference for row in rows] == ["RO-7 / 1", "RO-7 / 2", "RO-7 / 3"]
    assert [row.notice and row.notice.contract_id for row in rows] == ["RO-7 / 1", "RO-7 / 2", "RO-7"]


def test_the_notice_that_ted_refers_to_stands_in_for_the_one_that_the_form_forgets() -> None:
    content = ted().replace(b"<NOTICE_NUMBER_OJ>2017/S 216-449082</NOTICE_NUMBER_OJ>", b"")
    named = b"<REF_NOTICE><NO_DOC_OJS>2017/S 127-258519</NO_DOC_OJS></REF_NOTICE></NOTICE_DATA>"
    row, _problems = only(content.replace(b"</NOTICE_DATA>", named))
    assert row.notice is not None
    assert row.notice.procedure_id == "258519-2017"


def test_a_name_loses_the_signs_that_nobody_sees() -> None:
    row, _problems = only(ted(inside=award(contractors=contractor("Groen\u00ad Voor\u200bbeeld B.V."))))
    assert row.contractors[0].name == WINNER
