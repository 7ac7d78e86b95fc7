"""Taking away the files of exports that are over their period; the record with its hash stays. The job of every night."""

from datetime import UTC, date, datetime, time
from pathlib import Path

from sroi.database import fetch, transaction
from sroi.database.history import forget_before, forget_value
from sroi.files.operations import forget_file
from sroi.fulfilment.operations.retention import tell_taken_away
from sroi.fulfilment.queries.retention import retention_rules
from sroi.fulfilment.rules.retention import RetentionKind
from sroi.jobs.rules import TakenJob
from sroi.values import AMSTERDAM, local_day

PART = 200
# A file that a later export made again to the byte is kept as long as that one.
OVER = """
SELECT stored_file.sha256 FROM stored_file JOIN export_record ON export_record.sha256 = stored_file.sha256
WHERE NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.sha256 = stored_file.sha256)
GROUP BY stored_file.sha256 HAVING MAX(export_record.as_known_on) < {} ORDER BY stored_file.sha256 LIMIT {}
"""
OLDEST_KEPT = "SELECT MIN(position) AS position FROM export_record WHERE as_known_on >= {}"
ANONYMOUS = "SELECT id FROM candidate WHERE anonymised_at IS NOT NULL"


async def forget_exports(taken: TakenJob, *, directory: Path) -> None:
    """Take away all files of exports that are over their period."""
    await take_exports_away(now=taken.now, today=local_day(taken.now), directory=directory)


async def take_exports_away(*, now: datetime, today: date, directory: Path) -> int:
    """Take away what is over its period on a day and return how many files; run twice, the second finds nothing.

    With the files goes the history of the register that no kept export was read from, and what it still said of who is anonymous since.
    """
    (rule,) = [rule for rule in await retention_rules() if rule.kind is RetentionKind.EXPORTS]
    ended_before, total = rule.ended_before(today=today), 0
    moment = datetime.combine(ended_before, time(), AMSTERDAM).astimezone(UTC)
    while number := await _part(ended_before, moment, now, directory):
        total += number
    async with transaction():
        await forget_value(table="placement", column="residence", where="candidate", among=ANONYMOUS)
        oldest = (await fetch(OLDEST_KEPT, moment))[0]["position"]
        if oldest is not None:
            await forget_before(position=int(oldest))
    return total


async def _part(ended_before: date, moment: datetime, now: datetime, directory: Path) -> int:
    async with transaction():
        rows = await fetch(OVER, moment, PART)
        for row in rows:
            await forget_file(digest=row["sha256"], directory=directory)
        if rows:
            await tell_taken_away(kind=RetentionKind.EXPORTS, ended_before=ended_before, number=len(rows), now=now)
    return len(rows)
