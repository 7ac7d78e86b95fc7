"""The bridge from the own total to what is reported: it always adds up, and always to distinct persons."""

from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from sroi.contracts.rules import Scope
from sroi.reconciliation.rules.bridge import Bridge, BridgeRow, Ending, Node, OwnPersons, bridge_of, endings_of
from sroi.reconciliation.rules.facts import EVERY_CONTRACT, Fact, Facts, GoalRule
from sroi.reconciliation.rules.matching.rows import Verdict

DELFT, WESTLAND = UUID(int=1), UUID(int=2)
OWN = OwnPersons({101: "a", 102: "b", 103: "a"}, frozenset("a"))
REGIONAL = Facts(Scope.REGIONAL)


def row(place: str, *, verdict: Verdict | None = Verdict.PARTNER_ONLY, token: str | None = None, beside: int | None = None) -> BridgeRow:
    """Return a row of the list that the place names first: 'd1' is the first of Delft."""
    return BridgeRow((DELFT if place[0] == "d" else WESTLAND, place), token, verdict, beside, 2023, REGIONAL)


def ended(*rows: BridgeRow, joins: tuple[tuple[Node, Node], ...] = (), rule: GoalRule = EVERY_CONTRACT) -> tuple[Ending, ...]:
    return endings_of(rows=rows, own=OWN, joins=joins, year=2023, rule=rule)


def test_a_person_on_the_lists_of_two_partners_counts_once() -> None:
    assert ended(row("d1", token="p"), row("w1", token="p"), row("w2", token="q")) == (
        Ending.COUNTS,
        Ending.IS_ELSEWHERE,
        Ending.COUNTS,
    )


def test_a_person_whom_we_count_is_not_counted_again_by_token_or_through_another_list() -> None:
    same_as_ours = row("d1", verdict=Verdict.MATCHED, token="p", beside=103)
    assert ended(row("w1", token="a"), row("w2", token="p"), same_as_ours) == (Ending.IS_OURS, Ending.IS_OURS, Ending.MATCHED)


def test_a_person_of_ours_who_does_not_count_yet_counts_by_the_list_once() -> None:
    waiting = row("d1", verdict=Verdict.MATCHED, token="p", beside=102)
    assert ended(waiting, row("w1", token="p"), row("w2", token="p")) == (Ending.MATCHED, Ending.COUNTS, Ending.IS_ELSEWHERE)


def test_rows_that_a_person_joined_are_one() -> None:
    one, other = row("d1"), row("w1")
    assert ended(one, other) == (Ending.COUNTS, Ending.COUNTS)
    assert ended(one, other, joins=((one.node, other.node),)) == (Ending.COUNTS, Ending.IS_ELSEWHERE)
    assert ended(one, other, joins=((other.node, row("d9").node),)) == (Ending.COUNTS, Ending.COUNTS)


def test_another_year_and_another_rule_are_not_of_the_goal() -> None:
    by_wsp = GoalRule(Fact.DELIVERING_WSP, "WSP Voorbeeld")
    told = replace(row("d2"), facts=replace(REGIONAL, delivering_wsp="wsp voorbeeld"))
    assert ended(replace(row("d1"), year=2022), replace(row("w1"), year=None)) == (Ending.NOT_OF_THE_GOAL, Ending.COUNTS)
    assert ended(row("d1"), told, rule=by_wsp) == (Ending.NOT_OF_THE_GOAL, Ending.COUNTS)


def test_every_difference_is_a_step() -> None:
    rows = (
        row("d1"),
        row("d2", verdict=Verdict.SUSPECTED_DUPLICATE),
        row("d3", token="a"),
        row("d4", token="p"),
        row("w1", token="p"),
        replace(row("w2"), year=2022),
        row("w3", verdict=None),
        row("w4", verdict=Verdict.DISPUTED),
        row("w5", verdict=Verdict.MATCHED, beside=101),
    )
    bridge = bridge_of(own=1, rows=rows, endings=ended(*rows), adjustments=-1)
    assert [step.number for step in bridge.steps] == [6, -1, -1, -1, -1, -1]
    assert (bridge.reported, bridge.open_lines, bridge.disputed) == (2, 1, 1)
    assert bridge.partner_scopes == {Scope.REGIONAL: 2}


tokens = st.one_of(st.none(), st.sampled_from("abcpq"))
lists = st.lists(
    st.builds(
        BridgeRow,
        st.tuples(st.sampled_from([DELFT, WESTLAND, UUID(int=3)]), st.sampled_from("123456")),
        tokens,
        st.one_of(st.none(), st.sampled_from([verdict for verdict in Verdict if verdict is not Verdict.OWN_ONLY])),
        st.one_of(st.none(), st.sampled_from([101, 102, 103, 999])),
        st.sampled_from([None, 2022, 2023]),
        st.builds(Facts, st.one_of(st.none(), st.sampled_from(Scope))),
    ),
    max_size=10,
    unique_by=lambda one: one.node,
)
nodes = st.tuples(st.sampled_from([DELFT, WESTLAND, UUID(int=3)]), st.sampled_from("123456"))


def persons_of(rows: list[BridgeRow], joins: list[tuple[Node, Node]], rule: GoalRule) -> int:
    """Return how many persons count, found by walking: ours, and each set of rows that hang together around one only partners have."""
    links = [*joins, *((one.node, other.node) for one in rows for other in rows if one.token and one.token == other.token)]
    known = {one.node: {one.token} - {None} for one in rows}
    for one in rows:
        if one.verdict in (Verdict.MATCHED, Verdict.SUSPECTED_DUPLICATE) and one.own_claim in OWN.person_by_claim:
            known[one.node].add(OWN.person_by_claim[one.own_claim])
    links += [(one, other) for one in known for other in known if known[one] & known[other]]
    found: set[frozenset[Node]] = set()
    for start in (one.node for one in rows):
        reached, edge = {start}, {start}
        while edge:
            edge = {other for link in links for other in link if set(link) & reached} - reached
            reached |= edge
        found.add(frozenset(reached))
    counting = {
        one.node for one in rows if one.verdict is Verdict.PARTNER_ONLY and one.year in (None, 2023) and rule.admits(one.facts) is True
    }
    ours = {one for one in known if known[one] & OWN.counted}
    return len(OWN.counted) + sum(1 for group in found if group & counting and not group & ours)


@given(
    rows=lists,
    joins=st.lists(st.tuples(nodes, nodes), max_size=4),
    adjustments=st.integers(-5, 5),
    rule=st.sampled_from([EVERY_CONTRACT, GoalRule(value="local")]),
)
def test_the_bridge_adds_up_to_distinct_persons_whoever_claims_them(
    rows: list[BridgeRow], joins: list[tuple[Node, Node]], adjustments: int, rule: GoalRule
) -> None:
    endings = endings_of(rows=rows, own=OWN, joins=joins, year=2023, rule=rule)
    bridge: Bridge = bridge_of(own=len(OWN.counted), rows=rows, endings=endings, adjustments=adjustments)
    assert bridge.reported == persons_of(rows, joins, rule) + adjustments
    for step in bridge.steps[:-1]:
        assert abs(step.number) == sum(ending in step.endings for ending in endings)
    assert bridge.own + sum(bridge.partner_scopes.values()) + adjustments == bridge.reported
