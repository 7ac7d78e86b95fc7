"""Looking at contracts that look split: what a review covers, and what is kept of it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from sroi.access import OPERATOR, UnableToAllow
from sroi.audit.tables import AuditEvent
from sroi.errors import NotFound
from sroi.policy.rules import Base
from sroi.reconciliation.operations import review_split
from sroi.reconciliation.queries import contracts_that_look_split
from sroi.reconciliation.rules import (
    Looked,
    LooksSplit,
    ReviewedContracts,
    SplitReason,
    SplitReview,
    UnableToReview,
    UnderThreshold,
    fingerprint,
    is_shown,
    with_reviews,
)
from tests.makers import NOW, TODAY, make_contract, make_officer, make_reviewer

SEEN = SplitReview("Inkoper Voorbeeld", date(2024, 1, 5), "Twee opdrachten")
LATER = replace(SEEN, reason="Nog eens gekeken")


def group_of(*numbers: int) -> LooksSplit:
    def contract(number: int) -> UnderThreshold:
        name, day, amount = f"2023-{number}", date(2023, 8, number), Decimal(80_000)
        authority = (UUID(int=900), "Gemeente Rijswijk", UUID(int=800), "Schoonmaak Voorbeeld B.V.")
        return UnderThreshold(UUID(int=number), name, "Schoonmaak", *authority, None, day, Base.CONTRACT_SUM, amount, Decimal(150_000))

    contracts = tuple(map(contract, numbers))
    return LooksSplit((SplitReason.SAME_CONTRACTOR,), contracts, Decimal(160_000), Decimal(150_000), len(numbers))


def reviewed(*numbers: int, review: SplitReview = SEEN, day: int = 5) -> ReviewedContracts:
    return ReviewedContracts(review, frozenset(UUID(int=number) for number in numbers), datetime(2024, 1, day, tzinfo=UTC))


CASES: list[tuple[str, LooksSplit, list[ReviewedContracts], SplitReview | None]] = [
    ("nobody looked", group_of(1, 2), [], None),
    ("the same contracts", group_of(1, 2), [reviewed(1, 2)], SEEN),
    ("one contract more", group_of(1, 2, 3), [reviewed(1, 2)], None),
    ("an earlier contract more", group_of(1, 2, 3), [reviewed(2, 3)], None),
    ("one contract less", group_of(1, 2), [reviewed(1, 2, 3)], SEEN),
    ("two reviews that each saw a part", group_of(1, 2, 3), [reviewed(1, 2), reviewed(2, 3)], None),
    ("other contracts", group_of(1, 2), [reviewed(3, 4)], None),
    ("the last of two reviews tells", group_of(1, 2), [reviewed(1, 2, review=LATER, day=9), reviewed(1, 2)], LATER),
]


@pytest.mark.parametrize(("name", "group", "reviews", "expected"), CASES, ids=[case[0] for case in CASES])
def test_a_review_covers_the_contracts_that_it_saw(
    name: str, group: LooksSplit, reviews: list[ReviewedContracts], expected: SplitReview | None
) -> None:
    (found,) = with_reviews(groups=[group], reviews=reviews)
    assert found == replace(group, review=expected)
    shown = {looked for looked in Looked if is_shown(found, looked)}
    assert shown == {Looked.ALL, Looked.NOT_YET if expected is None else Looked.DONE}


def test_a_group_has_another_name_as_soon_as_it_has_other_contracts() -> None:
    assert fingerprint(group_of(1, 2)) == fingerprint(replace(group_of(1, 2), total=Decimal(1), reasons=(SplitReason.JUST_UNDER,)))
    assert len({fingerprint(group) for group in (group_of(1, 2), group_of(1, 2, 3), group_of(1), group_of(2))}) == 4


async def make_group() -> str:
    for number in ("2023-041", "2023-042"):
        await make_contract(number=number, contract_sum=Decimal("80000.00"))
    (group,) = await contracts_that_look_split(viewer=OPERATOR, on=TODAY)
    return fingerprint(group)


async def test_a_review_is_kept_with_its_event_and_shown_with_name_and_day(database: None) -> None:
    name, officer = await make_group(), await make_officer()
    review_id = await review_split(viewer=officer, name=name, looked_on=TODAY, reason=" Twee opdrachten ", now=NOW, today=TODAY)
    (group,) = await contracts_that_look_split(viewer=OPERATOR, on=TODAY, looked=Looked.DONE)
    assert group.review == SplitReview(officer.name, TODAY, "Twee opdrachten")
    assert await contracts_that_look_split(viewer=OPERATOR, on=TODAY, looked=Looked.NOT_YET) == ()
    (event,) = await AuditEvent.select().where(AuditEvent.action == "split.looked_at")
    assert (event["subject_id"], str(group.contracts[1].id) in event["details"]) == (str(review_id), True)


async def test_what_cannot_be_noted_is_refused_and_nothing_is_kept(database: None) -> None:
    name, officer = await make_group(), await make_officer()
    with pytest.raises(UnableToReview, match="toekomst"):
        await review_split(viewer=officer, name=name, looked_on=date(2023, 12, 16), reason="x", now=NOW, today=TODAY)
    with pytest.raises(UnableToReview, match="Zeg wat"):
        await review_split(viewer=officer, name=name, looked_on=TODAY, reason=" ", now=NOW, today=TODAY)
    with pytest.raises(NotFound, match="Bekijk de lijst opnieuw"):
        await review_split(viewer=officer, name="verzonnen", looked_on=TODAY, reason="x", now=NOW, today=TODAY)
    with pytest.raises(UnableToAllow):
        await review_split(viewer=await make_reviewer(), name=name, looked_on=TODAY, reason="x", now=NOW, today=TODAY)
    assert await contracts_that_look_split(viewer=OPERATOR, on=TODAY, looked=Looked.DONE) == ()
