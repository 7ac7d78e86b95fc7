"""Matching two lists: the own register and a list of the region. Pure: rows in, a proposal for each row out.

    matching = match(own=rows, partner=rows_of_the_region)
    for pair in matching.pairs:
        print(pair.own, pair.partner, pair.score, reasons(pair))

Nothing is decided here: a person decides, with a reason. The steps: `columns`, `blocking`, `comparing`, `scoring`, `assigning`.
"""

from sroi.reconciliation.rules.matching.matching import LIKELY, SURE, match
from sroi.reconciliation.rules.matching.rows import FIELDS, Field, Level, Matching, Pair, Proposal, Row, RowKind, Verdict
from sroi.reconciliation.rules.matching.words import Reason, field_label, reasons, verdict_label

__all__ = [
    "FIELDS",
    "LIKELY",
    "SURE",
    "Field",
    "Level",
    "Matching",
    "Pair",
    "Proposal",
    "Reason",
    "Row",
    "RowKind",
    "Verdict",
    "field_label",
    "match",
    "reasons",
    "verdict_label",
]
