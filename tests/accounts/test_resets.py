"""A forgotten password: the same answer for every address, a link that works once for an hour, and every session ended."""

import re
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from litestar import Litestar

from sroi.access import OPERATOR, Viewer
from sroi.accounts.operations import ask_for_reset, deactivate_user, reset_password, send_reset, sign_in
from sroi.accounts.queries import live_session, reset_of_token
from sroi.accounts.rules import MAX_RESETS, RESET_LIFETIME, RESET_WINDOW, ResetNotFound, UnableToUseEmail, UnableToUsePassword, token_hash
from sroi.accounts.tables import PasswordReset
from sroi.audit.queries import verify_chain
from sroi.audit.tables import AuditEvent
from sroi.database import fetch
from sroi.jobs.operations import run_due_jobs
from sroi.mail.operations import send_mail
from sroi.settings import Settings
from tests.makers import make_contractor
from tests.personas import PASSWORD, browser

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
NEW = "een heel nieuw wachtwoord"
KINDS = {"send_password_reset": send_reset, "send_mail": partial(send_mail, settings=Settings())}


async def contractor() -> Viewer:
    return await make_contractor(password=PASSWORD)


async def mailed_token(email: str, now: datetime = NOW) -> str:
    """Ask for a link and return the token that was mailed."""
    await ask_for_reset(email=email, now=now)
    await run_due_jobs(kinds=KINDS, now=now)
    (row,) = await fetch("SELECT secret, to_address FROM outgoing_mail ORDER BY created_at DESC LIMIT 1")
    assert row["to_address"] == email
    return str(row["secret"])


async def test_a_link_sets_a_new_password_once_and_ends_every_session() -> None:
    viewer = await contractor()
    session = await sign_in(email=viewer.email, password=PASSWORD, now=NOW)
    token = await mailed_token(viewer.email)
    assert (await PasswordReset.select(PasswordReset.token_hash))[0]["token_hash"] == token_hash(token)
    await reset_password(token=token, password=NEW, now=NOW + MINUTE)
    assert await live_session(token=session, now=NOW + MINUTE) is None
    assert await sign_in(email=viewer.email, password=NEW, now=NOW + MINUTE)
    with pytest.raises(ResetNotFound):
        await reset_password(token=token, password=PASSWORD, now=NOW + MINUTE)
    actions = [row["action"] for row in await AuditEvent.select(AuditEvent.action)]
    assert (actions.count("account.reset_asked"), actions.count("account.password_reset")) == (1, 1)
    assert await verify_chain(viewer=OPERATOR) is None


async def test_a_link_works_for_an_hour() -> None:
    viewer = await contractor()
    token = await mailed_token(viewer.email)
    assert (await reset_of_token(token=token, now=NOW + RESET_LIFETIME - MINUTE)).account_id == viewer.user_id
    with pytest.raises(ResetNotFound):
        await reset_of_token(token=token, now=NOW + RESET_LIFETIME)


async def test_using_one_link_ends_the_others() -> None:
    viewer = await contractor()
    first, second = await mailed_token(viewer.email), await mailed_token(viewer.email, NOW + MINUTE)
    await reset_password(token=second, password=NEW, now=NOW + MINUTE)
    with pytest.raises(ResetNotFound):
        await reset_of_token(token=first, now=NOW + MINUTE)


async def test_a_password_that_is_too_easy_leaves_the_link_usable() -> None:
    viewer = await contractor()
    token = await mailed_token(viewer.email)
    with pytest.raises(UnableToUsePassword):
        await reset_password(token=token, password="kort", now=NOW)
    await reset_password(token=token, password=NEW, now=NOW)


async def test_an_unknown_and_a_barred_address_leave_the_same_trace_and_get_no_mail() -> None:
    viewer = await contractor()
    barred = await make_contractor(email="weg@groen.example.nl", password=PASSWORD)
    assert barred.user_id is not None
    await deactivate_user(viewer=OPERATOR, user_id=barred.user_id, now=NOW)
    for email in (viewer.email, barred.email, "onbekend@example.nl"):
        await ask_for_reset(email=email, now=NOW)
    rows = await fetch("SELECT kind, max_attempts FROM job")
    assert [(row["kind"], row["max_attempts"]) for row in rows] == [("send_password_reset", 5)] * 3
    await run_due_jobs(kinds=KINDS, now=NOW)
    assert [row["to_address"] for row in await fetch("SELECT to_address FROM outgoing_mail")] == [viewer.email]


async def test_asking_again_and_again_sends_no_more_mail_until_an_hour_later() -> None:
    viewer = await contractor()
    for _time in range(MAX_RESETS + 2):
        await ask_for_reset(email=f" {viewer.email.upper()} ", now=NOW)
    await run_due_jobs(kinds=KINDS, now=NOW)
    assert len(await fetch("SELECT id FROM outgoing_mail")) == MAX_RESETS
    await ask_for_reset(email=viewer.email, now=NOW + RESET_WINDOW)
    await run_due_jobs(kinds=KINDS, now=NOW + RESET_WINDOW)
    assert len(await fetch("SELECT id FROM outgoing_mail")) == MAX_RESETS + 1


async def test_requests_are_not_kept_longer_than_a_day() -> None:
    await ask_for_reset(email="onbekend@example.nl", now=NOW)
    await ask_for_reset(email="ander@example.nl", now=NOW + timedelta(days=2))
    assert [row["email"] for row in await PasswordReset.select(PasswordReset.email)] == ["ander@example.nl"]


async def test_a_text_that_is_no_address_is_told() -> None:
    with pytest.raises(UnableToUseEmail):
        await ask_for_reset(email="geen adres", now=NOW)


async def test_the_pages_say_the_same_for_every_address_and_lead_to_signing_in(app: Litestar) -> None:
    viewer = await contractor()
    async with browser(app) as visitor:
        known = await visitor.post("/wachtwoord-vergeten", {"email": viewer.email})
        unknown = await visitor.post("/wachtwoord-vergeten", {"email": "onbekend@example.nl"})
        without_token = [re.sub(r'value="[^"]*"', "", answer.text) for answer in (known, unknown)]
        assert without_token[0] == without_token[1] and "Kijk in uw mail" in known.text
        wrong = await visitor.post("/wachtwoord-vergeten", {"email": "geen adres"})
        assert wrong.status_code == 422 and "volledig e-mailadres" in wrong.text
        await run_due_jobs(kinds=KINDS, now=datetime.now(UTC))
        (row,) = await fetch("SELECT secret FROM outgoing_mail")
        path = f"/nieuw-wachtwoord/{row['secret']}"
        assert "Nieuw wachtwoord kiezen" in (await visitor.get(path)).text
        assert "te kort" in (await visitor.post(path, {"password": "kort"})).text
        done = await visitor.follow(await visitor.post(path, {"password": NEW}))
        assert "Log in met uw nieuwe wachtwoord" in done.text
        assert (await visitor.sign_in(email=viewer.email, password=NEW)).status_code == 303
        assert (await visitor.get(path)).status_code == 404
