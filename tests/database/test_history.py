"""The history of the register: reads as known at a position give what was there, whatever was written since, on both engines."""

import json
from datetime import date, timedelta

import pytest

from sroi.accounts.tables import Organisation
from sroi.contracts.tables import Contract
from sroi.database import as_known, fetch, transaction
from sroi.fulfilment.tables import Candidate, Claim, Placement, SocialPurchase
from tests.makers import approve, make_contract, make_placement_claim, make_purchase_claim

JOINED = """
SELECT claim.id, claim.number, claim.status, claim.period_start, claim.submitted_at, organisation.name, contract.ends_before
FROM claim JOIN contract ON contract.id = claim.contract JOIN organisation ON organisation.id = claim.organisation
ORDER BY claim.number
"""


async def test_rows_that_changed_came_or_went_are_read_as_they_were(database: None) -> None:
    contract_id = await make_contract()
    first = await make_purchase_claim(contract_id=contract_id, invoice_number="F-1")
    before = await fetch(JOINED)
    async with as_known() as position:
        pass
    await approve(claim_id=first)
    await make_placement_claim(contract_id=contract_id)
    async with transaction():
        await Organisation.update({Organisation.name: "Nieuwe naam"}, force=True)
        await Contract.update({Contract.ends_before: date(2031, 1, 1)}, force=True)
        await SocialPurchase.delete(force=True)
    after = await fetch(JOINED)
    async with as_known(position):
        assert await fetch(JOINED) == before
        assert [row["status"] for row in await Claim.select(Claim.status)] == ["submitted"]
        assert [row["invoice_number"] for row in await SocialPurchase.select()] == ["F-1"]
        assert await Placement.count() == await Candidate.count() == 0
    assert await fetch(JOINED) == after != before
    assert [row["status"] for row in after] == ["approved", "submitted"]
    assert [type(value) for value in before[0].values()] == [type(value) for value in after[0].values()]


async def test_a_row_that_changed_more_than_once_is_as_it_was_at_each_position(database: None) -> None:
    contract_id = await make_contract()
    titles, positions = ["eerste", "tweede", "derde"], []
    for title in titles:
        async with transaction():
            await Contract.update({Contract.title: title}).where(Contract.id == contract_id)
        async with as_known() as position:
            positions.append(position)
    for title, position in zip(titles, positions, strict=True):
        async with as_known(position):
            assert [row["title"] for row in await Contract.select(Contract.title)] == [title]


async def test_an_error_while_reading_leaves_the_register_as_it_is(database: None) -> None:
    contract_id = await make_contract(title="nu")
    async with as_known() as position:
        pass
    async with transaction():
        await Contract.update({Contract.title: "later"}).where(Contract.id == contract_id)
    with pytest.raises(ZeroDivisionError):
        async with as_known(position):
            assert [row["title"] for row in await Contract.select(Contract.title)] == ["nu"]
            raise ZeroDivisionError
    assert [row["title"] for row in await Contract.select(Contract.title)] == ["later"]


async def test_what_is_undone_leaves_no_history(database: None) -> None:
    await make_contract()
    async with as_known() as before:
        pass
    with pytest.raises(ZeroDivisionError):
        async with transaction():
            await Contract.update({Contract.title: "verkeerd"}, force=True)
            raise ZeroDivisionError
    async with as_known() as after:
        assert after == before


async def test_the_history_holds_no_label_and_no_birth_year(database: None) -> None:
    contract_id = await make_contract()
    claim_id = await make_placement_claim(contract_id=contract_id, candidate_label="K-GEHEIM", birth_year=1960)
    async with transaction():
        await Candidate.update({Candidate.label: "geanonimiseerd"}, force=True)
        await Placement.update({Placement.starts_on: date(2023, 1, 1) + timedelta(days=1)}, force=True)
    images = [row["image"] for row in await fetch("SELECT image FROM row_history WHERE image IS NOT NULL")]
    assert claim_id and images and not [image for image in images if "GEHEIM" in image]
    assert not [image for image in images if "birth_year" in json.loads(image)]
