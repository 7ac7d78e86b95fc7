"""A placement: a person from a target group at work, reported and approved period by period."""

import json
from collections.abc import Hashable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from gettext import gettext as _
from typing import Any
from uuid import UUID, uuid4

from sroi.contracts.queries import municipalities
from sroi.fulfilment.kinds.kind import Basis, Context, Reported
from sroi.fulfilment.kinds.placed import PlacementDetails, facts_of, ground_of
from sroi.fulfilment.queries.persons import claims_of_persons, persons_of
from sroi.fulfilment.rules import (
    COUNTED,
    WHOLE,
    Caution,
    Parts,
    PersonClaim,
    Valued,
    Work,
    binding_claims,
    cents_of_parts,
    cents_of_share,
    counted_periods,
    days_outside,
    employer_key,
    employment_label,
    parts_from_json,
    parts_to_json,
    person_cautions,
    share_pct_of,
)
from sroi.fulfilment.tables import Candidate, Placement
from sroi.policy.rules import (
    PlacementFacts,
    Policy,
    Step,
    UnableToValue,
    counted_period,
    doubts,
    essence_of,
    required_evidence,
    value_of_period,
    value_until,
    without_refused_bonuses,
)
from sroi.values import (
    Period,
    format_date,
    format_decimal,
    format_euros,
    format_percentage,
    from_cents,
    from_hundredths,
    last_day,
    parse_iso_date,
    search_text,
    to_cents,
)

__all__ = ["PLACEMENT", "PlacementDetails", "PlacementKind"]


class PlacementKind:
    """Valued over the days that no other claim for this person, employer and contract holds, by the share that this contract has."""

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
        "share_parts": "placement.share_parts",
        "candidate": "placement.candidate",
        "person_token": "candidate.person_token",
    }
    block_column = "target_group"
    told_by = ("candidate.label", "placement.target_group", "placement.employer_name")

    @property
    def label(self) -> str:
        """Return the Dutch name."""
        return _("Plaatsing")

    def block_of(self, *, details: PlacementDetails) -> str:
        """Return the target group."""
        return details.target_group

    async def value(self, *, details: PlacementDetails, context: Context) -> Valued:
        """Return what the reported days are worth; raises UnableToReport and UnableToValue."""
        ground = await ground_of(details, context)
        facts, period, first = ground.facts, ground.period, ground.facts.first_day
        others = counted_periods(claims=ground.others, turn=context.turn)
        capped = _capped(context.policy, facts, others, period.end or first)
        valuation = value_of_period(policy=context.policy, placement=capped, period=period)
        to_end = facts._replace(days_counted_before=days_outside(periods=others, own=Period(first, None)))
        steps = (*valuation.steps, *(Step(label=_("Let op"), explanation=warning, figure="") for warning in valuation.warnings))
        expected = _expected(context.policy, to_end, valuation.amount)
        if ground.parts == WHOLE:
            return Valued(period, valuation.amount, expected, steps)
        value = from_cents(cents_of_share(policy=context.policy, placement=capped, period=period, parts=ground.parts))
        of_end = from_cents(cents_of_parts(cents=to_cents(expected), parts=ground.parts))
        return Valued(period, value, max(of_end, value), (*steps, _share_step(ground.parts, valuation.amount, value)))

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
        return cents_of_share(policy=basis.policy, placement=facts, period=basis.period, parts=parts_from_json(row["share_parts"]))

    async def cautions(self, *, reported: Sequence[Reported]) -> tuple[tuple[Caution, ...], ...]:
        """Return what the policy counts for less, and where the same person is claimed for on the same days."""
        persons = await persons_of(
            reported=[(one.organisation_id, one.details.candidate_label, one.details.person_token) for one in reported]
        )
        claims = await claims_of_persons(persons=persons)
        return tuple(
            _cautions(one, tuple(claim for claim in claims if claim.claim_id != one.claim_id and claim.person in person.keys))
            for one, person in zip(reported, persons, strict=True)
        )

    async def keep(self, *, claim_id: UUID, details: PlacementDetails, context: Context, now: datetime) -> None:
        """Keep the placement, and the candidate by label and token; name and birth date never come this far."""
        ground = await ground_of(details, context)
        candidate_id = await _keep_candidate(details, context, ground.candidate_id, now)
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
                employer_key=employer_key(details.employer_name),
                employer_kvk_number=details.employer_kvk_number,
                starts_on=details.starts_on,
                ends_before=details.ends_before,
                hours_per_week_hundredths=int(details.hours_per_week * 100),
                wage_cost_subsidy_before=details.wage_cost_subsidy_before,
                bonuses=json.dumps(sorted(details.bonuses)),
                employment=details.employment,
                share_parts=parts_to_json(ground.parts),
            )
        )

    async def read(self, *, claim_ids: Sequence[UUID]) -> dict[UUID, PlacementDetails]:
        """Return the placements of the claims."""
        rows = await Placement.select(*Placement.all_columns(), Placement.candidate.label, Placement.claim.period_before).where(
            Placement.claim.is_in(list(claim_ids))
        )
        return {row["claim"]: _details(row) for row in rows}

    @cached_property
    def _line(self) -> str:
        # Looked up once: a large export tells a hundred thousand claims by it.
        return _("{label}, {group}, bij {employer}")

    def summary(self, *, details: PlacementDetails, policy: Policy) -> str:
        """Return the group, the candidate's label and the employer."""
        return self.line(told=(details.candidate_label, details.target_group, details.employer_name), policy=policy)

    def line(self, *, told: tuple[str, str, str], policy: Policy) -> str:
        """Return the group, the candidate's label and the employer."""
        label, target_group, employer = told
        block = policy.blocks.get(target_group)
        return self._line.format(label=label, group=block.label if block else target_group, employer=employer)

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
            (_("Soort dienstverband"), employment_label(details.employment)),
            (_("Loonkostensubsidie tot en met"), subsidy),
            (_("Deel voor dit contract"), "" if details.share_pct == 100 else format_percentage(details.share_pct)),
        )
        return tuple((label, value) for label, value in shown if value)

    def evidence(self, *, details: PlacementDetails, policy: Policy) -> tuple[str, ...]:
        """Return what the group's block and its bonuses ask to be shown."""
        if details.target_group not in policy.blocks:
            return ()
        facts = without_refused_bonuses(policy=policy, placement=facts_of(details, None, None))
        return required_evidence(policy=policy, placement=facts)


