"""The wing of the contractor: its contracts, its claims, their evidence, and its plan of approach."""

from sroi.portal.answers import answer_question
from sroi.portal.claims import claim_page, submit, take_back, withdraw
from sroi.portal.colleagues import activate, colleagues, deactivate, invite, make_admin, revoke, send_again
from sroi.portal.contracts import my_contract, my_contracts, picture_of_contract, rules_of_contract
from sroi.portal.evidence import add, download, look, picture, remove
from sroi.portal.own_data import download_own_data
from sroi.portal.plan import change_plan, plan_page, send_plan, take_back_plan
from sroi.portal.plan_lines import add_line, change_line, change_line_form, line_form, remove_line
from sroi.portal.planner import planner, take_over_mix
from sroi.portal.reporting import change, change_form, change_worth, report, report_form, report_worth
from sroi.portal.spreadsheet import empty_sheet, keep_sheet, look_at_sheet, sheet_form
from sroi.portal.statement import make_own_statement, make_own_statement_again, own_statement, own_statement_file, own_statements
from sroi.portal.subcontractors import (
    ask_to_withdraw,
    end,
    invite_subcontractor,
    revoke_theirs,
    send_theirs_again,
    subcontractors,
    withdraw_theirs,
)

ROUTES = (
    my_contracts,
    download_own_data,
    own_statements,
    make_own_statement,
    own_statement,
    own_statement_file,
    make_own_statement_again,
    my_contract,
    picture_of_contract,
    rules_of_contract,
    report_form,
    report,
    report_worth,
    claim_page,
    change_form,
    change,
    change_worth,
    submit,
    take_back,
    withdraw,
    answer_question,
    add,
    remove,
    download,
    plan_page,
    change_plan,
    send_plan,
    take_back_plan,
    line_form,
    add_line,
    change_line_form,
    change_line,
    remove_line,
    planner,
    take_over_mix,
    sheet_form,
    empty_sheet,
    look_at_sheet,
    keep_sheet,
    look,
    picture,
    colleagues,
    invite,
    deactivate,
    activate,
    make_admin,
    send_again,
    revoke,
    subcontractors,
    invite_subcontractor,
    send_theirs_again,
    revoke_theirs,
    end,
    ask_to_withdraw,
    withdraw_theirs,
)

__all__ = ["ROUTES"]
