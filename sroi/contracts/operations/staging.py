"""Rows as a reader gives them -> what they say of contracts of this register, with what is wrong of it.

In: a reading, the authorities and the firms that are known. Out: a `Told` a row, and what a person may want to see beside it. Nothing is
compared with contracts here.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from gettext import gettext as _
from gettext import ngettext
from hashlib import sha256
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from imports import ContractRow, Notice, Party, Problem
from imports.notices.fields import is_ordinal
from sroi.accounts.rules import other_firm
from sroi.contracts.operations.lots import at_places, lots_of, places_of_lots
from sroi.contracts.operations.notice_details import details_of_notice
from sroi.contracts.queries import Authority
from sroi.contracts.rules import (
    AUTHORITY,
    ERROR,
    MAX_LENGTHS,
    NAMED_AUTHORITY,
    OWN_NUMBER,
    PLACEHOLDER_SUM,
    Amended,
    ContractFacts,
    ContractRole,
    ContractType,
    LotFacts,
    MemberFacts,
    NumberKind,
    RowProblem,
    Told,
    mistakes,
    source_key_of,
)
from sroi.values import day_after, is_same_name, search_text

EURO = "EUR"
WARNING = "warning"
MAX_NUMBER = 100
CONTRACT_TYPES: Mapping[str | None, ContractType] = {kind.value: kind for kind in ContractType}
NOBODY = Party("")

NAMES_TOLD = 5  # of the authorities that are not known


@dataclass(frozen=True)
class Surroundings:
    """What rows are read against: authorities by their plain name, the home authority, and firms by KVK number."""

    by_name: Mapping[str, Authority]
    home: Authority
    firms: dict[str, str]
    award_date_from_start: bool


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


def staged_rows(*, rows: Sequence[ContractRow], problems: Mapping[int | None, list[RowProblem]], around: Surroundings) -> Iterator[Staged]:
    """Yield what each row says, told apart from the others of its file.

    A row is let go of once it is read, unless the caller holds it: of a large file they are most of all memory, and to let go of a hundred
    thousand at once would hold up a web server.
    """
    has_notices, have_lots = any(row.notice is not None for row in rows), any(row.lots for row in rows)
    if has_notices:
        waiting = deque(rows)
        del rows
        staged = deque(_staged_with_notices(waiting, problems, around))
        while staged:
            yield staged.popleft()
        return
    whole = [_read(row, problems.get(index, ()), around) for index, row in enumerate(rows)] if have_lots else ()
    places = places_of_lots(facts for facts, _found in whole)
    seen: dict[str, ContractFacts] = {}
    waiting = deque(rows)
    del rows
    for index in range(len(waiting)):
        row = waiting.popleft()
        facts, found = whole[index] if whole else _read(row, problems.get(index, ()), around)
        yield _staged(row, at_places(facts, places) if places else facts, tuple(found), seen)


def _staged_with_notices(
    waiting: deque[ContractRow], problems: Mapping[int | None, list[RowProblem]], around: Surroundings
) -> list[Staged]:
    """Return the rows of a file with notices, of which each says by itself what it is about; none waits any more."""
    # Contracts of notices that share the reference of their procedure get a number each.
    shared: Counter[str | None] = Counter(row.reference for row in waiting if row.notice is not None and row.reference)
    seen: dict[str, ContractFacts] = {}
    staged = []
    for index in range(len(waiting)):
        row = waiting.popleft()
        facts, found = _read(_with_own_number(row, shared), problems.get(index, ()), around)
        staged.append(
            _staged_notice(row, row.notice, facts, tuple(found)) if row.notice is not None else _staged(row, facts, tuple(found), seen)
        )
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


def _read(row: ContractRow, read_problems: Iterable[RowProblem], around: Surroundings) -> tuple[ContractFacts, list[RowProblem]]:
    """Return the facts of a row, without what cannot be true, and what is wrong with it."""
    problems = list(read_problems)
    authority = around.by_name.get(search_text(row.contracting_authority)) if row.contracting_authority else around.home
    if authority is None:
        message = _("Aanbestedende dienst {name} is niet bekend. Kies welke dit is. Zonder keuze wordt van deze rij niets bewaard.")
        problems.append(RowProblem(row.where, AUTHORITY, message.format(name=row.contracting_authority), ERROR))
    facts = _facts(row, authority or around.home, around.award_date_from_start, problems)
    if authority is None:  # its number is not one of the home authority's
        facts = replace(facts, number="")
    facts = _of_known_firm(row, facts, around, problems)
    for mistake in mistakes(facts):
        problems.append(RowProblem(row.where, mistake.field, mistake.message, ERROR))
        facts = _without(facts, mistake.field)
    return facts, problems


def _of_known_firm(row: ContractRow, facts: ContractFacts, around: Surroundings, problems: list[RowProblem]) -> ContractFacts:
    if not facts.kvk_number:
        return facts
    known_name = around.firms.get(facts.kvk_number)
    if known_name is None:
        if facts.contractor_name:
            around.firms[facts.kvk_number] = facts.contractor_name
        return facts
    if known_name == facts.contractor_name or is_same_name(known_name, facts.contractor_name):
        return facts
    problems.append(RowProblem(row.where, "kvk_number", other_firm(facts.kvk_number, known_name), ERROR))
    return replace(facts, kvk_number=None)


def _without(facts: ContractFacts, field: str) -> ContractFacts:
    """Return facts that a draft can keep: what cannot be true is left out, what is too long is cut off; the problem says so."""
    match field:
        case "number":
            return replace(facts, number="")
        case "title":
            return replace(facts, title=facts.title[: MAX_LENGTHS[field]])
        case "extension_options":
            return replace(facts, extension_options=facts.extension_options[: MAX_LENGTHS[field]])
        case "contractor_name":
            name = facts.contractor_name[: MAX_LENGTHS[field]]
            return replace(facts, contractor_name=name, kvk_number=facts.kvk_number if name else None)
        case "ends_on":
            return replace(facts, ends_before=None)
        case "lots" | "tender_reference":
            return replace(facts, lots=(), tender_reference="")
        case _:
            amount: dict[str, Any] = {field: None}
            return replace(facts, **amount)


def _facts(row: ContractRow, authority: Authority, award_date_from_start: bool, problems: list[RowProblem]) -> ContractFacts:
    is_alone = len(row.contractors) == 1
    lead = row.contractors[0] if is_alone else _lead(row, problems)
    is_assumed = award_date_from_start and row.awarded_on is None and row.start is not None and row.notice is None
    # At most fifteen arguments: a call with more takes three times as long, and there may be hundreds of thousands.
    facts = ContractFacts(
        authority_id=authority.id,
        number=row.reference or "",
        title=row.title or "",
        contract_type=CONTRACT_TYPES.get(row.type),
        contractor_name=lead.name,
        kvk_number=lead.kvk_number,
        cpv_code=row.cpv,
        contract_sum=_contract_sum(row, problems),
        labour_share_pct=row.labour_share_pct,
        agreed_rate_pct=row.agreed_rate_pct,
        awarded_on=row.start if is_assumed else row.awarded_on,
        award_date_is_assumed=is_assumed,
        starts_on=row.start,
        ends_before=day_after(row.end),
        extension_options=row.extension_options,
    )
    return facts if is_alone and row.notice is None and not row.lots else _with_lots_and_members(facts, row)


def _contract_sum(row: ContractRow, problems: list[RowProblem]) -> Decimal | None:
    """Return the sum in euros; of a framework without one, how much may be bought under it."""
    total = row.contract_sum
    if total is None and row.notice is not None and row.notice.is_framework:
        total = row.notice.framework_maximum
    if total is not None and total <= PLACEHOLDER_SUM:
        message = _("Een bedrag van 1 euro of minder is meestal een plaatshouder. Vul het echte bedrag in.")
        problems.append(RowProblem(row.where, "contract_sum", message, ERROR))
        return None
    return total if row.currency == EURO else None


def _with_lots_and_members(facts: ContractFacts, row: ContractRow) -> ContractFacts:
    notice, lots = row.notice, lots_of(row)
    return replace(
        facts,
        tender_sum=notice.tender_sum if notice is not None and row.currency == EURO else None,
        tender_reference=_tender_reference(row, lots),
        lots=lots,
        role=ContractRole.FRAMEWORK if notice is not None and notice.is_framework else ContractRole.SINGLE,
        members=_members(row),
    )


def _tender_reference(row: ContractRow, lots: tuple[LotFacts, ...]) -> str:
    if row.notice is not None and row.notice.procedure_id:
        return row.notice.procedure_id[: MAX_LENGTHS["tender_reference"]]
    if not lots or row.reference is None:
        return ""
    # Lots that share a contract number were each given one of their own; the cell has the one that they share.
    return " ".join((row.raw.get("reference") or row.reference).split())


def _lead(row: ContractRow, problems: list[RowProblem]) -> Party:
    """Return who delivers: of a consortium the member that leads; where none leads, a person says who does."""
    if not row.contractors:
        return NOBODY
    lead = next((party for party in row.contractors if party.is_lead), row.contractors[0])
    names = ", ".join(party.name for party in row.contractors)
    if lead.is_lead:
        message = _("Dit is een combinatie ({names}). {lead} is penvoerder en komt de verplichting na.")
        problems.append(RowProblem(row.where, "contractor_name", message.format(names=names, lead=lead.name), WARNING))
    else:
        message = _("Hier staan meer opdrachtnemers ({names}). Vul in wie de verplichting nakomt.")
        problems.append(RowProblem(row.where, "contractor_name", message.format(names=names), ERROR))
    return lead


def _members(row: ContractRow) -> tuple[MemberFacts, ...]:
    """Return the members of a consortium, with the one number that tells most of each; a single firm is none. The first that leads does."""
    if len(row.contractors) < 2:
        return ()
    found, lead = [], next((party for party in row.contractors if party.is_lead), None)
    for party in row.contractors:
        numbers = ((party.kvk_number, NumberKind.KVK), (party.oin, NumberKind.OIN), (party.other_number, NumberKind.OTHER))
        number, kind = next(((number, kind) for number, kind in numbers if number), ("", None))
        name = party.name[: MAX_LENGTHS["contractor_name"]] or _("naam niet bekend")
        found.append(MemberFacts(name, number[:MAX_NUMBER], kind, party is lead))
    return tuple(found)


def _staged(row: ContractRow, facts: ContractFacts, problems: tuple[RowProblem, ...], seen: dict[str, ContractFacts]) -> Staged:
    """Return a row of a register; of rows with one number all but the first and its repetitions are drafts that ask for their own.

    `seen` has what came first of each contract before this row.
    """
    identity = facts.identity
    first = seen.setdefault(identity, facts)
    if facts is not first and facts != first and (facts.title or facts.contractor_name):
        facts = replace(facts, number="")
        identity = facts.identity
    told = Told(facts, problems, source_key_of(identity))
    return Staged(row.where, told, _asked_authority(row) if told.lacks_authority else {}, row.raw)


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
    return (RowProblem(_("aanbestedende dienst"), AUTHORITY, told.format(number=len(names), names=shown), ERROR),)


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
