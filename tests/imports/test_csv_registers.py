"""Registers as text: encodings, delimiters, quotes and lines."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

import imports
from imports import UnreadableFile
from tests.imports.workbooks import BRIDGE, HEADER, SNOW, csv_file

ACCENTS = ("2024-105", "Café Voorst: één tulpenveld à € 5", "Groenbedrijf Müller", *SNOW[3:])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_a_register_is_read_in_every_encoding_and_with_every_delimiter(encoding: str, delimiter: str) -> None:
    reading = imports.read(csv_file(HEADER, ACCENTS, BRIDGE, delimiter=delimiter, encoding=encoding))
    assert reading.format == "csv" and reading.problems == ()
    assert [row.title for row in reading.rows] == ["Café Voorst: één tulpenveld à € 5", "Vervanging houten brug"]


def test_commas_divide_cells_when_amounts_stand_in_quotes() -> None:
    content = csv_file(HEADER, (*SNOW[:4], '"180.000,00"', *SNOW[5:]), (*BRIDGE[:4], '"420.000,00"', *BRIDGE[5:]), delimiter=",")
    assert [str(row.contract_sum) for row in imports.read(content).rows] == ["180000.00", "420000.00"]


def test_the_hint_that_excel_leaves_is_followed_and_counted_as_a_row() -> None:
    content = b"sep=|\n" + csv_file(HEADER[:3], ("2024-106", "Straatwerk; tegels; banden", "Stratenmaker Voorbeeld"), delimiter="|")
    (row,) = imports.read(content).rows
    assert (row.where, row.title) == ("rij 3", "Straatwerk; tegels; banden")


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_every_kind_of_line_is_a_row(ending: str) -> None:
    assert len(imports.read(csv_file(HEADER, SNOW, BRIDGE).replace(b"\r\n", ending.encode())).rows) == 2


def test_a_cell_in_quotes_may_hold_lines_quotes_and_delimiters() -> None:
    content = csv_file(HEADER, ("2024-107", '"Regel 1\nregel ""2""; klaar"', *SNOW[2:]), BRIDGE)
    first, second = imports.read(content).rows
    assert first.title == 'Regel 1 regel "2"; klaar'
    assert (second.where, second.title) == ("rij 3", BRIDGE[1])


def test_a_quote_that_is_not_closed_is_refused_so_that_no_row_is_lost() -> None:
    with pytest.raises(UnreadableFile, match="aanhalingsteken"):
        imports.read(csv_file(HEADER, ("2024-108", '"Groot onderhoud', *SNOW[2:]), BRIDGE))


def test_a_row_with_more_cells_than_the_header_is_an_error() -> None:
    (problem,) = imports.read(csv_file(HEADER, ("2024-109", "Bomen", "planten", *SNOW[2:])[:9])).problems[:1]
    assert (problem.row, problem.severity) == (0, "error")
    assert "meer cellen dan de kop" in problem.message


def test_a_shorter_row_is_filled_up() -> None:
    (row,) = imports.read(csv_file(HEADER, SNOW[:2])).rows
    assert (row.title, row.contractors, row.end) == (SNOW[1], (), None)


def test_a_text_that_ends_in_the_middle_of_a_letter_is_refused() -> None:
    content = csv_file(HEADER, (*SNOW[:2], "Müller")).rstrip(b"ller")[:-1]
    with pytest.raises(UnreadableFile, match="niet volledig"):
        imports.read(content)


@given(
    titles=st.lists(st.text(st.characters(codec="cp1252", exclude_categories=["C", "Z"]), min_size=2), min_size=1, max_size=20),
    delimiter=st.sampled_from(";,\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_whatever_a_writer_of_csv_writes_is_read_back(titles: list[str], delimiter: str, encoding: str) -> None:
    text = StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(HEADER)
    writer.writerows((f"2024-{number}", f"Titel {title}", *SNOW[2:]) for number, title in enumerate(titles))
    assert [row.title for row in imports.read(text.getvalue().encode(encoding)).rows] == [f"Titel {title}" for title in titles]
