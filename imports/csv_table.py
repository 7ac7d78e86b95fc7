"""Registers as text: rows on lines, cells between `;`, `,`, tabs or `|`.

In: bytes. Out: the contracts of the one table in them. The encoding is UTF-8 or UTF-16 where the bytes say or show so; what is no UTF-8
is cp1252, as Excel saves it, also when only some lines are, as in files that were put together. The delimiter is the one that divides
most lines into equally many cells.
"""

import csv
import re
from codecs import getincrementaldecoder, register_error
from collections import Counter
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from itertools import islice

from imports.cells import MAX_COLUMNS, MAX_ROWS, Table, too_large
from imports.mapped import Source, count, parts, stream
from imports.register import register_format
from imports.rows import MAX_DATA_BYTES, UnreadableFile
from imports.translation import gettext as _
from imports.utf16 import utf16_of

OTHER_TEXTS = (b"{\\rtf", b"<!DOCTYPE", b"<?xml")
DELIMITERS = ";,\t|"
SAMPLE_LINES = 50
MAX_RECORD_LENGTH = 1_000_000
CP1252 = "sroi-cp1252"  # how what is no UTF-8 is read

_MARK = re.compile(rb"'[\d.,+-]|=\"")
_MARKED = re.compile(r"^(?:'([.,+ -]*+\d[\d.,+ -]*+)|=\"([^\"]*)\")$")
_EXCEL_HINT = re.compile(r'^"?sep=([;,\t|])"?\s*$')


def _recognises(content: bytes) -> bool:
    """Return whether the content is text at all and no other format of text; whether it is a register shows when it is read."""
    if content.startswith(OTHER_TEXTS):
        return False
    return utf16_of(content) is not None or b"\0" not in content


def _tables(content: Source) -> list[Table]:
    encoding = _encoding(content)
    delimiter = _delimiter(list(islice(_Lines(content, encoding), SAMPLE_LINES)))
    return [Table("", _rows(content, encoding, delimiter), height=count(content, b"\n"))]


FORMAT = register_format(name="csv", recognises=_recognises, tables=_tables, max_bytes=MAX_DATA_BYTES)


def _encoding(content: Source) -> str:
    wide = utf16_of(content)
    encoding = wide or "utf-8-sig"
    decoder, is_at_end = getincrementaldecoder(encoding)(), False
    try:
        for part in parts(content):
            decoder.decode(part)
        is_at_end = True
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        if wide or is_at_end:
            raise UnreadableFile(_("Dit bestand is niet volledig: het einde ontbreekt. Sla het opnieuw op.")) from None
    return encoding


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Return what bytes that are no UTF-8 mean in cp1252, and where it goes on; raise UnicodeDecodeError when they mean nothing there."""
    assert isinstance(error, UnicodeDecodeError)
    if not error.encoding.startswith("utf-8"):
        raise error
    return error.object[error.start : error.end].decode("cp1252"), error.end


register_error(CP1252, _as_cp1252)


def _delimiter(lines: Sequence[str]) -> str:
    """Return what Excel says in `sep=;`, else the sign that divides most lines into most, equally many cells."""
    if lines and (hint := _EXCEL_HINT.match(lines[0])):
        return hint[1]
    return max(DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter))


def _evenness(lines: Sequence[str], delimiter: str) -> int:
    try:
        widths = Counter(map(len, csv.reader(lines, delimiter=delimiter, skipinitialspace=True)))
    except csv.Error:
        return 0
    return max((count * (width - 1) for width, count in widths.items()), default=0)


def _rows(content: Source, encoding: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the cells of each record; raise UnreadableFile at a quotation mark that is not closed or too much of anything."""
    lines = _Lines(content, encoding)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    has_marks = encoding.startswith("utf-16") or any(map(_MARK.search, parts(content, overlap=1)))
    try:
        for number, cells in enumerate(reader, 1):
            if number > MAX_ROWS or len(cells) > MAX_COLUMNS:
                raise too_large()
            lines.start_record()
            yield list(map(_without_mark, cells)) if has_marks else cells
    except csv.Error:
        message = _('Rij {line} is niet te lezen. Staat er een los aanhalingsteken (")? Haal het weg en probeer het opnieuw.')
        raise UnreadableFile(message.format(line=reader.line_num)) from None


def _without_mark(cell: str) -> str:
    """Return a cell without what says that its number is a text: `'0123` and `="0123"`."""
    found = _MARKED.match(cell)
    return cell if found is None else found[1] or found[2]


class _Lines:
    """The lines of a text, as long as one record does not take too many."""

    def __init__(self, content: Source, encoding: str) -> None:
        self._lines = TextIOWrapper(stream(content), encoding, errors=CP1252, newline=None)
        self._record_length = 0

    def start_record(self) -> None:
        """Count from here."""
        self._record_length = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            line = next(self._lines)
        except UnicodeDecodeError:
            raise UnreadableFile(_("Dit is geen leesbaar tekstbestand. Sla het op als csv of Excel (xlsx).")) from None
        self._record_length += len(line)
        if self._record_length > MAX_RECORD_LENGTH:
            raise too_large()
        if "\0" in line:
            raise UnreadableFile(_("Dit is geen leesbaar tekstbestand. Sla het op als csv of Excel (xlsx)."))
        return line
