"""The reconciliation as an export: every row of the current lists and of ours with its verdict, page by page."""

import io

import pytest
from openpyxl import load_workbook

from sroi.access import OPERATOR
from sroi.exports import EXPORTS
from sroi.reconciliation.operations import decide_region_line
from sroi.reconciliation.rules.matching.rows import Verdict
from sroi.reconciliation.tables import RegionLineRow
from tests.makers import NOW, TODAY, approve, make_contract, make_placement_claim, make_region_list, make_reviewer

ROWS = ("1;plaatsing;Bakkerij Anders;6-2-2023;24;WW", "2;plaatsing;De Tuin van Elders;1-3-2023;36;Wajong")


async def test_every_row_has_its_verdict_and_the_summary_counts_them(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sroi.exports.reconciliation.PAGE_SIZE", 2)
    await approve(claim_id=await make_placement_claim(contract_id=await make_contract(number="2023-014"), candidate_label="K-GEHEIM"))
    await make_region_list(*ROWS)
    await make_region_list("9;plaatsing;=Loonwerk Elders;1-5-2023;12;WW", partner="Gemeente Elders")
    (line,) = [row for row in await RegionLineRow.select(RegionLineRow.id, RegionLineRow.partner_row.facts) if "Bakkerij" in str(row)]
    await decide_region_line(viewer=await make_reviewer(), line_id=line["id"], verdict=Verdict.DISPUTED, reason="Nagebeld", now=NOW)
    content = await EXPORTS["aansluiting"].content(viewer=OPERATOR, year=2023, now=NOW, today=TODAY)
    book = load_workbook(io.BytesIO(content), data_only=True)
    assert book.sheetnames == ["Samenvatting", "Aansluiting", "Toelichting"]
    header, *rows = [[cell.value for cell in row] for row in book["Aansluiting"]["A1:T6"]]
    found = [dict(zip(header, row, strict=True)) for row in rows]
    told = [(row["Partner"], row["Werkgever"], row["Uitkomst"], row["Reden"], row["Opgave"], row["Contract"]) for row in found]
    assert sorted(told, key=str) == [
        ("Gemeente Elders", "=Loonwerk Elders", "Nog niet besloten", None, None, None),
        ("Gemeente Elders", None, "Nog niet besloten", None, 1, "2023-014"),
        ("WSP Voorbeeld", "Bakkerij Anders", "betwist", "Nagebeld", None, None),
        ("WSP Voorbeeld", "De Tuin van Elders", "Nog niet besloten", None, None, None),
        ("WSP Voorbeeld", None, "Nog niet besloten", None, 1, "2023-014"),
    ]
    summary = [[cell.value for cell in row] for row in book["Samenvatting"]["A6:H7"]]
    assert [(row[0], sum(row[1:7]), row[7]) for row in summary] == [("Gemeente Elders", 2, 2), ("WSP Voorbeeld", 3, 3)]
    assert "GEHEIM" not in str(found)
