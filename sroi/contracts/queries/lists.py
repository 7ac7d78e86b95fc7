"""Look-ups in the lists that come with the register: CPV codes and municipalities."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sroi.values import search_text

MAX_FOUND = 20
MIN_WORD = 4


@dataclass(frozen=True, order=True)
class CpvCode:
    """A code of the Common Procurement Vocabulary without its check digit, and its Dutch name."""

    code: str
    description: str


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("sroi.contracts") / "lists" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def _cpv_codes() -> dict[str, tuple[CpvCode, str]]:
    found = (CpvCode(row["code"], row["omschrijving_nl"]) for row in _rows("cpv_2008_nl.csv"))
    return {cpv.code: (cpv, search_text(cpv.description)) for cpv in found}


def cpv_code(code: str) -> CpvCode | None:
    """Return the code by its eight digits, with or without check digit; None when there is no such code."""
    entry = _cpv_codes().get(code.strip()[:8])
    return entry[0] if entry else None


def find_cpv_codes(text: str) -> tuple[CpvCode, ...]:
    """Return at most MAX_FOUND codes: those that start with the digits in `text`, or whose name holds most of its words.

    A name that holds more of the words comes first, and of those the shortest.
    """
    wanted = search_text(text)
    if wanted.replace("-", "").isdigit():
        return tuple(cpv for cpv, _name in _cpv_codes().values() if cpv.code.startswith(wanted[:8]))[:MAX_FOUND]
    words = [word for word in wanted.split() if len(word) >= MIN_WORD] or wanted.split()
    held = [(sum(word in name for word in words), cpv) for cpv, name in _cpv_codes().values()]
    found = sorted((-count, len(cpv.description), cpv.code, cpv) for count, cpv in held if count)
    return tuple(cpv for _count, _length, _code, cpv in found[:MAX_FOUND])


@cache
def municipalities() -> dict[str, str]:
    """Return the names of the Dutch municipalities by CBS code, in the order of their names."""
    return {row["gemeentecode"]: row["naam"] for row in sorted(_rows("gemeenten_2024.csv"), key=lambda row: search_text(row["naam"]))}
