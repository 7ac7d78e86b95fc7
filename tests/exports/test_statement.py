"""One contractor's statement: its figures, for the WSP and for the contractor itself, without what others said of candidates."""

from decimal import Decimal
from uuid import UUID

import pytest

from sroi.access import OPERATOR, Permission, Viewer
from sroi.exports.statement import StatementExport, StatementNotFound
from sroi.reconciliation.rules import UnableToReconcile
from tests.exports.reading import text_of_pdf
from tests.makers import (
    NOW,
    ROAD_FIRM,
    TODAY,
    approve,
    contractor_of,
    make_contract,
    make_contractor,
    make_officer,
    make_placement_claim,
    make_purchase_claim,
    make_reviewer,
    make_subcontract,
    reject,
)

pytestmark = pytest.mark.usefixtures("database")


async def made(viewer: Viewer, organisation_id: UUID | None, year: int = 2023) -> str:
    assert organisation_id is not None
    statement = StatementExport(organisation_id, for_contractor=not viewer.may(Permission.EXPORT_COMPLIANCE))
    content = await statement.content(viewer=viewer, year=year, now=NOW, today=TODAY)
    assert b"/MarkInfo" in content and b"pdfuaid" in content
    return text_of_pdf(content)


async def test_it_tells_contract_steps_claims_decisions_and_balance() -> None:
    contract_id = await make_contract(number="2023-014", title="Groen #strong[vet]")
    await make_contract(number="2023-077", firm=ROAD_FIRM)
    await approve(claim_id=await make_placement_claim(contract_id=contract_id, candidate_label="K-01"), amount=Decimal("1000.00"))
    await reject(claim_id=await make_purchase_claim(contract_id=contract_id), reason="Geen sociale onderneming.")
    contractor = await contractor_of(contract_id=contract_id)
    text = await made(await make_reviewer(), contractor.organisation_id)
    for told in (
        "Overzicht social return 2023",
        "Contract 2023-014 Groen #strong[vet]",
        "Verplicht € 62.500,00",
        "Goedgekeurd € 1.000,00",
        "Nog te leveren € 61.500,00",
        "Hoe de verplichting is berekend",
        "(niet vastgesteld)",
        "K-01",
        "Een deel van de uren is niet aangetoond.",
        "Afgewezen",
        "Geen sociale onderneming.",
    ):
        assert told in text, told
    assert "2023-077" not in text


async def test_a_contractor_sees_its_own_and_not_whom_a_subcontractor_placed() -> None:
    contract_id = await make_contract()
    subcontractor, contractor = await make_subcontract(contract_id=contract_id), await contractor_of(contract_id=contract_id)
    await make_placement_claim(contract_id=contract_id, candidate_label="K-EIGEN")
    await make_placement_claim(contract_id=contract_id, candidate_label="K-ANDERS", contractor=subcontractor)
    own = await made(contractor, contractor.organisation_id)
    assert "K-EIGEN" in own and "K-ANDERS" not in own
    wsp = await made(await make_reviewer(), contractor.organisation_id)
    assert "K-EIGEN" in wsp and "K-ANDERS" in wsp
    for outsider in (await make_contractor(firm=ROAD_FIRM), subcontractor, await make_officer()):
        with pytest.raises(StatementNotFound):
            await made(outsider, contractor.organisation_id)


async def test_a_year_without_contracts_says_so_and_one_that_cannot_be_is_refused() -> None:
    contractor = await contractor_of(contract_id=await make_contract())
    assert "In 2001 liep geen contract" in await made(OPERATOR, contractor.organisation_id, year=2001)
    with pytest.raises(UnableToReconcile):
        await made(OPERATOR, contractor.organisation_id, year=99)
