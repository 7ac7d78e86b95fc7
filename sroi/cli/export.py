"""`sroi export`: what leaves the register."""

from gettext import gettext as _
from pathlib import Path

import click

from sroi.access import OPERATOR
from sroi.cli.parameters import now, run, today, user, whole


@click.group("export", help="Maak een export.")
def command() -> None:
    """Hold the exports together."""


@command.command("compliance", help="De verantwoording van een jaar als werkboek, voor het WSP: het bevat persoonsgegevens.")
@click.option("--year", required=True, type=whole(2000, 2100))
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Bestand, bijvoorbeeld sroi-2023.xlsx.")
@click.option("--as", "as_email", metavar="EMAIL", help="Gebruiker die de export maakt; zonder: de server zelf.")
def compliance(year: int, output: Path, as_email: str | None) -> None:
    """Write the compliance workbook of one year."""
    _write("compliance", year, output, as_email)


@command.command("year", help="Een export van een jaar: compliance, aansluiting, jaarverslag, ledger, open-data of open-aantallen.")
@click.argument("key", metavar="EXPORT")
@click.option("--year", required=True, type=whole(2000, 2100))
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Bestand.")
@click.option("--as", "as_email", metavar="EMAIL", help="Gebruiker die de export maakt; zonder: de server zelf.")
def of_year(key: str, year: int, output: Path, as_email: str | None) -> None:
    """Write one export of one year."""
    _write(key, year, output, as_email)


def _write(key: str, year: int, output: Path, as_email: str | None) -> None:
    from sroi.exports import EXPORTS

    if key not in EXPORTS:
        raise click.UsageError(_("Onbekende export {key}. Kies uit: {known}.").format(key=key, known=", ".join(EXPORTS)))
    if not output.parent.is_dir():
        raise click.UsageError(_("De map {folder} bestaat niet.").format(folder=output.parent))
    output.write_bytes(run(_content(key, year, as_email)))
    click.echo(_("{file} is gemaakt.").format(file=output))


async def _content(key: str, year: int, as_email: str | None) -> bytes:
    from sroi.exports import EXPORTS
    from sroi.settings import Settings

    viewer = await user(as_email) if as_email else OPERATOR
    return await EXPORTS[key].make(viewer=viewer, year=year, now=now(), today=today(), directory=Settings.from_env().evidence_dir)
