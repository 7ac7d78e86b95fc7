"""The collector of cycles, held back while a great many values without cycles are made.

It would walk through all of them again and again, which takes a third of the time of a long file. Let go of them inside the block:
what is still there at its end, the collector walks through after all.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collection() -> Iterator[None]:
    """Keep the collector off for as long as this lasts."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
