"""Code lists that notices are written in, with their Dutch words; each file names its source."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def words(code_list: str) -> Mapping[str, str]:
    """Return the Dutch words for each code of a list of eForms."""
    text = (files("imports.codelists") / "eforms_nl.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["code"]: row["label"] for row in rows if row["list"] == code_list}
