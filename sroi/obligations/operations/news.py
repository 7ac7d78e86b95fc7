"""News for the WSP by mail: new obligations, and contracts that changed, stopped or went to another; gathered for ten minutes."""

from datetime import datetime, timedelta
from gettext import gettext as _

from sroi.access import Role
from sroi.accounts.queries import recipients_of_role
from sroi.database import transaction
from sroi.jobs.operations import enqueue
from sroi.jobs.rules import TakenJob
from sroi.mail.operations import queue_mail
from sroi.mail.rules import ContractNews, NewsForReviewers
from sroi.obligations.tables import ObligationNotice

MAIL_NEWS = "mail_news_to_reviewers"
# One mail for an import of many contracts, or for several changes of one afternoon's work.
GATHERED_MINUTES = 10
LINES_SHOWN = 20


async def leave_news(*, now: datetime) -> None:
    """Leave the job that mails what is new, in the transaction of the notices; one for all notices of the same ten minutes."""
    start = now.replace(minute=now.minute // GATHERED_MINUTES * GATHERED_MINUTES, second=0, microsecond=0)
    due_at = start + timedelta(minutes=GATHERED_MINUTES)
    await enqueue(kind=MAIL_NEWS, payload={}, now=now, due_at=due_at, occurrence=due_at.isoformat())


async def mail_news(taken: TakenJob) -> None:
    """Mail the notices that were not mailed yet and that nobody has seen, as one mail to each reviewer who wants it."""
    async with transaction():
        rows = (
            await ObligationNotice.select(ObligationNotice.text, ObligationNotice.contract.number, ObligationNotice.contract.title)
            .where(ObligationNotice.mailed_at.is_null() & ObligationNotice.seen_at.is_null())
            .order_by(ObligationNotice.created_at, ObligationNotice.id)
        )
        await ObligationNotice.update({ObligationNotice.mailed_at: taken.now}).where(ObligationNotice.mailed_at.is_null())
        if not rows:
            return
        news = tuple(
            ContractNews(f"{row['contract.number']} {row['contract.title']}".strip(), row["text"] or _("nieuwe verplichting"))
            for row in rows[:LINES_SHOWN]
        )
        mail = NewsForReviewers(path="/werkvoorraad", news=news, more=len(rows) - len(news))
        for to in await recipients_of_role(role=Role.REVIEWER, mail=NewsForReviewers):
            await queue_mail(to=to, mail=mail, now=taken.now)
