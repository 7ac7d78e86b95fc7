"""`sroi import`: a notice, a package or a contract register into a preview, and with --confirm into contracts and drafts."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import imports
from sroi.cli.parameters import as_json, echo_json, now, run, user

if TYPE_CHECKING:
    from sroi.contracts.operations.imports import Progress, Tell


@click.command("import", help="Lees een aankondiging of een contractregister in. U ziet wat er zou gebeuren; met --confirm gebeurt het.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Lees en controleer alleen het bestand; sla niets op.")
@click.option("--confirm", is_flag=True, help="Bevestig meteen: volledige rijen worden contracten, andere concepten.")
@click.option("--as", "as_email", metavar="EMAIL", help="E-mailadres van de inkoper die dit doet.")
@click.option(
    "--award-date-from-start/--no-award-date-from-start",
    default=True,
    show_default=True,
    help="Gebruik de startdatum waar de gunningsdatum ontbreekt, en vraag ernaar.",
)
@as_json
def command(file: Path, dry_run: bool, confirm: bool, as_email: str | None, award_date_from_start: bool, as_json: bool) -> None:
    """Read a file; with --dry-run nothing is stored, with --confirm everything."""
    if dry_run:
        _show_reading(file, as_json)
        return
    if as_email is None:
        raise click.UsageError(_("Noem met --as het e-mailadres van de inkoper die dit doet."))
    answer = run(_import(file, as_email, award_date_from_start, confirm))
    if as_json:
        echo_json(answer)
        return
    line = _("{new} nieuw, {changed} gewijzigd, {same} hetzelfde, {doubt} in twijfel.")
    click.echo(line.format(**answer["verdicts"]))
    if confirm:
        click.echo(answer["outcome"])
    else:
        click.echo(_("Er is nog niets geregistreerd. Bekijk en bevestig dit op {place}.").format(place=f"/importeren/{answer['batch']}"))
    _show_problems(answer["problems"])


def _show_reading(file: Path, as_json: bool) -> None:
    try:
        reading = imports.read_file(file)
    except imports.UnreadableFile as error:
        raise click.ClickException(str(error)) from None
    answer = reading.to_json_dict()
    if as_json:
        echo_json(answer)
        return
    count = len(answer["rows"])
    click.echo(ngettext("{format}: {count} rij.", "{format}: {count} rijen.", count).format(format=answer["format"], count=count))
    _show_problems(answer["problems"])


def _show_problems(problems: list[dict[str, Any]]) -> None:
    for problem in problems:
        click.echo(f"  {problem['where']}: {problem['message']}")


async def _import(file: Path, as_email: str, award_date_from_start: bool, confirm: bool) -> dict[str, Any]:
    from sroi.contracts.operations import stage_import
    from sroi.contracts.queries.imports import import_batch, problems_of_import
    from sroi.obligations.operations import confirm_import

    viewer = await user(as_email)
    with _shown(_("Lezen")) as tell:
        batch_id = await stage_import(
            viewer=viewer, file_name=file.name, content=file, award_date_from_start=award_date_from_start, now=now(), tell=tell
        )
    batch = await import_batch(viewer=viewer, batch_id=batch_id)
    answer: dict[str, Any] = {
        "batch": str(batch_id),
        "format": batch.format,
        "verdicts": {verdict.value: number for verdict, number in batch.counts.items()},
        "problems": [
            {"where": problem.where, "field": problem.field, "message": problem.message, "severity": problem.severity}
            for problem in await problems_of_import(viewer=viewer, batch_id=batch_id)
        ],
    }
    if confirm:
        with _shown(_("Opslaan")) as tell:
            outcome = await confirm_import(viewer=viewer, batch_id=batch_id, now=now(), tell=tell)
        answer |= {**vars(outcome), "outcome": outcome.words}
    return answer


@contextmanager
def _shown(label: str) -> Iterator["Tell"]:
    """Show a bar with the time left on a terminal, and nothing where the output goes to a file or a pipe."""
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        async def tell(progress: "Progress") -> None:
            bar.length = progress.total or 1
            bar.update(progress.done - bar.pos)

        yield tell
