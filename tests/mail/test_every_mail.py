"""A walk of every mail that the register sends: each can be read, leads to a page, and holds nothing about a candidate."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from sroi.access import OPERATOR, Role
from sroi.accounts.operations import ask_for_reset, invite, invite_colleague, set_wishes
from sroi.accounts.rules import OrganisationDetails
from sroi.background import RECURRING, kinds_of_jobs
from sroi.contracts.operations import add_subcontractor, invite_contractor, stage_import
from sroi.database import fetch
from sroi.fulfilment.queries.claims import claim
from sroi.jobs.operations import plan_recurring, run_due_jobs
from sroi.mail.queries import MailRecord, mails_page
from sroi.mail.rules import MAILS, MailStatus
from sroi.mail.rules.rendering import TEMPLATES
from sroi.obligations.operations import begin_confirmation
from sroi.obligations.queries import milestones_of_contract
from sroi.review.operations import ask, reopen
from sroi.settings import Settings
from sroi.settlement.operations import begin_undoing
from tests.makers import (
    NOW,
    approve,
    make_administrator,
    make_contract,
    make_contractor,
    make_officer,
    make_placement_claim,
    make_reviewer,
    make_subcontract,
    reject,
    send_back,
)

pytestmark = pytest.mark.usefixtures("database")

LABEL, EMPLOYER, REASON = "J.J. van Dam", "Hoveniersbedrijf Geheim", "Jan van Dam was ziek en kreeg een uitkering"
CANDIDATE = (LABEL, EMPLOYER, REASON, "wia", "WIA", "1971", "ziek", "uitkering", "Dam")
REGISTER = b"Contractnummer;Titel;Opdrachtnemer;Contractsom\r\n2024-031;Groenonderhoud;Groen Voorbeeld B.V.;1.250.000,00\r\n"
SETTINGS = Settings(base_url="https://sroi.example.nl", organisation="Gemeente Voorbeeld", is_demo=True)


async def placement(contract_id: UUID, number: int) -> UUID:
    """Report a placement of somebody whose data must stay here."""
    return await make_placement_claim(
        contract_id=contract_id,
        candidate_label=f"{LABEL} {number}",
        target_group="wia",
        employer_name=EMPLOYER,
        birth_year=1971,
        hours_per_week=Decimal(8),
    )


async def send_everything() -> tuple[MailRecord, ...]:
    """Let everything happen that sends mail, about placements of one person, and return all mails."""
    officer, reviewer, administrator = await make_officer(), await make_reviewer(), await make_administrator()
    contractor = await make_contractor()
    contract_id = await make_contract(officer=officer, now=datetime(2023, 8, 16, 9, tzinfo=UTC))
    assert contractor.organisation_id is not None
    for viewer in (contractor, reviewer, officer):
        await set_wishes(viewer=viewer, wants_reminders=True, wants_weekly_summary=True, now=NOW)
    await invite(viewer=administrator, email="a@example.nl", role=Role.REVIEWER, organisation_id=contractor.organisation_id, now=NOW)
    await invite_contractor(viewer=officer, contract_id=contract_id, email="b@example.nl", now=NOW)
    await invite_colleague(viewer=contractor, email="c@example.nl", now=NOW)
    await ask_for_reset(email=contractor.email, now=NOW)
    newcomer = OrganisationDetails("Verfbedrijf Verzonnen", None)
    await add_subcontractor(viewer=contractor, contract_id=contract_id, subcontractor=newcomer, email="d@example.nl", now=NOW)
    await make_subcontract(contract_id=contract_id)
    claims = [await placement(contract_id, number) for number in range(4)]
    await send_back(claim_id=claims[0], reason=REASON)
    await reject(claim_id=claims[1], reason=REASON)
    await approve(claim_id=claims[2], amount=Decimal("10.00"), reason=REASON)
    asked = await claim(viewer=reviewer, claim_id=claims[3])
    await ask(viewer=reviewer, claim_id=claims[3], version=asked.version, text=REASON, now=NOW)
    await approve(claim_id=claims[3])
    approved = await claim(viewer=reviewer, claim_id=claims[3])
    other = await make_reviewer(email="wsp2@example.nl", name="Tweede Beoordelaar")
    await reopen(viewer=other, claim_id=claims[3], version=approved.version, reason=REASON, now=NOW)
    batch_id = await stage_import(viewer=officer, file_name="register.csv", content=REGISTER, award_date_from_start=False, now=NOW)
    await begin_confirmation(viewer=officer, batch_id=batch_id, now=NOW)
    await run_due_jobs(kinds=kinds_of_jobs(Settings()), now=NOW)
    await begin_undoing(viewer=officer, batch_id=batch_id, now=NOW)
    await _let_the_calendar_run(contract_id)
    return await mails_page(viewer=None, settings=SETTINGS, size=200)


async def _let_the_calendar_run(contract_id: UUID) -> None:
    last = (await milestones_of_contract(viewer=OPERATOR, contract_id=contract_id))[-1].due_on
    for day in (NOW.date(), last - timedelta(days=14), last + timedelta(days=1), _monday_after(last)):
        moment = datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC)
        # All but retention, which by then has taken the first mails away.
        mailing = [one for one in RECURRING if one.kind in ("remind_of_milestones", "mail_weekly_summaries")]
        await plan_recurring(recurring=mailing, now=moment - timedelta(hours=8))
        await run_due_jobs(kinds=kinds_of_jobs(Settings()), now=moment)


def _monday_after(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())


async def test_no_mail_holds_anything_about_a_candidate_and_each_leads_to_a_page_of_ours() -> None:
    mails = await send_everything()
    sent = {row["kind"] for row in await fetch("SELECT DISTINCT kind FROM outgoing_mail")}
    assert sent == set(MAILS)
    for mail in mails:
        whole = "\n".join((mail.written.subject, mail.written.text, mail.written.html))
        assert [secret for secret in CANDIDATE if re.search(rf"\b{re.escape(secret)}\b", whole)] == [], whole
        links = [line for line in mail.written.text.splitlines() if line.startswith("https://")]
        assert links and all(link.startswith("https://sroi.example.nl/") for link in links)
        assert "{" not in whole and "None" not in whole
        assert mail.written.subject[0].isupper() and len(mail.written.subject) < 140
        assert mail.status in (MailStatus.KEPT, MailStatus.WAITING)
    (row,) = await fetch("SELECT COUNT(*) AS number FROM outgoing_mail WHERE content LIKE '%Dam%' OR content LIKE '%Geheim%'")
    assert row["number"] == 0


async def test_who_reported_a_claim_hears_each_decision_and_nobody_else_does() -> None:
    await send_everything()
    contractor = await make_contractor()
    rows = await fetch("SELECT kind, to_address, content FROM outgoing_mail WHERE kind LIKE '%claim'")
    assert {row["to_address"] for row in rows} == {contractor.email}
    said = sorted(text for row in rows for text in re.findall(r'"(?:decision|is_returned)": ("[^"]*"|true|false)', row["content"]))
    assert said == [
        '"afgewezen"',
        '"goedgekeurd"',
        '"het eerdere besluit geldt niet meer, de opgave wordt opnieuw beoordeeld"',
        '"voor een deel goedgekeurd"',
        "false",
        "true",
    ]


async def test_the_weekly_summary_tells_what_waits() -> None:
    mails = await send_everything()
    of_week = {mail.to_address: mail.written.text for mail in mails if mail.written.subject.startswith("Uw week")}
    contractor, reviewer, officer = await make_contractor(), await make_reviewer(), await make_officer()
    assert set(of_week) == {contractor.email, reviewer.email, officer.email}
    assert re.search(r"nog te leveren €\s[\d.]+,\d\d, in beoordeling", of_week[contractor.email])
    assert "Er wacht 1 opgave op beoordeling." in of_week[reviewer.email]
    assert "Mijlpalen:" in of_week[officer.email] and "opgave" not in of_week[officer.email]


def test_every_mail_has_a_template_and_every_template_a_mail() -> None:
    assert {path.stem for path in TEMPLATES.glob("*.txt")} == {*MAILS, "layout"}
