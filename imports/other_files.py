"""Files that people send although they are no register, notice or open data: what each is, and what to do with it.

In: bytes that no other format knows. Out: a refusal that says so, in one sentence.
"""

import re
from codecs import BOM_UTF8
from io import BytesIO
from zipfile import is_zipfile

from imports.profile import Profile
from imports.rows import Format, Heard, Reading, UnreadableFile
from imports.spreadsheet import LOCAL_HEADER, damaged
from imports.translation import gettext as _

START_BYTES = 4_000
# gzip, bzip2, xz, 7z, rar and zstandard.
PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x28\xb5\x2f\xfd")
BINARY_WORKBOOK = b"workbook.bin"
_WEB_PAGE = re.compile(rb"\s*<(?:[?!][^>]*>\s*<)*(?:html|head|body|table)\b", re.IGNORECASE)
_XML_WORKBOOK = re.compile(rb"\s*<.*?(?:urn:schemas-microsoft-com:office:spreadsheet|opendocument:xmlns:office)", re.DOTALL)


def _refusal(content: bytes) -> UnreadableFile | None:
    """Return what to say of a file; None when it is none of these."""
    start = content[:START_BYTES].removeprefix(BOM_UTF8)
    if content.startswith(LOCAL_HEADER):
        return _archive(content)
    if content.startswith(PACKED):
        return _packed()
    if start.startswith(b"%PDF-"):
        return UnreadableFile(_("Dit is een pdf. Vraag het register als Excel-bestand (xlsx) of csv, of de aankondiging als xml."))
    if _WEB_PAGE.match(start):
        return UnreadableFile(_("Dit is een webpagina, hoe het bestand ook heet. Open het in Excel en sla het op als xlsx."))
    if _XML_WORKBOOK.match(start):
        return UnreadableFile(_("Dit is een rekenblad in xml. Open het in Excel of LibreOffice en sla het op als xlsx."))
    return None


def _archive(content: bytes) -> UnreadableFile:
    if not is_zipfile(BytesIO(content)):
        return damaged()  # a workbook that was cut off looks like any archive
    if BINARY_WORKBOOK in content:
        return UnreadableFile(_("Dit is een binair Excel-bestand (xlsb). Open het in Excel en sla het op als xlsx."))
    return _packed()


def _packed() -> UnreadableFile:
    return UnreadableFile(_("Dit bestand is ingepakt (zip, gz of iets anders). Pak het eerst uit en kies het bestand dat erin zit."))


def _recognises(content: bytes) -> bool:
    return _refusal(content) is not None


def _refuse(content: bytes, _profile: Profile, _heard: Heard) -> Reading:
    refusal = _refusal(content)
    assert refusal is not None
    raise refusal


FORMAT = Format("other", _recognises, _refuse)
