"""Texts of cells: what is equal is kept once."""

import pytest

from imports.cells import words
from imports.spreadsheet_process.texts import Texts, column_texts


@pytest.mark.parametrize("different", [1, 7, 5_000])
def test_texts_of_a_column_that_come_again_are_kept_once(different: int) -> None:
    cells = [f"Gemeente {row % different}" for row in range(5_000)]
    texts = column_texts(cells, Texts())
    assert texts == cells and len(set(map(id, texts))) == different
    assert column_texts([*cells[:2], 1.5, True], Texts()) == [*cells[:2], "1,5", "WAAR"]


def test_a_text_with_nothing_to_leave_out_is_itself() -> None:
    text = " ".join(["Groenonderhoud", "noord"])
    assert words(text) is text
    assert (words(f"{text} "), words("Groen\u200b")) == (text, "Groen")
