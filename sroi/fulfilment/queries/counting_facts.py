"""Reads of the facts by which a placement is counted: the WSP that delivered it, and the authority that claims it."""

from dataclasses import dataclass
from gettext import gettext as _
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.database import fetch
from sroi.fulfilment.rules import ClaimNotFound

_TOLD = """
SELECT claim.number, placement.delivering_wsp, placement.claiming_authority, placement.residence,
    contracting_authority.name AS authority_name, contracting_authority.is_home
FROM placement
JOIN claim ON claim.id = placement.claim
JOIN contract ON contract.id = claim.contract
JOIN contracting_authority ON contracting_authority.id = contract.authority
WHERE claim.id = {}
"""


@dataclass(frozen=True)
class CountingFacts:
    """What is told of one placement; `residence` is a municipality's code. Empty names are not told."""

    claim_number: int
    delivering_wsp: str
    claiming_authority: str
    residence: str
    authority_name: str
    is_home: bool


async def counting_facts(*, viewer: Viewer, claim_id: UUID) -> CountingFacts:
    """Return the facts of the placement of a claim; raise ClaimNotFound when there is none for this viewer."""
    rows = await fetch(_TOLD, claim_id) if viewer.may(Permission.REVIEW_CLAIMS) else []
    if not rows:
        raise ClaimNotFound(_("Deze plaatsing is niet gevonden."))
    row = rows[0]
    return CountingFacts(
        claim_number=int(row["number"]),
        delivering_wsp=row["delivering_wsp"],
        claiming_authority=row["claiming_authority"],
        residence=row["residence"] or "",
        authority_name=row["authority_name"],
        is_home=bool(row["is_home"]),
    )


async def known_wsps() -> tuple[str, ...]:
    """Return the WSPs that were told of before, to choose from; at most fifty."""
    rows = await fetch("SELECT DISTINCT delivering_wsp FROM placement WHERE delivering_wsp <> '' ORDER BY delivering_wsp LIMIT 50")
    return tuple(row["delivering_wsp"] for row in rows)
