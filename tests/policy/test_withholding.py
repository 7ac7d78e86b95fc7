"""What is withheld at the final account: a share with its provenance, or nothing where the policy does not say."""

from decimal import Decimal

import pytest

from sroi.policy.queries import policies, policy
from sroi.policy.rules import check_policy
from tests.policy.makers import HEAD, OWNER, policy_of

OBLIGATION = "[obligation]\nthreshold = 150000\nboundary_counts = false\nbase = 'contract_sum'\nrate_pct = 5\n"
REGION = "\n[region]\nname = 'Voorbeeldregio'\n[trainings.costs]\nlabel = 'Training'\nper = 'costs'\n"


def test_a_policy_says_which_share_of_a_shortfall_is_withheld() -> None:
    rule = policy_of(OBLIGATION + "[withholding]\nshare_pct = 62.5\nsource = 'Besluit 12'\nnote = 'Van de laatste termijn'\n").withholding
    assert rule is not None
    assert (rule.share_pct, rule.note) == (Decimal("62.5"), "Van de laatste termijn")
    assert (rule.origins.of("share_pct").source, rule.origins.of("share_pct").is_confirmed) == ("Besluit 12", True)


def test_a_policy_that_does_not_say_it_withholds_nothing() -> None:
    assert policy_of(OBLIGATION).withholding is None


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (OBLIGATION + "[withholding]\nshare_pct = 101\n", 2, "tussen 0 en 100; hier staat 101"),
        (OBLIGATION + "[withholding]\nshare_pct = -1\n", 2, "tussen 0 en 100"),
        (OBLIGATION + "[withholding]\n", 1, "ontbreekt share_pct"),
        (OBLIGATION + "[withholding]\nshare = 100\nshare_pct = 100\n", 2, "Bedoelt u share_pct?"),
    ],
)
def test_a_mistake_has_its_line(text: str, line: int, says: str) -> None:
    (mistake,) = check_policy(name="voorbeeld", text=HEAD + OWNER + text)
    assert mistake.line == (HEAD + OWNER + OBLIGATION).count("\n") + line
    assert says in mistake.message


def test_a_region_withholds_nothing() -> None:
    (mistake,) = check_policy(name="voorbeeld", text=HEAD + REGION + "[withholding]\nshare_pct = 100\n")
    assert "Een regio houdt niets in" in mistake.message


def test_what_is_shipped_is_marked_to_confirm() -> None:
    rule = policy("rijswijk-2023").withholding
    assert rule is not None and rule.share_pct == 100
    assert not any(one.withholding.origins.of("share_pct").is_confirmed for one in policies() if one.withholding)
