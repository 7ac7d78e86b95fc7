"""Statements of one contractor are kept as every export is: recorded, listed, made again, and seen by whoever may."""

from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from sroi.access import Permission, Viewer
from sroi.accounts.tables import Organisation
from sroi.audit.queries import events_page
from sroi.database import transaction
from sroi.exports.again import is_reproduced
from sroi.exports.apart import UnableToExport
from sroi.exports.records import ExportNotFound, file_of_export, made_export, made_exports
from sroi.exports.retention import take_exports_away
from sroi.exports.statement import StatementExport, StatementNotFound, make_statement, statement_years
from sroi.exports.tables import ExportRecord
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

pytestmark = pytest.mark.usefixtures("database")


async def kept(viewer: Viewer, organisation_id: UUID | None, directory: Path) -> UUID:
    """Make a statement in this process, keep it, and return the id of its record."""
    assert organisation_id is not None
    statement = StatementExport(organisation_id, for_contractor=not viewer.may(Permission.EXPORT_COMPLIANCE))
    await statement.make(viewer=viewer, year=2023, now=NOW, today=TODAY, directory=directory)
    (made,) = await ExportRecord.select(ExportRecord.id).where(ExportRecord.made_by == viewer.user_id)
    return UUID(str(made["id"]))


async def make_work() -> tuple[UUID, Viewer]:
    """Give a contract with a placement of the contractor and one of its subcontractor; return the contract and the contractor."""
    contract_id = await make_contract(number="2023-014")
    subcontractor, contractor = await make_subcontract(contract_id=contract_id), await contractor_of(contract_id=contract_id)
    await approve(claim_id=await make_placement_claim(contract_id=contract_id, candidate_label="K-EIGEN"), amount=Decimal("1000.00"))
    await make_placement_claim(contract_id=contract_id, candidate_label="K-ANDERS", contractor=subcontractor)
    return contract_id, contractor


async def test_a_statement_leaves_a_record_with_all_that_it_was_made_of(tmp_path: Path) -> None:
    _contract, contractor = await make_work()
    assert contractor.organisation_id is not None
    asked: dict[str, Any] = {
        "viewer": contractor,
        "organisation_id": contractor.organisation_id,
        "now": NOW,
        "today": TODAY,
        "directory": tmp_path,
    }
    export_id = await make_statement(**asked, year=2023)
    (made,) = await made_exports(viewer=contractor)
    file = (await file_of_export(viewer=contractor, export_id=export_id, directory=tmp_path)).content
    assert (made.id, made.key, made.year, made.as_of, made.as_known_on) == (export_id, "opdrachtnemer", 2023, TODAY, NOW)
    assert (made.made_by, made.organisation_id, made.is_for_contractor) == (contractor.name, contractor.organisation_id, True)
    assert (made.sha256, made.size_bytes, made.is_kept) == (sha256(file).hexdigest(), len(file), True)
    assert made.release and made.position
    event = (await events_page(viewer=await make_administrator()))[0]
    assert (event.action, event.subject.kind, event.subject.id) == ("export.made", "organisation", str(contractor.organisation_id))
    assert str(export_id) in event.details and made.sha256 in event.details
    with pytest.raises(UnableToExport, match="Vul een jaar in"):
        await make_statement(**asked, year=1999)
    assert len(await made_exports(viewer=contractor)) == 1


async def test_it_is_made_again_to_the_byte_by_either_party_after_later_decisions(tmp_path: Path) -> None:
    contract_id, contractor = await make_work()
    reviewer = await make_reviewer()
    own, of_wsp = [await kept(viewer, contractor.organisation_id, tmp_path) for viewer in (contractor, reviewer)]
    await reject(claim_id=await make_purchase_claim(contract_id=contract_id), reason="Geen sociale onderneming.")
    async with transaction():
        await Organisation.update({Organisation.name: "Nieuwe naam"}, force=True)
    assert await is_reproduced(viewer=contractor, export_id=own)
    # What was made for the contractor says no more when the WSP makes it again.
    assert await is_reproduced(viewer=reviewer, export_id=own)
    assert await is_reproduced(viewer=reviewer, export_id=of_wsp)


async def test_a_contractor_sees_what_it_made_of_itself_and_nothing_else(tmp_path: Path) -> None:
    _contract, contractor = await make_work()
    reviewer, other = await make_reviewer(), await make_contractor(firm=ROAD_FIRM)
    own, of_wsp = [await kept(viewer, contractor.organisation_id, tmp_path) for viewer in (contractor, reviewer)]
    of_other = await kept(other, other.organisation_id, tmp_path)
    assert [made.id for made in await made_exports(viewer=contractor)] == [own]
    assert {made.id for made in await made_exports(viewer=reviewer)} == {own, of_wsp, of_other}
    assert {made.id for made in await made_exports(viewer=reviewer, organisation_id=contractor.organisation_id)} == {own, of_wsp}
    texts = {}
    for export_id in (own, of_wsp):
        texts[export_id] = text_of_pdf((await file_of_export(viewer=reviewer, export_id=export_id, directory=tmp_path)).content)
    # The statement of the WSP names whom a subcontractor placed: the contractor may not download that one.
    assert "K-ANDERS" in texts[of_wsp] and "K-ANDERS" not in texts[own]
    for hidden in (of_wsp, of_other):
        with pytest.raises(ExportNotFound):
            await made_export(viewer=contractor, export_id=hidden)
        with pytest.raises(ExportNotFound):
            await file_of_export(viewer=contractor, export_id=hidden, directory=tmp_path)
        with pytest.raises(ExportNotFound):
            await is_reproduced(viewer=contractor, export_id=hidden)


async def test_who_is_no_party_makes_none(tmp_path: Path) -> None:
    _contract, contractor = await make_work()
    for outsider in (await make_contractor(firm=ROAD_FIRM), await make_officer()):
        with pytest.raises(StatementNotFound):
            await kept(outsider, contractor.organisation_id, tmp_path)
    assert await made_exports(viewer=await make_reviewer()) == ()


async def test_its_file_goes_after_the_period_of_exports_and_its_record_stays(tmp_path: Path) -> None:
    _contract, contractor = await make_work()
    export_id = await kept(contractor, contractor.organisation_id, tmp_path)
    assert await take_exports_away(now=NOW + timedelta(days=900), today=date(2026, 6, 1), directory=tmp_path) == 1
    with pytest.raises(UnableToExport, match="bewaartermijn"):
        await is_reproduced(viewer=contractor, export_id=export_id)
    assert (await made_export(viewer=contractor, export_id=export_id)).sha256


async def test_the_years_to_choose_from_are_those_of_its_contracts_until_now() -> None:
    contract_id = await make_contract(starts_on=date(2021, 3, 1), ends_before=date(2023, 1, 1))
    contractor = await contractor_of(contract_id=contract_id)
    assert contractor.organisation_id is not None
    asked: dict[str, Any] = {"viewer": contractor, "organisation_id": contractor.organisation_id, "today": TODAY}
    assert await statement_years(**asked) == (2022, 2021)
    await make_contract(number="2023-2", starts_on=date(2023, 1, 1), ends_before=date(2031, 1, 1))
    assert await statement_years(**asked) == (2023, 2022, 2021)
    other = await make_contractor(firm=ROAD_FIRM)
    assert other.organisation_id is not None
    assert await statement_years(viewer=other, organisation_id=other.organisation_id, today=TODAY) == (2023,)
    with pytest.raises(StatementNotFound):
        await statement_years(**{**asked, "viewer": other})
