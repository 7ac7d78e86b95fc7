"""Lists that are paged by key: an opaque cursor in the address, and the link to the next page."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from sroi.web.requests import WebRequest, plain_text

T = TypeVar("T")
CURSOR = "vanaf"
MAX_INTEGER = 2**63 - 1
_READERS: dict[type, Callable[[str], Any]] = {
    str: plain_text,
    int: lambda part: _within_the_database(int(part)),
    UUID: UUID,
    date: date.fromisoformat,
    datetime: lambda part: datetime.fromisoformat(part).astimezone(UTC),
}


def _within_the_database(number: int) -> int:
    if abs(number) > MAX_INTEGER:
        raise ValueError(number)
    return number


def encode_cursor(*key: object) -> str:
    """Return the opaque text of a key."""
    parts = [part.isoformat() if isinstance(part, date) else str(part) for part in key]
    return urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def decode_cursor(text: str, *types: type) -> tuple[Any, ...] | None:
    """Return the key in `text`, each part of its type; None when it is no such key."""
    try:
        parts = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(parts, list) or len(parts) != len(types):
            return None
        return tuple(_READERS[kind](part) for kind, part in zip(types, parts, strict=True))
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError):
        return None


def cursor_of(request: WebRequest, *types: type) -> tuple[Any, ...] | None:
    """Return the key after which the page starts; None for the first page, also when the cursor makes no sense."""
    return decode_cursor(request.query_params.get(CURSOR, ""), *types)


def next_link(request: WebRequest, *key: object) -> str:
    """Return the address of the page after `key`, with the filters of this one."""
    return _address(request, (CURSOR, encode_cursor(*key)))


def first_link(request: WebRequest) -> str | None:
    """Return the address of the first page, with the filters of this one; None on the first page itself."""
    return _address(request) if request.query_params.get(CURSOR) else None


def _address(request: WebRequest, *added: tuple[str, str]) -> str:
    filters = [(name, value) for name, value in request.query_params.multi_items() if name != CURSOR]
    query = urlencode([*filters, *added])
    return f"{request.url.path}?{query}" if query else request.url.path


@dataclass(frozen=True)
class Paged(Generic[T]):
    """The rows of one page, and the addresses of the next and of the first; None on the last, and on the first itself."""

    rows: tuple[T, ...]
    next_href: str | None
    first_href: str | None


def paged(request: WebRequest, *, found: Sequence[T], size: int, key: Callable[[T], tuple[object, ...]]) -> Paged[T]:
    """Return the first `size` rows; `found` was asked for one more, which tells whether there is a next page."""
    rows = tuple(found[:size])
    next_href = next_link(request, *key(rows[-1])) if len(found) > size else None
    return Paged(rows=rows, next_href=next_href, first_href=first_link(request))


def paged_at_hand(request: WebRequest, *, found: Sequence[T], size: int) -> Paged[T]:
    """Return `size` rows of all, which are at hand; the key of a row is its place, from 1."""
    after = cursor_of(request, int)
    begin = min(max(after[0], 0), len(found)) if after else 0
    end = begin + size
    return Paged(tuple(found[begin:end]), next_link(request, end) if len(found) > end else None, first_link(request))
