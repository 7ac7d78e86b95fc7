"""Which reader reads the cells of which field, and what cells say that are no day and no amount.

In: the text of one cell. Out: the value, None when the cell tells nothing, or `Noted` when a person must know something:
a mended value carries a warning that says what was made of it; a text that can be read in two ways is an error without a
value, because a wrong amount or date is worse than a question. Each reader here takes a text that tells something, and raises
ValueError with a Dutch sentence that says what to write instead; `cell_readers` gives them to the outside.
"""

import re
from collections.abc import Mapping
from functools import cache, partial
from importlib.resources import files
from typing import Any

from imports.cells import squeezed, visible, words
from imports.days import day, first_day, last_day
from imports.firms import ends_as_firm, names_in
from imports.meaning import by_unit
from imports.noted import CellReader, Noted, mended, wrong
from imports.profile import Profile, plain_words
from imports.sums import contract_sum, currency, percentage, with_plain_sums
from imports.terms import duration, duration_unit
from imports.translation import gettext as _
from sroi.values import parse_kvk_number

NO_OUTCOME = "#FORMULE"  # of a formula; see `spreadsheet_process`
EXCEL_ERRORS = frozenset(
    [
        NO_OUTCOME,
        "#DIV/0!",
        "#N/A",
        "#N/B",
        "#NAME?",
        "#NAAM?",
        "#NULL!",
        "#LEEG!",
        "#NUM!",
        "#GETAL!",
        "#REF!",
        "#VERW!",
        "#VALUE!",
        "#WAARDE!",
    ]
)

_NUMBER_WITH_PLACE = re.compile(r"^(\d{8})[\s,(/-]+[^\W\d]\D{0,60}$")
_CPV = re.compile(r"^(\d{7,8})(?:\s*-\s*(\d))?(?!\d)")
_CPV_ELSEWHERE = re.compile(r"(?<!\d)(\d{8})(?:\s*-\s*(\d))?(?!\d)")
_BETWEEN_NUMBERS = re.compile(r"\s*(?:[\n;,/&|+]|\ben\b)\s*")
# The number of an establishment, which begins with four zeros, behind that of the firm.
_ESTABLISHMENT = re.compile(r"(?<=\d{8})(?!\d)[^\d\n]{0,30}(?<!\d)0000\d{8}(?!\d)\)?")
MOST_IN_RANGES = 1_000  # lots of one contract; `1 t/m 999` may be written many times over
_LOT_WORD = re.compile(r"\b(?:perceel|percelen|kavel|lot)\b\.?", re.IGNORECASE)
_LOT_RANGE = re.compile(r"(\d{1,3})\s*t/m\s*(\d{1,3})")
_BETWEEN_LOTS = re.compile(r"\s*(?:[\n;,/&]|\ben\b|(?<=\d)\s*\+\s*(?=\d))\s*")
_SHORTENED = re.compile(r"^\d(?:[.,]\d+)?E\+\d{1,2}$", re.IGNORECASE)
_FIRMS = r"(?:leveranciers|partijen|aanbieders|opdrachtnemers|aannemers|bedrijven|firma's|contractanten)"
_NOBODY = re.compile(
    r"^(?:zie (?:bijlage|contract|toelichting|opmerking|overzicht|lijst|blad|tab|onder|boven|hierboven|hieronder|percelen|kolom)\w*\b.*|"
    rf"(?:divers|meerder|verschillend)e?n?(?: {_FIRMS})?|\d{{1,3}} {_FIRMS}|"
    r"-? ?(?:idem|id\.|zelfde|dezelfde) ?-?|[\"'”„’`]{1,2}|0|"
    r"(?:nog )?nader te bepalen|(?:nog )?niet gegund|(?:nog )?in aanbesteding|volgt(?: nog)?|t\.?b\.?d\.?)$",
    re.IGNORECASE,
)
_NO_LOTS, _SOME_LOTS = frozenset(["geen", "nee"]), "ja"


