"""The pages of policy: as an administrator, a second one, other staff, and a contractor; and what is published by them."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from litestar import Litestar

from sroi.admin import policy_drafts
from sroi.policy.operations import upload_draft
from sroi.policy.queries import policy, shipped_policy, shipped_text
from sroi.policy.queries.versions import open_drafts
from sroi.simulation.rules import ClaimChange, ContractChange, Simulation
from tests.conftest import QueryCounter
from tests.makers import NOW, make_administrator
from tests.personas import PASSWORD, Persona, Personas, persona, personas

pytestmark = pytest.mark.usefixtures("database")

TEXT = (
    shipped_text("rijswijk-2023").replace("{ value = 2023-07-01, to_confirm = true }", "2025-01-01").replace("rate_pct = 5", "rate_pct = 4")
)
NEW = {"name": "rijswijk-2025", "text": TEXT}
CAP = "blocks.bbl_up_to_level_2.cap_months"
CONFIRMED = {"rule": CAP, "confirmed_by": "Wethouder Voorbeeld", "confirmed_on": "1-12-2023", "decision_reference": "Zaak 2023-12"}


@asynccontextmanager
async def with_second(app: Litestar) -> AsyncIterator[tuple[Personas, Persona]]:
    """Keep the browsers of all personas open, and that of a second administrator."""
    second = await make_administrator(email="beheerder2@example.nl", name="Tweede Beheerder", password=PASSWORD)
    async with personas(app) as people, persona(app, second) as other:
        yield people, other


async def uploaded(by: Persona, **given: str) -> str:
    answer = await by.post("/beleid/nieuw", {**NEW, **given})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def plain(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text.replace("\xa0", " ")).split())


async def test_all_staff_reads_policies_and_only_administrators_get_to_change_them(app: Litestar) -> None:
    async with personas(app) as people:
        draft = await uploaded(people.administrator)
        for staff in (people.officer, people.reviewer, people.administrator):
            listed = await staff.get("/beleid")
            assert "Gemeente Den Haag" in listed.text
            assert "meegeleverd met het register" in listed.text
            assert ('href="/beleid/nieuw"' in listed.text) is (staff is people.administrator)
            shown = await staff.get("/beleid/haaglanden-2023")
            assert (f"vaststellen?regel={CAP}" in shown.text) is (staff is people.administrator)
            found = await staff.get(draft)
            assert found.status_code == 200
            assert ("weggooien" in found.text) is (staff is people.administrator)
        for path in ("/beleid", "/beleid/rijswijk-2023", "/beleid/rijswijk-2023/bestand", "/beleid/vergelijken", draft):
            assert (await people.contractor.get(path)).status_code == 403
        assert (await people.officer.get("/beleid/bestaat-niet")).status_code == 404
        assert (await people.officer.get(f"/beleid/concepten/{UUID(int=4)}")).status_code == 404


async def test_a_policy_is_readable_rule_by_rule_with_sources_and_what_is_not_confirmed(app: Litestar) -> None:
    async with personas(app) as people:
        page = await people.officer.get("/beleid/rijswijk-2023")
    text = plain(page.text)
    assert "Verplichting bij diensten Drempelbedrag € 150.000,00 niet vastgesteld" in text
    assert "Telt ten hoogste 24 maanden denhaag.nl, Social return bouwblokken" in text
    assert text.count("Bouwblok – WIA") == 1  # beside the first of its rules
    assert "Mijlpalen Wat op welke dag klaar moet zijn" in text and "Inhouding Wat er met een tekort gebeurt" in text
    assert "(uit haaglanden-2023)" in text
    assert shipped_policy("rijswijk-2023").sha256 in text


async def test_the_text_is_given_sign_for_sign(app: Litestar) -> None:
    async with personas(app) as people:
        answer = await people.officer.get("/beleid/rijswijk-2023/bestand")
        draft = await uploaded(people.administrator)
        assert (await people.officer.get(f"{draft}/bestand")).text == TEXT.strip()
    assert answer.text == shipped_text("rijswijk-2023")
    assert 'filename="rijswijk-2023.toml"' in answer.headers["content-disposition"]


async def test_two_versions_are_compared_in_old_and_new_words(app: Litestar) -> None:
    async with personas(app) as people:
        asked = await people.officer.get("/beleid/vergelijken?van=rijswijk-2023")
        assert '<option value="rijswijk-2023" selected>' in asked.text
        assert "<table" not in asked.text
        told = plain((await people.officer.get("/beleid/vergelijken?van=rijswijk-2023&met=den-haag-2023")).text)
        same = await people.officer.get("/beleid/vergelijken?van=utrecht&met=utrecht")
        assert (await people.officer.get("/beleid/vergelijken?van=utrecht&met=geen")).status_code == 404
    assert "Verplichting bij werken: Drempelbedrag € 150.000,00 € 215.000,00" in told
    assert "lager percentage 1: Percentage 2% vervalt" in told
    assert "Geen verschillen." in same.text


async def test_a_draft_of_one_administrator_is_published_by_another(app: Litestar) -> None:
    async with with_second(app) as (people, other):
        draft = await uploaded(people.administrator)
        shown = plain((await people.administrator.get(draft)).text)
        assert "Van rijswijk-2023 naar rijswijk-2025" in shown
        assert "Verplichting bij werken: Percentage 5% 4%" in shown
        assert "Vraag een andere beheerder" in shown
        assert "Publiceer dit beleid" not in shown
        refused = await people.administrator.post(f"{draft}/publiceren")
        assert refused.status_code == 422
        assert "Vraag een andere beheerder om het te publiceren." in refused.text
        assert "Publiceer dit beleid" in (await other.get(draft)).text
        published = await other.follow(await other.post(f"{draft}/publiceren"))
        assert "Het beleid is gepubliceerd." in published.text
        assert "Tweede Beheerder" in published.text
        assert "gepubliceerd" in (await people.officer.get(draft)).text
        assert "Publiceer dit beleid" not in (await other.get(draft)).text
        assert (await other.post(f"{draft}/publiceren")).status_code == 422
    assert (await policy(name="rijswijk-2025")).in_force_from.year == 2025


async def test_a_draft_is_discarded_with_a_reason(app: Litestar) -> None:
    async with personas(app) as people:
        draft = await uploaded(people.administrator)
        without = await people.administrator.post(f"{draft}/weggooien", {"reason": " "})
        assert without.status_code == 422
        assert 'id="error-reason"' in without.text
        listed = await people.administrator.follow(await people.administrator.post(f"{draft}/weggooien", {"reason": "De raad stelt uit."}))
        assert "rijswijk-2025" not in listed.text.split("<main")[1]
        assert "De raad stelt uit." in (await people.officer.get(draft)).text
    assert await open_drafts(viewer=people.administrator.viewer) == ()


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"name": ""}, "name", "Vul een naam in."),
        ({"name": "Rijswijk 2025"}, "name", "kleine letters"),
        ({"name": "rijswijk-2023"}, "name", "een versie verandert nooit"),
        ({"text": ""}, "file", "Kies een bestand, of plak de tekst."),
        ({"text": TEXT.replace("rate_pct = 4", "rate_pct = 104")}, "text", "boven aan de pagina"),
    ],
)
async def test_what_is_wrong_with_a_draft_is_said_and_nothing_typed_is_lost(
    app: Litestar, given: dict[str, str], field: str, says: str
) -> None:
    async with personas(app) as people:
        answer = await people.administrator.post("/beleid/nieuw", {**NEW, **given})
    assert answer.status_code == 422
    error = re.search(rf'id="error-{field}">(.*?)</div>', answer.text, re.DOTALL)
    assert error is not None and says in error[1]
    sent = {**NEW, **given}
    assert f'value="{sent["name"]}"' in answer.text
    kept = unescape(answer.text).split("<textarea")[1].split("</textarea>")[0]
    assert sent["text"].strip() in kept


async def test_every_mistake_in_a_file_is_listed_with_its_line_and_the_text_is_there_to_correct(app: Litestar) -> None:
    text = TEXT.replace("rate_pct = 4", "rate_pct = 104").replace('per = "costs"', 'per = "cost"')
    async with personas(app) as people:
        files = {"file": ("beleid.toml", b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), "application/toml")}
        answer = await people.administrator.post("/beleid/nieuw", {"name": "rijswijk-2025", "text": ""}, files=files)
        unreadable = await people.administrator.post(
            "/beleid/nieuw", {"name": "rijswijk-2025"}, files={"file": ("b.toml", b"\xff\xd8", "")}
        )
    assert answer.status_code == 422
    told = plain(answer.text)
    rate, per = (text[: text.index(mistake)].count("\n") + 1 for mistake in ("rate_pct = 104", 'per = "cost"'))
    assert f"Regel {rate}, obligation.rate_pct: Een percentage ligt tussen 0 en 100; hier staat 104." in told
    assert f"Regel {per}, trainings.costs.per: Kies uit:" in told
    assert "rate_pct = 104" in answer.text.split("<textarea")[1]
    assert unreadable.status_code == 422
    assert "geen tekst in UTF-8" in unreadable.text


async def test_a_draft_that_another_publication_overtook_says_what_stands_in_its_way(app: Litestar) -> None:
    async with with_second(app) as (people, other):
        first, late = await uploaded(people.administrator), await uploaded(people.administrator, name="rijswijk-2025-b")
        await other.post(f"{first}/publiceren")
        shown = await other.get(late)
        assert "Dit concept past niet meer" in shown.text
        assert "Publiceer dit beleid" not in shown.text
        refused = await other.post(f"{late}/publiceren")
        assert refused.status_code == 422
        assert "gelden allebei vanaf 1 januari 2025" in refused.text


async def test_a_draft_shows_what_it_would_change_over_the_portfolio(app: Litestar, monkeypatch: pytest.MonkeyPatch) -> None:
    changes = (ContractChange(UUID(int=7), "2025-001", "Groenonderhoud", Decimal(50000), Decimal(40000), "changed"),)
    found = Simulation(
        contracts_seen=120,
        claims_seen=240,
        gained=3,
        lost=2,
        changed=1,
        owed_before=Decimal(500000),
        owed_after=Decimal(400000),
        claims_changed=4,
        value_before=Decimal(90000),
        value_after=Decimal(80000),
        awarded_in_force=5,
        asks=3,
        claims_without_block=2,
        claims_refused=1,
        contracts=changes,
        claims=(ClaimChange(UUID(int=8), "2025-001", 12, Decimal(9000), Decimal(8000)),),
    )

    async def simulated(viewer: Any, policy: Any) -> Simulation:
        return found

    monkeypatch.setattr(policy_drafts, "simulate", simulated)
    async with personas(app) as people:
        told = plain((await people.officer.get(await uploaded(people.administrator))).text)
    assert "Krijgt een verplichting 3" in told
    assert "€ 500.000,00 nu, € 400.000,00 met dit concept: € 100.000,00 minder" in told
    assert "5 contracten vielen in de dagen" in told and "3 contracten: er staat nog een vraag open" in told
    assert "2 opgaven: dit concept kent die soort of doelgroep niet" in told and "1 opgave: dit concept kan de gegevens" in told
    assert "Een andere beheerder dan" in told  # an officer reads what happens next
    assert "120 contracten en 240 opgaven" in told
    assert "2025-001 Groenonderhoud ander bedrag € 50.000,00 € 40.000,00" in told
    assert "12 2025-001 € 9.000,00 € 8.000,00" in told


async def test_a_confirmed_rule_shows_who_when_and_by_which_decision(app: Litestar) -> None:
    async with personas(app) as people:
        form = await people.administrator.get(f"/beleid/haaglanden-2023/vaststellen?regel={CAP}")
        assert "Leerwerkbaan mbo BBL tot en met niveau 2: Telt ten hoogste" in form.text
        page = await people.administrator.follow(await people.administrator.post("/beleid/haaglanden-2023/vaststellen", CONFIRMED))
        assert "De regel is nu vastgesteld" in page.text
        again = await people.administrator.post("/beleid/haaglanden-2023/vaststellen", CONFIRMED)
        assert again.status_code == 404
        for name in ("haaglanden-2023", "den-haag-2023"):
            told = plain((await people.officer.get(f"/beleid/{name}")).text)
            assert "Wethouder Voorbeeld 1 december 2023 Zaak 2023-12 Beheerder Voorbeeld" in told
            assert "Telt ten hoogste 12 maanden Zaak 2023-12" in told
        assert f"regel={CAP}" not in (await people.administrator.get("/beleid/den-haag-2023")).text


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("confirmed_by", "", "wie deze regel"),
        ("confirmed_on", "morgen", "datum"),
        ("confirmed_on", "1-1-2199", "toekomst"),
        ("decision_reference", "", "kenmerk van het besluit"),
    ],
)
async def test_a_confirmation_with_something_wrong_keeps_what_was_typed(app: Litestar, field: str, typed: str, says: str) -> None:
    async with personas(app) as people:
        answer = await people.administrator.post("/beleid/haaglanden-2023/vaststellen", {**CONFIRMED, field: typed})
    assert answer.status_code == 422
    error = re.search(rf'id="error-{field}">(.*?)</div>', answer.text, re.DOTALL)
    assert error is not None and says in error[1]
    assert all(f'value="{value}"' in answer.text for name, value in CONFIRMED.items() if name != field)


@pytest.mark.parametrize("query", ["", "?regel=blocks.wia.cap_months", "?regel=geen"])
async def test_only_an_open_rule_of_the_policy_itself_has_a_form(app: Litestar, query: str) -> None:
    async with personas(app) as people:
        assert (await people.administrator.get(f"/beleid/haaglanden-2023/vaststellen{query}")).status_code == 404
        assert (await people.administrator.get(f"/beleid/rijswijk-2023/vaststellen?regel={CAP}")).status_code == 404


async def test_the_list_costs_the_same_number_of_queries_however_many_drafts_and_versions(
    app: Litestar, query_counter: QueryCounter, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with with_second(app) as (people, other):
        await people.officer.get("/beleid")
        query_counter.reset()
        await people.officer.get("/beleid")
        few = query_counter.count
        for year in (2025, 2026, 2027):
            draft = await uploaded(people.administrator, name=f"rijswijk-{year}", text=TEXT.replace("2025-01-01", f"{year}-01-01"))
            await other.post(f"{draft}/publiceren")
        await upload_draft(viewer=people.administrator.viewer, name="rijswijk-2028", text=TEXT.replace("2025", "2028"), now=NOW)
        await people.officer.get("/beleid")
        query_counter.reset()
        page = await people.officer.get("/beleid")
        assert query_counter.count == few
    assert few <= 5
    assert page.text.count('<th scope="row">') == 9
