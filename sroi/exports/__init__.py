"""The room of exports: what leaves the register as a file. A new export is a file like its siblings and a line in `EXPORTS`.

In: the reads of every earlier room. Out: the bytes of a file, and an audit event with their hash.
"""

from sroi.exports.annual_report import ANNUAL_REPORT
from sroi.exports.compliance import COMPLIANCE
from sroi.exports.export import YearExport
from sroi.exports.ledger import LEDGER
from sroi.exports.open_data import OPEN_COUNTS, OPEN_DATA
from sroi.exports.reconciliation import RECONCILIATION

EXPORTS: dict[str, YearExport] = {
    export.key: export for export in (COMPLIANCE, RECONCILIATION, ANNUAL_REPORT, LEDGER, OPEN_DATA, OPEN_COUNTS)
}

__all__ = ["EXPORTS", "YearExport"]
