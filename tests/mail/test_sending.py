"""Mail leaves by SMTP: received by a real server, once, tried again while it is down, and given up when it is refused."""

import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import trustme

from sroi.access import Role, Viewer
from sroi.database import fetch, transaction
from sroi.jobs.operations import run_due_jobs
from sroi.jobs.rules import LEASE
from sroi.mail.operations import queue_mail, resend_mail, send_mail
from sroi.mail.queries import HIDDEN_SECRET, mails_page, outgoing_mail
from sroi.mail.rules import MailNotFound, MailStatus, MilestoneReminder, NewPassword, Recipient, unsubscribed_account
from sroi.mail.rules.mails import Deadline
from sroi.settings import MailSecurity, MailServer, Settings
from tests.mail.servers import SENDER, free_port, html_of, mail_server, text_of

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TOKEN = "geheim-van-een-link"
READER = Recipient("opdrachtnemer@example.nl", uuid4())
SETTINGS = Settings(base_url="https://sroi.example.nl", organisation="Gemeente Voorbeeld")


async def leave(to: Recipient = READER, once: str | None = None) -> UUID:
    """Put a mail in the outbox and return its id."""
    async with transaction():
        await queue_mail(to=to, mail=NewPassword(path="/nieuw-wachtwoord/{secret}", until="11.30 uur"), now=NOW, secret=TOKEN, once=once)
    return UUID(str((await fetch("SELECT id FROM outgoing_mail ORDER BY created_at DESC"))[0]["id"]))


async def send(server: MailServer | None, now: datetime = NOW) -> int:
    """Do what is due with a mail server, and return how many jobs were tried."""
    settings = replace(SETTINGS, mail_server=server)
    return await run_due_jobs(kinds={"send_mail": partial(send_mail, settings=settings)}, now=now)


async def kept(mail_id: UUID) -> tuple[str, str, str]:
    """Return the status, the error and the secret of a mail."""
    (row,) = await fetch("SELECT status, error, secret FROM outgoing_mail WHERE id = {}", mail_id)
    return row["status"], row["error"], row["secret"]


async def test_a_mail_is_received_as_it_was_written_and_its_secret_is_gone() -> None:
    mail_id = await leave()
    with mail_server() as post:
        await send(post.settings())
    (message,) = post.received
    assert (message["To"], message["From"], message["Subject"]) == (READER.address, SENDER, "Een nieuw wachtwoord kiezen")
    link = f"https://sroi.example.nl/nieuw-wachtwoord/{TOKEN}"
    assert link in text_of(message)
    assert f'<a href="{link}">' in html_of(message)
    assert "Gemeente Voorbeeld" in text_of(message)
    assert await kept(mail_id) == ("sent", "", "")


async def test_a_mail_goes_with_the_write_that_it_is_about() -> None:
    with pytest.raises(RuntimeError):
        async with transaction():
            await queue_mail(to=READER, mail=NewPassword(path="/", until=""), now=NOW)
            raise RuntimeError
    assert await fetch("SELECT id FROM outgoing_mail") == await fetch("SELECT id FROM job") == []


async def test_a_server_that_is_down_gets_the_mail_when_it_is_up_once() -> None:
    mail_id, port = await leave(), free_port()
    down = MailServer(host="localhost", port=port, sender=SENDER, security=MailSecurity.NONE)
    assert [await send(down), await send(down)] == [1, 0]
    assert (await kept(mail_id))[0] == "waiting"
    with mail_server(port) as post:
        assert [await send(post.settings(), NOW + minute * MINUTE) for minute in (1, 2, 60)] == [1, 0, 0]
    assert len(post.received) == 1
    assert (await kept(mail_id))[0] == "sent"


async def test_a_server_that_stays_down_is_given_up_and_can_be_tried_again_by_hand() -> None:
    mail_id = await leave()
    down = MailServer(host="localhost", port=free_port(), sender=SENDER, security=MailSecurity.NONE)
    tries = [await send(down, NOW + hour * timedelta(hours=4)) for hour in range(14)]
    assert sum(tries) == 12
    status, error, secret = await kept(mail_id)
    assert (status, secret) == ("failed", TOKEN)
    assert error == "SMTPConnectError"
    await resend_mail(viewer=await administrator(), mail_id=mail_id, now=NOW)
    with mail_server() as post:
        await send(post.settings())
    assert TOKEN in text_of(post.received[0])


async def administrator() -> Viewer:
    return Viewer(Role.ADMINISTRATOR, uuid4(), uuid4())


async def test_a_recipient_who_is_refused_for_good_is_not_tried_again() -> None:
    await leave()
    await leave(Recipient("ander@example.nl"))
    with mail_server() as post:
        post.refused[READER.address] = "550 5.1.1 No such user"
        await send(post.settings())
        assert await send(post.settings(), NOW + timedelta(days=1)) == 0
    assert [message["To"] for message in post.received] == ["ander@example.nl"]
    (failed,) = await mails_page(viewer=await administrator(), settings=SETTINGS, status=MailStatus.FAILED)
    assert (failed.to_address, failed.error) == (READER.address, "550 5.1.1 No such user")


