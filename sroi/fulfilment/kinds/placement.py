"""A placement: a person from a target group at work, reported and approved period by period."""

import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID, uuid4

from sroi.contracts.queries import municipalities
from sroi.fulfilment.kinds.kind import Basis, Context
from sroi.fulfilment.queries.dropouts import stopped_before
from sroi.fulfilment.queries.persons import claimed_periods, counted_periods, find_candidate, find_person
from sroi.fulfilment.rules import UnableToReport, Valued, days_outside, first_gap, stopped_words
from sroi.fulfilment.tables import Candidate, Placement
from sroi.policy.rules import (
    PlacementFacts,
    Policy,
    Step,
    UnableToValue,
    cents_of_period,
    counted_period,
    essence_of,
    required_evidence,
    value_of_period,
    value_until,
    without_refused_bonuses,
)
from sroi.values import Period, format_date, format_decimal, from_hundredths, holds_bsn, last_day, parse_iso_date, search_text

MAX_HOURS = Decimal(60)
MIN_AGE = 15
MAX_AGE = 100


@dataclass(frozen=True)
class PlacementDetails:
    """A placement as it is reported; ends are exclusive, `reported_before` is the first day that this claim leaves out.

    `candidate_label` is what the contractor calls the person; the same label is the same person for that contractor.
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


class PlacementKind:
    """Valued over the days that no other claim for this person, employer and contract holds."""

    key = "placement"
    policy_table = "blocks"
    tables = "JOIN placement ON placement.claim = claim.id JOIN candidate ON candidate.id = placement.candidate"
    columns: Mapping[str, str] = {
        "target_group": "placement.target_group",
        "hours_per_week_hundredths": "placement.hours_per_week_hundredths",
        "placed_from": "placement.starts_on",
        "placed_before": "placement.ends_before",
        "birth_year": "placement.birth_year",
        "wage_cost_subsidy_before": "placement.wage_cost_subsidy_before",
        "bonuses": "placement.bonuses",
        "candidate": "placement.candidate",
        "person_token": "candidate.person_token",
    }
    block_column = "target_group"

    @property
    def label(self) -> str:
        """Return the Dutch name."""
        return _("Plaatsing")

    def block_of(self, *, details: PlacementDetails) -> str:
        """Return the target group."""
        return details.target_group

    async def value(self, *, details: PlacementDetails, context: Context) -> Valued:
        """Return what the reported days are worth; raises UnableToReport and UnableToValue."""
        _check(details, context.today)
        candidate_id = await find_candidate(
            organisation_id=context.organisation_id, label=details.candidate_label, person_token=details.person_token
        )
        stopped = await stopped_before(candidate_id=candidate_id, employer_name=details.employer_name, starts_on=details.starts_on)
        if stopped is not None:
            details = _until(details, stopped)
        person = await find_person(candidate_id=candidate_id, person_token=details.person_token)
        contract = context.contract.facts
        facts = _facts(details, contract.starts_on, contract.ends_before)
        first = facts.first_day
        if details.reported_before <= first:
            raise UnableToReport(_("Het contract loopt dan nog niet. Kies een latere dag."), field="reported_on")
        taken = await claimed_periods(
            contract_id=context.contract.id, person=person, employer_name=details.employer_name, except_claim=context.claim_id
        )
        period = first_gap(wanted=Period(first, details.reported_before), taken=taken)
        if period is None:
            raise UnableToReport(_("Deze dagen hebt u voor deze kandidaat al opgegeven. Kies een latere dag."), field="reported_on")
        others = await counted_periods(person=person, except_claim=context.claim_id, turn=context.turn)
        capped = _capped(context.policy, facts, others, period.end or first)
        valuation = value_of_period(policy=context.policy, placement=capped, period=period)
        to_end = facts._replace(days_counted_before=days_outside(periods=others, own=Period(first, None)))
        steps = (*valuation.steps, *(Step(label=_("Let op"), explanation=warning, figure="") for warning in valuation.warnings))
        return Valued(period, valuation.amount, _expected(context.policy, to_end, valuation.amount), steps)

    def rules(self, *, policy: Policy, block: str) -> Hashable | None:
        """Return the target group's block with the bonuses that go with it; None when the policy lacks the group."""
        held = policy.blocks.get(block)
        if held is None:
            return None
        return essence_of((held, *(bonus for bonus in policy.bonuses.values() if bonus.fits(held))))

    def worth(self, *, row: Mapping[str, Any], basis: Basis) -> int:
        """Return what the claimed days are worth in whole cents; raises UnableToValue."""
        facts = PlacementFacts(
            target_group=row["target_group"],
            hours_per_week=from_hundredths(row["hours_per_week_hundredths"]),
            start=date.fromisoformat(row["placed_from"]),
            end=parse_iso_date(row["placed_before"]),
            contract_start=basis.contract_start,
            contract_end=basis.contract_end,
            wage_cost_subsidy_end=parse_iso_date(row["wage_cost_subsidy_before"]),
            birth_year=None if row["birth_year"] is None else int(row["birth_year"]),
            bonuses=_bonuses(row["bonuses"]),
        )
        if basis.earlier:
            facts = _capped(basis.policy, facts, basis.earlier, max(basis.period.end or facts.first_day, facts.first_day))
        if facts.bonuses:
            facts = without_refused_bonuses(policy=basis.policy, placement=facts)
        return cents_of_period(policy=basis.policy, placement=facts, period=basis.period)

    async def keep(self, *, claim_id: UUID, details: PlacementDetails, context: Context, now: datetime) -> None:
        """Keep the placement, and the candidate by label and token; name and birth date never come this far."""
        candidate_id = await _keep_candidate(details, context, now)
        await Placement.delete().where(Placement.claim == claim_id)
        await Placement.insert(
            Placement(
                id=uuid4(),
                claim=claim_id,
                candidate=candidate_id,
                target_group=details.target_group,
                residence=details.residence,
                birth_year=details.birth_year,
                employer_name=details.employer_name,
                employer_kvk_number=details.employer_kvk_number,
                starts_on=details.starts_on,
                ends_before=details.ends_before,
                hours_per_week_hundredths=int(details.hours_per_week * 100),
                wage_cost_subsidy_before=details.wage_cost_subsidy_before,
                bonuses=json.dumps(sorted(details.bonuses)),
            )
        )

    async def read(self, *, claim_ids: Sequence[UUID]) -> dict[UUID, PlacementDetails]:
        """Return the placements of the claims."""
        rows = await Placement.select(*Placement.all_columns(), Placement.candidate.label, Placement.claim.period_before).where(
            Placement.claim.is_in(list(claim_ids))
        )
        return {row["claim"]: _details(row) for row in rows}

    def summary(self, *, details: PlacementDetails, policy: Policy) -> str:
        """Return the group, the candidate's label and the employer."""
        block = policy.blocks.get(details.target_group)
        group = block.label if block else details.target_group
        return _("{label}, {group}, bij {employer}").format(label=details.candidate_label, group=group, employer=details.employer_name)

    def facts(self, *, details: PlacementDetails, policy: Policy) -> tuple[tuple[str, str], ...]:
        """Return the placement in words."""
        block = policy.blocks.get(details.target_group)
        end = format_date(last_day(details.ends_before)) if details.ends_before else _("loopt door")
        subsidy = format_date(last_day(details.wage_cost_subsidy_before)) if details.wage_cost_subsidy_before else ""
        bonuses = ", ".join(policy.bonuses[key].label for key in sorted(details.bonuses) if key in policy.bonuses)
        employer = f"{details.employer_name} (KVK {details.employer_kvk_number})" if details.employer_kvk_number else details.employer_name
        shown = (
            (_("Kandidaat"), details.candidate_label),
            (_("Doelgroep"), block.label if block else details.target_group),
            (_("Toeslagen"), bonuses),
            (_("Geboortejaar"), str(details.birth_year or "")),
            (_("Woongemeente"), municipalities().get(details.residence or "", "")),
            (_("Werkgever"), employer),
            (_("Eerste werkdag"), format_date(details.starts_on)),
            (_("Laatste werkdag"), end),
            (_("Uren per week"), format_decimal(details.hours_per_week)),
            (_("Loonkostensubsidie tot en met"), subsidy),
        )
        return tuple((label, value) for label, value in shown if value)

    def evidence(self, *, details: PlacementDetails, policy: Policy) -> tuple[str, ...]:
        """Return what the group's block and its bonuses ask to be shown."""
        if details.target_group not in policy.blocks:
            return ()
        facts = without_refused_bonuses(policy=policy, placement=_facts(details, None, None))
        return required_evidence(policy=policy, placement=facts)


