"""The row directly under a header that explains the columns: what to fill in, in which form, or an example.

In: the cells of a row by the field that they are read as. Out: whether it is such a row. A row is one only when what would tell of a
contract (number, description, contractor) explains as well: a contract of which the days are still `dd-mm-jjjj` is no explanation.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from imports.meaning import by_header, by_unit
from imports.profile import Profile

KNOWN_BY = ("reference", "title", "contractor")
FEWEST_EXPLAINING = 2
LONGEST_FORM = 150  # signs; a list of forms may be read in very many ways
FEWEST_FORMS = 3  # that outweigh a cell of which nobody knows what it is

_KIND = (
    r"tekst(?:veld)?|vrije? (?:tekst|veld|invoer)|getal|geheel getal|datum(?:veld)?|bedrag|percentage|numeriek|alfanumeriek|cijfers|"
    r"keuzelijst|ja\s*/\s*nee|text|string|number|date|amount"
)
_MUST = r"(?:niet |wel )?verplicht(?: veld)?|optioneel|facultatief|indien van toepassing|automatisch|required|optional|mandatory"
_VAT = r"(?:bedrag )?(?:in (?:hele )?euro'?s?,? ?)?(?:excl|exclusief|ex)\.? ?btw|in (?:hele )?euro'?s?|euro'?s?|eur|€"
_DAY = r"d{1,2}[-/. ]m{1,4}[-/. ](?:j{2,4}|y{2,4})|(?:j{4}|y{4})[-/. ]m{1,2}[-/. ]d{1,2}"
_LENGTH = r"(?:max(?:imaal|\.)? ?)?\d{1,4} (?:cijfers|tekens|karakters|posities)"
_ANY = f"(?:{_KIND}|{_MUST}|{_VAT}|{_DAY}|{_LENGTH})"
_FORM = re.compile(rf"^[(\[<]?{_ANY}(?:\s*[,;/(]\s*{_ANY}\)?)*[)\]>]?$", re.IGNORECASE)
_EXAMPLE = re.compile(r"^\(?(?:(?:bijv\.?|bijvoorbeeld)(?:\s*:\s*|\s+)|(?:voorbeeld|vb\.?|bv\.?|format|formaat)\s*:\s*)\S", re.IGNORECASE)
_LABEL = re.compile(r"^(?:toelichting|uitleg|(?:invul)?instructie|formaat|format|veldtype|soort veld|verplicht\??)\s*:?$", re.IGNORECASE)
_EXAMPLE_LABEL = re.compile(r"^(?:voorbeeld|bijv\.?|bijvoorbeeld)\s*:?$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_TO_DO = re.compile(r"^\(?(?:vul hier|hier invullen|invullen|kies uit|kies een|maak een keuze)\b", re.IGNORECASE)


def explains_columns(cells: Mapping[str, str], beside: Iterable[str], profile: Profile) -> bool:
    """Return whether a row explains the columns: `bijv. 2024-001 | korte omschrijving | excl. btw | dd-mm-jjjj`, `tekst | tekst | getal`.

    All of its cells do, or nearly all: three with the form of what belongs there, with at least one of them for what a contract is known
    by, outweigh half as many cells of which nobody knows what they are. An example of a number or title makes all of the row an example.
    Numbers or letters that count the columns explain nothing, but are no contract either. What stands `beside` the cells, in columns
    without a name, may say what the row is: `Voorbeeld`, or `Toelichting` where nothing has a digit.
    """
    said = {name: " ".join(text.split()) for name, text in cells.items() if text and not text.isspace()}
    if len(said) < FEWEST_EXPLAINING:
        return False
    labels = [text.strip() for text in beside]
    if any(map(_EXAMPLE_LABEL.match, labels)) or (any(map(_LABEL.match, labels)) and not any(map(_DIGIT.search, said.values()))):
        return True
    if _EXAMPLE.match(next((said[name] for name in KNOWN_BY if name in said), "")):
        return True
    if _numbers_columns(list(said.values())):
        return True
    forms = {name for name, text in said.items() if _says_form(text) or _EXAMPLE.match(text) or _TO_DO.match(text)}
    forms |= {name for name, text in said.items() if name == "contract_sum" and by_unit(text, profile) is not None}
    names = {name for name, text in said.items() if by_header(text, profile).field == name} - forms
    others = said.keys() - forms - names
    if not others:
        return bool(forms)
    is_known_by = not forms.isdisjoint(KNOWN_BY) or not names.isdisjoint(KNOWN_BY)
    return is_known_by and len(forms) >= max(FEWEST_FORMS, 2 * len(others)) and others <= {*KNOWN_BY, "extension_options", "lots"}


def _numbers_columns(texts: Sequence[str]) -> bool:
    """Return whether cells count the columns: `1 | 2 | 3`, `A | B | D`, where some columns may be of no field."""
    counted = [text.strip("()[].").casefold() for text in texts]
    if all(text.isdecimal() and len(text) < len("100") for text in counted):
        numbers = list(map(int, counted))
    elif all(len(text) == 1 and text.isalpha() for text in counted):
        numbers = list(map(ord, counted))
    else:
        return False
    return len(numbers) >= FEWEST_FORMS and numbers == sorted(set(numbers))


def _says_form(text: str) -> bool:
    return len(text) <= LONGEST_FORM and _FORM.match(text) is not None
