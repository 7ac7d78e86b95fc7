"""Line charts as SVG, for pages and documents.

Lines are told apart without colour: each has a width and a dash of its own, and so has the legend.

A page shows a chart as an image with a text instead, and the same figures in a table beside it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from itertools import count
from typing import Generic, Protocol, TypeVar
from xml.sax.saxutils import escape

from sroi.values import format_short_date

WIDE, NARROW = (900, 380), (420, 380)
DATES = {WIDE: 6, NARROW: 3}
# What the words under the last day need beside the lines.
SPARE = 44
BLACK, BLUE, GREY, PALE = "#1a1a1a", "#154273", "#595959", "#c8c8c8"

# The library draws every line as thin as it can be clicked, and the lines behind them as dark. A document knows no `inherit`.
WHOLE_LINE = ".serie-{place} .line.reactive {{ stroke-width: {width} !important; stroke-opacity: 1 !important; }}"
PALE_GUIDES = f".guides .major.guide.line {{ stroke: {PALE} !important; }}"


@dataclass(frozen=True)
class LineStyle:
    """How one line is drawn: its name, colour, width, and dashes as SVG writes them, empty for none."""

    label: str
    colour: str
    width: int
    dashes: str


@dataclass(frozen=True)
class DrawnLine:
    """A line and its points, in the order of their days."""

    style: LineStyle
    points: tuple[tuple[date, Decimal | int], ...]


class Dated(Protocol):
    """What a line shows a figure of: something with a day."""

    @property
    def day(self) -> date:
        """Return the day."""


Mark = TypeVar("Mark", bound=Dated)


@dataclass(frozen=True)
class ShownLine(Generic[Mark]):
    """One line of a chart: how it is drawn, in the legend too, and what it shows of a mark; None where it has no point."""

    style: LineStyle
    value: Callable[[Mark], Decimal | int | None]

    def over(self, marks: Sequence[Mark]) -> DrawnLine:
        """Return the line over marks, in the order of their days."""
        return DrawnLine(self.style, tuple((mark.day, number) for mark in marks if (number := self.value(mark)) is not None))


def line_chart(
    *,
    lines: Sequence[DrawnLine],
    days: Sequence[date],
    size: tuple[int, int],
    title: str,
    description: str,
    number_words: Callable[[float], str],
    whole_steps: int | None = None,
    day_words: Callable[[date], str] = format_short_date,
    most_days: Mapping[tuple[int, int], int] = DATES,
) -> bytes:
    """Return the lines as an SVG of a size, with days under it, at most `most_days`; `number_words` writes what stands beside it.

    `day_words` writes a day: words shorter than a date leave room for more of them.
    With `whole_steps` whole numbers stand beside it from nought, at most so many and one; for counts.
    """
    import pygal  # only where a picture is asked for
    from pygal.style import Style

    width, height = size
    style = Style(
        background="#ffffff", plot_background="#ffffff", foreground=BLACK, foreground_strong=BLACK, foreground_subtle=GREY,
        guide_stroke_color=PALE, major_guide_stroke_color=PALE, guide_stroke_dasharray="", major_guide_stroke_dasharray="",
        colors=tuple(line.style.colour for line in lines), font_family="sans-serif",
        label_font_size=14, major_label_font_size=14, opacity=1,
    )  # fmt: skip
    chart = pygal.DateLine(
        style=style, width=width, height=height, js=[], explicit_size=True, show_legend=False, show_dots=False, margin=8,
        margin_right=SPARE, truncate_label=-1, include_x_axis=True, x_value_formatter=day_words,
        x_labels=list(days[:: max(-(-len(days) // most_days[size]), 1)]),
        value_formatter=number_words, y_labels_major_every=1, no_data_text=_("Nog geen gegevens"),
        css=(*pygal.Config.css.value, f"inline:{PALE_GUIDES}", *_whole_lines(lines)),
        y_labels=None if whole_steps is None else _whole_numbers(lines, whole_steps),
    )  # fmt: skip
    for line in lines:
        stroke = {"width": line.style.width, "linejoin": "round"} | ({"dasharray": line.style.dashes} if line.style.dashes else {})
        chart.add(line.style.label, [(day, float(number)) for day, number in line.points], stroke_style=stroke)
    return _told(chart.render(), title, description)


def _whole_lines(lines: Sequence[DrawnLine]) -> Iterator[str]:
    for place, line in enumerate(lines):
        yield "inline:" + WHOLE_LINE.format(place=place, width=line.style.width)


def _whole_numbers(lines: Sequence[DrawnLine], steps: int) -> list[int]:
    most = max((int(number) for line in lines for _day, number in line.points), default=0)
    step = next(size for power in count() for size in (10**power, 2 * 10**power, 5 * 10**power) if size * steps >= most)
    return list(range(0, most + step, step))


def _told(picture: bytes, title: str, description: str) -> bytes:
    """Return a picture that tells what it shows, without the script that the library adds for a page of its own."""
    plain = re.sub(rb"<script.*?</script>", b"", picture, flags=re.DOTALL)
    words = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>".encode()
    told: bytes = re.sub(rb"<title>.*?</title>|<desc>.*?</desc>", b"", plain, flags=re.DOTALL)
    return re.sub(rb"(<svg\b[^>]*)>", lambda found: found[1] + b' role="img">' + words, told, count=1)
