"""Keeping of files: first the bytes, whole and flushed to disk, then the row."""

import asyncio
import os
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest, sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from sroi.database import transaction
from sroi.files.queries import path_of
from sroi.files.rules import media_type_of
from sroi.files.tables import StoredFile


@dataclass(frozen=True)
class WrittenFile:
    """A file that is on disk, and the media type that its content shows."""

    sha256: str
    media_type: str
    size_bytes: int


async def write_file(*, directory: Path, content: bytes, file_name: str) -> WrittenFile:
    """Put `content` on disk once, named by its hash; raise UnableToKeepFile when it cannot be evidence.

    Outside any transaction, so that a large file holds up no other writer. Bytes without a row, after a stop in between, are found again
    by the next upload of the same file.
    """
    media_type = media_type_of(content=content, file_name=file_name)
    digest = sha256(content).hexdigest()
    await asyncio.to_thread(_write, path_of(directory=directory, digest=digest), content)
    return WrittenFile(digest, media_type, len(content))


async def write_made_file(*, directory: Path, content: bytes, media_type: str) -> WrittenFile:
    """Put a file that this register made on disk once, named by its hash; what it is needs no looking at."""
    digest = sha256(content).hexdigest()
    await asyncio.to_thread(_write, path_of(directory=directory, digest=digest), content)
    return WrittenFile(digest, media_type, len(content))


async def adopt_file(*, directory: Path, path: Path, media_type: str) -> WrittenFile:
    """Take a file that this register made, on the same disk, into the store by its hash, read part by part."""
    return await asyncio.to_thread(_adopt, directory, path, media_type)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, read part by part."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _adopt(directory: Path, path: Path, media_type: str) -> WrittenFile:
    digest, size = sha256_of(path), path.stat().st_size
    with path.open("rb") as file:
        os.fsync(file.fileno())
    place = path_of(directory=directory, digest=digest)
    place.parent.mkdir(parents=True, exist_ok=True)
    path.replace(place)
    _flush_folder(place.parent)
    return WrittenFile(digest, media_type, size)


async def record_file(*, written: WrittenFile, now: datetime) -> None:
    """Record a file that is on disk, inside the transaction of what points at it."""
    async with transaction():
        if not await StoredFile.exists().where(StoredFile.sha256 == written.sha256):
            await StoredFile.insert(
                StoredFile(sha256=written.sha256, media_type=written.media_type, size_bytes=written.size_bytes, stored_at=now)
            )


def _write(path: Path, content: bytes) -> None:
    """Put the bytes in place as a whole; a file there that is damaged is mended."""
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(path)
            _flush_folder(path.parent)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _flush_folder(folder: Path) -> None:
    """Flush the name of a new file too: without it a power cut may lose a file whose bytes are safe."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


async def forget_file(*, digest: str, directory: Path) -> None:
    """Delete a file that nothing points at: its row, in the caller's transaction, and then its bytes.

    A stop in between leaves bytes without a row, which nobody can reach; the next upload of the same file takes them up again.
    """
    async with transaction():
        await StoredFile.delete().where(StoredFile.sha256 == digest)
        await asyncio.to_thread(path_of(directory=directory, digest=digest).unlink, missing_ok=True)
