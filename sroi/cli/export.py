"""`sroi export`: what leaves the register."""

from gettext import gettext as _
from pathlib import Path

import click

from sroi.access import OPERATOR
from sroi.cli.parameters import now, run, today, user


@click.group("export", help="Maak een export.")
def command() -> None:
    """Hold the exports together."""


@command.command("compliance", help="De verantwoording van een jaar als werkmap, voor het WSP: zij bevat persoonsgegevens.")
@click.option("--year", required=True, type=click.IntRange(2000, 2100))
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Bestand, bijvoorbeeld sroi-2023.xlsx.")
@click.option("--as", "as_email", metavar="EMAIL", help="Gebruiker die de export maakt; zonder: de server zelf.")
def compliance(year: int, output: Path, as_email: str | None) -> None:
    """Write the compliance workbook of one year."""
    if not output.parent.is_dir():
        raise click.UsageError(_("De map {folder} bestaat niet.").format(folder=output.parent))
    output.write_bytes(run(_workbook(year, as_email)))
    click.echo(_("{file} is gemaakt.").format(file=output))


async def _workbook(year: int, as_email: str | None) -> bytes:
    from sroi.exports.compliance import COMPLIANCE

    viewer = await user(as_email) if as_email else OPERATOR
    return await COMPLIANCE.make(viewer=viewer, year=year, now=now(), today=today())
