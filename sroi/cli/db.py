"""`sroi db`: the schema of the database."""

import asyncio
from gettext import gettext as _

import click


@click.group("db", help="Werk de database bij.")
def command() -> None:
    """Hold the commands for the database together."""


@command.command("upgrade", help="Breng de database naar de nieuwste versie; wat er staat blijft.")
def upgrade() -> None:
    """Apply the migrations that the database lacks."""
    for name in asyncio.run(_upgrade()):
        click.echo(name)
    click.echo(_("De database is bij."))


async def _upgrade() -> list[str]:
    from sroi.cli.parameters import now
    from sroi.database import connected, migrations, transaction
    from sroi.obligations.operations import plan_missing_milestones

    async with connected():
        done = await migrations.upgrade()
        # A policy that learned of milestones, or time that went on, gives contracts what nothing was planned for yet.
        async with transaction():
            await plan_missing_milestones(now=now())
        return done
