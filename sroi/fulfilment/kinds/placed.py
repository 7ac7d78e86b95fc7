"""A placement as it is reported, and what a claim for it rests on: its days, the person, and what other claims leave of it."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from uuid import UUID

from sroi.fulfilment.kinds.kind import Context, Known
from sroi.fulfilment.queries.dropouts import stopped_before
from sroi.fulfilment.queries.persons import claims_of_person, find_candidate
from sroi.fulfilment.rules import (
    Parts,
    PersonClaim,
    UnableToReport,
    binding_claims,
    claimed_periods,
    first_gap,
    free_share_refusal,
    is_same_employer,
    parts_for,
    stopped_words,
)
from sroi.policy.rules import PlacementFacts
from sroi.values import Period, holds_bsn

MAX_HOURS = Decimal(60)
MIN_AGE = 15
MAX_AGE = 100


@dataclass(frozen=True)
class PlacementDetails:
    """A placement as it is reported; ends are exclusive, `reported_before` is the first day that this claim leaves out.

    `candidate_label` is what the contractor calls the person; the same label is the same person for that contractor. `share_pct` is how
    much of the placement counts for this contract; `parts` are those that the claim took when it was kept.
    """

    candidate_label: str
    target_group: str
    employer_name: str
    starts_on: date
    hours_per_week: Decimal
    reported_before: date
    ends_before: date | None = None
    employer_kvk_number: str | None = None
    residence: str | None = None
    birth_year: int | None = None
    wage_cost_subsidy_before: date | None = None
    bonuses: frozenset[str] = frozenset()
    person_token: str | None = None
    employment: str | None = None
    share_pct: Decimal = Decimal(100)
    parts: Parts | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Ground:
    """What a claim for a placement rests on: its days, its candidate where known, other claims for the person, and its own parts."""

    facts: PlacementFacts
    period: Period
    candidate_id: UUID | None
    others: tuple[PersonClaim, ...]
    parts: Parts


async def ground_of(details: PlacementDetails, context: Context) -> Ground:
    """Return what a claim rests on; raise UnableToReport where its days or its share are taken."""
    _check(details, context.today)
    known = context.known or await _known(details, context)
    if known.stopped is not None:
        details = _until(details, known.stopped)
    contract = context.contract.facts
    facts = facts_of(details, contract.starts_on, contract.ends_before)
    period = _period(details, context, known.claims, facts.first_day)
    return Ground(facts, period, known.candidate_id, known.claims, _parts(details, context, known.claims, period))


async def _known(details: PlacementDetails, context: Context) -> Known:
    """Look up the person of a placement, and what is claimed for that person elsewhere."""
    token = details.person_token
    candidate_id = await find_candidate(organisation_id=context.reporter_id, label=details.candidate_label, person_token=token)
    stopped = await stopped_before(candidate_id=candidate_id, employer_name=details.employer_name, starts_on=details.starts_on)
    others = await claims_of_person(candidate_id=candidate_id, person_token=token, except_claim=context.claim_id)
    return Known(candidate_id, others, stopped)


def _until(details: PlacementDetails, stopped: date) -> PlacementDetails:
    """Return a placement that ends where its person stopped; refuse days after that."""
    if details.reported_before > stopped:
        raise UnableToReport(_("{stopped} Geef op tot en met die dag.").format(stopped=stopped_words(stopped)), field="reported_on")
    return replace(details, ends_before=stopped if details.ends_before is None else min(details.ends_before, stopped))


def _period(details: PlacementDetails, context: Context, others: tuple[PersonClaim, ...], first: date) -> Period:
    if details.reported_before <= first:
        raise UnableToReport(_("Het contract loopt dan nog niet. Kies een latere dag."), field="reported_on")
    taken = claimed_periods(claims=others, contract_id=context.contract.id, employer_name=details.employer_name)
    period = first_gap(wanted=Period(first, details.reported_before), taken=taken)
    if period is None:
        raise UnableToReport(_("Deze dagen hebt u voor deze kandidaat al opgegeven. Kies een latere dag."), field="reported_on")
    return period


def _parts(details: PlacementDetails, context: Context, others: tuple[PersonClaim, ...], period: Period) -> Parts:
    binding = binding_claims(claims=others, organisation_id=context.reporter_id)
    wanted = int(details.share_pct * 100)
    if context.turn is None:  # at review a person judges the days, who sees in which other claims they stand
        refusal = free_share_refusal(
            wanted=wanted,
            employer_name=details.employer_name,
            period=period,
            others=binding,
            organisation_id=context.reporter_id,
        )
        if refusal is not None:
            raise UnableToReport(refusal, field="share_pct")
    same = (other for other in binding if is_same_employer(other.employer_name, details.employer_name))
    return parts_for(wanted=wanted, taken=[other.parts for other in same if other.period.overlaps(period)], kept=details.parts)


def _check(details: PlacementDetails, today: date) -> None:
    if holds_bsn(details.candidate_label):
        raise UnableToReport(
            _("Dit lijkt een burgerservicenummer. Dat mag hier niet staan: kies initialen of een eigen nummer."), field="candidate_label"
        )
    if details.hours_per_week > MAX_HOURS:
        raise UnableToReport(_("Een werkweek heeft ten hoogste 60 uren."), field="hours_per_week")
    if details.hours_per_week * 100 % 1:
        raise UnableToReport(_("Schrijf de uren met ten hoogste twee decimalen."), field="hours_per_week")
    if details.ends_before is not None and details.ends_before <= details.starts_on:
        raise UnableToReport(_("De einddatum ligt voor de startdatum. Verbeter een van beide."), field="ends_on")
    if details.reported_before <= details.starts_on:
        raise UnableToReport(_("U kunt pas opgeven vanaf de startdatum. Kies een latere dag."), field="reported_on")
    if (details.reported_before - today).days > 1:
        raise UnableToReport(_("U kunt opgeven tot en met vandaag. Wat daarna komt, geeft u later op."), field="reported_on")
    if details.ends_before is not None and details.reported_before > details.ends_before:
        raise UnableToReport(_("De plaatsing is dan al afgelopen. Kies ten hoogste de laatste werkdag."), field="reported_on")
    if not 0 < details.share_pct <= 100 or details.share_pct * 100 % 1:
        raise UnableToReport(_("Vul een percentage in boven 0 en ten hoogste 100, met ten hoogste twee decimalen."), field="share_pct")
    if details.birth_year is not None:
        age = details.starts_on.year - details.birth_year
        if not MIN_AGE <= age <= MAX_AGE:
            raise UnableToReport(_("Controleer het geboortejaar: een kandidaat is ten minste 15 jaar."), field="birth_year")


def facts_of(details: PlacementDetails, contract_start: date | None, contract_end: date | None) -> PlacementFacts:
    """Return a placement as a policy values it, on a contract over these days, the end exclusive."""
    return PlacementFacts(
        target_group=details.target_group,
        hours_per_week=details.hours_per_week,
        start=details.starts_on,
        end=details.ends_before,
        contract_start=contract_start,
        contract_end=contract_end,
        wage_cost_subsidy_end=details.wage_cost_subsidy_before,
        birth_year=details.birth_year,
        bonuses=details.bonuses,
    )
