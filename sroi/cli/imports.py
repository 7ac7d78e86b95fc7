"""`sroi import`: a notice, a package or a contract register into a preview, and with --confirm into contracts and drafts.

`sroi import undo` takes a confirmed import back, `sroi import discard` throws a preview away: by the rules of the pages.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

import imports
from sroi.cli.parameters import as_json, as_user, echo_json, now, run, user

if TYPE_CHECKING:
    from sroi.access import Viewer
    from sroi.contracts.operations.imports import Progress, Tell
    from sroi.obligations.operations.imports import ImportOutcome


READ = "read"
BAR_STEPS = 1_000
Show = Callable[[str, int, int | None, str], None]  # which part of the work, how much of all of it is done, and that in words


class FileOrCommand(click.Group):
    """A group that takes a file as if `read` stood before it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `read` before anything that is no command of this group."""
        is_told = bool(args) and (args[0] in self.commands or args[0] in self.get_help_option_names(ctx))
        return super().parse_args(ctx, args if is_told else [READ, *args])


@click.group(
    "import",
    cls=FileOrCommand,
    subcommand_metavar="BESTAND | OPDRACHT [GEGEVENS]...",
    help="Lees een aankondiging of een contractregister in, of haal een import terug. Met een bestand zonder meer wordt dat gelezen. "
    "De opties daarbij staan in: sroi import read --help",
)
def command() -> None:
    """Hold the commands together."""


@command.command(READ, help="Lees een aankondiging of een contractregister in. U ziet wat er zou gebeuren; met --confirm gebeurt het.")
@click.argument("file", metavar="BESTAND", type=click.Path(exists=True, dir_okay=False, path_type=Path))
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
def read(file: Path, dry_run: bool, confirm: bool, as_email: str | None, award_date_from_start: bool, as_json: bool) -> None:
    """Read a file; with --dry-run nothing is stored, with --confirm everything."""
    if dry_run and confirm:
        raise click.UsageError(_("Kies --dry-run of --confirm: met --dry-run wordt niets opgeslagen."))
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
        click.echo(_("Terugdraaien kan met: sroi import undo {batch} --as {email}").format(batch=answer["batch"], email=as_email))
    else:
        click.echo(_("Er is nog niets geregistreerd. Bekijk en bevestig dit op {place}.").format(place=f"/importeren/{answer['batch']}"))
    _show_problems((problem["where"], problem["message"]) for problem in answer["problems"])


@command.command("undo", help="Draai een bevestigde import terug, zolang er niets op is gebouwd.")
@click.argument("batch", metavar="IMPORT", type=click.UUID)
@as_user
@as_json
def undo(batch: UUID, as_email: str, as_json: bool) -> None:
    """Take back all that an import added and changed, or nothing."""
    withdrawn = run(_undo(batch, as_email))
    if as_json:
        echo_json({"batch": str(batch), "withdrawn": withdrawn})
        return
    told = ngettext(
        "De import is teruggedraaid: {number} contract of concept is ingetrokken.",
        "De import is teruggedraaid: {number} contracten en concepten zijn ingetrokken.",
        withdrawn,
    )
    click.echo(told.format(number=withdrawn))


@command.command("discard", help="Gooi een import weg die niet is bevestigd, met het bestand.")
@click.argument("batch", metavar="IMPORT", type=click.UUID)
@as_user
@as_json
def discard(batch: UUID, as_email: str, as_json: bool) -> None:
    """Delete a preview with its file."""
    file_name = run(_discard(batch, as_email))
    if as_json:
        echo_json({"batch": str(batch), "file": file_name})
        return
    click.echo(_("De import van {file} is weggegooid.").format(file=file_name))


def _show_reading(file: Path, as_json: bool) -> None:
    try:
        with _bar(_("Lezen")) as show:
            reading = imports.read_file(file, heard=lambda rows, of, problems: show("", rows, of, _words_of(rows, problems)))
    except imports.UnreadableFile as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        for piece in reading.json_pieces():
            click.echo(piece, nl=False)
        return
    count = len(reading.rows)
    click.echo(ngettext("{format}: {count} rij.", "{format}: {count} rijen.", count).format(format=reading.format, count=count))
    _show_problems((problem.where, problem.message) for problem in reading.problems)


def _show_problems(problems: Iterable[tuple[str, str]]) -> None:
    for where, message in problems:
        click.echo(f"  {where}: {message}")


async def _import(file: Path, as_email: str, award_date_from_start: bool, confirm: bool) -> dict[str, Any]:
    from sroi.contracts.operations import stage_import
    from sroi.contracts.queries.import_rows import problems_of_import
    from sroi.contracts.queries.imports import import_batch

    viewer = await user(as_email)
    with _told(_("Lezen"), _("Vergelijken")) as tell:
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
        outcome = await _confirmed(viewer, batch_id)
        answer |= {**vars(outcome), "outcome": outcome.words}
    return answer


async def _confirmed(viewer: "Viewer", batch_id: UUID) -> "ImportOutcome":
    """Confirm a preview; where that is refused or stopped halfway the preview is thrown away, so that nothing of the file is left."""
    from sroi.contracts.operations import discard_import
    from sroi.obligations.operations import confirm_import

    try:
        with _told(_("Opslaan")) as tell:
            return await confirm_import(viewer=viewer, batch_id=batch_id, now=now(), tell=tell)
    except BaseException:
        with suppress(Exception):  # what went wrong first is what is told
            await discard_import(viewer=viewer, batch_id=batch_id, now=now())
        raise


async def _undo(batch_id: UUID, as_email: str) -> int:
    from sroi.settlement.operations import undo_import

    viewer = await user(as_email)
    with _told(_("Terugdraaien")) as tell:
        return await undo_import(viewer=viewer, batch_id=batch_id, now=now(), tell=tell)


async def _discard(batch_id: UUID, as_email: str) -> str:
    from sroi.contracts.operations import discard_import
    from sroi.contracts.queries.imports import import_batch

    viewer = await user(as_email)
    batch = await import_batch(viewer=viewer, batch_id=batch_id)
    await discard_import(viewer=viewer, batch_id=batch_id, now=now())
    return batch.file_name


@contextmanager
def _told(*labels: str) -> Iterator["Tell"]:
    """Show how far an import is, each part of the work by its label."""
    with _bar(labels[0]) as show:

        async def tell(progress: "Progress") -> None:
            show(labels[min(progress.part, len(labels)) - 1], *progress.steps, replace(progress, message="").words.strip())

        yield tell


@contextmanager
def _bar(label: str) -> Iterator[Show]:
    """Show a bar with the time left and what is told on a terminal, and nothing where the output goes to a file or a pipe."""
    is_hidden = not sys.stderr.isatty()
    # As wide as the terminal: a longer line would leave a piece of itself behind each time that it is drawn.
    with click.progressbar(
        length=BAR_STEPS, label=label, width=0, file=sys.stderr, item_show_func=lambda words: words, hidden=is_hidden
    ) as bar:

        def show(part: str, done: int, total: int | None, words: str) -> None:
            bar.label = part or label
            bar.update(BAR_STEPS * done // total - bar.pos if total else 0, words)

        yield show
        bar.update(BAR_STEPS - bar.pos)


def _words_of(rows: int, problems: int) -> str:
    return _("{rows} rijen, {problems} opmerkingen.").format(rows=rows, problems=problems)
