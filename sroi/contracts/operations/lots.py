"""Lots as the rows of a file name them -> lots with a number each, by which the register knows them.

In: rows as a reader gives them, or what was read of them. Out: their lots, of which no two of one tender share a number.
"""

from collections.abc import Iterable, Mapping
from gettext import gettext as _
from uuid import UUID

from msgspec.structs import replace

from imports import ContractRow, Notice
from sroi.contracts.rules import MAX_LENGTHS, ContractFacts, LotFacts

LOT_DIGITS = 4
NO_LOTS = "LOT-0000"  # how a notice names the whole of a procedure that has no lots


def lots_of(row: ContractRow) -> tuple[LotFacts, ...]:
    """Return lots with the numbers that the file gives them, or else in its order."""
    if not row.lots:
        return ()
    names = tuple(name for name in row.lots if name != NO_LOTS)
    if not names:
        return ()
    if row.notice is not None:
        return _lots_of_notice(names, row.notice)
    if all(name.isdecimal() and 0 < int(name[:5]) <= 9999 for name in names):
        return tuple(LotFacts(int(name), _("Perceel {number}").format(number=int(name))) for name in names)
    return tuple(LotFacts(number, name) for number, name in enumerate(names, 1))


def _lots_of_notice(names: tuple[str, ...], notice: Notice) -> tuple[LotFacts, ...]:
    titles = {lot.identifier: lot.title for lot in notice.lots}
    numbers = _lot_numbers((*titles, *names))
    return tuple(LotFacts(numbers[name], (titles.get(name) or name)[: MAX_LENGTHS["title"]]) for name in dict.fromkeys(names))


def _lot_numbers(names: Iterable[str]) -> dict[str, int]:
    """Return the number of each lot: the digits that its name ends in, or its place where those do not tell every lot from the others."""
    known = tuple(dict.fromkeys(names))
    ends = [name.rpartition("-")[2] for name in known]
    own = [int(digits) if digits.isdecimal() and len(digits) <= LOT_DIGITS else 0 for digits in ends]
    is_clear = all(own) and len(set(own)) == len(own)
    return dict(zip(known, own if is_clear else range(1, len(known) + 1), strict=True))


Places = Mapping[tuple[UUID, str], Mapping[str, int]]


def places_of_lots(read: Iterable[ContractFacts]) -> Places:
    """Return the numbers of lots by tender and title, of the tenders of which the rows of a file give two lots one number: their places."""
    titles: dict[tuple[UUID, str], dict[str, int]] = {}
    for facts in read:
        for lot in facts.lots:
            titles.setdefault((facts.authority_id, facts.tender_reference), {}).setdefault(lot.title, lot.number)
    return {
        tender: {title: place for place, title in enumerate(known, 1)}
        for tender, known in titles.items()
        if len(set(known.values())) < len(known)
    }


def at_places(facts: ContractFacts, places: Places) -> ContractFacts:
    """Return facts of which the lots have these numbers, where there are any for its tender."""
    numbers = places.get((facts.authority_id, facts.tender_reference))
    if not numbers or not facts.lots:
        return facts
    return replace(facts, lots=tuple(LotFacts(numbers[lot.title], lot.title) for lot in facts.lots))
