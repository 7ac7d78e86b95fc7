"""The wing of the procurement officer: contracts with their obligation and milestones, drafts, possible splits, imports, invitations."""

from sroi.register.answers import answer, answer_form
from sroi.register.authorities import add_authority_form, authority_list
from sroi.register.contracts import contract_list, contract_page
from sroi.register.events import event_kinds, event_page, record_event
from sroi.register.history import obligation_history
from sroi.register.imports import ROUTES as IMPORTS
from sroi.register.invitations import invitation_form, invite_again, revoke, send_invitation
from sroi.register.milestones import meet, milestone_list, milestone_page, reopen
from sroi.register.registration import complete, draft_form, new_form, register
from sroi.register.splitting import look_at_split, split_form, splits

ROUTES = (
    contract_list,
    splits,
    split_form,
    look_at_split,
    new_form,
    register,
    contract_page,
    draft_form,
    complete,
    authority_list,
    add_authority_form,
    answer_form,
    answer,
    event_kinds,
    event_page,
    record_event,
    obligation_history,
    milestone_list,
    milestone_page,
    meet,
    reopen,
    invitation_form,
    send_invitation,
    invite_again,
    revoke,
    *IMPORTS,
)

__all__ = ["ROUTES"]
