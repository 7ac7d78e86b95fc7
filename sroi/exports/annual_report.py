"""The council's annual report as an accessible PDF, by typst: figures, charts with their tables, and where each figure comes from."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from gettext import gettext as _
from typing import Any

from sroi.access import Viewer
from sroi.contracts.queries import home_authority
from sroi.contracts.rules import Scope, scope_label
from sroi.exports.charts import bars
from sroi.exports.course_chart import counted_lines, course_chart
from sroi.exports.export import YearExport
from sroi.exports.line_chart import WIDE
from sroi.exports.open_data import placement_counts
from sroi.exports.pdf import rendered_pdf
from sroi.exports.suppression import SMALLEST, PublicCounts, public_months
from sroi.reconciliation.queries import judged_year
from sroi.reconciliation.rules import Recorded, Standing, YearReport, contracts_sentence, standing_label
from sroi.reconciliation.rules.course import CourseMark, course_of
from sroi.reconciliation.rules.facts import Moment, once_words
from sroi.values import format_date, format_euros

TEMPLATE = "annual_report.typ"


class AnnualReportExport(YearExport):
    """The annual report as one of the exports; small numbers of groups are left out, so that it may be published."""

    key = "jaarverslag"
    media_type = "application/pdf"
    extension = "pdf"

    @property
    def label(self) -> str:
        """Return the Dutch name."""
        return _("Jaarverslag voor de raad (PDF)")

    @property
    def explanation(self) -> str:
        """Return what is in it and for whom."""
        return _("Doel, plaatsingen en bedragen van een jaar, met grafieken en toelichting, voor de raad. Toegankelijk volgens PDF/UA.")

    async def content(self, *, viewer: Viewer, year: int, now: datetime, today: date) -> bytes:
        """Return the report of a year."""
        self.require(viewer)
        judged = await judged_year(viewer=viewer, year=year, on=today)
        authority = (await home_authority()).name
        counts = placement_counts(judged.placements)
        course = public_course(report=judged.report, counts=counts)
        facts = report_facts(report=judged.report, counts=counts, course=course, authority=authority)
        return await asyncio.to_thread(report_pdf, facts, course, now)


def public_course(*, report: YearReport, counts: dict[str, PublicCounts]) -> tuple[CourseMark, ...]:
    """Return the year on its way to the goal as it may be published beside the counts; none where their total is left out.

    A month keeps its goal where its figures are left out; local and regional are left out where the counts leave them out.
    """
    marks, quarters, scopes = course_of(report=report, forecast=None), counts["kwartaal"], counts["bereik"]
    if not marks or quarters.total is None:
        return ()
    has_scopes = None not in scopes.cells.values()
    parts = [[line.local for line in report.months], [line.regional for line in report.months]] if has_scopes else []
    shown = {0, *public_months(whole=[line.total for line in report.months], parts=parts, sums=_published_spans(quarters))}
    return tuple(_public_mark(mark, is_shown=place in shown, has_scopes=has_scopes) for place, mark in enumerate(marks))


def _published_spans(quarters: PublicCounts) -> list[tuple[int, int]]:
    """Return the months, from and until, of each quarter whose number is published; a quarter that is not named has none."""
    numbers = [quarters.cells.get(label, 0) for label in _quarter_labels()]
    return [(3 * place, 3 * place + 3) for place, number in enumerate(numbers) if number is not None]


def _public_mark(mark: CourseMark, *, is_shown: bool, has_scopes: bool) -> CourseMark:
    if not is_shown:
        return CourseMark(mark.day, mark.label, mark.goal)
    return mark if has_scopes else CourseMark(mark.day, mark.label, mark.goal, total=mark.total)


def report_facts(*, report: YearReport, counts: dict[str, PublicCounts], course: Sequence[CourseMark], authority: str) -> dict[str, Any]:
    """Return all that the report says, as texts and whole numbers."""
    return {
        "authority": authority,
        "year": report.year,
        "day": format_date(report.on),
        "goal": 0 if report.goal is None else report.goal.placements,
        "goal_source": "" if report.goal is None else report.goal.source,
        "once": once_words(report.rule),
        "by_moment": _("begonnen") if report.rule.moment is Moment.STARTED else _("zijn goedgekeurd"),
        "recorded": _recorded(report.recorded),
        "total": str(report.total) if report.is_recorded else _small(counts["bereik"].total),
        "local": _text(report.local) if report.is_recorded else _cell(counts["bereik"], scope_label(Scope.LOCAL)),
        "regional": _text(report.regional) if report.is_recorded else _cell(counts["bereik"], scope_label(Scope.REGIONAL)),
        "employers": str(report.employers),
        "pending": _small(None if 0 < report.pending < SMALLEST else report.pending),
        "course": [_course_row(mark, report.on) for mark in course if mark.label],
        "course_words": _("Lijndiagram van de plaatsingen op weg naar het doel; dezelfde cijfers staan in de tabel eronder."),
        "legend": [
            [line.style.label, line.style.colour, line.style.width, [int(dash) for dash in line.style.dashes.split(",") if dash]]
            for line in counted_lines()
        ],
        "quarters": _quarters(counts["kwartaal"]),
        "hours": _counts(counts["werktijd"]),
        "chart_words": _("Staafdiagram van de plaatsingen per kwartaal; dezelfde cijfers staan in de tabel eronder."),
        "groups": _counts(counts["doelgroep"]),
        "authorities": [[line.label, str(line.contracts), *_euros(line.euros)] for line in report.authorities],
        "money": [[label, amount] for label, amount in zip(_money_labels(), _euros(report.euros), strict=True)],
        "standings": [[standing_label(standing), report.contracts_that_are(standing)] for standing in Standing],
        "sentence": contracts_sentence(year=report.year),
        "history": [
            [str(one.year), str(one.total), _text(one.local), _text(one.regional), str(one.employers), one.source] for one in report.history
        ],
    }


def _recorded(recorded: Recorded | None) -> str:
    return "" if recorded is None else _("{note} Bron: {source}.").format(note=recorded.note, source=recorded.source)


def _text(number: int | None) -> str:
    return _("onbekend") if number is None else str(number)


def _small(number: int | None) -> str:
    return _("weggelaten") if number is None else str(number)


def _cell(counts: PublicCounts, key: str) -> str:
    return _small(counts.cells.get(key, 0))


def _counts(counts: PublicCounts) -> list[list[str]]:
    cells = sorted(counts.cells.items(), key=lambda cell: (-(cell[1] or 0), cell[0]))
    return [[label, _small(number)] for label, number in (*cells, (_("Totaal"), counts.total))]


def _course_row(mark: CourseMark, on: date) -> list[str]:
    """Return a month with its goal and figures as text; a month that has not begun has no figures."""
    has_begun = mark.total is not None or mark.day.replace(day=1) <= on
    figures = [_small(number) if has_begun else "" for number in (mark.local, mark.regional, mark.total)]
    return [mark.label, "" if mark.goal is None else str(mark.goal), *figures]


def _quarter_labels() -> list[str]:
    return [_("kwartaal {number}").format(number=number) for number in range(1, 5)]


def _quarters(counts: PublicCounts) -> list[list[Any]]:
    """Return each quarter with its number as text, and as a number for the chart: 0 where it is left out."""
    numbers = [counts.cells.get(label, 0) for label in _quarter_labels()]
    return [[label, _small(number), number or 0] for label, number in zip(_quarter_labels(), numbers, strict=True)]


def _money_labels() -> tuple[str, ...]:
    return (_("Verplicht"), _("Goedgekeurd"), _("Nog te leveren"))


def _euros(euros: Any) -> tuple[str, ...]:
    return tuple(format_euros(amount) for amount in (euros.owed, euros.approved, euros.remaining))


def report_pdf(facts: dict[str, Any], course: Sequence[CourseMark], now: datetime) -> bytes:
    """Return the facts of a report as a PDF, with the course drawn."""
    drawn = course_chart(marks=course, year=facts["year"], size=WIDE).decode() if course else ""
    return rendered_pdf(template=TEMPLATE, facts=facts, now=now, chart=_chart(facts["quarters"]), course=drawn)


def _chart(quarters: list[list[Any]]) -> str:
    """Return the bars of the quarters; nothing where none has a bar."""
    numbers = [number for _label, _words, number in quarters]
    return bars(labels=[label for label, *_rest in quarters], name=_("Plaatsingen"), numbers=numbers).decode() if any(numbers) else ""


ANNUAL_REPORT = AnnualReportExport()
