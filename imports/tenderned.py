"""TenderNed's open-data workbook: a register of publications, of which a row with a winner is an award.

In: the columns of the sheet, read cell by cell as those of any register. Out: what only a publication tells, row by row, and columns
that are made of two. Recognised by its columns, whatever the file is called and however it was saved.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import repeat
from typing import Any

from imports.cells import squeezed, words
from imports.days import day
from imports.fields import kvk_numbers
from imports.noted import CellReader, Noted
from imports.notices.clauses import SOCIAL
from imports.notices.texts import excerpt, scrubbed, shortened
from imports.profile import Profile, load_profile, plain_words
from imports.rows import Clause, Lot, Notice, NoticeKind
from imports.sums import EURO, contract_sum
from imports.terms import Duration, Term, duration
from imports.translation import gettext as _

FORMAT_NAME = "tenderned"
PUBLICATION = frozenset(["id publicatie", "publicatie id", "publicatieid"])
BESIDE = frozenset(["tenderned kenmerk", "url tenderned", "naam gegunde onderneming", "naam aanbestedende dienst"])
NETHERLANDS = frozenset(["", "nederland", "nl", "nld", "netherlands"])
FRAMEWORK, CHANGE = "raamovereenkomst", "wijziging"

Columns = dict[str, Sequence[Any]]


def is_tenderned(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether one of the first rows of a table is the header of TenderNed's workbook."""
    return any(PUBLICATION & headers and BESIDE & headers for headers in ({plain_words(text[:100]) for text in row} for row in rows))


def profile_of(profile: Profile) -> Profile:
    """Return how TenderNed's workbook is read, with what a person chose for its columns in `profile`."""
    return load_profile("tenderned").with_columns(profile.chosen)


def readers() -> Mapping[str, CellReader]:
    """Return what reads the columns that no other register has, and the numbers of firms, which may be foreign."""
    return {
        "notice_id": words,
        "published_on": _published,
        "publication_kind": words,
        "authority_alias": words,
        "authority_number": words,
        "description": words,
        "nature": words,
        "lot_title": words,
        "term": words,
        "term_unit": words,
        "country": words,
        "kvk_number": _firm_number,
        "estimated_sum": _estimate,
        "estimated_currency": words,
    }


def _published(text: str) -> Any:
    """Return the day of publication; one that cannot be read is left out, with a warning."""
    if not text.strip():
        return None
    try:
        return day(words(text))
    except ValueError:
        return Noted(None, _('"{text}" is geen dag van publicatie en is niet overgenomen.').format(text=shortened(text, 40)), "warning")


def _firm_number(text: str) -> Any:
    try:
        return kvk_numbers(squeezed(text))
    except ValueError:
        return Noted(None, _('"{text}" is geen KVK-nummer en is niet overgenomen.').format(text=shortened(text, 40)), "warning")


def _estimate(text: str) -> Decimal | None:
    """Return an estimate in euros; what is none is left out, as nothing depends on it."""
    try:
        found = contract_sum(squeezed(text))
    except ValueError:
        return None
    return found if isinstance(found, Decimal) else None


def finish(columns: Columns, count: int, *, profile: Profile) -> Iterable[Notice]:
    """Make of the columns what the columns of any register are, and return what only a publication tells, row by row."""
    columns["title"] = list(map(_title, *(_column(columns, name, count) for name in ("title", "description", "lot_title"))))
    columns["contracting_authority"] = list(
        map(_either, *(_column(columns, name, count) for name in ("contracting_authority", "authority_alias")))
    )
    columns["duration"] = _durations(columns, count, profile)
    columns["kvk_number"] = _dutch_numbers(columns, count)
    identifiers = list(map(_contract_id, *(_column(columns, name, count) for name in ("lots", "kvk_number", "contractor"))))
    kenmerken = list(_column(columns, "reference", count))
    columns["reference"] = _references(list(_column(columns, "notice_id", count)), kenmerken, identifiers)
    parts = [_column(columns, name, count) for name in NOTICE_COLUMNS]
    return [_notice(*row) for row in zip(kenmerken, identifiers, *parts, strict=True)]


