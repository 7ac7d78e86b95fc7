"""A contractor finds a partner, lets the planner propose, and agrees a plan with the WSP, in a real browser at a desk and on a phone."""

import re
from collections.abc import Callable

import pytest

from tests.browser import Journey

pytestmark = pytest.mark.journey

CONTRACTOR, REVIEWER = "groen@opdrachtnemer.example", "wsp@rijswijk.example"

Visit = Callable[[str], Journey]


def test_a_contractor_who_struggles_finds_partners_and_plans_with_the_wsp(journey: Visit) -> None:
    # given a contractor with an obligation
    contractor = journey(CONTRACTOR)
    page = contractor.page
    page.goto("/mijn-contracten")
    contractor.check()
    page.get_by_role("link", name="Beheer parken").click()
    contractor.check()
    href = page.url
    # when it looks for partners
    page.get_by_role("link", name="Partners zoeken").click()
    contractor.check()
    page.get_by_label("Zoek op naam").fill("schoonmaak rijswijk")
    page.get_by_label("Toon").select_option("Nu erkend als leverancier")
    page.get_by_role("button", name="Zoeken").click()
    contractor.check()
    contractor.screenshot("partners")
    page.get_by_role("row").get_by_role("link").first.click()
    contractor.check()
    contractor.screenshot("partner")
    # then the planner works with what it can offer, whatever happened to the contract in an earlier visit
    page.goto(f"{href}/planner")
    contractor.check()
    page.get_by_label("Vanaf").fill("1-9-2023")
    page.get_by_label(re.compile("^Participatiewet")).fill("veel")
    page.get_by_role("button", name="Maak voorstellen").click()
    contractor.check()
    assert page.get_by_label(re.compile("^Participatiewet")).input_value() == "veel", "what was typed is lost"
    page.get_by_label(re.compile("^Participatiewet")).fill("1")
    page.get_by_label(re.compile("werkbedrijf", re.IGNORECASE)).fill("20.000")
    page.get_by_role("button", name="Maak voorstellen").click()
    contractor.check()
    contractor.screenshot("planner")
    page.get_by_role("button", name=re.compile("Neem over")).first.click()
    contractor.check()
    assert page.get_by_text("Het voorstel staat in uw plan").is_visible()
    contractor.screenshot("plan")
    page.get_by_role("button", name="Naar het WSP sturen").click()
    contractor.check()
    # and the WSP answers
    reviewer = journey(REVIEWER)
    desk = reviewer.page
    desk.goto("/plannen")
    reviewer.check()
    desk.get_by_role("link", name=re.compile("Beheer parken")).first.click()
    reviewer.check()
    desk.get_by_label("Terugsturen met een vraag").check()
    desk.get_by_label("Toelichting").fill("Met welk werkbedrijf gaat u dit doen?")
    reviewer.screenshot("plan-at-wsp")
    desk.get_by_role("button", name="Versturen").click()
    reviewer.check()
    # and the contractor reads the question, changes nothing but the words, and is done
    page.goto(f"{href}/plan")
    contractor.check()
    assert page.get_by_text("Met welk werkbedrijf gaat u dit doen?").first.is_visible()
    while page.get_by_role("button", name=re.compile(r"Rij \d+ verwijderen")).count():
        page.get_by_role("button", name=re.compile(r"Rij \d+ verwijderen")).first.click()
        contractor.check()
    assert page.get_by_text("Het plan heeft nog geen rijen").is_visible()
