"""The weekly summary by mail, for who wants it: where the own contracts stand, or for the WSP and procurement how much waits."""

from datetime import date
from decimal import Decimal
from gettext import gettext as _
from gettext import ngettext
from uuid import UUID

from sroi.access import OPERATOR, Role, Viewer
from sroi.accounts.queries import recipients_by_organisation, recipients_of_role
from sroi.contracts.queries import ContractFilter, contracts_page
from sroi.database import transaction
from sroi.fulfilment.queries.claims import claim_sums
from sroi.fulfilment.rules import ClaimStatus
from sroi.fulfilment.tables import Claim
from sroi.jobs.rules import TakenJob
from sroi.ledger.queries import balances
from sroi.mail.operations import queue_mail
from sroi.mail.rules import ContractStanding, Recipient, WeeklySummary
from sroi.obligations.queries import milestone_counts
from sroi.values import format_euros, local_day


async def mail_weekly_summaries(taken: TakenJob) -> None:
    """Mail the summary of this week to everybody who wants it."""
    today = local_day(taken.now)
    async with transaction():
        for role, path in ((Role.REVIEWER, "/werkvoorraad"), (Role.PROCUREMENT_OFFICER, "/mijlpalen")):
            if readers := await recipients_of_role(role=role, mail=WeeklySummary):
                mail = WeeklySummary(path=path, lines=await _waiting(role, today), standings=())
                await _mail(readers, mail, taken, today)
        for organisation_id, readers in (await recipients_by_organisation(role=Role.CONTRACTOR, mail=WeeklySummary)).items():
            standings = await _standings(organisation_id, today)
            lines = () if standings else (_("U hebt nu niets meer te leveren."),)
            await _mail(readers, WeeklySummary(path="/mijn-contracten", lines=lines, standings=standings), taken, today)


async def _mail(readers: tuple[Recipient, ...], mail: WeeklySummary, taken: TakenJob, today: date) -> None:
    for to in readers:
        await queue_mail(to=to, mail=mail, now=taken.now, once=f"week.{to.account}.{today}")


async def _waiting(role: Role, today: date) -> tuple[str, ...]:
    """Return what waits, a sentence each."""
    counts = await milestone_counts(viewer=OPERATOR, on=today)
    milestones = _("Mijlpalen: {late} te laat, {month} in deze maand.").format(late=counts.late, month=counts.this_month)
    if role is not Role.REVIEWER:
        return (milestones,)
    number = int(await Claim.count().where(Claim.status == ClaimStatus.SUBMITTED.value))
    claims = ngettext("Er wacht {number} opgave op beoordeling.", "Er wachten {number} opgaven op beoordeling.", number)
    return (claims.format(number=number), milestones)


async def _standings(organisation_id: UUID, today: date) -> tuple[ContractStanding, ...]:
    """Return where the newest contracts of a contractor stand on which something remains."""
    viewer = Viewer(Role.CONTRACTOR, organisation_id=organisation_id)
    own = [record for record in await contracts_page(viewer=viewer, narrowed=ContractFilter()) if record.contractor_id == organisation_id]
    ids = [record.id for record in own]
    held, sums = await balances(contract_ids=ids, as_of=today), await claim_sums(contract_ids=ids, as_of=today)
    return tuple(
        ContractStanding(
            contract=f"{record.facts.number} {record.facts.title}".strip(),
            remaining=format_euros(held[record.id].remaining),
            in_review=format_euros(sums[record.id].in_review),
        )
        for record in own
        if held[record.id].remaining > Decimal(0)
    )
