"""A subcontractor reports on behalf of the contractor and sees its own claims alone; the contractor sees figures, and nobody's label."""

import re
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from litestar import Litestar

from sroi.access import UnableToAllow, Viewer
from sroi.accounts.operations import accept_invitation
from sroi.accounts.queries import viewer_by_email
from sroi.accounts.rules import OrganisationDetails, UnableToInvite, UnableToUseName
from sroi.audit.tables import AuditEvent
from sroi.contracts.operations import add_subcontractor, end_subcontract
from sroi.contracts.queries import ContractFilter, contract, contracts_page, subcontracts_of_contract, subcontracts_of_viewer
from sroi.contracts.rules import ContractNotFound, UnableToSubcontract
from sroi.database import fetch
from sroi.fulfilment.operations import withdraw_claim, withdraw_of_subcontractor
from sroi.fulfilment.queries.claims import claim, claim_sums, claims_of_contract, evidence_of_claim, history_of_claim
from sroi.fulfilment.queries.subcontracted import subcontracted_claims
from sroi.fulfilment.rules import ClaimNotFound, ClaimStatus, UnableToMoveClaim
from sroi.ledger.queries import balances
from sroi.obligations.queries import milestones_of_contract
from tests.makers import (
    CLEANING_FIRM,
    GREEN_FIRM,
    NOW,
    PAINTING_FIRM,
    ROAD_FIRM,
    TODAY,
    approve,
    contractor_of,
    make_contract,
    make_contractor,
    make_placement_claim,
    make_reviewer,
    make_subcontract,
    send_back,
    submit,
)
from tests.personas import PASSWORD, Persona, Personas, personas

pytestmark = pytest.mark.usefixtures("database")

LABEL = "Schilder Jansen"
NEWCOMER = OrganisationDetails("Stukadoor Voorbeeld B.V.", "00100006")


async def reported(**how: object) -> tuple[UUID, Viewer, Viewer, UUID]:
    """Return a contract, its contractor, a subcontractor, and a placement that the subcontractor submitted."""
    contract_id = await make_contract()
    contractor, subcontractor = await contractor_of(contract_id=contract_id), await make_subcontract(contract_id=contract_id)
    claim_id = await make_placement_claim(contract_id=contract_id, contractor=subcontractor, candidate_label=LABEL, **how)  # type: ignore[arg-type]
    return contract_id, contractor, subcontractor, claim_id


async def test_what_a_subcontractor_reports_counts_for_the_contractor() -> None:
    contract_id, contractor, _subcontractor, claim_id = await reported()
    record = await claim(viewer=await make_reviewer(), claim_id=claim_id)
    assert (record.contractor_name, record.subcontractor_name) == (GREEN_FIRM.name, PAINTING_FIRM.name)
    assert (await claim_sums(contract_ids=[contract_id], as_of=TODAY))[contract_id].in_review == record.value > 0
    await approve(claim_id=claim_id)
    assert (await balances(contract_ids=[contract_id], as_of=TODAY))[contract_id].approved == record.value
    (row,) = await subcontracted_claims(viewer=contractor, contract_id=contract_id)
    assert (row.status, row.approved, row.subcontractor_name) == (ClaimStatus.APPROVED, record.value, PAINTING_FIRM.name)


async def test_a_subcontractor_sees_its_own_claims_and_nothing_of_the_contractor() -> None:
    contract_id, contractor, subcontractor, claim_id = await reported()
    own_of_contractor = await make_placement_claim(contract_id=contract_id, contractor=contractor, candidate_label="K-02")
    assert [found.id for found in await claims_of_contract(viewer=subcontractor, contract_id=contract_id)] == [claim_id]
    for read in (claim, evidence_of_claim, history_of_claim):
        with pytest.raises(ClaimNotFound):
            await read(viewer=subcontractor, claim_id=own_of_contractor)
    for of_contract in (contract, milestones_of_contract, subcontracts_of_contract, subcontracted_claims):
        with pytest.raises(ContractNotFound):
            await of_contract(viewer=subcontractor, contract_id=contract_id)
    assert await contracts_page(viewer=subcontractor, narrowed=ContractFilter()) == ()
    (work,) = await subcontracts_of_viewer(viewer=subcontractor)
    assert (work.contract_id, work.contractor_name) == (contract_id, GREEN_FIRM.name)


