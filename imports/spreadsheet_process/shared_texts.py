"""The texts that cells of a workbook share, of which a part of the rows needs few.

In: the part of the workbook that holds them. Out: one with the texts of some rows, each in its own place, and nothing in the others.
"""

import re
from array import array
from collections.abc import Iterable
from itertools import chain

TEXT_BEGINS, TEXTS_END = re.compile(rb"<si[\s>/]"), b"</sst>"
NO_TEXT = b"<si><t/></si>"
NUMBER = re.compile(rb">\s*(\d+)\s*<")  # of a text, or whatever else a cell holds: a text too many costs nothing
HIDING = re.compile(rb"<!\[CDATA\[|<!--")  # in these a text may seem to begin


class SharedTexts:
    """Shared texts by number; those of a workbook that writes them otherwise than Excel, go whole."""

    def __init__(self, xml: bytes) -> None:
        self.whole = xml
        self._begins = array("L") if HIDING.search(xml) else array("L", (found.start() for found in TEXT_BEGINS.finditer(xml)))
        self._end = xml.rfind(TEXTS_END)

    def of(self, rows: Iterable[bytes]) -> bytes:
        """Return the part with the texts that these rows show."""
        begins, xml = self._begins, self.whole
        if not begins or self._end < begins[-1]:
            return xml
        texts, next_one = [xml[: begins[0]]], 0
        for number in sorted(map(int, set(chain.from_iterable(map(NUMBER.findall, rows))))):
            if number >= len(begins):
                break
            end = begins[number + 1] if number + 1 < len(begins) else self._end
            texts += (NO_TEXT * (number - next_one), xml[begins[number] : end])
            next_one = number + 1
        return b"".join([*texts, xml[self._end :]])
