"""The wing of the contractor: its contracts, its claims, and their evidence."""

from sroi.portal.answers import answer_question
from sroi.portal.claims import claim_page, submit, take_back, withdraw
from sroi.portal.colleagues import activate, colleagues, deactivate, invite, make_admin
from sroi.portal.contracts import my_contract, my_contracts
from sroi.portal.evidence import add, download, remove
from sroi.portal.reporting import change, change_form, change_worth, report, report_form, report_worth

ROUTES = (
    my_contracts,
    my_contract,
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
    colleagues,
    invite,
    deactivate,
    activate,
    make_admin,
)

__all__ = ["ROUTES"]
