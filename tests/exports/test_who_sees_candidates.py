"""Every export as every role: whom a claim is about stands only in what is meant for the WSP, and for whoever reported it itself."""

import io
import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from sroi.access import MATRIX, OPERATOR, Permission, Role, UnableToAllow, Viewer
from sroi.exports import EXPORTS
from sroi.exports.own_data import own_data
from sroi.exports.statement import StatementExport, StatementNotFound
from tests.exports.reading import text_of
from tests.makers import (
    NOW,
    ROAD_FIRM,
    TODAY,
    approve,
    contractor_of,
    make_contract,
    make_contractor,
    make_placement_claim,
    make_region_list,
    make_viewer,
)

pytestmark = pytest.mark.usefixtures("database")
SECRET = "K-GEHEIM"
FOR_THE_WSP = frozenset({"compliance"})


async def make_register() -> Viewer:
    """Fill the register with a placement of which the label is a secret; return its contractor."""
    contract_id = await make_contract()
    await approve(claim_id=await make_placement_claim(contract_id=contract_id, candidate_label=SECRET, residence="0603", birth_year=1961))
    await make_region_list("1;plaatsing;Bakkerij Anders;6-2-2023;24;WW")
    return await contractor_of(contract_id=contract_id)


async def viewer_of(role: Role) -> Viewer:
    if role is Role.OPERATOR:
        return OPERATOR
    if role is Role.CONTRACTOR:
        return await make_contractor(firm=ROAD_FIRM)
    return await make_viewer(role=role, email=f"{role.value}@example.nl", name=role.value, organisation="Gemeente Rijswijk")


@pytest.mark.parametrize("role", Role)
async def test_a_role_gets_an_export_of_a_year_or_is_refused_and_candidates_stand_only_in_those_for_the_wsp(role: Role) -> None:
    await make_register()
    viewer = await viewer_of(role)
    for key, export in EXPORTS.items():
        if Permission.EXPORT_COMPLIANCE not in MATRIX[role]:
            with pytest.raises(UnableToAllow):
                await export.content(viewer=viewer, year=2023, now=NOW, today=TODAY)
            continue
        text = text_of(await export.content(viewer=viewer, year=2023, now=NOW, today=TODAY))
        assert (SECRET in text) is (key in FOR_THE_WSP), key
        assert "1961" not in text, key


@pytest.mark.parametrize("role", Role)
async def test_a_role_that_is_no_party_gets_no_statement_and_no_data_of_a_contractor(role: Role, tmp_path: Path) -> None:
    contractor, viewer = await make_register(), await viewer_of(role)
    assert contractor.organisation_id is not None
    statement = StatementExport(contractor.organisation_id, for_contractor=not viewer.may(Permission.EXPORT_COMPLIANCE))
    if viewer.may(Permission.EXPORT_COMPLIANCE):
        content = await statement.content(viewer=viewer, year=2023, now=NOW, today=TODAY)
        assert SECRET in text_of(content)
    else:
        with pytest.raises(StatementNotFound):
            await statement.content(viewer=viewer, year=2023, now=NOW, today=TODAY)
    if viewer.may(Permission.REPORT_FULFILMENT):
        assert SECRET not in await data_of(viewer, tmp_path)
    else:
        with pytest.raises(UnableToAllow):
            own_data(viewer=viewer, directory=tmp_path, now=NOW)


async def test_whoever_reported_it_has_it_in_its_own_data(tmp_path: Path) -> None:
    assert SECRET in await data_of(await make_register(), tmp_path)


async def data_of(viewer: Viewer, folder: Path) -> str:
    whole = b"".join([part async for part in own_data(viewer=viewer, directory=folder, now=NOW)])
    with ZipFile(io.BytesIO(whole)) as archive:
        return " ".join(archive.read(name).decode() for name in archive.namelist() if re.search(r"\.(csv|json)$", name))
