"""From a file that an officer already has to contracts, and back, in a real browser, at a desk and on a phone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser import Journey

pytestmark = pytest.mark.journey

OFFICER = "inkoper@rijswijk.example"
NOTICE = Path(__file__).parents[1] / "golden" / "imports" / "nl_2024-00191536_waterschap-rivierenland_works_social-return-criterium.xml"
Visit = Callable[[str], Journey]


def _upload(officer: Journey, name: str, content: bytes) -> None:
    officer.page.goto("/importeren")
    officer.check()
    officer.page.get_by_label("Bestand").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
    officer.press("Bekijk de import")


def test_an_officer_corrects_columns_imports_a_register_and_takes_it_back(journey: Visit) -> None:
    officer = journey(OFFICER)
    page, width = officer.page, officer.page.viewport_size["width"]
    register = (
        "Contractnummer;Waarover;Soort;Wie levert;KVK-nummer;Opdrachtsom ex;Gunningsdatum;Begindatum;Einddatum\r\n"
        f"IM-{width};Onderhoud fonteinen {width};dienst;Fontein Voorbeeld B.V.;0050{width:04};260.000,00;1-2-2024;1-3-2024;28-2-2026\r\n"
        f"IN-{width};Onderhoud bruggen {width};dienst;Fontein Voorbeeld B.V.;0050{width:04};;1-2-2024;1-3-2024;28-2-2026\r\n"
    ).encode()
    # given a register of which the columns have names of their own
    _upload(officer, "register.csv", register)
    officer.open("wat de kolommen betekenen")
    page.get_by_label(re.compile("Waarover")).select_option("title")
    page.get_by_label(re.compile("Wie levert")).select_option("contractor")
    page.get_by_label(re.compile("Opdrachtsom ex")).select_option("contract_sum")
    page.get_by_label("Bewaar deze keuze onder de naam").fill(f"Register {width}")
    officer.screenshot("import-columns")
    officer.press("Lees opnieuw")
    # when the officer has looked at the rows and confirms
    assert page.get_by_text(f"Gelezen met profiel Register {width}").is_visible()
    officer.screenshot("import-preview")
    officer.open("^rij 3$")
    officer.screenshot("import-row")
    assert page.get_by_text("Vul de opdrachtsom exclusief btw in.").first.is_visible()
    officer.open("Terug naar de import")
    officer.press("Bevestigen")
    # then there are a contract and a draft, and the same file again changes nothing
    assert page.get_by_text("De import is verwerkt: 1 contract, 1 concept.").is_visible()
    imported = page.url
    _upload(officer, "register.csv", register)
    assert page.get_by_text("er gebeurt niets").count() == 2
    # and the import is taken back
    page.goto(imported)
    officer.check()
    officer.press("Draai terug")
    officer.screenshot("import-undone")
    assert page.get_by_text("De import is teruggedraaid").is_visible()
    page.goto(f"/contracten?zoek=IM-{width}")
    officer.check()
    assert page.get_by_role("row", name=re.compile("fonteinen")).count() == 0


def test_the_page_of_a_long_file_says_that_the_server_is_away_and_goes_on_when_it_is_back(journey: Visit) -> None:
    officer = journey(OFFICER)
    page, asked = officer.page, re.compile("/voortgang$")
    # given a file that is read behind the page, and a server that does not answer
    page.route(asked, lambda route: route.abort())
    rows = (f"VG-{number};Verzonnen onderhoud {number};dienst;{'x' * 80}" for number in range(6_000))
    page.goto("/importeren")
    officer.check()
    register = "\r\n".join(["Contractnummer;Titel;Soort;Toelichting", *rows]).encode()
    page.get_by_label("Bestand").set_input_files({"name": "lang.csv", "mimeType": "text/csv", "buffer": register})
    page.get_by_role("main").get_by_role("button", name="Bekijk de import").click()
    # when it was asked how far that is
    page.get_by_text("Er is nu geen verbinding met de server").wait_for()
    officer.check()
    officer.screenshot("import-away")
    assert page.get_by_role("status").filter(has_text="U hoeft niets te doen.").count() == 1
    officer.complaints.clear()  # the browser complains of each answer that it did not get
    # then, in the reader's own colours too, the menu tells where the page stands and the bar how far it is
    page.emulate_media(forced_colors="active")
    lines = [
        page.get_by_role("link", name=name, exact=True).first.evaluate("link => getComputedStyle(link).borderBlockEndColor")
        for name in ("Importeren", "Contracten")
    ]
    assert lines[0] != lines[1] and page.locator("progress").evaluate("bar => getComputedStyle(bar).appearance") == "auto"
    page.emulate_media(forced_colors="none")
    # and the page goes on by itself
    page.unroute(asked)
    page.get_by_text("Wat er in het bestand staat").wait_for()
    officer.check()


def test_a_notice_shows_where_each_field_came_from_and_what_it_says_of_social_return(journey: Visit) -> None:
    officer = journey(OFFICER)
    _upload(officer, NOTICE.name, NOTICE.read_bytes())
    assert officer.page.get_by_text("Social return genoemd").is_visible()
    officer.open("^contract ")
    officer.screenshot("import-notice")
    assert officer.page.get_by_role("heading", name="Wat het document over social return zegt").is_visible()
    assert officer.page.get_by_text("/ContractAwardNotice/").first.is_visible()
