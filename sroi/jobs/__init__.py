"""The room of jobs: work that a page leaves behind, and work that comes back by the calendar.

In: a kind, a payload of ids and figures (never a candidate's data), and from when. Out: the work done, by whichever process is free, with
its progress for a page to show.

To add a kind:

1. In the room that does the work, write ``async def tidy_up(taken: TakenJob) -> None``; it reads `taken.payload`, takes `taken.now` for the
   clock, and may tell how far it is with `report_progress(taken=taken, done=3, total=10, message=...)`, between its transactions;
   in the middle of one it uses `report_meanwhile`, and `forget_meanwhile` at its end.
   It may run again after a stop halfway, so a second run must do no harm. A refusal (`UnableTo`, `NotFound`) ends the job with that
   sentence; any other error is tried again later, up to `max_attempts`. Of a job whose process was killed at every attempt nothing runs
   any more: what somebody is to hear of that is a kind of its own, `rules.given_up(kind)`, with the same payload.
2. Put it in `kinds_of_jobs` of `sroi/background.py`, and in `RECURRING` there when the calendar starts it.
3. Start it with ``await enqueue(kind="tidy_up", payload={...}, now=now)`` inside the transaction of the write that it follows from.

A process that is killed loses its jobs when their lease has ended, or on SQLite as soon as another looks (`operations/holding.py`).
`operations.worker.work_until` runs them: in the web process, or as `sroi worker`. A test calls `run_due_jobs(kinds=..., now=...)`.
"""
