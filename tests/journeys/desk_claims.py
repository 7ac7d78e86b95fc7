"""Puts claims in the queue of a served example, and a colleague beside its reviewer: `python -m tests.journeys.desk_claims MARK NUMBER`.

Each journey has claims of its own, told by their mark: journeys of both sizes of screen use one example.
"""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sroi.access import OPERATOR, Role
from sroi.accounts.operations import add_user_to
from sroi.accounts.queries import viewer_by_email
from sroi.accounts.rules import OrganisationDetails
from sroi.accounts.tables import UserAccount
from sroi.contracts.queries import ContractFilter, contracts_page
from sroi.database import connected
from sroi.demo import PASSWORD
from sroi.demo.evidence import add_invented_evidence
from sroi.fulfilment.kinds.training import TrainingDetails
from sroi.fulfilment.operations import keep_claim, submit_claim
from sroi.settings import Settings

COLLEAGUE, CONTRACTOR = "wsp-collega@rijswijk.example", "groen@opdrachtnemer.example"


async def main(mark: str, number: int) -> None:
    """Submit so many trainings of the contractor on its first running contract."""
    now = datetime.now(UTC)
    async with connected():
        if not await UserAccount.exists().where(UserAccount.email == COLLEAGUE):
            organisation = OrganisationDetails("WSP Rijswijk (voorbeeld)", None)
            facts = {"email": COLLEAGUE, "name": "WSP-collega (voorbeeld)", "role": Role.REVIEWER, "organisation": organisation}
            await add_user_to(viewer=OPERATOR, **facts, password=PASSWORD, now=now)
        contractor = await viewer_by_email(email=CONTRACTOR)
        found = await contracts_page(viewer=contractor, narrowed=ContractFilter(text="Onderhoud speelplekken"))
        day = now.date() - timedelta(days=10)
        for place in range(1, number + 1):
            details = TrainingDetails(
                f"Cursus {mark} {place}", "Opleider Voorbeeld", day, day + timedelta(days=1), Decimal(100), 1, block="costs"
            )
            claim_id = await keep_claim(
                viewer=contractor, contract_id=found[0].id, kind="training", details=details, now=now, today=now.date()
            )
            directory = Settings.from_env().evidence_dir
            await add_invented_evidence(viewer=contractor, claim_id=claim_id, directory=directory, now=now)
            await submit_claim(viewer=contractor, claim_id=claim_id, now=now, today=now.date())


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
