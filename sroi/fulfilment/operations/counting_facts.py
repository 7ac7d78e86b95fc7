"""Telling which WSP delivered a placement and which authority claims it: facts for counting, apart from what was reported."""

from datetime import datetime
from gettext import gettext as _
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.database import fetch, transaction
from sroi.errors import UnableTo
from sroi.fulfilment.queries.counting_facts import counting_facts

MAX_NAME = 200
# A placement is told by claim after claim; what counts it is one thing of all of them.
_TELL = """
UPDATE placement SET delivering_wsp = {}, claiming_authority = {} WHERE id IN (
    SELECT other.id FROM placement AS other
    JOIN claim AS other_claim ON other_claim.id = other.claim
    JOIN claim AS this_claim ON this_claim.id = {}
    JOIN placement AS this ON this.claim = this_claim.id
    WHERE other.candidate = this.candidate AND other.employer_key = this.employer_key AND other.starts_on = this.starts_on
        AND other_claim.contract = this_claim.contract
)
"""


class UnableToTellFacts(UnableTo):
    """These facts cannot be kept; `field` names the field of the form."""


async def tell_counting_facts(*, viewer: Viewer, claim_id: UUID, delivering_wsp: str, claiming_authority: str, now: datetime) -> None:
    """Keep both names with every claim of the placement; an empty name takes away what was told.

    Raises ClaimNotFound, also for a claim that is no placement, and UnableToTellFacts on a name that is too long.
    """
    viewer.require(Permission.REVIEW_CLAIMS)
    names = {"delivering_wsp": " ".join(delivering_wsp.split()), "claiming_authority": " ".join(claiming_authority.split())}
    for field, name in names.items():
        if len(name) > MAX_NAME:
            raise UnableToTellFacts(_("Gebruik ten hoogste {most} tekens.").format(most=MAX_NAME), field=field)
    async with transaction():
        before = await counting_facts(viewer=viewer, claim_id=claim_id)
        await fetch(_TELL, names["delivering_wsp"], names["claiming_authority"], claim_id)
        await record_event(
            actor=actor_of(viewer),
            action="placement.counting_facts_told",
            subject=Subject("claim", str(claim_id)),
            now=now,
            details={**names, "before": [before.delivering_wsp, before.claiming_authority]},
        )
