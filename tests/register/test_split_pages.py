"""The page of contracts that look split: who sees it, what it says, and what it costs in queries."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sroi.register import splitting
from sroi.web import clock
from tests.makers import ROAD_FIRM, TODAY, make_contract
from tests.personas import Personas

PATH = "/contracten/mogelijk-gesplitst"


@pytest.fixture(autouse=True)
def is_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


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
    assert "Er zijn geen contracten die mogelijk gesplitst zijn en hieraan voldoen." in (await people.officer.get(PATH)).text
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


def note_link(shown: str) -> str:
    """Return where the first group on the list is noted as looked at."""
    return PATH + shown.split(f'href="{PATH}')[1].split('"')[0]


NOTE = {"looked_on": "14-12-2023", "reason": "Twee opdrachten: <Zuid> kwam er na een brand bij"}


async def test_an_officer_notes_that_a_group_was_looked_at_and_finds_it_back(people: Personas) -> None:
    await make_small("2023-041")
    await make_small("2023-042")
    link = note_link((await people.officer.get(PATH)).text)
    form = (await people.officer.get(link)).text
    assert "2023-041" in form and 'value="15-12-2023"' in form
    answer = await people.officer.post(link, NOTE)
    assert (answer.status_code, answer.headers["location"]) == (303, PATH)
    assert "2023-041" not in (await people.officer.get(PATH)).text
    for choice in ("bekeken", "alles"):
        for person in (people.officer, people.reviewer):
            shown = (await person.get(f"{PATH}?toon={choice}")).text
            assert "op 14 december 2023: Twee opdrachten: &lt;Zuid&gt; kwam er na een brand bij" in shown and "2023-042" in shown
    assert "2023-041" not in (await people.officer.get(f"{PATH}?toon=niet-bekeken")).text


async def test_a_group_that_gains_a_contract_comes_back(people: Personas) -> None:
    await make_small("2023-041")
    await make_small("2023-042")
    link = note_link((await people.officer.get(PATH)).text)
    await people.officer.post(link, NOTE)
    await make_small("2023-043")
    assert "2023-043" in (await people.officer.get(PATH)).text
    assert (await people.officer.post(link, NOTE)).status_code == 404  # the group that was shown is no more
    assert "2023-043" not in (await people.officer.get(f"{PATH}?toon=bekeken")).text


async def test_what_is_missing_is_said_and_what_was_typed_stays(people: Personas) -> None:
    await make_small("2023-041")
    await make_small("2023-042")
    link = note_link((await people.officer.get(PATH)).text)
    refused = await people.officer.post(link, {**NOTE, "looked_on": "16-12-2023"})
    assert refused.status_code == 422 and "Deze dag ligt in de toekomst" in refused.text and "na een brand bij" in refused.text
    refused = await people.officer.post(link, {**NOTE, "reason": " "})
    assert refused.status_code == 422 and "Zeg wat u hebt gezien" in refused.text and "14-12-2023" in refused.text
    assert "2023-041" in (await people.officer.get(PATH)).text


async def test_only_who_writes_in_the_register_notes(people: Personas) -> None:
    await make_small("2023-041")
    await make_small("2023-042")
    link = note_link((await people.officer.get(PATH)).text)
    for person in (people.reviewer, people.administrator, people.contractor):
        assert (await person.get(link)).status_code == 403
        assert (await person.post(link, NOTE)).status_code == 403
    assert (await people.visitor.get(link)).headers["location"].startswith("/inloggen")
    assert "Noteer dat u hebt gekeken" not in (await people.reviewer.get(PATH)).text
    assert "2023-041" in (await people.officer.get(PATH)).text
