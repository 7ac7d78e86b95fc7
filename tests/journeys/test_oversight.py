"""Keeping an eye on contracts in a real browser, at a desk and on a phone: decisions, milestones, splits, coverage, and looking back."""

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest

from sroi.values import add_months, format_short_date
from tests.browser import Journey

pytestmark = pytest.mark.journey

OFFICER, REVIEWER = "inkoper@rijswijk.example", "wsp@rijswijk.example"
FEW_TABS = 40

Visit = Callable[..., Journey]


def _today() -> date:
    return datetime.now().astimezone().date()


def _figure(visit: Journey, label: str) -> str:
    return str(visit.page.locator(f"dt:text-is('{label}') + dd").first.inner_text()).replace("\xa0", " ")


def test_a_decision_is_proposed_by_one_taken_by_another_and_kept_in_the_ledger(journey: Visit) -> None:
    # given a contract that owes
    officer = journey(OFFICER)
    officer.open_contract("Vervanging verkeerslichten")
    contract = officer.page.url
    reason = f"Machinewerk, {officer.page.viewport_size['width']} uur"
    # when the officer proposes to exempt a part of it, too much at first
    officer.open("Beslissing voorstellen")
    officer.open("Gedeeltelijke vrijstelling")
    officer.page.get_by_label("Bedrag").fill("900.000,00")
    officer.page.get_by_label("Waarom?").fill(reason)
    officer.press("Bedrag berekenen")
    assert officer.page.get_by_text("Meer vrijstellen kan niet").first.is_visible()
    assert officer.page.get_by_label("Waarom?").input_value() == reason, "what was typed is lost"
    officer.page.get_by_label("Bedrag").fill("1.000,00")
    officer.press("Bedrag berekenen")
    officer.press("Voorstel indienen: € 1.000,00")
    # then it waits for somebody else
    assert officer.page.get_by_text("U hebt dit voorgesteld. Een collega beslist erover.").is_visible()
    # when the WSP adopts it
    reviewer = journey(REVIEWER)
    reviewer.page.goto(officer.page.url)
    reviewer.check()
    reviewer.screenshot("decision")
    reviewer.page.get_by_label("Aannemen").check()
    reviewer.press("Besluit vastleggen")
    assert reviewer.page.get_by_role("row", name=re.compile("Vrijgesteld.*€ 1.000,00")).is_visible()
    # then the balance and what it is made of show it
    officer.page.goto(contract)
    officer.check()
    assert _figure(officer, "Vrijgesteld") in ("€ 1.000,00", "€ 2.000,00")  # both sizes of screen use one example
    officer.open("Verloop van de verplichting")
    assert officer.page.get_by_role("row", name=re.compile("Vrijgesteld .*beslissing van twee personen.*€ 1.000,00")).first.is_visible()


def test_a_late_milestone_is_met_and_leaves_the_list(journey: Visit) -> None:
    # given milestones that are late
    officer = journey(OFFICER)
    page = officer.page
    page.goto("/mijlpalen?toon=late")
    officer.check()
    officer.screenshot("milestones")
    late = int(_figure(officer, "Te laat"))
    assert late == page.locator("tbody tr").count() > 0
    # when one turns out to be met
    page.locator("tbody th a").first.click()
    officer.check()
    page.get_by_label("Opmerking").fill("Het verslag zit bij de stukken")
    page.get_by_label("Afgerond op").fill("1-2-2099")
    officer.press("Afronden")
    assert page.get_by_label("Opmerking").input_value() == "Het verslag zit bij de stukken", "what was typed is lost"
    page.get_by_label("Afgerond op").fill(format_short_date(_today()))
    officer.press("Afronden")
    # then one fewer is late
    assert page.get_by_text("is afgerond").is_visible()
    assert int(_figure(officer, "Te laat")) == late - 1


def _tab_to(visit: Journey, field: str) -> None:
    for _press in range(FEW_TABS):
        if visit.page.evaluate("document.activeElement.id") == field:
            return
        visit.page.keyboard.press("Tab")
    raise AssertionError(f"{field} is not reached by the keyboard")


