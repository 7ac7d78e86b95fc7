"""Policies that a command names: a file of the user's own (`.toml`), with its blocks beside it, or one that is shipped."""

from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path

import click

from sroi.policy.queries import shipped_policy, shipped_text
from sroi.policy.rules import BlocksText, Policy, PolicyMistakes, read_policy

SUFFIX = ".toml"


def text_of_file(path: Path) -> str:
    """Return the text of a policy file; raise click.ClickException when it cannot be read as text."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise click.ClickException(_("{path} is niet te lezen. Controleer de naam van het bestand.").format(path=path)) from error
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = _("{path}, regel {line}: dit is geen tekst in UTF-8. Bewaar het bestand als UTF-8.")
        raise click.ClickException(message.format(path=path, line=line)) from error


def blocks_beside(path: Path, otherwise: BlocksText = shipped_text) -> BlocksText:
    """Return what finds the blocks that a file takes over: in its own folder, else `otherwise`."""

    def blocks_text(name: str) -> str:
        beside = path.parent / f"{name}{SUFFIX}"
        return text_of_file(beside) if Path(name).name == name and beside.is_file() else otherwise(name)

    return blocks_text


def policy_named(word: str, find: Callable[[str], Policy] = shipped_policy, blocks_text: BlocksText = shipped_text) -> Policy:
    """Return the policy in a file, or the one that `find` knows by this name; raise click.ClickException for a file with mistakes."""
    if not word.endswith(SUFFIX):
        return find(word)
    path = Path(word)
    try:
        return read_policy(name=path.stem, text=text_of_file(path), blocks_text=blocks_beside(path, blocks_text))
    except PolicyMistakes as error:
        raise click.ClickException(_("In {path} staan fouten. {mistakes}").format(path=path, mistakes=error)) from error
