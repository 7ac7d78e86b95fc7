"""The export from the database: its figures are those of the report, it is recorded with its hash, and only some may make it."""

import io
import json
import re
from hashlib import sha256

import pytest
from openpyxl import load_workbook

from sroi.access import MATRIX, OPERATOR, Permission, Role, UnableToAllow
from sroi.audit.queries import events_page, verify_chain
from sroi.exports import EXPORTS
from sroi.reconciliation.queries import year_report
from sroi.reconciliation.rules import UnableToReconcile
from tests.makers import (
    NOW,
    REGIONAL,
    ROAD_FIRM,
    TODAY,
    approve,
    make_administrator,
    make_contract,
    make_contractor,
    make_officer,
    make_placement_claim,
    make_purchase_claim,
    make_reviewer,
    make_training_claim,
    reject,
)


async def test_the_workbook_holds_the_rows_of_the_register(database: None) -> None:
    local = await make_contract(number="2023-014")
    regional = await make_contract(authority=REGIONAL, number="DH-77", firm=ROAD_FIRM)
    await approve(claim_id=await make_placement_claim(contract_id=local, candidate_label="K-01"))
    await approve(claim_id=await make_placement_claim(contract_id=regional, candidate_label="H-01"))
    await make_training_claim(contract_id=local, title="=1+1", provider="+31")
    await reject(claim_id=await make_purchase_claim(contract_id=local))
    await make_placement_claim(contract_id=local, candidate_label="K-02", submitted=False)
    reviewer = await make_reviewer()
    content = await EXPORTS["compliance"].make(viewer=reviewer, year=2023, now=NOW, today=TODAY)
    book = load_workbook(io.BytesIO(content), data_only=True)
    report = await year_report(viewer=reviewer, year=2023, on=TODAY)
    summary = [book["Samenvatting"].cell(row, 2).value for row in (8, 9, 10, 17, 18)]
    assert summary == [1, 1, 2, float(report.euros.owed), float(report.euros.approved)]
    assert [row[0].value for row in book["Contracten"]["A2:A3"]] == ["DH-77", "2023-014"]
    claims = [(row[0].value, row[4].value, row[8].value) for row in book["Opgaven"]["A2:I6"]]
    assert claims == [
        (1, "Plaatsing", "Goedgekeurd"),
        (2, "Plaatsing", "Goedgekeurd"),
        (3, "Training of scholing", "In beoordeling"),
        (4, "Sociale inkoop", "Afgewezen"),
        (None, None, None),
    ]
    assert book["Opgaven"]["F4"].value == "=1+1, door +31"
    approved = sum(row[0].value or 0 for row in book["Opgaven"]["M2:M5"])
    assert approved == pytest.approx(float(report.euros.approved))


async def test_the_same_register_at_the_same_moment_gives_the_same_bytes(database: None) -> None:
    await approve(claim_id=await make_placement_claim(contract_id=await make_contract()))
    first, second = [await EXPORTS["compliance"].make(viewer=OPERATOR, year=2023, now=NOW, today=TODAY) for _time in range(2)]
    assert first == second


async def test_the_export_is_recorded_with_its_year_and_hash(database: None) -> None:
    content = await EXPORTS["compliance"].make(viewer=OPERATOR, year=2023, now=NOW, today=TODAY)
    event = (await events_page(viewer=await make_administrator()))[0]
    details = json.loads(event.details)
    assert (event.action, event.subject.kind, event.subject.id, event.actor.kind) == ("export.made", "export", "compliance", "operator")
    assert (details["year"], details["on"], details["sha256"]) == (2023, "2023-12-15", sha256(content).hexdigest())
    assert await verify_chain(viewer=OPERATOR) is None


async def test_who_may_not_export_is_refused_and_nothing_is_recorded(database: None) -> None:
    for viewer in (await make_officer(), await make_contractor(), administrator := await make_administrator()):
        with pytest.raises(UnableToAllow):
            await EXPORTS["compliance"].make(viewer=viewer, year=2023, now=NOW, today=TODAY)
    assert await events_page(viewer=administrator) == ()


async def test_reading_all_of_it_is_not_yet_leave_to_export_it(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MATRIX, Role.OPERATOR, MATRIX[Role.OPERATOR] - {Permission.EXPORT_COMPLIANCE})
    with pytest.raises(UnableToAllow):
        await EXPORTS["compliance"].make(viewer=OPERATOR, year=2023, now=NOW, today=TODAY)


async def test_a_year_that_cannot_be_meant_is_refused(database: None) -> None:
    with pytest.raises(UnableToReconcile):
        await EXPORTS["compliance"].make(viewer=OPERATOR, year=23, now=NOW, today=TODAY)


async def test_claims_are_read_page_by_page(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sroi.exports.queries.PAGE_SIZE", 2)
    contract_id = await make_contract()
    for number in range(5):
        await make_purchase_claim(contract_id=contract_id, invoice_number=f"F-{number}")
    content = await EXPORTS["compliance"].make(viewer=OPERATOR, year=2023, now=NOW, today=TODAY)
    sheet = load_workbook(io.BytesIO(content))["Opgaven"]
    assert [sheet.cell(row, 1).value for row in range(2, 8)] == [1, 2, 3, 4, 5, None]


def test_every_export_has_a_dutch_name_and_a_file_name_with_its_year() -> None:
    for export in EXPORTS.values():
        assert export.label
        assert re.fullmatch(rf"sroi-[a-z-]+-2023\.{export.extension}", export.file_name(year=2023))
    assert len({export.file_name(year=2023) for export in EXPORTS.values()}) == len(EXPORTS)