async def test_a_recipient_who_is_refused_for_now_is_tried_again() -> None:
    await leave()
    with mail_server() as post:
        post.refused[READER.address] = "450 4.2.1 Mailbox busy"
        await send(post.settings())
        post.refused.clear()
        await send(post.settings(), NOW + MINUTE)
    assert len(post.received) == 1


async def test_a_mail_that_was_sent_by_a_process_that_died_then_keeps_its_message_id() -> None:
    mail_id = await leave()
    with mail_server() as post:
        await send(post.settings())
        # As if the process had stopped between the answer of the server and the commit.
        await fetch("UPDATE outgoing_mail SET status = 'waiting', ended_at = NULL WHERE id = {}", mail_id)
        await fetch("UPDATE job SET ended_at = NULL, due_at = {}", NOW)
        await send(post.settings(), NOW + LEASE)
    first, second = post.received
    assert first["Message-ID"] == second["Message-ID"]


async def test_a_mail_that_was_sent_is_not_sent_by_a_second_job() -> None:
    await leave()
    with mail_server() as post:
        await send(post.settings())
        await fetch("UPDATE job SET ended_at = NULL, due_at = {}", NOW)
        assert await send(post.settings()) == 1
    assert len(post.received) == 1


async def test_of_mails_that_say_the_same_one_is_made() -> None:
    await leave(once="milestone 7")
    await leave(once="milestone 7")
    assert len(await fetch("SELECT id FROM outgoing_mail")) == 1


async def test_without_a_mail_server_a_mail_is_kept_until_somebody_sends_it() -> None:
    mail_id = await leave()
    await send(None)
    assert await kept(mail_id) == ("kept", "", TOKEN)
    await resend_mail(viewer=await administrator(), mail_id=mail_id, now=NOW)
    with mail_server() as post:
        await send(post.settings())
    assert len(post.received) == 1
    with pytest.raises(MailNotFound):
        await resend_mail(viewer=await administrator(), mail_id=mail_id, now=NOW)


async def test_the_secret_of_a_link_is_shown_in_an_example_alone() -> None:
    mail_id = await leave()
    held = await outgoing_mail(viewer=await administrator(), settings=SETTINGS, mail_id=mail_id)
    assert TOKEN not in held.written.text and f"/nieuw-wachtwoord/{HIDDEN_SECRET}" in held.written.text
    with pytest.raises(MailNotFound):
        await outgoing_mail(viewer=None, settings=SETTINGS, mail_id=mail_id)
    shown = await outgoing_mail(viewer=None, settings=replace(SETTINGS, is_demo=True), mail_id=mail_id)
    assert TOKEN in shown.written.text


async def test_who_may_turn_a_mail_off_gets_a_link_that_says_so() -> None:
    reminder = MilestoneReminder(path="/", deadlines=(Deadline("Plan van aanpak", "2024-031", "1 april 2024"),), is_late=False)
    async with transaction():
        await queue_mail(to=READER, mail=reminder, now=NOW)
    with mail_server() as post:
        await send(post.settings())
    address = post.received[0]["List-Unsubscribe"].strip("<>")
    assert address in text_of(post.received[0])
    token = address.rsplit("/", 1)[1]
    assert unsubscribed_account(token=token, secret_key=SETTINGS.secret_key) == (READER.account, "wants_reminders")
    for made_up in (token[:-1], token.replace("reminders", "weekly_summary"), "x", "a.b.é"):
        assert unsubscribed_account(token=made_up, secret_key=SETTINGS.secret_key) is None


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Return the context of a server whose certificate this process trusts."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context


async def test_mail_is_handed_in_over_tls_with_a_password(certificate: ssl.SSLContext) -> None:
    await leave()
    signs_in = {"user": "sroi", "password": "geheim"}
    with mail_server(tls_context=certificate, require_starttls=True, auth_required=True) as post:
        await send(post.settings(security=MailSecurity.STARTTLS, **signs_in))
    await leave()
    with mail_server(ssl_context=certificate) as whole:
        await send(whole.settings(security=MailSecurity.TLS))
    assert (len(post.received), post.signed_in, len(whole.received)) == (1, ["sroi"], 1)


async def test_nothing_is_handed_in_unencrypted_where_encryption_is_asked_for() -> None:
    mail_id = await leave()
    with mail_server() as post:
        await send(post.settings(security=MailSecurity.STARTTLS))
    assert post.received == []
    assert (await kept(mail_id))[0] == "waiting"


async def test_a_certificate_of_another_is_not_trusted(certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    mail_id = await leave()
    with mail_server(ssl_context=certificate) as post:
        await send(post.settings(security=MailSecurity.TLS))
    assert post.received == []
    assert (await kept(mail_id))[0] == "waiting"
