"""`sroi import`: a register, a notice or open data into contracts and drafts."""

import asyncio
from gettext import gettext as _
from pathlib import Path
from typing import Any

import click

import imports
from sroi.cli.parameters import as_json, echo_json, now, run, user


@click.command("import", help="Lees een register, aankondiging of OCDS-bestand in. Volledige rijen worden contracten, andere concepten.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Lees en controleer alleen; sla niets op.")
@click.option("--as", "as_email", metavar="EMAIL", help="E-mailadres van de inkoper die dit doet.")
@click.option(
    "--award-date-from-start/--no-award-date-from-start",
    default=True,
    show_default=True,
    help="Gebruik de startdatum waar de gunningsdatum ontbreekt, en vraag ernaar.",
)
@as_json
def command(file: Path, dry_run: bool, as_email: str | None, award_date_from_start: bool, as_json: bool) -> None:
    """Read a register; with --dry-run nothing is stored."""
    content = file.read_bytes()
    if dry_run:
        _show_reading(content, as_json)
        return
    if as_email is None:
        raise click.UsageError(_("Noem met --as het e-mailadres van de inkoper die dit doet."))
    answer = run(_import(file.name, content, as_email, award_date_from_start))
    if as_json:
        echo_json(answer)
        return
    line = _("{contracts} contracten, {drafts} concepten, {known} stonden al in het register.")
    click.echo(line.format(contracts=answer["contracts"], drafts=answer["drafts"], known=answer["known"]))
    _show_problems(answer["problems"])


def _show_reading(content: bytes, as_json: bool) -> None:
    try:
        reading = imports.read(content)
    except imports.UnreadableFile as error:
        raise click.ClickException(str(error)) from None
    answer = reading.to_json_dict()
    if as_json:
        echo_json(answer)
        return
    click.echo(_("{format}: {count} rijen.").format(format=answer["format"], count=len(answer["rows"])))
    _show_problems(answer["problems"])


def _show_problems(problems: list[dict[str, Any]]) -> None:
    for problem in problems:
        click.echo(f"  {problem['where']}: {problem['message']}")


async def _import(name: str, content: bytes, as_email: str, award_date_from_start: bool) -> dict[str, Any]:
    from sroi.contracts.operations import stage_import
    from sroi.obligations.operations import confirm_import

    viewer = await user(as_email)
    batch_id = await stage_import(viewer=viewer, file_name=name, content=content, award_date_from_start=award_date_from_start, now=now())
    outcome = await confirm_import(viewer=viewer, batch_id=batch_id, now=now())
    reading = await asyncio.to_thread(imports.read, content)
    return {
        "batch": str(batch_id),
        "contracts": outcome.contracts,
        "drafts": outcome.drafts,
        "changes": outcome.changes,
        "tenders": outcome.tenders,
        "known": outcome.known,
        "problems": reading.to_json_dict()["problems"],
    }
