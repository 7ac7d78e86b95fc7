"""The wing of the WSP: the queue, review, notices, reconciliation, coverage and exports."""

from sroi.desk.coverage import contracts_of_part, coverage_of_this_year, coverage_of_year
from sroi.desk.queue import queue, see
from sroi.desk.reconciliation import compliance_export, current_year, reconciliation
from sroi.desk.review import decide_claim, evidence, review

ROUTES = (
    queue,
    see,
    review,
    decide_claim,
    evidence,
    current_year,
    reconciliation,
    compliance_export,
    coverage_of_this_year,
    coverage_of_year,
    contracts_of_part,
)

__all__ = ["ROUTES"]
