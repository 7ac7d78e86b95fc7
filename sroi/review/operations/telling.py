"""Telling by mail who reported a claim that the WSP asks or decided. Its texts stay in the register: a person may be in them."""

from datetime import datetime
from decimal import Decimal
from gettext import gettext as _

from sroi.accounts.queries import recipients_for
from sroi.fulfilment.queries.reporters import reporter_of
from sroi.fulfilment.rules import ClaimRecord
from sroi.mail.operations import queue_mail
from sroi.mail.rules import DecisionOnClaim, Mail, QuestionAboutClaim
from sroi.review.rules import Verdict
from sroi.values import format_euros


async def tell_question(*, record: ClaimRecord, is_returned: bool, now: datetime) -> None:
    """Mail that there is a question, in the transaction of the caller; `is_returned` when the claim is open for its reporter again."""
    claim, contract = _names(record)
    await _mail(record, QuestionAboutClaim(path=_path(record), claim=claim, contract=contract, is_returned=is_returned), now)


async def tell_decision(*, record: ClaimRecord, verdict: Verdict, approved: Decimal | None, now: datetime) -> None:
    """Mail what was decided, in the transaction of the caller."""
    if verdict is Verdict.RETURNED:
        await tell_question(record=record, is_returned=True, now=now)
        return
    is_part = approved is not None and approved < record.value
    said = _("afgewezen") if approved is None else _("voor een deel goedgekeurd") if is_part else _("goedgekeurd")
    await _tell(record, said, "" if approved is None else format_euros(approved), now)


async def tell_reopening(*, record: ClaimRecord, now: datetime) -> None:
    """Mail that a decision was taken back, in the transaction of the caller."""
    await _tell(record, _("het eerdere besluit geldt niet meer, de opgave wordt opnieuw beoordeeld"), "", now)


async def _tell(record: ClaimRecord, said: str, amount: str, now: datetime) -> None:
    claim, contract = _names(record)
    await _mail(record, DecisionOnClaim(path=_path(record), claim=claim, contract=contract, decision=said, amount=amount), now)


async def _mail(record: ClaimRecord, mail: Mail, now: datetime) -> None:
    for to in await recipients_for(account_id=await reporter_of(claim_id=record.id)):
        await queue_mail(to=to, mail=mail, now=now)


def _names(record: ClaimRecord) -> tuple[str, str]:
    return _("opgave {number}").format(number=record.number), f"{record.contract_number} {record.contract_title}".strip()


def _path(record: ClaimRecord) -> str:
    return f"/mijn-opgaven/{record.id}"
