"""A policy in a real browser, at a desk and on a phone: published by two people, and a rule of it confirmed."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import sroi.demo.policies
from tests.browser import Journey

pytestmark = pytest.mark.journey

FIRST, SECOND = "beheerder@rijswijk.example", "beheerder2@rijswijk.example"
TEXT = (Path(sroi.demo.policies.__file__).parent / "rijswijk-concept.toml").read_text()

Visit = Callable[..., Journey]


def test_a_policy_is_published_by_a_second_administrator_who_saw_what_it_changes(journey: Visit) -> None:
    # given a policy with a mistake in it; each size of screen has a year of its own, for both use one example
    first = journey(FIRST)
    year = 2000 + first.page.viewport_size["width"]
    name, text = f"rijswijk-{year}", TEXT.replace("2000-01-01", f"{year}-01-01")
    first.page.goto("/beleid")
    first.check()
    first.open("Nieuw beleid toevoegen")
    first.page.get_by_label("Naam").fill(name)
    first.page.get_by_label("Of plak hier de tekst").fill(text.replace("rate_pct = 5", "rate_pct = 500"))
    # when it is uploaded
    first.press("Bewaar als concept")
    # then the mistake is named with its line, and nothing typed is lost
    line = text[: text.index("rate_pct = 5")].count("\n") + 1
    assert first.page.get_by_text(re.compile(f"regel {line}\\b", re.IGNORECASE)).first.is_visible()
    assert first.page.get_by_label("Naam").input_value() == name
    first.screenshot("policy-mistake")
    # when it is mended, its first administrator sees what it changes and cannot publish it
    first.page.get_by_label("Of plak hier de tekst").fill(text)
    first.press("Bewaar als concept")
    assert first.page.get_by_text("U hebt dit concept zelf toegevoegd").is_visible()
    assert first.page.get_by_role("button", name="Publiceer dit beleid").count() == 0
    # when a second one has seen the rules and the contracts that change
    second = journey(SECOND)
    second.page.goto("/beleid")
    second.check()
    second.open(name)
    assert second.page.get_by_role("row", name="Verplichting bij werken: Percentage 5% 4%").is_visible()
    assert second.page.get_by_role(
        "row", name=re.compile(r"Renovatie sporthal De Schilp ander bedrag € 122\.500,00 € 98\.000,00")
    ).is_visible()
    assert second.page.get_by_text(re.compile(r"met dit concept: €\s[\d.]+,\d\d minder")).is_visible()
    second.screenshot("policy-draft")
    # and publishes it
    second.press("Publiceer dit beleid")
    assert second.page.get_by_text("Het beleid is gepubliceerd. Het verandert niet meer.").is_visible()
    assert second.page.get_by_text("Tweede beheerder (voorbeeld)").first.is_visible()
    assert re.search(r"\b[0-9a-f]{64}\b", second.page.get_by_role("main").inner_text()), "no hash is shown"
    # then the contracts that ran keep their version
    second.open_contract("Renovatie sporthal")
    assert second.page.get_by_text("€ 122.500,00").first.is_visible()
    assert second.page.get_by_role("link", name="Alle regels van rijswijk-2023").is_visible()


def test_a_rule_is_confirmed_with_who_when_and_by_which_decision(journey: Visit) -> None:
    # given a rule that nobody confirmed
    administrator = journey(FIRST)
    page = administrator.page
    reference = f"Collegebesluit 12 van {page.viewport_size['width']}"
    page.goto("/beleid/rijswijk-2023")
    administrator.check()
    open_before = int(page.get_by_text(re.compile(r"^\d+ regels$")).inner_text().split()[0])
    administrator.open("Leg vast")
    # when something is missing, it is said and nothing typed is lost
    page.get_by_label("Wie heeft de regel vastgesteld?").fill("Wethouder Voorbeeld")
    page.get_by_label("Op welke dag?").fill("1-2-2099")
    page.get_by_label("Kenmerk van het besluit").fill(reference)
    administrator.press("Leg vast")
    assert page.get_by_text("Deze dag ligt in de toekomst").first.is_visible()
    assert page.get_by_label("Wie heeft de regel vastgesteld?").input_value() == "Wethouder Voorbeeld"
    page.get_by_label("Op welke dag?").fill("1-2-2024")
    administrator.press("Leg vast")
    # then the rule stands as confirmed, and the record beside it
    assert page.get_by_text("De regel is nu vastgesteld").is_visible()
    assert page.get_by_text(f"{open_before - 1} regels", exact=True).is_visible()
    row = page.get_by_role("row", name=re.compile(reference))
    assert row.get_by_text("Wethouder Voorbeeld").is_visible()
    assert row.get_by_text("1 februari 2024").is_visible()
    administrator.screenshot("policy-confirmed")
