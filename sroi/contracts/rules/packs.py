"""The rows of an import as they are kept: packed by the five hundred, so that a hundred thousand are stored in a moment. Pure.

In: rows with what was found of them. Out: packs, each a compressed JSON list that the database only hands back, with a tally of the
kinds of rows in it, by which the database counts them and finds those that a page asks for.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
import zstandard
from msgspec.structs import replace

from sroi.contracts.rules.batches import Choice
from sroi.contracts.rules.facts import MAX_LENGTHS, ContractFacts
from sroi.contracts.rules.verdicts import AUTHORITY, ERROR, Amended, Becomes, Decision, Difference, RowProblem, Told, Verdict

# Which pack a row is in follows from its position: another number is a migration.
PACK_ROWS = 500
# Among the details of a row of an authority that the register does not know: its number there, and what the file calls that authority.
OWN_NUMBER, NAMED_AUTHORITY = "own_number", "authority"
NO_TEXTS = msgspec.Raw(b"[[], []]")
_NAMING_KEY = b'"authority":'  # as JSON has NAMED_AUTHORITY: packs without it name no such authority
COMPRESSION = 1  # the quickest: JSON of contracts becomes a sixth by it


class RowKind(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where a row stands in its file, from 1, and what rows are counted by."""

    position: int
    verdict: Verdict
    becomes: Becomes
    has_problems: bool
    decision: Decision


@dataclass(frozen=True)
class RowFilter:
    """What the rows of an import are narrowed to; empty means all of them."""

    verdict: Verdict | None = None
    with_problems: bool = False
    undecided: bool = False

    def fits(self, row: RowKind) -> bool:
        """Return whether a row is let through."""
        is_open = not (self.undecided and row.decision)
        return is_open and self.verdict in (None, row.verdict) and (row.has_problems or not self.with_problems)


EVERY_ROW = RowFilter()
Tally = Mapping[tuple[Verdict, Becomes, bool, Decision], int]
# Of how many rows the file names an authority that was not known, with which one that is by now, if any.
Named = Mapping[tuple[str, UUID | None], int]


class StagedRow(RowKind, frozen=True, array_like=True, gc=False):
    """One row of an import: what was read, how that compares with the register, and what it will become or became.

    `contract_id` is the contract that it is about, looks like, or changed (see `own_id`); `details` what only a notice tells;
    `source_key` says which contract the row is about, whatever file or version it stands in. `texts` are the fields that were read of
    a row of a register and their cells, read as JSON only when a person looks: see `raw`.
    """

    id: UUID
    location: str
    facts: ContractFacts
    problems: tuple[RowProblem, ...]
    doubts: tuple[str, ...]
    differences: tuple[Difference, ...]
    details: dict[str, Any]
    contract_id: UUID | None
    source_key: str
    texts: msgspec.Raw = NO_TEXTS

    @property
    def raw(self) -> Mapping[str, str]:
        """Return the text of each field as it stands in the file."""
        of_notice: Mapping[str, str] | None = self.details.get("raw")
        return dict(zip(*msgspec.json.decode(self.texts), strict=True)) if of_notice is None else of_notice

    @property
    def choice(self) -> Choice:
        """Return what an officer decided, and about which contract."""
        return Choice(self.decision, self.contract_id)

    @property
    def own_id(self) -> UUID | None:
        """Return the id of the contract or draft that the row itself became, once its import is confirmed: its own."""
        is_own = self.becomes in (Becomes.CONTRACT, Becomes.DRAFT) and self.contract_id in (None, self.id)
        return self.id if is_own else None

    @property
    def number(self) -> str:
        """Return the number that the file gives the contract, also at an authority that the register does not know."""
        return self.facts.number or str(self.details.get(OWN_NUMBER, ""))

    @property
    def may_be_decided(self) -> bool:
        """Return whether a person may say what becomes of it."""
        return self.verdict in (Verdict.DOUBT, Verdict.CHANGED)

    @property
    def asks_authority(self) -> bool:
        """Return whether the register did not know who awards when the file was read, so that an officer says so."""
        return self.told.lacks_authority or OWN_NUMBER in self.details

    @property
    def named_authority(self) -> str | None:
        """Return the name, or nothing, by which the file tells of an authority that an officer is asked about; None where none is."""
        name: str | None = self.details.get(NAMED_AUTHORITY)
        return name

    def awarded_by(self, authority_id: UUID) -> "StagedRow":
        """Return the row as one of an authority that an officer chose, with the number that it has there."""
        number = self.details.get(OWN_NUMBER, "")
        facts = replace(self.facts, authority_id=authority_id, number=number if len(number) <= MAX_LENGTHS["number"] else "")
        problems = tuple(problem for problem in self.problems if problem.field != AUTHORITY)
        source_key = self.source_key if "kind" in self.details else facts.source_key
        return replace(self, facts=facts, problems=problems, has_problems=bool(problems), source_key=source_key)

    @property
    def is_amendment(self) -> bool:
        """Return whether it is a notice of a modification."""
        return self.details.get("kind") == "modification"

    @property
    def told(self) -> Told:
        """Return what the row says, to judge it again."""
        return Told(
            facts=self.facts,
            problems=self.problems,
            source_key=self.source_key,
            is_tender=self.details.get("kind") == "tender",
            amended=_amended(self.details) if self.is_amendment else None,
            target_key=self.details.get("target_key", ""),
            is_superseded=bool(self.details.get("is_superseded")),
        )


