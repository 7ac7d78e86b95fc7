"""The wing of the administrator: accounts, organisations, outgoing mail, retention and the audit log."""

from sroi.admin.audit import audit_log
from sroi.admin.goals import goal_list, set_goal_form
from sroi.admin.invitations import invitation_list, invite_again, revoke
from sroi.admin.jobs import failed_work, try_again
from sroi.admin.mail import mail_list, mail_page, send_again
from sroi.admin.organisations import organisation_list
from sroi.admin.policies import compare, policy_file, policy_list, policy_page
from sroi.admin.policy_confirmations import confirm, confirm_form
from sroi.admin.policy_drafts import discard, draft_file, draft_page, publish, upload, upload_form
from sroi.admin.retention import change_period, retention_form, retention_list
from sroi.admin.users import activate, add, add_form, deactivate, invite_form, send_invitation, user_list

ACCOUNTS = (user_list, add_form, add, invite_form, send_invitation, deactivate, activate, organisation_list)
INVITATIONS = (invitation_list, invite_again, revoke)
POLICIES = (policy_list, policy_page, policy_file, compare, confirm_form, confirm)
DRAFTS = (upload_form, upload, draft_page, draft_file, publish, discard)
MAIL = (mail_list, mail_page, send_again, failed_work, try_again)
RETENTION = (retention_list, retention_form, change_period)
GOALS = (goal_list, set_goal_form)
ROUTES = (*RETENTION, *GOALS, *ACCOUNTS, *INVITATIONS, *POLICIES, *DRAFTS, *MAIL, audit_log)
