"""The form of a training: which of the policy's trainings it is, its hours and costs, and what else that one counts by."""

from gettext import gettext as _

from sroi.fulfilment.kinds.training import TrainingDetails
from sroi.policy.rules import Policy, Unit
from sroi.portal.forms.form import ClaimForm, Values
from sroi.portal.forms.measures import block_fields, chosen_block, days_fields, measure_fields, people_field, typed_measures
from sroi.values import day_after, format_short_date, last_day
from sroi.web.forms import Field, Typed


def _fields(policy: Policy) -> tuple[Field, ...]:
    return (
        *block_fields(blocks=policy.trainings, label=_("Soort training")),
        Field(name="title", label=_("Training of opleiding"), max_length=300, hint=_("Bijvoorbeeld: praktijkverklaring groenvoorziening.")),
        Field(name="provider", label=_("Opleider"), max_length=200),
        people_field(name="participants", label=_("Aantal deelnemers uit de doelgroep")),
        *days_fields(),
        *measure_fields(policy.trainings, always=(Unit.COSTS, Unit.HOUR)),
    )


def _details(values: Values, policy: Policy, key: str) -> TrainingDetails:
    ends_before = day_after(values["ends_on"])
    assert ends_before is not None
    return TrainingDetails(
        title=values["title"],
        provider=values["provider"],
        participants=values["participants"],
        starts_on=values["starts_on"],
        ends_before=ends_before,
        costs=values.get("amount"),
        hours=values.get("hours"),
        days=values.get("days"),
        block=chosen_block(values=values, blocks=policy.trainings),
    )


def _typed(details: TrainingDetails) -> dict[str, Typed]:
    return {
        "block": details.block,
        "title": details.title,
        "provider": details.provider,
        "participants": str(details.participants),
        "starts_on": format_short_date(details.starts_on),
        "ends_on": format_short_date(last_day(details.ends_before)),
        **typed_measures(details.measures),
    }


TRAINING_FORM = ClaimForm("training", "training", _fields, lambda contract, today: {"participants": "1"}, _details, _typed)
