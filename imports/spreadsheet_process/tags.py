"""Cells of a sheet of Excel as its XML has them, of which nothing is read but where they are and what they look like.

In: XML in which no cell is cut, with the prefix that its elements have, if any. Out: addresses as letters and digits, with the number of a
style or what an error shows. Programs write attributes in any order; most write the address first and the style behind it.
"""

import re
from collections.abc import Collection
from functools import cache

FEW_STYLES = 30  # that are looked for one by one; of more, the style of every cell is told
LOOKED_AT = 64 * 1024  # bytes in which it shows in which order a program writes attributes
NOT_ADDRESS_FIRST = re.compile(rb"<(?:\w+:)?c (?!r=)")
SHEET_DATA = re.compile(rb"<(\w+:)?sheetData")
# Of a cell with a text, a truth or an error, the format of numbers says nothing.
ADDRESS, IS_NUMBER = rb'(?=[^>]*?\br="([A-Z]++)(\d++)")', rb'(?![^>]*?\bt="(?!n"))'

Address = tuple[bytes, bytes]


def prefix_in(xml: bytes) -> bytes:
    """Return with what the elements of a sheet begin, such as `x:`; nothing for most."""
    found = SHEET_DATA.search(xml)
    return found[1] or b"" if found else b""


def styled_cells(xml: bytes, styles: Collection[bytes], prefix: bytes = b"") -> list[tuple[bytes, bytes, bytes]]:
    """Return the address of each number in one of these styles, and the style; of many styles, of each number that has any."""
    if not styles:
        return []
    wanted = b"|".join(styles) if len(styles) <= FEW_STYLES else rb"\d++"
    in_order = NOT_ADDRESS_FIRST.search(xml, 0, LOOKED_AT) is None
    return (_address_first(wanted) if in_order else _in_any_order(wanted, prefix)).findall(xml)


def error_cells(xml: bytes, prefix: bytes = b"") -> list[tuple[bytes, bytes, bytes]]:
    """Return the addresses of cells that hold an error, each with its text."""
    return _error(prefix).findall(xml) if b't="e"' in xml else []


def formula_cells(xml: bytes, prefix: bytes = b"") -> list[Address]:
    """Return the addresses of formulas of which no outcome was kept: programs that reckon nothing write them so."""
    return _formula(prefix).findall(xml) if b"<" + prefix + b"f" in xml else []


@cache
def _address_first(wanted: bytes) -> re.Pattern[bytes]:
    return re.compile(rb' r="([A-Z]++)(\d++)"(?: t="n")?+ s="(' + wanted + rb')"(?! t="(?!n"))')


@cache
def _in_any_order(wanted: bytes, prefix: bytes) -> re.Pattern[bytes]:
    return re.compile(b"<" + prefix + b"c " + ADDRESS + IS_NUMBER + rb'(?=[^>]*?\bs="(' + wanted + rb')")')


@cache
def _error(prefix: bytes) -> re.Pattern[bytes]:
    return re.compile(
        rb'<PRE:c (?=[^>]*?\bt="e")ADDRESS[^>]*+>\s*+(?:<PRE:f(?:[^>]*/>|[^>]*+>[^<]*+</PRE:f>)\s*+)?<PRE:v[^>]*+>([^<]*+)'.replace(
            b"ADDRESS", ADDRESS
        ).replace(b"PRE:", prefix)
    )


@cache
def _formula(prefix: bytes) -> re.Pattern[bytes]:
    value = rb"(?:<PRE:v\s*+(?:/>|></PRE:v>)\s*+)?"
    return re.compile(
        (rb"<PRE:c ADDRESS" + IS_NUMBER + rb"[^>]*+>\s*+<PRE:f(?:[^>]*/>|[^>]*+>[^<]*+</PRE:f>)\s*+" + value + rb"</PRE:c>")
        .replace(b"ADDRESS", ADDRESS)
        .replace(b"PRE:", prefix)
    )
