"""The main job in a real browser, at a desk and on a phone: from a tender to a compliance export."""

import io
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.browser import Journey

pytestmark = pytest.mark.journey

OFFICER, REVIEWER, GROEN = "inkoper@rijswijk.example", "wsp@rijswijk.example", "groen@opdrachtnemer.example"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PASSWORD = "een lang wachtwoord 1"

Visit = Callable[[str], Journey]


def _today() -> date:
    return datetime.now().astimezone().date()


def _day(day: date) -> str:
    return f"{day.day}-{day.month}-{day.year}"


def _register(officer: Journey, *, number: str, contract_sum: str, kvk: str, starts_on: date) -> None:
    page = officer.page
    page.goto("/contracten")
    page.get_by_role("link", name="Contract registreren").click()
    page.get_by_label("Titel").fill(f"Onderhoud bruggen {number}")
    page.get_by_label("Diensten").check()
    page.get_by_label("CPV-code of omschrijving").fill("bruggen")
    page.get_by_role("button", name="Zoek CPV-code").click()
    officer.check()
    found = page.locator("main li", has_text=re.compile(r"^\d{8} ")).first.inner_text()
    page.get_by_label("CPV-code of omschrijving").fill(found[:8])
    page.get_by_label("Contractnummer").fill(number)
    page.get_by_label("Naam van de opdrachtnemer").fill(f"Bruggenbouw {kvk} B.V.")
    page.get_by_label("KVK-nummer").fill(kvk)
    page.get_by_label("Opdrachtsom exclusief btw").fill(contract_sum)
    page.get_by_label("Arbeidsdeel in procenten").fill("60")
    page.get_by_label("Gunningsdatum").fill(_day(starts_on - timedelta(days=30)))
    page.get_by_label("Startdatum").fill(_day(starts_on))
    page.get_by_label("Einddatum").fill(_day(starts_on + timedelta(days=700)))
    page.get_by_role("button", name="Registreren").click()
    officer.check()


def _kvk(officer: Journey) -> str:
    """Return a number of its own for each size of screen: both journeys use one example."""
    return f"2{officer.page.viewport_size['width']:06d}"


def _invite(officer: Journey, email: str) -> str:
    page = officer.page
    page.get_by_role("link", name="Opdrachtnemer uitnodigen").click()
    officer.check()
    page.get_by_label("E-mailadres van de contactpersoon").fill(email)
    page.get_by_role("button", name="Uitnodigen").click()
    officer.check()
    link = page.locator(".app-link-to-copy").inner_text()
    assert "/uitnodiging/" in link
    return link


def _accept(visitor: Journey, link: str) -> None:
    page = visitor.page
    page.get_by_role("button", name="Uitloggen").click()
    page.goto(link)
    visitor.check()
    page.get_by_label("naam").first.fill("Medewerker Bruggenbouw")
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").click()
    visitor.check()


def _report_placement(contractor: Journey, *, starts_on: date, today: date) -> None:
    page = contractor.page
    page.get_by_role("main").get_by_role("link", name=re.compile("Onderhoud bruggen")).click()
    contractor.check()
    page.get_by_role("link", name="Plaatsing").click()
    contractor.check()
    page.get_by_label("Kenmerk van de kandidaat").fill("K-1")
    page.get_by_label("Doelgroep").select_option("participatiewet")
    page.get_by_label("Eerste werkdag").fill(_day(starts_on))
    page.get_by_label("U geeft op tot en met").fill(_day(today))
    page.get_by_label("Uren per week").fill("700")
    page.get_by_role("button", name="Bewaren").click()
    contractor.check()
    assert page.get_by_label("Kenmerk van de kandidaat").input_value() == "K-1", "what was typed is lost"
    page.get_by_label("Uren per week").fill("36")
    page.get_by_role("button", name="Bereken de waarde").click()
    contractor.check()
    assert page.get_by_text("Wat deze opgave waard is").is_visible()
    page.get_by_role("button", name="Bewaren").click()
    contractor.check()


