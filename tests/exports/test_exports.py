"""Exports of a year beside the workbook: the ledger, open data, the annual report, and the record that each leaves."""

import csv
import io
import json
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from sroi.access import OPERATOR, UnableToAllow
from sroi.exports import EXPORTS
from sroi.exports.again import is_reproduced
from sroi.exports.order import Order
from sroi.exports.recording import record_made
from sroi.exports.records import ExportNotFound, file_of_export, made_export, made_exports
from sroi.files.operations import WrittenFile
from sroi.ledger.queries import balances
from tests.exports.reading import text_of_pdf
from tests.makers import (
    NOW,
    TODAY,
    approve,
    make_contract,
    make_officer,
    make_placement_claim,
    make_reviewer,
    make_training_claim,
)

MONTH = timedelta(days=30)


async def _placements(number: int, *, contract_id: UUID, group: str = "participatiewet", label: str = "K") -> None:
    for place in range(number):
        await approve(
            claim_id=await make_placement_claim(contract_id=contract_id, candidate_label=f"{label}-{place:02}", target_group=group)
        )


async def _made(key: str) -> bytes:
    return await EXPORTS[key].make(viewer=OPERATOR, year=2023, now=NOW, today=TODAY)


async def test_the_ledger_adds_up_to_the_balance_of_every_contract(database: None) -> None:
    contract_id = await make_contract(title='=Groen; "en" meer')
    await _placements(2, contract_id=contract_id)
    rows = list(csv.DictReader(io.StringIO((await _made("ledger")).decode("utf-8-sig")), delimiter=";"))
    sums = {
        kind: sum(Decimal(row["bedrag"].replace(",", ".")) for row in rows if row["soort"] == kind)
        for kind in ("Verplichting", "Goedgekeurd")
    }
    balance = (await balances(contract_ids=[contract_id]))[contract_id]
    assert sums == {"Verplichting": balance.owed, "Goedgekeurd": balance.approved}
    assert len(rows) == 3
    assert not [row for row in rows if "K-0" in str(row)]


def _euros(row: dict[str, str]) -> Decimal:
    return Decimal(row["bedrag"].replace(",", "."))


async def test_the_ledger_of_an_earlier_moment_is_the_same_whatever_came_later(database: None) -> None:
    contract_id = await make_contract()
    first = await _made("ledger")
    await approve(claim_id=await make_training_claim(contract_id=contract_id), now=NOW + MONTH)
    assert await _made("ledger") == first
    later = await EXPORTS["ledger"].make(viewer=OPERATOR, year=2023, now=NOW + MONTH, today=TODAY)
    assert later != first


async def test_open_data_leaves_small_numbers_out_and_names_no_candidate(database: None) -> None:
    contract_id = await make_contract()
    await _placements(6, contract_id=contract_id)
    await _placements(2, contract_id=contract_id, group="wia", label="W")
    data = json.loads(await _made("open-data"))
    groups = data["placements"]["doelgroep"]
    assert groups == {"counts": {"Participatiewet": None, "WIA": None}, "total": 8}
    assert data["placements"]["bereik"] == {"counts": {"Lokaal": 8}, "total": 8}
    (release,) = data["contracts"]["releases"]
    assert release["contracts"][0]["value"] == {"amount": 1250000.0, "currency": "EUR"}
    assert release["parties"][1]["identifier"] == {"scheme": "NL-KVK", "id": "00100001"}
    assert "K-0" not in json.dumps(data)
    rows = list(csv.reader(io.StringIO((await _made("open-aantallen")).decode("utf-8-sig")), delimiter=";"))
    assert ["doelgroep", "Participatiewet", ""] in rows
    assert ["bereik", "totaal", "8"] in rows


async def test_the_annual_report_is_a_tagged_pdf_with_the_figures_and_no_small_number(database: None) -> None:
    contract_id = await make_contract()
    await _placements(6, contract_id=contract_id)
    await _placements(2, contract_id=contract_id, group="wia", label="W")
    content = await _made("jaarverslag")
    assert b"/MarkInfo" in content
    assert b"pdfuaid" in content
    text = text_of_pdf(content)
    for told in ("Social return 2023", "Doel voor plaatsingen 65", "Plaatsingen die meetellen 8", "WIA weggelaten", "62.500,00"):
        assert told in text
    # All begin in one month, so that the course tells of no month but those around it.
    assert "Op weg naar het doel" in text
    assert "september 65 0 0 0 oktober 65 8 0 8" in text
    assert "heeft geen staaf" in text
    assert "K-0" not in text


async def test_the_annual_report_draws_no_bars_where_every_quarter_is_left_out(database: None) -> None:
    await _placements(2, contract_id=await make_contract())
    text = text_of_pdf(await _made("jaarverslag"))
    assert "Plaatsingen per kwartaal" in text
    assert "heeft geen staaf" not in text


async def test_the_annual_report_of_a_recorded_year_gives_the_figures_of_its_source(database: None) -> None:
    content = await EXPORTS["jaarverslag"].make(viewer=OPERATOR, year=2022, now=NOW, today=TODAY)
    text = text_of_pdf(content)
    for told in ("Plaatsingen die meetellen 63", "Waarvan lokaal 21", "Waarvan regionaal 42", "Werkgevers 27"):
        assert told in text


@pytest.mark.parametrize("key", EXPORTS)
async def test_an_export_is_kept_with_its_hash_and_made_again_to_the_byte(database: None, tmp_path: Path, key: str) -> None:
    contract_id, reviewer = await make_contract(), await make_reviewer()
    await _placements(1, contract_id=contract_id)
    content = await EXPORTS[key].make(viewer=reviewer, year=2023, now=NOW, today=TODAY, directory=tmp_path)
    (made,) = await made_exports(viewer=reviewer)
    assert (made.key, made.year, made.as_of, made.made_by, made.is_kept) == (key, 2023, TODAY, reviewer.name, True)
    assert (await file_of_export(viewer=reviewer, export_id=made.id, directory=tmp_path)).content == content
    assert await is_reproduced(viewer=reviewer, export_id=made.id)
    assert len(await made_exports(viewer=reviewer)) == 1


async def test_a_file_that_the_program_would_not_make_now_is_told(database: None) -> None:
    reviewer = await make_reviewer()
    made = WrittenFile(sha256=sha256(b"of an earlier release").hexdigest(), media_type="text/csv", size_bytes=21)
    export_id = uuid4()
    await record_made(export_id=export_id, viewer=reviewer, order=Order("ledger", 2023, TODAY, NOW, position=0), file=made, is_kept=False)
    assert not await is_reproduced(viewer=reviewer, export_id=export_id)


async def test_only_who_may_export_sees_what_was_made(database: None, tmp_path: Path) -> None:
    await _made("ledger")
    reviewer = await make_reviewer()
    (made,) = await made_exports(viewer=reviewer)
    with pytest.raises(UnableToAllow):
        await made_exports(viewer=await make_officer())
    with pytest.raises(UnableToAllow):
        await made_export(viewer=await make_officer(), export_id=made.id)
    with pytest.raises(ExportNotFound):
        await file_of_export(viewer=reviewer, export_id=made.id, directory=tmp_path)  # made without keeping the file
    for key in EXPORTS:
        with pytest.raises(UnableToAllow):
            await EXPORTS[key].make(viewer=await make_officer(), year=2023, now=NOW, today=TODAY)
