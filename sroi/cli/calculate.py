"""`sroi calculate`: an obligation or a placement by a policy, explained, without a database."""

from datetime import date
from gettext import gettext as _
from typing import Any

import click

from sroi.cli.parameters import BIRTH_YEAR, DAY, EUROS, NUMBER, PERCENTAGE, as_json, echo_json
from sroi.cli.policy_files import policy_named
from sroi.contracts.rules import ContractType
from sroi.obligations.rules import AwardFacts, Outcome, compute_obligation, outcome_label
from sroi.policy.rules import PlacementFacts, Step, check_contract_period, covers_award, value_to_end, value_until
from sroi.values import format_euros


@click.group("calculate", help="Bereken een verplichting of de waarde van een plaatsing, zonder iets op te slaan.")
def command() -> None:
    """Hold the calculations together."""


@command.command("obligation", help="Bereken wat een opdracht aan social return moet leveren.")
@click.option("--policy", "policy_name", required=True, help="Naam van het beleid, zoals rijswijk-2023, of een bestand.toml.")
@click.option("--type", "contract_type", required=True, type=click.Choice([kind.value for kind in ContractType]))
@click.option("--contract-sum", required=True, type=EUROS, help="Opdrachtsom exclusief btw.")
@click.option("--awarded-on", required=True, type=DAY, help="Gunningsdatum.")
@click.option("--published-on", type=DAY, help="Publicatiedatum, als het beleid daarnaar kijkt.")
@click.option("--labour-share-pct", type=PERCENTAGE, help="Arbeidsdeel van de opdracht in procenten.")
@click.option("--tender-sum", type=EUROS, help="Inschrijfsom exclusief btw.")
@click.option("--wage-sum", type=EUROS, help="Loonsom.")
@click.option("--invoiced-turnover", type=EUROS, help="Gefactureerde omzet exclusief btw.")
@click.option("--start", type=DAY, help="Startdatum van het contract.")
@click.option("--end", type=DAY, help="Eerste dag na het contract.")
@as_json
def obligation(policy_name: str, contract_type: str, published_on: date | None, as_json: bool, **given: Any) -> None:
    """Print what an award owes, with its steps."""
    held = policy_named(policy_name)
    award = AwardFacts(contract_type=ContractType(contract_type), **given)
    is_covered = covers_award(policy=held, awarded_on=award.awarded_on, published_on=published_on)
    computed = compute_obligation(policy=held if is_covered else None, award=award)
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


@command.command("placement", help="Bereken wat een plaatsing waard is.")
@click.option("--policy", "policy_name", required=True, help="Naam van het beleid, zoals rijswijk-2023, of een bestand.toml.")
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
@as_json
def placement(policy_name: str, as_of: date | None, as_json: bool, bonuses: tuple[str, ...], **given: Any) -> None:
    """Print what a placement is worth until `--as-of`, and to its end."""
    held = policy_named(policy_name)
    check_contract_period(start=given["contract_start"], end=given["contract_end"])
    facts = PlacementFacts(bonuses=frozenset(bonuses), **given)
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


def steps_to_plain(steps: tuple[Step, ...]) -> list[dict[str, Any]]:
    """Return steps as they stand in an answer in JSON."""
    return [
        {"label": step.label, "explanation": step.explanation, "figure": step.figure, "source": step.source, "confirmed": step.is_confirmed}
        for step in steps
    ]


def _echo_steps(steps: tuple[Step, ...]) -> None:
    for step in steps:
        mark = "" if step.is_confirmed else _(" [niet vastgesteld]")
        click.echo(f"  {step.label}: {step.explanation} = {step.figure}{mark}")
