"""Signing in and out through the pages, the front door, the invitation and one's own account."""

from datetime import UTC, datetime, timedelta

import pytest
from litestar import Litestar

from sroi.access import OPERATOR, Role
from sroi.accounts.operations import invite_to
from sroi.accounts.queries import live_session
from sroi.accounts.rules import SESSION_IDLE, OrganisationDetails
from sroi.accounts.tables import UserSession
from sroi.app import create_app
from sroi.audit.queries import events_page
from sroi.public import health
from sroi.settings import Settings
from sroi.web.sessions import SESSION
from tests.makers import make_administrator, make_officer
from tests.personas import HOST, PASSWORD, browser, personas

pytestmark = pytest.mark.usefixtures("database")

FIRM = OrganisationDetails("Bouwbedrijf Voorbeeld B.V.", "12345678")


async def test_each_role_starts_at_its_own_work(app: Litestar) -> None:
    async with personas(app) as people:
        starts = [(await one.get("/")).headers["location"] for one in people.signed_in]
    assert starts == ["/contracten", *["/mijn-contracten"] * 4, "/werkvoorraad", "/gebruikers"]


async def test_a_visitor_reads_what_this_is_and_finds_the_way_in(app: Litestar) -> None:
    async with browser(app) as visitor:
        answer = await visitor.get("/")
    assert answer.status_code == 200
    assert 'href="/inloggen"' in answer.text


@pytest.mark.parametrize("path", ["/", "/inloggen", "/privacy", "/toegankelijkheid", "/gezond"])
async def test_a_visitor_gets_no_session(app: Litestar, path: str) -> None:
    async with browser(app) as visitor:
        await visitor.get(path)
        assert SESSION not in visitor.client.cookies
    assert await UserSession.count() == 0


async def test_after_signing_in_a_visitor_sees_the_page_that_was_asked_for(app: Litestar) -> None:
    await make_administrator(password=PASSWORD)
    async with browser(app) as visitor:
        page = await visitor.follow(await visitor.get("/organisaties?zoek=rijswijk"))
        assert 'name="naar" value="/organisaties?zoek=rijswijk"' in page.text
        answer = await visitor.sign_in(email="beheerder@example.nl", onward="/organisaties?zoek=rijswijk")
        assert answer.headers["location"] == "/organisaties?zoek=rijswijk"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)", "/\nx"])
async def test_nobody_is_sent_to_another_site_after_signing_in(app: Litestar, elsewhere: str) -> None:
    await make_administrator(password=PASSWORD)
    async with browser(app) as visitor:
        answer = await visitor.sign_in(email="beheerder@example.nl", onward=elsewhere)
    assert answer.headers["location"] == "/"


async def test_a_wrong_password_is_told_and_the_address_stays(app: Litestar) -> None:
    await make_administrator(password=PASSWORD)
    async with browser(app) as visitor:
        answer = await visitor.sign_in(email="beheerder@example.nl", password="een ander wachtwoord")
        assert SESSION not in visitor.client.cookies
    assert answer.status_code == 422
    assert "klopt niet" in answer.text
    assert 'value="beheerder@example.nl"' in answer.text
    assert "een ander wachtwoord" not in answer.text


async def test_an_empty_form_names_both_fields(app: Litestar) -> None:
    async with browser(app) as visitor:
        answer = await visitor.sign_in(email="", password="")
    assert answer.status_code == 422
    assert 'href="#field-email"' in answer.text
    assert 'href="#field-password"' in answer.text


