"""A process of its own for work that would hold up every page: it runs `main` of a module of this room."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


@asynccontextmanager
async def own_process(module: str) -> AsyncIterator[Process]:
    """Give a new process that runs `main` of a module, with its input and outputs open here; it does not outlive the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", f"from {module} import main; main()", stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
