"""The wing of the WSP: the queue, review, notices, reconciliation and exports."""

from sroi.desk.queue import queue, see
from sroi.desk.reconciliation import compliance_export, current_year, reconciliation
from sroi.desk.review import decide_claim, evidence, review

ROUTES = (queue, see, review, decide_claim, evidence, current_year, reconciliation, compliance_export)

__all__ = ["ROUTES"]
