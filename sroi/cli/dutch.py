"""What Click says by itself, in Dutch: its messages from a catalogue, and the words in the usage of a command.

Click asks gettext for each of its messages; the catalogue is `locale/nl/LC_MESSAGES/click.po`, which `make install` compiles.
"""

import os
from gettext import bindtextdomain, textdomain
from pathlib import Path

import click

LOCALE = Path(__file__).parent / "locale"
# What the usage calls a value that has no name of its own, by what Click calls its type.
VALUES = {"text": "TEKST", "integer": "GETAL", "file": "BESTAND"}


def speak_dutch() -> None:
    """Let Click take its messages from the catalogue, whatever language the machine is set to."""
    os.environ["LANGUAGE"] = "nl"
    bindtextdomain("click", str(LOCALE))
    textdomain("click")


def with_dutch_usage(command: click.Command) -> click.Command:
    """Return a command, with those in it, whose usage names options, commands and values in Dutch."""
    command.options_metavar = "[OPTIES]"
    for parameter in command.params:
        if parameter.metavar is None:
            parameter.metavar = VALUES.get(parameter.type.name)
    if isinstance(command, click.Group):
        if command.subcommand_metavar == "COMMAND [ARGS]...":
            command.subcommand_metavar = "OPDRACHT [GEGEVENS]..."
        for each in command.commands.values():
            with_dutch_usage(each)
    return command
