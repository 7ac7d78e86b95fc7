"""What every export of a year can do, and the record that each leaves: by whom, when, of which day, and the hash of its bytes."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO
from uuid import uuid4

from sroi.access import Permission, Viewer
from sroi.database import as_known
from sroi.exports.order import Order
from sroi.exports.recording import record_made
from sroi.files.operations import WrittenFile, write_made_file

Tell = Callable[[int, int], Awaitable[None]]


async def silent(_written: int, _total: int) -> None:
    """Tell nobody how many rows were written, and of how many."""


class YearExport(ABC):
    """An export of a year. `content` reads and renders, `write` does so into a file; `make` does it and records it."""

    key: str
    media_type: str
    extension: str

    @property
    @abstractmethod
    def label(self) -> str:
        """Return the Dutch name."""

    @property
    @abstractmethod
    def explanation(self) -> str:
        """Return what is in it and for whom, in Dutch."""

    def require(self, viewer: Viewer) -> None:
        """Raise UnableToAllow for who may not make it."""
        viewer.require(Permission.EXPORT_COMPLIANCE)

    @abstractmethod
    async def content(self, *, viewer: Viewer, year: int, now: datetime, today: date) -> bytes:
        """Return the bytes of the file: the same for the same register, moment and day."""

    async def write(self, *, to: IO[bytes], viewer: Viewer, year: int, now: datetime, today: date, tell: Tell = silent) -> None:
        """Write the same bytes to a file; what may be large does so part by part, and tells how far it is."""
        to.write(await self.content(viewer=viewer, year=year, now=now, today=today))

    def file_name(self, *, year: int) -> str:
        """Return what the file is called."""
        return f"sroi-{self.key}-{year}.{self.extension}"

    def order(self, *, year: int, now: datetime, today: date) -> Order:
        """Return the order by which it is made, and made again."""
        return Order(self.key, year, today, now)

    async def make(self, *, viewer: Viewer, year: int, now: datetime, today: date, directory: Path | None = None) -> bytes:
        """Return the bytes of the file and record that it was made; with a `directory` the file itself is kept there.

        Raises UnableToAllow for who may not export, and UnableToReconcile for a year that cannot be meant.
        """
        self.require(viewer)
        async with as_known() as position:
            content = await self.content(viewer=viewer, year=year, now=now, today=today)
        if directory is None:
            file = WrittenFile(sha256(content).hexdigest(), self.media_type, len(content))
        else:
            file = await write_made_file(directory=directory, content=content, media_type=self.media_type)
        order = replace(self.order(year=year, now=now, today=today), position=position)
        await record_made(export_id=uuid4(), viewer=viewer, order=order, file=file, is_kept=directory is not None)
        return content


class LargeExport(YearExport):
    """An export that may be large: it is only ever written part by part, and its bytes are what was written."""

    async def content(self, *, viewer: Viewer, year: int, now: datetime, today: date) -> bytes:
        """Return the bytes of the file: the same for the same register, moment and day."""
        to = BytesIO()
        await self.write(to=to, viewer=viewer, year=year, now=now, today=today)
        return to.getvalue()

    @abstractmethod
    async def write(self, *, to: IO[bytes], viewer: Viewer, year: int, now: datetime, today: date, tell: Tell = silent) -> None:
        """Write the file part by part, and tell how far it is."""
