"""Rows as a reader gives them -> the facts of contracts, with what is wrong of them.

In: rows, the authorities and the firms that are known. Out: facts that a draft can keep, and problems by row. All of it goes a column at a
time: there may be hundreds of thousands of rows, of which most have nothing that a person must look at.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from itertools import repeat
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from imports import ContractRow, Party
from sroi.accounts.rules import other_firm
from sroi.contracts.operations.lots import lots_of
from sroi.contracts.queries import Authority
from sroi.contracts.rules import (
    AUTHORITY,
    ERROR,
    MAX_LENGTHS,
    PLACEHOLDER_SUM,
    ContractFacts,
    ContractRole,
    ContractType,
    LotFacts,
    MemberFacts,
    NumberKind,
    RowProblem,
    mistakes,
)
from sroi.values import day_after, is_same_name, search_text

EURO = "EUR"
WARNING = "warning"
MAX_NUMBER = 100
CONTRACT_TYPES: Mapping[str | None, ContractType] = {kind.value: kind for kind in ContractType}
NOBODY = Party("")


@dataclass(frozen=True)
class Surroundings:
    """What rows are read against: authorities by their plain name, the home authority, and firms by KVK number."""

    by_name: Mapping[str, Authority]
    home: Authority
    firms: dict[str, str]
    award_date_from_start: bool

    def awarding(self, name: str | None) -> Authority | None:
        """Return the authority of this name; without a name it is the home authority, and None is one that is not known."""
        return self.by_name.get(search_text(name)) if name else self.home


@dataclass
class RowsRead:
    """The facts of rows, in their order, and by place in it what is wrong with those of which anything is."""

    facts: list[ContractFacts]
    problems: dict[int, list[RowProblem]]

    def problems_at(self, place: int) -> tuple[RowProblem, ...]:
        """Return what is wrong with the row in this place."""
        return tuple(self.problems[place]) if place in self.problems else ()


def facts_of_rows(*, rows: Sequence[ContractRow], problems: Mapping[int, Iterable[RowProblem]], around: Surroundings) -> RowsRead:
    """Return the facts of rows without what cannot be true; `problems` are by place those that reading them found.

    A firm that was not known is added to those of `around`: another name with its number is wrong from then on.
    """
    reading = _Reading(rows, problems, around)
    return RowsRead(reading.facts(), reading.problems)


class _Reading:
    """The rows of one call, column by column."""

    def __init__(self, rows: Sequence[ContractRow], problems: Mapping[int, Iterable[RowProblem]], around: Surroundings) -> None:
        self._rows = rows
        self._columns: dict[str, Sequence[Any]] = dict(zip(ContractRow._fields, zip(*rows, strict=True), strict=True)) if rows else {}
        self._has_notices = any(row.notice is not None for row in rows)
        self._around = around
        self.problems: dict[int, list[RowProblem]] = {place: list(found) for place, found in problems.items()}

    def facts(self) -> list[ContractFacts]:
        """Return the facts; what is wrong is in `problems` from then on."""
        facts = self._as_told() if self._rows else []
        for place, row in enumerate(self._rows):
            if row.notice is not None or row.lots or len(row.contractors) != 1:
                facts[place] = _with_lots_and_members(facts[place], row)
        for place, one in enumerate(facts):
            for mistake in mistakes(one):
                self._note(place, mistake.field, mistake.message)
                facts[place] = _without(facts[place], mistake.field)
        return facts

    def _as_told(self) -> list[ContractFacts]:
        """Return the facts of contracts that one firm alone won, without lots."""
        columns = self._columns
        authorities, numbers = self._awarded()
        leads = self._leads()
        sums = self._sums()
        names = [lead.name for lead in leads]
        awarded, is_assumed = self._days_of_award()
        # In the order of the fields, and as a map: calls that name more than fifteen arguments take three times as long.
        return list(
            map(
                ContractFacts,
                authorities,
                numbers,
                [title or "" for title in columns["title"]],
                map(CONTRACT_TYPES.get, columns["type"]),
                names,
                self._numbers_of_firms(leads, names),
                columns["cpv"],
                sums,
                repeat(None),
                repeat(None),
                columns["labour_share_pct"],
                columns["agreed_rate_pct"],
                repeat(None),
                awarded,
                is_assumed,
                columns["start"],
                map(day_after, columns["end"]),
                columns["extension_options"],
            )
        )

    def _note(self, place: int, name: str, message: str, severity: str = ERROR) -> None:
        self.problems.setdefault(place, []).append(RowProblem(self._rows[place].where, name, message, severity))

    def _awarded(self) -> tuple[list[UUID], list[str]]:
        """Return who awards and the number there; of an authority that is not known, the home authority and no number in its place."""
        named = self._columns["contracting_authority"]
        known = {name: self._around.awarding(name) for name in dict.fromkeys(named)}
        numbers = [number or "" for number in self._columns["reference"]]
        message = _("Aanbestedende dienst {name} is niet bekend. Kies welke dit is. Zonder keuze wordt van deze rij niets bewaard.")
        if None in known.values():
            for place, name in enumerate(named):
                if known[name] is None:
                    self._note(place, AUTHORITY, message.format(name=name))
                    numbers[place] = ""
        ids = {name: (authority or self._around.home).id for name, authority in known.items()}
        return [ids[name] for name in named], numbers

    def _leads(self) -> list[Party]:
        """Return who delivers: of a consortium the member that leads; where none leads, a person says who does."""
        every = self._columns["contractors"]
        return [of_row[0] if len(of_row) == 1 else self._lead(place, of_row) for place, of_row in enumerate(every)]

    def _lead(self, place: int, contractors: Sequence[Party]) -> Party:
        if not contractors:
            return NOBODY
        lead = next((party for party in contractors if party.is_lead), contractors[0])
        names = ", ".join(party.name for party in contractors)
        if lead.is_lead:
            message = _("Dit is een combinatie ({names}). {lead} is penvoerder en komt de verplichting na.")
            self._note(place, "contractor_name", message.format(names=names, lead=lead.name), WARNING)
        else:
            message = _("Hier staan meer opdrachtnemers ({names}). Vul in wie de verplichting nakomt.")
            self._note(place, "contractor_name", message.format(names=names))
        return lead

    def _sums(self) -> list[Decimal | None]:
        """Return the sums in euros; of a framework without one, how much may be bought under it."""
        message = _("Een bedrag van 1 euro of minder is meestal een plaatshouder. Vul het echte bedrag in.")
        sums = list(self._columns["contract_sum"])
        if self._has_notices:
            pairs = zip(sums, self._columns["notice"], strict=True)
            sums = [one.framework_maximum if total is None and one is not None and one.is_framework else total for total, one in pairs]
        for place, (total, currency) in enumerate(zip(sums, self._columns["currency"], strict=True)):
            if total is not None and total <= PLACEHOLDER_SUM:
                self._note(place, "contract_sum", message)
                sums[place] = None
            elif currency != EURO:
                sums[place] = None
        return sums

    def _numbers_of_firms(self, leads: Sequence[Party], names: Sequence[str]) -> list[str | None]:
        """Return the KVK numbers of contractors, but for one that is another firm's."""
        firms, numbers = self._around.firms, [lead.kvk_number for lead in leads]
        for place, (number, name) in enumerate(zip(numbers, names, strict=True)):
            if not number:
                continue
            known_name = firms.setdefault(number, name) if name else firms.get(number, name)
            if known_name != name and not is_same_name(known_name, name):
                self._note(place, "kvk_number", other_firm(number, known_name))
                numbers[place] = None
        return numbers

    def _days_of_award(self) -> tuple[Sequence[date | None], Iterable[bool]]:
        """Return the days of award, which for a register may be taken to be the first day, and whether they are."""
        awarded, starts = self._columns["awarded_on"], self._columns["start"]
        if not self._around.award_date_from_start:
            return awarded, repeat(False, len(awarded))
        is_assumed = [
            day is None and start is not None and notice is None
            for day, start, notice in zip(awarded, starts, self._columns["notice"], strict=True)
        ]
        return [start if assumed else day for day, start, assumed in zip(awarded, starts, is_assumed, strict=True)], is_assumed


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
