"""The administrator sees what was sent and what was not, and tries again; nobody else does, but everybody in an example."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from litestar import Litestar

from sroi.audit.tables import AuditEvent
from sroi.database import fetch, transaction
from sroi.mail.operations import queue_mail
from sroi.mail.rules import NewPassword, Recipient
from tests.conftest import QueryCounter
from tests.mail.test_sending import TOKEN, leave, send
from tests.makers import NOW
from tests.personas import browser, personas

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def example(app: Litestar) -> Iterator[None]:
    """Let the application be one of examples for one test."""
    held = app.state.settings
    app.state.settings = replace(held, is_demo=True)
    yield
    app.state.settings = held


async def test_the_administrator_reads_the_list_and_sends_a_kept_mail_again(app: Litestar) -> None:
    mail_id = await leave()
    await send(None)
    async with personas(app) as people:
        listed = await people.administrator.get("/uitgaande-mail?status=kept")
        assert "Een nieuw wachtwoord kiezen" in listed.text and "bewaard, niet verstuurd" in listed.text
        assert "nog geen mailserver ingesteld" in listed.text
        one = await people.administrator.get(f"/uitgaande-mail/{mail_id}")
        assert "Iemand heeft om een nieuw wachtwoord gevraagd" in one.text and TOKEN not in one.text
        answer = await people.administrator.post(f"/uitgaande-mail/{mail_id}/opnieuw-versturen")
        assert "wordt opnieuw verstuurd" in (await people.administrator.follow(answer)).text
        again = await people.administrator.post(f"/uitgaande-mail/{mail_id}/opnieuw-versturen")
        assert "is al verstuurd" in (await people.administrator.follow(again)).text
    assert (await fetch("SELECT status FROM outgoing_mail")) == [{"status": "waiting"}]
    assert await AuditEvent.count().where(AuditEvent.action == "mail.sent_again") == 1


async def test_mail_that_was_refused_is_told_above_the_list(app: Litestar) -> None:
    mail_id = await leave()
    await fetch("UPDATE outgoing_mail SET status = 'failed', error = '550 No such user', ended_at = {} WHERE id = {}", NOW, mail_id)
    async with personas(app) as people:
        listed = await people.administrator.get("/uitgaande-mail")
    assert "1 mail kon niet worden bezorgd" in listed.text and "550 No such user" in listed.text


async def test_outside_an_example_nobody_reads_mail_without_signing_in(app: Litestar) -> None:
    mail_id = await leave()
    async with browser(app) as visitor:
        assert [(await visitor.get(path)).status_code for path in ("/voorbeeldmail", f"/voorbeeldmail/{mail_id}")] == [404, 404]


async def test_in_an_example_a_visitor_opens_the_link_of_a_mail(app: Litestar, example: None) -> None:
    await leave()
    async with browser(app) as visitor:
        listed = await visitor.get("/voorbeeldmail")
        found = re.search(r"/voorbeeldmail/[0-9a-f-]{36}", listed.text)
        assert found is not None
        assert f"/nieuw-wachtwoord/{TOKEN}" in (await visitor.get(found[0])).text


async def test_a_long_list_is_paged_and_costs_the_same_queries(app: Litestar, query_counter: QueryCounter) -> None:
    await leave()
    async with personas(app) as people:
        query_counter.reset()
        await people.administrator.get("/uitgaande-mail")
        of_one = query_counter.count
        async with transaction():
            for number in range(55):
                await queue_mail(to=Recipient(f"lezer{number}@example.nl"), mail=NewPassword(path="/", until="11.30 uur"), now=NOW)
        query_counter.reset()
        first = await people.administrator.get("/uitgaande-mail")
        assert query_counter.count == of_one
        following = re.search(r'rel="next" href="([^"]+)"', first.text)
        assert following is not None
        second = await people.administrator.get(following[1].replace("&amp;", "&"))
    shown = re.findall(r"/uitgaande-mail/([0-9a-f-]{36})", first.text + second.text)
    assert (len(shown), len(set(shown))) == (56, 56)
