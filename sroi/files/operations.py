"""Keeping of files: first the bytes, whole and flushed to disk, then the row."""

import asyncio
import os
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from sroi.database import transaction
from sroi.files.queries import path_of
from sroi.files.rules import media_type_of
from sroi.files.tables import StoredFile


async def keep_file(*, directory: Path, content: bytes, file_name: str, now: datetime) -> str:
    """Keep `content` once and return its SHA-256; raise UnableToKeepFile when it cannot be evidence.

    Bytes that are on disk without a row, after a stop in between, are found again by the next upload of the same file.
    """
    media_type = media_type_of(content=content, file_name=file_name)
    digest = sha256(content).hexdigest()
    await asyncio.to_thread(_write, path_of(directory=directory, digest=digest), content)
    async with transaction():
        if not await StoredFile.exists().where(StoredFile.sha256 == digest):
            await StoredFile.insert(StoredFile(sha256=digest, media_type=media_type, size_bytes=len(content), stored_at=now))
    return digest


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
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
