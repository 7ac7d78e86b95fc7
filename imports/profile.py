"""A profile: which headers stand for which field, and which words for which type of contract.

In: a TOML file of `profiles/`, and what an officer chose for columns. Out: a frozen `Profile`, compared in plain words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from tomllib import loads
from types import MappingProxyType

from imports.translation import gettext as _
from sroi.values import search_text

DEFAULT = "contract_register"

_SIGNS_IN_WORDS = str.maketrans({"%": " percentage ", "×": " x ", "€": " euro ", "$": " usd ", "£": " gbp "})

# What a column may stand for, in the order in which people think of a contract.
FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "reference": _("Contractnummer"),
        "title": _("Omschrijving"),
        "contracting_authority": _("Aanbestedende dienst"),
        "contractor": _("Opdrachtnemer"),
        "kvk_number": _("KVK-nummer"),
        "type": _("Soort opdracht"),
        "cpv": _("CPV-code"),
        "contract_sum": _("Opdrachtsom (exclusief btw)"),
        "sum_kind": _("Soort bedrag"),
        "currency": _("Valuta"),
        "awarded_on": _("Gunningsdatum"),
        "start": _("Startdatum"),
        "end": _("Einddatum (laatste dag)"),
        "duration": _("Looptijd"),
        "extension_options": _("Verlengingsopties"),
        "lots": _("Percelen"),
        "labour_share_pct": _("Arbeidsdeel (%)"),
        "agreed_rate_pct": _("SROI-percentage"),
        "status": _("Status"),
    }
)
# What only the columns of a register of notices stand for; nobody has to choose these.
NOTICE_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "notice_id": _("Publicatie-ID"),
        "published_on": _("Publicatiedatum"),
        "publication_kind": _("Soort publicatie"),
        "authority_alias": _("Andere naam van de aanbestedende dienst"),
        "authority_number": _("Nummer van de aanbestedende dienst"),
        "description": _("Beschrijving"),
        "nature": _("Aard van de opdracht"),
        "lot_title": _("Naam van het perceel"),
        "term": _("Termijn"),
        "term_unit": _("Eenheid van de termijn"),
        "country": _("Land van de opdrachtnemer"),
        "estimated_sum": _("Geraamde waarde"),
        "estimated_currency": _("Valuta van de geraamde waarde"),
    }
)
FIELD_NAMES: Mapping[str, str] = MappingProxyType({**FIELDS, **NOTICE_FIELDS})


@dataclass(frozen=True, slots=True)
class Profile:
    """How a register is read; headers and types are in `plain_words`, other words as cells have them in lower case.

    `fields` maps a header to its field and its place among that field's headers: the lower, the surer.
    `chosen` maps a header to the field that a person chose for it, or None to leave it unread; it goes before all else.
    `not_read` are headers of what no field holds, `private` those of which not even samples are shown; `telling_words` are words
    that make a header mean something else than one that differs in nothing but them; `title_refusals` are words in a title that make all
    amounts unusable, by the reason; `without_vat` are words that say so of amounts; `subjects` are words that add nothing to a header
    of `fields_with_subjects`.
    `remarks` are words that say nothing about the field; `refusals` maps a field to words that make its column unusable when they
    stand after one of the headers in `refused_after`. `in_force` and `not_in_force` are words in a status that say whether a contract
    holds.
    """

    name: str
    fields: Mapping[str, tuple[str, int]]
    remarks: tuple[str, ...]
    refusals: Mapping[str, Mapping[str, tuple[str, ...]]]
    refused_after: Mapping[str, tuple[str, ...]]
    contract_types: Mapping[str, str]
    in_force: tuple[str, ...]
    not_in_force: tuple[str, ...]
    nothing_known: frozenset[str]
    open_ends: frozenset[str]
    not_read: frozenset[str]
    private: frozenset[str]
    telling_words: frozenset[str]
    title_refusals: Mapping[str, tuple[str, ...]]
    without_vat: tuple[str, ...]
    subjects: tuple[str, ...]
    fields_with_subjects: frozenset[str]
    chosen: Mapping[str, str | None] = field(default_factory=dict)

    def with_columns(self, columns: Mapping[str, str | None]) -> "Profile":
        """Return the profile in which each header in `columns` stands for the field that a person chose, or None for no field.

        A header is given as `Column.header` has it. Raises ValueError for a field that does not exist.
        """
        unknown = {meant for meant in columns.values() if meant is not None} - FIELD_NAMES.keys()
        if unknown:
            raise ValueError(f"no such field: {', '.join(sorted(unknown))}")
        return replace(self, chosen={plain_words(header): meant for header, meant in columns.items()})


def plain_words(text: str) -> str:
    """Return `text` in lower case, without accents and punctuation, `%`, `×` and signs of currencies in words: to compare headers by."""
    return " ".join(re.findall(r"[a-z0-9]+", search_text(text).translate(_SIGNS_IN_WORDS)))


@lru_cache(maxsize=16)
def load_profile(name: str = DEFAULT) -> Profile:
    """Return the profile that `profiles/<name>.toml` describes."""
    data = loads((files("imports") / "profiles" / f"{name}.toml").read_text(encoding="utf-8"))
    return Profile(
        name=data["name"],
        fields=_by_header(data["headers"]),
        remarks=tuple(sorted(map(plain_words, [*data["remarks"], *data["without_vat"]]), key=len, reverse=True)),
        refusals=MappingProxyType(
            {
                meant: MappingProxyType({reason: tuple(map(plain_words, words)) for reason, words in reasons.items()})
                for meant, reasons in data["refusals"].items()
            }
        ),
        refused_after={meant: tuple(f"{plain_words(name)} " for name in data["headers"][meant]) for meant in data["refusals"]},
        contract_types=MappingProxyType({plain_words(word): kind for kind, words in data["contract_types"].items() for word in words}),
        in_force=tuple(map(plain_words, data["in_force"])),
        not_in_force=tuple(map(plain_words, data["not_in_force"])),
        nothing_known=frozenset(data["nothing_known"]),
        open_ends=frozenset(data["open_ends"]),
        not_read=frozenset(map(plain_words, [*data["not_read"], *data["private"]])),
        private=frozenset(map(plain_words, data["private"])),
        telling_words=frozenset(data["telling_words"]),
        title_refusals=MappingProxyType({reason: tuple(map(plain_words, words)) for reason, words in data["title_refusals"].items()}),
        without_vat=tuple(data["without_vat"]),
        subjects=tuple(data["subjects"]),
        fields_with_subjects=frozenset(data["fields_with_subjects"]),
    )


def _by_header(headers: Mapping[str, list[str]]) -> Mapping[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for meant, names in headers.items():
        for rank, name in enumerate(names):
            if found.setdefault(plain_words(name), (meant, rank))[0] != meant:
                raise ValueError(f"the header {name!r} stands for two fields")
    joined = {name.replace(" ", ""): meant for name, meant in reversed(found.items())}  # `contract waarde` is `contractwaarde`
    return MappingProxyType(joined | found)