PLACEMENT = PlacementKind()


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
    if details.birth_year is not None:
        age = details.starts_on.year - details.birth_year
        if not MIN_AGE <= age <= MAX_AGE:
            raise UnableToReport(_("Controleer het geboortejaar: een kandidaat is ten minste 15 jaar."), field="birth_year")


def _until(details: PlacementDetails, stopped: date) -> PlacementDetails:
    """Return a placement that ends where its person stopped; refuse days after that."""
    if details.reported_before > stopped:
        raise UnableToReport(_("{stopped} Geef op tot en met die dag.").format(stopped=stopped_words(stopped)), field="reported_on")
    return replace(details, ends_before=stopped if details.ends_before is None else min(details.ends_before, stopped))


def _facts(details: PlacementDetails, contract_start: date | None, contract_end: date | None) -> PlacementFacts:
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


def _capped(policy: Policy, facts: PlacementFacts, others: tuple[Period, ...], until: date) -> PlacementFacts:
    """Return a placement with the days on which its person counts elsewhere, outside those that count here.

    A day that counts on both uses up the cap once. When the cap ends the counting sooner, days after that are no longer shared.
    """
    end = until
    while True:
        found = facts._replace(days_counted_before=days_outside(periods=others, own=Period(facts.first_day, end)))
        counted = counted_period(policy=policy, placement=found, until=end)
        reached = facts.first_day if counted is None or counted.end is None else counted.end
        if reached >= end:
            return found
        end = reached


