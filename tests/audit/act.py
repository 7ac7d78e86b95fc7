"""A write that is ready to be done, for the test that walks them all."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sroi.access import Viewer


@dataclass(frozen=True)
class Act:
    """A write that is ready to be done, by whom, and the event that it must leave once."""

    viewer: Viewer
    action: str
    write: Callable[[], Awaitable[Any]]
