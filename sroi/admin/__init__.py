"""The wing of the administrator: accounts, organisations and the audit log."""

from sroi.admin.audit import audit_log
from sroi.admin.organisations import organisation_list
from sroi.admin.users import activate, add, add_form, deactivate, invite_form, send_invitation, user_list

ROUTES = (user_list, add_form, add, invite_form, send_invitation, deactivate, activate, organisation_list, audit_log)
