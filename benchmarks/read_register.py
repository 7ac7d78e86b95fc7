"""How long reading a register takes, measured against reading its cells alone.

Writes a workbook of 100.000 invented contracts, reads it with `imports.read` and, in the same run, with calamine alone,
and prints both times, their ratio (it should stay under 3; on the clock a busy machine adds to it) and the most memory that reading took.

    python benchmarks/read_register.py [ROWS]
"""

import sys
from datetime import date, timedelta
from io import BytesIO
from random import Random
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from time import perf_counter

import xlsxwriter
from python_calamine import CalamineWorkbook

import imports

HEADERS = (
    "Contractnummer",
    "Omschrijving",
    "Leverancier",
    "KvK-nummer",
    "Ingangsdatum",
    "Einddatum",
    "Verlengingsopties",
    "Contractwaarde (excl. btw)",
    "Soort",
    "CPV",
    "SROI %",
    "Contracteigenaar",
)
RUNS = 3


def invented_register(*, rows: int, shares_texts: bool = False) -> bytes:
    """Return a workbook of `rows` contracts that are all different and one in fifty of which has a problem.

    With `shares_texts` its cells point at texts that stand in one place, as Excel saves them; without, each holds its own.
    """
    random = Random(1)
    buffer = BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"constant_memory": not shares_texts})
    sheet = workbook.add_worksheet("Contracten")
    day, percentage = workbook.add_format({"num_format": "dd-mm-yyyy"}), workbook.add_format({"num_format": "0%"})
    sheet.write_row(0, 0, HEADERS)
    for row in range(1, rows + 1):
        start = date(2020, 1, 1) + timedelta(days=random.randrange(2_000))
        sheet.write_row(row, 0, (f"2024-{row:06}", f"Onderhoud openbaar groen, deel {row}", f"Voorbeeldbedrijf {row % 5_000} B.V."))
        sheet.write_number(row, 3, (1_000_000 if row % 50 == 0 else 10_000_000) + row % 5_000)
        sheet.write_datetime(row, 4, start, day)
        sheet.write_datetime(row, 5, start + timedelta(days=random.randrange(100, 2_000)), day)
        sheet.write_string(row, 6, "2 x 12 mnd")
        sheet.write_number(row, 7, random.randrange(2_000_00, 100_000_000_00) / 100)
        sheet.write_row(row, 8, ("Dienst", "77310000-6"))
        sheet.write_number(row, 10, 0.05, percentage)
        sheet.write_string(row, 11, "Team Openbare Ruimte")
    workbook.close()
    return buffer.getvalue()


def main() -> None:
    """Print the times and their ratio, on the clock and of the processor; the best of three runs each, turn by turn."""
    content = invented_register(rows=int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
    cells_alone, whole = [], []
    for _run in range(RUNS):
        begin = _now()
        CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
        cells_alone.append(_since(begin))
        begin = _now()
        reading = imports.read(content)
        whole.append(_since(begin))
    print(f"rows {len(reading.rows)}, problems {len(reading.problems)}, file {len(content) / 1e6:.1f} MB")
    for name, alone, register in zip(
        ("clock", "processor"), map(min, zip(*cells_alone, strict=True)), map(min, zip(*whole, strict=True)), strict=True
    ):
        print(f"{name}: cells alone {alone:.2f} s, register {register:.2f} s, ratio {register / alone:.2f}")
    print(f"most memory: this process {_megabytes(RUSAGE_SELF)} MB (both ways), the reading process {_megabytes(RUSAGE_CHILDREN)} MB")


def _now() -> tuple[float, float]:
    """Return the seconds on the clock, and those that this process and the ones that it started used of the processor."""
    used = [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return perf_counter(), sum(one.ru_utime + one.ru_stime for one in used)


def _since(begin: tuple[float, float]) -> tuple[float, float]:
    end = _now()
    return end[0] - begin[0], end[1] - begin[1]


def _megabytes(who: int) -> int:
    return getrusage(who).ru_maxrss // 1024


if __name__ == "__main__":
    main()
