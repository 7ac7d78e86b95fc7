"""How templates are rendered: autoescaped, strict about missing values, in Dutch, with the house's formats as filters."""

from datetime import datetime
from gettext import gettext, ngettext
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.template import TemplateConfig

from sroi import values
from sroi.web import clock

TEMPLATES = Path(__file__).parents[1] / "templates"


def format_moment(moment: datetime) -> str:
    """Return a moment in Dutch time, as people write it."""
    return values.format_moment(clock.local(moment))


FILTERS = {
    "euros": values.format_euros,
    "date": values.format_date,
    "short_date": values.format_short_date,
    "percentage": values.format_percentage,
    "decimal": values.format_decimal,
    "size": values.format_size,
    "moment": format_moment,
}


def environment(directory: Path = TEMPLATES) -> Environment:
    """Return the environment of all templates."""
    found = Environment(
        loader=FileSystemLoader(directory),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    found.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    found.filters.update(FILTERS)
    return found


def template_config() -> TemplateConfig[Any]:
    """Return what Litestar renders with."""
    return TemplateConfig(engine=JinjaTemplateEngine.from_environment(environment()))