def names(text: str) -> tuple[str, ...] | Noted[tuple[str, ...]]:
    """Return the contractors that the cell names; names that stand on one line were divided, which a person must check."""
    if _NOBODY.match(plain := words(text)) and not ends_as_firm(plain):
        raise ValueError(_("Vul de naam van de opdrachtnemer in."))
    found = names_in(text)
    is_divided = len(found) > 1 and not any(sign in text for sign in "\n;|")
    return mended(found, text, _("{count} opdrachtnemers").format(count=len(found))) if is_divided else found


def reference(text: str) -> str:
    """Return the number of a contract as it stands; raise ValueError for one of which Excel kept the first digits alone: `2,024E+11`."""
    if _SHORTENED.match(text):
        raise ValueError(_("Excel heeft dit nummer ingekort. Vul het hele nummer in."))
    return words(text)


def kvk_numbers(text: str) -> tuple[str, ...] | Noted[tuple[str, ...]]:
    """Return the KVK numbers in the cell, mended where leading zeros were lost, other signs crept in or establishments are named too."""
    of_firms = _ESTABLISHMENT.sub("", text)
    if (found := _NUMBER_WITH_PLACE.match(of_firms)) is not None:
        return mended((found[1],), text, found[1])
    typed = tuple(part for part in _BETWEEN_NUMBERS.split(of_firms) if part)
    numbers = tuple(parse_kvk_number(part).number for part in typed)
    return numbers if numbers == typed and of_firms == text else mended(numbers, text, ", ".join(numbers))


def cpv(text: str) -> str | Noted[str]:
    """Return the first CPV code in the cell as eight digits, its check digit verified and dropped; words may stand before it."""
    found = _CPV.match(text) or _CPV_ELSEWHERE.search(text)
    if found is None:
        raise ValueError(_("Een CPV-code heeft acht cijfers, bijvoorbeeld 45000000-7."))
    code, check_digit, rest = found[1].zfill(8), found[2], text[found.end() :]
    known = _check_digits().get(code)
    if known is None:
        raise ValueError(_("Deze CPV-code bestaat niet. Zoek de juiste code op."))
    if check_digit not in (None, known):
        raise ValueError(_("Het controlecijfer klopt niet: bij {code} hoort {digit}.").format(code=code, digit=known))
    is_as_typed = found.start() == 0 and len(found[1]) == len(code) and not _CPV_ELSEWHERE.search(rest)
    return code if is_as_typed else mended(code, text, f"{code}-{known}")


