"""`sroi region`: a list of a partner in the region, read and compared with the register."""

from gettext import gettext as _
from pathlib import Path
from typing import Any

import click

from imports.region_list import read_region_list
from imports.rows import UnreadableFile
from sroi.cli.parameters import as_json, echo_json, now, run, user


@click.command("region", help="Lees een lijst van een partner in de regio (csv of Excel) en vergelijk die met het register.")
@click.argument("file", metavar="BESTAND", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Lees en controleer alleen; bewaar niets. Namen en geboortedatums worden niet getoond.")
@click.option("--partner", metavar="NAAM", help="Wie deze lijst stuurt.")
@click.option("--year", type=int, metavar="JAAR", help="Het jaar waarover de lijst gaat.")
@click.option("--as", "as_email", metavar="EMAIL", help="E-mailadres van de WSP-beoordelaar die dit doet.")
@as_json
def command(file: Path, dry_run: bool, partner: str | None, year: int | None, as_email: str | None, as_json: bool) -> None:
    """Read a list; with --dry-run nothing is stored."""
    content = file.read_bytes()
    if dry_run:
        _show_reading(content, as_json)
        return
    if as_email is None or partner is None or year is None:
        raise click.UsageError(_("Noem met --partner, --year en --as van wie de lijst is, over welk jaar, en wie dit doet."))
    answer = run(_compare(file.name, content, partner, year, as_email))
    if as_json:
        echo_json(answer)
        return
    for label, number in answer["lines"].items():
        click.echo(f"{label}: {number}")


def _show_reading(content: bytes, as_json: bool) -> None:
    try:
        reading = read_region_list(content)
    except UnreadableFile as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        echo_json(reading.to_json_dict())
        return
    for problem in reading.problems:
        click.echo(f"{problem.where}: {problem.message}")
    click.echo(_("{rows} rijen gelezen, {problems} opmerkingen.").format(rows=len(reading.rows), problems=len(reading.problems)))


async def _compare(file_name: str, content: bytes, partner: str, year: int, as_email: str) -> dict[str, Any]:
    from sroi.reconciliation.operations.region import compare_region_list, stage_region_list
    from sroi.reconciliation.queries.region import line_counts
    from sroi.settings import Settings

    viewer = await user(as_email)
    key = Settings.from_env().person_token_key
    version_id = await stage_region_list(
        viewer=viewer, partner=partner, year=year, file_name=file_name, content=content, token_key=key, now=now()
    )
    await compare_region_list(viewer=viewer, version_id=version_id, now=now())
    counts = await line_counts(viewer=viewer, version_id=version_id)
    return {"version": str(version_id), "lines": {shown.value: number for shown, number in counts.items()}}
