"""Reporting of every kind with what is asked and warned of, and what the WSP does with a placement afterwards: calls, drop-out, a story."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.browser import Journey
from tests.makers import EVIDENCE

pytestmark = pytest.mark.journey

GROEN, REVIEWER, ADMINISTRATOR = "groen@opdrachtnemer.example", "wsp@rijswijk.example", "beheerder@rijswijk.example"
NUMBER = "111222333"  # passes the eleven-test of citizen service numbers, and is nobody's

Visit = Callable[..., Journey]


def _ago(days: int) -> str:
    day = datetime.now().astimezone().date() - timedelta(days=days)
    return f"{day.day}-{day.month}-{day.year}"


def _open_contract(contractor: Journey) -> str:
    contractor.page.get_by_role("link", name=re.compile("Onderhoud speelplekken")).click()
    contractor.check()
    return str(contractor.page.url)


def _show(contractor: Journey, what: str | None) -> None:
    """Add a file that shows what is chosen already, or something else."""
    page = contractor.page
    if what is not None:
        page.get_by_label("Wat laten deze bestanden zien?").select_option(what)
    name = f"{what or 'gekozen'}.png"
    page.get_by_label("Bewijsstukken toevoegen").set_input_files(
        {"name": name, "mimeType": "image/png", "buffer": EVIDENCE.replace(b"0", name.encode(), 1)}
    )
    contractor.press("Toevoegen")


def test_a_contractor_reports_a_training_and_a_purchase_and_knows_what_is_missing(journey: Visit) -> None:
    # Given a contractor who writes more than is allowed of a person
    contractor = journey(GROEN)
    page = contractor.page
    contract = _open_contract(contractor)
    contractor.open("Training of scholing")
    page.get_by_label("Training of opleiding").fill(f"Groenvoorziening {NUMBER}")
    page.get_by_label("Opleider").fill("Opleider Voorbeeld")
    page.get_by_label("Eerste dag").fill(_ago(9))
    page.get_by_label("Laatste dag").fill(_ago(8))
    page.get_by_label("Kosten exclusief btw").fill("640")
    page.get_by_label("Aantal uren").fill("12")
    contractor.press("Bewaren")
    assert page.get_by_text(re.compile("burgerservicenummer")).first.is_visible()
    assert page.get_by_label("Opleider").input_value() == "Opleider Voorbeeld", "what was typed is lost"
    page.get_by_label("Training of opleiding").fill("Groenvoorziening")
    contractor.press("Bewaren")
    # When evidence is added, then the page tells what is asked, what is missing and what is not accepted here
    asked = page.get_by_role("listitem")
    assert asked.filter(has_text="factuur: ontbreekt").count() == asked.filter(has_text="bewijs van deelname: ontbreekt").count() == 1
    _show(contractor, None)
    assert asked.filter(has_text="factuur: toegevoegd").count() == asked.filter(has_text="bewijs van deelname: ontbreekt").count() == 1
    _show(contractor, "stageovereenkomst")
    assert page.get_by_text("Het beleid noemt dit bewijsstuk hier niet: stageovereenkomst").is_visible()
    contractor.screenshot("claim-evidence")
    contractor.press("Opgave intrekken")
    # And a supplier of the register is recognised while it is typed, and its invoice number only warned of
    page.goto(f"{contract}/opgeven/sociale-inkoop")
    supplier = page.locator("#options-supplier_name option").first
    name, kind = str(supplier.get_attribute("value")), supplier.text_content()
    page.get_by_label("Leverancier", exact=True).fill(name)
    page.get_by_label(str(kind), exact=True).check()
    page.get_by_label("Factuurnummer").fill(NUMBER)
    page.get_by_label("Factuurdatum").fill(_ago(3))
    page.get_by_label("Bedrag exclusief btw").fill("1.500,50")
    page.locator("#waarde").get_by_text(f"staat in het partnerregister als {name}").wait_for()
    contractor.press("Bewaren")
    assert "burgerservicenummer" in page.locator("#warning-invoice_number").inner_text()
    contractor.press("Toch bewaren")
    assert page.locator("dt", has_text="Partnerregister").locator("xpath=following-sibling::dd[1]").inner_text() == "staat erin"
    contractor.press("Opgave intrekken")
    # And everything of the contractor is taken along, evidence too
    page.goto("/mijn-contracten")
    contractor.check()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("downloaden")).click()
    with ZipFile(Path(download.value.path())) as archive:
        assert archive.testzip() is None
        assert any(place.startswith("bewijsstukken/") for place in archive.namelist())
    # As is a statement of the year, which is kept
    contractor.open("Overzicht maken")
    with page.expect_download() as download:
        page.get_by_role("button", name="Maken en downloaden").click()
    assert download.value.suggested_filename.endswith(".pdf")
    page.reload()
    page.get_by_role("main").get_by_role("link", name=re.compile("Groenbedrijf")).first.click()
    contractor.check()
    contractor.press("Opnieuw maken en vergelijken")
    assert page.get_by_text("De export is opnieuw gemaakt en is tot op de byte gelijk.").is_visible()


def test_a_placement_goes_on_is_shared_and_ends_without_being_typed_again(journey: Visit) -> None:
    # Given a placement that runs, when the contractor goes on with a part of it
    contractor = journey(GROEN)
    page = contractor.page
    contract = _open_contract(contractor)
    page.get_by_role("link", name=re.compile("Verder opgeven")).first.click()
    contractor.check()
    label = page.get_by_label("Kenmerk van de kandidaat").input_value()
    assert label and page.get_by_label("Eerste werkdag").input_value()
    page.get_by_label("Deel voor dit contract").fill("60")
    contractor.press("Bereken de waarde")
    page.get_by_text("Hoe de waarde is berekend").click()
    assert page.get_by_text("60% van").first.is_visible()
    page.get_by_label("Deel voor dit contract").fill("101")
    contractor.press("Bewaren")
    assert page.locator("#error-share_pct").is_visible()
    # Then it can be ended from its row, with the last day still to fill in
    page.goto(contract)
    contractor.check()
    page.get_by_role("link", name=re.compile("Beëindigen")).first.click()
    contractor.check()
    assert page.get_by_label("Kenmerk van de kandidaat").input_value() == label
    assert page.get_by_label("Laatste werkdag").input_value()


def test_the_wsp_calls_records_a_drop_out_and_tells_a_story_that_is_gone_when_consent_is(journey: Visit) -> None:
    # Given a placement of which something was approved
    reviewer = journey(REVIEWER)
    page = reviewer.page
    page.goto("/nazorg/uitval/2023")
    reviewer.check()
    page.get_by_role("row", name=re.compile("^WW")).get_by_role("link").click()
    reviewer.check()
    page.locator("tbody th a").first.click()
    reviewer.check()
    placement = page.url
    # When the person stopped, and that turns out to be a mistake
    page.get_by_label("Laatste werkdag").fill(_ago(1))
    page.get_by_label("Waarom stopte de plaatsing?").fill("Verhuisd (voorbeeld)")
    reviewer.press("Uitval vastleggen")
    assert page.get_by_text("Wat na die dag komt, telt niet mee").first.is_visible()
    reviewer.screenshot("dropped-out")
    page.get_by_label("Waarom was dit geen uitval?").fill("Verwisseld met een ander (voorbeeld)")
    reviewer.press("Uitval intrekken")
    # Then a story about it is public with the consent of both, and gone at once without
    page.goto(f"{placement}/verhaal")
    title = f"Voorbeeld van een jaar later, {page.viewport_size['width']}"
    page.get_by_label("Titel").fill(title)
    page.get_by_label("Verhaal", exact=True).fill("Dit verhaal is verzonnen.")
    reviewer.press("Verhaal bewaren")
    for party in ("Kandidaat", "Werkgever"):
        page.get_by_role("radio", name=party).first.check()
        page.get_by_label("Gegeven op").fill(_ago(0))
        page.get_by_label("Hoe de toestemming is gegeven").fill("Formulier getekend (voorbeeld)")
        reviewer.press("Toestemming vastleggen")
    reviewer.press("Verhaal publiceren")
    visitor = journey()
    visitor.page.goto("/verhalen")
    visitor.check()
    assert visitor.page.get_by_text("Dit verhaal is verzonnen").count() > 1, "the example and this one say that they are invented"
    visitor.open(title)
    visitor.screenshot("story")
    page.locator("#withdraw-employer").check()
    reviewer.press("Toestemming intrekken")
    assert visitor.page.request.get(visitor.page.url).status == 404
    visitor.page.goto("/verhalen")
    visitor.check()
    assert visitor.page.get_by_role("link", name=title).count() == 0


def test_the_administrator_changes_when_placements_are_called_and_how_many_may_drop_out(journey: Visit) -> None:
    administrator = journey(ADMINISTRATOR)
    page = administrator.page
    label = f"Na 11 maanden ({page.viewport_size['width']})"
    page.goto("/beleid")
    administrator.open("Afspraken over nazorg")
    # when a moment is added, placements that run get it too
    page.get_by_label("Naam").fill(label)
    page.get_by_label("Maanden na de start").fill("11")
    page.get_by_label("Waar dit is afgesproken").fill("Werkoverleg (voorbeeld)")
    administrator.press("Moment toevoegen")
    assert page.get_by_text(re.compile(r"[1-9]\d* lopende plaatsing")).is_visible()
    administrator.press(f"Verwijder {label}")
    # and a target that cannot be is refused where it is typed
    page.get_by_label("Geldt vanaf").fill(_ago(0))
    page.get_by_label("Ten hoogste dit percentage valt uit").fill("120")
    page.get_by_label("Waar het doel is afgesproken").fill("Collegebesluit (voorbeeld)")
    administrator.press("Doel wijzigen")
    assert page.locator("#error-maximum_pct").is_visible()
    administrator.screenshot("aftercare-agreements")
