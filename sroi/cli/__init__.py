"""The command line: one file a command group, loaded when it is called, so that `sroi --help` answers at once.

Exit status 0, 2 with one line on stderr for what is refused, or 130 when it is stopped by Ctrl-C.
"""

import sys
from gettext import gettext as _
from importlib import import_module

import click

from sroi.cli.dutch import speak_dutch, with_dutch_usage

COMMANDS = {
    "audit": ("sroi.cli.audit", "Controleer de keten van gebeurtenissen."),
    "calculate": ("sroi.cli.calculate", "Bereken een verplichting of de waarde van een plaatsing, zonder iets op te slaan."),
    "db": ("sroi.cli.db", "Werk de database bij."),
    "demo": ("sroi.cli.demo", "Start met voorbeeldgegevens."),
    "export": ("sroi.cli.export", "Maak een export."),
    "import": ("sroi.cli.imports", "Lees een contractregister in."),
    "obligation": ("sroi.cli.obligation", "Toon wat een contract verschuldigd is, op een dag en zoals toen bekend."),
    "policy": ("sroi.cli.policy", "Controleer, toon of vergelijk beleid."),
    "reconcile": ("sroi.cli.reconcile", "Toon de aansluiting van een jaar."),
    "region": ("sroi.cli.region", "Lees een lijst van de regio en vergelijk die met het register."),
    "serve": ("sroi.cli.serve", "Start de webapplicatie."),
    "worker": ("sroi.cli.worker", "Doe het werk dat pagina's achterlaten."),
    "user": ("sroi.cli.user", "Voeg een gebruiker toe."),
}


STOPPED = 130  # what a shell makes of a process that was stopped by Ctrl-C


class LazyGroup(click.Group):
    """A group that imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported now, or None when there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name][0]).command
        assert isinstance(command, click.Command)
        return with_dutch_usage(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table, without importing any."""
        with formatter.section(_("Opdrachten")):
            formatter.write_dl([(name, help_text) for name, (_module, help_text) in sorted(COMMANDS.items())])


@click.group(cls=LazyGroup, help="SROI: social return bij inkoop van gemeenten.")
@click.version_option(package_name="sroi", message="%(prog)s, versie %(version)s", help="Toon de versie en stop.")
def root() -> None:
    """Hold the commands together."""


def main(arguments: list[str] | None = None) -> None:
    """Run one command; every refusal is one line on stderr and exit status 2."""
    speak_dutch()
    try:
        status = with_dutch_usage(root).main(args=arguments, prog_name="sroi", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        status = 0
    except click.exceptions.Abort as error:
        status = _refuse(_("Afgebroken."))
        if isinstance(error.__cause__, KeyboardInterrupt):
            status = STOPPED
    except click.ClickException as error:
        status = _refuse(error.format_message())
    except Exception as error:
        if (message := _refusal(error)) is None:
            raise
        status = _refuse(message)
    sys.exit(status if isinstance(status, int) else 0)


def _refusal(error: Exception) -> str | None:
    """Return what to tell about an error that is not ours to crash on: a refusal, or a database or file that cannot be reached."""
    from sroi.errors import NotFound, UnableTo
    from sroi.settings import SettingsError

    if isinstance(error, UnableTo | NotFound | SettingsError):
        return str(error)
    is_of_database = type(error).__module__.partition(".")[0] in ("asyncpg", "sqlite3")
    if is_of_database or isinstance(error, OSError):
        return _("De database of het bestand is niet te gebruiken: {error}.").format(error=error)
    return None


def _refuse(message: str) -> int:
    click.echo(" ".join(message.split()), err=True)
    return 2