def _prove_and_submit(contractor: Journey) -> None:
    page = contractor.page
    page.get_by_role("button", name="Opgave indienen").click()
    contractor.check()
    assert page.get_by_text("Voeg ten minste één bewijsstuk toe").first.is_visible()
    page.get_by_label("Bewijsstukken toevoegen").set_input_files(
        {"name": "virus.pdf", "mimeType": "application/pdf", "buffer": b"MZ not a pdf"}
    )
    page.get_by_role("button", name="Toevoegen", exact=True).click()
    contractor.check()
    assert page.get_by_text("virus.pdf is geen pdf, png of jpeg").first.is_visible()
    page.get_by_label("Bewijsstukken toevoegen").set_input_files({"name": "contract.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_role("button", name="Toevoegen", exact=True).click()
    contractor.check()
    page.get_by_role("button", name="Opgave indienen").click()
    contractor.check()
    assert page.get_by_text("In beoordeling").first.is_visible()


def test_from_a_tender_to_an_approved_claim(journey: Visit) -> None:
    # Given an officer who registers an award and invites its contractor
    today = _today()
    starts_on = today - timedelta(days=60)
    officer = journey(OFFICER)
    kvk = _kvk(officer)
    _register(officer, number=f"BR-{kvk}", contract_sum="400.000,00", kvk=kvk, starts_on=starts_on)
    assert officer.page.get_by_text("Social return verplicht").is_visible()
    assert officer.page.get_by_text("€ 20.000,00").first.is_visible()
    assert officer.page.get_by_text("niet vastgesteld").first.is_visible()
    assert officer.page.get_by_text(f"0{kvk}").first.is_visible(), "the leading zero is restored"
    officer.screenshot("contract")
    link = _invite(officer, f"bruggen-{kvk}@opdrachtnemer.example")

    # When the contractor accepts, sees that contract alone, and reports a placement with evidence
    _accept(officer, link)
    contractor = officer
    if contractor.page.get_by_role("heading", name="Inloggen").is_visible():
        contractor.page.get_by_label("E-mailadres").fill(f"bruggen-{kvk}@opdrachtnemer.example")
        contractor.page.get_by_label("Wachtwoord").fill(PASSWORD)
        contractor.page.get_by_role("main").get_by_role("button", name="Inloggen").click()
    contractor.page.goto("/mijn-contracten")
    contractor.check()
    assert contractor.page.locator("tbody tr").count() == 1
    _report_placement(contractor, starts_on=starts_on, today=today)
    _prove_and_submit(contractor)
    number = re.search(r"\d+", contractor.page.get_by_role("heading", level=1).inner_text())
    assert number is not None

    # Then the WSP sees the notice, and approves a part with its reason
    reviewer = journey(REVIEWER)
    page = reviewer.page
    assert page.get_by_role("link", name=re.compile(f"BR-{kvk}")).first.is_visible()
    page.get_by_role("button", name=f"Gezien: BR-{kvk}").click()
    reviewer.check()
    page.get_by_role("link", name=f"Opgave {number[0]}", exact=True).click()
    reviewer.check()
    reviewer.screenshot("review")
    with page.expect_download() as download:
        page.get_by_role("link", name="contract.pdf", exact=True).click()
    assert Path(download.value.path()).read_bytes() == PDF
    page.get_by_label("Goedkeuren", exact=True).check()
    page.get_by_label("Goed te keuren bedrag").fill("1.000,00")
    page.get_by_role("button", name="Besluit vastleggen").click()
    reviewer.check()
    assert page.get_by_text("Vul in waarom u niet het hele bedrag goedkeurt.").first.is_visible()
    page.get_by_label("Vraag of toelichting").fill("De eerste maand is niet aangetoond.")
    page.get_by_role("button", name="Besluit vastleggen").click()
    reviewer.check()

    # And the contractor sees what was decided, and why
    contractor.page.reload()
    assert contractor.page.get_by_text("Goedgekeurd").first.is_visible()
    assert contractor.page.get_by_text("De eerste maand is niet aangetoond.").first.is_visible()
    contractor.page.goto("/mijn-contracten")
    contractor.page.get_by_role("main").get_by_role("link", name=re.compile("Onderhoud bruggen")).click()
    contractor.check()
    contractor.screenshot("portal")
    assert contractor.page.get_by_text("€ 19.000,00").first.is_visible()


def test_exactly_the_threshold_owes_nothing_and_bad_input_loses_nothing(journey: Visit) -> None:
    officer = journey(OFFICER)
    kvk = _kvk(officer)
    _register(officer, number=f"DR-{kvk}", contract_sum="150.000,00", kvk=kvk, starts_on=date(2024, 3, 1))
    assert officer.page.get_by_text("Geen social return verplicht").is_visible()
    _register(officer, number=f"DR-{kvk}", contract_sum="150.000,01", kvk=kvk, starts_on=date(2024, 3, 1))
    assert officer.page.get_by_role("link", name=re.compile("staat al in het register")).is_visible()
    assert officer.page.get_by_label("Opdrachtsom exclusief btw").input_value() == "150.000,01"


def test_the_contractor_corrects_and_withdraws_until_it_is_reviewed(journey: Visit) -> None:
    contractor = journey(GROEN)
    page = contractor.page
    page.get_by_role("link", name=re.compile("Onderhoud speelplekken")).click()
    contractor.check()
    page.get_by_role("link", name="Sociale inkoop").click()
    contractor.check()
    page.get_by_label("Leverancier", exact=True).fill("Werkbedrijf Voorbeeld")
    page.get_by_label("Gemeentelijk werkbedrijf").check()
    page.get_by_label("Factuurnummer").fill(f"F-{page.viewport_size['width']}")
    page.get_by_label("Factuurdatum").fill(_day(_today() - timedelta(days=3)))
    page.get_by_label("Bedrag exclusief btw").fill("1.500,50")
    page.get_by_role("button", name="Bewaren").click()
    contractor.check()
    _prove_and_submit(contractor)
    page.get_by_role("button", name="Opgave terugnemen").click()
    contractor.check()
    page.get_by_role("link", name="Gegevens wijzigen").click()
    contractor.check()
    page.get_by_label("Bedrag exclusief btw").fill("1.400,00")
    page.get_by_role("button", name="Bewaren").click()
    contractor.check()
    assert page.get_by_text("€ 1.400,00").first.is_visible()
    page.get_by_role("button", name="Opgave intrekken").click()
    contractor.check()
    assert page.get_by_text("Ingetrokken").first.is_visible()


def test_the_year_adds_up_and_leaves_as_a_workbook(journey: Visit) -> None:
    reviewer = journey(REVIEWER)
    page = reviewer.page
    page.get_by_role("link", name="Aansluiting").click()
    reviewer.check()
    reviewer.screenshot("reconciliation")
    figures = {
        term.inner_text(): term.locator("xpath=following-sibling::dd[1]").inner_text() for term in page.locator("dl.app-figures dt").all()
    }
    assert figures["Doel"] == "65"
    assert int(figures["Lokaal"]) + int(figures["Regionaal"]) == int(figures["Gerealiseerd"]) > 0
    history = page.locator("table", has_text="Zoals vastgelegd").locator("tbody tr").all_inner_texts()
    assert history[0].split()[:5] == ["2021", "76", "onbekend", "onbekend", "27"]
    assert history[1].split()[:5] == ["2022", "63", "21", "42", "27"]
    with page.expect_download() as download:
        page.get_by_role("button", name="Werkmap maken en downloaden (xlsx)").click()
    workbook = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()), data_only=True)
    shown = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    assert shown == ["Samenvatting", "Contracten", "Opgaven", "Plaatsingen", "Toelichting"]
