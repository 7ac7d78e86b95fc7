"""Every export is made again from its record to the byte, whatever was decided, corrected, renamed or taken in since."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from sroi.accounts.tables import Organisation
from sroi.contracts.operations.members import add_members, remove_members
from sroi.contracts.rules import ContractFacts, MemberFacts
from sroi.contracts.tables import Contract
from sroi.database import transaction
from sroi.exports import EXPORTS
from sroi.exports.again import anonymised_since, is_reproduced
from sroi.exports.records import made_exports
from sroi.fulfilment.operations.retention import take_away
from sroi.fulfilment.tables import Claim, Placement
from sroi.reconciliation.operations import decide_region_line
from sroi.reconciliation.rules.matching.rows import Verdict
from sroi.reconciliation.tables import Goal, RegionLineRow
from tests.makers import (
    NOW,
    REGIONAL,
    ROAD_FIRM,
    TODAY,
    approve,
    make_contract,
    make_placement_claim,
    make_purchase_claim,
    make_region_list,
    make_reviewer,
    make_training_claim,
    reject,
    send_back,
)

LATER = NOW + timedelta(days=30)


async def make_register() -> None:
    """Fill the register with what each export tells of, with a decision of every kind to come."""
    local, regional = await make_contract(number="2023-014"), await make_contract(authority=REGIONAL, number="DH-77", firm=ROAD_FIRM)
    async with transaction():
        await add_members(contracts=[(local, ContractFacts(authority_id=local, members=(MemberFacts("Zaaigoed Voorbeeld V.O.F."),)))])
    for place in range(5):
        await approve(claim_id=await make_placement_claim(contract_id=local, candidate_label=f"K-{place}"))
    await make_placement_claim(contract_id=regional, candidate_label="H-1")
    await make_purchase_claim(contract_id=regional)
    await make_training_claim(contract_id=local)
    await make_region_list("1;plaatsing;Bakkerij Anders;6-2-2023;24;WW", "2;plaatsing;De Tuin van Elders;1-3-2023;36;Wajong")


async def change_everything() -> None:
    """Write later decisions, corrections, names, a goal, and what came in since, at the same moment and a month after."""
    placed, bought, trained = (await Claim.select(Claim.id).where(Claim.status == "submitted").order_by(Claim.number))[:3]
    await approve(claim_id=placed["id"], now=LATER)
    await reject(claim_id=bought["id"], now=LATER)
    await send_back(claim_id=trained["id"], now=NOW)
    contract_id = await make_contract(number="2023-099")
    await approve(claim_id=await make_placement_claim(contract_id=contract_id, candidate_label="N-1"))
    (first, *_others) = await RegionLineRow.select(RegionLineRow.id).order_by(RegionLineRow.position)
    await decide_region_line(viewer=await make_reviewer(), line_id=first["id"], verdict=Verdict.DISPUTED, reason="Nagebeld", now=NOW)
    async with transaction():
        await Organisation.update({Organisation.name: "Nieuwe naam"}, force=True)
        await remove_members(contract_ids=[row["id"] for row in await Contract.select(Contract.id)])
        await Contract.update({Contract.title: "Anders", Contract.ends_before: date(2031, 1, 1)}, force=True)
        await Placement.update({Placement.target_group: "wia", Placement.starts_on: date(2022, 3, 1)}, force=True)
        await Goal.update({Goal.target: 99}, force=True)


@pytest.mark.parametrize("key", EXPORTS)
async def test_an_export_is_the_same_after_all_that_was_written_later(database: None, tmp_path: Path, key: str) -> None:
    await make_register()
    reviewer = await make_reviewer()
    first = await EXPORTS[key].make(viewer=reviewer, year=2023, now=NOW, today=TODAY, directory=tmp_path)
    (made,) = await made_exports(viewer=reviewer)
    await change_everything()
    assert await EXPORTS[key].content(viewer=reviewer, year=2023, now=NOW, today=TODAY) != first
    assert await is_reproduced(viewer=reviewer, export_id=made.id)


async def test_after_anonymising_only_the_labels_cannot_be_made_again(database: None, tmp_path: Path) -> None:
    await make_register()
    reviewer = await make_reviewer()
    for key in EXPORTS:
        await EXPORTS[key].make(viewer=reviewer, year=2023, now=NOW, today=TODAY, directory=tmp_path)
    await take_away(now=LATER, today=date(2040, 1, 1), directory=tmp_path)
    same = {made.key: await is_reproduced(viewer=reviewer, export_id=made.id) for made in await made_exports(viewer=reviewer)}
    assert same == {key: key != "compliance" for key in EXPORTS}
    (compliance,) = [made for made in await made_exports(viewer=reviewer) if made.key == "compliance"]
    assert await anonymised_since(made=compliance) == 5
