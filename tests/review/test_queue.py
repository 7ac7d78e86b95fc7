"""The order of the queue by hand-computed points, its filters, its pages by key, and who looks at a claim."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from sroi.access import UnableToAllow
from sroi.fulfilment.operations import add_evidence, submit_claim
from sroi.fulfilment.queries.claims import claim
from sroi.partners.operations import add_partner
from sroi.partners.rules import Offer, PartnerFacts
from sroi.review.operations import answer, ask, be_present, remove_filter, save_filter
from sroi.review.queries import (
    next_waiting,
    others_present,
    questions_on_claim,
    queue_counts,
    queue_key,
    queue_page,
    saved_filters,
    warnings_for_claims,
)
from sroi.review.queries.presence import LEASE
from sroi.review.rules import Doubled, FilterNotFound, QueueFilter, Standing, UnableToSaveFilter, Warned, Weight, weight_reasons
from sroi.review.rules.queue import MAX_FILTERS
from sroi.review.tables import ReviewPresence
from tests.makers import (
    EVIDENCE,
    NOW,
    ROAD_FIRM,
    TODAY,
    approve,
    contractor_of,
    make_contract,
    make_officer,
    make_placement_claim,
    make_purchase_claim,
    make_reviewer,
    make_training_claim,
)

TOKEN = "a1" * 32


async def shown(narrowed: QueueFilter | None = None, as_of: date = TODAY) -> list[tuple[int, int]]:
    """Return the numbers in the queue with their points."""
    found = await queue_page(viewer=await make_reviewer(), narrowed=narrowed or QueueFilter(), as_of=as_of)
    return [(one.record.number, one.weight.points) for one in found]


async def submitted_at(contract_id: UUID, title: str, moment: datetime, costs: Decimal = Decimal("1500.00")) -> UUID:
    return await make_training_claim(contract_id=contract_id, title=title, costs=costs, now=moment, today=moment.date())


async def asked(claim_id: UUID) -> None:
    reviewer = await make_reviewer()
    version = (await claim(viewer=reviewer, claim_id=claim_id)).version
    await ask(viewer=reviewer, claim_id=claim_id, version=version, text="Hoeveel uren waren dit?", now=NOW)


@pytest.mark.parametrize(("days", "points"), [(0, 0), (6, 0), (7, 10), (13, 10), (14, 20), (27, 20), (28, 40), (400, 40)])
async def test_a_claim_gets_points_for_each_week_that_it_waits(database: None, days: int, points: int) -> None:
    contract_id = await make_contract(ends_before=date(2026, 9, 1))
    await submitted_at(contract_id, "VCA Basis", NOW)
    assert await shown(as_of=TODAY + timedelta(days=days)) == [(1, points)]


@pytest.mark.parametrize(("ends_before", "points"), [(0, 30), (1, 15), (30, 15), (31, 0)])
async def test_the_end_of_the_contract_makes_a_claim_urgent(database: None, ends_before: int, points: int) -> None:
    contract_id = await make_contract(ends_before=TODAY + timedelta(days=ends_before))
    await submitted_at(contract_id, "VCA Basis", NOW)
    assert await shown() == [(1, points)]


@pytest.mark.parametrize(("costs", "points"), [("6249.99", 0), ("6250.00", 10), ("15624.99", 10), ("15625.00", 20)])
async def test_what_a_claim_is_of_the_obligation_counts(database: None, costs: str, points: int) -> None:
    contract_id = await make_contract()  # owes 62.500
    await submitted_at(contract_id, "VCA Basis", NOW, Decimal(costs))
    assert await shown() == [(1, points)]


async def test_a_double_and_an_answer_count_and_a_question_takes_a_claim_out_of_the_queue(database: None) -> None:
    green, road = await make_contract(), await make_contract(number="2023-099", firm=ROAD_FIRM)
    await make_purchase_claim(contract_id=green)
    await make_purchase_claim(contract_id=road, supplier_name="SOCIALE werkplaats voorbeeld")
    third = await make_training_claim(contract_id=green)
    assert await shown() == [(1, 20), (2, 20), (3, 0)]
    await asked(third)
    assert await shown() == [(1, 20), (2, 20)]
    assert await shown(QueueFilter(standing=Standing.ASKED)) == [(3, 0)]
    counts = await queue_counts(viewer=await make_reviewer())
    assert (counts.to_decide, counts.doubled, counts.asked) == (2, 2, 1)
    (question,) = await questions_on_claim(viewer=await make_reviewer(), claim_id=third)
    await answer(viewer=await contractor_of(contract_id=green), claim_id=third, question_id=question.id, text="Acht.", now=NOW)
    assert await shown() == [(1, 20), (2, 20), (3, 10)]


async def test_the_same_person_on_the_same_days_is_possibly_double_and_other_days_are_not(database: None) -> None:
    green, road = await make_contract(), await make_contract(number="2023-099", firm=ROAD_FIRM)
    await make_placement_claim(contract_id=green, person_token=TOKEN, reported_before=date(2023, 11, 1))
    assert await shown(QueueFilter(doubled=Doubled.YES)) == []
    await make_placement_claim(contract_id=green, person_token=TOKEN)  # goes on from 1 November
    assert await shown(QueueFilter(doubled=Doubled.YES)) == []
    await make_placement_claim(contract_id=road, candidate_label="B-7", employer_name=ROAD_FIRM.name, person_token=TOKEN)
    assert {number for number, _points in await shown(QueueFilter(doubled=Doubled.YES))} == {1, 2, 3}
    assert await shown(QueueFilter(doubled=Doubled.NO)) == []


async def test_every_warning_of_a_row_counts_in_the_order_and_can_be_asked_for(database: None, tmp_path: Path) -> None:
    contract_id, reviewer = await make_contract(), await make_reviewer()
    facts = PartnerFacts(name="Werkbedrijf Verzonnen", supplier_kind="work_company", recognised_from=date(2020, 1, 1))
    expired = replace(facts, recognised_before=date(2023, 1, 1), offers=frozenset({Offer.PURCHASES}))
    await add_partner(viewer=reviewer, facts=expired, now=NOW)
    await make_training_claim(contract_id=contract_id)
    await make_purchase_claim(contract_id=contract_id, supplier_name="werkbedrijf verzonnen")
    await make_placement_claim(contract_id=contract_id, hours_per_week=Decimal(40))
    bare = await make_placement_claim(contract_id=contract_id, candidate_label="K-02", hours_per_week=Decimal(40), submitted=False)
    contractor = await contractor_of(contract_id=contract_id)
    await add_evidence(viewer=contractor, claim_id=bare, file_name="a.png", content=EVIDENCE, directory=tmp_path, now=NOW)
    await submit_claim(viewer=contractor, claim_id=bare, now=NOW, today=TODAY)
    found = await queue_page(viewer=reviewer, narrowed=QueueFilter(), as_of=TODAY)
    assert {one.record.number: one.weight.warnings for one in found} == {1: 0, 2: 10, 3: 10, 4: 20}
    assert "let op de waarschuwingen" in weight_reasons(found[0].weight)
    told = await warnings_for_claims(viewer=reviewer, records=[one.record for one in found])
    assert {number: len(told[one.record.id]) for one in found for number in [one.record.number]} == {1: 0, 2: 1, 3: 1, 4: 3}
    warned = [number for number, _points in await shown(QueueFilter(warned=Warned.YES))]
    assert (sorted(warned), [number for number, _points in await shown(QueueFilter(warned=Warned.NO))]) == ([2, 3, 4], [1])
    # A double has a warning too.
    await make_purchase_claim(contract_id=await make_contract(number="2023-099", firm=ROAD_FIRM), supplier_name="Werkbedrijf Verzonnen")
    assert {number for number, _points in await shown(QueueFilter(warned=Warned.YES))} == {2, 3, 4, 5}


async def test_the_queue_is_narrowed_by_words_kind_and_waiting(database: None) -> None:
    green = await make_contract(title="Groenonderhoud Noord")
    road = await make_contract(number="2023-099", title="Wegen Zuid", firm=ROAD_FIRM)
    await submitted_at(green, "VCA Basis", NOW - timedelta(days=15))
    await make_purchase_claim(contract_id=road)
    assert [number for number, _points in await shown(QueueFilter(text="wegen zuid"))] == [2]
    assert [number for number, _points in await shown(QueueFilter(text="%"))] == []
    assert [number for number, _points in await shown(QueueFilter(kind="training"))] == [1]
    assert [number for number, _points in await shown(QueueFilter(waits_days=14))] == [1]


async def test_pages_by_key_hold_every_claim_once_in_the_order_of_the_whole(database: None) -> None:
    contract_id = await make_contract()
    for number in range(7):
        await submitted_at(contract_id, f"Cursus {number}", NOW - timedelta(days=9 * (number % 3), seconds=number))
    await approve(claim_id=await make_training_claim(contract_id=contract_id, title="Klaar"))
    reviewer = await make_reviewer()
    whole = await queue_page(viewer=reviewer, narrowed=QueueFilter(), as_of=TODAY)
    paged, after = [], None
    while page := await queue_page(viewer=reviewer, narrowed=QueueFilter(), as_of=TODAY, after=after, size=2):
        paged += page
        after = page[-1].key
    assert [one.record.number for one in paged] == [one.record.number for one in whole]
    assert len(whole) == 7
    keys = [await queue_key(viewer=reviewer, claim_id=one.record.id, as_of=TODAY) for one in whole]
    assert keys == [one.key for one in whole]


async def test_the_next_claim_is_the_one_after_and_after_the_last_the_first(database: None) -> None:
    contract_id, reviewer = await make_contract(), await make_reviewer()
    ids = [await submitted_at(contract_id, f"Cursus {number}", NOW + timedelta(seconds=number)) for number in range(3)]

    async def following(claim_id: UUID) -> UUID | None:
        key = await queue_key(viewer=reviewer, claim_id=claim_id, as_of=TODAY)
        return await next_waiting(viewer=reviewer, narrowed=QueueFilter(), as_of=TODAY, after=key, except_claim=claim_id)

    assert [await following(claim_id) for claim_id in ids] == [ids[1], ids[2], ids[0]]
    for claim_id in ids[1:]:
        await approve(claim_id=claim_id)
    assert await following(ids[0]) is None
    assert await queue_key(viewer=reviewer, claim_id=ids[1], as_of=TODAY) is None


def test_the_reasons_tell_every_point_the_heaviest_first() -> None:
    assert weight_reasons(Weight()) == ""
    assert weight_reasons(Weight(answer=10)) == "10 punten: antwoord binnen"
    told = weight_reasons(Weight(age=10, deadline=30, double=20, amount=20, answer=10))
    assert told.startswith("90 punten: contract afgelopen, mogelijk dubbel, groot deel") and told.count(",") == 4


# ---------------------------------------------------------------- filters and presence


async def test_a_filter_is_kept_under_a_name_for_one_person(database: None) -> None:
    reviewer, other = await make_reviewer(), await make_reviewer(email="collega@example.nl", name="Collega Voorbeeld")
    await save_filter(viewer=reviewer, name=" Oud ", query="wacht=28", now=NOW)
    await save_filter(viewer=reviewer, name="Oud", query="wacht=14", now=NOW)
    (kept,) = await saved_filters(viewer=reviewer)
    assert (kept.name, kept.query) == ("Oud", "wacht=14")
    assert await saved_filters(viewer=other) == ()
    with pytest.raises(FilterNotFound):
        await remove_filter(viewer=other, filter_id=kept.id, now=NOW)
    await remove_filter(viewer=reviewer, filter_id=kept.id, now=NOW)
    assert await saved_filters(viewer=reviewer) == ()
    with pytest.raises(UnableToAllow):
        await save_filter(viewer=await make_officer(), name="Oud", query="", now=NOW)


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "BSN 111222333"])
async def test_a_name_that_cannot_be_kept_is_refused(database: None, name: str) -> None:
    with pytest.raises(UnableToSaveFilter):
        await save_filter(viewer=await make_reviewer(), name=name, query="", now=NOW)


async def test_there_is_an_end_to_the_filters_of_one_person(database: None) -> None:
    reviewer = await make_reviewer()
    for number in range(MAX_FILTERS):
        await save_filter(viewer=reviewer, name=f"Filter {number}", query="", now=NOW)
    with pytest.raises(UnableToSaveFilter, match="Verwijder er eerst een"):
        await save_filter(viewer=reviewer, name="Een te veel", query="", now=NOW)
    await save_filter(viewer=reviewer, name="Filter 3", query="wacht=7", now=NOW)


async def test_two_reviewers_see_each_other_for_as_long_as_a_lease(database: None) -> None:
    claim_id, elsewhere = [await make_training_claim(contract_id=await make_contract(number=number)) for number in ("2023-014", "2023-015")]
    one, other = await make_reviewer(), await make_reviewer(email="collega@example.nl", name="Collega Voorbeeld")
    await be_present(viewer=one, claim_id=claim_id, now=NOW)
    assert await others_present(viewer=one, claim_id=claim_id, now=NOW) == ()
    assert await others_present(viewer=other, claim_id=claim_id, now=NOW) == ("Beoordelaar Voorbeeld",)
    assert await others_present(viewer=other, claim_id=elsewhere, now=NOW) == ()
    late = datetime(2023, 12, 15, 9, 0, tzinfo=UTC) + LEASE + timedelta(seconds=1)
    assert await others_present(viewer=other, claim_id=claim_id, now=late) == ()
    await be_present(viewer=other, claim_id=claim_id, now=late)
    assert await ReviewPresence.count() == 1
    with pytest.raises(UnableToAllow):
        await be_present(viewer=await make_officer(), claim_id=uuid4(), now=NOW)
