"""A municipality that a partner calls by another name than the official one: matched, and counted by a goal that asks for residents."""

from datetime import date
from uuid import UUID

import pytest

from sroi.access import OPERATOR
from sroi.contracts.queries import municipalities
from sroi.contracts.rules.places import official_place
from sroi.reconciliation.operations import compare_region_list, decide_sure_lines, set_goal, stage_region_list
from sroi.reconciliation.queries import judged_year
from sroi.reconciliation.queries.bridge import bridged_year
from sroi.reconciliation.queries.region import region_lines
from sroi.reconciliation.rules.facts import Fact, GoalRule
from sroi.reconciliation.rules.goals import GoalKind, GoalOfKind
from sroi.reconciliation.rules.matching.rows import Field, Level
from sroi.reconciliation.rules.region import Shown
from tests.makers import NOW, approve, make_administrator, make_contract, make_placement_claim, make_reviewer

LIST = """\
Volgnr;Soort;Werkgever;Startdatum;Uren per week;Doelgroep;Woonplaats
1;plaatsing;Bakkerij Voorbeeld;1-10-2023;36;Participatiewet;Den Haag
2;plaatsing;Smederij Voorbeeld;6-3-2023;24;WW;gemeente den haag
3;plaatsing;Drukkerij Voorbeeld;7-3-2023;24;WW;Delft
"""


@pytest.mark.parametrize(
    ("told", "name"), [("den  haag", "'s-Gravenhage"), ("Gemeente Den Haag", "'s-Gravenhage"), ("Delft", "Delft"), ("", "")]
)
def test_another_name_in_common_use_is_the_official_one(told: str, name: str) -> None:
    assert official_place(told) == name
    assert not name or name in municipalities().values()


async def _compared() -> UUID:
    reviewer = await make_reviewer()
    version_id = await stage_region_list(
        viewer=reviewer, partner="WSP Voorbeeld", year=2023, file_name="regio.csv", content=LIST.encode(), token_key="a key", now=NOW
    )
    await compare_region_list(viewer=reviewer, version_id=version_id, now=NOW)
    return version_id


async def test_a_partner_that_writes_another_name_is_matched_and_counted(database: None) -> None:
    claim_id = await make_placement_claim(contract_id=await make_contract(), employer_name="Bakkerij Voorbeeld", residence="GM0518")
    await approve(claim_id=claim_id)
    version_id, reviewer = await _compared(), await make_reviewer()
    lines = [line for shown in Shown for line in await region_lines(viewer=reviewer, version_id=version_id, shown=shown)]
    (pair,) = [line.pair for line in lines if line.pair]
    assert pair.levels[Field.RESIDENCE] is Level.EQUAL
    await decide_sure_lines(viewer=reviewer, version_id=version_id, reason="Bekeken (verzonnen)", now=NOW)
    rule = GoalRule(Fact.RESIDENCE, "'s-Gravenhage")
    await set_goal(viewer=await make_administrator(), goal=GoalOfKind(2023, GoalKind.PLACEMENTS, 65, "Jaarplan", rule), now=NOW)
    judged = await judged_year(viewer=OPERATOR, year=2023, on=date(2023, 12, 15))
    bridge = (await bridged_year(viewer=OPERATOR, judged=judged, closing=None)).bridge
    # Ours, and the smithy's; who lives in Delft does not count.
    assert (bridge.own, bridge.reported) == (1, 2)
