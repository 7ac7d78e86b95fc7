"""Making an export in a process of its own: reading, reckoning and writing hold up no page; this process only hears how far it is.

The order goes in as one line of JSON. The answer is a line for each part that was written, `rows total`, or one with a refusal in words.
"""

import asyncio
import json
import sys
from dataclasses import asdict, replace
from datetime import date, datetime
from gettext import gettext as _
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any
from uuid import UUID

from sroi.access import OPERATOR, Viewer
from sroi.accounts.queries import viewer_by_id
from sroi.database import as_known, connected
from sroi.errors import NotFound, UnableTo
from sroi.exports.export import Tell, YearExport, silent
from sroi.exports.order import Order
from sroi.exports.processes import own_process
from sroi.exports.queries import number_of_claims
from sroi.exports.recording import record_made
from sroi.exports.records import is_made
from sroi.files.operations import adopt_file
from sroi.jobs.operations import enqueue, report_progress
from sroi.jobs.rules import TakenJob

JOB = "make_export"
# An export of so many claims takes seconds: who asks for it need not come back for it.
MOST_AT_ONCE = 2_000
REFUSED, POSITION = "refused", "position"


class UnableToExport(UnableTo):
    """There is nothing to export like this."""


async def begin_export(*, viewer: Viewer, order: Order) -> UUID:
    """Leave an export to be made behind the page; return the id that it will have, which is that of its job."""
    _export(order).require(viewer)
    payload = {"key": order.key, "year": order.year, "today": order.today}
    return await enqueue(kind=JOB, payload=payload, now=order.now, asked_by=viewer.account_id)


async def is_large(*, viewer: Viewer, year: int) -> bool:
    """Return whether the exports of a year are made behind the page; raise UnableToReconcile for a year that cannot be meant."""
    return await number_of_claims(viewer=viewer, year=year) > MOST_AT_ONCE


async def make_export(taken: TakenJob, *, directory: Path) -> None:
    """Make the export that somebody asked for; a second run after a stop makes it once."""
    assert taken.asked_by is not None
    if await is_made(export_id=taken.id):
        return
    today = date.fromisoformat(taken.payload["today"])
    order = Order(taken.payload["key"], taken.payload["year"], today, taken.now)

    async def tell(rows: int, total: int) -> None:
        await report_progress(
            taken=taken, done=rows, total=total, message=_("{rows} van {total} rijen geschreven.").format(rows=rows, total=total)
        )

    await make_apart(export_id=taken.id, viewer=await viewer_by_id(user_id=taken.asked_by), order=order, directory=directory, tell=tell)


async def make_apart(*, export_id: UUID, viewer: Viewer, order: Order, directory: Path, tell: Tell = silent) -> None:
    """Make an export in a process of its own, keep its file and record it; raise UnableToExport with what that process refused."""
    _export(order).require(viewer)
    await asyncio.to_thread(directory.mkdir, parents=True, exist_ok=True)
    with TemporaryDirectory(dir=directory, prefix=".export-") as folder:
        path = Path(folder) / "export"
        position = await write_apart(viewer, order, path, tell)
        written = await adopt_file(directory=directory, path=path, media_type=_export(order).media_type)
    order = replace(order, position=position)
    await record_made(export_id=export_id, viewer=viewer, order=order, file=written, is_kept=True)


def _export(order: Order) -> YearExport:
    from sroi.exports import export_of  # the exports themselves come after what makes them

    return export_of(order=order)


async def write_apart(viewer: Viewer, order: Order, path: Path, tell: Tell = silent) -> int:
    """Write an export to a file in a process of its own; return the position in the history of the register that was read."""
    position = 0
    sent = {**asdict(order), "user": viewer.user_id, "path": path}
    async with own_process(__name__) as process:
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        complaint = asyncio.create_task(process.stderr.read())
        process.stdin.write(json.dumps(sent, default=str).encode() + b"\n")
        process.stdin.close()
        async for line in process.stdout:
            kind, _space, rest = line.decode().strip().partition(" ")
            if kind == REFUSED:
                raise UnableToExport(**json.loads(rest))
            if kind == POSITION:
                position = int(rest)
                continue
            await tell(int(kind), int(rest))
        if await process.wait():
            raise RuntimeError(f"the export was not written: {(await complaint).decode(errors='replace')}")
    return position


def main() -> None:
    """Carry out the order on standard input; the other end of `make_apart`."""
    sent = json.loads(sys.stdin.readline())
    with Path(sent["path"]).open("wb") as to:
        asyncio.run(_carry_out(sent, to))


async def _carry_out(sent: dict[str, Any], to: IO[bytes]) -> None:
    order = _order(sent)
    async with connected():
        try:
            viewer = OPERATOR if sent["user"] is None else await viewer_by_id(user_id=UUID(sent["user"]))
            async with as_known(order.position) as position:
                _answer(POSITION, position)
                await _export(order).write(to=to, viewer=viewer, year=order.year, now=order.now, today=order.today, tell=_say)
        except (UnableTo, NotFound) as refusal:
            _answer(REFUSED, json.dumps({"message": str(refusal), "field": getattr(refusal, "field", None)}))


def _order(sent: dict[str, Any]) -> Order:
    organisation = sent["organisation_id"]
    return Order(
        key=sent["key"],
        year=sent["year"],
        today=date.fromisoformat(sent["today"]),
        now=datetime.fromisoformat(sent["now"]),
        position=sent["position"],
        organisation_id=None if organisation is None else UUID(organisation),
        is_for_contractor=sent["is_for_contractor"],
    )


async def _say(rows: int, total: int) -> None:
    _answer(rows, total)


def _answer(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()
