"""The forms on the page of a claim: a decision with its checklist, a question, and taking a decision back."""

from gettext import gettext as _

from sroi.fulfilment.rules import ClaimRecord
from sroi.review.rules import Verdict, check_points, choice_label
from sroi.review.rules.decisions import MAX_REASON
from sroi.values import parse_euros
from sroi.web.forms import Field


def decision_fields(record: ClaimRecord) -> tuple[Field, ...]:
    """Return the fields of a decision; a checklist where the policy asks something of this claim."""
    points = tuple((point.text, point.text) for point in check_points(record))
    hint = _("Wat u afvinkt, wordt bij het besluit bewaard.")
    checklist = Field(name="checks", label=_("Checklist"), kind="checkboxes", options=points, required=False, hint=hint)
    return (*((checklist,) if points else ()), *_verdict_fields())


def _verdict_fields() -> tuple[Field, ...]:
    return (
        Field(
            name="verdict",
            label=_("Besluit"),
            parse=Verdict,
            kind="radio",
            options=tuple((verdict.value, choice_label(verdict)) for verdict in Verdict),
            missing=_("Kies een besluit."),
        ),
        Field(
            name="amount",
            label=_("Goed te keuren bedrag"),
            parse=parse_euros,
            required=False,
            kind="money",
            hint=_("Alleen bij goedkeuren. Verlaag het bedrag om een deel goed te keuren."),
        ),
        Field(
            name="reason",
            label=_("Vraag of toelichting voor de opdrachtnemer"),
            max_length=MAX_REASON,
            required=False,
            kind="textarea",
            hint=_("Verplicht bij terugsturen, bij afwijzen en als u een deel goedkeurt. Schrijf geen namen van kandidaten op."),
        ),
    )


def ask_fields() -> tuple[Field, ...]:
    """Return the field of a question."""
    return (
        Field(
            name="question",
            label=_("Uw vraag aan de opdrachtnemer"),
            max_length=MAX_REASON,
            kind="textarea",
            missing=_("Vul in wat u wilt weten."),
            hint=_("De opgave blijft in beoordeling en houdt haar plaats. Schrijf geen namen van kandidaten op."),
        ),
    )


def reopen_fields() -> tuple[Field, ...]:
    """Return the field of a reopening."""
    return (
        Field(
            name="reopen_reason",
            label=_("Waarom heropent u dit besluit?"),
            max_length=MAX_REASON,
            kind="textarea",
            missing=_("Vul in waarom u het besluit heropent."),
            hint=_("De opdrachtnemer ziet dit ook. Schrijf geen namen van kandidaten op."),
        ),
    )
