"""What a line of a region's list is, how it is recognised in the next version, and what may be decided about it. Pure."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from gettext import gettext as _
from hashlib import sha256
from uuid import UUID

from sroi.contracts.rules.places import official_place
from sroi.errors import NotFound, UnableTo
from sroi.reconciliation.rules.matching.rows import FIELDS, Level, Pair, Row, RowKind, Verdict
from sroi.values import holds_bsn, search_text

MAX_PARTNER, MAX_REGION_REASON = 200, 2_000


class UnableToReconcileRegion(UnableTo):
    """The list cannot be read, or the line not decided like this; `field` names the field of the form."""


class RegionNotFound(NotFound):
    """There is no such list, version or line for this viewer."""


class Shown(StrEnum):
    """Which lines a page shows: those still open, the sure ones apart, or those with one verdict."""

    OPEN = "open"
    SURE = "sure"
    MATCHED = "matched"
    OWN_ONLY = "own_only"
    PARTNER_ONLY = "partner_only"
    SUSPECTED_DUPLICATE = "suspected_duplicate"
    DISPUTED = "disputed"


@dataclass(frozen=True)
class RegionFacts:
    """What one row says, of either list: never a name or a birth date. `end` is exclusive; the amount is in euros ex VAT.

    `scope`, residence, the WSP that delivered and who claims it are four facts, kept apart; an empty `claimed_by` is the list's partner,
    or for a row of our own the authority of its contract.
    """

    kind: RowKind
    reference: str = ""
    invoice: str = ""
    label: str = ""
    employer: str = ""
    employer_number: str | None = None
    start: date | None = None
    end: date | None = None
    hours: Decimal | None = None
    target_group: str = ""
    residence: str = ""
    amount: Decimal | None = None
    authority: str = ""
    scope: str = ""
    wsp: str = ""
    claimed_by: str = ""
    contract: str = ""


@dataclass(frozen=True)
class ListRow:
    """A row of a list or of the register: a claim has an `id`, a row of a list that is only being read has none."""

    facts: RegionFacts
    token: str | None = None
    id: UUID | None = None

    @property
    def fingerprint(self) -> str:
        """Return what changes when anything changes that the row says; of a claim not what the WSP tells of it for counting alone."""
        facts = self.facts if self.id is None else replace(self.facts, wsp="", claimed_by="")
        return _hash(facts_to_json(facts), self.token or "")


@dataclass(frozen=True)
class Line:
    """What is decided as one: a row of the list, a claim of ours, or both side by side."""

    key: str
    kind: RowKind
    proposed: Verdict
    is_sure: bool
    partner: int | None = None
    own: int | None = None
    pair: Pair | None = None
    repeats: int | None = None


@dataclass(frozen=True)
class KeptPair:
    """A pair that a person kept together: a row of the list by its identity, a claim by its id, and the key of the line."""

    identity: str
    claim_id: UUID
    key: str


@dataclass(frozen=True)
class RegionDecision:
    """What a person decided about a line; `is_kept` says that it was about an earlier version and still holds."""

    verdict: Verdict
    reason: str
    decided_by: str
    in_bulk: bool
    is_kept: bool


def facts_to_json(facts: RegionFacts) -> str:
    """Return facts as text that is equal for equal facts."""
    held = {name: value for name, value in asdict(facts).items() if value not in (None, "")}
    return json.dumps(held, ensure_ascii=False, sort_keys=True, default=str)


def facts_from_json(text: str) -> RegionFacts:
    """Return the facts that `facts_to_json` wrote."""
    held = json.loads(text)
    for name in ("start", "end"):
        if name in held:
            held[name] = date.fromisoformat(held[name])
    for name in ("hours", "amount"):
        if name in held:
            held[name] = Decimal(held[name])
    known = {one.name for one in fields(RegionFacts)}
    return RegionFacts(**{name: value for name, value in held.items() if name in known} | {"kind": RowKind(held["kind"])})


def identities(rows: Sequence[ListRow]) -> tuple[str, ...]:
    """Return by what each row is recognised in another version: the partner's own number, or else all that it says.

    Rows with the same number, or that say the same, are told apart by their order.
    """
    seen: Counter[str] = Counter()
    found = []
    for row in rows:
        base = _hash("reference", search_text(row.facts.reference)) if row.facts.reference else row.fingerprint
        seen[base] += 1
        found.append(base if seen[base] == 1 else _hash(base, str(seen[base])))
    return tuple(found)


def line_key(*, partner: ListRow | None, identity: str, own: ListRow | None) -> str:
    """Return by what a line is recognised: a decision holds as long as both sides say what they said when it was taken."""
    return _hash(identity, partner.fingerprint if partner else "", str(own.id) if own else "", own.fingerprint if own else "")


def row_to_match(row: ListRow, *, key: str) -> Row:
    """Return a row as matching knows it."""
    facts = row.facts
    return Row(
        key=key,
        kind=facts.kind,
        invoice=facts.invoice,
        person=row.token,
        label=facts.label,
        employer=facts.employer,
        employer_number=facts.employer_number,
        start=facts.start,
        end=facts.end,
        hours=facts.hours,
        target_group=facts.target_group,
        residence=official_place(facts.residence),
        amount=facts.amount,
    )


def levels_text(pair: Pair | None) -> str:
    """Return the levels of a pair as a text of digits, in the order of `FIELDS`."""
    return "".join(map(str, pair.codes)) if pair else ""


def pair_of_levels(text: str, *, score: int, has_rivals: bool) -> Pair | None:
    """Return a pair for its reasons alone, from what `levels_text` wrote; None without levels."""
    if len(text) != len(FIELDS):
        return None
    return Pair("", "", score, tuple(Level(int(sign)) for sign in text), has_rivals)


def choices(*, has_partner: bool, has_own: bool) -> tuple[Verdict, ...]:
    """Return the verdicts that a line may get; for two rows side by side PARTNER_ONLY says that they are not the same."""
    if has_partner and has_own:
        return Verdict.MATCHED, Verdict.PARTNER_ONLY, Verdict.SUSPECTED_DUPLICATE, Verdict.DISPUTED
    if has_partner:
        return Verdict.PARTNER_ONLY, Verdict.SUSPECTED_DUPLICATE, Verdict.DISPUTED
    return Verdict.OWN_ONLY, Verdict.DISPUTED


def checked_reason(reason: str) -> str:
    """Return a reason without spaces around it; raise UnableToReconcileRegion when it is empty, too long or holds a BSN."""
    plain = reason.strip()
    if not plain:
        raise UnableToReconcileRegion(_("Vul in waarom u dit besluit."), field="reason")
    if len(plain) > MAX_REGION_REASON:
        message = _("Deze reden is te lang. Gebruik ten hoogste {most} tekens.").format(most=MAX_REGION_REASON)
        raise UnableToReconcileRegion(message, field="reason")
    if holds_bsn(plain):
        raise UnableToReconcileRegion(_("Hier lijkt een BSN in te staan. Haal dat weg."), field="reason")
    return plain


def private_label(label: str) -> str:
    """Return a label that is no full name: of two or more long words only the initials are left."""
    words = label.split()
    if sum(1 for word in words if len(word) > 2 and word.isalpha()) < 2:
        return label
    return "".join(f"{word[0].upper()}." for word in words if word[0].isalpha())


def _hash(*parts: str) -> str:
    return sha256("\x1f".join(parts).encode()).hexdigest()
