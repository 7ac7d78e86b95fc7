"""What of a year is not settled: told before it is closed, to both persons, and kept in the audit; a settled year has no forecast."""

import json
import re
from datetime import date

import pytest
from litestar import Litestar

from sroi.access import OPERATOR, UnableToAllow
from sroi.audit.queries import events_page
from sroi.reconciliation.operations import close_year, decide_region_line, propose_closing
from sroi.reconciliation.queries import judged_year
from sroi.reconciliation.queries.closing import unsettled_of_year
from sroi.reconciliation.queries.region import region_lines
from sroi.reconciliation.rules.closing import Unsettled, snapshot_sha256, snapshot_to_close
from sroi.reconciliation.rules.matching.rows import Verdict
from sroi.reconciliation.rules.region import Shown
from tests.makers import NOW, approve, make_contract, make_officer, make_placement_claim, make_region_list, make_reviewer
from tests.personas import PASSWORD, persona, personas

pytestmark = pytest.mark.usefixtures("database")

YEAR, AFTER = 2023, date(2024, 1, 1)


async def _unsettled_year() -> None:
    """Keep a placement that counts and waits too, one that waits, and a list with a line that is disputed and two without a decision."""
    contract_id = await make_contract()
    await approve(claim_id=await make_placement_claim(contract_id=contract_id, reported_before=date(2023, 11, 1)))
    await make_placement_claim(contract_id=contract_id)
    await make_placement_claim(contract_id=contract_id, candidate_label="K-02", employer_name="Bakkerij Voorbeeld")
    rows = ("1;plaatsing;Smederij Voorbeeld;6-3-2023;24;WW", "2;plaatsing;Drukkerij Voorbeeld;7-3-2023;24;WW")
    version_id = await make_region_list(*rows)
    reviewer = await make_reviewer()
    (first, *_rest) = await region_lines(viewer=reviewer, version_id=version_id, shown=Shown.SURE)
    await decide_region_line(viewer=reviewer, line_id=first.id, verdict=Verdict.DISPUTED, reason="Wie claimt dit? (verzonnen)", now=NOW)


async def _left() -> Unsettled:
    judged = await judged_year(viewer=OPERATOR, year=YEAR, on=AFTER)
    return await unsettled_of_year(viewer=await make_reviewer(), year=YEAR, placements=judged.placements)


async def test_what_is_not_settled_is_counted_where_it_opens() -> None:
    assert (await _left()).is_settled
    await _unsettled_year()
    left = await _left()
    assert (left.in_review, left.disputed, left.is_settled) == (2, 1, False)
    (one,) = left.lists
    for shown, number in ((Shown.OPEN, one.undecided), (Shown.SURE, one.sure), (Shown.DISPUTED, one.disputed)):
        assert len(await region_lines(viewer=await make_reviewer(), version_id=one.version_id, shown=shown)) == number
    # The other row of the list, and the two placements of ours that it does not have.
    assert left.undecided == 3
    with pytest.raises(UnableToAllow):
        await unsettled_of_year(viewer=await make_officer(), year=YEAR, placements=())


async def test_both_persons_are_told_before_they_close_and_each_count_opens(app: Litestar) -> None:
    colleague = await make_reviewer(email="collega@example.nl", name="Collega Voorbeeld", password=PASSWORD)
    async with personas(app) as people, persona(app, colleague) as second:
        await _unsettled_year()
        href = f"/doel/{YEAR}/afsluiten"
        first = (await people.reviewer.get(href)).text
        await people.reviewer.post(href, {"action": "propose"})
        for told in (first, (await second.get(href)).text):
            assert "Nog niet alles is beslist" in told
            for sentence in (
                "2 plaatsingen met een opgave in beoordeling",
                "3 rijen van lijsten van de regio zonder besluit",
                "1 rij is betwist",
            ):
                assert sentence in told
        rows = (await second.get(f"/doel/{YEAR}/plaatsingen?opgaven=wacht")).text
        assert "2 van 2 plaatsingen" in rows
        disputed = re.search(r'href="(/regiolijsten/[^"]+\?toon=disputed)">1<', first)
        assert disputed is not None and (await second.get(disputed[1])).status_code == 200


async def test_the_audit_keeps_what_was_not_settled_when_a_year_was_closed() -> None:
    await _unsettled_year()
    await propose_closing(viewer=await make_reviewer(), year=YEAR, now=NOW, today=AFTER)
    judged = await judged_year(viewer=OPERATOR, year=YEAR, on=AFTER)
    seen = snapshot_sha256(snapshot_to_close(report=judged.report, placements=judged.placements, on=AFTER))
    colleague = await make_reviewer(email="collega@example.nl", name="Collega Voorbeeld")
    await close_year(viewer=colleague, year=YEAR, seen=seen, now=NOW, today=AFTER)
    told = {event.action: json.loads(event.details) for event in await events_page(viewer=OPERATOR)}
    for action in ("year.closing_proposed", "year.closed"):
        assert {key: told[action][key] for key in ("in_review", "undecided", "disputed")} == {"in_review": 2, "undecided": 3, "disputed": 1}


async def test_a_year_that_is_over_and_settled_has_no_forecast(app: Litestar) -> None:
    async with personas(app) as people:
        contract_id = await make_contract()
        await approve(claim_id=await make_placement_claim(contract_id=contract_id))
        # The clock of the tests stands far after 2023.
        page = (await people.officer.get(f"/doel/{YEAR}")).text
        assert "Waarschijnlijk tussen" not in page and f"/doel/{YEAR}/verloop" in page
        await make_placement_claim(contract_id=contract_id, candidate_label="K-02")
        assert "Waarschijnlijk tussen" in (await people.officer.get(f"/doel/{YEAR}")).text
