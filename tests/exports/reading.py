"""Reading what was exported, as an outsider does: the text of any file, whatever its format."""

import io
from zipfile import ZipFile

import pypdfium2


def text_of_pdf(content: bytes) -> str:
    """Return the text of a PDF with single spaces."""
    document = pypdfium2.PdfDocument(content)
    whole = " ".join(document[number].get_textpage().get_text_bounded() for number in range(len(document)))
    return " ".join(whole.split())


def text_of(content: bytes) -> str:
    """Return all text of a file: of a PDF its pages, of a workbook or a zip what its parts say."""
    if content.startswith(b"%PDF"):
        return text_of_pdf(content)
    if content.startswith(b"PK"):
        with ZipFile(io.BytesIO(content)) as archive:
            return " ".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    return content.decode()
