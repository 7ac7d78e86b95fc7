"""The page of one row of an import: what was made of each cell, the cell as it stands in the file, and where that is."""

import html
import re
from io import BytesIO

import pytest
import xlsxwriter

from tests.personas import Personas

HEADER = "Opdrachtgever;Contractnummer;Titel;Soort;Leverancier;Opdrachtsom;Gunningsdatum;Ingangsdatum;Einddatum;Looptijd"
BRIDGES = "Gemeente Delft;2024-041;Onderhoud bruggen;Werken;Brug Voorbeeld B.V. (KvK 00100007);max. 750.000;n.v.t.;45352;;4 jaar"
GREEN = "delft;2024-042;Groen in de wijk;dienst;Groen Voorbeeld B.V.;€ 1,2 mln;1-2-2024;ma 4 maart 2024;onbepaald;"


async def uploaded(people: Personas, name: str, content: bytes) -> str:
    """Upload a file and return the address of its preview."""
    place: str = (await people.officer.post("/importeren", files={"file": (name, content, "")})).headers["location"]
    return place


async def lines(people: Personas, place: str) -> dict[str, list[str]]:
    """Return by label what stands in the other cells of each line of a row's page."""
    table = (await people.officer.get(place)).text.split("<table")[1].split("</table>")[0]
    found = {}
    for line in table.split("</thead>")[1].split("<tr")[1:]:
        cells = [
            " ".join(html.unescape(re.sub("<[^>]+>", " ", cell)).split()) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.S)
        ]
        found[cells[0]] = cells[1:]
    return found


async def test_a_row_of_a_register_shows_each_cell_as_it_stands_beside_what_was_made_of_it(people: Personas) -> None:
    place = await uploaded(people, "register.csv", "\r\n".join([HEADER, BRIDGES, GREEN, ""]).encode())
    told = await lines(people, f"{place}/rijen/1")
    assert told["Aanbestedende dienst"] == ["Gemeente Delft", "Gemeente Delft", "kolom A (Opdrachtgever), rij 2"]
    assert told["Contractnummer"] == ["2024-041", "2024-041", "kolom B (Contractnummer), rij 2"]
    assert told["Soort"][:2] == ["Werken", "Werken"]
    assert told["Opdrachtsom"][1:] == ["max. 750.000", "kolom F (Opdrachtsom), rij 2"]
    assert told["KVK-nummer"][1:] == ["Brug Voorbeeld B.V. (KvK 00100007)", "kolom E (Leverancier), rij 2"]
    assert told["Startdatum"][1:] == ["45352", "kolom H (Ingangsdatum), rij 2"] and told["Startdatum"][0].startswith("01-03-2024")
    assert told["Laatste dag"][1:] == ["4 jaar", "kolom J (Looptijd), rij 2"] and told["Laatste dag"][0].startswith("29-02-2028")
    assert told["CPV-code"] == ["niet bekend", "", ""]


async def test_an_end_that_cannot_be_is_not_told_as_a_contract_without_an_end(people: Personas) -> None:
    place = await uploaded(people, "register.csv", "\r\n".join([HEADER, GREEN.replace("onbepaald", "28-2-2023"), ""]).encode())
    told = await lines(people, f"{place}/rijen/1")
    assert told["Laatste dag"][0].startswith("einddatum niet bekend") and told["Laatste dag"][1] == "28-2-2023"


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("", "einddatum niet opgegeven"),
        ("n.v.t.", "einddatum niet opgegeven"),
        ("onbepaald", "geen einddatum"),
        ("31-12-9999", "geen einddatum"),
        ("28-2-2025", "28-02-2025"),
    ],
)
async def test_a_contract_without_an_end_is_told_apart_from_one_of_which_the_file_tells_none(
    people: Personas, cell: str, told: str
) -> None:
    place = await uploaded(people, "register.csv", "\r\n".join([HEADER, GREEN.replace("onbepaald", cell), ""]).encode())
    assert (await lines(people, f"{place}/rijen/1"))["Laatste dag"][0].startswith(told)
    sign = " –" if cell.startswith("28") else ","
    assert f"04-03-2024{sign} {told}" in re.sub("<[^>]+>", "", (await people.officer.get(place)).text)


