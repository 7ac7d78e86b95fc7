"""The page of contracts that look split: who sees it, what it says, and what it costs in queries."""

from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from litestar import Litestar

from sroi.register import splitting
from sroi.web import clock
from tests.makers import ROAD_FIRM, TODAY, make_contract
from tests.personas import Personas, personas

PATH = "/contracten/mogelijk-gesplitst"


@pytest.fixture
async def people(app: Litestar, database: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Personas]:
    async with personas(app) as found:
        monkeypatch.setattr(clock, "today", lambda: TODAY)
        yield found


async def make_small(number: str, **facts: Any) -> None:
    await make_contract(number=number, **{"contract_sum": Decimal("80000.00"), **facts})


async def test_contracts_that_look_split_are_listed_with_the_reason(people: Personas) -> None:
    await make_small("2023-041", title="Schoonmaak <Noord>")
    await make_small("2023-042", title="Schoonmaak Zuid")
    await make_small("2023-043", contract_sum=Decimal("60000.00"), authority="Gemeente Den Haag")
    shown = (await people.officer.get(PATH)).text.replace("\xa0", " ")
    assert "voor samen € 160.000,00. Het drempelbedrag is € 150.000,00." in shown
    assert "Gemeente Rijswijk: zelfde opdrachtnemer, zelfde soort werk" in shown and "2 opdrachten vanaf 2023-041" in shown
    assert "Schoonmaak &lt;Noord&gt;" in shown and "2023-042" in shown and "2023-043" not in shown
    assert "Het register besluit niets" in shown


async def test_an_empty_list_says_so_and_the_register_leads_to_it(people: Personas) -> None:
    assert "Er zijn geen contracten die mogelijk gesplitst zijn." in (await people.officer.get(PATH)).text
    assert f'href="{PATH}"' in (await people.officer.get("/contracten")).text


async def test_the_page_is_for_who_may_read_the_register(people: Personas) -> None:
    for person in (people.officer, people.reviewer, people.administrator):
        assert (await person.get(PATH)).status_code == 200
    assert (await people.contractor.get(PATH)).status_code == 403
    assert (await people.visitor.get(PATH)).headers["location"].startswith("/inloggen")


async def test_groups_are_paged(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splitting, "PAGE_SIZE", 1)
    for month, firm in ((8, None), (9, ROAD_FIRM)):
        for day in (1, 2):
            facts: dict[str, Any] = {"firm": firm} if firm else {}
            await make_small(f"2023-{month}0{day}", awarded_on=date(2023, month, day), cpv_code=None, **facts)
    first = (await people.officer.get(PATH)).text
    assert "2023-902" in first and "2023-802" not in first
    link = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = (await people.officer.get(link)).text
    assert "2023-802" in second and "2023-902" not in second and 'rel="next"' not in second
    assert (await people.officer.get(f"{PATH}?vanaf=zzz")).status_code == 200


async def test_a_large_group_says_how_many_are_left_out(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splitting, "ROWS_SHOWN", 1)
    for number in range(3):
        await make_small(f"2023-04{number}")
    shown = (await people.officer.get(PATH)).text
    assert "En nog 2 contracten." in shown and "2023-042" not in shown


async def test_the_page_makes_as_many_queries_for_many_contracts_as_for_few(people: Personas, query_counter: Any) -> None:
    async def counted() -> int:
        query_counter.reset()
        assert (await people.officer.get(PATH)).status_code == 200
        return int(query_counter.count)

    few = await counted()
    for number in range(12):
        await make_small(f"2023-1{number:02}")
    assert await counted() == few
