"""Every export of one small portfolio, whole, as it was agreed: each in a golden file of its own (see `golden.py`)."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from pypdfium2 import PdfDocument

from sroi.access import OPERATOR
from sroi.contracts.operations.members import add_members
from sroi.contracts.rules import ContractFacts, MemberFacts, NumberKind
from sroi.database import transaction
from sroi.exports import EXPORTS
from sroi.exports.own_data import own_data
from sroi.exports.statement import StatementExport
from sroi.reconciliation.operations import decide_region_line
from sroi.reconciliation.rules.matching.rows import Verdict
from sroi.reconciliation.tables import RegionLineRow
from tests.databases import TestDatabase as Database  # pytest would take the name for that of a test
from tests.exports.golden import assert_as_agreed
from tests.exports.reading import described, language_of_pdf
from tests.makers import (
    EVIDENCE_FOLDER,
    GREEN_FIRM,
    NOW,
    REGIONAL,
    ROAD_FIRM,
    TODAY,
    approve,
    contractor_of,
    make_contract,
    make_placement_claim,
    make_purchase_claim,
    make_region_list,
    make_reviewer,
    make_training_claim,
    reject,
    send_back,
)

STATEMENT, OWN_DATA = "opdrachtnemer", "eigen-gegevens"


def at(minute: int) -> datetime:
    """Return a moment before the exports are made, so that what is listed by moment has one order."""
    return NOW - timedelta(hours=2) + timedelta(minutes=minute)


async def make_portfolio() -> UUID:
    """Fill the register with claims that ended in every way, groups large and small, and a region's list; return the local contract."""
    local = await make_contract(number="2023-014", title='=Groenonderhoud; "Noord"', now=at(0))
    consortium = (
        MemberFacts(GREEN_FIRM.name, GREEN_FIRM.kvk_number or "", NumberKind.KVK, is_lead=True),
        MemberFacts("Zaaigoed Voorbeeld V.O.F."),
    )
    async with transaction():
        await add_members(contracts=[(local, ContractFacts(authority_id=UUID(int=0), members=consortium))])
    regional = await make_contract(authority=REGIONAL, number="DH-77", title="Fietspaden", firm=ROAD_FIRM, now=at(1))
    there = {"employer_name": ROAD_FIRM.name, "employer_kvk_number": ROAD_FIRM.kvk_number, "hours_per_week": Decimal(24)}
    started = [date(2023, month, 8) for month in range(4, 9)]
    placed = [
        *[await make_placement_claim(contract_id=local, candidate_label=f"K-0{place}", now=at(2 + place)) for place in range(5)],
        await make_placement_claim(contract_id=local, candidate_label="K-05", target_group="ww", now=at(7)),
        *[
            await make_placement_claim(
                contract_id=regional, candidate_label=f"@H-{day.month}", target_group="wia", starts_on=day, **there, now=at(4 + day.month)
            )
            for day in started
        ],
    ]
    for place, claim_id in enumerate(placed[:-1]):
        await approve(claim_id=claim_id, now=at(20 + place))
    await approve(claim_id=placed[-1], amount=Decimal("1000.00"), now=at(35))
    await reject(claim_id=await make_purchase_claim(contract_id=regional, now=at(14)), now=at(36))
    await send_back(claim_id=await make_training_claim(contract_id=local, title="+VCA <Basis>", now=at(15)), now=at(37))
    await make_purchase_claim(contract_id=local, invoice_number="F-2023-200", now=at(16))
    await make_region_list("1;plaatsing;=Bakkerij Anders;6-2-2023;24;WW", f"2;plaatsing;{ROAD_FIRM.name};8-5-2023;24;WIA", now=at(40))
    (line, *_others) = await RegionLineRow.select(RegionLineRow.id).order_by(RegionLineRow.position)
    reviewer = await make_reviewer()
    await decide_region_line(viewer=reviewer, line_id=line["id"], verdict=Verdict.DISPUTED, reason="Nagebeld; klopt niet.", now=at(41))
    return local


@pytest.fixture(scope="module")
async def made(migrated: Database) -> dict[str, bytes]:
    """Give every export of the portfolio, by its name; the register is filled once for all of them."""
    await migrated.restore()
    contractor = await contractor_of(contract_id=await make_portfolio())
    assert contractor.organisation_id is not None
    statement = StatementExport(contractor.organisation_id, for_contractor=True)
    return {
        **{key: await export.content(viewer=OPERATOR, year=2023, now=NOW, today=TODAY) for key, export in EXPORTS.items()},
        STATEMENT: await statement.content(viewer=contractor, year=2023, now=NOW, today=TODAY),
        OWN_DATA: b"".join([part async for part in own_data(viewer=contractor, directory=EVIDENCE_FOLDER, now=NOW)]),
    }


@pytest.mark.parametrize(("name", "title"), [("jaarverslag", "Social return 2023"), (STATEMENT, f"Social return 2023, {GREEN_FIRM.name}")])
def test_a_document_says_its_title_and_that_it_is_dutch(made: dict[str, bytes], name: str, title: str) -> None:
    assert PdfDocument(made[name]).get_metadata_value("Title") == title
    assert language_of_pdf(made[name]) == "nl-NL"
    assert "H1" in str(described(made[name]))


@pytest.mark.parametrize("name", [*EXPORTS, STATEMENT, OWN_DATA])
def test_an_export_is_as_it_was_agreed(made: dict[str, bytes], name: str) -> None:
    assert_as_agreed(name, described(made[name]))