@cache
def _check_digits() -> Mapping[str, str]:
    """Return the check digit of every code; no rule gives it, as codes that were renumbered kept their old digit."""
    lines = (files("imports") / "cpv_2008.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("-") for line in lines if not line.startswith("#"))


def lots(text: str) -> tuple[str, ...]:
    """Return the lots that the cell names, without the word 'perceel'; `1 t/m 3` is three lots, `geen percelen` none."""
    return _lots_between(_LOT_RANGE.sub(_each_lot, text))


def _named_lots(text: str) -> tuple[str, ...] | Noted[tuple[str, ...]]:
    """Return the lots of a register, in which may stand no more than that there are; raise ValueError for far too many of them."""
    if text.casefold() == _SOME_LOTS:
        return Noted((), _('Hier staat "{text}", maar niet welke percelen het zijn.').format(text=text), "warning")
    told = squeezed(text)
    if sum(int(last) - int(first) for first, last in _LOT_RANGE.findall(told)) > MOST_IN_RANGES:
        raise ValueError(_("Dit zijn te veel percelen voor één contract. Noem alleen de percelen van dit contract."))
    return _lots_between(squeezed(_LOT_RANGE.sub(_each_lot, told)))


def _lots_between(text: str) -> tuple[str, ...]:
    parts = (_LOT_WORD.sub("", part) for part in _BETWEEN_LOTS.split(text))
    found = tuple(" ".join(part.split()) for part in parts if part.strip())
    return () if len(found) == 1 and found[0].casefold() in _NO_LOTS else found


def _each_lot(found: re.Match[str]) -> str:
    return ", ".join(map(str, range(int(found[1]), int(found[2]) + 1)))


def contract_type(text: str, *, profile: Profile) -> str:
    """Return works, services or supplies, in the words of the profile."""
    kind = profile.contract_types.get(plain_words(text))
    if kind is None:
        raise ValueError(_("Vul werk, dienst of levering in."))
    return kind


def status(text: str, *, profile: Profile) -> Noted[None] | None:
    """Return nothing of a contract that holds and a warning of a status that nobody knows; raise ValueError for one that may not hold."""
    plain = f" {plain_words(text)} "
    if any(f" {word} " in plain for word in profile.not_in_force):
        raise ValueError(
            _(
                "Neem dit contract alleen over als het is gesloten en niet is ingetrokken. "
                "Is het eerder geëindigd, vul dan die laatste dag in."
            )
        )
    if any(f" {word} " in plain for word in profile.in_force):
        return None
    return wrong(None, text, _("Controleer of dit contract geldt."))._replace(severity="warning")


def sum_kind(text: str, *, profile: Profile) -> Noted[bool] | None:
    """Return nothing of an amount that may be a contract sum, True with a question for one with VAT, for a year or of another kind."""
    if by_unit(text, profile) is None and by_unit(f"per {text}", profile) is None:
        return None
    return wrong(True, text, _("Vul als opdrachtsom het bedrag voor de hele looptijd in, exclusief btw en in hele euro's."))


def cell_readers(*, profile: Profile) -> dict[str, CellReader]:
    """Return for each field the function that reads a cell: it returns a value, None or `Noted`, and never raises."""
    readers: dict[str, CellReader] = {
        "reference": reference,
        "title": words,
        "type": partial(contract_type, profile=profile),
        "contract_sum": contract_sum,
        "sum_kind": partial(sum_kind, profile=profile),
        "currency": currency,
        "labour_share_pct": percentage,
        "agreed_rate_pct": percentage,
        "contractor": names,
        "kvk_number": kvk_numbers,
        "contracting_authority": words,
        "awarded_on": day,
        "start": first_day,
        "end": partial(last_day, profile=profile),
        "duration": partial(duration, profile=profile),
        "extension_options": words,
        "cpv": cpv,
        "lots": _named_lots,
        "status": partial(status, profile=profile),
    }
    return {field: _reader(read, profile) for field, read in readers.items()}


def duration_reader(*, profile: Profile, header: str) -> CellReader:
    """Return the reader of a column with durations, of which the header may say the unit."""
    return _reader(partial(duration, profile=profile, unit=duration_unit(header)), profile)


def _reader(read: CellReader, profile: Profile) -> CellReader:
    """Return what reads a cell with `read`, but gives None for an empty cell, `n.v.t.`, `onbekend` and the like, and never raises."""
    nothing_known = profile.nothing_known | {""}
    if read is words:
        return _words_reader(nothing_known)
    if read is reference:
        return _reference_reader(_words_reader(nothing_known))

    def read_cell(text: str) -> Any:
        plain = (text if text.isascii() else visible(text)).strip()
        if plain.casefold() in nothing_known:
            return None
        if plain in EXCEL_ERRORS:
            return _error_of_excel(plain)
        try:
            return read(squeezed(plain))
        except ValueError as error:
            return wrong(None, text, str(error))

    return with_plain_sums(read_cell) if read is contract_sum else read_cell


def _words_reader(nothing_known: frozenset[str]) -> CellReader:
    """Return the reader of plain texts, which are most of a register and nearly all different."""

    def read_words(text: str) -> str | Noted[str] | None:
        plain = " ".join(text.split())
        if not plain.isprintable():
            plain = words(plain)
        if plain.casefold() in nothing_known:
            return None
        return _error_of_excel(plain) if plain in EXCEL_ERRORS else plain

    return read_words


def _reference_reader(read_words: CellReader) -> CellReader:
    """Return the reader of references, which are all different: it looks twice at few of them."""

    def read_reference(text: str) -> Any:
        if "E+" not in text:
            return read_words(text)
        try:
            return read_words(reference(text.strip()))
        except ValueError as error:
            return wrong(None, text, str(error))

    return read_reference


def _error_of_excel(text: str) -> Noted[Any]:
    if text == NO_OUTCOME:
        return Noted(None, _("Van deze formule is geen uitkomst bewaard. Open het bestand in Excel en sla het opnieuw op."), "error")
    return wrong(None, text, _("Dat is een fout van Excel. Vul in wat hier moet staan."))
