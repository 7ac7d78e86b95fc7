"""The wing of the administrator: accounts, organisations, and the audit log."""

from sroi.admin.audit import audit_log
from sroi.admin.organisations import organisations
from sroi.admin.users import activate, add, add_form, deactivate, invite_form, send_invitation, users

ROUTES = (users, add_form, add, invite_form, send_invitation, deactivate, activate, organisations, audit_log)
