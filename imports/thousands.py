"""What a comma or a point before three digits means, which only the other amounts of its column show.

In: what the cells of a column of amounts say, by their text. Out: what the texts say that mean two things by themselves, where the
column decides: in one with `1,250,000.00` and nothing that a Dutch reader would write, `250,000` is a quarter of a million.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from imports.noted import Noted
from imports.sums import contract_sum
from imports.translation import gettext as _
from sroi.values import format_euros

_COMMA_GROUPS = re.compile(r",(?<=\d,)\d{3}[.,]\d")  # with the comma first, which is soon found to be missing
_DUTCH = re.compile(r"\d\.\d{3}[.,]\d|(?:^|\D)\d+,\d\d?(?!\d)|\d{4},\d")
_ONE_COMMA = re.compile(r"(?<![\d.,])[1-9]\d{0,2},\d{3}(?![\d.,])")
_ONE_POINT = re.compile(r"(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?![\d.,])")


def by_column(said: Mapping[str, Any]) -> dict[str, Noted[Any]]:
    """Return what texts with one comma or point before three digits say, when others show that commas group thousands.

    Where others group by points, or have a decimal comma, nobody knows: then nothing is returned. A point in a column of commas may be
    either, so then such texts are asked about, with the commas.
    """
    if not _COMMA_GROUPS.search("\n".join(said)) or any(map(_DUTCH.search, said)):
        return {}
    points = [text for text in said if _ONE_POINT.search(text)]
    if points:
        return {text: _either_way(text) for text in points}
    read = {text: _without_commas(text) for text in said if _ONE_COMMA.search(text)}
    return {text: found for text, found in read.items() if found is not None}


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
