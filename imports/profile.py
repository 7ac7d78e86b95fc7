"""A profile: which headers stand for which field, and which words for which type of contract.

In: a TOML file of `profiles/` (or, later, what an officer saved). Out: a frozen `Profile`, compared in plain words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from tomllib import loads
from types import MappingProxyType

from sroi.values import search_text

DEFAULT = "contract_register"


@dataclass(frozen=True, slots=True)
class Profile:
    """How a register is read; headers and types are in `plain_words`, other words as cells have them in lower case.

    `fields` maps a header to its field and its place among that field's headers: the lower, the surer.
    `remarks` are words that say nothing about the field; `refusals` maps a field to words that make its column unusable.
    """

    name: str
    fields: Mapping[str, tuple[str, int]]
    remarks: tuple[str, ...]
    refusals: Mapping[str, Mapping[str, tuple[str, ...]]]
    contract_types: Mapping[str, str]
    nothing_known: frozenset[str]
    open_ends: frozenset[str]


def plain_words(text: str) -> str:
    """Return `text` in lower case, without accents and punctuation, `%` and `€` in words: to compare headers by."""
    return " ".join(re.findall(r"[a-z0-9]+", search_text(text).replace("%", " percentage ").replace("€", " euro ")))


@lru_cache(maxsize=16)
def load_profile(name: str = DEFAULT) -> Profile:
    """Return the profile that `profiles/<name>.toml` describes."""
    data = loads((files("imports") / "profiles" / f"{name}.toml").read_text(encoding="utf-8"))
    return Profile(
        name=data["name"],
        fields=_by_header(data["headers"]),
        remarks=tuple(sorted(map(plain_words, data["remarks"]), key=len, reverse=True)),
        refusals=MappingProxyType(
            {
                field: MappingProxyType({reason: tuple(map(plain_words, words)) for reason, words in reasons.items()})
                for field, reasons in data["refusals"].items()
            }
        ),
        contract_types=MappingProxyType({plain_words(word): kind for kind, words in data["contract_types"].items() for word in words}),
        nothing_known=frozenset(data["nothing_known"]),
        open_ends=frozenset(data["open_ends"]),
    )


def _by_header(headers: Mapping[str, list[str]]) -> Mapping[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for field, names in headers.items():
        for rank, name in enumerate(names):
            if found.setdefault(plain_words(name), (field, rank))[0] != field:
                raise ValueError(f"the header {name!r} stands for two fields")
    return MappingProxyType(found)
