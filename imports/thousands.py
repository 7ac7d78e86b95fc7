"""What a comma or a point before three digits means, which only the other amounts of its column show.

In: what the cells of a column of amounts say, by their text. Out: what the texts say that mean two things by themselves, where the
column decides: in one with `1,250,000.00` and nothing that a Dutch reader would write, `250,000` is a quarter of a million.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from imports.noted import Noted
from imports.sums import contract_sum
from imports.translation import gettext as _
from sroi.values import format_euros

_COMMA_GROUPS = re.compile(r",(?<=\d,)\d{3}[.,]\d")  # with the comma first, which is soon found to be missing
_DUTCH = re.compile(r"\d\.\d{3}[.,]\d|(?:^|\D)\d+,\d\d?(?!\d)|\d{4},\d")
_POINT_DECIMALS = re.compile(r"(?<![\d.,])\d+\.(?:\d{1,2}|\d{4,})(?![\d.,])|\d{4}\.\d{3}(?!\d)")
_THREE_DECIMALS = re.compile(r"\d{4}\.\d{3}(?!\d)")
_ONE_COMMA = re.compile(r"(?<![\d.,])[1-9]\d{0,2},\d{3}(?![\d.,])")
_ONE_POINT = re.compile(r"(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?![\d.,])")


def by_column(said: Mapping[str, Any]) -> dict[str, Noted[Any]]:
    """Return what texts with one comma or point before three digits say, when others show how thousands or decimals are written.

    Where others group by points, or have a decimal comma, nobody knows: then nothing is returned. A point in a column of commas may be
    either, so then such texts are asked about, with the commas. So is a point in a column in which points stand before decimals.
    """
    joined = "\n".join(said)
    has_commas = _COMMA_GROUPS.search(joined) is not None
    if not (has_commas or "." in joined) or any(map(_DUTCH.search, said)):
        return {}
    if not has_commas:
        return _thousandths(said, joined)
    points = [text for text in said if _ONE_POINT.search(text)]
    if points:
        return {text: _either_way(text) for text in points}
    read = {text: _without_commas(text) for text in said if _ONE_COMMA.search(text)}
    return {text: found for text, found in read.items() if found is not None}


def _thousandths(said: Iterable[str], joined: str) -> dict[str, Noted[Any]]:
    """Return a question for each text that may be a number with three decimals among others with decimals: `250.125` beside `1250.5`.

    Programs write no zero at the end of decimals, unless they write as many of them in every number.
    """
    if not _POINT_DECIMALS.search(joined):
        return {}
    has_zeros = _THREE_DECIMALS.search(joined) is not None
    message = _('Hier staat "{text}". In deze kolom staat een punt voor decimalen. Schrijf het bedrag als 1.250.000,00.')
    found = [text for text in said if (point := _ONE_POINT.search(text)) and (has_zeros or not point[0].endswith("0"))]
    return {text: Noted(None, message.format(text=text.strip()), "error") for text in found}


def _without_commas(text: str) -> Noted[Any] | None:
    """Return the amount with what a person must check, or None when it is no amount for another reason."""
    plain = text.strip().replace(",", "")
    try:
        found = contract_sum(plain)
    except ValueError:
        return None
    if not isinstance(found, Decimal):  # in another currency: the question quotes what stands in the cell
        return found._replace(message=found.message.replace(plain, text.strip()))
    message = _('Hier staat "{text}". Dat is gelezen als {amount}, omdat een komma in deze kolom duizendtallen scheidt. Controleer dit.')
    return Noted(found, message.format(text=text.strip(), amount=format_euros(found)), "warning")


def _either_way(text: str) -> Noted[Any]:
    message = _(
        'Hier staat "{text}". In deze kolom scheidt een komma de duizendtallen, hier een punt. Schrijf het bedrag als 1.250.000,00.'
    )
    return Noted(None, message.format(text=text.strip()), "error")
