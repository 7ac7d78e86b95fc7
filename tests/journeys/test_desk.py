"""The desk in a real browser: by keyboard alone, several at once, a question, two reviewers at the same moment, a decision taken back."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser import Journey, Server
from tests.journeys.desk_claims import COLLEAGUE, CONTRACTOR

pytestmark = pytest.mark.journey

REVIEWER = "wsp@rijswijk.example"
HOUSE = Path(__file__).parents[2]

Visit = Callable[[str], Journey]


def _claims(server: Server, mark: str, number: int) -> None:
    command = [sys.executable, "-m", "tests.journeys.desk_claims", mark, str(number)]
    subprocess.run(command, cwd=HOUSE, env=server.environment, check=True)


def _mark(reviewer: Journey, what: str) -> str:
    return f"{what}{reviewer.page.viewport_size['width']}"


def _open(reviewer: Journey, mark: str, place: int) -> None:
    page = reviewer.page
    page.goto("/werkvoorraad?soort=training")
    reviewer.check()
    page.locator("tr", has_text=f"Cursus {mark} {place},").get_by_role("link").click()
    reviewer.check()


def test_a_reviewer_works_through_the_queue_by_keyboard_and_approves_several_after_a_look(journey: Visit, server: Server) -> None:
    # Given three claims in the queue
    reviewer = journey(REVIEWER)
    page, mark = reviewer.page, _mark(reviewer, "T")
    _claims(server, mark, 3)
    page.goto("/werkvoorraad?soort=training")
    reviewer.check()
    reviewer.screenshot("desk-queue")

    # When the reviewer walks down with j and up with k, ticks two with a, and looks at them
    rows = page.locator("[data-row]")
    places = [place for place in range(rows.count()) if f"Cursus {mark}" in page.locator("tbody tr").nth(place).inner_text()]
    for place in range(places[1] + 1):
        page.keyboard.press("j")
        assert rows.nth(place).evaluate("link => link === document.activeElement")
    page.keyboard.press("a")
    page.keyboard.press("k")
    page.keyboard.press("a")
    assert page.locator("input[name=opgave]:checked").count() == 2
    page.get_by_role("button", name="Bekijk en keur samen goed").press("Enter")
    reviewer.check()
    assert page.get_by_text("Er is nog niets besloten").is_visible()
    page.get_by_text("Wat is opgegeven en hoe de waarde is berekend").first.press("Enter")
    reviewer.screenshot("desk-together")
    page.get_by_role("button", name=re.compile("Goedkeuren: ")).press("Enter")
    reviewer.check()

    # Then both are approved, and the third is opened and approved by keyboard; the next one opens by itself
    assert page.get_by_text("2 opgaven zijn goedgekeurd.").is_visible()
    page.goto("/werkvoorraad?soort=training")
    reviewer.check()
    page.locator("tr", has_text=f"Cursus {mark} 3,").locator("[data-row]").focus()
    page.keyboard.press("o")
    reviewer.check()
    page.keyboard.press("a")
    assert page.get_by_label("Goedkeuren", exact=True).is_checked()
    page.get_by_role("button", name="Besluit vastleggen").press("Enter")
    reviewer.check()
    assert page.get_by_text(re.compile(r"Opgave \d+ is goedgekeurd")).is_visible()

    # And the keys can be switched off
    page.goto("/werkvoorraad/hulp")
    reviewer.check()
    page.get_by_role("button", name="Sneltoetsen uitzetten").press("Enter")
    reviewer.check()
    page.goto("/werkvoorraad")
    reviewer.check()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement === document.body || !document.activeElement.hasAttribute('data-row')")


def test_of_two_reviewers_at_the_same_moment_one_decides_and_the_decision_is_taken_back(journey: Visit, server: Server) -> None:
    # Given two reviewers on one claim, who see each other
    one = journey(REVIEWER)
    mark = _mark(one, "S")
    _claims(server, mark, 2)
    other = journey(COLLEAGUE)
    _open(one, mark, 1)
    _open(other, mark, 1)
    assert other.page.get_by_text("bekijkt deze opgave nu ook").is_visible()
    for reviewer in (one, other):
        reviewer.page.get_by_label("Afwijzen").check()
    one.page.get_by_label("Vraag of toelichting").fill("Het certificaat ontbreekt.")
    other.page.get_by_label("Vraag of toelichting").fill("De cursus telt niet mee.")

    # When both decide, only the first counts, and the second loses nothing typed
    one.page.get_by_role("button", name="Besluit vastleggen").click()
    other.page.get_by_role("button", name="Besluit vastleggen").click()
    one.check()
    other.check()
    winners = [reviewer for reviewer in (one, other) if reviewer.page.get_by_text(re.compile("is afgewezen")).is_visible()]
    (loser,) = [reviewer for reviewer in (one, other) if reviewer not in winners]
    assert len(winners) == 1
    assert loser.page.get_by_text("heeft al over deze opgave beslist: afgewezen").first.is_visible()
    typed = "De cursus telt niet mee." if loser is other else "Het certificaat ontbreekt."
    assert loser.page.locator("section", has_text="Wat u had ingevuld").get_by_text(typed).is_visible()
    loser.screenshot("desk-second")

    # Then the second takes the decision back with a reason, and asks the contractor instead
    loser.page.get_by_label("Waarom heropent u dit besluit?").fill("Het certificaat kwam per post.")
    loser.page.get_by_role("button", name="Besluit heropenen").click()
    loser.check()
    assert loser.page.get_by_text("weer in beoordeling").is_visible()
    loser.page.get_by_label("Uw vraag aan de opdrachtnemer").fill("Op welke dag was het examen?")
    loser.page.get_by_role("button", name="Vraag stellen").click()
    loser.check()
    assert loser.page.get_by_text("Wacht op antwoord").first.is_visible()
    address = loser.page.url

    # And the contractor answers in the portal
    contractor = journey(CONTRACTOR)
    contractor.page.get_by_role("link", name=re.compile("vraag van")).last.click()
    contractor.check()
    contractor.screenshot("desk-answer")
    contractor.page.get_by_label("Uw antwoord").fill("Op de laatste cursusdag.")
    contractor.page.get_by_role("button", name="Antwoord versturen").click()
    contractor.check()
    loser.page.goto(address)
    loser.check()
    assert loser.page.get_by_text("Op de laatste cursusdag.").first.is_visible()
    loser.screenshot("desk-review")


def test_a_reviewer_does_the_review_in_the_workbook_and_nothing_is_decided_twice(journey: Visit, server: Server, tmp_path: Path) -> None:
    # Given two claims, and the compliance workbook in which one was approved and the other got a word that is no verdict
    reviewer = journey(REVIEWER)
    page, mark = reviewer.page, _mark(reviewer, "W")
    _claims(server, mark, 2)
    file = tmp_path / "beoordeling.xlsx"
    command = [sys.executable, "-m", "tests.journeys.desk_workbook", mark, str(file)]
    subprocess.run(command, cwd=HOUSE, env=server.environment, check=True)

    # When it is handed in, the page shows what would be decided and which cell is wrong, also after a reload
    page.goto("/werkvoorraad/werkboek")
    reviewer.check()
    reviewer.screenshot("workbook-list")
    page.get_by_label("Ingevuld werkboek").set_input_files(file)
    page.get_by_role("button", name="Bekijk wat erin staat").click()
    page.get_by_text("Er is nog niets besloten.").wait_for()
    page.reload()
    reviewer.check()
    reviewer.screenshot("workbook-preview")
    assert page.get_by_text("Er is nog niets besloten.").is_visible()
    assert page.get_by_text("“Akkoord” is geen besluit.").is_visible()
    page.get_by_role("button", name="Vastleggen").click()
    reviewer.check()
    reviewer.screenshot("workbook-decided")
    assert page.get_by_text("1 besluit is vastgelegd.").is_visible()

    # Then the same file says that it was decided, and there is nothing to decide
    page.goto("/werkvoorraad/werkboek")
    reviewer.check()
    page.get_by_label("Ingevuld werkboek").set_input_files(file)
    page.get_by_role("button", name="Bekijk wat erin staat").click()
    reviewer.check()
    assert page.get_by_text("Al beslist op").is_visible()
    assert page.get_by_role("button", name="Vastleggen").count() == 0
