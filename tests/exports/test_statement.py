"""One contractor's statement: its figures, for the WSP and for the contractor itself, without what others said of candidates."""

from decimal import Decimal

import pytest
from litestar import Litestar

from sroi.access import OPERATOR
from sroi.audit.queries import events_page
from sroi.exports.statement import StatementNotFound, make_statement
from sroi.reconciliation.rules import UnableToReconcile
from tests.exports.reading import text_of_pdf
from tests.makers import (
    NOW,
    ROAD_FIRM,
    TODAY,
    approve,
    contractor_of,
    make_administrator,
    make_contract,
    make_contractor,
    make_officer,
    make_placement_claim,
    make_purchase_claim,
    make_reviewer,
    make_subcontract,
    reject,
)
from tests.personas import personas

pytestmark = pytest.mark.usefixtures("database")


async def made(viewer: object, organisation_id: object, year: int = 2023) -> str:
    content = await make_statement(viewer=viewer, organisation_id=organisation_id, year=year, now=NOW, today=TODAY)  # type: ignore[arg-type]
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
    event = (await events_page(viewer=await make_administrator()))[0]
    assert (event.action, event.subject.kind, event.subject.id) == ("export.made", "organisation", str(contractor.organisation_id))


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


async def test_it_is_found_from_the_portal_and_from_the_desk(app: Litestar) -> None:
    async with personas(app) as people:
        await make_contract()
        mine = await people.contractor.get("/mijn-contracten")
        assert 'href="/mijn-overzicht?jaar=' in mine.text
        sent = await people.contractor.get("/mijn-overzicht?jaar=2023")
        assert (sent.headers["content-type"], sent.content[:4]) == ("application/pdf", b"%PDF")
        href = f"/opdrachtnemers/{people.contractor.viewer.organisation_id}/overzicht"
        assert f'href="{href}"' in (await people.reviewer.get("/geld?per=opdrachtnemer")).text
        assert (await people.reviewer.get(f"{href}?jaar=2023")).content[:4] == b"%PDF"
        assert (await people.contractor.get(href)).status_code == 403
