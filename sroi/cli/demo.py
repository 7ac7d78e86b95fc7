"""`sroi demo`: the application with invented data in a database of its own, kept between runs."""

import asyncio
import os
from gettext import gettext as _
from pathlib import Path

import click

from sroi.cli.parameters import now, today, whole
from sroi.cli.serve import HOST, PORT, serve

DEFAULTS = {"SROI_DATABASE_URL": "sqlite:///var/demo.sqlite", "SROI_EVIDENCE_DIR": "var/evidence", "SROI_DEMO": "1"}


@click.command("demo", help="Start met verzonnen voorbeeldgegevens op http://localhost:8000.")
@click.option("--host", default=HOST, show_default=True)
@click.option("--port", default=PORT, show_default=True, type=whole(1, 65535))
@click.option("--no-serve", is_flag=True, help="Maak alleen de voorbeeldgegevens.")
def command(host: str, port: int, no_serve: bool) -> None:
    """Make the example data where it is not there yet, print who can sign in, and serve."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    Path("var").mkdir(exist_ok=True)
    asyncio.run(_prepare())
    _print_accounts(port)
    if not no_serve:
        serve(host=host, port=port)


async def _prepare() -> None:
    from sroi.database import connected, migrations, transaction
    from sroi.demo import has_data, load_demo
    from sroi.settings import Settings

    async with connected():
        await migrations.upgrade()
        if not await has_data():
            click.echo(_("De voorbeeldgegevens worden gemaakt."))
            async with transaction():  # all of the example or none: a stop halfway must not pass for data
                await load_demo(directory=Settings.from_env().evidence_dir, now=now(), today=today())


def _print_accounts(port: int) -> None:
    from sroi.demo import ACCOUNTS, PASSWORD

    click.echo(_("Alle namen en bedragen zijn verzonnen. Inloggen op http://localhost:{port} met:").format(port=port))
    for account in ACCOUNTS:
        click.echo(f"  {account.label:<28} {account.email:<36} {PASSWORD}")
