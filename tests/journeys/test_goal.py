"""The goal of a year, closing it by two, exports, and what an administrator sets, in a real browser at a desk and on a phone."""

from collections.abc import Callable

import pytest

from tests.browser import Journey

pytestmark = pytest.mark.journey

REVIEWER, ADMINISTRATOR = "wsp@rijswijk.example", "beheerder@rijswijk.example"

Visit = Callable[[str], Journey]


def test_the_wsp_defends_the_number_and_proposes_to_close_the_year(journey: Visit) -> None:
    # given the year with the goal of 65
    reviewer = journey(REVIEWER)
    page = reviewer.page
    page.get_by_role("navigation").get_by_role("link", name="Doel", exact=True).click()
    reviewer.check()
    assert page.get_by_text("Verwachting voor het hele jaar").is_visible()
    reviewer.screenshot("goal")
    # when the year is to be closed
    page.goto("/doel/2023/afsluiten")
    reviewer.check()
    reviewer.screenshot("closing")
    if page.get_by_role("button", name="Voorstellen om af te sluiten").is_visible():  # another visit may have proposed it already
        page.get_by_role("button", name="Voorstellen om af te sluiten").click()
        reviewer.check()
    # then a colleague has to do it, and the proposal can be taken back
    assert page.get_by_role("button", name="Jaar afsluiten").count() == 0
    page.get_by_role("button", name="Voorstel intrekken").click()
    reviewer.check()
    assert page.get_by_text("Het voorstel is ingetrokken").is_visible()


def test_an_export_is_made_kept_and_compared(journey: Visit) -> None:
    reviewer = journey(REVIEWER)
    page = reviewer.page
    page.goto("/exporten")
    reviewer.check()
    reviewer.screenshot("exports")
    page.get_by_label("Jaarverslag voor de raad (PDF)").check()
    page.get_by_label("Jaar", exact=True).select_option("2023")
    with page.expect_download() as download:
        page.get_by_role("button", name="Maken en downloaden").click()
    assert download.value.suggested_filename == "sroi-jaarverslag-2023.pdf"
    page.goto("/exporten")
    reviewer.check()
    page.get_by_role("link", name="Jaarverslag voor de raad (PDF) 2023").first.click()
    reviewer.check()
    page.get_by_role("button", name="Opnieuw maken en vergelijken").click()
    reviewer.check()
    assert page.get_by_text("De export is opnieuw gemaakt en is tot op de byte gelijk.").is_visible()


def test_an_administrator_sets_a_goal_and_sees_how_long_data_is_kept(journey: Visit) -> None:
    administrator = journey(ADMINISTRATOR)
    page = administrator.page
    page.goto("/doelen")
    administrator.check()
    page.get_by_label("Jaar", exact=True).fill("2031")
    page.get_by_label("Nieuwe partners in het netwerk").check()
    page.get_by_label("Doel", exact=True).fill("veel")
    page.get_by_label("Bron", exact=True).fill("Jaarplan (verzonnen voorbeeld)")
    page.get_by_role("button", name="Bewaren").click()
    administrator.check()
    assert page.get_by_label("Doel", exact=True).input_value() == "veel", "what was typed is lost"
    page.get_by_label("Doel", exact=True).fill("70")
    page.get_by_role("button", name="Bewaren").click()
    administrator.check()
    assert page.get_by_text("Het doel is bewaard").is_visible()
    page.goto("/bewaartermijnen")
    administrator.check()
    administrator.screenshot("retention")
    page.get_by_role("link", name="Bewijsstukken").click()
    administrator.check()
