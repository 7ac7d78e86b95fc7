"""`sroi calculate`: an obligation, or what any way to fulfil one is worth by a policy, explained, without a database."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from gettext import gettext as _
from typing import Any

import click
from msgspec import structs

from sroi.cli.parameters import BIRTH_YEAR, DAY, EUROS, NUMBER, PERCENTAGE, as_json, echo_json, whole
from sroi.cli.policy_files import policy_named
from sroi.contracts.rules import ContractType
from sroi.obligations.rules import AwardFacts, Outcome, compute_obligation, outcome_label
from sroi.policy.rules import (
    ContributionFacts,
    CostBlock,
    Fulfilled,
    PlacementFacts,
    Policy,
    ReferenceDate,
    Step,
    UnableToValue,
    Valuation,
    check_contract_period,
    covers_award,
    value_of_contribution,
    value_of_pso,
    value_to_end,
    value_until,
    value_within_limits,
)
from sroi.values import format_date, format_euros

_policy = click.option("--policy", "policy_name", required=True, help="Naam van het beleid, zoals rijswijk-2023, of een bestand.toml.")
_obligation = click.option("--obligation", type=EUROS, help="Verplichting van het contract: dan gelden ook de maxima van het beleid.")
_fulfilled = click.option("--fulfilled", type=EUROS, help="Wat onder hetzelfde maximum al meetelt.")


def _within_limits(command: Callable[..., None]) -> Callable[..., None]:
    """Add what is needed to look at the limits of a policy."""
    return _obligation(_fulfilled(command))


@click.group("calculate", help="Bereken een verplichting, of wat een invulling waard is, zonder iets op te slaan.")
def command() -> None:
    """Hold the calculations together."""


@command.command("obligation", help="Bereken wat een opdracht aan social return moet leveren.")
@_policy
@click.option("--type", "contract_type", required=True, type=click.Choice([kind.value for kind in ContractType]))
@click.option("--contract-sum", required=True, type=EUROS, help="Opdrachtsom exclusief btw.")
@click.option("--awarded-on", required=True, type=DAY, help="Gunningsdatum.")
@click.option("--published-on", type=DAY, help="Publicatiedatum, als het beleid daarnaar kijkt.")
@click.option("--labour-share-pct", type=PERCENTAGE, help="Arbeidsdeel van de opdracht in procenten.")
@click.option("--agreed-rate-pct", type=PERCENTAGE, help="Percentage dat in het contract is afgesproken.")
@click.option("--tender-sum", type=EUROS, help="Inschrijfsom exclusief btw.")
@click.option("--wage-sum", type=EUROS, help="Loonsom.")
@click.option("--invoiced-turnover", type=EUROS, help="Gefactureerde omzet exclusief btw.")
@click.option("--start", type=DAY, help="Startdatum van het contract.")
@click.option("--end", type=DAY, help="Eerste dag na het contract.")
@as_json
def obligation(policy_name: str, contract_type: str, as_json: bool, **given: Any) -> None:
    """Print what an award owes, with its steps."""
    held = policy_named(policy_name)
    award = AwardFacts(contract_type=ContractType(contract_type), **given)
    is_covered = covers_award(policy=held, awarded_on=award.awarded_on, published_on=award.published_on)
    computed = compute_obligation(policy=held if is_covered else None, award=award)
    if not is_covered:
        computed = structs.replace(computed, questions=(_not_covered(held, award),))
    if as_json:
        echo_json(
            {
                "applies": computed.outcome is Outcome.OWED,
                "amount": computed.amount,
                "policy": held.name if is_covered else None,
                "policy_sha256": held.sha256 if is_covered else None,
                "outcome": computed.outcome.value,
                "steps": steps_to_plain(computed.steps),
                "questions": list(computed.questions),
            }
        )
        return
    click.echo(f"{outcome_label(computed.outcome)}: {format_euros(computed.amount)}")
    _echo_steps(computed.steps)
    for question in computed.questions:
        click.echo(f"? {question}")


def _not_covered(held: Policy, award: AwardFacts) -> str:
    """Return why a policy does not hold for an award."""
    by_publication = held.reference_date is ReferenceDate.PUBLICATION
    day = award.published_on if by_publication else award.awarded_on
    if day is None:
        return _("Beleid {name} gaat naar de publicatiedatum. Geef die op met --published-on.").format(name=held.name)
    until = _(" tot {day}").format(day=format_date(held.in_force_until)) if held.in_force_until else ""
    text = _("Beleid {name} geldt vanaf {start}{until}, en {what} is {day}. Kies een andere versie, of controleer de datum.")
    what = _("de publicatiedatum") if by_publication else _("de gunningsdatum")
    return text.format(name=held.name, start=format_date(held.in_force_from), until=until, what=what, day=format_date(day))


@command.command("placement", help="Bereken wat een plaatsing waard is.")
@_policy
@click.option("--target-group", required=True, help="Doelgroep, bijvoorbeeld participatiewet.")
@click.option("--hours-per-week", required=True, type=NUMBER, help="Uren per week.")
@click.option("--start", required=True, type=DAY, help="Eerste dag van de plaatsing.")
@click.option("--end", type=DAY, help="Eerste dag na de plaatsing (de dag zelf telt niet mee).")
@click.option("--as-of", type=DAY, help="Waarde tot deze dag (de dag zelf telt niet mee).")
@click.option("--contract-start", type=DAY, help="Startdatum van het contract.")
@click.option("--contract-end", type=DAY, help="Eerste dag na het contract.")
@click.option("--wage-cost-subsidy-end", type=DAY, help="Eerste dag zonder loonkostensubsidie.")
@click.option("--birth-year", type=BIRTH_YEAR, help="Geboortejaar, voor een leeftijdstoeslag.")
@click.option("--bonus", "bonuses", multiple=True, help="Toeslag, bijvoorbeeld age_55_plus; mag vaker.")
@click.option("--bonus-costs", type=(str, EUROS), multiple=True, metavar="TOESLAG BEDRAG", help="Kosten van een toeslag, exclusief btw.")
@click.option("--days-counted-before", type=whole(0), default=0, help="Dagen die voor deze persoon al eerder telden.")
@as_json
def placement(
    policy_name: str,
    as_of: date | None,
    as_json: bool,
    bonuses: tuple[str, ...],
    bonus_costs: tuple[tuple[str, Decimal], ...],
    **given: Any,
) -> None:
    """Print what a placement is worth until `--as-of`, and to its end."""
    held = policy_named(policy_name)
    check_contract_period(start=given["contract_start"], end=given["contract_end"])
    costs = dict(bonus_costs)
    facts = PlacementFacts(bonuses=frozenset(bonuses) | costs.keys(), bonus_costs=costs, **given)
    valuation = value_until(policy=held, placement=facts, until=as_of)
    expected = value_to_end(policy=held, placement=facts) or valuation.amount
    if as_json:
        echo_json(
            {
                "effort_value": valuation.amount,
                "expected": expected,
                "policy": held.name,
                "policy_sha256": held.sha256,
                "steps": steps_to_plain(valuation.steps),
                "warnings": list(valuation.warnings),
            }
        )
        return
    click.echo(_("Waarde: {value}").format(value=format_euros(valuation.amount)))
    click.echo(_("Verwacht tot het einde: {value}").format(value=format_euros(expected)))
    _echo_steps(valuation.steps)
    _echo_warnings(valuation.warnings)


# ---------------------------------------------------------------- other ways to fulfil


@command.command("training", help="Bereken wat een scholing waard is.")
@_policy
@click.option("--block", required=True, help="Naam van de scholing in het beleid, bijvoorbeeld praktijkverklaring.")
@click.option("--costs", type=EUROS, help="Gemaakte of afgesproken kosten, exclusief btw.")
@click.option("--hours", type=NUMBER, help="Aantal uren.")
@click.option("--days", type=NUMBER, help="Aantal dagen.")
@click.option("--people", type=whole(1), default=1, help="Aantal mensen dat meedoet.")
@_within_limits
@as_json
def training(policy_name: str, block: str, as_json: bool, obligation: Decimal | None, fulfilled: Decimal | None, **given: Any) -> None:
    """Print what a training is worth."""
    _contribution("trainings", policy_name, block, ContributionFacts(**given), obligation, fulfilled, as_json)


@command.command("activity", help="Bereken wat een maatschappelijke activiteit waard is.")
@_policy
@click.option("--block", required=True, help="Naam van de activiteit in het beleid, bijvoorbeeld inzet.")
@click.option("--costs", type=EUROS, help="Gemaakte of afgesproken kosten, exclusief btw.")
@click.option("--hours", type=NUMBER, help="Aantal uren per deelnemer.")
@click.option("--days", type=NUMBER, help="Aantal dagen.")
@click.option("--people", type=whole(1), default=1, help="Aantal mensen dat meedoet.")
@_within_limits
@as_json
def activity(policy_name: str, block: str, as_json: bool, obligation: Decimal | None, fulfilled: Decimal | None, **given: Any) -> None:
    """Print what a community activity is worth."""
    _contribution("activities", policy_name, block, ContributionFacts(**given), obligation, fulfilled, as_json)


@command.command("purchase", help="Bereken wat een sociale inkoop waard is.")
@_policy
@click.option("--block", required=True, help="Soort leverancier in het beleid, bijvoorbeeld social_enterprise.")
@click.option("--invoice", "--costs", "costs", required=True, type=EUROS, help="Factuur exclusief btw.")
@_within_limits
@as_json
def purchase(policy_name: str, block: str, as_json: bool, obligation: Decimal | None, fulfilled: Decimal | None, costs: Decimal) -> None:
    """Print what a social purchase is worth."""
    _contribution("purchases", policy_name, block, ContributionFacts(costs=costs), obligation, fulfilled, as_json)


@command.command("pso", help="Bereken wat een PSO-certificaat waard is.")
@_policy
@click.option("--block", required=True, help="Trede in het beleid, bijvoorbeeld trede_2.")
@click.option("--obligation", required=True, type=EUROS, help="Verplichting van het contract.")
@_fulfilled
@as_json
def pso(policy_name: str, block: str, as_json: bool, obligation: Decimal, fulfilled: Decimal | None) -> None:
    """Print what a PSO level is worth."""
    held = policy_named(policy_name)
    valuation = value_of_pso(level=_named(held.pso, block, held), obligation=obligation)
    _echo_valuation(held, _limited(held, ("pso", block), valuation, obligation, fulfilled), as_json)


def _contribution(
    kind: str, policy_name: str, block: str, facts: ContributionFacts, obligation: Decimal | None, fulfilled: Decimal | None, as_json: bool
) -> None:
    held = policy_named(policy_name)
    valuation = value_of_contribution(block=_named(getattr(held, kind), block, held), facts=facts)
    _echo_valuation(held, _limited(held, (kind, block), valuation, obligation, fulfilled), as_json)


def _named(blocks: Mapping[str, CostBlock], name: str, held: Policy) -> CostBlock:
    """Return the block of this name; raise UnableToValue that names the known ones."""
    if name in blocks:
        return blocks[name]
    near = get_close_matches(name, blocks, 1)
    hint = _(" Bedoelt u {near}?").format(near=near[0]) if near else ""
    text = _("{name} staat hier niet in beleid {policy}.{hint} Kies uit: {known}.")
    raise UnableToValue(text.format(name=name, policy=held.name, hint=hint, known=", ".join(sorted(blocks)) or _("geen")), field="block")


def _limited(held: Policy, of: tuple[str, str], valuation: Valuation, obligation: Decimal | None, fulfilled: Decimal | None) -> Valuation:
    """Return a value as far as it counts under the limits of the policy; whole where no obligation was given."""
    if obligation is None or not held.limits:
        return valuation
    kind, block = of
    before = () if fulfilled is None else (Fulfilled(kind, block, fulfilled),)
    within = value_within_limits(policy=held, kind=kind, block=block, amount=valuation.amount, obligation=obligation, fulfilled=before)
    steps = within.steps if len(within.steps) > 1 else ()
    return Valuation(within.amount, (*valuation.steps, *steps), valuation.warnings)


def _echo_valuation(held: Policy, valuation: Valuation, as_json: bool) -> None:
    if as_json:
        answer = {"effort_value": valuation.amount, "policy": held.name, "policy_sha256": held.sha256}
        echo_json({**answer, "steps": steps_to_plain(valuation.steps), "warnings": list(valuation.warnings)})
        return
    click.echo(_("Waarde: {value}").format(value=format_euros(valuation.amount)))
    _echo_steps(valuation.steps)
    _echo_warnings(valuation.warnings)


def steps_to_plain(steps: tuple[Step, ...]) -> list[dict[str, Any]]:
    """Return steps as they stand in an answer in JSON."""
    return [
        {"label": step.label, "explanation": step.explanation, "figure": step.figure, "source": step.source, "confirmed": step.is_confirmed}
        for step in steps
    ]


def _echo_warnings(warnings: Iterable[str]) -> None:
    for warning in warnings:
        click.echo(f"? {warning}")


def _echo_steps(steps: tuple[Step, ...]) -> None:
    for step in steps:
        mark = "" if step.is_confirmed else _(" [niet vastgesteld]")
        click.echo(f"  {step.label}: {step.explanation} = {step.figure}{mark}")
