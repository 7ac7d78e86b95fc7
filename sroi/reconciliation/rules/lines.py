"""From two lists to the lines that a person decides about. Pure.

Pairs that somebody kept together stay together as long as both rows say what they said; the others are matched.
"""

from collections.abc import Iterable, Iterator, Sequence

from sroi.reconciliation.rules.matching.matching import match
from sroi.reconciliation.rules.matching.rows import Matching, Pair, Proposal, Verdict
from sroi.reconciliation.rules.region import KeptPair, Line, ListRow, identities, line_key, row_to_match

Places = Sequence[int]


class Lists:
    """Both lists, and by what each row of the partner's is recognised."""

    def __init__(self, *, own: Sequence[ListRow], partner: Sequence[ListRow], names: Sequence[str] | None = None) -> None:
        self.own, self.partner = own, partner
        self.names = identities(partner) if names is None else tuple(names)

    def line(self, proposal: Proposal, *, own: int | None = None, partner: int | None = None) -> Line:
        """Return the line of a row of either list, or of both side by side."""
        mine = None if own is None else self.own[own]
        theirs = None if partner is None else self.partner[partner]
        row = theirs or mine
        assert row is not None
        return Line(
            key=line_key(partner=theirs, identity="" if partner is None else self.names[partner], own=mine),
            kind=row.facts.kind,
            proposed=proposal.verdict,
            # Without a day there was little to compare: that nothing fits is no certainty then.
            is_sure=proposal.is_sure and (proposal.pair is not None or row.facts.start is not None),
            partner=partner,
            own=own,
            pair=proposal.pair,
            repeats=None if proposal.repeats is None else int(proposal.repeats),
        )

    def matched(self, own: Places, partner: Places) -> Matching:
        """Return the matching of some rows of both; their keys are their places."""
        return match(
            own=[row_to_match(self.own[place], key=str(place)) for place in own],
            partner=[row_to_match(self.partner[place], key=str(place)) for place in partner],
        )


def lines_of(*, own: Sequence[ListRow], partner: Sequence[ListRow], kept: Iterable[KeptPair] = ()) -> tuple[Line, ...]:
    """Return the lines: pairs by falling score, then what stands alone in the list, then in the register."""
    lists = Lists(own=own, partner=partner)
    held = tuple(_held(lists, kept))
    taken_own, taken_partner = {line.own for line in held}, {line.partner for line in held}
    open_own = [place for place in range(len(own)) if place not in taken_own]
    open_partner = [place for place in range(len(partner)) if place not in taken_partner]
    matching = lists.matched(open_own, open_partner)
    theirs = [
        lists.line(one, own=int(one.pair.own) if one.pair else None, partner=place)
        for place, one in zip(open_partner, matching.partner, strict=True)
    ]
    ours = [lists.line(one, own=place) for place, one in zip(open_own, matching.own, strict=True) if one.pair is None]
    pairs = sorted((*held, *(line for line in theirs if line.pair)), key=lambda line: -(line.pair.score if line.pair else 100))
    return (*pairs, *(line for line in theirs if line.pair is None), *ours)


def joined_lines(*, own: Sequence[ListRow], partner: Sequence[ListRow], names: Sequence[str]) -> tuple[Line, ...]:
    """Return the first row of both as one line, because a person says so, and every other row alone; `names` are their identities."""
    lists = Lists(own=own, partner=partner, names=names)
    alike = next(iter(lists.matched([0], [0]).pairs), None)
    return (
        lists.line(Proposal("0", Verdict.MATCHED, is_sure=False, pair=alike), own=0, partner=0),
        *(lists.line(Proposal(str(place), Verdict.PARTNER_ONLY, is_sure=False), partner=place) for place in range(1, len(partner))),
        *(lists.line(Proposal(str(place), Verdict.OWN_ONLY, is_sure=False), own=place) for place in range(1, len(own))),
    )


def _held(lists: Lists, kept: Iterable[KeptPair]) -> Iterator[Line]:
    """Yield the pairs that were kept together and of which neither row changed since."""
    partner_by_name = {name: place for place, name in enumerate(lists.names)}
    own_by_id = {row.id: place for place, row in enumerate(lists.own)}
    still: dict[int, int] = {}
    for pair in kept:
        theirs, ours = partner_by_name.get(pair.identity), own_by_id.get(pair.claim_id)
        if theirs is None or ours is None or ours in still.values():
            continue
        if line_key(partner=lists.partner[theirs], identity=pair.identity, own=lists.own[ours]) == pair.key:
            still[theirs] = ours
    likeness = {(pair.own, pair.partner): pair for pair in lists.matched(list(still.values()), list(still)).pairs}
    for theirs, ours in still.items():
        alike = likeness.get((str(ours), str(theirs)), Pair(str(ours), str(theirs), 100, ()))
        yield lists.line(Proposal(str(theirs), Verdict.MATCHED, is_sure=True, pair=alike), own=ours, partner=theirs)
