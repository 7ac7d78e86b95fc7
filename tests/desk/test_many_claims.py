"""One coordinator with 150 contracts and 3.000 claims: no page makes more queries than with a few, and none is over 150 kB."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from piccolo.table import Table

from sroi.accounts.rules import SEEN_EVERY
from sroi.accounts.tables import UserSession
from sroi.contracts.tables import Contract
from sroi.database import insert_all, transaction
from sroi.fulfilment.tables import Aftercare, AftercareMoment, Candidate, Claim, Placement, SocialPurchase, Training
from sroi.ledger.tables import LedgerEntry
from tests.makers import approve, make_contract, make_placement_claim, make_purchase_claim, make_training_claim
from tests.personas import Personas

CONTRACTS, CLAIMS_EACH = 150, 20
MOST_BYTES = 150_000
Rows = list[dict[str, Any]]


async def _rows(table: type[Table]) -> Rows:
    found: Rows = await table.select().order_by(table._meta.primary_key)
    return found


async def _insert(table: type[Table], rows: Rows) -> None:
    columns = list(rows[0])
    await insert_all(table, columns, [[row[column] for column in columns] for row in rows])


def _copies(rows: Iterable[dict[str, Any]], changed: Callable[[dict[str, Any]], dict[str, Any]]) -> Rows:
    return [{**row, "id": uuid4(), **changed(row)} for row in rows]


async def _multiply() -> None:
    """Copy what there is until there are as many contracts and claims; each copy has a candidate and an invoice of its own."""
    (contract,), entries = await _rows(Contract), await _rows(LedgerEntry)
    claims = {row["id"]: row for row in await _rows(Claim)}
    last = max(row["number"] for row in claims.values())
    contracts = _copies([contract] * (CONTRACTS - 1), lambda row: {"number": f"2023-{uuid4().hex[:8]}", "import_key": None})
    owed = [
        {**entry, "seq": len(entries) + place, "contract": one["id"], "source_id": uuid4()}
        for place, one in enumerate(contracts, 1)
        for entry in entries[:1]
    ]
    holders = [contract, *contracts]
    made: list[tuple[UUID, dict[str, Any]]] = []
    for number in range(CONTRACTS * CLAIMS_EACH - len(claims)):
        original = list(claims.values())[number % len(claims)]
        copy = {**original, "id": uuid4(), "number": last + 1 + number, "contract": holders[number % CONTRACTS]["id"]}
        made.append((original["id"], copy))
    await _insert(Contract, contracts)
    await _insert(LedgerEntry, owed)
    await _insert(Claim, [copy for _original, copy in made])
    await _insert_details(made)


async def _insert_details(made: list[tuple[UUID, dict[str, Any]]]) -> None:
    details: dict[type[Table], Rows] = {table: [] for table in (Candidate, Placement, Training, SocialPurchase, Aftercare, AftercareMoment)}
    (candidate,), (followed,), moments = await _rows(Candidate), await _rows(Aftercare), await _rows(AftercareMoment)
    known = {table: {row["claim"]: row for row in await _rows(table)} for table in (Placement, Training, SocialPurchase)}
    for number, (original, copy) in enumerate(made):
        person = {**candidate, "id": uuid4(), "label": f"N-{number}", "label_key": f"n-{number}"}
        own: dict[type[Table], dict[str, Any]] = {
            Placement: {"candidate": person["id"]},
            Training: {},
            SocialPurchase: {"invoice_number": f"N-{number}", "invoice_key": f"n{number}"},
        }
        for table, rows in known.items():
            if original in rows:
                details[table].append({**rows[original], "id": uuid4(), "claim": copy["id"], **own[table]})
        if original in known[Placement]:
            one = {**followed, "id": uuid4(), "candidate": person["id"], "contract": copy["contract"]}
            details[Candidate].append(person)
            details[Aftercare].append(one)
            details[AftercareMoment] += [{**moment, "id": uuid4(), "aftercare": one["id"]} for moment in moments]
    for table, rows in details.items():
        await _insert(table, rows)


async def test_with_3000_claims_a_page_makes_no_more_queries_and_stays_under_150_kb(people: Personas, query_counter: Any) -> None:
    contract_id = await make_contract()
    claim_ids = [
        await make_placement_claim(contract_id=contract_id),
        await make_training_claim(contract_id=contract_id),
        await make_purchase_claim(contract_id=contract_id),
    ]
    await make_placement_claim(contract_id=contract_id, candidate_label="K-01", employer_name="Ander Voorbeeld B.V.", submitted=False)
    approved = await make_training_claim(contract_id=contract_id, title="Heftruck")
    await approve(claim_id=approved)
    pages = [
        "/werkvoorraad",
        "/werkvoorraad?soort=placement&dubbel=nee&wacht=7&zoek=groen",
        f"/werkvoorraad/{claim_ids[0]}",
        f"/werkvoorraad/{approved}",
        "/nazorg",
        "/nazorg/uitval/2023",
        "/nazorg/uitval/2023/doel/1",
    ]
    few = await _queries(people, query_counter, pages)
    async with transaction():
        await _multiply()
    assert await Claim.count() == CONTRACTS * CLAIMS_EACH
    many = await _queries(people, query_counter, pages)
    # A page of the queue may hold fewer kinds than there are, and asks for those alone.
    assert {path: count for path, count in many.items() if count > few[path]} == {}


async def _queries(people: Personas, counter: Any, pages: list[str]) -> dict[str, int]:
    found = {}
    for path in pages:
        counter.reset()
        answer = await people.reviewer.get(path)
        assert answer.status_code == 200, path
        assert len(answer.content) < MOST_BYTES, path
        found[path] = counter.count
    return found


async def test_a_session_that_is_in_use_for_over_a_minute_is_no_query_of_a_page(people: Personas, query_counter: Any) -> None:
    first = await _queries(people, query_counter, ["/werkvoorraad"])
    await UserSession.update({UserSession.seen_at: UserSession.seen_at - 2 * SEEN_EVERY}, force=True)
    assert await _queries(people, query_counter, ["/werkvoorraad"]) == first


async def test_a_look_at_many_claims_makes_as_many_queries_as_at_one_of_each_kind(people: Personas, query_counter: Any) -> None:
    ids: list[UUID] = []
    for place in range(4):
        contract_id = await make_contract(number=f"2023-{place:03}")
        ids += [
            await make_placement_claim(contract_id=contract_id, candidate_label=f"K-{place}", starts_on=date(2023, 10, 1 + place)),
            await make_training_claim(contract_id=contract_id),
            await make_purchase_claim(contract_id=contract_id, invoice_number=f"F-{place}"),
        ]
    counts = []
    for chosen in (ids[:3], ids):
        query_counter.reset()
        answer = await people.reviewer.get("/werkvoorraad/samen-goedkeuren?" + "&".join(f"opgave={claim_id}" for claim_id in chosen))
        counts.append(query_counter.count)
        assert answer.text.count('<section class="app-look"') == len(chosen)
    assert counts[0] == counts[1]
