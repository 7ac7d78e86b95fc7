"""The room of exports: what leaves the register as a file. A new export is a file like its siblings and a line in `EXPORTS`.

In: the reads of every earlier room. Out: the bytes of a file, kept and recorded with their hash, and an audit event.
"""

from gettext import gettext as _

from sroi.exports.annual_report import ANNUAL_REPORT
from sroi.exports.compliance import COMPLIANCE
from sroi.exports.export import YearExport
from sroi.exports.ledger import LEDGER
from sroi.exports.open_data import OPEN_COUNTS, OPEN_DATA
from sroi.exports.order import Order
from sroi.exports.reconciliation import RECONCILIATION
from sroi.exports.records import ExportNotFound
from sroi.exports.statement import StatementExport

EXPORTS: dict[str, YearExport] = {
    export.key: export for export in (COMPLIANCE, RECONCILIATION, ANNUAL_REPORT, LEDGER, OPEN_DATA, OPEN_COUNTS)
}


def export_of(*, order: Order) -> YearExport:
    """Return the export that an order asks for, of a whole year or about one contractor; raise ExportNotFound for what is made no more."""
    if order.organisation_id is not None:
        return StatementExport(order.organisation_id, order.is_for_contractor)
    if order.key not in EXPORTS:
        raise ExportNotFound(_("Deze export bestaat niet meer."))
    return EXPORTS[order.key]


__all__ = ["EXPORTS", "YearExport", "export_of"]