async def test_a_contractor_sees_figures_of_its_subcontractors_and_no_candidate() -> None:
    contract_id, contractor, _subcontractor, claim_id = await reported()
    for read in (claim, evidence_of_claim, history_of_claim):
        with pytest.raises(ClaimNotFound):
            await read(viewer=contractor, claim_id=claim_id)
    assert await claims_of_contract(viewer=contractor, contract_id=contract_id) == ()
    (row,) = await subcontracted_claims(viewer=contractor, contract_id=contract_id)
    assert LABEL not in repr(row) and "participatiewet" not in repr(row)


async def test_a_label_is_the_subcontractors_own() -> None:
    contract_id, contractor, subcontractor, _claim_id = await reported()
    days = {"starts_on": date(2023, 10, 1), "reported_before": date(2023, 12, 1), "candidate_label": LABEL}
    await make_placement_claim(contract_id=contract_id, contractor=contractor, **days)  # type: ignore[arg-type]
    rows = await fetch("SELECT DISTINCT organisation FROM candidate WHERE label = {}", LABEL)
    assert {str(row["organisation"]) for row in rows} == {str(contractor.organisation_id), str(subcontractor.organisation_id)}


async def test_a_draft_of_a_subcontractor_is_its_own_until_it_is_submitted() -> None:
    contract_id, contractor, subcontractor, claim_id = await reported(submitted=False)
    assert await subcontracted_claims(viewer=contractor, contract_id=contract_id) == ()
    with pytest.raises(ClaimNotFound):
        await withdraw_of_subcontractor(viewer=contractor, claim_id=claim_id, now=NOW)
    await submit(claim_id=claim_id, contractor=subcontractor)
    assert [row.id for row in await subcontracted_claims(viewer=contractor, contract_id=contract_id)] == [claim_id]


async def test_a_contractor_withdraws_what_is_not_decided_yet_and_nobody_elses() -> None:
    contract_id, contractor, _subcontractor, claim_id = await reported()
    for stranger in (await make_contractor(firm=ROAD_FIRM), await make_contractor(firm=PAINTING_FIRM)):
        with pytest.raises(ClaimNotFound):
            await withdraw_of_subcontractor(viewer=stranger, claim_id=claim_id, now=NOW)
    await withdraw_of_subcontractor(viewer=contractor, claim_id=claim_id, now=NOW)
    (row,) = await subcontracted_claims(viewer=contractor, contract_id=contract_id)
    assert row.status is ClaimStatus.WITHDRAWN
    with pytest.raises(UnableToMoveClaim):
        await withdraw_of_subcontractor(viewer=contractor, claim_id=claim_id, now=NOW)


async def test_what_the_wsp_asks_and_decides_is_mailed_to_the_subcontractor() -> None:
    _contract_id, _contractor, subcontractor, claim_id = await reported()
    await send_back(claim_id=claim_id)
    rows = await fetch("SELECT to_address FROM outgoing_mail WHERE kind = 'question_about_claim'")
    assert [row["to_address"] for row in rows] == [subcontractor.email]


async def test_after_the_end_nothing_more_is_reported_and_what_was_stays() -> None:
    contract_id, contractor, subcontractor, claim_id = await reported()
    draft_id = await make_placement_claim(
        contract_id=contract_id, contractor=subcontractor, candidate_label="S-02", hours_per_week=Decimal(8), submitted=False
    )
    (held,) = await subcontracts_of_contract(viewer=contractor, contract_id=contract_id)
    await end_subcontract(viewer=contractor, contract_id=contract_id, subcontract_id=held.id, now=NOW)
    with pytest.raises(ContractNotFound):
        await make_placement_claim(contract_id=contract_id, contractor=subcontractor, candidate_label="S-03")
    with pytest.raises(ContractNotFound):
        await submit(claim_id=draft_id, contractor=subcontractor)
    assert (await claim(viewer=subcontractor, claim_id=claim_id)).status is ClaimStatus.SUBMITTED
    await withdraw_claim(viewer=subcontractor, claim_id=draft_id, now=NOW)
    assert await subcontracts_of_viewer(viewer=subcontractor) == ()
    with pytest.raises(ContractNotFound):
        await end_subcontract(viewer=contractor, contract_id=contract_id, subcontract_id=held.id, now=NOW)
    actions = [row["action"] for row in await AuditEvent.select(AuditEvent.action)]
    assert (actions.count("subcontract.added"), actions.count("subcontract.ended")) == (1, 1)


