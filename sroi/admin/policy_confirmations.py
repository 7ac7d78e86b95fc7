"""Recording that an official confirmed a rule of a published policy: by whom, when, and by which decision."""

from gettext import gettext as _
from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.errors import NotFound, UnableTo
from sroi.policy.operations import MAX_REFERENCE, confirm_rule
from sroi.policy.queries import policy
from sroi.policy.rules import PolicyRule, open_rules
from sroi.values import parse_date
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, read, view
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, query_text, submitted, text_of


def _fields() -> tuple[Field, ...]:
    return (
        Field(
            name="confirmed_by",
            label=_("Wie heeft de regel vastgesteld?"),
            hint=_("De naam en functie van de ambtenaar of het bestuur."),
            missing=_("Vul in wie deze regel heeft vastgesteld."),
            autocomplete="off",
        ),
        Field(
            name="confirmed_on",
            label=_("Op welke dag?"),
            kind="date",
            parse=parse_date,
            missing=_("Vul de dag van het besluit in."),
        ),
        Field(
            name="decision_reference",
            label=_("Kenmerk van het besluit"),
            hint=_("Waarmee iemand het besluit terugvindt, bijvoorbeeld een zaaknummer."),
            missing=_("Vul het kenmerk van het besluit in."),
            max_length=MAX_REFERENCE,
            autocomplete="off",
        ),
    )


@get("/beleid/{name:str}/vaststellen", opt=permits(Permission.MANAGE_POLICY))
async def confirm_form(request: WebRequest, name: FromPath[str]) -> Response[Any]:
    """Show the form for one open rule."""
    rule = await _open_rule(name, query_text(request, "regel"))
    return _page(request, rule, view(fields=_fields()))


@post("/beleid/{name:str}/vaststellen", opt=permits(Permission.MANAGE_POLICY))
async def confirm(request: WebRequest, name: FromPath[str]) -> Response[Any]:
    """Record the confirmation, or show the form again with what is wrong."""
    data = await submitted(request)
    rule = await _open_rule(name, text_of(data, "rule"))
    submission = read(fields=_fields(), data=data)
    if not submission.is_valid:
        return _page(request, rule, view(fields=_fields(), submission=submission), status=422)
    try:
        await confirm_rule(viewer=request.viewer, name=name, rule=rule.path, now=clock.now(), today=clock.today(), **submission.values)
    except UnableTo as refusal:
        return _page(request, rule, view(fields=_fields(), submission=submission.with_refusal(refusal)), status=422)
    return see_other(request, f"/beleid/{name}", flash=Flash(_("De regel is nu vastgesteld: {rule}.").format(rule=_words(rule))))


async def _open_rule(name: str, path: str) -> PolicyRule:
    rules = (rule for rule in open_rules(await policy(name=name)) if rule.stands_in == name)
    found = next((rule for rule in rules if rule.path == path), None)
    if found is None:
        raise NotFound(_("Deze regel is niet gevonden, of al vastgesteld. Ga terug naar het beleid."))
    return found


def _words(rule: PolicyRule) -> str:
    return f"{rule.section}: {rule.label}"


def _page(request: WebRequest, rule: PolicyRule, form: FormView, *, status: int = 200) -> Response[Any]:
    return page(request, "admin/policy_confirm.html", status=status, rule=rule, words=_words(rule), form=form)
