"""Invitations that were sent, as rows of a list: where each stands, and what can be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sroi.access import role_label
from sroi.accounts.rules import InvitationState, SentInvitation, invitation_label
from sroi.web import clock

TONES = {InvitationState.OPEN: "info", InvitationState.USED: "success", InvitationState.EXPIRED: "warning", InvitationState.REVOKED: ""}


@dataclass(frozen=True)
class InvitationRow:
    """An invitation in a list."""

    sent: SentInvitation
    role: str
    status: str
    tone: str
    is_open: bool
    may_resend: bool


def invitation_rows(found: Sequence[SentInvitation]) -> tuple[InvitationRow, ...]:
    """Return the rows of invitations, as they stand now."""
    return tuple(_row(sent) for sent in found)


def _row(sent: SentInvitation) -> InvitationRow:
    state = sent.state(now=clock.now())
    return InvitationRow(
        sent,
        role_label(sent.role),
        invitation_label(state),
        TONES[state],
        is_open=state is InvitationState.OPEN,
        may_resend=state is not InvitationState.USED,
    )