async def test_only_who_manages_the_contractor_invites_and_only_for_its_own_contract() -> None:
    contract_id = await make_contract()
    contractor, colleague = await contractor_of(contract_id=contract_id), await make_contractor(email="collega@groen.example.nl")
    asked = {"contract_id": contract_id, "subcontractor": NEWCOMER, "email": "stukadoor@example.nl", "now": NOW}
    with pytest.raises(UnableToAllow):
        await add_subcontractor(viewer=colleague, **asked)  # type: ignore[arg-type]
    for outsider in (await make_contractor(firm=ROAD_FIRM), await make_contractor(firm=PAINTING_FIRM)):
        with pytest.raises(ContractNotFound):
            await add_subcontractor(viewer=outsider, **asked)  # type: ignore[arg-type]
    link = await add_subcontractor(viewer=contractor, **asked)  # type: ignore[arg-type]
    assert link is not None and link.email == "stukadoor@example.nl"
    with pytest.raises(UnableToSubcontract, match="kan al opgeven"):
        await add_subcontractor(viewer=contractor, **asked)  # type: ignore[arg-type]
    own = OrganisationDetails(GREEN_FIRM.name, GREEN_FIRM.kvk_number)
    with pytest.raises(UnableToSubcontract, match="eigen organisatie"):
        await add_subcontractor(viewer=contractor, **{**asked, "subcontractor": own})  # type: ignore[arg-type]
    other = OrganisationDetails("Nieuwe Onderaannemer B.V.", "00100005")
    with pytest.raises(UnableToInvite):  # an address of somebody at another firm
        await add_subcontractor(viewer=contractor, **{**asked, "subcontractor": other, "email": contractor.email})  # type: ignore[arg-type]
    with pytest.raises(UnableToUseName):  # the number of one firm with the name of another
        await add_subcontractor(
            viewer=contractor, **{**asked, "subcontractor": OrganisationDetails("Anders B.V.", PAINTING_FIRM.kvk_number)}
        )  # type: ignore[arg-type]
    assert len(await subcontracts_of_contract(viewer=contractor, contract_id=contract_id)) == 1


async def test_a_contractor_lets_nobody_into_a_firm_that_the_register_knows_or_will_know() -> None:
    contract_id = await make_contract()
    contractor, stranger = await contractor_of(contract_id=contract_id), "vreemde@example.nl"
    asked = {"viewer": contractor, "contract_id": contract_id, "email": stranger, "now": NOW}
    # A firm with people: they are told, and the stranger is not let in.
    other = await make_contractor(firm=ROAD_FIRM)
    with_people = OrganisationDetails(ROAD_FIRM.name, ROAD_FIRM.kvk_number)
    assert await add_subcontractor(subcontractor=with_people, **asked) is None  # type: ignore[arg-type]
    (told,) = await fetch("SELECT to_address FROM outgoing_mail WHERE kind = 'subcontractor_added'")
    assert told["to_address"] == other.email
    # A firm with a contract and nobody yet, and one that gets its contract later.
    known_id = await make_contract(number="2023-200", firm=CLEANING_FIRM)
    seen = []
    for firm in (CLEANING_FIRM, PAINTING_FIRM):
        details = OrganisationDetails(firm.name, firm.kvk_number)
        link = await add_subcontractor(subcontractor=details, **{**asked, "email": f"{firm.kvk_number}@example.nl"})  # type: ignore[arg-type]
        assert link is not None
        await accept_invitation(token=link.token, name="Vreemde Voorbeeld", password=PASSWORD, now=NOW)
        seen.append(await viewer_by_email(email=link.email))
    later_id = await make_contract(number="2023-201", firm=PAINTING_FIRM)
    for viewer in seen:
        assert await contracts_page(viewer=viewer, narrowed=ContractFilter()) == ()
        for firms_own in (known_id, later_id):
            with pytest.raises(ContractNotFound):
                await contract(viewer=viewer, contract_id=firms_own)
        assert [work.contract_id for work in await subcontracts_of_viewer(viewer=viewer)] == [contract_id]
    (official,) = await fetch("SELECT id FROM organisation WHERE kvk_number = {}", PAINTING_FIRM.kvk_number)
    assert official["id"] != seen[1].organisation_id


