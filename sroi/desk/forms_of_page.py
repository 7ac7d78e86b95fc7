"""A page with several forms: the one that was sent is written, or shown again with what was typed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from litestar.response import Response

from sroi.errors import UnableTo
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, read, view
from sroi.web.pages import see_other
from sroi.web.requests import WebRequest, submitted

Write = Callable[[Any], Awaitable[str]]
NOTHING = FormView(fields=())


@dataclass(frozen=True)
class Refused:
    """The form of a page that was refused, by its name, as it was typed."""

    name: str
    form: FormView


async def written(request: WebRequest, *, name: str, fields: tuple[Field, ...], write: Write, href: str) -> Response[Any] | Refused:
    """Write the form that was sent and go to `href` with what `write` says was done; or return it with why it was refused."""
    submission = read(fields=fields, data=await submitted(request))
    if submission.is_valid:
        try:
            return see_other(request, href, flash=Flash(await write(submission.values)))
        except UnableTo as refusal:
            submission = submission.with_refusal(refusal)
    return Refused(name, view(fields=fields, submission=submission))


def shown(refused: Refused | None, *, name: str, fresh: FormView) -> FormView:
    """Return the form of this name: as it was refused, or else `fresh`."""
    return refused.form if refused is not None and refused.name == name else fresh


def errors_of(refused: Refused | None) -> FormView:
    """Return what the summary of errors above the page tells."""
    return NOTHING if refused is None else refused.form
