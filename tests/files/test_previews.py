"""Pictures of files: a page of a PDF or an image, drawn apart, without what a file says of its maker, and never more than is asked."""

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from sroi.files.operations import record_file, write_file
from sroi.files.queries import FileNotFound
from sroi.files.queries.previews import PreviewNotFound, page_count, preview
from sroi.files.rules import UnableToKeepFile, media_type_of
from tests.makers import NOW


def pdf(pages: int) -> bytes:
    """Return a PDF with so many empty pages."""
    document, out = pypdfium2.PdfDocument.new(), BytesIO()
    for _page in range(pages):
        document.new_page(595, 842)
    document.save(out)
    return out.getvalue()


def image(size: tuple[int, int], kind: str = "PNG", mode: str = "RGB", **how: object) -> bytes:
    out = BytesIO()
    Image.new(mode, size).save(out, kind, **how)
    return out.getvalue()


async def kept(content: bytes, directory: Path, name: str = "bewijs.pdf") -> str:
    written = await write_file(directory=directory, content=content, file_name=name)
    await record_file(written=written, now=NOW)
    return written.sha256


async def test_each_page_of_a_pdf_is_a_picture(database: None, tmp_path: Path) -> None:
    digest = await kept(pdf(2), tmp_path)
    assert await page_count(directory=tmp_path, digest=digest) == 2
    drawn = Image.open(BytesIO(await preview(directory=tmp_path, digest=digest, page=2)))
    assert (drawn.format, drawn.size) == ("JPEG", (1000, 1416))
    with pytest.raises(PreviewNotFound):
        await preview(directory=tmp_path, digest=digest, page=3)


async def test_a_picture_says_nothing_of_where_it_was_taken(database: None, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Kerkstraat 1 te Voorbeeldstad"
    content = image((3000, 1500), "JPEG", exif=exif)
    assert b"Kerkstraat" in content
    digest = await kept(content, tmp_path, "foto.jpg")
    shown = await preview(directory=tmp_path, digest=digest, page=1)
    assert b"Kerkstraat" not in shown
    assert Image.open(BytesIO(shown)).size == (1000, 500)


@pytest.mark.parametrize(
    "content",
    [image((20_000, 20_000), mode="1"), b"%PDF-1.4\n%%EOF", b"\x89PNG\r\n\x1a\n" + b"0" * 20 + b"IEND\xaeB`\x82"],
    ids=["an image that is far larger than its file", "a broken pdf", "a broken image"],
)
async def test_what_cannot_be_drawn_has_no_pages_and_hurts_nobody(database: None, tmp_path: Path, content: bytes) -> None:
    digest = await kept(content, tmp_path)
    with pytest.raises(PreviewNotFound):
        await preview(directory=tmp_path, digest=digest, page=1)


async def test_a_file_that_is_not_kept_has_no_picture(database: None, tmp_path: Path) -> None:
    with pytest.raises(FileNotFound):
        await page_count(directory=tmp_path, digest="0" * 64)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("loonstrook.docx", pdf(1), "niet wat de naam zegt"),
        ("loonstrook.pdf", pdf(1)[:-6] + b"\n/JavaScript (alert)\n%%EOF\n", "een script of een bijlage"),
        ("loonstrook 123456782.pdf", pdf(1), "burgerservicenummer"),
    ],
)
def test_a_file_that_is_not_what_it_says_or_does_more_is_refused(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(UnableToKeepFile, match=sentence) as refusal:
        media_type_of(content=content, file_name=name)
    assert refusal.value.field == "evidence"
