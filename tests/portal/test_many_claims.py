"""The contractor's pages with 150 contracts and 3.000 claims: as many queries as with few, and small enough for a phone."""

from typing import Any
from uuid import UUID

from sroi.contracts.tables import Contract
from sroi.fulfilment.tables import Claim
from tests.makers import GREEN_FIRM, make_contract, make_placement_claim
from tests.personas import Personas
from tests.portfolio import copy_portfolio

MOST_BYTES = 150_000
PAGES = ("/mijn-contracten", "/mijn-contracten/{contract}", "/mijn-contracten/{contract}/verloop", "/mijn-contracten/{contract}/regels",
         "/mijn-contracten/{contract}/opgeven/plaatsing", "/mijn-opgaven/{claim}")  # fmt: skip


async def costs(people: Personas, counter: Any, contract_id: UUID) -> dict[str, tuple[int, int]]:
    """Return the queries and the bytes of each page."""
    rows = await Claim.select(Claim.id).where(Claim.contract == contract_id).order_by(Claim.number).limit(1)
    found = {}
    for path in PAGES:
        counter.reset()
        answer = await people.contractor.get(path.format(contract=contract_id, claim=rows[0]["id"]))
        assert answer.status_code == 200, path
        found[path] = (counter.count, len(answer.content))
    return found


async def test_no_page_asks_more_or_grows_too_large_with_a_portfolio(people: Personas, query_counter: Any) -> None:
    contract_id = await make_contract(number="2023-014", firm=GREEN_FIRM)
    await make_placement_claim(contract_id=contract_id)
    few = await costs(people, query_counter, contract_id)
    await copy_portfolio(contract_id=contract_id, contracts=150, claims_each=20)
    assert (await Contract.count(), await Claim.count()) == (150, 3_000)
    many = await costs(people, query_counter, contract_id)
    assert {path: queries for path, (queries, _size) in many.items()} == {path: queries for path, (queries, _size) in few.items()}
    assert {path: size for path, (_queries, size) in many.items() if size > MOST_BYTES} == {}
