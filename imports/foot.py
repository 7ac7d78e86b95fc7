"""The lines that stand around a list: when it was printed, which page this is, where it comes from, a remark or an address under it.

In: the cells of rows. Out: which are such lines. A contract has a number, a contractor, a sum or the like in the column for it, so none is.
"""

import re
from collections.abc import Sequence

MOST_CELLS = 4  # that say something in a printed line
MOST_FOOT_ROWS = 12
MOST_REMARKS = 3
FEWEST_WORDS = 3  # of a remark; the number of a contract has fewer
FEWEST_OF_SENTENCE = 5

_MADE = (
    r"afgedrukt|(?:uit)?geprint|uitgedraaid|gegenereerd|ge[eë]xporteerd|gedownload|(?:op|aan)?gemaakt|opgesteld|samengesteld|"
    r"bijgewerkt|gewijzigd"
)
_LABEL = (
    r"(?:(?:print|afdruk|druk|export|rapport|peil|download|aanmaak)[ -]?datum|datum(?: van)? (?:de )?(?:afdruk|print|export|rapport)|"
    r"bron(?:nen)?|legenda|toelichting|disclaimer|versie|voetnoot|noot|noten|opmerking(?:en)?|let op|n\.?b\.?|nota bene|stand|status|"
    r"(?:voor )?vragen|contact|meer informatie|auteur|beheer|"
    rf"(?:laatst(?:e)? (?:gewijzigd|bijgewerkt|wijziging|update)|{_MADE})(?: (?:op|door|d\.?d\.?))?)"
)
_BARE_LABEL = re.compile(rf"^{_LABEL}\s*:$", re.IGNORECASE)
_PRINTED = re.compile(
    rf"^{_LABEL}\s*:|"
    r"^(?:bron(?:nen)?|legenda|toelichting|disclaimer|voetnoten|opmerkingen)$|"
    rf"^(?:laatst )?(?:{_MADE}) (?:op|door|d\.?d\.?|uit|met|vanuit)\b|"
    r"^(?:print|afdruk|export|peil)datum\b|"
    r"^(?:dit|het) (?:overzicht|rapport|bestand|contractenregister|register) (?:is|werd|komt|bevat)\b|"
    r"^(?:(?:deze|de|alle|genoemde) )?(?:lijst|gegevens|bedragen|prijzen) (?:is|zijn|komen|bevat|in (?:hele )?euro|exclusief|excl\.)|"
    r"^aan (?:dit|deze) \w+ kunnen geen rechten\b|^let op[,!]|^(?:stand|peildatum|situatie|gegevens) (?:per|van|op) \d|"
    r"^(?:voor (?:meer informatie|vragen)|vragen\?)|"
    r"^(?:pagina|bladzijde|blz\.?|blad|pag\.?|page)\s*:?\s*\d+(?:\s*(?:van|/|of|-)\s*\d+)?$|"
    r"^\*+\)?\s*(?:=|:)|"
    r"^(?:©|\(c\) )|"
    r"^(?:einde (?:van )?(?:(?:het|de) )?(?:overzicht|lijst|rapport|register)|end of report)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"^(?:\d{1,4}(?:[-/. ]\d{1,2}[-/. ]\d{1,4})(?:[T ,]+\d{1,2}:\d{2}(?::\d{2})?)?|\d{1,2}:\d{2}(?::\d{2})?|\d{1,2} [a-z]+ \d{4})$",
    re.IGNORECASE,
)

_COLOUR = re.compile(
    r"^(?:(?:licht|donker)?(?:rood|rode|oranje|geel|gele|groene?|blauwe?|paarse?|grijs|grijze|roze|wit|witte|zwarte?|bruine?))"
    r"(?: (?:gearceerd|gemarkeerd|vak|cel|regel|tekst|gekleurd))?\s*[:=]?$",
    re.IGNORECASE,
)
_STATE = re.compile(
    r"^=?\s*(?:(?:is |zijn )?(?:verlopen|afgelopen|actief|lopend|be[eë]indigd|opgezegd|nieuw|vervallen|verlengd|gewijzigd|toegevoegd|"
    r"concept|in (?:behandeling|voorbereiding|aanbesteding))|(?:loopt|lopen|verloopt|verlopen)\b.* (?:af|door|maanden|jaar)|"
    r"actie (?:nodig|vereist)|let op|aandacht)(?: contract(?:en)?)?\.?$",
    re.IGNORECASE,
)
_NOTE = re.compile(r"^(?:\d{1,2}\)|\(\d{1,2}\)|[¹²³⁴⁵†‡]|\*+\)?)\s*\S")
_ENDS_SENTENCE = re.compile(r"[a-z]{3}\)?[.!?]$")


