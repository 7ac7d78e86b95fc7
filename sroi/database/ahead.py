"""Writing ahead: inserts of a large transaction that the database takes while the process computes the next ones.

They are done in the order in which they were sent, and whatever is read after them sees them. What one of them refuses is raised by the
next read, or at the end.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar

# Python hands a thread its turn after five milliseconds, in which the database would wait for each set of rows.
TURN_SECONDS = 0.0005
# What waits is held in memory: some parts of a few thousand rows.
MOST_SENT = 30

_sent: ContextVar[list[asyncio.Future[None]] | None] = ContextVar("sent", default=None)


@asynccontextmanager
async def writing_ahead() -> AsyncIterator[None]:
    """Let inserts not be waited for until something is read, or until the end; in the caller's transaction."""
    sent: list[asyncio.Future[None]] = []
    token, turn = _sent.set(sent), sys.getswitchinterval()
    sys.setswitchinterval(TURN_SECONDS)
    try:
        yield
        await settle()
    finally:
        sys.setswitchinterval(turn)
        _sent.reset(token)
        await asyncio.gather(*sent, return_exceptions=True)


async def done_or_sent(write: asyncio.Future[None]) -> None:
    """Wait for a write that was begun, or leave it to `settle` when the caller writes ahead."""
    sent = _sent.get()
    if sent is None:
        await write
        return
    sent.append(write)
    while len(sent) > MOST_SENT:
        await sent.pop(0)
    # Once around the loop, so that it is on its way before the caller computes on.
    await asyncio.sleep(0)


async def settle() -> None:
    """Wait for what was sent; raise the first refusal among it."""
    sent = _sent.get()
    while sent:
        await sent[0]
        del sent[0]
