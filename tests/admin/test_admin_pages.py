"""The administrator's pages: accounts, invitations, organisations and the audit log."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from litestar import Litestar

import sroi
from sroi.access import Role
from sroi.accounts.operations import ensure_organisation
from sroi.accounts.operations.users import insert_account
from sroi.accounts.queries import viewer_by_email
from sroi.admin.audit_words import action_label
from sroi.audit.tables import AuditEvent
from sroi.database import engine, fetch, transaction
from sroi.database.sqlite import PooledSQLiteEngine
from sroi.fulfilment.rules import ClaimStatus
from tests.conftest import QueryCounter
from tests.personas import PASSWORD, browser, personas

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2023, 12, 15, 9, 0, tzinfo=UTC)
NEW = {
    "name": "Nieuwe Collega",
    "email": "Nieuw@example.nl",
    "role": "contractor",
    "organisation_name": "Bouwbedrijf Voorbeeld B.V.",
    "kvk_number": "1234567",
    "password": PASSWORD,
}


async def _colleagues(number: int) -> None:
    async with transaction():
        organisation_id = await ensure_organisation(name="Gemeente Rijswijk", kvk_number=None, now=NOW)
        for index in range(number):
            await insert_account(
                email=f"collega{index:02}@example.nl",
                name=f"Collega {index:02}",
                role=Role.REVIEWER,
                organisation_id=organisation_id,
                password_hash="cannot sign in",
                now=NOW,
            )


async def test_an_added_user_can_sign_in_and_a_mended_kvk_number_is_said(app: Litestar) -> None:
    async with personas(app) as people, browser(app) as newcomer:
        page = await people.administrator.follow(await people.administrator.post("/gebruikers/toevoegen", NEW))
        assert "nieuw@example.nl" in page.text
        assert "aangevuld met voorloopnullen: 01234567" in page.text
        assert (await newcomer.sign_in(email="nieuw@example.nl")).status_code == 303
    assert (await viewer_by_email(email="nieuw@example.nl")).role is Role.CONTRACTOR


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Vul de naam van de gebruiker in."),
        ("email", "geen adres", "volledig e-mailadres"),
        ("email", "inkoper@example.nl", "Er is al een account met dit e-mailadres."),
        ("role", "operator", "Kies een van de mogelijkheden."),
        ("kvk_number", "", "Vul het KVK-nummer van de opdrachtnemer in."),
        ("kvk_number", "123", "te kort"),
        ("password", "kort", "te kort"),
    ],
)
async def test_what_is_wrong_is_said_on_its_field_and_the_rest_stays(app: Litestar, field: str, typed: str, said: str) -> None:
    async with personas(app) as people:
        answer = await people.administrator.post("/gebruikers/toevoegen", {**NEW, field: typed})
    assert answer.status_code == 422
    error = re.search(rf'id="error-{field}">(.*?)</div>', answer.text, re.DOTALL)
    assert error is not None
    assert said in error[1]
    assert 'value="Bouwbedrijf Voorbeeld B.V."' in answer.text
    assert PASSWORD not in answer.text


async def test_an_invitation_gives_a_link_that_works_and_is_shown_once(app: Litestar) -> None:
    invited = {"email": "nieuw@example.nl", "role": "reviewer", "organisation_name": "WSP Rijswijk"}
    async with personas(app) as people, browser(app) as newcomer:
        answer = await people.administrator.post("/gebruikers/uitnodigen", invited)
        link = re.search(r"http://testserver(/uitnodiging/[\w-]+)", answer.text)
        assert link is not None
        assert "WSP-beoordelaar" in (await newcomer.get(link[1])).text
        assert link[1].rsplit("/", 1)[1] not in (await people.administrator.get("/auditlog")).text


async def test_who_has_an_account_is_not_invited(app: Litestar) -> None:
    invited = {"email": "inkoper@example.nl", "role": "reviewer", "organisation_name": "WSP Rijswijk"}
    async with personas(app) as people:
        answer = await people.administrator.post("/gebruikers/uitnodigen", invited)
    assert answer.status_code == 422
    assert "Een uitnodiging is niet nodig." in answer.text


async def test_a_deactivated_user_is_out_at_once_and_in_again_when_activated(app: Litestar) -> None:
    async with personas(app) as people:
        address = f"/gebruikers/{people.officer.viewer.user_id}"
        page = await people.administrator.follow(await people.administrator.post(f"{address}/uitschakelen"))
        assert "overal uitgelogd" in page.text
        assert "uitgeschakeld" in page.text
        assert (await people.officer.get("/mijn-account")).status_code == 303
        assert (await people.officer.sign_in(email=people.officer.viewer.email)).status_code == 422
        await people.administrator.post(f"{address}/inschakelen")
        assert (await people.officer.sign_in(email=people.officer.viewer.email)).status_code == 303


async def test_an_administrator_who_bars_themselves_is_told_why_not(app: Litestar) -> None:
    async with personas(app) as people:
        answer = await people.administrator.post(f"/gebruikers/{people.administrator.viewer.user_id}/uitschakelen")
        assert answer.status_code == 422
        assert "Vraag een andere beheerder" in answer.text
        assert (await people.administrator.get("/gebruikers")).status_code == 200


async def test_users_are_paged_without_losing_or_repeating_one_by_a_fixed_number_of_queries(
    app: Litestar, query_counter: QueryCounter
) -> None:
    async with personas(app) as people:
        await people.administrator.get("/gebruikers")
        query_counter.reset()
        await people.administrator.get("/gebruikers")
        few = query_counter.count
        await _colleagues(60)
        names, path = [], "/gebruikers"
        while path:
            query_counter.reset()
            page = await people.administrator.get(path)
            assert query_counter.count == few
            names += re.findall(r'<th scope="row">(.*?)</th>', page.text)
            following = re.search(r'rel="next" href="(.*?)"', page.text)
            path = following[1] if following else ""
    assert len(names) == 67
    assert len(set(names)) == 65  # three contractors share a name
    assert few <= 2


async def test_organisations_are_found_by_name(app: Litestar) -> None:
    async with personas(app) as people:
        page = await people.administrator.get("/organisaties?zoek=WEGENBOUW")
        assert "00100002" in page.text
        assert "Groenbedrijf" not in page.text
        assert "Geen organisatie gevonden." in (await people.administrator.get("/organisaties?zoek=bestaat%00niet%25")).text


async def test_the_audit_log_tells_who_did_what_and_that_the_chain_holds(app: Litestar) -> None:
    async with personas(app) as people:
        await people.administrator.post("/gebruikers/toevoegen", NEW)
        page = await people.administrator.get("/auditlog?keten=controleren")
    assert "De keten is heel" in page.text
    assert "Account toegevoegd" in page.text
    assert "Beheerder Voorbeeld" in page.text
    assert "Nieuwe Collega" not in page.text.split("<main")[1]


async def test_a_changed_event_breaks_the_chain_and_the_page_says_where(app: Litestar) -> None:
    async with personas(app) as people:
        await _change_event(2)
        page = await people.administrator.get("/auditlog?keten=controleren")
    assert "De keten is verbroken bij gebeurtenis 2." in page.text


async def _change_event(seq: int) -> None:
    """Change an event behind the back of the database's own refusal, as somebody with the keys of the server could."""
    if isinstance(engine(), PooledSQLiteEngine):
        await fetch("DROP TRIGGER audit_event_refuses_update")
    else:
        await fetch("ALTER TABLE audit_event DISABLE TRIGGER audit_event_refuses_change")
    await AuditEvent.update({AuditEvent.action: "account.nothing"}).where(AuditEvent.seq == seq)
    if isinstance(engine(), PooledSQLiteEngine):
        await fetch(
            "CREATE TRIGGER audit_event_refuses_update BEFORE UPDATE ON audit_event "
            "BEGIN SELECT RAISE(ABORT, 'audit_event may only be appended to'); END"
        )
    else:
        await fetch("ALTER TABLE audit_event ENABLE TRIGGER audit_event_refuses_change")


