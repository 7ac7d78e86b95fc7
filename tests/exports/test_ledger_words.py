"""Whatever posts to the ledger has Dutch words in its export."""

import pytest

from sroi.ledger.rules import source_label
from sroi.obligations.operations.imposing import REVISION
from sroi.review.operations.deciding import DECISION
from sroi.review.operations.reopening import REOPENING
from sroi.settlement.rules import DecisionKind
from sroi.settlement.rules.entries import PSO_EXPIRED, TRANSFER_IN, TRANSFER_OUT

OF_TWO = (*(kind.value for kind in DecisionKind if kind is not DecisionKind.TRANSFER), TRANSFER_IN, TRANSFER_OUT, PSO_EXPIRED)


@pytest.mark.parametrize("kind", [REVISION, DECISION, REOPENING, *OF_TWO])
def test_a_source_of_an_entry_is_told_in_words(kind: str) -> None:
    words = source_label(kind)
    assert words != kind and "_" not in words
    assert ("beslissing van twee personen" in words) is (kind in OF_TWO)
