"""The room of exports: what leaves the register as a file. A new export is a file like its siblings and a line in `EXPORTS`.

In: the reads of every earlier room. Out: the bytes of a file, and an audit event with their hash.
"""

from datetime import date, datetime
from typing import Protocol

from sroi.access import Permission, Viewer
from sroi.exports.compliance import COMPLIANCE


class Export(Protocol):
    """What every export of a year can do."""

    key: str
    media_type: str
    permission: Permission

    @property
    def label(self) -> str:
        """Return the Dutch name."""

    def file_name(self, *, year: int) -> str:
        """Return what the file is called."""

    async def make(self, *, viewer: Viewer, year: int, now: datetime, today: date) -> bytes:
        """Return the bytes of the file and record that it was made; refuse whoever lacks the permission."""


EXPORTS: dict[str, Export] = {export.key: export for export in (COMPLIANCE,)}

__all__ = ["EXPORTS", "Export"]
