"""Samples that were cut off or got a byte wrong on their way: read or refused with one sentence, never anything else.

Workbooks are read by a process of their own, and csv files row by row: `test_hostile_files.py` damages those.
"""

from pathlib import Path
from random import Random

import pytest

import imports
from imports import Reading, UnreadableFile

GOLDEN = Path(__file__).parents[1] / "golden" / "imports"
ELSEWHERE = (".xlsx", ".xls", ".ods", ".csv", ".expected.json", ".md")
SAMPLES = sorted(path for path in GOLDEN.iterdir() if path.is_file() and not path.name.endswith(ELSEWHERE))
TRIES = 200


def read_or_refuse(content: bytes) -> Reading | None:
    try:
        reading = imports.read(content)
    except UnreadableFile as refusal:
        sentence = str(refusal)
    else:
        reading.to_json_dict()
        return reading
    assert sentence.endswith(".")
    return None


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_sample_cut_off_anywhere_is_refused(sample: Path) -> None:
    whole, random = sample.read_bytes().rstrip(), Random(7)
    for _try in range(TRIES):
        assert read_or_refuse(whole[: random.randrange(len(whole))]) is None


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_sample_with_a_flipped_byte_is_read_or_refused(sample: Path) -> None:
    whole, random = sample.read_bytes(), Random(8)
    rows = len(imports.read(whole).rows)
    for _try in range(TRIES):
        damaged = bytearray(whole)
        damaged[random.randrange(len(whole))] ^= 1 << random.randrange(8)
        reading = read_or_refuse(bytes(damaged))
        assert reading is None or len(reading.rows) <= rows + 1
