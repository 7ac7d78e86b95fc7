"""Reading of files that are kept."""

import asyncio
from dataclasses import dataclass
from gettext import gettext as _
from hashlib import sha256
from pathlib import Path

from sroi.errors import NotFound
from sroi.files.tables import StoredFile


class FileNotFound(NotFound):
    """The file is not kept here, or is no longer what it was."""


@dataclass(frozen=True)
class KeptFile:
    """The bytes of a file and the media type that was checked when it came in."""

    content: bytes
    media_type: str


def path_of(*, directory: Path, digest: str) -> Path:
    """Return where a file is kept: a folder by its first two characters, so that no folder grows without end."""
    return directory / digest[:2] / digest


async def is_stored(*, digest: str) -> bool:
    """Return whether a file is kept."""
    return bool(await StoredFile.exists().where(StoredFile.sha256 == digest))


async def kept_file(*, directory: Path, digest: str) -> KeptFile:
    """Return a file by its SHA-256; raise FileNotFound when it is missing or does not match its name."""
    rows = await StoredFile.select(StoredFile.media_type).where(StoredFile.sha256 == digest)
    content = await asyncio.to_thread(_read, path_of(directory=directory, digest=digest)) if rows else None
    if content is None:
        raise FileNotFound(_("Dit bestand is niet gevonden."))
    if sha256(content).hexdigest() != digest:
        raise FileNotFound(_("Dit bestand is beschadigd in de opslag. Meld dit bij de beheerder."))
    return KeptFile(content, rows[0]["media_type"])


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
