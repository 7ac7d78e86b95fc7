"""The picture of a contract over time, drawn as SVG. It is told apart without colour: each line has a width and a dash of its own."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from gettext import gettext as _

from sroi.fulfilment.rules.progress import Mark
from sroi.values import format_euros, format_short_date

WIDE, NARROW = (900, 380), (420, 380)
LABELS = {WIDE: 6, NARROW: 3}
BLACK, BLUE, GREY, PALE = "#1a1a1a", "#154273", "#595959", "#c8c8c8"

# The library draws every line as thin as it can be clicked.
WHOLE_LINES = ".series .line.reactive { stroke-width: inherit !important; stroke-opacity: 1 !important; }"


@dataclass(frozen=True)
class Line:
    """One line of the picture: its name, what it shows of a mark, and how it is drawn; the legend beside the picture draws the same."""

    label: str
    value: Callable[[Mark], Decimal | None]
    colour: str
    width: int
    dashes: str


def picture_lines() -> tuple[Line, ...]:
    """Return the lines of the picture."""
    return (
        Line(_("Verplichting"), lambda mark: mark.owed, BLACK, 2, ""),
        Line(_("Volgens de looptijd"), lambda mark: mark.planned, GREY, 3, "2,6"),
        Line(_("Telt al mee"), lambda mark: mark.settled, BLUE, 6, ""),
        Line(_("Met wat in beoordeling is"), lambda mark: mark.reported, BLUE, 4, "14,6"),
        Line(_("Verwacht van lopende plaatsingen"), lambda mark: mark.expected, BLUE, 4, "3,5,14,5"),
    )


def drawn(*, marks: Sequence[Mark], size: tuple[int, int]) -> bytes:
    """Return the picture of the marks, in their order; `size` is WIDE or NARROW."""
    import pygal  # only where a picture is asked for
    from pygal.style import Style

    width, height = size
    shown = picture_lines()
    style = Style(
        background="#ffffff", plot_background="#ffffff", foreground=BLACK, foreground_strong=BLACK, foreground_subtle=GREY,
        guide_stroke_color=PALE, major_guide_stroke_color=PALE, guide_stroke_dasharray="", major_guide_stroke_dasharray="",
        colors=tuple(line.colour for line in shown), font_family="sans-serif", label_font_size=14, major_label_font_size=14, opacity=1,
    )  # fmt: skip
    chart = pygal.DateLine(
        style=style, width=width, height=height, js=[], explicit_size=True, show_legend=False, show_dots=False, margin=8, truncate_label=-1,
        include_x_axis=True, x_labels=_day_labels(marks, LABELS[size]), x_value_formatter=format_short_date, value_formatter=_euros,
        y_labels_major_every=1, no_data_text=_("Nog geen gegevens"), css=(*pygal.Config.css.value, f"inline:{WHOLE_LINES}"),
    )  # fmt: skip
    for line in shown:
        stroke = {"width": line.width, "linejoin": "round"} | ({"dasharray": line.dashes} if line.dashes else {})
        chart.add(
            line.label, [(mark.day, float(amount)) for mark in marks if (amount := line.value(mark)) is not None], stroke_style=stroke
        )
    picture: bytes = chart.render()
    # What the library would do on a page of its own, which this never is.
    return re.sub(rb"<script.*?</script>", b"", picture, flags=re.DOTALL)


def _euros(amount: float) -> str:
    return format_euros(Decimal(round(amount))).removesuffix(",00")


def _day_labels(marks: Sequence[Mark], most: int) -> list[date]:
    """Return the days that stand under the picture, at most so many."""
    days = [mark.day for mark in marks]
    return days[:: max(-(-len(days) // most), 1)]
