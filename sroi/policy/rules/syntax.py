"""What in a policy text is no TOML, each line with what to write instead; and the text without it, so that the rest can still be read."""

import re
import tomllib
from dataclasses import dataclass
from gettext import gettext as _

MOST_PROBLEMS = 25
KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
HEADER = re.compile(r"\s*\[+\s*([A-Za-z0-9_-]+(?:\s*\.\s*[A-Za-z0-9_-]+)*)")
TWICE = ("Cannot overwrite", "Cannot declare", "Duplicate")


@dataclass(frozen=True)
class Readable:
    """A text that `tomllib` can read, what was wrong by line, and the lines on which a stand-in took the place of a value."""

    text: str
    problems: dict[int, str]
    stand_ins: frozenset[int]


def readable_part(toml: str) -> Readable:
    """Return what can be read of a text, line by line as it was; nothing at all when too much of it is wrong."""
    lines, problems = toml.replace("\r\n", "\n").split("\n"), dict[int, str]()
    stand_ins = set[int]()
    while (error := _error_in(lines)) is not None:
        first, last = _place(error, lines)
        if len(problems) >= MOST_PROBLEMS or not any(lines[first - 1 : last]):
            return Readable("", problems, frozenset())
        instead = "" if first in problems else _instead(error, lines[first - 1])
        problems.setdefault(first, _message(error, lines[first - 1], is_open=last > first))
        _replace(lines, first, last, instead, is_table=_is_header(lines[first - 1]))
        stand_ins = {line for line in {*stand_ins, first} if lines[line - 1].endswith("= {}")}
    return Readable("\n".join(lines), dict(sorted(problems.items())), frozenset(stand_ins))


def _error_in(lines: list[str]) -> str | None:
    try:
        tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        return str(error)
    return None


def _place(error: str, lines: list[str]) -> tuple[int, int]:
    """Return the first and the last line of what is wrong, from 1: from where a list or text begins that is never closed, else one line."""
    found = re.search(r"at line (\d+)", error)
    line = int(found[1]) if found else len(lines)
    first = _statement_start(lines, line)
    if found is None:
        return first, line
    is_sound_itself = line > first and bool(lines[line - 1].strip()) and _error_in([lines[line - 1]]) is None
    return (first, line - 1) if is_sound_itself else (line, line)


def _statement_start(lines: list[str], until: int) -> int:
    """Return the line on which the statement begins that runs on to the line `until`."""
    start = 1
    for number in range(1, until):
        if _error_in(lines[start - 1 : number]) is None:
            start = number + 1
    return start


def _is_header(line: str) -> bool:
    return line.lstrip().startswith("[")


def _instead(error: str, line: str) -> str:
    """Return what to read in the place of a line: its key or its table stays known, so that it is not missed as well."""
    if error.startswith(TWICE):
        return ""
    if _is_header(line):
        named = HEADER.match(line)
        return f"[{named[1]}]" if named else ""
    named = KEY.match(line)
    return f"{named[1]} = {{}}" if named else ""


def _replace(lines: list[str], first: int, last: int, instead: str, *, is_table: bool) -> None:
    """Take lines out, all that belongs to it with a table of which nothing stays."""
    if is_table and not instead:
        while last < len(lines) and not _is_header(lines[last]):
            last += 1
    lines[first - 1 : last] = [instead, *[""] * (last - first)]


# ---------------------------------------------------------------- in words


def _message(error: str, line: str, *, is_open: bool) -> str:
    if error.startswith(TWICE):
        return _("Deze sleutel of tabel staat er al. Houd er een over.")
    return _("Dit is geen geldige TOML.") + " " + (_open_hint() if is_open else _hint(line))


def _open_hint() -> str:
    return _("Wat hier begint, wordt niet gesloten: kijk naar de haakjes en de aanhalingstekens.")


def _hint(line: str) -> str:
    """Return what to write instead, for what people often write."""
    bare = re.sub(r'"[^"]*"|\'[^\']*\'', "", line)
    hints = (
        (r"[“”„‘’«»]", _('Gebruik rechte aanhalingstekens: ".')),
        (r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}", _("Schrijf een datum als jaar-maand-dag: 2025-01-31.")),
        (r"\d{4}-\d{1,2}-\d{1,2}", _("Deze datum bestaat niet, of heeft niet de vorm 2025-01-31.")),
        (r"[\"']", _("Een tekst begint en eindigt met een aanhalingsteken.")),
        (r"%", _("Schrijf een percentage zonder %-teken: 5 of 2.5.")),
        (r"€|\beuro\b", _("Schrijf een bedrag zonder euroteken: 150000 of 12.50.")),
        (r"=\s*[-+]?[\d.]*\d[.,][\d.,-]*", _("Schrijf 150000 of 12.50: een getal heeft geen punten of komma's voor de duizendtallen.")),
        (r"=\s*0\d", _("Schrijf een getal zonder nul vooraan.")),
        (r"=\s*[^\W\d]", _("Zet tekst tussen aanhalingstekens; ja is true en nee is false.")),
        (r"^\s*[^\W\d][^=\[\]]*$", _("Hier hoort woord = waarde, of een [tabel]; een opmerking begint met #.")),
    )
    usual = _("Kijk naar aanhalingstekens, haakjes en het =-teken; een getal heeft geen punten of komma's.")
    return next((hint for pattern, hint in hints if re.search(pattern, bare)), usual)