def test_a_visitor_calculates_an_obligation_by_keyboard_alone_on_pages_without_scripts(journey: Visit) -> None:
    # given somebody who did not sign in and has no mouse, and pages that ask no script
    visitor = journey()
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.resource_type))
    visitor.page.goto("/rekenhulp")
    visitor.check()
    keyboard = visitor.page.keyboard
    # when an award is typed in
    for field, typed in (("authority", "Gemeente Rijswijk"), ("awarded_on", "1-9-2023")):
        _tab_to(visitor, f"field-{field}")
        keyboard.type(typed)
    _tab_to(visitor, "field-contract_type")
    keyboard.press("Space")
    for field, typed in (("contract_sum", "1.250.000"), ("labour_share_pct", "25")):
        _tab_to(visitor, f"field-{field}")
        keyboard.type(typed)
    keyboard.press("Enter")
    visitor.check()
    # then the amount stands there with each step: 2% of EUR 1.250.000,00, for the labour share is under 30%
    assert _figure(visitor, "Verplichting") == "€ 25.000,00"
    assert visitor.page.get_by_role("heading", name=re.compile("Percentage")).is_visible()
    assert visitor.page.get_by_text("Er is niets bewaard").is_visible()
    assert "document" in asked and "script" not in asked and visitor.page.locator("script[src]").count() == 0
    visitor.screenshot("calculator")


def test_contracts_that_look_split_are_noted_as_looked_at(journey: Visit) -> None:
    # given groups that nobody looked at
    officer = journey(OFFICER)
    page = officer.page
    page.goto("/contracten")
    officer.check()
    officer.open("gesplitst")
    officer.screenshot("splits")
    groups = page.locator("main section").count()
    first = page.locator("main section tbody a").first.inner_text()
    assert page.get_by_text(re.compile("binnen twaalf maanden voor samen")).first.is_visible()
    # when the officer notes to have looked, without a reason at first
    officer.open("Noteer dat u hebt gekeken")
    officer.press("Noteren")
    page.get_by_label("Wat hebt u gezien?").fill("Twee losse opdrachten van twee afdelingen")
    officer.press("Noteren")
    # then the group is among those that were looked at, with the reason
    assert page.locator("main section").count() == groups - 1
    page.get_by_label("Toon").select_option("bekeken")
    officer.press("Tonen")
    group = page.locator("main section", has_text=first)
    assert group.get_by_text("Twee losse opdrachten van twee afdelingen").first.is_visible()


def test_the_figures_of_coverage_open_their_rows(journey: Visit) -> None:
    officer = journey(OFFICER)
    page = officer.page
    page.get_by_role("link", name="Dekking").click()
    officer.check()
    page.get_by_label("Jaar van gunning").select_option("2023")
    officer.press("Toon")
    officer.screenshot("coverage")
    parts = {row.locator("th").inner_text(): int(row.locator("td").last.inner_text()) for row in page.locator("tbody tr").all()}
    assert sum(parts.values()) == int(_figure(officer, "Boven het drempelbedrag").split()[0])
    for label in (label for label, number in parts.items() if number):
        officer.open(f"^{label}$")
        assert page.locator("tbody tr").count() == parts[label], label
        page.goto("/dekking/2023")
        officer.check()
    assert any("Zonder" in label and number for label, number in parts.items()), parts


def test_the_history_tells_what_was_known_on_a_day_about_a_day(journey: Visit) -> None:
    # given more work that was recorded the day after it counted
    officer = journey(OFFICER)
    page = officer.page
    officer.open_contract("Onderhoud speelplekken")
    officer.open("Verloop van de verplichting")
    counted_from = add_months(_today().replace(day=1), -14 + 5)
    asked = {"before": format_short_date(counted_from), "since": format_short_date(_today())}
    found = {}
    for name, known_on in asked.items():
        page.get_by_label("Over welke dag gaat het?").fill(asked["before"])
        page.get_by_label("Wat was bekend aan het einde van deze dag?").fill(known_on)
        officer.press("Bekijken")
        found[name] = _figure(officer, "Verplichting")
    # then that day was known as it was before, and is known as it is now
    assert found == {"before": "€ 24.000,00", "since": "€ 26.250,00"}
    officer.screenshot("history")