def _bonuses(text: str) -> frozenset[str]:
    return frozenset() if text == "[]" else frozenset(json.loads(text))


def _expected(policy: Policy, facts: PlacementFacts, value: Decimal) -> Decimal:
    """Return the value to the end of the placement; without any end in sight, what is reported so far."""
    try:
        return max(value_until(policy=policy, placement=facts, until=None).amount, value)
    except UnableToValue:
        return value


async def _keep_candidate(details: PlacementDetails, context: Context, now: datetime) -> UUID:
    candidate_id = await find_candidate(
        organisation_id=context.organisation_id, label=details.candidate_label, person_token=details.person_token
    )
    if candidate_id is None:
        candidate_id = uuid4()
        await Candidate.insert(
            Candidate(
                id=candidate_id,
                organisation=context.organisation_id,
                label=details.candidate_label,
                label_key=search_text(details.candidate_label),
                person_token=details.person_token,
                created_at=now,
            )
        )
    elif details.person_token is not None:
        await Candidate.update({Candidate.person_token: details.person_token}).where(Candidate.id == candidate_id)
    return candidate_id


def _details(row: dict[str, Any]) -> PlacementDetails:
    return PlacementDetails(
        candidate_label=row["candidate.label"],
        target_group=row["target_group"],
        employer_name=row["employer_name"],
        employer_kvk_number=row["employer_kvk_number"],
        starts_on=row["starts_on"],
        ends_before=row["ends_before"],
        hours_per_week=from_hundredths(row["hours_per_week_hundredths"]),
        reported_before=row["claim.period_before"],
        residence=row["residence"],
        birth_year=row["birth_year"],
        wage_cost_subsidy_before=row["wage_cost_subsidy_before"],
        bonuses=_bonuses(row["bonuses"]),
    )
