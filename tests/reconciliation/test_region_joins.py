"""Rows that the engine left apart are joined by a person, count once, keep so in a new version, and are parted again."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from sroi.access import UnableToAllow
from sroi.reconciliation.operations import compare_region_list, decide_region_line, join_lines, part_rows
from sroi.reconciliation.queries import judged_year
from sroi.reconciliation.queries.bridge import BridgedYear, bridged_year
from sroi.reconciliation.queries.closing import closing_of_year
from sroi.reconciliation.queries.region import RegionLine, region_line, region_lines
from sroi.reconciliation.queries.region_joins import joinable, joined_with
from sroi.reconciliation.rules.bridge import Ending
from sroi.reconciliation.rules.matching.rows import Verdict
from sroi.reconciliation.rules.region import RegionNotFound, Shown, UnableToReconcileRegion
from tests.makers import NOW, TODAY, approve, make_contract, make_officer, make_placement_claim, make_region_list, make_reviewer

pytestmark = pytest.mark.usefixtures("database")
BAKERY = "1;plaatsing;Bakkerij Anders;6-2-2023;24;WW"
GARDEN = "2;plaatsing;De Tuin van Elders;1-3-2023;36;Wajong"


async def lines(version_id: UUID) -> tuple[list[RegionLine], list[RegionLine], list[RegionLine]]:
    """Return the pairs, the rows of the partner alone, and our own rows alone."""
    reviewer = await make_reviewer()
    every = [line for shown in Shown for line in await region_lines(viewer=reviewer, version_id=version_id, shown=shown)]
    pairs = [line for line in every if line.partner and line.own]
    return pairs, [line for line in every if not line.own], [line for line in every if not line.partner]


async def decide(line: RegionLine, verdict: Verdict = Verdict.PARTNER_ONLY) -> None:
    await decide_region_line(viewer=await make_reviewer(), line_id=line.id, verdict=verdict, reason="Nagebeld", now=NOW)


async def join(one: RegionLine, other: RegionLine, *, is_own: bool = False) -> None:
    reviewer = await make_reviewer()
    await join_lines(viewer=reviewer, line_id=one.id, other_line_id=other.id, is_own=is_own, reason="Zelfde persoon", now=NOW)


async def bridge() -> BridgedYear:
    reviewer = await make_reviewer()
    judged = await judged_year(viewer=reviewer, year=2023, on=TODAY)
    return await bridged_year(viewer=reviewer, judged=judged, closing=await closing_of_year(viewer=reviewer, year=2023))


async def make_own() -> None:
    await approve(
        claim_id=await make_placement_claim(contract_id=await make_contract(), candidate_label="K-01", starts_on=date(2023, 10, 2))
    )


async def test_two_partners_claim_one_person_who_counts_once_until_they_are_parted() -> None:
    await make_own()
    first, second = await make_region_list(BAKERY), await make_region_list(GARDEN, partner="Gemeente Elders")
    (bakery,), (garden,) = (await lines(first))[1], (await lines(second))[1]
    await decide(bakery)
    await decide(garden)
    assert (await bridge()).bridge.reported == 3
    await join(garden, bakery)
    joined = await bridge()
    assert (joined.bridge.reported, [step.number for step in joined.bridge.steps]) == (2, [2, 0, 0, -1, 0, 0])
    assert sorted(row.ending for row in joined.rows) == [Ending.IS_ELSEWHERE, Ending.COUNTS]
    with pytest.raises(UnableToReconcileRegion, match="al samengevoegd"):
        await join(bakery, garden)
    reviewer = await make_reviewer()
    (held,) = await joined_with(viewer=reviewer, line=bakery)
    assert held.partner == "Gemeente Elders" and held.facts is not None and held.facts.employer == "De Tuin van Elders"
    await part_rows(viewer=reviewer, join_id=held.id, reason="Toch een ander", now=NOW)
    assert (await bridge()).bridge.reported == 3 and await joined_with(viewer=reviewer, line=garden) == ()
    with pytest.raises(RegionNotFound):
        await part_rows(viewer=reviewer, join_id=held.id, reason="Nog eens", now=NOW)


async def test_a_join_of_partners_holds_in_the_next_version_of_a_list() -> None:
    first, second = await make_region_list(BAKERY), await make_region_list(GARDEN, partner="Gemeente Elders")
    await join((await lines(first))[1][0], (await lines(second))[1][0])
    again = await make_region_list(BAKERY, "3;plaatsing;Nog een bedrijf;1-4-2023;36;WW", now=NOW + timedelta(days=30))
    line = next(line for line in (await lines(again))[1] if line.partner and line.partner.reference == "1")
    (held,) = await joined_with(viewer=await make_reviewer(), line=line)
    assert held.reason == "Zelfde persoon"


async def test_our_row_and_a_partners_row_become_one_line_that_holds_and_is_parted_by_a_verdict() -> None:
    await make_own()
    version_id = await make_region_list(BAKERY)
    _pairs, (bakery,), (ours,) = await lines(version_id)
    await join(bakery, ours, is_own=True)
    (pair,), no_partner, no_own = await lines(version_id)
    assert no_partner == no_own == []
    assert pair.decision is not None and (pair.decision.verdict, pair.decision.reason) == (Verdict.MATCHED, "Zelfde persoon")
    assert (await bridge()).bridge.reported == 1
    await compare_region_list(viewer=await make_reviewer(), version_id=version_id, now=NOW)
    (kept,), *_rest = await lines(version_id)
    assert kept.decision is not None and kept.decision.verdict is Verdict.MATCHED
    await decide(kept)
    assert (await bridge()).bridge.reported == 2


async def test_a_row_beside_the_wrong_one_is_joined_with_the_right_one() -> None:
    await make_own()
    await make_placement_claim(contract_id=await make_contract(number="2023-015"), candidate_label="K-02", employer_name="Bakkerij Anders")
    version_id = await make_region_list(BAKERY)
    _pairs, (bakery,), (first, second) = await lines(version_id)
    await join(first, bakery)
    (wrong,), _none, (second,) = await lines(version_id)
    with pytest.raises(UnableToReconcileRegion, match="hoort al bij een andere"):
        await join(wrong, second, is_own=True)
    await decide(wrong)
    await join(wrong, second, is_own=True)
    (right,), _none, (alone,) = await lines(version_id)
    assert (right.own_claim, alone.own_claim) == (second.own_claim, first.own_claim)


async def test_what_cannot_be_joined_is_told() -> None:
    await make_own()
    version_id = await make_region_list(BAKERY, GARDEN)
    _pairs, (bakery, garden), (ours,) = await lines(version_id)
    for one, other, is_own in ((bakery, bakery, False), (ours, bakery, True), (bakery, garden, True)):
        with pytest.raises(UnableToReconcileRegion) as refused:
            await join(one, other, is_own=is_own)
        assert refused.value.field == "other"
    with pytest.raises(UnableToReconcileRegion) as refused:
        await join_lines(viewer=await make_reviewer(), line_id=bakery.id, other_line_id=garden.id, is_own=False, reason=" ", now=NOW)
    assert refused.value.field == "reason"
    with pytest.raises(UnableToAllow):
        await join_lines(viewer=await make_officer(), line_id=bakery.id, other_line_id=garden.id, is_own=False, reason="Zo", now=NOW)
    assert (await region_line(viewer=await make_reviewer(), line_id=bakery.id)).own_claim is None


async def test_rows_to_join_are_found_by_what_they_say() -> None:
    await make_own()
    first, second = (
        await make_region_list(BAKERY),
        await make_region_list("7;plaatsing;bakkerij anders;9-9-2023;24;WW", GARDEN, partner="Gemeente 100%"),
    )
    reviewer, (bakery,), (ours,) = await make_reviewer(), (await lines(first))[1], (await lines(first))[2]

    async def found(line: RegionLine, text: str = "") -> list[str]:
        return [one.facts.employer for one in await joinable(viewer=reviewer, line=line, year=2023, text=text)]

    assert await found(bakery) == ["bakkerij anders"]
    assert await found(bakery, "TUIN") == ["Groenbedrijf De Voorbeeldtuin B.V.", "De Tuin van Elders"]
    assert await found(bakery, "2023-03") == ["De Tuin van Elders"]
    assert await found(bakery, "1-3-2023") == ["De Tuin van Elders"]
    assert await found(bakery, "%") == []
    assert await found(ours, "anders") == ["Bakkerij Anders"]
    assert second != first
