"""A process of its own for the tests of the worker: does or plans the jobs of the database in its environment."""

import asyncio
import signal
import sys
from datetime import UTC, datetime, time

from sroi.database import connected
from sroi.jobs.operations import plan_recurring, run_due_jobs, work_until
from sroi.jobs.rules import Recurrence, TakenJob

EVERY_DAY = tuple(Recurrence(f"weekly_{day}", at=time(8, 0), weekday=day) for day in range(7))


async def count(taken: TakenJob) -> None:
    """Print which job this is, and give the others a turn."""
    print(taken.payload["number"], flush=True)  # noqa: T201
    await asyncio.sleep(0.01)


async def never_ends(taken: TakenJob) -> None:
    """Go on until somebody stops this process."""
    await asyncio.sleep(600)


async def main(what: str) -> None:
    """Do what the test asks."""
    now = datetime.now(UTC)
    async with connected():
        if what == "drain":
            await run_due_jobs(kinds={"count": count}, now=now)
        if what == "plan":
            await plan_recurring(recurring=EVERY_DAY, now=now)
        if what == "work":
            stop = asyncio.Event()
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
            await work_until(stop=stop, kinds={"never_ends": never_ends}, poll_seconds=0.05, grace_seconds=0.1)


asyncio.run(main(sys.argv[1]))
