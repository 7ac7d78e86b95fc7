"""A contractor is invited for a contract by mail: the link opens an account, and the account opens with the contract."""

from datetime import timedelta
from functools import partial

import pytest
from litestar import Litestar
from msgspec.structs import replace

from sroi.access import UnableToAllow
from sroi.accounts.rules import INVITATION_LIFETIME
from sroi.contracts.operations import invite_contractor, save_draft
from sroi.contracts.rules import ContractNotFound
from sroi.database import fetch
from sroi.jobs.operations import run_due_jobs
from sroi.mail.operations import send_mail
from sroi.settings import Settings
from tests.mail.servers import mail_server, text_of
from tests.makers import NOW, make_contract, make_contractor, make_facts, make_officer
from tests.personas import ORIGIN, PASSWORD, browser, personas

pytestmark = pytest.mark.usefixtures("database")


async def test_the_link_of_the_mail_that_was_received_opens_the_contract(app: Litestar) -> None:
    async with personas(app) as people, browser(app) as visitor:
        contract_id = await make_contract()
        answer = await people.officer.post(f"/contracten/{contract_id}/uitnodigen", {"email": "nieuw@groen.example.nl"})
        assert "De uitnodiging is gemaakt" in answer.text
        with mail_server() as post:
            settings = Settings(base_url=ORIGIN, mail_server=post.settings())
            (row,) = await fetch("SELECT created_at FROM outgoing_mail")
            await run_due_jobs(kinds={"send_mail": partial(send_mail, settings=settings)}, now=row["created_at"])
        (message,) = post.received
        assert message["Subject"].startswith("Uitnodiging: social return bij contract")
        (link,) = [line for line in text_of(message).splitlines() if line.startswith(ORIGIN)]
        made = await visitor.post(link.removeprefix(ORIGIN), {"name": "Nieuw Voorbeeld", "password": PASSWORD})
        assert made.headers["location"] == f"/mijn-contracten/{contract_id}"
        assert (await visitor.follow(made)).status_code == 200
        assert (await visitor.get(link.removeprefix(ORIGIN))).status_code == 404  # one use


async def test_a_link_is_valid_for_fourteen_days() -> None:
    link = await invite_contractor(viewer=await make_officer(), contract_id=await make_contract(), email="n@example.nl", now=NOW)
    assert link.expires_at - NOW == INVITATION_LIFETIME == timedelta(days=14)


async def test_a_contractor_invites_nobody_for_a_contract_and_a_draft_has_nobody_to_invite() -> None:
    officer, contract_id = await make_officer(), await make_contract()
    with pytest.raises(UnableToAllow):
        await invite_contractor(viewer=await make_contractor(), contract_id=contract_id, email="n@example.nl", now=NOW)
    facts = replace(await make_facts(), number="2023-099", contractor_name="", kvk_number=None)
    draft_id = await save_draft(viewer=officer, facts=facts, now=NOW)
    with pytest.raises(ContractNotFound):
        await invite_contractor(viewer=officer, contract_id=draft_id, email="n@example.nl", now=NOW)
