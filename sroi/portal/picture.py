"""The picture of a contract over time: which lines it has, and what each shows of a mark."""

from collections.abc import Sequence
from decimal import Decimal
from gettext import gettext as _

from sroi.exports.line_chart import BLACK, BLUE, GREY, LineStyle, ShownLine, line_chart
from sroi.fulfilment.rules.progress import Mark
from sroi.values import format_euros

Line = ShownLine[Mark]


def picture_lines() -> tuple[Line, ...]:
    """Return the lines of the picture."""
    return (
        Line(LineStyle(_("Verplichting"), BLACK, 2, ""), lambda mark: mark.owed),
        Line(LineStyle(_("Volgens de looptijd"), GREY, 3, "2,6"), lambda mark: mark.planned),
        Line(LineStyle(_("Telt al mee"), BLUE, 6, ""), lambda mark: mark.settled),
        Line(LineStyle(_("Met wat in beoordeling is"), BLUE, 4, "14,6"), lambda mark: mark.reported),
        Line(LineStyle(_("Verwacht van lopende plaatsingen"), BLUE, 4, "3,5,14,5"), lambda mark: mark.expected),
    )


def drawn(*, marks: Sequence[Mark], size: tuple[int, int]) -> bytes:
    """Return the picture of the marks, in their order; `size` is WIDE or NARROW."""
    return line_chart(
        lines=[line.over(marks) for line in picture_lines()],
        days=[mark.day for mark in marks],
        size=size,
        title=_("Dit contract over de tijd"),
        description=_(
            "Wat verplicht is, wat er volgens de looptijd klaar moet zijn, en wat er meetelt, in beoordeling is en verwacht wordt."
        ),
        number_words=_euros,
    )


def _euros(amount: float) -> str:
    return format_euros(Decimal(round(amount))).removesuffix(",00")
