"""The bridge from the own total to what is reported."""

from hypothesis import given
from hypothesis import strategies as st

from sroi.reconciliation.rules.bridge import bridge_of
from sroi.reconciliation.rules.matching.rows import Verdict

numbers = st.integers(0, 1_000)


def test_every_difference_is_a_step() -> None:
    verdicts = {
        Verdict.MATCHED: 18,
        Verdict.PARTNER_ONLY: 6,
        Verdict.SUSPECTED_DUPLICATE: 2,
        Verdict.DISPUTED: 1,
        Verdict.OWN_ONLY: 22,
    }
    bridge = bridge_of(own=40, verdicts=verdicts, open_lines=3, adjustments=-1)
    assert [step.number for step in bridge.steps] == [8, -2, -1]
    assert (bridge.reported, bridge.open_lines, bridge.disputed) == (45, 3, 1)


@given(own=numbers, verdicts=st.dictionaries(st.sampled_from(Verdict), numbers), adjustments=st.integers(-50, 50))
def test_what_is_reported_is_our_own_what_only_partners_have_and_adjustments(
    own: int, verdicts: dict[Verdict, int], adjustments: int
) -> None:
    bridge = bridge_of(own=own, verdicts=verdicts, open_lines=0, adjustments=adjustments)
    assert bridge.reported == own + verdicts.get(Verdict.PARTNER_ONLY, 0) + adjustments
