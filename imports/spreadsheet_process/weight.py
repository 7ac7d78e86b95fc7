"""How much a workbook of Excel since 2007 weighs, and what follows: whether it is read in parts, and how many are read ahead.

In: what an archive says of its size. Calamine holds the cells of all that it reads at once, and a text that many cells show as often.
"""

from operator import attrgetter
from typing import NamedTuple
from zipfile import ZipFile, ZipInfo

from .archive import SHARED_TEXTS, SHEETS, tells_rows

LARGE_SHEET = 24 * 1024 * 1024  # bytes of a sheet that is read in parts
FEW_TEXTS = 2 * 1024 * 1024  # bytes of texts that cells share, which are sooner read with every part than looked up for it
MOST_AS_A_WHOLE = 64 * 1024 * 1024  # bytes of a sheet and the texts that cells share
MOST_KEPT = 80 * 1024 * 1024  # bytes of sheets of which the rows are kept while the rest is looked at; others are unpacked twice


class Weight(NamedTuple):
    """The largest sheet of Excel in a workbook, if any, and bytes of all sheets and of the texts that cells share."""

    largest: ZipInfo | None
    sheets: int
    texts: int

    @property
    def is_too_large_as_a_whole(self) -> bool:
        """Return whether the cells and their texts take more memory at once than there is."""
        return self.largest is not None and self.largest.file_size + self.texts > MOST_AS_A_WHOLE

    @property
    def has_few_texts(self) -> bool:
        """Return whether the texts that cells share are read with every part; of more texts each part has its own."""
        return self.texts < FEW_TEXTS

    @property
    def read_ahead(self) -> int | None:
        """Return how many parts there is memory to read before they are asked for, None for all: none where their texts take much of it."""
        if not self.has_few_texts:
            return 0
        return None if self.sheets <= MOST_KEPT else 1

    @property
    def is_better_in_parts(self) -> bool:
        """Return whether its largest sheet is large, and to read it in parts does not take longer, or there is no memory for it at once.

        Where cells share many texts, to look up those of each part takes longer than to read all at once.
        """
        if self.largest is None or self.largest.file_size < LARGE_SHEET:
            return False
        return self.has_few_texts or self.is_too_large_as_a_whole


def weight(archive: ZipFile) -> Weight:
    """Return what the archive says of its size."""
    parts = archive.infolist()
    sheets = [part for part in parts if SHEETS.search(part.filename)]
    texts = sum(part.file_size for part in parts if SHARED_TEXTS.search(part.filename))
    return Weight(max(sheets, key=attrgetter("file_size"), default=None), sum(sheet.file_size for sheet in sheets), texts)


def is_read_in_parts(archive: ZipFile) -> bool:
    """Return whether a workbook has a large sheet of Excel that can be cut, where that pays."""
    weighed = weight(archive)
    return weighed.largest is not None and weighed.is_better_in_parts and tells_rows(archive, weighed.largest.filename)
