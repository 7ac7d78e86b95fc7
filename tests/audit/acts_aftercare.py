"""Writes of aftercare, each ready to be done."""

from datetime import date
from uuid import UUID

from sroi.access import Viewer
from sroi.fulfilment.operations import add_moment_rule, change_target, record_contact, record_dropout, remove_moment_rule, revoke_dropout
from sroi.fulfilment.queries.aftercare import Followed, aftercare, moment_rules
from sroi.fulfilment.rules import Outcome
from sroi.fulfilment.tables import Aftercare
from tests.audit.act import Act
from tests.makers import NOW, TODAY, make_contract, make_placement_claim, make_reviewer

TEXT = "Gezien en besproken"
STOPPED = date(2023, 11, 1)


async def _followed() -> tuple[Viewer, Followed]:
    await make_placement_claim(contract_id=await make_contract())
    reviewer = await make_reviewer()
    found: UUID = (await Aftercare.select(Aftercare.id))[0]["id"]
    return reviewer, await aftercare(viewer=reviewer, aftercare_id=found)


async def recording_a_contact() -> Act:
    reviewer, one = await _followed()
    return Act(
        reviewer,
        "aftercare.contact",
        lambda: record_contact(viewer=reviewer, moment_id=one.moments[0].id, held_on=TODAY, outcome=Outcome.WELL, note=TEXT, now=NOW),
    )


async def recording_a_dropout() -> Act:
    reviewer, one = await _followed()
    return Act(
        reviewer,
        "aftercare.dropped_out",
        lambda: record_dropout(viewer=reviewer, aftercare_id=one.id, ended_before=STOPPED, reason=TEXT, now=NOW),
    )


async def revoking_a_dropout() -> Act:
    reviewer, one = await _followed()
    await record_dropout(viewer=reviewer, aftercare_id=one.id, ended_before=STOPPED, reason=TEXT, now=NOW)
    return Act(reviewer, "aftercare.dropout_revoked", lambda: revoke_dropout(viewer=reviewer, aftercare_id=one.id, reason=TEXT, now=NOW))


async def adding_a_moment() -> Act:
    reviewer = await make_reviewer()
    return Act(
        reviewer,
        "aftercare.rule_added",
        lambda: add_moment_rule(viewer=reviewer, label="Na 9 maanden", days=None, months=9, source=TEXT, now=NOW),
    )


async def removing_a_moment() -> Act:
    reviewer, rules = await make_reviewer(), await moment_rules()
    return Act(reviewer, "aftercare.rule_removed", lambda: remove_moment_rule(viewer=reviewer, rule_id=rules[0].id, now=NOW))


async def changing_a_target() -> Act:
    reviewer = await make_reviewer()
    target = {"label": "Kwetsbare jongeren", "holds_from": TODAY, "maximum_pct": 20, "age_below": 27, "source": TEXT}
    return Act(reviewer, "aftercare.target_changed", lambda: change_target(viewer=reviewer, now=NOW, **target))  # type: ignore[arg-type]


ACTS = (recording_a_contact, recording_a_dropout, revoking_a_dropout, adding_a_moment, removing_a_moment, changing_a_target)
