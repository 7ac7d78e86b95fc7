"""`sroi worker`: the work that pages leave behind, in a process of its own."""

import asyncio
import signal

import click

from sroi.cli.parameters import now, run


@click.command("worker", help="Doe het werk dat pagina's achterlaten, tot dit proces wordt gestopt.")
@click.option("--once", is_flag=True, help="Doe alleen wat nu aan de beurt is.")
def command(once: bool) -> None:
    """Work until stopped."""
    run(_once() if once else _until_stopped())


async def _once() -> None:
    from sroi.background import RECURRING, kinds_of_jobs
    from sroi.jobs.operations import plan_recurring, run_due_jobs
    from sroi.settings import Settings

    await plan_recurring(recurring=RECURRING, now=now())
    await run_due_jobs(kinds=kinds_of_jobs(Settings.from_env()), now=now())


async def _until_stopped() -> None:
    from sroi.background import work
    from sroi.settings import Settings

    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    await work(settings=Settings.from_env(), stop=stop)