PLACEMENT = PlacementKind()


def _share_step(parts: Parts, whole: Decimal, value: Decimal) -> Step:
    text = _("{share} van {whole}: de rest van deze plaatsing telt niet bij dit contract")
    explanation = text.format(share=format_percentage(share_pct_of(parts)), whole=format_euros(whole))
    return Step(label=_("Deel voor dit contract"), explanation=explanation, figure=format_euros(value))


def _cautions(one: Reported, claims: tuple[PersonClaim, ...]) -> tuple[Caution, ...]:
    details, block = one.details, one.policy.blocks.get(one.details.target_group)
    of_policy = doubts(policy=one.policy, placement=facts_of(details, one.contract_start, one.contract_end)) if block else ()
    if one.reader is None:
        others = tuple(claim for claim in claims if claim.status in COUNTED)
    else:
        others = binding_claims(claims=claims, organisation_id=one.organisation_id)
    full_time = block.full_time_hours_per_week if block else None
    work = Work(details.employer_name, details.hours_per_week, full_time, int(details.share_pct * 100))
    of_person = person_cautions(others=others, work=work, period=one.period, reader=one.reader)
    return (*(Caution(field, text) for field, text in of_policy), *of_person)


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


async def _keep_candidate(details: PlacementDetails, context: Context, candidate_id: UUID | None, now: datetime) -> UUID:
    if candidate_id is None:
        candidate_id = uuid4()
        await Candidate.insert(
            Candidate(
                id=candidate_id,
                organisation=context.reporter_id,
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
        employment=row["employment"],
        share_pct=share_pct_of(parts_from_json(row["share_parts"])),
        parts=parts_from_json(row["share_parts"]),
    )
