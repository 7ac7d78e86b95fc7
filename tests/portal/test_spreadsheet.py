"""Many claims from one spreadsheet: the template, what was filled in, the errors per cell, and all of it kept or nothing."""

from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from httpx import Response
from openpyxl import load_workbook

from sroi.fulfilment.tables import Claim, Placement, SocialPurchase
from tests.makers import GREEN_FIRM, ROAD_FIRM, make_contract, make_purchase_claim, make_subcontract
from tests.personas import Persona, Personas

PLACED = {
    "Kenmerk van de kandidaat": "K-07",
    "Doelgroep": "Participatiewet",
    "Werkgever": "Hoveniers Voorbeeld",
    "Eerste werkdag": "1-10-2023",
    "Laatste werkdag": "30-9-2024",
    "U geeft op tot en met": "30-11-2023",
    "Uren per week": "24",
}
BOUGHT = {
    "Leverancier": "Sociale werkplaats Voorbeeld",
    "Soort leverancier": "Aspirant sociale onderneming",
    "Factuurnummer": "F-2023-118",
    "Factuurdatum": "3-11-2023",
    "Bedrag exclusief btw": "999,99",
}


async def filled(people: Personas, contract_id: UUID, rows: dict[str, list[dict[str, Any]]]) -> bytes:
    """Return the template with these rows filled in, as a person does: by the labels of the columns."""
    return await filled_by(people.contractor, contract_id, rows)


async def filled_by(someone: Persona, contract_id: UUID, rows: dict[str, list[dict[str, Any]]]) -> bytes:
    book = load_workbook(BytesIO((await someone.get(f"/mijn-contracten/{contract_id}/werkblad/leeg")).content))
    for sheet, lines in rows.items():
        headers = {str(cell.value).removesuffix(" *"): cell.column for cell in book[sheet][1]}
        for number, line in enumerate(lines, 2):
            for label, value in line.items():
                book[sheet].cell(number, headers[label], value)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


async def sent(people: Personas, contract_id: UUID, content: bytes, name: str = "opgaven.xlsx") -> Response:
    return await people.contractor.post(f"/mijn-contracten/{contract_id}/werkblad", files={"sheet": (name, content)})


def carried(answer: Response) -> dict[str, str]:
    text = answer.text.split('name="rows" value="')[1].split('"')[0]
    return {"rows": text.replace("&#34;", '"').replace("&amp;", "&").replace("&#39;", "'")}


async def test_the_template_has_a_sheet_a_kind_with_lists_to_choose_from_and_asks_no_names(people: Personas) -> None:
    contract_id = await make_contract(firm=GREEN_FIRM)
    answer = await people.contractor.get(f"/mijn-contracten/{contract_id}/werkblad/leeg")
    assert answer.headers["content-disposition"].startswith("attachment")
    book = load_workbook(BytesIO(answer.content))
    assert set(book.sheetnames) == {
        "Uitleg", "Plaatsing", "Training of scholing", "Sociale inkoop", "Maatschappelijke activiteit", "Keuzes",
    }  # fmt: skip
    assert book["Keuzes"].sheet_state == "hidden"
    headers = [cell.value for cell in book["Plaatsing"][1]]
    assert "Doelgroep *" in headers and "55 jaar of ouder" in headers
    assert not {"Voorletters en achternaam", "Geboortedatum"} & set(headers)
    lists = [validation.formula1 for validation in book["Plaatsing"].data_validations.dataValidation]
    assert len(lists) >= 4 and all("Keuzes" in formula for formula in lists)
    assert (await people.other_contractor.get(f"/mijn-contracten/{contract_id}/werkblad/leeg")).status_code == 404


async def test_rows_are_looked_at_and_then_kept_all_at_once(people: Personas) -> None:
    contract_id = await make_contract(firm=GREEN_FIRM)
    content = await filled(
        people, contract_id, {"Plaatsing": [PLACED, {**PLACED, "Kenmerk van de kandidaat": "K-08"}], "Sociale inkoop": [BOUGHT]}
    )
    looked = await sent(people, contract_id, content)
    assert looked.status_code == 200, looked.text
    assert "Klopt wat bij" not in looked.text
    assert "€\xa04.444,44" in looked.text and "Plaatsing, rij 3" in looked.text and "€\xa0999,99" in looked.text
    assert await Claim.count() == 0
    kept = await people.contractor.post(f"/mijn-contracten/{contract_id}/werkblad/bewaren", carried(looked))
    assert kept.status_code == 303
    assert (await Placement.count(), await SocialPurchase.count()) == (2, 1)
    assert {row["status"] for row in await Claim.select(Claim.status)} == {"draft"}


