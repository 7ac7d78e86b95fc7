"""Files of exports go after their period, with the history that nobody reads any more; the record and its hash stay."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from sroi.access import OPERATOR
from sroi.audit.queries import events_page
from sroi.contracts.tables import Contract
from sroi.database import fetch, transaction
from sroi.exports import EXPORTS
from sroi.exports.again import is_reproduced
from sroi.exports.apart import UnableToExport
from sroi.exports.records import file_of_export, made_exports
from sroi.exports.retention import take_exports_away
from sroi.files.queries import FileNotFound
from sroi.fulfilment.operations.retention import take_away
from sroi.fulfilment.tables import Claim
from tests.makers import NOW, TODAY, approve, make_administrator, make_contract, make_placement_claim, make_reviewer

LATER = NOW + timedelta(days=365)
OVER = date(2026, 1, 1)  # two years and some days after the first export; the second is within its period


async def test_a_file_goes_after_its_period_and_its_record_stays(database: None, tmp_path: Path) -> None:
    contract_id, reviewer = await make_contract(), await make_reviewer()
    await EXPORTS["ledger"].make(viewer=reviewer, year=2023, now=NOW, today=TODAY, directory=tmp_path)
    async with transaction():
        await Contract.update({Contract.title: "Anders"}).where(Contract.id == contract_id)
    await EXPORTS["open-data"].make(viewer=reviewer, year=2023, now=LATER, today=TODAY, directory=tmp_path)
    before = (await fetch("SELECT COUNT(*) AS number FROM row_history"))[0]["number"]
    assert await take_exports_away(now=LATER, today=date(2025, 12, 15), directory=tmp_path) == 0
    assert await take_exports_away(now=LATER, today=OVER, directory=tmp_path) == 1
    assert await take_exports_away(now=LATER, today=OVER, directory=tmp_path) == 0
    kept, gone = await made_exports(viewer=reviewer)
    assert (gone.key, len(gone.sha256)) == ("ledger", 64)
    with pytest.raises(FileNotFound):
        await file_of_export(viewer=reviewer, export_id=gone.id, directory=tmp_path)
    with pytest.raises(UnableToExport, match="bewaartermijn"):
        await is_reproduced(viewer=reviewer, export_id=gone.id)
    assert (await file_of_export(viewer=reviewer, export_id=kept.id, directory=tmp_path)).content
    assert await is_reproduced(viewer=reviewer, export_id=kept.id)
    assert (await fetch("SELECT COUNT(*) AS number FROM row_history"))[0]["number"] < before
    (event,) = [event for event in await events_page(viewer=await make_administrator()) if event.action == "retention.applied"]
    assert event.subject.id == "exports"


async def test_the_same_bytes_made_again_later_are_kept_as_long_as_the_last(database: None, tmp_path: Path) -> None:
    reviewer = await make_reviewer()
    for now in (NOW, LATER):
        await EXPORTS["ledger"].make(viewer=OPERATOR, year=2023, now=now, today=TODAY, directory=tmp_path)
    assert await take_exports_away(now=LATER, today=OVER, directory=tmp_path) == 0
    assert len({made.sha256 for made in await made_exports(viewer=reviewer)}) == 1


async def test_the_history_forgets_where_somebody_lived_who_is_anonymous(database: None, tmp_path: Path) -> None:
    await approve(claim_id=await make_placement_claim(contract_id=await make_contract(), residence="0603"))
    await take_away(now=LATER, today=date(2040, 1, 1), directory=tmp_path)
    residences = "SELECT image FROM row_history WHERE table_name = 'placement' AND image LIKE '%0603%'"
    assert await fetch(residences)
    await take_exports_away(now=LATER, today=TODAY, directory=tmp_path)
    assert await fetch(residences) == []
    assert await Claim.count() == 1
