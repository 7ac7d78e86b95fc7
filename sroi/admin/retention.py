"""How long data is kept: the period of each kind, what is taken away tonight, what was taken away, and changing a period."""

from dataclasses import dataclass
from gettext import gettext as _
from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.errors import NotFound, UnableTo
from sroi.fulfilment.operations.retention import change_retention
from sroi.fulfilment.queries.retention import number_over, retention_rules, retention_runs
from sroi.fulfilment.rules.retention import (
    MAX_DECISION,
    RetentionKind,
    RetentionRule,
    retention_label,
    retention_start,
    retention_words,
)
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, read, view
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted

LIST = "/bewaartermijnen"
URLS = {
    "kandidaten": RetentionKind.CANDIDATES,
    "bewijsstukken": RetentionKind.EVIDENCE,
    "mail": RetentionKind.MAIL,
    "exporten": RetentionKind.EXPORTS,
}


@dataclass(frozen=True)
class RetentionRow:
    """A kind of data in the list; `number` is how much of it is over its period today, None where nobody counts that."""

    href: str
    label: str
    months: int
    start: str
    words: str
    decision: str
    number: int | None


@get(LIST, opt=permits(Permission.MANAGE_POLICY))
async def retention_list(request: WebRequest) -> Response[Any]:
    """Show how long each kind of data is kept, and what was taken away."""
    runs = await retention_runs(viewer=request.viewer)
    return page(
        request,
        "admin/retention.html",
        title=_("Bewaartermijnen"),
        rows=tuple([await _row(rule) for rule in await retention_rules()]),
        runs=tuple((retention_label(run.kind), run) for run in runs),
    )


@get(LIST + "/{name:str}", opt=permits(Permission.MANAGE_POLICY))
async def retention_form(request: WebRequest, name: FromPath[str]) -> Response[Any]:
    """Show the period of one kind of data, to be changed."""
    rule = await _rule(name)
    return await _form_page(request, rule, view(fields=_fields(), typed={"months": str(rule.months), "decision": rule.decision}))


@post(LIST + "/{name:str}", opt=permits(Permission.MANAGE_POLICY))
async def change_period(request: WebRequest, name: FromPath[str]) -> Response[Any]:
    """Change the period of one kind of data; it holds from tonight."""
    rule = await _rule(name)
    submission = read(fields=_fields(), data=await submitted(request))
    if submission.is_valid:
        values = submission.values
        try:
            await change_retention(
                viewer=request.viewer, kind=rule.kind, months=values["months"], decision=values["decision"], now=clock.now()
            )
        except UnableTo as refusal:
            submission = submission.with_refusal(refusal)
        else:
            return see_other(request, LIST, flash=Flash(_("De bewaartermijn is gewijzigd.")))
    return await _form_page(request, rule, view(fields=_fields(), submission=submission), status=422)


def _fields() -> tuple[Field, ...]:
    return (
        Field(name="months", label=_("Aantal maanden"), kind="number", parse=_whole),
        Field(name="decision", label=_("Besluit"), max_length=MAX_DECISION, hint=_("Bijvoorbeeld: selectielijst, regel 5.")),
    )


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise ValueError(_("Vul een heel aantal maanden in, bijvoorbeeld 24."))
    return int(text)


async def _rule(name: str) -> RetentionRule:
    if name not in URLS:
        raise NotFound(_("Deze pagina is niet gevonden."))
    return next(rule for rule in await retention_rules() if rule.kind is URLS[name])


async def _row(rule: RetentionRule) -> RetentionRow:
    counted = rule.kind in (RetentionKind.CANDIDATES, RetentionKind.EVIDENCE)
    ended_before = rule.ended_before(today=clock.today())
    return RetentionRow(
        href=f"{LIST}/{next(url for url, kind in URLS.items() if kind is rule.kind)}",
        label=retention_label(rule.kind),
        months=rule.months,
        start=retention_start(rule.kind),
        words=retention_words(rule.kind),
        decision=rule.decision,
        number=await number_over(kind=rule.kind, ended_before=ended_before) if counted else None,
    )


async def _form_page(request: WebRequest, rule: RetentionRule, form: FormView, *, status: int = 200) -> Response[Any]:
    row = await _row(rule)
    title = _("Bewaartermijn: {kind}").format(kind=row.label.lower())
    return page(request, "admin/retention_form.html", status=status, title=title, row=row, list_href=LIST, form=form)
