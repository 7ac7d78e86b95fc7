"""Bars as SVG for a document, by pygal."""

from collections.abc import Sequence

DARK, INK, PALE = "#14613A", "#1a1a1a", "#c8c8c8"
SIZE = (900, 360)
MOST_STEPS = 5


def bars(*, labels: Sequence[str], name: str, numbers: Sequence[int]) -> bytes:
    """Return whole numbers as a bar for each of `labels`; `name` says what they count."""
    import pygal
    from pygal.style import Style

    width, height = SIZE
    style = Style(
        background="#ffffff", plot_background="#ffffff", foreground=INK, foreground_strong=INK, foreground_subtle=INK,
        guide_stroke_color=PALE, major_guide_stroke_color=PALE, colors=(DARK,), font_family="Libertinus Serif", label_font_size=15,
        major_label_font_size=15, legend_font_size=15, opacity=1, stroke_opacity=1, stroke_width=1,
    )  # fmt: skip
    most = max(numbers)
    step = max(1, -(-most // MOST_STEPS))
    chart = pygal.Bar(
        style=style, width=width, height=height, js=[], explicit_size=True, margin=8, truncate_label=-1, truncate_legend=-1,
        legend_at_bottom=True, print_values=False, y_labels=list(range(0, most + step, step)),
        value_formatter=lambda number: f"{number:.0f}",
    )  # fmt: skip
    chart.x_labels = list(labels)
    chart.add(name, list(numbers))
    picture: bytes = chart.render()
    return picture
