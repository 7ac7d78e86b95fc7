"""`sroi policy`: check a policy file, show a policy, tell two apart, simulate one.

Beside the versions in the database, else the shipped ones.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from gettext import gettext as _
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from sroi.cli.parameters import as_json, echo_json, has_database, run
from sroi.cli.policy_files import blocks_beside, policy_named, text_of_file
from sroi.cli.policy_simulation import simulated, simulation_json, simulation_lines
from sroi.policy.queries import PolicyNotFound, shipped_policies, shipped_text
from sroi.policy.rules import (
    BlocksText,
    Mistake,
    Policy,
    PolicyMistakes,
    PolicyRule,
    check_policy,
    diff_policies,
    open_rules,
    read_policy,
    rules_of,
)

FAILED = 2
WIDEST = 48


@dataclass(frozen=True)
class _Known:
    """The policies that a file stands beside, and what finds the blocks that it takes over."""

    policies: tuple[Policy, ...]
    blocks_text: BlocksText

    def named(self, word: str) -> Policy:
        """Return the policy in a file, or the known one of this name."""
        return policy_named(word, find=self.find, blocks_text=self.blocks_text)

    def find(self, name: str) -> Policy:
        """Return the known policy of this name; raise PolicyNotFound that names the known ones."""
        found = next((held for held in self.policies if held.name == name), None)
        if found is None:
            known = ", ".join(held.name for held in self.policies)
            raise PolicyNotFound(_("Beleid {name} bestaat niet. Kies uit: {known}.").format(name=name, known=known))
        return found


@click.group("policy", help="Controleer een beleidsbestand, toon een beleid, vergelijk er twee, of bereken wat er een verandert.")
def command() -> None:
    """Hold the commands for policies together."""


@command.command("check", help="Noem elke fout in een beleidsbestand, met de regel en wat te doen. Meer versies: noem alle bestanden.")
@click.argument("file", metavar="BESTAND", type=click.Path(path_type=Path))
@click.argument("others", metavar="[BESTAND]...", type=click.Path(path_type=Path), nargs=-1)
@as_json
@click.pass_context
def check(context: click.Context, file: Path, others: tuple[Path, ...], as_json: bool) -> None:
    """Print every mistake on a line of its own, or that there is none; exit status 2 when there are mistakes."""
    known, files = _known(), dict.fromkeys((file, *others))
    texts = {path: text_of_file(path) for path in files}
    checked = [_check(path, texts, known) for path in files]
    if as_json:
        answers = [one.to_plain() for one in checked]
        echo_json(answers[0] if len(answers) == 1 else {"files": answers})
    else:
        for one in checked:
            one.echo(names_file=len(checked) > 1)
    if any(one.mistakes for one in checked):
        context.exit(FAILED)


@dataclass(frozen=True)
class _Checked:
    """A file with its mistakes; the policy where there are none."""

    file: Path
    mistakes: tuple[Mistake, ...]
    read: Policy | None

    def to_plain(self) -> dict[str, Any]:
        """Return what stands in an answer in JSON."""
        sha256 = self.read and self.read.sha256
        return {"file": str(self.file), "is_correct": not self.mistakes, "policy_sha256": sha256, "mistakes": _mistakes(self.mistakes)}

    def echo(self, *, names_file: bool) -> None:
        """Print the mistakes, each behind its file where there are more files, or that there is none."""
        for mistake in self.mistakes:
            click.echo(f"{self.file}: {mistake}" if names_file else str(mistake))
        if self.read is not None:
            count = len(open_rules(self.read))
            click.echo(_("{file}: in orde. Niet vastgesteld: {count} regels.").format(file=self.file, count=count))


def _check(path: Path, texts: Mapping[Path, str], known: _Known) -> _Checked:
    """Return the mistakes of a file: beside the known policies, and beside the other files that were named with it."""
    blocks_text = blocks_beside(path, known.blocks_text)
    named = {other.stem: _read_or_none(other, text, known) for other, text in texts.items() if other != path}
    beside = {**{held.name: held for held in known.policies}, **{name: held for name, held in named.items() if held is not None}}
    mistakes = check_policy(name=path.stem, text=texts[path], blocks_text=blocks_text, others=beside.values())
    read = None if mistakes else read_policy(name=path.stem, text=texts[path], blocks_text=blocks_text)
    return _Checked(path, mistakes, read)


def _read_or_none(path: Path, text: str, known: _Known) -> Policy | None:
    try:
        return read_policy(name=path.stem, text=text, blocks_text=blocks_beside(path, known.blocks_text))
    except PolicyMistakes:
        return None


@command.command("show", help="Toon elke regel van een beleid, met de bron en of iemand de regel heeft vastgesteld.")
@click.argument("name", metavar="BELEID")
@as_json
def show(name: str, as_json: bool) -> None:
    """Print a policy rule by rule."""
    held = _known().named(name)
    if as_json:
        echo_json({**_head(held), "rules": [_rule(rule) for rule in rules_of(held)]})
        return
    click.echo(_("{title} ({name}), van {owner}").format(title=held.title, name=held.name, owner=held.owner.name))
    click.echo(_("Kenmerk: {hash}").format(hash=held.sha256))
    _echo_rules(rules_of(held))


@command.command("diff", help="Toon wat er verschilt tussen twee beleidsbestanden of beleidsnamen.")
@click.argument("before", metavar="BELEID")
@click.argument("after", metavar="ANDER_BELEID")
@as_json
def diff(before: str, after: str, as_json: bool) -> None:
    """Print what is new, gone and changed, in old and new words."""
    known = _known()
    old, new = known.named(before), known.named(after)
    changes = diff_policies(old, new)
    if as_json:
        echo_json({"from": _head(old), "to": _head(new), "changes": [vars(change) for change in changes]})
        return
    for change in changes:
        click.echo(f"{change.label}: {change.before or _('(nieuw)')} -> {change.after or _('(vervalt)')}")
    if not changes:
        click.echo(_("Geen verschillen."))


@command.command("simulate", help="Bereken wat een beleid verandert bij alle contracten en opgaven; niets wordt bewaard.")
@click.argument("policy", metavar="BELEID")
@as_json
def simulate(policy: str, as_json: bool) -> None:
    """Print what a policy would change over the portfolio, the same figures as the page of a draft."""
    held = _known().named(policy)
    found = simulated(held)
    if as_json:
        echo_json({**_head(held), **simulation_json(found)})
        return
    click.echo(_("{title} ({name}), van {owner}").format(title=held.title, name=held.name, owner=held.owner.name))
    for line in simulation_lines(found):
        click.echo(line)


def _known() -> _Known:
    return run(_published()) if has_database() else _Known(shipped_policies(), shipped_text)


async def _published() -> _Known:
    from sroi.policy.queries import policies, text_lookup

    return _Known(await policies(), await text_lookup())


def _head(held: Policy) -> dict[str, Any]:
    return {
        "policy": held.name,
        "policy_sha256": held.sha256,
        "title": held.title,
        "owner": held.owner.name,
        "in_force_from": held.in_force_from,
        "in_force_until": held.in_force_until,
    }


def _mistakes(mistakes: Iterable[Mistake]) -> list[dict[str, Any]]:
    return [{"line": mistake.line, "where": mistake.where, "message": mistake.message} for mistake in mistakes]


def _rule(rule: PolicyRule) -> dict[str, Any]:
    return {
        "path": rule.path,
        "section": rule.section,
        "label": rule.label,
        "value": rule.value,
        "source": rule.source,
        "confirmed": rule.is_confirmed,
        "stands_in": rule.stands_in,
    }


def _echo_rules(rules: tuple[PolicyRule, ...]) -> None:
    """Print rules in columns under their sections; a source is numbered, and written once below."""
    numbers = {source: number for number, source in enumerate(dict.fromkeys(rule.source for rule in rules if rule.source), 1)}
    columns: tuple[Callable[[PolicyRule], str], ...] = (
        lambda rule: rule.label,
        lambda rule: rule.value,
        lambda rule: _("vastgesteld") if rule.is_confirmed else _("niet vastgesteld"),
    )
    widths = [min(max(len(column(rule)) for rule in rules), WIDEST) for column in columns]
    for section, of_section in groupby(rules, key=lambda rule: rule.section):
        click.echo(f"\n{section}")
        for rule in of_section:
            cells = [column(rule).ljust(width) for column, width in zip(columns, widths, strict=True)]
            cells.append(f"[{numbers[rule.source]}]" if rule.source else "")
            click.echo("  " + "  ".join(cells).rstrip())
    click.echo("\n" + _("Bronnen"))
    for source, number in numbers.items():
        click.echo(f"  [{number}] {source}")
