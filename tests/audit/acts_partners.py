"""Writes of partners, each ready to be done."""

from sroi.partners import operations as partners
from sroi.partners.rules import PartnerFacts
from tests.audit.act import Act
from tests.makers import NOW, make_reviewer

FACTS = PartnerFacts(name="Werkbedrijf Voorbeeld")


async def adding_a_partner() -> Act:
    reviewer = await make_reviewer()
    return Act(reviewer, "partner.added", lambda: partners.add_partner(viewer=reviewer, facts=FACTS, now=NOW))


async def changing_a_partner() -> Act:
    reviewer = await make_reviewer()
    partner_id = await partners.add_partner(viewer=reviewer, facts=FACTS, now=NOW)
    return Act(
        reviewer,
        "partner.changed",
        lambda: partners.change_partner(viewer=reviewer, partner_id=partner_id, facts=FACTS, version=1, now=NOW),
    )


ACTS = (adding_a_partner, changing_a_partner)
