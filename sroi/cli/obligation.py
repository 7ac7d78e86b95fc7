"""`sroi obligation`: what a contract owes, as of a day and as known on a day, with its steps and its events."""

from datetime import date
from gettext import gettext as _
from typing import Any

import click

from sroi.access import OPERATOR
from sroi.cli.parameters import DAY, as_json, echo_json, run, today
from sroi.values import end_of_day, format_euros


@click.command("obligation", help="Toon wat een contract verschuldigd is, ook zoals dat op een eerdere dag bekend was.")
@click.argument("number", metavar="CONTRACTNUMMER")
@click.option("--authority", "authority_name", help="Naam van de aanbestedende dienst; zonder deze optie de eigen gemeente.")
@click.option("--as-of", type=DAY, help="Over welke dag; zonder deze optie vandaag.")
@click.option("--as-known-on", type=DAY, help="Wat bekend was aan het einde van deze dag; zonder deze optie vandaag.")
@as_json
def command(number: str, authority_name: str | None, as_of: date | None, as_known_on: date | None, as_json: bool) -> None:
    """Print what was held, on one day, about another."""
    answer = run(_held(number, authority_name, as_of or today(), as_known_on or today()))
    if as_json:
        echo_json(answer)
        return
    if answer["outcome"] is None:
        click.echo(_("Er was op deze dag nog geen gunning bekend."))
        return
    for key, label in (("owed", _("Verplicht")), ("approved", _("Goedgekeurd")), ("remaining", _("Nog te leveren"))):
        click.echo(f"{label}: {format_euros(answer[key])}")
    for step in answer["steps"]:
        click.echo(f"  {step['label']}: {step['explanation']} = {step['figure']}")
    for question in answer["questions"]:
        click.echo(f"? {question}")
    for event in answer["events"]:
        click.echo(f"{event['number']}. {event['effective_on']}: {event['words']}")


async def _held(number: str, authority_name: str | None, about: date, known: date) -> dict[str, Any]:
    from sroi.cli.calculate import steps_to_plain
    from sroi.contracts.rules import change_words
    from sroi.obligations.queries import held_then

    held = await held_then(viewer=OPERATOR, contract_id=await _contract_id(number, authority_name), about=about, known_on=end_of_day(known))
    obligation = held.stage.obligation if held.stage else None
    return {
        "contract": number,
        "as_of": about,
        "as_known_on": known,
        "outcome": obligation.outcome.value if obligation else None,
        "owed": held.balance.owed,
        "approved": held.balance.approved,
        "remaining": held.balance.remaining,
        "policy": obligation.policy_name if obligation else None,
        "policy_sha256": obligation.policy_sha256 if obligation else None,
        "steps": steps_to_plain(obligation.steps) if obligation else [],
        "questions": list(obligation.questions) if obligation else [],
        "events": [
            {
                "number": event.number,
                "kind": event.kind.value,
                "effective_on": event.effective_on,
                "recorded_at": event.recorded_at.isoformat(),
                "words": change_words(event.change),
                "reason": event.reason,
            }
            for event in held.events
        ],
    }


async def _contract_id(number: str, authority_name: str | None) -> Any:
    from sroi.contracts.queries import authorities, find_contract_id
    from sroi.contracts.rules import ContractNotFound
    from sroi.values import is_same_name

    known = await authorities()
    chosen = (
        [one for one in known if one.is_home]
        if authority_name is None
        else [one for one in known if is_same_name(one.name, authority_name)]
    )
    found = await find_contract_id(authority_id=chosen[0].id, number=number) if chosen else None
    if found is None:
        raise ContractNotFound(_("Contract {number} is bij deze aanbestedende dienst niet gevonden.").format(number=number))
    return found
