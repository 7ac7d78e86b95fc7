"""The goals that the municipality sets, by year and kind."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from gettext import gettext as _
from typing import Any, TypeVar

from litestar import get, post
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.rules import Scope
from sroi.errors import UnableTo
from sroi.reconciliation.operations import set_goal
from sroi.reconciliation.queries.goals import goals
from sroi.reconciliation.rules.facts import (
    EVERY_CONTRACT,
    MAX_VALUE,
    Fact,
    GoalRule,
    Moment,
    Preferred,
    Stage,
    fact_label,
    moment_label,
    once_words,
    preferred_label,
    rule_words,
    stage_label,
)
from sroi.reconciliation.rules.goals import MAX_SOURCE, GoalKind, GoalOfKind, goal_label
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, read, view
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted

LIST = "/doelen"
Choice = TypeVar("Choice", bound=StrEnum)
DEFAULTS = {
    "counts_by": EVERY_CONTRACT.fact.value,
    "counts_stage": EVERY_CONTRACT.stage.value,
    "counts_moment": EVERY_CONTRACT.moment.value,
    "counts_contract": EVERY_CONTRACT.preferred.value,
}


@get(LIST, opt=permits(Permission.MANAGE_POLICY))
async def goal_list(request: WebRequest) -> Response[Any]:
    """Show every goal, and a form that sets one."""
    return await _page(request, view(fields=_fields(), typed={"year": str(clock.today().year), **DEFAULTS}))


@post(LIST, opt=permits(Permission.MANAGE_POLICY))
async def set_goal_form(request: WebRequest) -> Response[Any]:
    """Set a goal; one of the same year and kind is replaced, and the audit keeps what it was."""
    submission = read(fields=_fields(), data=await submitted(request))
    if submission.is_valid:
        try:
            await set_goal(viewer=request.viewer, goal=_goal(submission.values), now=clock.now())
        except UnableTo as refusal:
            submission = submission.with_refusal(refusal)
        else:
            return see_other(request, LIST, flash=Flash(_("Het doel is bewaard.")))
    return await _page(request, view(fields=_fields(), submission=submission), status=422)


def _goal(values: Mapping[str, Any]) -> GoalOfKind:
    fact, _sign, scope = (values["counts_by"] or Fact.SCOPE.value).partition(":")
    rule = GoalRule(
        Fact(fact),
        scope or values["counts_value"] or "",
        values["counts_moment"] or EVERY_CONTRACT.moment,
        values["counts_contract"] or EVERY_CONTRACT.preferred,
        values["counts_stage"] or EVERY_CONTRACT.stage,
    )
    return GoalOfKind(values["year"], values["kind"], values["target"], values["source"], rule)


def _choices() -> tuple[tuple[str, str], ...]:
    """Return what may decide which placements count: a scope is a choice, the other facts are filled in beside it."""
    scopes = (GoalRule(), *(GoalRule(value=scope.value) for scope in Scope))
    others = tuple(fact for fact in Fact if fact is not Fact.SCOPE)
    return (
        *((f"{rule.fact}:{rule.value}".removesuffix(":"), rule_words(rule)) for rule in scopes),
        *((fact.value, fact_label(fact)) for fact in others),
    )


def _fields() -> tuple[Field, ...]:
    kinds = tuple((kind.value, goal_label(kind)) for kind in GoalKind)
    return (
        Field(name="year", label=_("Jaar"), kind="number", parse=_whole),
        Field(name="kind", label=_("Soort doel"), kind="radio", options=kinds, parse=GoalKind),
        Field(name="target", label=_("Doel"), kind="number", parse=_whole),
        Field(name="source", label=_("Bron"), max_length=MAX_SOURCE, hint=_("Waar staat dit doel? Bijvoorbeeld het jaarplan.")),
        Field(
            name="counts_by",
            label=_("Welke plaatsingen tellen mee?"),
            kind="radio",
            options=_choices(),
            required=False,
            hint=_("Alleen voor een doel voor plaatsingen."),
        ),
        Field(
            name="counts_value",
            label=_("Welke woonplaats, welk WSP of welke opdrachtgever?"),
            required=False,
            max_length=MAX_VALUE,
            hint=_("Alleen nodig als u hierboven een van de laatste drie koos."),
        ),
        _choice("counts_stage", _("Vanaf wanneer telt een plaatsing mee?"), Stage, stage_label),
        _choice("counts_moment", _("In welk jaar telt een plaatsing mee?"), Moment, moment_label),
        _choice("counts_contract", _("Staat een persoon op meer contracten, waar telt die dan?"), Preferred, preferred_label),
    )


def _choice(name: str, label: str, choices: type[Choice], words: Callable[[Choice], str]) -> Field:
    """Return the field for a choice that has a default."""
    options = tuple((choice.value, words(choice)) for choice in choices)
    return Field(name=name, label=label, kind="radio", options=options, parse=choices, required=False)


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 6):
        raise ValueError(_("Vul een heel getal in, bijvoorbeeld 65."))
    return int(text)


async def _page(request: WebRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    rows = tuple(
        (goal_label(goal.kind), goal, f"{rule_words(goal.rule)} {once_words(goal.rule)}" if goal.kind is GoalKind.PLACEMENTS else "")
        for goal in await goals(viewer=request.viewer)
    )
    return page(request, "admin/goals.html", status=status, title=_("Doelen"), rows=rows, form=form, list_href=LIST)