async def test_a_subcontractor_reports_from_a_spreadsheet_on_behalf_of_its_contractor_and_sees_no_more(people: Personas) -> None:
    contract_id, closed = await make_contract(firm=GREEN_FIRM), await make_contract(number="2023-099", firm=GREEN_FIRM)
    await make_subcontract(contract_id=contract_id)
    path = f"/mijn-contracten/{contract_id}/werkblad"
    assert path in (await people.subcontractor.get(f"/mijn-contracten/{contract_id}")).text
    content = await filled_by(people.subcontractor, contract_id, {"Plaatsing": [PLACED]})
    looked = await people.subcontractor.post(path, files={"sheet": ("opgaven.xlsx", content)})
    assert looked.status_code == 200, looked.text
    kept = await people.subcontractor.post(f"{path}/bewaren", carried(looked))
    assert "1 opgave is bewaard" in (await people.subcontractor.follow(kept)).text
    assert [row["subcontractor"] for row in await Claim.select(Claim.subcontractor)] == [people.subcontractor.viewer.organisation_id]
    assert (await people.subcontractor.get(f"/mijn-contracten/{closed}/werkblad/leeg")).status_code == 404


@pytest.mark.parametrize(
    ("changed", "cell", "sentence"),
    [
        ({"Uren per week": "veel"}, "I3", "Schrijf een getal in cijfers"),
        ({"Doelgroep": "Astronaut"}, "B3", "Kies een van de mogelijkheden."),
        ({"Laatste werkdag": "1-9-2023"}, "G3", "De einddatum ligt voor de startdatum."),
        ({"Kenmerk van de kandidaat": "123456782"}, "A3", "burgerservicenummer"),
        ({"Kenmerk van de kandidaat": "K-07"}, "H3", "al opgegeven"),
    ],
    ids=["no number", "no choice", "ends before it starts", "a citizen service number", "the row above again"],
)
async def test_an_error_is_told_at_its_cell_and_nothing_is_kept(
    people: Personas, changed: dict[str, str], cell: str, sentence: str
) -> None:
    contract_id = await make_contract(firm=GREEN_FIRM)
    wrong = {**PLACED, "Kenmerk van de kandidaat": "K-08", **changed}
    answer = await sent(people, contract_id, await filled(people, contract_id, {"Plaatsing": [PLACED, wrong]}))
    assert answer.status_code == 422
    row = answer.text.split(f">{cell}</th>")[1].split("</tr>")[0]
    assert sentence in row
    assert await Claim.count() == 0


async def test_what_deserves_a_second_look_is_told_before_anything_is_kept(people: Personas) -> None:
    contract_id = await make_contract(firm=GREEN_FIRM)
    await make_purchase_claim(contract_id=await make_contract(number="2023-099", firm=ROAD_FIRM), invoice_number="F-2023-118")
    rows = {"Plaatsing": [{**PLACED, "Uren per week": "40"}], "Sociale inkoop": [BOUGHT]}
    looked = await sent(people, contract_id, await filled(people, contract_id, rows))
    assert "40 uur per week is meer dan een volledige werkweek" in looked.text and "is al eens opgegeven" in looked.text
    assert "ontbreekt" not in looked.text and await Claim.count() == 1
    assert (await people.contractor.post(f"/mijn-contracten/{contract_id}/werkblad/bewaren", carried(looked))).status_code == 303


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 geen werkblad", b"tekst"], ids=["empty", "broken archive", "text"])
async def test_what_is_no_spreadsheet_is_told_on_its_field(people: Personas, content: bytes) -> None:
    contract_id = await make_contract(firm=GREEN_FIRM)
    answer = await sent(people, contract_id, content)
    assert answer.status_code == 422
    assert 'id="error-sheet"' in answer.text


async def test_an_empty_template_and_too_many_rows_are_told(people: Personas) -> None:
    contract_id = await make_contract(firm=GREEN_FIRM)
    assert "niets ingevuld" in (await sent(people, contract_id, await filled(people, contract_id, {}))).text
    many = [{**BOUGHT, "Factuurnummer": f"F-{number}"} for number in range(101)]
    assert "Verdeel het werkblad" in (await sent(people, contract_id, await filled(people, contract_id, {"Sociale inkoop": many}))).text


async def test_rows_that_were_changed_on_the_way_are_judged_again_and_only_for_ones_own_contract(people: Personas) -> None:
    contract_id, road = await make_contract(firm=GREEN_FIRM), await make_contract(number="2023-099", firm=ROAD_FIRM)
    looked = await sent(people, contract_id, await filled(people, contract_id, {"Plaatsing": [PLACED]}))
    rows = carried(looked)
    changed = {"rows": rows["rows"].replace('"24"', '"700"')}
    assert (await people.contractor.post(f"/mijn-contracten/{contract_id}/werkblad/bewaren", changed)).status_code == 422
    for nonsense in ("", "{}", "[[1,2]]", '[["astronaut","x",1,{}]]'):
        assert (await people.contractor.post(f"/mijn-contracten/{contract_id}/werkblad/bewaren", {"rows": nonsense})).status_code == 422
    assert (await people.contractor.post(f"/mijn-contracten/{road}/werkblad/bewaren", rows)).status_code == 404
    assert await Claim.count() == 0
