"""Charts as SVG for a document, by pygal; told apart without colour: one series is dark, the other light with a dark edge."""

from collections.abc import Sequence

DARK, LIGHT, INK, PALE = "#14613A", "#d9d9d9", "#1a1a1a", "#c8c8c8"
SIZE = (900, 360)


def stacked_bars(*, labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]], most: int) -> bytes:
    """Return one or two series of whole numbers as bars on each other; `most` is the highest number that a bar reaches."""
    import pygal
    from pygal.style import Style

    width, height = SIZE
    style = Style(
        background="#ffffff", plot_background="#ffffff", foreground=INK, foreground_strong=INK, foreground_subtle=INK,
        guide_stroke_color=PALE, major_guide_stroke_color=PALE, colors=(DARK, LIGHT), font_family="Libertinus Serif", label_font_size=15,
        major_label_font_size=15, legend_font_size=15, opacity=1, stroke_opacity=1, stroke_width=1,
    )  # fmt: skip
    step = max(1, -(-most // 5))
    chart = pygal.StackedBar(
        style=style, width=width, height=height, js=[], explicit_size=True, margin=8, truncate_label=-1, truncate_legend=-1,
        legend_at_bottom=True, print_values=False, y_labels=list(range(0, most + step, step)),
        value_formatter=lambda number: f"{number:.0f}",
    )  # fmt: skip
    chart.x_labels = list(labels)
    for name, numbers in series:
        chart.add(name, list(numbers))
    picture: bytes = chart.render()
    return picture
