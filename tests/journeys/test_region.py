"""A list of the region becomes decided lines, in a real browser, at a desk and on a phone."""

import re
from collections.abc import Callable

import pytest

from tests.browser import Journey

pytestmark = pytest.mark.journey

REVIEWER = "wsp@rijswijk.example"
LIST = (
    "Volgnr;Soort;Naam;Voorletters;Geboortedatum;Werkgever;Startdatum;Uren per week;Doelgroep;Woonplaats\r\n"
    "1;plaatsing;Voorbeeld;J.;1-2-1990;Bakkerij Verzonnen B.V.;6-2-2023;24;Participatiewet;Delft\r\n"
    "2;plaatsing;;;;Groenbedrijf Verzonnen;31-2-2023;36;WW;Gemeente Rijswijk\r\n"
)

Visit = Callable[[str], Journey]


def test_a_reviewer_takes_in_a_list_and_decides_about_its_lines(journey: Visit) -> None:
    # given a list of a partner, with a day that does not exist
    reviewer = journey(REVIEWER)
    page = reviewer.page
    page.goto("/aansluiting/2023")
    reviewer.check()
    page.get_by_role("link", name="Lijsten van de regio").click()
    reviewer.check()
    # the example is shared by both sizes of screen: each has a partner of its own
    page.get_by_label("Partner").fill(f"WSP Verzonnen {page.evaluate('innerWidth')}")
    page.get_by_label("Jaar").fill("2023")
    page.get_by_label("Lijst", exact=True).set_input_files({"name": "regio.csv", "mimeType": "text/csv", "buffer": LIST.encode()})
    # when it is uploaded
    page.get_by_role("button", name="Bekijk de lijst").click()
    reviewer.check()
    reviewer.screenshot("region-preview")
    # then what was read and the cell that is wrong are shown, and no name
    assert page.get_by_text("rij 3, kolom Startdatum (G3)").is_visible()
    assert page.get_by_text("J. Voorbeeld").count() == 0
    # when it is compared
    page.get_by_role("button", name="Vergelijken", exact=True).click()
    reviewer.check()
    page.get_by_role("link", name=re.compile("Zeker, nog te bevestigen")).click()
    reviewer.check()
    reviewer.screenshot("region-lines")
    # then one line is decided by itself and the rest in bulk, each with a reason
    page.get_by_role("link", name=re.compile("plaatsing, rij")).first.click()
    reviewer.check()
    page.get_by_label("Betwist").check()
    page.get_by_role("button", name="Bewaar oordeel").click()
    reviewer.check()
    assert page.get_by_label("Betwist").is_checked(), "what was chosen is lost"
    page.get_by_label("Reden").fill("De partner zoekt dit uit")
    reviewer.screenshot("region-line")
    page.get_by_role("button", name="Bewaar oordeel").click()
    reviewer.check()
    page.get_by_role("link", name=re.compile("Zeker, nog te bevestigen")).click()
    reviewer.check()
    page.get_by_label("Reden voor alle zekere rijen").fill("Nagelopen met de partner")
    page.get_by_role("button", name="Bevestig zekere rijen").click()
    reviewer.check()
    assert page.get_by_text(re.compile("rijen zijn bevestigd")).is_visible()
