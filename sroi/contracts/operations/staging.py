"""Rows as a reader gives them -> what they say of contracts of this register, with what is wrong of it.

In: a reading, the authorities and the firms that are known. Out: a `Told` a row, and what a person may want to see beside it. Nothing is
compared with contracts here.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from gettext import gettext as _
from gettext import ngettext
from hashlib import sha256
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from imports import ContractRow, Notice, Problem
from imports.notices.fields import is_ordinal
from sroi.contracts.operations.facts_of_rows import MAX_NUMBER, RowsRead, Surroundings, facts_of_rows
from sroi.contracts.operations.lots import Places, at_places, places_of_lots
from sroi.contracts.operations.notice_details import details_of_notice
from sroi.contracts.rules import (
    AUTHORITY,
    ERROR,
    NAMED_AUTHORITY,
    OWN_NUMBER,
    Amended,
    ContractFacts,
    RowProblem,
    Told,
    source_key_of,
)

T = TypeVar("T")

NAMES_TOLD = 5  # of the authorities that are not known


class Staged(Struct, frozen=True, gc=False):
    """A row of the file: where it stands, what it says, what only a notice tells, or its number at an unknown authority.

    `raw` holds the cells of a row of a register.
    """

    location: str
    told: Told
    details: dict[str, Any]
    raw: Mapping[str, str]


def problems_by_row(problems: Iterable[Problem]) -> dict[int | None, list[RowProblem]]:
    """Return problems by the place of their row; those of the file as a whole under None."""
    found: dict[int | None, list[RowProblem]] = {}
    for problem in problems:
        told = RowProblem(problem.where, problem.field or "", problem.message, problem.severity)
        found.setdefault(problem.row, []).append(told)
    return found


def staged_rows(
    *, rows: Sequence[ContractRow], problems: Mapping[int | None, list[RowProblem]], around: Surroundings, at_once: int
) -> Iterator[list[Staged]]:
    """Yield what rows say, told apart from the others of their file, so many at once.

    Rows are let go of once they are read, unless the caller holds them: of a large file they are most of all memory, and to let go of a
    hundred thousand at once would hold up a web server.
    """
    has_notices, have_lots = any(row.notice is not None for row in rows), any(row.lots for row in rows)
    waiting = deque(rows)
    del rows
    if has_notices:
        yield from _parts(deque(_staged_with_notices(waiting, problems, around, at_once)), at_once)
        return
    read = _read(waiting, problems, around, at_once)
    places: Places = {}
    if have_lots:
        whole = deque(read)
        places = places_of_lots(facts for _part, found in whole for facts in found.facts)
        read = (whole.popleft() for _part in range(len(whole)))
    seen: dict[str, ContractFacts] = {}
    for part, found in read:
        facts = [at_places(one, places) for one in found.facts] if places else found.facts
        yield _staged(part, facts, [found.problems_at(place) for place in range(len(part))], seen)


def _parts(waiting: deque[T], at_once: int) -> Iterator[list[T]]:
    """Yield what waits, so many at once; what was yielded waits no more."""
    while waiting:
        yield [waiting.popleft() for _one in range(min(at_once, len(waiting)))]


def _read(
    waiting: deque[ContractRow], problems: Mapping[int | None, list[RowProblem]], around: Surroundings, at_once: int
) -> Iterator[tuple[list[ContractRow], RowsRead]]:
    """Yield the rows that wait with their facts, so many at once."""
    first = 0
    for part in _parts(waiting, at_once):
        theirs = {place: found for place in range(len(part)) if (found := problems.get(first + place))} if problems else {}
        first += len(part)
        yield part, facts_of_rows(rows=part, problems=theirs, around=around)


def _staged_with_notices(
    rows: deque[ContractRow], problems: Mapping[int | None, list[RowProblem]], around: Surroundings, at_once: int
) -> list[Staged]:
    """Return the rows of a file with notices, of which each says by itself what it is about; none waits any more."""
    # Contracts of notices that share the reference of their procedure get a number each.
    shared: Counter[str | None] = Counter(row.reference for row in rows if row.notice is not None and row.reference)
    for _row in range(len(rows)):
        rows.append(_with_own_number(rows.popleft(), shared))
    seen: dict[str, ContractFacts] = {}
    staged = []
    for part, read in _read(rows, problems, around, at_once):
        for place, (row, facts) in enumerate(zip(part, read.facts, strict=True)):
            found = read.problems_at(place)
            if row.notice is not None:
                staged.append(_staged_notice(row, row.notice, facts, found))
            else:
                staged += _staged([row], [facts], [found], seen)
    return _without_taken_numbers(_with_places(_without_older(staged)))


def _with_own_number(row: ContractRow, shared: Mapping[str | None, int]) -> ContractRow:
    """Return the row with a number that no contract of another procedure has: one that only counts says nothing outside its notice."""
    notice = row.notice
    if notice is None or not row.reference:
        return row
    if is_ordinal(row.reference) and notice.procedure_id:
        return row._replace(reference=f"{notice.procedure_id} / {row.reference}"[:MAX_NUMBER])
    own = notice.contract_id
    if not own or own == row.reference or shared[row.reference] < 2:
        return row
    return row._replace(reference=f"{row.reference}-{own}")


def _staged(
    rows: Sequence[ContractRow], facts: list[ContractFacts], problems: Sequence[tuple[RowProblem, ...]], seen: dict[str, ContractFacts]
) -> list[Staged]:
    """Return rows of a register; of rows with one number all but the first and its repetitions are drafts that ask for their own.

    `seen` has what came first of each contract before these rows.
    """
    identities = [one.identity for one in facts]
    for place, (one, first) in enumerate(zip(facts, map(seen.setdefault, identities, facts), strict=True)):
        if one is not first and one != first and (one.title or one.contractor_name):
            facts[place] = replace(one, number="")
            identities[place] = facts[place].identity
    told = map(Told, facts, problems, map(source_key_of, identities))
    return [
        Staged(row.where, one, _asked_authority(row) if one.problems and one.lacks_authority else {}, row.raw)
        for row, one in zip(rows, told, strict=True)
    ]


def _staged_notice(row: ContractRow, notice: Notice, facts: ContractFacts, problems: tuple[RowProblem, ...]) -> Staged:
    """Return a row of a notice: what it is about, its own key says."""
    told = _told_by_notice(row, notice, facts, problems)
    details = details_of_notice(row, notice, told.target_key)
    return Staged(row.where, told, details | _asked_authority(row) if told.lacks_authority else details, {})


def _asked_authority(row: ContractRow) -> dict[str, Any]:
    return {OWN_NUMBER: row.reference or "", NAMED_AUTHORITY: row.contracting_authority or ""}


def _told_by_notice(row: ContractRow, notice: Notice, facts: ContractFacts, problems: tuple[RowProblem, ...]) -> Told:
    """Return what a notice says, under a key of its contract, of its tender, or of itself when it tells of a change."""
    is_change = notice.kind == "modification"
    contract_key = _hash("\n".join(("notice", notice.procedure_id, *sorted(row.lots), notice.contract_id)))
    own_key = _hash("\n".join((notice.kind, notice.notice_id, contract_key))) if is_change else contract_key
    if notice.kind == "tender":
        own_key = _hash("\n".join(("tender", notice.procedure_id or notice.notice_id)))
    amended = Amended(notice.changed_on, notice.sum_before, notice.reason) if is_change else None
    return Told(facts, problems, own_key, notice.kind == "tender", amended, contract_key if is_change else "")


def _without_older(staged: list[Staged]) -> list[Staged]:
    """Return the rows of all but the last version of a notice about one contract marked as superseded."""
    latest: dict[str, tuple[str, str, str]] = {}
    versions = [(place, one.told.source_key, _version(one)) for place, one in enumerate(staged) if "kind" in one.details]
    for _place, key, version in versions:
        if key not in latest or version[:2] >= latest[key][:2]:
            latest[key] = version
    for place, key, version in versions:
        if version != latest[key]:
            staged[place] = _superseded(staged[place])
    return staged


def _version(one: Staged) -> tuple[str, str, str]:
    """Return which notice a row is of: two rows of one notice are no versions of each other."""
    return one.details["published_on"], one.details["version"], one.details["notice_id"]


def _with_places(staged: list[Staged]) -> list[Staged]:
    """Return the rows so that no two lots of a tender have one number, whatever the notices call them."""
    places = places_of_lots(one.told.facts for one in staged)
    if not places:
        return staged
    return [replace(one, told=replace(one.told, facts=at_places(one.told.facts, places))) for one in staged]


def _without_taken_numbers(staged: list[Staged]) -> list[Staged]:
    """Return the rows so that a number is of one contract: what tells of another contract asks for a number of its own."""
    first: dict[str, str] = {}
    for place, one in enumerate(staged):
        told = one.told
        if told.is_tender or not told.facts.number or told.lacks_authority:
            continue
        about = told.target_key or told.source_key
        if first.setdefault(told.facts.identity, about) != about:
            message = _("Nummer {number} staat in dit bestand ook bij een ander contract. Vul het eigen nummer van dit contract in.")
            problem = RowProblem(one.location, "number", message.format(number=told.facts.number), ERROR)
            free = replace(told.facts, number="")
            staged[place] = replace(one, told=replace(told, facts=free, problems=(*told.problems, problem)))
    return staged


def _superseded(one: Staged) -> Staged:
    return replace(one, told=replace(one.told, is_superseded=True), details=one.details | {"is_superseded": True})


def unknown_authorities(details: Iterable[Mapping[str, Any]]) -> tuple[RowProblem, ...]:
    """Return in one problem which authorities the rows with these details name that the register does not know; none when it knows all."""
    names = Counter(str(one[NAMED_AUTHORITY]) or _("(geen naam)") for one in details if NAMED_AUTHORITY in one)
    if not names:
        return ()
    first = ", ".join(name for name, _rows in names.most_common(NAMES_TOLD))
    shown = first if len(names) <= NAMES_TOLD else _("{names} en meer").format(names=first)
    told = ngettext(
        "Dit register kent een aanbestedende dienst uit dit bestand niet: {names}.",
        "Dit register kent {number} aanbestedende diensten uit dit bestand niet: {names}.",
        len(names),
    )
    return (RowProblem(_("aanbestedende dienst"), AUTHORITY, told.format(number=len(names), names=shown.removesuffix(".")), ERROR),)


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
