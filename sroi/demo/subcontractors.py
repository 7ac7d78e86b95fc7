"""A subcontractor in the example: invited by the contractor of a running contract, with one claim in review and one draft."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from sroi.access import Viewer
from sroi.accounts.rules import OrganisationDetails
from sroi.contracts.operations import add_subcontractor
from sroi.demo.accounts import SUBCONTRACTOR
from sroi.demo.evidence import add_invented_evidence
from sroi.fulfilment.kinds.training import TrainingDetails
from sroi.fulfilment.operations import keep_claim, submit_claim
from sroi.values import add_months


async def report_as_subcontractor(
    *, contractor: Viewer, subcontractor: Viewer, contract_id: UUID, directory: Path, now: datetime, today: date
) -> None:
    """Let the subcontractor report two trainings for a contract that has run for some months."""
    details = OrganisationDetails(SUBCONTRACTOR.organisation, SUBCONTRACTOR.kvk_number)
    await add_subcontractor(viewer=contractor, contract_id=contract_id, subcontractor=details, email=SUBCONTRACTOR.email, now=now)
    start = add_months(today.replace(day=1), -1)
    for title, costs, is_submitted in (("Basisveiligheid schilderen", "640", True), ("Werken op hoogte", "385", False)):
        training = TrainingDetails(title, "Opleider Voorbeeld", start, start.replace(day=4), Decimal(costs), block="costs")
        about = {"viewer": subcontractor, "now": now}
        claim_id = await keep_claim(contract_id=contract_id, kind="training", details=training, today=today, **about)  # type: ignore[arg-type]
        if is_submitted:
            await add_invented_evidence(viewer=subcontractor, claim_id=claim_id, directory=directory, now=now)
            await submit_claim(viewer=subcontractor, claim_id=claim_id, now=now, today=today)
