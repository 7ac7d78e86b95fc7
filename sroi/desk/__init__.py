"""The wing of the WSP: the queue, review (by workbook too), notices, decisions about balances, reconciliation, money, coverage,
exports, partners, plans, and the lists of the region."""

from sroi.desk.aftercare import aftercare_list, aftercare_page, keep_contact, keep_dropout, take_dropout_back
from sroi.desk.aftercare_agreements import add_moment, agreements, remove_moment, set_target
from sroi.desk.bridge import bridge_rows
from sroi.desk.closing import adjust, closing_page, frozen_file, move_closing
from sroi.desk.counting_facts import facts_page, tell_facts
from sroi.desk.coverage import contracts_of_part, coverage_of_this_year, coverage_of_year
from sroi.desk.deciding import ask_about_claim, decide_claim, presence, reopen_decision
from sroi.desk.dropouts import dropouts_of_this_year, dropouts_of_year, placements_of_group, placements_of_target
from sroi.desk.evidence import look, picture
from sroi.desk.exports import export_file, export_list, export_page, export_progress, make_again, make_one
from sroi.desk.filters import forget_filter
from sroi.desk.goal import current_goal, goal_page
from sroi.desk.goal_picture import picture_of_counted, picture_of_year
from sroi.desk.money import money_contracts, money_lines, money_page
from sroi.desk.partners import add_partner_form, change_form, change_partner_form, partner_form, partner_list, partner_page
from sroi.desk.plans import answer_plan, plan_list, plan_of_contractor
from sroi.desk.queue import keep_filter, queue, see
from sroi.desk.reconciliation import current_year, reconciliation
from sroi.desk.region import (
    compare_region,
    confirm_sure_lines,
    decide_region,
    region_line_page,
    region_lists,
    region_version_page,
    upload_region_list,
)
from sroi.desk.region_joining import join_page, join_rows, part_joined_rows
from sroi.desk.review import evidence, review
from sroi.desk.settlement import decide_settlement, decision_list, decision_page, withdraw_proposal
from sroi.desk.settlement_proposals import proposal_form, propose_decision
from sroi.desk.shortcuts import desk_help, switch_shortcuts
from sroi.desk.statement import make_statement_of_contractor, statements_of_contractor
from sroi.desk.stories import hide_story, keep_consent, keep_story, make_public, story_page, take_consent_back
from sroi.desk.together import decide_together, look_together
from sroi.desk.workbooks import decide_rows, hand_in, problems_file, workbook_list, workbook_page, workbook_progress
from sroi.desk.year_placements import rows_of_year

ROUTES = (
    queue,
    see,
    keep_filter,
    forget_filter,
    look_together,
    decide_together,
    workbook_list,
    hand_in,
    workbook_page,
    workbook_progress,
    decide_rows,
    problems_file,
    desk_help,
    switch_shortcuts,
    review,
    decide_claim,
    ask_about_claim,
    reopen_decision,
    presence,
    evidence,
    look,
    picture,
    facts_page,
    tell_facts,
    aftercare_list,
    aftercare_page,
    keep_contact,
    keep_dropout,
    take_dropout_back,
    agreements,
    add_moment,
    remove_moment,
    set_target,
    story_page,
    keep_story,
    keep_consent,
    take_consent_back,
    make_public,
    hide_story,
    dropouts_of_this_year,
    dropouts_of_year,
    placements_of_group,
    placements_of_target,
    decision_list,
    decision_page,
    decide_settlement,
    withdraw_proposal,
    proposal_form,
    propose_decision,
    current_year,
    reconciliation,
    money_page,
    money_contracts,
    money_lines,
    coverage_of_this_year,
    coverage_of_year,
    contracts_of_part,
    export_list,
    make_one,
    export_page,
    export_progress,
    statements_of_contractor,
    make_statement_of_contractor,
    export_file,
    make_again,
    region_lists,
    upload_region_list,
    region_version_page,
    compare_region,
    confirm_sure_lines,
    region_line_page,
    decide_region,
    join_page,
    join_rows,
    part_joined_rows,
    current_goal,
    goal_page,
    picture_of_year,
    picture_of_counted,
    rows_of_year,
    bridge_rows,
    closing_page,
    move_closing,
    adjust,
    frozen_file,
    partner_list,
    partner_page,
    partner_form,
    add_partner_form,
    change_form,
    change_partner_form,
    plan_list,
    plan_of_contractor,
    answer_plan,
)

__all__ = ["ROUTES"]
