"""`sroi reconcile`: the goal of a year and what was delivered."""

from gettext import gettext as _
from typing import Any

import click

from sroi.access import OPERATOR
from sroi.cli.parameters import as_json, echo_json, run, today, whole


@click.command("reconcile", help="Toon het doel van een jaar, de plaatsingen en de bedragen.")
@click.argument("year", metavar="JAAR", type=whole(2000, 2100))
@as_json
def command(year: int, as_json: bool) -> None:
    """Print the reconciliation of one year."""
    answer = run(_report(year))
    if as_json:
        echo_json(answer)
        return
    for key, label in (
        ("goal", _("Doel")),
        ("total", _("Plaatsingen")),
        ("local", _("Lokaal")),
        ("regional", _("Regionaal")),
        ("pending", _("In beoordeling")),
        ("employers", _("Werkgevers")),
        ("owed", _("Verplicht")),
        ("approved", _("Goedgekeurd")),
        ("remaining", _("Nog te leveren")),
    ):
        value = answer[key]
        click.echo(f"{label}: {_('niet vastgesteld') if value is None else value}")


async def _report(year: int) -> dict[str, Any]:
    from sroi.reconciliation.queries import year_report
    from sroi.reconciliation.rules import report_to_json_dict

    return report_to_json_dict(await year_report(viewer=OPERATOR, year=year, on=today()))
