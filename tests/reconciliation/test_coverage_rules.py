"""Coverage: the parts add up to the whole, and which drafts stand above a threshold."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sroi.contracts.rules import ContractType
from sroi.policy.rules import Base, Policy
from sroi.reconciliation.rules import CoveragePart, coverage_explanation, coverage_label, coverage_of, draft_counts
from tests.policy.makers import policy_of

RULES = policy_of(
    """
[obligation]
threshold = 150000
boundary_counts = false
base = "contract_sum"
rate_pct = 5

[obligation.works]
threshold = 250000
boundary_counts = true
compared_with = "tender_sum"

[obligation.supplies]
applies = false
"""
)
NOTHING_ASKED = policy_of(
    "\n[obligation.works]\napplies = false\n[obligation.services]\napplies = false\n[obligation.supplies]\napplies = false\n"
)
ACCOUNTED = {CoveragePart.OBLIGATION, CoveragePart.EXEMPTED, CoveragePart.DRAFT}


@given(st.dictionaries(st.sampled_from(CoveragePart), st.integers(0, 10_000)))
def test_the_parts_add_up_to_the_whole(counts: dict[CoveragePart, int]) -> None:
    found = coverage_of(year=2023, counts=counts)
    assert set(found.counts) == set(CoveragePart)
    assert sum(found.counts.values()) == found.total == found.without + sum(found.counts[part] for part in ACCOUNTED)
    assert found.without == sum(counts.get(part, 0) for part in CoveragePart if part not in ACCOUNTED)
    if found.total:
        assert found.share_pct is not None
        assert 0 <= found.share_pct <= 100
        assert (found.share_pct == 100) == (found.counts[CoveragePart.OBLIGATION] == found.total)


@pytest.mark.parametrize(
    ("obligation", "others", "share"), [(0, 0, None), (0, 5, "0"), (1, 2, "33.3"), (2, 1, "66.6"), (9999, 1, "99.9"), (3, 0, "100")]
)
def test_the_share_is_rounded_down(obligation: int, others: int, share: str | None) -> None:
    found = coverage_of(year=2023, counts={CoveragePart.OBLIGATION: obligation, CoveragePart.SHORT: others})
    assert found.share_pct == (None if share is None else Decimal(share))


@pytest.mark.parametrize(
    ("policy", "kind", "contract_sum", "tender_sum", "counts"),
    [
        (RULES, ContractType.SERVICES, None, None, True),
        (RULES, ContractType.SERVICES, "1", None, True),
        (RULES, ContractType.SERVICES, "150000", None, False),
        (RULES, ContractType.SERVICES, "150000.01", None, True),
        (RULES, ContractType.WORKS, "900000", "249999.99", False),
        (RULES, ContractType.WORKS, "10", "250000", True),
        (RULES, ContractType.WORKS, "10", None, True),
        (RULES, ContractType.SUPPLIES, "900000", None, False),
        (RULES, None, "100000", "100000", False),
        (RULES, None, "200000", "200000", True),
        (None, ContractType.SERVICES, "10", None, True),
        (NOTHING_ASKED, None, "900000", None, False),
    ],
)
def test_a_draft_counts_unless_it_is_known_to_be_under(
    policy: Policy | None, kind: ContractType | None, contract_sum: str | None, tender_sum: str | None, counts: bool
) -> None:
    amounts = {Base.CONTRACT_SUM: contract_sum and Decimal(contract_sum), Base.TENDER_SUM: tender_sum and Decimal(tender_sum)}
    assert draft_counts(policy=policy, contract_type=kind, amounts=amounts) is counts  # type: ignore[arg-type]


def test_every_part_has_words_of_its_own() -> None:
    assert len({coverage_label(part) for part in CoveragePart}) == len({coverage_explanation(part) for part in CoveragePart}) == 7
