"""What happens to a contract after its award, in a real browser, at a desk and on a phone."""

import re
from collections.abc import Callable

import pytest

from tests.browser import Journey

pytestmark = pytest.mark.journey

OFFICER, REVIEWER = "inkoper@rijswijk.example", "wsp@rijswijk.example"

Visit = Callable[[str], Journey]


def test_an_officer_sees_what_more_work_does_records_it_and_looks_back(journey: Visit) -> None:
    # given a running contract with an obligation
    officer = journey(OFFICER)
    officer.open_contract("Verduurzaming gemeentelijke gebouwen")
    page = officer.page
    # when more work is agreed
    page.get_by_role("link", name="Wijziging vastleggen").click()
    officer.check()
    page.get_by_role("link", name="Meerwerk of minderwerk").click()
    officer.check()
    page.get_by_label("Geldig vanaf").fill("gisteren")
    page.get_by_label("Bedrag erbij of eraf").fill("12.000,00")
    page.get_by_role("button", name="Vastleggen").click()
    officer.check()
    assert page.get_by_label("Bedrag erbij of eraf").input_value() == "12.000,00", "what was typed is lost"
    today = page.evaluate("new Date().toLocaleDateString('nl-NL', {timeZone: 'Europe/Amsterdam'})")
    page.get_by_label("Geldig vanaf").fill(today)
    page.get_by_role("button", name="Bekijk het gevolg").click()
    officer.check()
    # then the effect is shown before it is recorded
    assert page.get_by_text("€ 600,00 meer").is_visible()
    page.get_by_role("button", name="Vastleggen").click()
    officer.check()
    assert page.get_by_text("De wijziging is vastgelegd").is_visible()
    officer.screenshot("contract-changed")
    # and what was held before is still known
    page.get_by_role("link", name=re.compile("Verloop van de verplichting")).click()
    officer.check()
    officer.screenshot("obligation-history")
    assert page.get_by_role("cell", name=re.compile("Meerwerk van")).count() >= 2
    # and the WSP is told
    reviewer = journey(REVIEWER)
    reviewer.page.goto("/werkvoorraad")
    reviewer.check()
    assert reviewer.page.get_by_text("Meerwerk van € 12.000,00").first.is_visible()


def test_an_officer_decides_about_a_contract_that_fell_under_the_threshold(journey: Visit) -> None:
    officer = journey(OFFICER)
    officer.open_contract("Herinrichting schoolplein")
    page = officer.page
    # the example is shared by both sizes of screen: the first visit decides
    if page.get_by_role("link", name="Besluit nemen").count():
        page.get_by_role("link", name="Besluit nemen").click()
        officer.check()
        page.get_by_label("De verplichting blijft, over de lagere som").check()
        page.get_by_label("Toelichting").fill("Zo afgesproken met de aannemer")
        page.get_by_role("button", name="Vastleggen").click()
        officer.check()
    assert page.get_by_text("Zo afgesproken met de aannemer").is_visible()
    assert page.get_by_text("€ 7.100,00").first.is_visible()  # 5% of EUR 142.000,00


def test_a_framework_shows_its_call_offs(journey: Visit) -> None:
    officer = journey(OFFICER)
    officer.open_contract("Raamovereenkomst schilderwerk")
    assert officer.page.get_by_role("row", name=re.compile("Samen")).get_by_text("€ 10.500,00").is_visible()
    officer.page.get_by_role("link", name=re.compile("Schilderwerk scholen")).click()
    officer.check()
    assert officer.page.get_by_role("link", name=re.compile("Raamovereenkomst schilderwerk")).is_visible()
