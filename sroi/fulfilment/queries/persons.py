"""Where a person was counted before: the same candidate of one contractor, or the same token with any."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from typing import Any
from uuid import UUID

from piccolo.columns.combination import Or, Where

from sroi.fulfilment.rules import LIVE, ClaimStatus, PersonClaim, UnableToReport, parts_from_json
from sroi.fulfilment.tables import Candidate, Placement
from sroi.values import Period, from_hundredths, search_text


async def find_candidate(*, organisation_id: UUID, label: str, person_token: str | None) -> UUID | None:
    """Return the candidate that this contractor gave this label; raise UnableToReport when the label is someone else's."""
    rows = await Candidate.select(Candidate.id, Candidate.person_token).where(
        (Candidate.organisation == organisation_id) & (Candidate.label_key == search_text(label))
    )
    if not rows:
        return None
    known = rows[0]["person_token"]
    if person_token is not None and known is not None and known != person_token:
        raise UnableToReport(
            _("Het kenmerk {label} gebruikt u al voor iemand anders. Kies een ander kenmerk.").format(label=label), field="candidate_label"
        )
    return UUID(str(rows[0]["id"]))


@dataclass(frozen=True)
class Person:
    """A person by the token, where one is known, and by the candidate that a contractor knows, where that exists."""

    candidate_id: UUID | None
    token: str | None

    @property
    def keys(self) -> frozenset[str]:
        """Return what the claims for this person may have as `person`."""
        return frozenset(key for key in (self.token, self.candidate_id and str(self.candidate_id)) if key)


async def claims_of_person(*, candidate_id: UUID | None, person_token: str | None, except_claim: UUID | None) -> tuple[PersonClaim, ...]:
    """Return every other live claim for one person: by token where one is known, else of this candidate."""
    token = person_token
    if token is None and candidate_id is not None:
        rows = await Candidate.select(Candidate.person_token).where(Candidate.id == candidate_id)
        token = rows[0]["person_token"] if rows else None
    found = await claims_of_persons(persons=[Person(candidate_id, token)])
    return tuple(one for one in found if one.claim_id != except_claim)


async def persons_of(*, reported: Sequence[tuple[UUID, str, str | None]]) -> tuple[Person, ...]:
    """Return the person of each organisation, label and token that came with it, in one query."""
    labels = {search_text(label) for _organisation, label, _token in reported}
    rows = await Candidate.select().where(Candidate.label_key.is_in(list(labels))) if labels else []
    known = {(row["organisation"], row["label_key"]): Person(row["id"], row["person_token"]) for row in rows}
    found = (known.get((organisation, search_text(label)), Person(None, token)) for organisation, label, token in reported)
    return tuple(
        Person(person.candidate_id, token or person.token) for person, (_organisation, _label, token) in zip(found, reported, strict=True)
    )


async def claims_of_persons(*, persons: Sequence[Person]) -> tuple[PersonClaim, ...]:
    """Return every live claim for any of these persons, in one query."""
    candidates = {person.candidate_id for person in persons if person.candidate_id is not None}
    tokens = {person.token for person in persons if person.token is not None}
    if not candidates and not tokens:
        return ()
    columns = (
        Placement.claim, Placement.employer_name, Placement.hours_per_week_hundredths, Placement.share_parts, Placement.candidate,
        Placement.candidate.person_token, Placement.claim.number, Placement.claim.contract, Placement.claim.organisation,
        Placement.claim.subcontractor,
        Placement.claim.status, Placement.claim.submitted_at, Placement.claim.period_start, Placement.claim.period_before,
    )  # fmt: skip
    is_live = Placement.claim.status.is_in([status.value for status in LIVE])
    rows = await Placement.select(*columns).where(_is_one_of(candidates, tokens)).where(is_live)
    return tuple(_person_claim(row) for row in rows)


def _is_one_of(candidates: Collection[UUID], tokens: Collection[str]) -> Where | Or:
    if not tokens:
        return Placement.candidate.is_in(list(candidates))
    by_token = Placement.candidate.person_token.is_in(list(tokens))
    return by_token if not candidates else Or(Placement.candidate.is_in(list(candidates)), by_token)


def _person_claim(row: dict[str, Any]) -> PersonClaim:
    return PersonClaim(
        claim_id=row["claim"],
        number=int(row["claim.number"]),
        person=row["candidate.person_token"] or str(row["candidate"]),
        contract_id=row["claim.contract"],
        organisation_id=row["claim.subcontractor"] or row["claim.organisation"],
        status=ClaimStatus(row["claim.status"]),
        submitted_at=row["claim.submitted_at"],
        period=Period(row["claim.period_start"], row["claim.period_before"]),
        employer_name=row["employer_name"],
        hours_per_week=from_hundredths(row["hours_per_week_hundredths"]),
        parts=parts_from_json(row["share_parts"]),
    )
