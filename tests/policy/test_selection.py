"""Which version covers an award, and whether versions follow each other."""

from datetime import date

import pytest

from sroi.policy.queries import PolicyNotFound, shipped_policies, shipped_policy
from sroi.policy.rules import Policy, check_policy, covers_award, date_conflicts, policy_for_award
from tests.policy.makers import HEAD, OWNER, policy_of

OBLIGATION = "\n[obligation]\nthreshold = 100000\nboundary_counts = false\nbase = 'contract_sum'\nrate_pct = 5\n"


def version(name: str, start: str, end: str = "", more: str = "") -> Policy:
    return policy_of(OBLIGATION, name=name, head=head(start, end, more))


def head(start: str, end: str = "", more: str = "") -> str:
    return HEAD.replace("2023-01-01", start) + (f"in_force_until = {end}\n" if end else "") + more


@pytest.mark.parametrize(
    ("awarded_on", "name"),
    [("2023-06-30", None), ("2023-07-01", "rijswijk-2023"), ("2030-01-01", "rijswijk-2023")],
)
def test_the_shipped_policy_covers_awards_from_its_first_day(awarded_on: str, name: str | None) -> None:
    found = policy_for_award(policies=shipped_policies(), authority_code="GM0603", awarded_on=date.fromisoformat(awarded_on))
    assert (found and found.name) == name


def test_another_authority_has_its_own_policy_or_none() -> None:
    day = date(2023, 9, 1)
    found = policy_for_award(policies=shipped_policies(), authority_code="GM0518", awarded_on=day)
    assert found is not None
    assert found.name == "den-haag-2023"
    assert policy_for_award(policies=shipped_policies(), authority_code="GM0503", awarded_on=day) is None
    assert policy_for_award(policies=shipped_policies(), authority_code=None, awarded_on=day) is None
    assert policy_for_award(policies=shipped_policies(), authority_code="GM0344", awarded_on=day) is None  # blocks alone cover no award


def test_a_later_version_takes_over_from_its_first_day() -> None:
    versions = [version("oud", "2023-01-01"), version("nieuw", "2024-01-01")]
    for day, name in ((date(2023, 12, 31), "oud"), (date(2024, 1, 1), "nieuw")):
        found = policy_for_award(policies=versions, authority_code="GM0000", awarded_on=day)
        assert found is not None
        assert found.name == name


def test_a_version_with_an_end_covers_nothing_from_that_day() -> None:
    ended = version("oud", "2023-01-01", "2024-01-01")
    assert covers_award(policy=ended, awarded_on=date(2023, 12, 31))
    assert not covers_award(policy=ended, awarded_on=date(2024, 1, 1))


def test_a_policy_by_publication_looks_at_the_publication_date() -> None:
    by_publication = version("p", "2023-09-01", more='reference_date = "publication"\n')
    assert covers_award(policy=by_publication, awarded_on=date(2023, 6, 1), published_on=date(2023, 9, 1))
    assert not covers_award(policy=by_publication, awarded_on=date(2024, 6, 1), published_on=date(2023, 8, 31))
    assert not covers_award(policy=by_publication, awarded_on=date(2024, 6, 1))


def test_an_authority_without_a_code_is_known_by_its_name() -> None:
    nameless = policy_of(OBLIGATION.replace("[obligation]", "[obligation]"), head=HEAD).owner
    assert nameless.code == "GM0000"
    text_owner = OWNER.replace('code = "GM0000"\n', "")
    assert check_policy(name="x", text=HEAD + text_owner + OBLIGATION) == ()
    found = policy_for_award(
        policies=[version("a", "2023-01-01")], authority_code=None, authority_name="gemeente voorbeeldstad", awarded_on=date(2023, 5, 1)
    )
    assert found is not None


@pytest.mark.parametrize(
    ("spans", "says"),
    [
        ([("2023-01-01", ""), ("2024-01-01", "")], []),
        ([("2023-01-01", "2024-01-01"), ("2024-01-01", "")], []),
        ([("2023-01-01", "2024-02-01"), ("2024-01-01", "")], ["overlappen"]),
        ([("2023-01-01", "2023-12-31"), ("2024-01-01", "")], ["geldt geen beleid"]),
        ([("2023-01-01", ""), ("2023-01-01", "")], ["allebei vanaf"]),
        ([("2024-01-01", "2025-01-01"), ("2023-01-01", "2023-06-01"), ("2025-02-01", "")], ["geldt geen beleid", "geldt geen beleid"]),
    ],
)
def test_gaps_and_overlaps_between_versions_are_named(spans: list[tuple[str, str]], says: list[str]) -> None:
    conflicts = date_conflicts(policies=[version(f"v{number}", *span) for number, span in enumerate(spans)])
    assert len(conflicts) == len(says)
    assert all(words in conflict.message for words, conflict in zip(says, conflicts, strict=True))


def test_versions_of_different_owners_never_conflict() -> None:
    assert date_conflicts(policies=shipped_policies()) == ()


@pytest.mark.parametrize(("start", "end", "line"), [("2024-01-01", "", 3), ("2022-01-01", "2022-12-01", 4)])
def test_a_file_that_leaves_a_gap_beside_other_versions_is_told_on_its_own_line(start: str, end: str, line: int) -> None:
    other = version("ander", "2023-01-01", "2023-12-01")
    text = head(start, end) + OWNER + OBLIGATION
    (mistake,) = check_policy(name="nieuw", text=text, others=[other])
    assert (mistake.line, "geldt geen beleid" in mistake.message) == (line, True)
    assert check_policy(name="ander", text=text, others=[other]) == ()  # a file is no other version of itself


def test_an_unknown_policy_names_the_known_ones() -> None:
    with pytest.raises(PolicyNotFound, match=r"rijswijk-2022 bestaat niet.*rijswijk-2023"):
        shipped_policy("rijswijk-2022")
