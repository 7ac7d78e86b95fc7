"""What the command line says by itself is Dutch: the help of every command, and what Click has against what was typed."""

import ast
import gettext
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po

from sroi.cli import main
from sroi.cli.dutch import LOCALE

CATALOGUE = LOCALE / "nl" / "LC_MESSAGES" / "click.po"
ENGLISH = re.compile(
    r"\b(usage|options|commands?|args|show|exit|default|required|text|integer|range|file|path|uuid|name|batch|year|number|before|after)\b",
    re.IGNORECASE,
)
WORDS_OF_CODE = re.compile(r"(?<!\S)-+[a-z-]+(?: / -+[a-z-]+)*|\[[a-z_|]+\]|^  [a-z-]+(?=  )|standaard:\s+[a-z-]+", re.MULTILINE)

EVERY_HELP = """
import json
import click
from sroi.cli import root
from sroi.cli.dutch import speak_dutch, with_dutch_usage

def told(command, above=None):
    context = click.Context(command, info_name="sroi" if above is None else command.name, parent=above)
    found = {context.command_path: context.get_help()}
    for name in command.list_commands(context) if isinstance(command, click.Group) else ():
        found |= told(command.get_command(context, name), context)
    return found

speak_dutch()
print(json.dumps(told(with_dutch_usage(root))))
"""


@pytest.fixture(autouse=True)
def domain(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give gettext back as it was."""
    monkeypatch.setenv("LANGUAGE", "en")
    yield
    gettext.textdomain("messages")


def every_help() -> dict[str, str]:
    """Return what --help says by command, asked in a process of its own: a command keeps its option in the language of the first time."""
    done = subprocess.run([sys.executable, "-c", EVERY_HELP], env={"LANGUAGE": "en"}, capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found


def test_the_help_of_every_command_has_no_english_in_it() -> None:
    told = every_help()
    assert {"sroi", "sroi import read", "sroi user add"} <= told.keys()
    for path, text in told.items():
        assert text.startswith(f"Gebruik: {path} ")
        assert not ENGLISH.findall(WORDS_OF_CODE.sub("", text.removeprefix(f"Gebruik: {path}"))), text
        assert "<=" not in text  # how Click writes between which numbers a number must be


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("import", "Er ontbreekt een argument: 'BESTAND'."),
        ("import nergens.csv --dry-run", "'BESTAND' klopt niet: Bestand 'nergens.csv' bestaat niet."),
        ("import --dry-rum nergens.csv", "Optie '--dry-rum' bestaat niet. Bedoelt u '--dry-run'?"),
        ("import undo 1 --as a@b.example", "'IMPORT' klopt niet: '1' is geen nummer van deze soort."),
        ("onbekend", "Opdracht 'onbekend' bestaat niet."),
        ("reconcile abc", "'JAAR' klopt niet: 'abc' is geen getal."),
        ("reconcile 1990", "'JAAR' klopt niet: 1990 kan hier niet. Kies een getal van 2000 tot en met 2100."),
        ("calculate training --people 0", "'--people' klopt niet: 0 kan hier niet. Kies een getal vanaf 1."),
        ("import README.md --dry-run --confirm", "Kies --dry-run of --confirm: met --dry-run wordt niets opgeslagen."),
        ("reconcile 2023 2024", "Er staat iets te veel: 2024"),
        ("calculate obligation", "Er ontbreekt een optie: '--policy'."),
        ("calculate obligation --type los", "'los' kan hier niet. Kies uit 'works', 'services', 'supplies'."),
        ("export compliance --year", "Zet een waarde achter optie '--year'."),
    ],
)
def test_what_is_typed_wrong_is_told_in_one_dutch_sentence(words: str, sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words.split())
    told = capsys.readouterr()
    assert (ended.value.code, told.out) == (2, "")
    assert sentence in told.err and len(told.err.splitlines()) == 1


def test_every_sentence_of_the_catalogue_is_one_that_click_says() -> None:
    said = {
        node.value
        for module in Path(click.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    known = {text for message in catalogue if message.id for text in ([message.id] if isinstance(message.id, str) else message.id)}
    assert known and known <= said
    places = re.compile(r"{(\w+)")
    for message in catalogue:
        told = [message.string] if isinstance(message.string, str) else message.string
        ids = [message.id] if isinstance(message.id, str) else message.id
        assert all(told) or not message.id
        assert {name for text in told for name in places.findall(text)} <= {name for text in ids for name in places.findall(text)}


def test_the_help_of_importing_leads_to_the_options_of_a_file() -> None:
    told = " ".join(every_help()["sroi import"].split())
    assert "sroi import read --help" in told
