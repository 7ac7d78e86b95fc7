"""Invitations that were sent: as rows of a list with where each stands and what can be done with it, and revoking one."""

from collections.abc import Sequence
from dataclasses import dataclass
from gettext import gettext as _

from litestar.response import Redirect

from sroi.access import role_label
from sroi.accounts.operations import revoke_invitation
from sroi.accounts.rules import InvitationState, SentInvitation, invitation_label
from sroi.errors import UnableTo
from sroi.web import clock
from sroi.web.flash import WARNING, Flash
from sroi.web.pages import see_other
from sroi.web.requests import WebRequest

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


async def revoked(request: WebRequest, sent: SentInvitation, *, path: str) -> Redirect:
    """Let the link of an invitation work no more, and go back to the list at `path`, which tells it."""
    flash = Flash(_("De uitnodiging van {email} is ingetrokken.").format(email=sent.email))
    try:
        await revoke_invitation(viewer=request.viewer, invitation_id=sent.id, now=clock.now())
    except UnableTo as refusal:
        flash = Flash(refusal.message, WARNING)
    return see_other(request, path, flash=flash)
