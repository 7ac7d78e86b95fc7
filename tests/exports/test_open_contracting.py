"""The contracts of the open data as the Open Contracting Data Standard 1.1 wants them; what it requires is written out here.

Source: release-package-schema.json and release-schema.json of version 1.1.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from sroi.access import OPERATOR
from sroi.exports import EXPORTS
from tests.makers import NOW, TODAY, approve, make_contract, make_placement_claim

pytestmark = pytest.mark.usefixtures("database")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)")
DATES = ("date", "startDate", "endDate", "publishedDate")


async def package() -> Any:
    content = await EXPORTS["open-data"].content(viewer=OPERATOR, year=2023, now=NOW, today=TODAY)
    return json.loads(content)["contracts"]


def dates(value: Any) -> Iterator[str]:
    """Yield every date of a package, however deep."""
    if isinstance(value, list):
        for one in value:
            yield from dates(one)
    if isinstance(value, dict):
        for name, one in value.items():
            yield from [one] if name in DATES else dates(one)


async def test_a_package_has_all_that_the_standard_requires() -> None:
    await make_contract(number="2023-014")
    await make_contract(number="2023-015", ends_before=None)
    found = await package()
    assert {"uri", "version", "publishedDate", "publisher", "releases"} <= set(found)
    assert found["version"] == "1.1" and found["publisher"]["name"] == "Gemeente Rijswijk"
    assert len({release["ocid"] for release in found["releases"]}) == len({release["id"] for release in found["releases"]}) == 2
    for release in found["releases"]:
        assert {"ocid", "id", "date", "tag", "initiationType"} <= set(release)
        parties = {party["id"]: party["roles"] for party in release["parties"]}
        assert parties[release["buyer"]["id"]] == ["buyer"]
        (award,) = release["awards"]
        assert [parties[supplier["id"]] for supplier in award["suppliers"]] == [["supplier"]]
        assert [contract["awardID"] for contract in release["contracts"]] == [award["id"]]
        assert release["tender"]["mainProcurementCategory"] in ("goods", "works", "services")


async def test_every_date_is_a_moment_with_its_distance_to_utc() -> None:
    await make_contract()
    found = list(dates(await package()))
    assert len(found) == 5
    for date in found:
        assert MOMENT.fullmatch(date) and datetime.fromisoformat(date).tzinfo, date
    period = (await package())["releases"][0]["contracts"][0]["period"]
    assert period == {"startDate": "2023-09-01T00:00:00+02:00", "endDate": "2025-08-31T23:59:59+02:00"}


async def test_a_year_without_contracts_has_no_package_for_that_would_have_no_release() -> None:
    assert await package() is None
    await approve(claim_id=await make_placement_claim(contract_id=await make_contract()))
    assert await package() is not None
