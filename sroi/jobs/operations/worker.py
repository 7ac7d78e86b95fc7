"""The worker: takes what is due, a few jobs at a time, until it is told to stop. One of the few places that read a clock."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

from sroi.jobs.operations.holding import held, release_left_jobs
from sroi.jobs.operations.queue import plan_recurring
from sroi.jobs.operations.taking import extend_lease, fail, finish, give_back, take_due
from sroi.jobs.queries import has_due_job
from sroi.jobs.rules import EXTENDED_EVERY, Kinds, LeaseLost, Recurrence, TakenJob, is_final

AT_ONCE = 2
POLL_SECONDS = 1.0
TEND_SECONDS = 60.0
GRACE_SECONDS = 10.0
_LOG = logging.getLogger("sroi.jobs")


def _now() -> datetime:
    return datetime.now(UTC)


async def run_due_jobs(*, kinds: Kinds, now: datetime) -> int:
    """Do everything that is due at `now`, one after the other, and return how many jobs were tried."""
    count = 0
    while taken := await take_due(now=now, limit=1, kinds=kinds):
        await _run(taken[0], kinds, ended_at=now)
        count += 1
    return count


async def work_until(
    *,
    stop: asyncio.Event,
    kinds: Kinds,
    recurring: Sequence[Recurrence] = (),
    poll_seconds: float = POLL_SECONDS,
    grace_seconds: float = GRACE_SECONDS,
) -> None:
    """Do jobs until `stop` is set. Then what runs may end; after `grace_seconds` it is given back, for another process to do."""
    running: set[asyncio.Task[None]] = set()
    tending = asyncio.create_task(_tend(recurring))
    stopping = asyncio.create_task(_stopped(stop))
    try:
        while not stop.is_set():
            running |= {asyncio.create_task(_run(taken, kinds)) for taken in await _taken(AT_ONCE - len(running), kinds)}
            _done, pending = await asyncio.wait({stopping, *running}, timeout=poll_seconds, return_when=asyncio.FIRST_COMPLETED)
            running = pending - {stopping}
    finally:
        for each in (tending, stopping):
            each.cancel()
        await _end(running, grace_seconds)


async def _stopped(stop: asyncio.Event) -> None:
    await stop.wait()


async def _taken(limit: int, kinds: Kinds) -> Sequence[TakenJob]:
    """Return the jobs that were taken; none when the database cannot be reached just now."""
    try:
        if limit <= 0 or not await has_due_job(now=_now()):
            return ()
        return await take_due(now=_now(), limit=limit, kinds=kinds)
    except Exception:
        _LOG.exception("no jobs could be taken")
        return ()


async def _tend(recurring: Sequence[Recurrence]) -> None:
    """Plan what recurs, and let what processes left that are gone be taken again, at the start and each minute."""
    while True:
        try:
            await release_left_jobs(now=_now())
            await plan_recurring(recurring=recurring, now=_now())
        except Exception:
            _LOG.exception("the queue could not be tended")
        await asyncio.sleep(TEND_SECONDS)


async def _end(running: set[asyncio.Task[None]], grace_seconds: float) -> None:
    if running:
        _done, late = await asyncio.wait(running, timeout=grace_seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


async def _run(taken: TakenJob, kinds: Kinds, *, ended_at: datetime | None = None) -> None:
    """Do one job and write how it ended, at `ended_at` or by the clock."""
    keeper = asyncio.create_task(_keep(taken, asyncio.current_task()))
    try:
        with held(taken):
            await _do(taken, kinds, ended_at)
    except LeaseLost:
        _LOG.warning("job %s (%s) was taken over by another process", taken.id, taken.kind)
    except asyncio.CancelledError:
        with suppress(LeaseLost):
            await give_back(taken=taken, now=ended_at or _now())
        raise
    finally:
        keeper.cancel()


async def _do(taken: TakenJob, kinds: Kinds, ended_at: datetime | None) -> None:
    try:
        await kinds[taken.kind](taken)
    except LeaseLost:
        raise
    except Exception as error:
        _LOG.exception("job %s (%s), attempt %s", taken.id, taken.kind, taken.attempt)
        await fail(taken=taken, error=error, is_final=is_final(error), now=ended_at or _now())
    else:
        await finish(taken=taken, now=ended_at or _now())


async def _keep(taken: TakenJob, worker: "asyncio.Task[None] | None") -> None:
    """Extend the lease while the work goes on; stop the work when another process has taken the job."""
    while True:
        await asyncio.sleep(EXTENDED_EVERY.total_seconds())
        try:
            await extend_lease(taken=taken, now=_now())
        except LeaseLost:
            if worker is not None:
                worker.cancel()
            return
        except Exception:
            _LOG.exception("the lease of job %s could not be extended", taken.id)
