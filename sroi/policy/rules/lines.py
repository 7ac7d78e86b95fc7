"""On which line of a TOML text each key stands.

`tomllib` keeps no lines. A TOML text is a row of statements (`[table]`, `[[table]]`, `key = value`), each of which starts on a line of its
own, and a statement is complete once `tomllib` can read it by itself: so the text is cut into statements with `tomllib` as the only judge.
"""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

Path = tuple[str | int, ...]


def line_numbers(text: str) -> dict[Path, int]:
    """Return the line, from 1, of each key and element in a text that `tomllib` can read."""
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for line, statement in _statements(text):
        parsed = tomllib.loads("\n".join(statement))
        if statement[0].lstrip().startswith("["):
            table = _header(parsed, counts, found, line)
        else:
            _note(parsed, table, line, found, statement)
    return found


def line_of(path: Path, lines: Mapping[Path, int]) -> int:
    """Return the line of a path, or of the nearest table around it that has one; 1 for the file as a whole."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


def _statements(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each statement as its first line's number and its lines."""
    first, gathered = 1, list[str]()
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if not gathered:
            first = number
            if not line.strip() or line.lstrip().startswith("#"):
                continue
        gathered.append(line)
        if _is_complete(gathered):
            yield first, gathered
            gathered = []


def _is_complete(lines: list[str]) -> bool:
    try:
        tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return False
    return True


def _header(parsed: dict[str, Any], counts: dict[Path, int], found: dict[Path, int], line: int) -> Path:
    """Note the tables that a header names; return the path of the table that it opens, elements of `[[table]]` numbered."""
    path: Path = ()
    inner: Any = parsed
    while isinstance(inner, dict) and inner:
        key, inner = next(iter(inner.items()))
        path = (*path, key)
        found.setdefault(path, line)
        if isinstance(inner, list):
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = (*path, counts[path] - 1)
            found.setdefault(path, line)
    return path


def _note(parsed: Any, path: Path, line: int, found: dict[Path, int], statement: list[str]) -> None:
    if isinstance(parsed, dict):
        for key, value in parsed.items():
            found.setdefault((*path, key), line)
            _note(value, (*path, key), line, found, statement)
    elif isinstance(parsed, list):
        offsets = _element_offsets(statement) if len(statement) > 1 else []
        for index, value in enumerate(parsed):
            at = line + (offsets[index] if index < len(offsets) else 0)
            found[(*path, index)] = at
            _note(value, (*path, index), at, found, [""])


def _element_offsets(statement: list[str]) -> list[int]:
    """Return for each element of an array that is written over several lines how many lines below its key it ends."""
    offsets: list[int] = []
    for offset in range(len(statement)):
        try:
            value: Any = tomllib.loads("\n".join([*statement[: offset + 1], "]"]))
        except tomllib.TOMLDecodeError:
            continue
        while isinstance(value, dict) and value:
            value = next(iter(value.values()))
        if isinstance(value, list):
            offsets += [offset] * (len(value) - len(offsets))
    return offsets
