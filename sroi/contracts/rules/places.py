"""Municipalities that go by another name than the official one; the names are in `contracts/lists`."""

import csv
from functools import cache
from importlib.resources import files

from sroi.values import search_text


@cache
def _official_names() -> dict[str, str]:
    text = (files("sroi.contracts") / "lists" / "gemeenten_andere_namen.csv").read_text(encoding="utf-8")
    return {search_text(row["andere_naam"]): row["naam"] for row in csv.DictReader(text.splitlines())}


def official_place(name: str) -> str:
    """Return the official name of a municipality that was told by another name in common use; any other text as it is."""
    plain = search_text(name)
    return _official_names().get(plain.removeprefix("gemeente "), name)
