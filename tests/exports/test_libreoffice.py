"""The workbooks opened by LibreOffice: whole, cell by cell, and with the same totals when it computes every formula itself.

`make test` installs LibreOffice as root where there is apt-get; elsewhere install it, for without it these tests fail.
"""

import io
import re
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from sroi.access import OPERATOR
from sroi.exports import EXPORTS
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
    reject,
)

# Compute every formula when a file is opened, whatever value stands beside it.
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


async def make_register() -> None:
    """Fill the register with what every formula of the workbooks counts."""
    local, regional = await make_contract(number="2023-014"), await make_contract(authority=REGIONAL, number="DH-77", firm=ROAD_FIRM)
    await approve(claim_id=await make_placement_claim(contract_id=local, candidate_label="K & <1>"))
    await approve(claim_id=await make_placement_claim(contract_id=regional, candidate_label="H-1"))
    await approve(claim_id=await make_purchase_claim(contract_id=local, supplier_name="=1+1", invoice_number="F-1"))
    await reject(claim_id=await make_purchase_claim(contract_id=regional, invoice_number="F-2"))
    await make_purchase_claim(contract_id=regional, invoice_number="F-3")
    await make_region_list("1;plaatsing;Bakkerij Anders;6-2-2023;24;WW", "2;plaatsing;De Tuin van Elders;1-3-2023;36;Wajong")


@pytest.mark.parametrize(("key", "formulas"), [("compliance", 17), ("aansluiting", 13)])
async def test_libreoffice_opens_it_whole_and_computes_the_same_totals(database: None, tmp_path: Path, key: str, formulas: int) -> None:
    await make_register()
    content = await EXPORTS[key].content(viewer=OPERATOR, year=2023, now=NOW, today=TODAY)
    ours, theirs = (load_workbook(io.BytesIO(each), data_only=True) for each in (content, opened(without_values(content), tmp_path)))
    kinds = load_workbook(io.BytesIO(content))
    assert theirs.sheetnames == ours.sheetnames
    computed = 0
    for sheet in ours.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                found = theirs[sheet.title][cell.coordinate].value
                computed += kinds[sheet.title][cell.coordinate].data_type == "f"
                expected = pytest.approx(cell.value) if isinstance(cell.value, int | float) else cell.value or None
                assert found == expected, (sheet.title, cell.coordinate)
    assert computed >= formulas


def without_values(content: bytes) -> bytes:
    """Return a workbook without the values beside its formulas, so that what LibreOffice shows is what it computed."""
    to = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(to, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", old.read(name)))
    return to.getvalue()


def opened(content: bytes, folder: Path) -> bytes:
    """Return a workbook as LibreOffice saves it again."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(ALWAYS, encoding="utf-8")
    given = folder / "given.xlsx"
    given.write_bytes(content)
    program = shutil.which("soffice")
    assert program, "LibreOffice (soffice) is not installed. Run `make browser` as root, or install the package libreoffice-calc."
    command = [program, f"-env:UserInstallation=file://{folder / 'profile'}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", folder / "saved", given], check=True, capture_output=True, timeout=300)
    return (folder / "saved" / "given.xlsx").read_bytes()
