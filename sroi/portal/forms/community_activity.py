"""The form of a community activity: which of the policy's activities it is, and what that one counts by."""

from gettext import gettext as _

from sroi.fulfilment.kinds.community_activity import CommunityActivityDetails
from sroi.policy.rules import Policy
from sroi.portal.forms.form import ClaimForm, Values
from sroi.portal.forms.measures import block_fields, chosen_block, days_fields, measure_fields, people_field, typed_measures
from sroi.values import day_after, format_short_date, last_day
from sroi.web.forms import Field, Typed


def _fields(policy: Policy) -> tuple[Field, ...]:
    return (
        *block_fields(blocks=policy.activities, label=_("Soort activiteit")),
        Field(
            name="description",
            label=_("Wat hebt u gedaan?"),
            max_length=300,
            hint=_("Bijvoorbeeld: gastlessen over techniek. Noem geen namen van kinderen of deelnemers."),
        ),
        Field(name="beneficiary", label=_("Voor wie?"), max_length=200, hint=_("De school, vereniging of buurt waar u het voor deed.")),
        people_field(name="people", label=_("Aantal mensen van uw organisatie")),
        *days_fields(),
        *measure_fields(policy.activities),
    )


def _details(values: Values, policy: Policy, key: str) -> CommunityActivityDetails:
    ends_before = day_after(values["ends_on"])
    assert ends_before is not None
    return CommunityActivityDetails(
        description=values["description"],
        beneficiary=values["beneficiary"],
        block=chosen_block(values=values, blocks=policy.activities),
        starts_on=values["starts_on"],
        ends_before=ends_before,
        people=values["people"],
        costs=values.get("amount"),
        hours=values.get("hours"),
        days=values.get("days"),
    )


def _typed(details: CommunityActivityDetails) -> dict[str, Typed]:
    return {
        "block": details.block,
        "description": details.description,
        "beneficiary": details.beneficiary,
        "people": str(details.people),
        "starts_on": format_short_date(details.starts_on),
        "ends_on": format_short_date(last_day(details.ends_before)),
        **typed_measures(details.measures),
    }


COMMUNITY_ACTIVITY_FORM = ClaimForm(
    "community_activity", "maatschappelijke-activiteit", _fields, lambda contract, today: {"people": "1"}, _details, _typed
)