def is_printed(cells: Sequence[str]) -> bool:
    """Return whether a row is such a line: `Afgedrukt op 12-03-2024`, `Pagina 1 van 3`, `Bron:` with a source, or some of these.

    Every cell that says something is part of it; between two of such texts one may be of any kind, as the name of the organisation.
    """
    texts = [" ".join(cell.split()) for cell in cells if cell and not cell.isspace()]
    if not 0 < len(texts) <= MOST_CELLS:
        return False
    printed = [_PRINTED.match(text) is not None for text in texts]
    others = [
        text
        for text, label, is_known in zip(texts, ("", *texts), printed, strict=False)
        if not (is_known or _BESIDE.match(text) or _BARE_LABEL.match(label))
    ]
    return any(printed) and len(others) <= (1 if sum(printed) > 1 else 0)


def foot_rows(cells: Sequence[Sequence[str]], numbers: Sequence[int], alone: Sequence[int]) -> int:
    """Return how many of the last rows of a list, with these numbers in the sheet, stand under it.

    They are printed with it, or each stands by itself in one of the columns `alone`: notes to it and whole sentences, and a few remarks
    of any kind some empty rows below the last contract. So does a legend: colours, each with what it says of contracts.
    """
    printed = [is_printed(row) or _is_note(row, alone) or _is_colour_of_state(row) for row in cells]
    legends = [_is_colour_with_words(row, alone) for row in cells]
    remarks = [is_legend or _is_remark(row, alone) for row, is_legend in zip(cells, legends, strict=True)]
    start = len(cells)
    while start and (printed[start - 1] or remarks[start - 1]):
        start -= 1
    others = zip(remarks[start:], printed[start:], legends[start:], strict=True)
    if start == 0 or sum(is_remark and not (known or is_legend) for is_remark, known, is_legend in others) > MOST_REMARKS:
        return 0
    below = (place for place in range(start, len(cells)) if printed[place] or numbers[place] - numbers[place - 1] > 1)
    return len(cells) - next(below, len(cells))


def _is_remark(cells: Sequence[str], alone: Sequence[int]) -> bool:
    return len(_by_itself(cells, alone).split()) >= FEWEST_WORDS


def _is_note(cells: Sequence[str], alone: Sequence[int]) -> bool:
    """Return whether all that a row says is a note (`1) inclusief verlenging`) or a sentence, which no name of a contract is."""
    text = _by_itself(cells, alone)
    is_sentence = len(text.split()) >= FEWEST_OF_SENTENCE and _ENDS_SENTENCE.search(text) is not None
    return is_sentence or _NOTE.match(text) is not None


def _is_colour_of_state(cells: Sequence[str]) -> bool:
    """Return whether all that a row says is a colour and a state of contracts: `Rood | verlopen`."""
    texts = _texts(cells)
    return len(texts) == 2 and _COLOUR.match(texts[0][1]) is not None and _STATE.match(texts[1][1]) is not None


def _is_colour_with_words(cells: Sequence[str], alone: Sequence[int]) -> bool:
    """Return whether all that a row says is a colour and some words beside it, which may be a contract that is called after the colour."""
    texts = _texts(cells)
    return len(texts) == 2 and _COLOUR.match(texts[0][1]) is not None and all(place in alone for place, _text in texts)


def _texts(cells: Sequence[str]) -> list[tuple[int, str]]:
    """Return the places and texts of the cells that say something."""
    return [(place, " ".join(cell.split())) for place, cell in enumerate(cells) if cell and not cell.isspace()]


def _by_itself(cells: Sequence[str], alone: Sequence[int]) -> str:
    """Return the one text of a row, when it stands in one of these columns."""
    texts = _texts(cells)
    return texts[0][1] if len(texts) == 1 and texts[0][0] in alone else ""
