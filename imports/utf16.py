"""UTF-16, in which Windows writes some files: whether this is it, with or without the mark that should begin it.

In: the bytes of a text, or a mapped file. Out: the name of the encoding.
"""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from imports.mapped import Source

SAMPLE = 1_000


def utf16_of(content: Source) -> str | None:
    """Return which UTF-16 this is, by the mark that it begins with or because every other byte of its start is nought; else None."""
    start = content[:SAMPLE]
    if start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    noughts = start[1::2].count(0), start[::2].count(0)
    is_wide = len(start) > 1 and max(noughts) > 0.9 * (len(start) // 2) and min(noughts) == 0
    return ("utf-16-le" if noughts[0] > noughts[1] else "utf-16-be") if is_wide else None
