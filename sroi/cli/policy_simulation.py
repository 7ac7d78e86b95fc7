"""What a simulation of a policy says on the command line: the figures of the page, as lines and as JSON."""

from collections.abc import Iterator
from gettext import gettext as _
from typing import Any

import click

from sroi.cli.parameters import has_database, run
from sroi.policy.rules import Policy
from sroi.simulation.rules import Simulation, change_label
from sroi.values import format_euros


def simulated(policy: Policy) -> Simulation:
    """Return what a policy would change over the portfolio; raise click.ClickException without a database to look in."""
    if not has_database():
        raise click.ClickException(_("Er is geen database met contracten. Noem haar in SROI_DATABASE_URL, of voer uit: sroi db upgrade."))
    return run(_simulated(policy))


async def _simulated(policy: Policy) -> Simulation:
    from sroi.access import OPERATOR
    from sroi.simulation.queries import simulate

    return await simulate(viewer=OPERATOR, policy=policy)


def simulation_json(found: Simulation) -> dict[str, Any]:
    """Return the figures, with the contracts and claims that change most."""
    figures = {name: value for name, value in vars(found).items() if name not in ("contracts", "claims")}
    contracts = [
        {
            "id": change.contract_id,
            "number": change.number,
            "title": change.title,
            "kind": change.kind.value,
            "owed_before": change.before,
            "owed_after": change.after,
            "difference": change.after - change.before,
        }
        for change in found.contracts
    ]
    claims = [
        {
            "id": change.claim_id,
            "number": change.claim_number,
            "contract": change.contract_number,
            "value_before": change.before,
            "value_after": change.after,
            "difference": change.after - change.before,
        }
        for change in found.claims
    ]
    return {**figures, "contracts": contracts, "claims": claims}


def simulation_lines(found: Simulation) -> Iterator[str]:
    """Yield the figures in words, then each contract and claim that changes, the largest difference first."""
    text = _("Bekeken: {contracts} contracten en {claims} opgaven. Gegund in de dagen van dit beleid: {in_force} contracten.")
    yield text.format(contracts=found.contracts_seen, claims=found.claims_seen, in_force=found.awarded_in_force)
    yield _("Krijgt een verplichting: {number}").format(number=found.gained)
    yield _("Verliest de verplichting: {number}").format(number=found.lost)
    yield _("Ander bedrag: {number}").format(number=found.changed)
    yield _("Vraagt eerst een antwoord: {number}").format(number=found.asks)
    yield _("Verplicht, samen: {change}").format(change=_change(found.owed_before, found.owed_after))
    yield _("Opgaven met een andere waarde: {number}").format(number=found.claims_changed)
    text = _("Daarvan zonder bouwblok in dit beleid: {lacking}; niet te waarderen: {refused}")
    yield text.format(lacking=found.claims_without_block, refused=found.claims_refused)
    yield _("Waarde van opgaven, samen: {change}").format(change=_change(found.value_before, found.value_after))
    for contract in found.contracts:
        words = _change(contract.before, contract.after)
        yield f"{contract.number} {contract.title}: {change_label(contract.kind)}, {words}"
    for claim in found.claims:
        words = _change(claim.before, claim.after)
        yield _("Opgave {number} bij {contract}: {change}").format(number=claim.claim_number, contract=claim.contract_number, change=words)
    yield from _left_out(found)


def _left_out(found: Simulation) -> Iterator[str]:
    """Yield how many changes are not named: only the largest are."""
    contracts = found.gained + found.lost + found.changed - len(found.contracts)
    claims = found.claims_changed - len(found.claims)
    if contracts or claims:
        yield _("Niet genoemd, omdat zij minder veranderen: {contracts} contracten en {claims} opgaven.").format(
            contracts=contracts, claims=claims
        )


def _change(before: Any, after: Any) -> str:
    difference = after - before
    text = _("{before} -> {after} ({sign}{difference})")
    sign = "+" if difference > 0 else "-" if difference < 0 else ""
    return text.format(before=format_euros(before), after=format_euros(after), sign=sign, difference=format_euros(abs(difference)))