async def test_the_pages_of_contractor_and_subcontractor(app: Litestar) -> None:
    async with personas(app) as people:
        contract_id = await make_contract()
        path = f"/mijn-contracten/{contract_id}/onderaannemers"
        await _invited(people, path)
        claim_id = await make_placement_claim(contract_id=contract_id, contractor=people.subcontractor.viewer, candidate_label=LABEL)
        await _seen_by_subcontractor(people.subcontractor, contract_id, claim_id)
        shown = await people.contractor.get(path)
        assert PAINTING_FIRM.name in shown.text and LABEL not in shown.text
        assert (await people.contractor.get(f"/mijn-opgaven/{claim_id}")).status_code == 404
        assert (await people.other_contractor.get(path)).status_code == 404
        reviewed = await people.reviewer.get(f"/werkvoorraad/{claim_id}")
        assert "Opgegeven door onderaannemer" in reviewed.text
        asked = await people.contractor.get(f"{path}/opgaven/{claim_id}/intrekken")
        assert "komt niet terug" in asked.text and LABEL not in asked.text
        gone = await people.contractor.post(f"{path}/opgaven/{claim_id}/intrekken")
        assert "De opgave is ingetrokken" in (await people.contractor.follow(gone)).text
        (ended,) = set(re.findall(rf"{path}/([0-9a-f-]+)/beeindigen", shown.text))
        assert (await people.colleague.post(f"{path}/{ended}/beeindigen")).status_code == 403
        done = await people.contractor.follow(await people.contractor.post(f"{path}/{ended}/beeindigen"))
        assert "kan niets meer opgeven" in done.text
        assert (await people.subcontractor.get(f"/mijn-contracten/{contract_id}")).status_code == 404


async def _invited(people: Personas, path: str) -> None:
    form = {"organisation_name": PAINTING_FIRM.name, "kvk_number": PAINTING_FIRM.kvk_number, "email": people.subcontractor.viewer.email}
    assert "Onderaannemer uitnodigen" not in (await people.colleague.get(path)).text
    assert (await people.colleague.post(path, form)).status_code == 403
    assert (await people.contractor.post(path, {**form, "kvk_number": "12"})).status_code == 422
    done = await people.contractor.post(path, form)
    assert "kan nu opgeven voor dit contract" in done.text


async def _seen_by_subcontractor(one: Persona, contract_id: UUID, claim_id: UUID) -> None:
    assert "onderaannemer bent" in (await one.get("/mijn-contracten")).text
    shown = await one.get(f"/mijn-contracten/{contract_id}")
    assert f"namens {GREEN_FIRM.name}" in shown.text and LABEL in shown.text
    form = await one.get(f"/mijn-contracten/{contract_id}/opgeven/plaatsing")
    assert f"op namens {GREEN_FIRM.name}" in form.text
    own = await one.get(f"/mijn-opgaven/{claim_id}")
    for page in (shown, form, own):
        assert page.status_code == 200
        assert "Nog te leveren" not in page.text and "Verplichting" not in page.text
    assert (await one.get(f"/mijn-contracten/{contract_id}/onderaannemers")).status_code == 404
    assert (await one.get(f"/mijn-contracten/{uuid4()}")).status_code == 404