@dataclass(frozen=True)
class Pack:
    """Rows that follow each other from position `first` on, as bytes, how many of each kind there are, and which authorities they name."""

    first: int
    content: bytes
    tally: Tally
    named: Named


def first_of(position: int) -> int:
    """Return the position of the first row of the pack that a row is in."""
    return position - (position - 1) % PACK_ROWS


def packed(rows: Sequence[StagedRow]) -> Iterator[Pack]:
    """Yield the packs of rows that follow each other, of which the first starts a pack."""
    for start in range(0, len(rows), PACK_ROWS):
        part = rows[start : start + PACK_ROWS]
        yield _pack(part[0].position, msgspec.json.encode(part), part)


def unpacked(content: bytes, *, positions: Container[int], narrowed: RowFilter = EVERY_ROW) -> Iterator[StagedRow]:
    """Yield the rows of a pack at these positions that a filter lets through."""
    text = zstandard.decompress(content)
    for kind, row in zip(_KINDS.decode(text), _EACH.decode(text), strict=True):
        if kind.position in positions and narrowed.fits(kind):
            yield _ROW.decode(row)


def unpacked_whole(content: bytes) -> list[StagedRow]:
    """Return all rows of a pack, which takes half the time of one by one."""
    return _ROWS.decode(zstandard.decompress(content))


def repacked(pack: bytes, rows: Mapping[int, StagedRow]) -> Pack:
    """Return a pack with other rows in the places of those at their positions."""
    text = zstandard.decompress(pack)
    kinds, each = _KINDS.decode(text), _EACH.decode(text)
    merged = [rows.get(kind.position, kept) for kind, kept in zip(kinds, each, strict=True)]
    return _pack(kinds[0].position, msgspec.json.encode(merged), [rows.get(kind.position, kind) for kind in kinds])


def _pack(first: int, text: bytes, rows: Iterable[RowKind]) -> Pack:
    tally = Counter((row.verdict, row.becomes, row.has_problems, row.decision) for row in rows)
    return Pack(first, zstandard.compress(text, COMPRESSION), tally, _named_in(text) if _NAMING_KEY in text else {})


def _named_in(text: bytes) -> Named:
    """Return which authorities the rows of a pack name; of each row nothing else is read."""
    return Counter(
        (row.details.authority, None if any(problem.is_unknown_authority for problem in row.problems) else row.facts.authority_id)
        for row in _NAMING.decode(text)
        if row.details.authority is not None
    )


def _amended(details: Mapping[str, Any]) -> Amended:
    changed_on, sum_before = details["changed_on"], details["sum_before"]
    return Amended(date.fromisoformat(changed_on) if changed_on else None, Decimal(sum_before) if sum_before else None, details["reason"])


class _Awarding(msgspec.Struct, gc=False):
    """Of the facts of a row who awards."""

    authority_id: UUID


class _Doubted(msgspec.Struct, gc=False):
    """Of a problem of a row whether it is that nobody knows who awards."""

    field: str
    severity: str

    @property
    def is_unknown_authority(self) -> bool:
        return self.field == AUTHORITY and self.severity == ERROR


class _Naming(msgspec.Struct, gc=False):
    """Of the details of a row what the file calls an authority that was not known; by the name of NAMED_AUTHORITY."""

    authority: str | None = None


class _NamingRow(msgspec.Struct, array_like=True, gc=False):
    """The values of a `StagedRow` up to its details, of which only those that tell who awards are read."""

    position: msgspec.Raw
    verdict: msgspec.Raw
    becomes: msgspec.Raw
    has_problems: msgspec.Raw
    decision: msgspec.Raw
    id: msgspec.Raw
    location: msgspec.Raw
    facts: _Awarding
    problems: tuple[_Doubted, ...]
    doubts: msgspec.Raw
    differences: msgspec.Raw
    details: _Naming


# Of a row only what it is counted by is read, or nothing, until it is asked for: a page shows few.
_KINDS = msgspec.json.Decoder(list[RowKind])
_EACH = msgspec.json.Decoder(list[msgspec.Raw])
_ROW = msgspec.json.Decoder(StagedRow)
_ROWS = msgspec.json.Decoder(list[StagedRow])
_NAMING = msgspec.json.Decoder(list[_NamingRow])
