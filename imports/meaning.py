"""What a column means, and how sure that is: by its header, and by what its cells look like.

In: a header, some cells under it, and a profile. Out: a `Meaning` with a certainty and the reason for it in words. Nothing is
guessed in silence: whatever is not `sure` or chosen by a person says so.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz, process

from imports.noted import CellReader, Noted
from imports.profile import FIELD_NAMES, Profile, plain_words
from imports.rows import Certainty
from imports.translation import gettext as _

LONGEST_HEADER = 100
ALIKE, VERY_ALIKE = 88, 92  # of 100, by which two headers resemble each other
FEWEST_CELLS = 3  # from which cells are evidence
FITS, FITS_NOT = 0.8, 0.1  # the share of cells that can be read as a field
# Fields of which a cell shows whether it can be one; the others are any text.
TELLING_CELLS = frozenset(
    [
        "type",
        "contract_sum",
        "currency",
        "labour_share_pct",
        "agreed_rate_pct",
        "kvk_number",
        "awarded_on",
        "start",
        "end",
        "duration",
        "cpv",
    ]
)
# Fields that cells alone may suggest: nothing else looks like them.
SUGGESTED_BY_CELLS = ("cpv", "type")
PRIVATE_WORDS = frozenset(
    ["contactpersoon", "contactpersonen", "contact", "email", "mail", "telefoon", "telefoonnummer", "phone", "telephone", "bsn"]
)

WITH_VAT = "with_vat"

_WHEN = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d[-/]\d{1,2}[-/]\d|^\s*[^\W\d]{3,9}\.?[ -]'?\d\d\s*$")
_HOW_LONG = re.compile(r"\d\s*(?:jaar|jaren|jr|maand|mnd|mdn|year|month|\+\s*\d)", re.IGNORECASE)
_LOOKS_LIKE = {"contract_sum": re.compile(""), **dict.fromkeys(["awarded_on", "start", "end"], _WHEN), "duration": _HOW_LONG}

# Exactly a thousand is what amounts are in, rather than one.
_AMOUNT = re.compile(r"^(?!\D*1[. ]?000\D*$)(?:€|euro?\b|\s)*+[1-9][\d\s.,=-]*+(?:€|euro?\b|\s)*+$", re.IGNORECASE)
_YEAR = re.compile(r"^\s*(?:19|20)\d\d\s*$")
_RATE = re.compile(r" \d{1,2} percentage(?= )")
_IN_PARENTHESES = re.compile(r"\([^)]{0,100}\)|\[[^\]]{0,100}\]")
_PLACE_IN_LIST = re.compile(r"^\d{1,2} (?=\D)")
_BETWEEN_NAMES = re.compile(r"[/|&+]|\ben\b|\bof\b")


@dataclass(frozen=True, slots=True)
class Meaning:
    """The field that a column is read as; `rank` is lower the surer its header is, `remark` tells the officer what to look at."""

    field: str | None
    certainty: Certainty
    rank: int = 0
    remark: str | None = None
    proposed: str | None = None

    @property
    def suggestion(self) -> str | None:
        """Return the field that the column is read as, or else the one that it may be."""
        return self.field or self.proposed


UNKNOWN = Meaning(None, "unknown")
NOT_A_FIELD = Meaning(None, "sure")


def by_header(name: str, profile: Profile) -> Meaning:
    """Return what a header says by itself: chosen by a person, known to the profile, or unknown."""
    plain = _plain(name)
    if plain in profile.chosen:
        return Meaning(profile.chosen[plain], "chosen", rank=-1)
    if not plain or len(name) > LONGEST_HEADER:
        return UNKNOWN
    if plain in profile.not_read:
        return NOT_A_FIELD
    if (refusal := _refusal(plain, profile)) is not None:
        return Meaning(None, "sure", remark=refusal)
    for form in _forms(name, profile):
        if form in profile.fields:
            field, rank = profile.fields[form]
            return Meaning(field, "sure", rank)
        if form in profile.not_read:
            return NOT_A_FIELD
    return _with_subject(plain, profile)


def _with_subject(plain: str, profile: Profile) -> Meaning:
    """Return what a header means that is known but for a word that says of what it is: `einddatum overeenkomst`."""
    for subject in profile.subjects:
        bare = _without_remarks(plain.removesuffix(f" {subject}").removeprefix(f"{subject} "), profile)
        field, rank = profile.fields.get(bare, (None, 0))
        if field in profile.fields_with_subjects and bare != plain:
            return Meaning(field, "sure", rank)
    return UNKNOWN


def is_private(name: str, profile: Profile) -> bool:
    """Return whether a header is that of a column about people."""
    return not profile.private.isdisjoint(_forms(name, profile)) or any(word in _plain(name).split() for word in PRIVATE_WORDS)


def by_likeness(name: str, profile: Profile) -> Meaning:
    """Return what a header that is unknown resembles; how sure that is depends on the cells as well."""
    plain = _plain(name)
    if len(plain) < 5 or len(name) > LONGEST_HEADER:
        return UNKNOWN
    found = process.extract(plain, _names(profile), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=5)
    for known, score, _index in found:
        if profile.telling_words & (set(plain.split()) ^ set(known.split())):
            continue
        if known not in profile.fields:
            return UNKNOWN  # most like a header of what no field holds
        field, rank = profile.fields[known]
        certainty: Certainty = "likely" if score >= VERY_ALIKE else "unsure"
        return Meaning(field, certainty, 1_000 + rank)
    return UNKNOWN


def by_cells(meaning: Meaning, cells: Sequence[str], readers: Mapping[str, CellReader]) -> Meaning:
    """Return the meaning after a look at some cells: they may confirm it, suggest one, or speak against it."""
    if meaning.certainty == "chosen" or meaning.remark is not None:
        return meaning
    if meaning.field is None:
        return _suggested(cells, readers) if meaning.certainty == "unknown" else meaning
    share = _share(cells, readers[meaning.field]) if meaning.field in TELLING_CELLS else None
    if share is not None and share <= FITS_NOT and not _is_asked_by_cell(meaning.field, cells):
        remark = _("Deze kolom is niet gelezen: wat erin staat, past niet bij {field}.").format(field=FIELD_NAMES[meaning.field])
        return Meaning(None, "unsure", meaning.rank, remark, meaning.field)
    if meaning.certainty == "sure":
        return meaning
    return _judged(meaning, share)


def _is_asked_by_cell(field: str, cells: Iterable[str]) -> bool:
    """Return whether each cell is asked about even if none can be read, as some look like what belongs there."""
    looks = _LOOKS_LIKE.get(field)
    return looks is not None and any(map(looks.search, cells))


def by_titles(meaning: Meaning, name: str, titles: Sequence[str], profile: Profile) -> Meaning:
    """Return the meaning of a column under titles, which may say of all amounts why they are no contract sums."""
    if meaning.field != "contract_sum" or meaning.certainty == "chosen":
        return meaning
    for reason, words in profile.title_refusals.items():
        of_vat = reason == WITH_VAT  # what says that VAT is left out goes before it; a title that says both decides nothing
        if of_vat and _says_without_vat(name, profile):
            continue
        if any(_says(title, words) and not (of_vat and _says_without_vat(title, profile)) for title in titles):
            return Meaning(None, "sure", remark=_refusal_remark(reason))
    return meaning


def by_unit(text: str, profile: Profile) -> str | None:
    """Return why amounts are no contract sums under a cell that says what they are in: `x € 1.000`, `per jaar`, `2024`, `incl. btw`."""
    names = profile.refused_after.get("contract_sum")
    if names is None:
        return None
    if _YEAR.match(text):
        return _refusal_remark("for_a_period")
    return None if _AMOUNT.match(text) else _refusal(f"{names[0]}{_plain(text)}", profile)


def _says_without_vat(text: str, profile: Profile) -> bool:
    return _says(text, profile.without_vat) or _plain(text).endswith((" excl", " exclusief"))


def _says(text: str, phrases: Iterable[str]) -> bool:
    """Return whether a text says one of these, with or without a rate: `incl. 21% btw`."""
    plain = _RATE.sub("", f" {_plain(text)} ")
    return any(f" {phrase} " in plain for phrase in phrases)


def _judged(meaning: Meaning, share: float | None) -> Meaning:
    """Return a meaning by likeness, likely when cells confirm it or when they cannot tell and the header is very alike."""
    is_likely = share >= FITS if share is not None else meaning.certainty == "likely"
    return _likely(meaning.field or "", meaning.rank) if is_likely else _unsure(meaning.field or "", meaning.rank)


def _likely(field: str, rank: int) -> Meaning:
    remark = _("Deze kolom is gelezen als {field}, maar dat is niet zeker. Controleer dit.")
    return Meaning(field, "likely", rank, remark.format(field=FIELD_NAMES[field]))


def _unsure(field: str, rank: int) -> Meaning:
    remark = _("Deze kolom is niet gelezen. Misschien is het {field}: kies dat dan zelf.")
    return Meaning(None, "unsure", rank, remark.format(field=FIELD_NAMES[field]), field)


def _suggested(cells: Sequence[str], readers: Mapping[str, CellReader]) -> Meaning:
    """Return what cells look like under a header that says nothing; never more than a suggestion for a number."""
    for field in SUGGESTED_BY_CELLS:
        if _fit(cells, readers[field]):
            return _likely(field, 2_000)
    # The digits of days make numbers too.
    is_number = _fit(cells, readers["kvk_number"]) and not _fit(cells, readers["start"])
    return _unsure("kvk_number", 3_000) if is_number else UNKNOWN


def _fit(cells: Iterable[str], read: CellReader) -> bool:
    share = _share(cells, read)
    return share is not None and share > FITS


def _share(cells: Iterable[str], read: CellReader) -> float | None:
    """Return which share of the cells that say something can be read, or None when too few say anything."""
    said = [found for found in map(read, cells) if found is not None]
    return sum(map(_is_readable, said)) / len(said) if len(said) >= FEWEST_CELLS else None


def _is_readable(found: Any) -> bool:
    return not isinstance(found, Noted) or found.severity == "warning"


@lru_cache(maxsize=10_000)
def _plain(name: str) -> str:
    return plain_words(name)


@lru_cache(maxsize=4)
def _known_names(fields: tuple[str, ...], not_read: frozenset[str]) -> tuple[str, ...]:
    return (*(name for name in fields if len(name) > 4), *not_read)


def _names(profile: Profile) -> tuple[str, ...]:
    return _known_names(tuple(profile.fields), profile.not_read)


def outside_parentheses(name: str) -> str:
    """Return a header without what stands in brackets in it."""
    return _IN_PARENTHESES.sub(" ", name)


def _forms(name: str, profile: Profile) -> list[str]:
    """Return the ways to look a header up: as it is, without remarks, parentheses or its place in a list (`3. Naam`), and its parts."""
    plain = _plain(name)
    outside = _plain(outside_parentheses(name))
    forms = [plain, _without_remarks(plain, profile), outside, _without_remarks(outside, profile)]
    forms += [_PLACE_IN_LIST.sub("", form) for form in forms]
    forms += [form.replace(" ", "") for form in forms]
    parts = [part for part in map(_plain, _BETWEEN_NAMES.split(name)) if part]
    meant = {profile.fields[part][0] for part in parts if part in profile.fields}
    if len(parts) > 1 and len(meant) == 1 and all(part in profile.fields for part in parts):
        forms.append(parts[0])
    return forms


def _without_remarks(plain: str, profile: Profile) -> str:
    bare = _RATE.sub("", f" {plain} ")
    for remark in profile.remarks:
        bare = bare.replace(f" {remark} ", " ")
    return bare.strip()


def _refusal(plain: str, profile: Profile) -> str | None:
    """Return why a column that looks like a field must not be read as it, or None."""
    for field, reasons in profile.refusals.items():
        if not plain.startswith(profile.refused_after[field]):
            continue
        for reason, words in reasons.items():
            if any(f" {word} " in f"{plain} " for word in words):
                return _refusal_remark(reason)
    return None


def _refusal_remark(reason: str) -> str:
    remarks = {
        "with_options": _("de bedragen zijn inclusief opties. Zet het bedrag voor de vaste looptijd in het bestand."),
        "with_vat": _("de bedragen zijn inclusief btw. Zet de bedragen exclusief btw in het bestand."),
        "not_in_euros": _("de bedragen zijn in duizenden of miljoenen. Zet hele euro's in het bestand."),
        "for_a_period": _("het zijn bedragen per periode. Zet de bedragen voor de hele looptijd in het bestand."),
        "in_another_currency": _("de bedragen zijn niet in euro's. Zet de bedragen in euro's in het bestand."),
        "estimated": _("het zijn ramingen of maxima. Zet de bedragen waarvoor de contracten zijn gesloten in het bestand."),
    }
    return _("Deze kolom is niet gelezen: {reason}").format(reason=remarks[reason])