async def test_a_register_without_a_column_of_ends_tells_of_none(people: Personas) -> None:
    header, row = HEADER.split(";"), GREEN.split(";")
    content = "\r\n".join([";".join(header[:-2]), ";".join(row[:-2]), ""]).encode()
    place = await uploaded(people, "register.csv", content)
    assert (await lines(people, f"{place}/rijen/1"))["Laatste dag"] == ["einddatum niet opgegeven", "", ""]


async def test_what_is_wrong_with_a_field_stands_at_that_field_and_what_is_about_the_row_above(people: Personas) -> None:
    known = GREEN.replace("delft", "Gemeente Delft").replace("Groen Voorbeeld B.V.", "Groen Voorbeeld B.V. (KvK 00100009)")
    other = known.replace("2024-042", "").replace("€ 1,2 mln", "veel").replace("1-2-2024", "1-2-2199")
    place = await uploaded(people, "register.csv", "\r\n".join([HEADER, other, known, known, ""]).encode())
    told = await lines(people, f"{place}/rijen/1")
    assert told["Opdrachtsom"][0].startswith("niet bekend Aanvullen rij 2, kolom Opdrachtsom (F2): Hier staat")
    assert told["Contractnummer"][0] == "niet bekend Aanvullen Vul het contractnummer in."
    page = (await people.officer.get(f"{place}/rijen/1")).text
    assert told["Gunningsdatum"][0] == "01-02-2199 Aanvullen De gunningsdatum ligt in de toekomst."
    above = page.split("<h1>")[1].split("<table")[0]
    assert "Hier staat" not in above and "Vul het contractnummer" not in above
    for fact in ("number", "contract_sum", "awarded_on"):
        assert f'href="#gegeven-{fact}"' in above and page.count(f'id="gegeven-{fact}"') == 1
    assert "#gegeven-title" not in above
    repeated = (await people.officer.get(f"{place}/rijen/3")).text
    assert "Deze rij staat al eerder in dit bestand." in repeated.split("<table")[0] and "#gegeven-contract_sum" not in repeated


async def test_an_award_date_that_is_assumed_shows_the_start_that_it_was_taken_from(people: Personas) -> None:
    content = "\r\n".join([HEADER, BRIDGES, ""]).encode()
    files = {"file": ("register.csv", content, "")}
    place = (await people.officer.post("/importeren", {"award_date_from_start": "1"}, files=files)).headers["location"]
    assert (await lines(people, f"{place}/rijen/1"))["Gunningsdatum"] == ["01-03-2024", "45352", "kolom H (Ingangsdatum), rij 2"]


async def test_texts_stay_with_a_row_that_was_decided_about_and_confirmed(people: Personas) -> None:
    place = await uploaded(people, "register.csv", "\r\n".join([HEADER, BRIDGES, GREEN, ""]).encode())
    await people.officer.post(f"{place}/rijen/2", {"decision": "new", "authority": ""})
    await people.officer.post(f"{place}/bevestigen")
    told = await lines(people, f"{place}/rijen/2")
    assert told["Opdrachtsom"][1] == "€ 1,2 mln" and told["Startdatum"][:2] == ["04-03-2024", "ma 4 maart 2024"]
    assert told["Laatste dag"] == ["geen einddatum", "onbepaald", "kolom I (Einddatum), rij 3"]


async def test_a_cell_is_that_of_the_sheet_on_which_the_row_stands(people: Personas) -> None:
    buffer = BytesIO()
    workbook = xlsxwriter.Workbook(buffer)
    for name, headers in (("2024", ("Contractnummer", "Titel", "Leverancier")), ("20241", ("Titel", "Leverancier", "Contractnummer"))):
        sheet = workbook.add_worksheet(name)
        sheet.write_row(0, 0, headers)
        sheet.write_row(1, 0, [f"{name} {header}" for header in headers])
    workbook.close()
    place = await uploaded(people, "register.xlsx", buffer.getvalue())
    told = await lines(people, f"{place}/rijen/2")
    assert told["Contractnummer"] == ["20241 Contractnummer", "20241 Contractnummer", "kolom C (Contractnummer), blad 20241, rij 2"]