NOTICE_COLUMNS = (
    "notice_id",
    "published_on",
    "publication_kind",
    "authority_number",
    "description",
    "nature",
    "lots",
    "lot_title",
    "contractor",
    "estimated_sum",
    "estimated_currency",
)


def _column(columns: Columns, name: str, count: int) -> Iterable[Any]:
    return columns.get(name) or repeat(None, count)


def _title(title: str | None, description: str | None, lot_title: str | None) -> str | None:
    told = filter(None, dict.fromkeys((title or scrubbed(description or ""), lot_title)))
    return shortened(" – ".join(told)) or None


def _either(official: str | None, usual: str | None) -> str | None:
    return official or usual


def _durations(columns: Columns, count: int, profile: Profile) -> list[Duration | Term | None]:
    """Return the durations of a number in one column and its unit in another."""
    pairs = zip(_column(columns, "term", count), _column(columns, "term_unit", count), strict=True)
    return [_duration(text, unit or "", profile) if text else None for text, unit in pairs]


def _duration(text: str, unit: str, profile: Profile) -> Duration | Term | None:
    try:
        found = duration(squeezed(text), profile=profile, unit=unit)
    except ValueError:
        return None
    return None if isinstance(found, Noted) else found


def _dutch_numbers(columns: Columns, count: int) -> list[tuple[str, ...] | None]:
    pairs = zip(_column(columns, "kvk_number", count), _column(columns, "country", count), strict=True)
    return [numbers if (country or "").casefold() in NETHERLANDS else None for numbers, country in pairs]


def _contract_id(lots: tuple[str, ...] | None, numbers: tuple[str, ...] | None, names: tuple[str, ...] | None) -> str:
    """Return by what an award is known within its procedure: the lot and the winner."""
    return "-".join([*(lots or ()), *(numbers or names or ())])


def _references(publications: Sequence[str | None], kenmerken: Sequence[str | None], identifiers: Sequence[str]) -> list[str | None]:
    """Return the number of each row; awards of one procedure get their lot and winner behind it."""
    numbers = [kenmerk or publication for kenmerk, publication in zip(kenmerken, publications, strict=True)]
    times = Counter(number for number, identifier in zip(numbers, identifiers, strict=True) if identifier)
    return [
        f"{number} / {shortened(identifier, 60)}" if number and identifier and times[number] > 1 else number
        for number, identifier in zip(numbers, identifiers, strict=True)
    ]


def _notice(
    kenmerk: str | None,
    contract_id: str,
    notice_id: str | None,
    published_on: Any,
    publication_kind: str | None,
    authority_number: str | None,
    description: str | None,
    nature: str | None,
    lots: tuple[str, ...] | None,
    lot_title: str | None,
    contractor: tuple[str, ...] | None,
    estimated_sum: Decimal | None,
    estimated_currency: str | None,
) -> Notice:
    kind: NoticeKind = "award" if contractor else "tender"
    if contractor and CHANGE in (publication_kind or "").casefold():
        kind = "modification"
    return Notice(
        kind=kind,
        notice_id=notice_id or "",
        procedure_id=kenmerk or notice_id or "",
        contract_id=contract_id,
        authority_number=authority_number,
        published_on=published_on,
        estimated_sum=estimated_sum if (estimated_currency or EURO) == EURO else None,
        is_framework=FRAMEWORK in (nature or "").casefold(),
        lots=tuple(Lot(lot, scrubbed(lot_title or "")) for lot in lots or ()),
        social_clauses=_clauses(description),
        changes=(kenmerk or notice_id) if kind == "modification" else None,
        changed_on=published_on if kind == "modification" else None,
    )


def _clauses(description: str | None) -> tuple[Clause, ...]:
    text = scrubbed(description) if description and SOCIAL.search(description) else ""
    found = SOCIAL.search(text)
    return (Clause(_("omschrijving"), excerpt(text, found.start(), found.end())),) if found else ()
