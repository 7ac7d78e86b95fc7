"""Drawing the charts of a sheet, over the cells of its tables."""

from typing import TYPE_CHECKING, Any

from sroi.exports.workbook.model import Chart

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

# A fill, and the ink that can be read on it.
CHART_COLOURS = (("#14613A", "#FFFFFF"), ("#8DB4D6", "#000000"), ("#B8B8B8", "#000000"))
MARK = {
    "line": {"none": True},
    "marker": {"type": "diamond", "size": 10, "fill": {"color": "#B03A2E"}, "border": {"color": "#B03A2E"}},
}


def insert_chart(*, book: "xlsxwriter.Workbook", to: "Worksheet", chart: Chart, header_row: int, rows: int) -> None:
    """Put a chart on a sheet, of a table with its header in row `header_row` (from 0) and so many rows."""
    look = {"type": "column", "subtype": "stacked"} if len(chart.columns) > 1 else {"type": "column"}
    made: Any = book.add_chart(look)

    def series(column: int) -> dict[str, Any]:
        first, last = header_row + 1, header_row + rows
        return {
            "name": [to.get_name(), header_row, column],
            "categories": [to.get_name(), first, 0, last, 0],
            "values": [to.get_name(), first, column, last, column],
        }

    for position, column in enumerate(chart.columns):
        made.add_series({**series(column), **_bars(chart, position)})
    if chart.marks:
        marks: Any = book.add_chart({"type": "line"})
        for column in chart.marks:
            marks.add_series({**series(column), **MARK, "data_labels": _labels(chart, position="above")})
        made.combine(marks)
    made.set_title({"name": chart.title, "name_font": {"size": 12}, "overlay": False})
    made.set_y_axis({"num_format": chart.number_format, "min": 0, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    made.set_legend({"none": True} if len(chart.columns) == 1 else {"position": "bottom"})
    made.set_size({"width": 600, "height": 280})
    to.insert_chart(chart.at, made, {"description": chart.alt, "object_position": 2})


def _bars(chart: Chart, position: int) -> dict[str, Any]:
    fill, ink = CHART_COLOURS[position % len(CHART_COLOURS)]
    is_stacked = len(chart.columns) > 1
    labels = _labels(chart, position="center" if is_stacked else "outside_end", ink=ink if is_stacked else "#000000")
    return {"fill": {"color": fill}, "border": {"color": "#FFFFFF"}, "gap": 60, "data_labels": labels}


def _labels(chart: Chart, *, position: str, ink: str = "#000000") -> dict[str, Any]:
    # The second and third part of the format hide negative figures and zeros.
    return {"value": True, "num_format": f"{chart.number_format};;", "position": position, "font": {"color": ink}}
