"""The process that reads a workbook: it is no further ahead than there is room for, and never outlives those for whom it reads."""

import gc
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL

import pytest

from imports import UnreadableFile, spreadsheet
from imports.collection import without_collection
from imports.spreadsheet import read_tables
from imports.spreadsheet_process import TOO_LARGE
from tests.imports.workbooks import SNOW, workbook

COUNT, ROWS_A_FRAME = 60_000, 1_000  # in frames of about 100 kB
# A program that writes rows of sheets as fast as they are taken in, the last sheet first.
WRITER = f"""
import marshal, sys
sheets = int(sys.stdin.buffer.read())
def write(place, value):
    frame = marshal.dumps(value)
    sys.stdout.buffer.write(len(frame).to_bytes(8, "big") + place.to_bytes(4, "big") + frame)
write(0, [(f"Blad{{place}}", False, [], {COUNT}) for place in range(sheets)])
for place in reversed(range(sheets)):
    for row in range(0, {COUNT}, {ROWS_A_FRAME}):
        write(place, (row, [[f"{{place}} {{row + at}} ".ljust(100, "x") for at in range({ROWS_A_FRAME})]]))
    write(place, (0, None))
"""
# Reads for ever, with as much to do as a hostile workbook gives.
BUSY = """
import sys
sys.path.append(sys.argv.pop(1))
from spreadsheet_process import program
def never_ends(*_how):
    sys.stderr.write("busy\\n")
    sys.stderr.flush()
    while True:
        pass
program.read_sheets = never_ends
program.main()
"""

Process = subprocess.Popen[bytes]


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Process]:
    """Let the writer read workbooks, with room for few of its frames, and return its processes."""
    program = tmp_path / "writer.py"
    program.write_text(WRITER)
    processes: list[Process] = []
    start: Callable[..., Process] = spreadsheet._started

    def started(*how: object) -> Process:
        processes.append(start(*how))
        return processes[-1]

    monkeypatch.setattr(spreadsheet, "_PROGRAM", (str(program),))
    monkeypatch.setattr(spreadsheet, "_started", started)
    monkeypatch.setattr(spreadsheet, "MOST_AHEAD", 500_000)
    return processes


def test_a_process_waits_where_much_of_what_it_wrote_was_not_asked_for(started: list[Process]) -> None:
    (table,) = read_tables(content=b"1")
    walked = iter(table.rows)
    read = [next(walked)]
    with pytest.raises(subprocess.TimeoutExpired):
        started[0].wait(0.5)
    read += walked
    assert [text.split()[1] for (text,) in read] == [str(row) for row in range(COUNT)]


def test_a_process_and_its_thread_end_when_nobody_can_ask_for_more(started: list[Process]) -> None:
    before = set(threading.enumerate())
    (table,) = read_tables(content=b"1")
    walked = iter(table.rows)
    next(walked)
    assert started[0].poll() is None
    del table, walked
    assert started[0].wait(10) == -SIGKILL
    for thread in set(threading.enumerate()) - before:
        thread.join(10)
        assert not thread.is_alive()


def test_a_workbook_is_not_held_beside_the_process_that_reads_it(started: list[Process]) -> None:
    content = b" %d" % 1
    before = sys.getrefcount(content)
    (table,) = read_tables(content=content)
    assert next(iter(table.rows))[0].startswith("0 0")
    assert sys.getrefcount(content) == before


def test_nothing_is_kept_of_a_workbook_that_was_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "_PROGRAM", ("-c", f"import sys; sys.exit({TOO_LARGE})"))
    before = readings()
    with without_collection():
        with suppress(UnreadableFile):
            read_tables(content=b"1")
            raise AssertionError("it was read")
        assert readings() == before


def readings() -> int:
    return sum(isinstance(one, spreadsheet._Reading) for one in gc.get_objects())


def test_no_more_is_set_aside_than_there_is_room_for(started: list[Process], monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = read_tables(content=b"2")
    assert [next(iter(table.rows))[0].split()[0] for table in (first, second)] == ["0", "1"]
    monkeypatch.setattr(spreadsheet, "MOST_SET_ASIDE", 1_000_000)
    first, second = read_tables(content=b"2")
    with pytest.raises(UnreadableFile, match="te groot om te lezen"):
        next(iter(first.rows))


def test_a_process_ends_with_the_one_that_reads_what_it_writes() -> None:
    command = (sys.executable, "-c", BUSY, str(Path(spreadsheet.__file__).parent), "100", "100", str(spreadsheet.MEMORY_LIMIT), "60")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        process.stdin.write(workbook(Blad1=[SNOW]))
        process.stdin.close()
        assert process.stderr.readline() == b"busy\n"
        process.stdout.close()
        assert process.wait(10) == 1
