"""Which claims are double is kept where claims change: after every step of a life it is what a look at all claims finds."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any
from uuid import UUID

import pytest

from sroi.database import fetch
from sroi.errors import NotFound, UnableTo
from sroi.fulfilment.kinds.placed import PlacementDetails
from sroi.fulfilment.operations import change_claim, take_claim_back, withdraw_claim
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.tables import DoubledClaim
from sroi.review.operations import reopen
from tests.makers import (
    NOW,
    ROAD_FIRM,
    TODAY,
    approve,
    contractor_of,
    make_contract,
    make_placement_claim,
    make_purchase_claim,
    make_reviewer,
    reject,
    send_back,
    submit,
)

STEPS = 30
TOKENS = (None, "a1" * 32, "b2" * 32)
CLAIMS = """
    SELECT claim.id, claim.status, claim.period_start, claim.period_before, placement.candidate, candidate.person_token,
        social_purchase.invoice_key, LOWER(social_purchase.supplier_name) AS supplier
    FROM claim
    LEFT JOIN placement ON placement.claim = claim.id LEFT JOIN candidate ON candidate.id = placement.candidate
    LEFT JOIN social_purchase ON social_purchase.claim = claim.id
"""
Row = dict[str, Any]


def share(one: Row, other: Row) -> bool:
    """Return whether two claims are for the same invoice, or for the same person on the same days."""
    if one["invoice_key"] is not None:
        return (one["invoice_key"], one["supplier"]) == (other["invoice_key"], other["supplier"])
    same_person = one["candidate"] == other["candidate"] or one["person_token"] == other["person_token"] is not None
    same_days = one["period_start"] < other["period_before"] and other["period_start"] < one["period_before"]
    return same_person and other["candidate"] is not None and same_days


async def doubled() -> set[UUID]:
    """Return what is double by a look at every pair of claims."""
    counted = [row for row in await fetch(CLAIMS) if row["status"] in ("submitted", "approved")]
    waiting = [row for row in counted if row["status"] == "submitted"]
    return {one["id"] for one in waiting if any(one["id"] != other["id"] and share(one, other) for other in counted)}


async def kept() -> set[UUID]:
    """Return what is kept as double."""
    return {row["claim"] for row in await DoubledClaim.select()}


class Lives:
    """Claims of two contractors that are made and moved by chance, for few persons, months and invoices, so that many meet."""

    def __init__(self, random: Random, contracts: tuple[UUID, UUID]) -> None:
        self.random, self.contracts = random, contracts
        self.claims: list[tuple[UUID, UUID]] = []

    async def step(self) -> None:
        """Take a step that is possible."""
        make, move = (
            (self.place, self.buy) * 3,
            (self.submit, self.take_back, self.withdraw, self.know, self.approve, self.refuse, self.reopen),
        )
        steps: tuple[Callable[[], Awaitable[None]], ...] = (*make, *(move if self.claims else ()))
        try:
            await self.random.choice(steps)()
        except (UnableTo, NotFound):  # such as a draft, which a reviewer does not see
            await self.step()

    def chosen(self) -> tuple[UUID, UUID]:
        return self.random.choice(self.claims)

    async def place(self) -> None:
        contract_id, month = self.random.choice(self.contracts), self.random.choice((9, 10))
        how: dict[str, Any] = {"person_token": self.random.choice(TOKENS), "submitted": self.random.random() < 0.8}
        days = {"starts_on": date(2023, month, 1), "reported_before": date(2023, month + 1, self.random.choice((1, 15)))}
        label = self.random.choice(("K-01", "K-02"))
        self.claims.append((contract_id, await make_placement_claim(contract_id=contract_id, candidate_label=label, **days, **how)))

    async def buy(self) -> None:
        contract_id = self.random.choice(self.contracts)
        supplier, invoice = self.random.choice(("Werkplaats", "WERKPLAATS", "Kringloop")), self.random.choice(("F-1", "f 1", "F-2"))
        how = {"supplier_name": supplier, "invoice_number": invoice, "submitted": self.random.random() < 0.8}
        self.claims.append((contract_id, await make_purchase_claim(contract_id=contract_id, **how)))

    async def submit(self) -> None:
        contract_id, claim_id = self.chosen()
        await submit(claim_id=claim_id, contractor=await contractor_of(contract_id=contract_id))

    async def take_back(self) -> None:
        contract_id, claim_id = self.chosen()
        await take_claim_back(viewer=await contractor_of(contract_id=contract_id), claim_id=claim_id, now=NOW)

    async def withdraw(self) -> None:
        contract_id, claim_id = self.chosen()
        await withdraw_claim(viewer=await contractor_of(contract_id=contract_id), claim_id=claim_id, now=NOW)

    async def know(self) -> None:
        """Tell by a claim that is not submitted who its candidate is: its other claims may be in review."""
        contract_id, claim_id = self.chosen()
        viewer = await contractor_of(contract_id=contract_id)
        details = (await claim(viewer=viewer, claim_id=claim_id)).details
        if isinstance(details, PlacementDetails):
            details = replace(details, person_token=self.random.choice(TOKENS))
        await change_claim(viewer=viewer, claim_id=claim_id, details=details, now=NOW, today=TODAY)

    async def approve(self) -> None:
        await approve(claim_id=self.chosen()[1])

    async def refuse(self) -> None:
        await self.random.choice((reject, send_back))(claim_id=self.chosen()[1])

    async def reopen(self) -> None:
        viewer, claim_id = await make_reviewer(), self.chosen()[1]
        version = (await claim(viewer=viewer, claim_id=claim_id)).version
        await reopen(viewer=viewer, claim_id=claim_id, version=version, reason="Te snel beslist.", now=NOW)


@pytest.mark.parametrize("seed", [0, 3, 6])
async def test_what_is_kept_as_double_is_what_every_pair_of_claims_says_after_each_step(database: None, seed: int) -> None:
    lives = Lives(Random(seed), (await make_contract(), await make_contract(number="2023-099", firm=ROAD_FIRM)))
    met = 0
    for _step in range(STEPS):
        await lives.step()
        found = await doubled()
        assert await kept() == found
        met += len(found)
    assert met


async def test_a_draft_that_tells_who_a_candidate_is_makes_an_earlier_claim_double(database: None) -> None:
    green, road = await make_contract(), await make_contract(number="2023-099", firm=ROAD_FIRM)
    ours = await make_placement_claim(contract_id=green, reported_before=date(2023, 11, 1))
    theirs = await make_placement_claim(contract_id=road, candidate_label="B-7", employer_name=ROAD_FIRM.name, person_token=TOKENS[1])
    assert await kept() == set()
    later = {"starts_on": date(2023, 11, 1), "reported_before": date(2023, 12, 1), "employer_name": "Ander Voorbeeld B.V."}
    await make_placement_claim(contract_id=green, person_token=TOKENS[1], submitted=False, **later)
    assert await kept() == await doubled() == {ours, theirs}
