"""Every mail that the register sends, by what it says. Texts only: moments, days and amounts are formatted by who makes the mail.

No field holds free text of a reviewer or a contractor: such a text may be about a candidate.
"""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from gettext import gettext as _
from typing import Any, ClassVar
from uuid import UUID

from sroi.errors import NotFound, UnableTo


class MailNotFound(NotFound):
    """There is no such mail, or the viewer may not see it."""


class UnableToDeliver(UnableTo):
    """The mail server of the reader, or ours, refuses this mail for good."""


class MailStatus(StrEnum):
    """Where a mail stands; KEPT is not sent because this installation has no mail server."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    KEPT = "kept"


def status_label(status: MailStatus) -> str:
    """Return the Dutch name of a status."""
    return {
        MailStatus.WAITING: _("wacht op verzending"),
        MailStatus.SENT: _("verstuurd"),
        MailStatus.FAILED: _("niet bezorgd"),
        MailStatus.KEPT: _("bewaard, niet verstuurd"),
    }[status]


def status_tone(status: MailStatus) -> str:
    """Return the tone of the badge of a status."""
    return {MailStatus.SENT: "success", MailStatus.FAILED: "danger"}.get(status, "neutral")


@dataclass(frozen=True)
class Recipient:
    """To whom a mail goes: an address, and the account that it is of; None where there is none yet."""

    address: str
    account: UUID | None = None


@dataclass(frozen=True)
class Mail:
    """What a mail says; `path` is the page that it leads to, with `{secret}` where the token goes.

    `preference` is the wish of an account that the mail needs, which its reader can turn off by a link; empty where a mail is always sent.
    """

    path: str
    preference: ClassVar[str] = ""


@dataclass(frozen=True)
class Invitation(Mail):
    """To make an account, for an organisation."""

    organisation: str
    role: str
    until: str


@dataclass(frozen=True)
class ContractorInvitation(Mail):
    """To a contractor, to make an account for a contract."""

    organisation: str
    contract: str
    authority: str
    until: str


@dataclass(frozen=True)
class ColleagueInvitation(Mail):
    """To a colleague, from the administrator of the organisation."""

    organisation: str
    inviter: str
    until: str


@dataclass(frozen=True)
class SubcontractorInvitation(Mail):
    """To a subcontractor without an account, from the contractor."""

    organisation: str
    contractor: str
    contract: str
    until: str


@dataclass(frozen=True)
class SubcontractorAdded(Mail):
    """To a subcontractor that has an account already."""

    contractor: str
    contract: str


@dataclass(frozen=True)
class NewPassword(Mail):
    """To who forgot a password."""

    until: str


@dataclass(frozen=True)
class QuestionAboutClaim(Mail):
    """To who reported a claim that the WSP has a question about; `is_returned` when it is open to be corrected."""

    claim: str
    contract: str
    is_returned: bool


@dataclass(frozen=True)
class DecisionOnClaim(Mail):
    """To who reported a claim that was approved, wholly or in part, or rejected."""

    claim: str
    contract: str
    decision: str
    amount: str


@dataclass(frozen=True)
class Deadline:
    """What is due on a contract, and on which day."""

    label: str
    contract: str
    day: str


@dataclass(frozen=True)
class MilestoneReminder(Mail):
    """To a contractor: what is due soon or was due; `is_late` says which."""

    deadlines: tuple[Deadline, ...]
    is_late: bool
    preference: ClassVar[str] = "wants_reminders"


@dataclass(frozen=True)
class ContractNews:
    """What happened with a contract."""

    contract: str
    news: str


@dataclass(frozen=True)
class NewsForReviewers(Mail):
    """To the WSP: new obligations, and contracts that changed, stopped or went to another."""

    news: tuple[ContractNews, ...]
    more: int
    preference: ClassVar[str] = "wants_reminders"


@dataclass(frozen=True)
class ImportEnded(Mail):
    """To who confirmed an import of many rows: what became of them, as a sentence; empty when it was refused, which its page explains."""

    file: str
    outcome: str


@dataclass(frozen=True)
class ImportUndone(Mail):
    """To who took an import of many rows back: what became of it, as a sentence; empty when it was refused, which its page explains."""

    file: str
    outcome: str


@dataclass(frozen=True)
class ContractStanding:
    """Where a contract stands, in formatted euros."""

    contract: str
    remaining: str
    in_review: str


@dataclass(frozen=True)
class WeeklySummary(Mail):
    """To who wants it: where the own contracts stand, or for the WSP how much waits; each line a sentence."""

    lines: tuple[str, ...]
    standings: tuple[ContractStanding, ...]
    preference: ClassVar[str] = "wants_weekly_summary"


MAILS: dict[str, type[Mail]] = {
    "invitation": Invitation,
    "contractor_invitation": ContractorInvitation,
    "colleague_invitation": ColleagueInvitation,
    "subcontractor_invitation": SubcontractorInvitation,
    "subcontractor_added": SubcontractorAdded,
    "new_password": NewPassword,
    "question_about_claim": QuestionAboutClaim,
    "decision_on_claim": DecisionOnClaim,
    "milestone_reminder": MilestoneReminder,
    "news_for_reviewers": NewsForReviewers,
    "import_ended": ImportEnded,
    "import_undone": ImportUndone,
    "weekly_summary": WeeklySummary,
}
KINDS = {of: kind for kind, of in MAILS.items()}


def kind_of(mail: Mail) -> str:
    """Return the name of a kind of mail, which is that of its template."""
    return KINDS[type(mail)]


def content_of(mail: Mail) -> str:
    """Return what a mail says as it is kept: JSON."""
    return json.dumps(asdict(mail), ensure_ascii=False, sort_keys=True)


def mail_of(*, kind: str, content: str) -> dict[str, Any]:
    """Return what a kept mail says, for its template."""
    said: dict[str, Any] = json.loads(content)
    return {**said, "preference": MAILS[kind].preference}
