"""What a bare `1` means among percentages, which only the other cells of its column show.

In: what the cells of a column of percentages say, by their text. Out: what `1` says in a column of fractions: all of it. LibreOffice and
old Excel files give 30% and 100% as `0,3` and `1`.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from imports.noted import Noted
from imports.translation import gettext as _

_FRACTION = re.compile(r"^0[.,]0*+[1-9]\d*+$")
_ONE = re.compile(r"^1(?:[.,]0+)?$")


def whole_of_fractions(said: Mapping[str, Any]) -> dict[str, Noted[Any]]:
    """Return what a bare 1 says when the column holds fractions and no other number without a sign: 100%, which a person must check."""
    bare = [plain for text in said if (plain := text.strip())[:1].isdecimal() and "%" not in plain]
    if not any(map(_FRACTION.match, bare)) or not all(_FRACTION.match(plain) or _ONE.match(plain) or _is_nought(plain) for plain in bare):
        return {}
    message = _('Hier staat "{text}". Dat is gelezen als 100%, omdat in deze kolom delen van 1 staan. Controleer dit.')
    return {text: Noted(Decimal(100), message.format(text=text.strip()), "warning") for text in said if _ONE.match(text.strip())}


def _is_nought(plain: str) -> bool:
    return not plain.strip("0.,")