async def test_the_audit_log_is_paged_down_to_its_first_event(app: Litestar) -> None:
    async with personas(app) as people:
        for _time in range(30):
            await people.officer.post("/uitloggen")
            await people.officer.sign_in(email=people.officer.viewer.email)
        numbers, path = [], "/auditlog"
        while path:
            page = await people.administrator.get(path)
            numbers += [int(found) for found in re.findall(r'<th scope="row" class="numeric">(\d+)</th>', page.text)]
            following = re.search(r'rel="next" href="(.*?)"', page.text)
            path = following[1] if following else ""
    assert numbers == list(range(len(numbers), 0, -1))
    assert len(numbers) > 60


def test_every_action_of_the_house_has_words() -> None:
    source = "\n".join(path.read_text() for path in Path(sroi.__file__).parent.rglob("operations*/**/*.py"))
    source += "\n".join(path.read_text() for path in Path(sroi.__file__).parent.rglob("operations.py"))
    kinds = "account|authority|claim|contract|evidence|export|import|mail|notice|obligation|policy|review|subcontract"
    actions = set(re.findall(rf'"((?:{kinds})\.[a-z_]+)"', source))
    actions |= {f"claim.{status.value}" for status in ClaimStatus}
    assert len(actions) > 20
    assert [action for action in sorted(actions) if action_label(action) == action] == []


async def test_the_operator_is_named_as_the_system(app: Litestar) -> None:
    async with personas(app) as people:
        page = await people.administrator.get("/auditlog")
    assert "Systeembeheer" in page.text