async def test_the_cookie_of_a_session_is_out_of_reach_of_scripts_and_other_sites(app: Litestar) -> None:
    await make_administrator(password=PASSWORD)
    async with browser(app) as visitor:
        answer = await visitor.sign_in(email="beheerder@example.nl")
    cookie = next(value for value in answer.headers.get_list("set-cookie") if value.startswith(f"{SESSION}="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie


async def test_over_https_every_cookie_is_bound_to_the_host() -> None:
    await make_administrator(password=PASSWORD)
    secret = "a secret of more than thirty-two characters"
    settings = Settings(base_url="https://sroi.example.nl", secret_key=secret, person_token_key=secret)
    async with browser(create_app(settings)) as visitor:
        visitor.client.base_url = settings.base_url
        form = await visitor.get("/inloggen")
        token = visitor.client.cookies["__Host-sroi_csrf"]
        answer = await visitor.client.post("/inloggen", data={"_csrf_token": token, "email": "beheerder@example.nl", "password": PASSWORD})
    for cookie in (*form.headers.get_list("set-cookie"), *answer.headers.get_list("set-cookie")):
        assert cookie.startswith("__Host-")
        assert "Secure" in cookie
    assert "max-age=" in answer.headers["strict-transport-security"]


async def test_a_cookie_that_a_visitor_made_up_is_no_session(app: Litestar) -> None:
    await make_administrator(password=PASSWORD)
    async with browser(app) as visitor:
        visitor.client.cookies.set(SESSION, "chosen-by-the-visitor", domain=HOST)
        await visitor.sign_in(email="beheerder@example.nl")
        assert visitor.client.cookies[SESSION] != "chosen-by-the-visitor"
    assert await live_session(token="chosen-by-the-visitor", now=datetime.now(UTC)) is None


async def test_signing_out_ends_the_session_on_the_server_too(app: Litestar) -> None:
    async with personas(app) as people:
        token = people.officer.client.cookies[SESSION]
        page = await people.officer.follow(await people.officer.post("/uitloggen"))
        assert "U bent uitgelogd." in page.text
        assert await live_session(token=token, now=datetime.now(UTC)) is None
        assert (await people.officer.get("/mijn-account")).status_code == 303
        assert "U bent uitgelogd." not in (await people.officer.get("/inloggen")).text


async def test_who_is_signed_in_does_not_see_the_sign_in_form(app: Litestar) -> None:
    async with personas(app) as people:
        assert (await people.officer.get("/inloggen")).headers["location"] == "/contracten"


async def test_an_invited_person_makes_an_account_and_is_signed_in(app: Litestar) -> None:
    administrator = await make_administrator()
    link = await invite_to(viewer=administrator, email="nieuw@example.nl", role=Role.CONTRACTOR, organisation=FIRM, now=datetime.now(UTC))
    async with browser(app) as visitor:
        address = f"/uitnodiging/{link.token}"
        form = await visitor.get(address)
        assert "Bouwbedrijf Voorbeeld B.V." in form.text
        weak = await visitor.post(address, {"name": "Nieuwe Gebruiker", "password": "kort"})
        assert weak.status_code == 422
        assert 'value="Nieuwe Gebruiker"' in weak.text
        assert "te kort" in weak.text
        welcome = await visitor.post(address, {"name": "Nieuwe Gebruiker", "password": PASSWORD})
        assert (await visitor.follow(welcome)).headers["location"] == "/mijn-contracten"
        assert (await visitor.get(address)).status_code == 404
    assert [event.action for event in await events_page(viewer=OPERATOR)][:2] == ["account.signed_in", "account.invitation_accepted"]


async def test_an_unknown_invitation_says_whom_to_ask(app: Litestar) -> None:
    async with browser(app) as visitor:
        answer = await visitor.get("/uitnodiging/bestaat-niet")
    assert answer.status_code == 404
    assert "Vraag uw contactpersoon" in answer.text


async def test_a_new_password_keeps_this_browser_and_ends_the_others(app: Litestar) -> None:
    async with personas(app) as people, browser(app) as elsewhere:
        await elsewhere.sign_in(email=people.officer.viewer.email)
        wrong = await people.officer.post("/mijn-account", {"current_password": "geraden", "new_password": "een heel nieuwe zin"})
        assert wrong.status_code == 422
        assert "niet uw huidige wachtwoord" in wrong.text
        right = await people.officer.post("/mijn-account", {"current_password": PASSWORD, "new_password": "een heel nieuwe zin"})
        assert "Uw wachtwoord is gewijzigd." in (await people.officer.follow(right)).text
        assert (await elsewhere.get("/mijn-account")).status_code == 303


async def _let_sessions_end() -> None:
    """Let every session end, as an hour without use does."""
    long_ago = datetime.now(UTC) - SESSION_IDLE - timedelta(minutes=1)
    await UserSession.update({UserSession.seen_at: long_ago}, force=True)


async def test_a_form_that_came_after_its_session_had_ended_is_given_back_to_its_writer(app: Litestar) -> None:
    await make_administrator(password=PASSWORD)
    typed = {"email": "nieuw@example.nl", "role": "reviewer", "organisation_name": "WSP & Co", "password": "vier woorden geheim"}
    async with browser(app) as owner:
        await owner.sign_in(email="beheerder@example.nl")
        await _let_sessions_end()
        asked = await owner.post("/gebruikers/toevoegen", typed)
        assert asked.status_code == 401
        assert "Uw sessie is verlopen" in asked.text
        assert 'name="kept_value" value="WSP &amp; Co"' in asked.text
        assert "vier woorden geheim" not in asked.text
        kept = {
            "kept_path": "/gebruikers/toevoegen",
            "kept_name": ["email", "organisation_name"],
            "kept_value": ["nieuw@example.nl", "WSP & Co"],
        }
        again = await owner.post("/inloggen", {"email": "beheerder@example.nl", "password": PASSWORD, **kept})
        assert 'action="/gebruikers/toevoegen"' in again.text
        assert 'name="organisation_name" value="WSP &amp; Co"' in again.text
        assert (await owner.get("/mijn-account")).status_code == 200


async def test_a_late_form_is_not_given_to_somebody_else(app: Litestar) -> None:
    await make_administrator(password=PASSWORD)
    await make_officer(password=PASSWORD)
    async with browser(app) as shared:
        await shared.sign_in(email="beheerder@example.nl")
        await _let_sessions_end()
        kept = {"kept_path": "/gebruikers/toevoegen", "kept_name": "email", "kept_value": "nieuw@example.nl"}
        answer = await shared.post("/inloggen", {"email": "inkoper@example.nl", "password": PASSWORD, **kept})
    assert answer.status_code == 303
    assert "nieuw@example.nl" not in answer.text


async def test_a_visitor_who_never_had_a_session_gets_no_form_back(app: Litestar) -> None:
    async with browser(app) as visitor:
        answer = await visitor.post("/gebruikers/toevoegen", {"email": "nieuw@example.nl"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen")


async def test_the_sign_in_page_of_a_demo_alone_names_its_accounts(app: Litestar) -> None:
    async with browser(create_app(Settings(is_demo=True))) as visitor:
        demo = await visitor.get("/inloggen")
    async with browser(app) as visitor:
        real = await visitor.get("/inloggen")
    assert "voorbeeldomgeving" in demo.text
    assert "voorbeeldomgeving" not in real.text


async def test_health_answers_json_that_the_database_answers(app: Litestar) -> None:
    async with browser(app) as visitor:
        answer = await visitor.get("/gezond")
    assert answer.json() == {"status": "ok", "database": "ok"}


async def test_health_says_503_when_the_database_does_not_answer(app: Litestar, monkeypatch: pytest.MonkeyPatch) -> None:
    async def gone(sql: str) -> None:
        raise ConnectionError("no database")

    monkeypatch.setattr(health, "fetch", gone)
    async with browser(app) as visitor:
        answer = await visitor.get("/gezond")
    assert (answer.status_code, answer.json()["database"]) == (503, "error")
