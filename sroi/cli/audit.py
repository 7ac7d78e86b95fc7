"""`sroi audit`: whether the chain of events is whole."""

from gettext import gettext as _

import click

from sroi.access import OPERATOR
from sroi.cli.parameters import run


@click.group("audit", help="Controleer de keten van gebeurtenissen.")
def command() -> None:
    """Hold the commands for the audit together."""


@command.command("verify", help="Reken de hele keten na.")
def verify() -> None:
    """Verify the chain; exit status 2 when it is broken."""
    from sroi.audit.queries import verify_chain

    broken = run(verify_chain(viewer=OPERATOR))
    if broken is not None:
        raise click.ClickException(_("De keten is verbroken bij gebeurtenis {number}.").format(number=broken))
    click.echo(_("De keten is heel."))
