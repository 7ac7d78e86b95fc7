"""Cells as calamine gives them -> texts as a Dutch reader sees them, a column at a time."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

SEARCHED, FEW = 100, 80  # cells at the top of a column, and how many different ones show that its texts come again


def column_texts(cells: Sequence[Any], texts: "Texts") -> list[str]:
    """Return the cells as texts, of which those that come again are the same: they are told, and kept, once.

    Most columns hold one kind of cell.
    """
    kinds = set(map(type, cells))
    if kinds == {str}:
        return list(map({}.setdefault, cells, cells) if len(set(cells[:SEARCHED])) < FEW else cells)
    if bool in kinds:
        return [text_of(cell) for cell in cells]
    if str not in kinds:
        return list(map(texts.__getitem__, cells))
    return [cell if type(cell) is str else texts[cell] for cell in cells]


class Texts(dict[Any, str]):
    """Cells as texts, each distinct one made once; not for booleans, which a dict cannot tell from 1 and 0."""

    def __missing__(self, cell: Any) -> str:
        self[cell] = text = text_of(cell)
        return text


def text_of(cell: Any) -> str:
    """Return a cell as a Dutch reader sees it."""
    if isinstance(cell, float):
        digits = f"{cell:.15g}"
        return number_text(Decimal(digits)) if "e" in digits else digits.replace(".", ",")
    if isinstance(cell, bool):
        return "WAAR" if cell else "ONWAAR"
    if isinstance(cell, datetime):
        return f"{text_of(cell.date())} {cell:%H:%M:%S}"
    if isinstance(cell, date):
        return f"{cell.day:02}-{cell.month:02}-{cell.year:04}"
    return str(cell)


def number_text(number: Decimal) -> str:
    """Return a number with a decimal comma and without an exponent or closing zeros."""
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
