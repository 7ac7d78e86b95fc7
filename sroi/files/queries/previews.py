"""Pictures of files that are kept, to look at without opening the file: drawn by a process of its own with limited memory and time."""

import asyncio
import sys
from contextlib import suppress
from gettext import gettext as _
from pathlib import Path

from sroi.errors import NotFound
from sroi.files.queries import kept_file

PROGRAM = Path(__file__).with_name("preview_process.py")
MEDIA_TYPE = "image/jpeg"
MEMORY_LIMIT = 1024 * 1024 * 1024
CPU_SECONDS_LIMIT = 10
SECONDS_LIMIT = 30
AT_ONCE = 2
_turn = asyncio.Semaphore(AT_ONCE)


class PreviewNotFound(NotFound):
    """There is no such page, or it cannot be drawn."""


async def page_count(*, directory: Path, digest: str) -> int:
    """Return how many pages a file has; 0 when it cannot be drawn. Raises FileNotFound."""
    try:
        return int(await _drawn(directory, digest, 0))
    except PreviewNotFound:
        return 0


async def preview(*, directory: Path, digest: str, page: int) -> bytes:
    """Return a page of a file, from 1, as a JPEG; raise PreviewNotFound or FileNotFound."""
    return await _drawn(directory, digest, max(page, 1))


async def _drawn(directory: Path, digest: str, page: int) -> bytes:
    file = await kept_file(directory=directory, digest=digest)
    command = (sys.executable, "-I", str(PROGRAM), file.media_type, str(page), str(MEMORY_LIMIT), str(CPU_SECONDS_LIMIT))
    async with _turn:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
        )
        try:
            found, _errors = await asyncio.wait_for(process.communicate(file.content), SECONDS_LIMIT)
        except BaseException as error:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            if isinstance(error, TimeoutError):
                found = b""
            else:
                raise
    if process.returncode or not found:
        raise PreviewNotFound(_("Van dit bestand is geen voorbeeld te maken. Bewaar het bestand om het te bekijken."))
    return found
