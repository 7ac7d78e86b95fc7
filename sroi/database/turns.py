"""Taking a turn to write, as a transaction of either engine does it."""

import asyncio
from typing import Any


class TakesTurn:
    """A transaction of Piccolo that waits for its turn in the process before it takes a connection.

    Writers that queued with a connection each would leave none to the readers.
    """

    __slots__ = ()
    # What the transaction of Piccolo has; `give_back` rolls back whatever was not committed.
    engine: Any
    connection: Any
    context: Any
    get_connection: Any
    begin: Any
    commit: Any
    give_back: Any
    _parent: Any
    _committed: bool
    _rolled_back: bool

    async def __aenter__(self) -> Any:
        """Open the transaction, or join the one that is open."""
        if self._parent is not None:
            return self._parent
        await self.engine.write_lock.acquire()
        try:
            self.connection = await self.get_connection()
            try:
                await self.begin()
            except BaseException:
                await asyncio.shield(self.give_back())
                raise
        except BaseException:
            self.engine.write_lock.release()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any) -> bool:
        """Commit, or roll back on an error; the connection and the turn are given back in every case."""
        if self._parent is not None:
            return exception is None
        try:
            if exception is None and not self._committed and not self._rolled_back:
                await self.commit()
        finally:
            try:
                await asyncio.shield(self.give_back())
            finally:
                self.engine.current_transaction.reset(self.context)
                self.engine.write_lock.release()
        return exception is None
