"""The files of imports as they are kept: in pieces, so that no more than one is held in memory; the caller's transaction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import file_digest
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO
from uuid import UUID, uuid4

from sroi.contracts.tables import ImportFile
from sroi.database import insert_all

PIECE_BYTES = 1024 * 1024
COLUMNS = ("id", "batch", "number", "content")


async def keep_file(*, batch_id: UUID, file: IO[bytes]) -> None:
    """Keep the bytes of an upload."""
    number = 0
    while piece := file.read(PIECE_BYTES):
        number += 1
        await insert_all(ImportFile, COLUMNS, [(uuid4(), batch_id, number, piece)])


def digest_of(file: IO[bytes]) -> str:
    """Return the SHA-256 of a file, which is at its start again afterwards."""
    digest = file_digest(file, "sha256")  # type: ignore[arg-type]
    file.seek(0)
    return digest.hexdigest()


@asynccontextmanager
async def kept_file(*, batch_id: UUID) -> AsyncIterator[Path | None]:
    """Give the upload of an import as a file on disk for as long as it is needed; None when it is not kept any more."""
    with NamedTemporaryFile(prefix="sroi-import-") as copy:
        number = 0
        while piece := await _piece(batch_id, number + 1):
            number += 1
            copy.write(piece)
        copy.flush()
        yield Path(copy.name) if number else None


async def _piece(batch_id: UUID, number: int) -> bytes:
    rows = await ImportFile.select(ImportFile.content).where((ImportFile.batch == batch_id) & (ImportFile.number == number))
    return rows[0]["content"] if rows else b""
