"""An employer that is spelled in several ways is one employer, on every page that puts the claims of a placement together."""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from sroi.access import OPERATOR
from sroi.fulfilment.operations import tell_counting_facts
from sroi.fulfilment.queries.aftercare import aftercare
from sroi.fulfilment.queries.progress import running_on, to_come_from
from sroi.fulfilment.tables import Aftercare
from sroi.reconciliation.queries.goals import earlier_employers
from sroi.reconciliation.queries.money import lines_behind, money_of_contract
from sroi.reconciliation.queries.own_rows import own_rows
from sroi.reconciliation.queries.years import judged_year
from sroi.reconciliation.rules.money import Figure, LineKind
from sroi.values import add_months
from tests.makers import NOW, TODAY, approve, make_contract, make_placement_claim, make_reviewer

SPELLINGS = (
    ("Groen Voorbeeld B.V.", "Groen Voorbeeld BV", "groen voorbeeld b.v.", "Groen-Voorbeeld  B.V"),
    ("Café Zonzijde", "Cafe Zonzijde", "CAFÉ  ZON-ZIJDE"),
    ("'t Hoekje", "\u2019t Hoekje", "T HOEKJE"),
)
START, END = date(2023, 10, 1), date(2025, 9, 1)


async def invented(random: Random, contracts: int) -> dict[UUID, int]:
    """Keep placements that are reported month by month, each time in a spelling of the moment, some of it approved; return how many there
    are on each contract."""
    placements = {}
    for number in range(contracts):
        contract_id = await make_contract(number=f"2023-{number:03}")
        placements[contract_id] = random.randint(2, 3)
        for person in range(placements[contract_id]):
            spellings = SPELLINGS[(number + person) % len(SPELLINGS)]
            start = date(2023, 10, random.randint(1, 28))
            for month in range(1, random.randint(2, 4)):
                claim_id = await make_placement_claim(
                    contract_id=contract_id,
                    candidate_label=f"K-{number}-{person}",
                    employer_name=random.choice(spellings),
                    employer_kvk_number=None,
                    starts_on=start,
                    ends_before=date(2024, 10, 1),
                    reported_before=add_months(start, month),
                    today=date(2024, 3, 1),
                )
                if random.random() < 0.6:
                    await approve(claim_id=claim_id)
    return placements


async def test_the_page_of_a_contract_and_that_of_money_expect_the_same(database: None) -> None:
    placements = await invented(Random(6), contracts=4)
    running = await running_on(contracts=dict.fromkeys(placements, END), today=TODAY)
    for contract_id, number in placements.items():
        lines = await lines_behind(viewer=OPERATOR, contract_id=contract_id, figure=Figure.EXPECTED, on=TODAY, size=100)
        to_come = [line for line in lines if line.kind is LineKind.TO_COME]
        assert len(to_come) == len(running[contract_id]) == number
        assert sum(line.amount for line in to_come) == to_come_from(running[contract_id]) > Decimal(0)
        assert {line.claim_id for line in to_come} == {one.last.claim_id for one in running[contract_id]}
        figures = (await money_of_contract(viewer=OPERATOR, contract_id=contract_id, on=TODAY)).figures
        assert sum(line.amount for line in lines) == figures[Figure.EXPECTED]


async def test_a_placement_in_several_spellings_is_one_of_the_year_and_one_to_match(database: None) -> None:
    placements = await invented(Random(7), contracts=3)
    everyone = sum(placements.values())
    judged = await judged_year(viewer=OPERATOR, year=2023, on=TODAY)
    assert len(judged.placements) == len(await own_rows(year=2023)) == everyone
    # Nobody has a KVK number: three names, however they are spelled.
    assert judged.report.employers == len(await earlier_employers(viewer=OPERATOR, year=2024)) == len(SPELLINGS)


async def test_one_placement_is_followed_whatever_its_spelling(database: None) -> None:
    contract_id = await make_contract()
    for place, name in enumerate(SPELLINGS[0]):
        days: dict[str, Any] = {"starts_on": START, "reported_before": add_months(START, place + 1)}
        await approve(claim_id=await make_placement_claim(contract_id=contract_id, employer_name=name, today=date(2024, 3, 1), **days))
    (followed,) = await Aftercare.select(Aftercare.id)
    assert len((await aftercare(viewer=await make_reviewer(), aftercare_id=followed["id"])).claims) == len(SPELLINGS[0])


async def test_what_is_told_of_a_placement_is_told_of_every_spelling(database: None) -> None:
    contract_id, names = await make_contract(), SPELLINGS[0]
    claims = [
        await make_placement_claim(contract_id=contract_id, employer_name=name, reported_before=date(2023, 11 + place, 1))
        for place, name in enumerate(names[:2])
    ]
    for claim_id in claims:
        await approve(claim_id=claim_id)
    reviewer = await make_reviewer()
    await tell_counting_facts(viewer=reviewer, claim_id=claims[1], delivering_wsp="WSP Voorbeeld", claiming_authority="", now=NOW)
    (placement,) = (await judged_year(viewer=OPERATOR, year=2023, on=TODAY)).placements
    assert placement.placement.delivering_wsp == "WSP Voorbeeld"
