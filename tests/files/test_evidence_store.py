"""The evidence store: what a file is by its content, each file once, and never a damaged one."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from sroi.files.operations import record_file, write_file
from sroi.files.queries import FileNotFound, kept_file, path_of
from sroi.files.rules import MAX_BYTES, UnableToKeepFile, media_type_of
from sroi.files.tables import StoredFile

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
PDF = b"%PDF-1.7\n" + b"1 0 obj << >> endobj\n" * 200 + b"trailer << >>\nstartxref\n0\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(2000) + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(2000) + b"\xff\xd9"
GIF = b"GIF89a" + bytes(40)
ZIP = b"PK\x03\x04" + bytes(40)
HTML = b"<!doctype html><script>alert(1)</script>"


async def keep_file(*, directory: Path, content: bytes, file_name: str, now: datetime) -> str:
    """Write and record a file, as the rooms that keep files do."""
    written = await write_file(directory=directory, content=content, file_name=file_name)
    await record_file(written=written, now=now)
    return written.sha256


def files_in(folder: Path) -> list[Path]:
    """Return every file in a folder, seen from there."""
    return [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]


def of_size(size: int) -> bytes:
    """Return a PDF of exactly `size` bytes."""
    return b"%PDF-1.7\n" + b" " * (size - 15) + b"%%EOF\n"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")],
    ids=["pdf", "png", "jpeg"],
)
def test_a_pdf_png_or_jpeg_may_be_evidence(content: bytes, media_type: str) -> None:
    assert media_type_of(content=content, file_name="loonstrook.pdf") == media_type


def test_a_file_is_what_its_content_says_and_not_what_its_name_says() -> None:
    assert media_type_of(content=PNG, file_name="loonstrook.pdf") == "image/png"


@pytest.mark.parametrize("content", [GIF, ZIP, HTML, b"loonstrook", b"\x00" * 100], ids=["gif", "zip", "html", "text", "noise"])
def test_another_kind_of_file_is_refused_whatever_its_name(content: bytes) -> None:
    with pytest.raises(UnableToKeepFile, match=r"geen pdf, png of jpeg") as refusal:
        media_type_of(content=content, file_name="loonstrook.pdf")
    assert refusal.value.field == "evidence"
    assert "loonstrook.pdf" in refusal.value.message


@pytest.mark.parametrize("content", [PDF, PNG, JPEG], ids=["pdf", "png", "jpeg"])
@pytest.mark.parametrize("kept", [0.2, 0.5, 0.7])
def test_a_file_that_was_cut_off_is_refused(content: bytes, kept: float) -> None:
    with pytest.raises(UnableToKeepFile, match="niet compleet"):
        media_type_of(content=content[: int(len(content) * kept)], file_name="diploma")


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(UnableToKeepFile, match="leeg"):
        media_type_of(content=b"", file_name="diploma.pdf")


def test_a_file_of_exactly_10_mb_is_kept_and_one_byte_more_is_refused() -> None:
    assert MAX_BYTES == 10_485_760
    assert media_type_of(content=of_size(MAX_BYTES), file_name="scan.pdf") == "application/pdf"
    with pytest.raises(UnableToKeepFile, match="10 MB"):
        media_type_of(content=of_size(MAX_BYTES + 1), file_name="scan.pdf")


def test_a_name_with_braces_is_shown_as_it_is() -> None:
    with pytest.raises(UnableToKeepFile, match=r"\{0\}\{name\}\.pdf is leeg"):
        media_type_of(content=b"", file_name="{0}{name}.pdf")


async def test_a_kept_file_comes_back_as_it_was(database: None, tmp_path: Path) -> None:
    digest = await keep_file(directory=tmp_path, content=PNG, file_name="werkplek.png", now=NOW)
    kept = await kept_file(directory=tmp_path, digest=digest)
    assert (kept.content, kept.media_type) == (PNG, "image/png")


async def test_a_file_lies_under_its_hash_and_nothing_of_its_name(database: None, tmp_path: Path) -> None:
    digest = await keep_file(directory=tmp_path, content=PDF, file_name="../../etc/passwd", now=NOW)
    assert digest == sha256(PDF).hexdigest()
    assert files_in(tmp_path) == [Path(digest[:2]) / digest]


async def test_the_same_file_is_kept_once(database: None, tmp_path: Path) -> None:
    first = await keep_file(directory=tmp_path, content=PDF, file_name="factuur.pdf", now=NOW)
    again = await keep_file(directory=tmp_path, content=PDF, file_name="factuur kopie.pdf", now=NOW)
    assert first == again
    assert await StoredFile.count() == 1
    assert len(files_in(tmp_path)) == 1


async def test_a_refused_file_leaves_nothing_behind(database: None, tmp_path: Path) -> None:
    with pytest.raises(UnableToKeepFile):
        await keep_file(directory=tmp_path, content=ZIP, file_name="bewijs.pdf", now=NOW)
    assert not await StoredFile.exists()
    assert files_in(tmp_path) == []


@pytest.mark.parametrize("damage", [b"", PDF[:-1], b"X" * len(PDF)], ids=["empty", "cut off", "other bytes"])
async def test_a_file_that_was_damaged_on_disk_is_not_given_out(database: None, tmp_path: Path, damage: bytes) -> None:
    digest = await keep_file(directory=tmp_path, content=PDF, file_name="factuur.pdf", now=NOW)
    path_of(directory=tmp_path, digest=digest).write_bytes(damage)
    with pytest.raises(FileNotFound, match="beschadigd"):
        await kept_file(directory=tmp_path, digest=digest)


async def test_a_damaged_file_is_mended_when_it_is_uploaded_again(database: None, tmp_path: Path) -> None:
    digest = await keep_file(directory=tmp_path, content=PDF, file_name="factuur.pdf", now=NOW)
    path_of(directory=tmp_path, digest=digest).write_bytes(b"X" * len(PDF))
    await keep_file(directory=tmp_path, content=PDF, file_name="factuur.pdf", now=NOW)
    assert (await kept_file(directory=tmp_path, digest=digest)).content == PDF


async def test_bytes_without_a_row_are_found_again_by_the_next_upload(database: None, tmp_path: Path) -> None:
    digest = sha256(PDF).hexdigest()
    path = path_of(directory=tmp_path, digest=digest)
    path.parent.mkdir()
    path.write_bytes(PDF)
    with pytest.raises(FileNotFound):
        await kept_file(directory=tmp_path, digest=digest)
    await keep_file(directory=tmp_path, content=PDF, file_name="factuur.pdf", now=NOW)
    assert (await kept_file(directory=tmp_path, digest=digest)).content == PDF


async def test_a_file_that_is_gone_from_the_disk_is_not_found(database: None, tmp_path: Path) -> None:
    digest = await keep_file(directory=tmp_path, content=PDF, file_name="factuur.pdf", now=NOW)
    path_of(directory=tmp_path, digest=digest).unlink()
    with pytest.raises(FileNotFound, match="niet gevonden"):
        await kept_file(directory=tmp_path, digest=digest)


async def test_a_hash_that_nobody_uploaded_is_not_found(database: None, tmp_path: Path) -> None:
    with pytest.raises(FileNotFound):
        await kept_file(directory=tmp_path, digest="0" * 64)
