"""A long file as the system maps it into memory: counted and read a part at a time, so that never much of it is there.

In: bytes, or a mapped file, which says what bytes say. Out: numbers, and a stream of bytes.
"""

import mmap
from collections.abc import Iterator
from io import BufferedReader, RawIOBase
from typing import Any

Source = bytes | mmap.mmap

PART_BYTES = 1024 * 1024
READ_BEFORE_FORGETTING = 16 * PART_BYTES


def count(content: Source, wanted: bytes) -> int:
    """Return how often it stands in the content."""
    return sum(part.count(wanted) for part in parts(content, overlap=len(wanted) - 1))


def parts(content: Source, *, overlap: int = 0) -> Iterator[bytes]:
    """Yield the content a part at a time, each with so many bytes of the next."""
    for begin in range(0, len(content), PART_BYTES):
        if begin % READ_BEFORE_FORGETTING == 0:
            forget(content)
        yield content[begin : begin + PART_BYTES + overlap]


def forget(content: Source) -> None:
    """Let the system take back what was read of a mapped file; it is read from disk again when it is needed."""
    if isinstance(content, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        content.madvise(mmap.MADV_DONTNEED)


def stream(content: Source) -> BufferedReader:
    """Return the content as a stream of bytes."""
    return BufferedReader(_Stream(content), PART_BYTES)


class _Stream(RawIOBase):
    """Gives the parts of a content, one after another."""

    def __init__(self, content: Source) -> None:
        self._parts, self._left = parts(content), b""

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer as far as one part goes, and return how far that is."""
        self._left = self._left or next(self._parts, b"")
        taken = self._left[: len(buffer)]
        buffer[: len(taken)] = taken
        self._left = self._left[len(taken) :]
        return len(taken)
