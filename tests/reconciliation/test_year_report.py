"""A year computed by hand: local, regional, the same person twice, rejected, pending, an internship, another year."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from sroi.access import OPERATOR, Role, UnableToAllow, Viewer
from sroi.contracts.rules import ContractType
from sroi.database import engine, transaction
from sroi.fulfilment.rules import person_token
from sroi.reconciliation.queries import latest_goal_year, opening_year, reported_years, year_report, year_rows
from sroi.reconciliation.rules import Standing, UnableToReconcile, YearReport
from sroi.reconciliation.rules.goals import GoalKind
from sroi.reconciliation.tables import Goal
from tests.makers import (
    CLEANING_FIRM,
    GREEN_FIRM,
    REGIONAL,
    ROAD_FIRM,
    TODAY,
    approve,
    make_contract,
    make_contractor,
    make_officer,
    make_placement_claim,
    make_purchase_claim,
    make_reviewer,
    reject,
)

NOVEMBER = date(2023, 11, 1)
DECEMBER = date(2023, 12, 1)


async def make_local_contract() -> UUID:
    """Owes 5% of 1.250.000 = 62.500."""
    return await make_contract(number="2023-014", firm=GREEN_FIRM)


async def make_regional_contract() -> UUID:
    """Owes 5% of 400.000 = 20.000; awarded before the local one."""
    return await make_contract(
        authority=REGIONAL,
        number="DH-77",
        title="Herinrichting fietspaden",
        contract_type=ContractType.WORKS,
        firm=ROAD_FIRM,
        contract_sum=Decimal("400000.00"),
        awarded_on=date(2023, 7, 20),
        starts_on=date(2023, 8, 1),
        ends_before=date(2024, 8, 1),
    )


async def make_approved(*, contract_id: UUID, candidate_label: str, **facts: Any) -> None:
    claim_id = await make_placement_claim(contract_id=contract_id, candidate_label=candidate_label, **facts)
    await approve(claim_id=claim_id)


async def make_placements(local: UUID, regional: UUID) -> None:
    same = person_token(name="Voorbeeld, A.", birth_date=date(1990, 4, 1), key="k" * 32)
    road: dict[str, Any] = {"employer_name": ROAD_FIRM.name, "employer_kvk_number": ROAD_FIRM.kvk_number}
    await make_approved(contract_id=local, candidate_label="K-01")
    await make_approved(contract_id=local, candidate_label="K-02", person_token=same)
    await make_approved(contract_id=regional, candidate_label="H-09", person_token=same, **road)
    bakery: dict[str, Any] = {"employer_name": "Bakkerij Voorbeeld", "employer_kvk_number": None}
    await make_approved(contract_id=local, candidate_label="K-03", reported_before=NOVEMBER, target_group="ww", **bakery)
    await make_approved(contract_id=local, candidate_label="K-03", reported_before=DECEMBER, target_group="ww", **bakery)
    await make_approved(contract_id=local, candidate_label="K-04", target_group="internship_mbo_hbo")
    await reject(claim_id=await make_placement_claim(contract_id=local, candidate_label="K-05"))
    await make_placement_claim(contract_id=local, candidate_label="K-06")
    await make_placement_claim(contract_id=local, candidate_label="K-06", employer_name="Tweede werkgever Voorbeeld")
    await make_placement_claim(contract_id=local, candidate_label="K-09", submitted=False)
    await make_approved(contract_id=local, candidate_label="K-07", starts_on=date(2022, 12, 1))
    await make_approved(
        contract_id=regional, candidate_label="H-01", employer_name="bakkerij  VOORBEELD", employer_kvk_number=None, starts_on=NOVEMBER
    )
    await make_approved(contract_id=regional, candidate_label="H-08", reported_before=NOVEMBER, **road)
    await make_placement_claim(contract_id=regional, candidate_label="H-08", reported_before=DECEMBER, **road)


async def make_year() -> YearReport:
    await make_placements(await make_local_contract(), await make_regional_contract())
    return await year_report(viewer=await make_reviewer(), year=2023, on=TODAY)


async def test_each_person_counts_once_by_the_earliest_contract(database: None) -> None:
    report = await make_year()
    assert (report.local, report.regional, report.total) == (2, 3, 5)
    assert report.pending == 1
    assert report.employers == 3
    assert report.goal is not None and (report.goal.placements, report.gap) == (65, 60)
    assert report.goal.source == "Gemeente Rijswijk, programma 2023 'Rijswijk Werkwijs'"


async def test_the_tables_per_month_and_target_group_add_up(database: None) -> None:
    report = await make_year()
    months = {line.label: (line.local, line.regional, line.total) for line in report.months if line.total}
    assert len(report.months) == 12
    assert months == {"oktober": (2, 2, 4), "november": (0, 1, 1)}
    assert [(line.label, line.local, line.regional, line.total) for line in report.target_groups] == [
        ("Participatiewet", 1, 3, 4),
        ("WW", 1, 0, 1),
    ]


async def test_persons_are_counted_on_the_contract_that_makes_them_local_or_regional(database: None) -> None:
    report = await make_year()
    assert {line.contract.number: line.placements for line in report.contracts} == {"2023-014": 2, "DH-77": 3}
    assert [(line.label, line.contracts, line.placements) for line in report.authorities] == [
        ("Gemeente Den Haag", 1, 3),
        ("Gemeente Rijswijk", 1, 2),
    ]


async def test_a_year_in_which_a_placement_started_before_its_contract_counts_it_there(database: None) -> None:
    await make_approved(contract_id=await make_local_contract(), candidate_label="K-07", starts_on=date(2022, 12, 1))
    report = await year_report(viewer=OPERATOR, year=2023, on=TODAY)
    assert (report.total, report.pending) == (0, 0)


async def test_one_candidate_with_two_contracts_of_one_contractor_counts_once(database: None) -> None:
    first = await make_contract(number="2023-050", awarded_on=date(2023, 7, 3))
    second = await make_contract(authority=REGIONAL, number="DH-01", awarded_on=date(2023, 7, 4))
    await make_approved(contract_id=second, candidate_label="K-01", starts_on=date(2023, 9, 4), reported_before=NOVEMBER)
    await make_approved(contract_id=first, candidate_label="k-01", starts_on=NOVEMBER)
    report = await year_report(viewer=OPERATOR, year=2023, on=TODAY)
    assert (report.local, report.regional, report.total) == (1, 0, 1)
    assert [line.label for line in report.months if line.total] == ["november"]


async def test_contracts_of_one_day_are_taken_by_number(database: None) -> None:
    day = date(2023, 7, 3)
    for number, authority in (("B-2", "Gemeente Rijswijk"), ("a-1", "Gemeente Den Haag"), ("A-10", "Gemeente Den Haag")):
        contract_id = await make_contract(authority=authority, number=number, awarded_on=day)
        await make_approved(contract_id=contract_id, candidate_label="K-01", share_pct=Decimal(30))
    report = await year_report(viewer=OPERATOR, year=2023, on=TODAY)
    assert {line.contract.number: line.placements for line in report.contracts} == {"A-10": 1, "B-2": 0, "a-1": 0}


async def test_an_employer_known_with_and_without_its_number_is_one(database: None) -> None:
    contract_id = await make_local_contract()
    await make_approved(contract_id=contract_id, candidate_label="K-01")
    await make_approved(contract_id=contract_id, candidate_label="K-02", employer_kvk_number=None)
    await make_approved(contract_id=contract_id, candidate_label="K-03", employer_name="Handelsnaam Voorbeeldtuin")
    assert (await year_report(viewer=OPERATOR, year=2023, on=TODAY)).employers == 1


async def test_euros_and_standing_of_each_contract(database: None) -> None:
    await make_contract(number="2023-022", contract_sum=Decimal("150000.00"))
    await make_contract(number="2024-001", awarded_on=date(2023, 12, 1), starts_on=date(2024, 2, 1), ends_before=date(2025, 2, 1))
    await make_contract(number="2023-014")
    await make_contract(
        number="2023-020",
        firm=CLEANING_FIRM,
        contract_sum=Decimal("300000.00"),
        labour_share_pct=Decimal(25),
        starts_on=date(2023, 10, 1),
        ends_before=date(2023, 12, 1),
    )
    rewarded = await make_contract(number="2023-021", contract_sum=Decimal("160000.10"), firm=ROAD_FIRM)
    await approve(claim_id=await make_purchase_claim(contract_id=rewarded, amount=Decimal("8100.25")))
    await make_purchase_claim(contract_id=rewarded, amount=Decimal("0.03"), invoice_number="F-2")
    report = await year_report(viewer=OPERATOR, year=2023, on=TODAY)
    found = {line.contract.number: (*(str(amount) for amount in vars(line.euros).values()), line.standing) for line in report.contracts}
    assert found == {
        "2023-014": ("62500.00", "0.00", "0.00", "62500.00", "0.00", Standing.BEHIND),
        "2023-020": ("6000.00", "0.00", "0.00", "6000.00", "0.00", Standing.OVERDUE),
        "2023-021": ("8000.01", "8100.25", "0.03", "0.00", "100.24", Standing.FULFILLED),
    }
    assert tuple(str(amount) for amount in vars(report.euros).values()) == ("76500.01", "8100.25", "0.03", "68500.00", "100.24")
    assert report.contracts_that_are(Standing.OVERDUE) == 1
    by_firm = {line.label: (line.contracts, str(line.euros.owed)) for line in report.contractors}
    assert by_firm == {GREEN_FIRM.name: (1, "62500.00"), CLEANING_FIRM.name: (1, "6000.00"), ROAD_FIRM.name: (1, "8000.01")}


async def test_a_contract_that_starts_later_is_shown_when_a_placement_of_the_year_is_on_it(database: None) -> None:
    later = await make_contract(number="2024-001", awarded_on=date(2023, 12, 1), starts_on=date(2024, 1, 1), ends_before=date(2025, 1, 1))
    claim_id = await make_placement_claim(
        contract_id=later, reported_before=date(2024, 2, 1), today=date(2024, 2, 1), starts_on=date(2023, 11, 1)
    )
    await approve(claim_id=claim_id)
    report = await year_report(viewer=OPERATOR, year=2023, on=date(2024, 2, 1))
    assert [(line.contract.number, line.placements) for line in report.contracts] == [("2024-001", 1)]


async def test_recorded_years_are_shown_as_their_source_gives_them(database: None) -> None:
    await make_approved(contract_id=await make_local_contract(), candidate_label="K-07", starts_on=date(2022, 12, 1))
    report = await year_report(viewer=OPERATOR, year=2022, on=TODAY)
    assert report.is_recorded
    assert (report.total, report.local, report.regional, report.employers, report.pending) == (63, 21, 42, 27, 0)
    assert report.goal is None and report.gap is None
    assert report.months == () and sum(line.placements for line in report.contracts) == 0
    before = await year_report(viewer=OPERATOR, year=2021, on=TODAY)
    assert (before.total, before.local, before.regional, before.employers) == (76, None, None, 27)
    assert before.history == ()


async def test_an_empty_year_has_zeros_and_the_history(database: None) -> None:
    report = await year_report(viewer=OPERATOR, year=2024, on=TODAY)
    assert (report.total, report.local, report.regional, report.employers, report.goal) == (0, 0, 0, 0, None)
    assert report.contracts == () and report.contractors == () and report.target_groups == ()
    assert [(result.year, result.total) for result in report.history] == [(2021, 76), (2022, 63)]


@pytest.mark.parametrize("year", [23, 1999, 2101])
async def test_a_year_that_cannot_be_meant_is_refused_on_its_field(database: None, year: int) -> None:
    with pytest.raises(UnableToReconcile) as refused:
        await year_report(viewer=OPERATOR, year=year, on=TODAY)
    assert refused.value.field == "year"


async def test_who_may_not_read_the_reconciliation_is_refused(database: None) -> None:
    for viewer in (await make_contractor(), Viewer(Role.ADMINISTRATOR)):
        with pytest.raises(UnableToAllow):
            await year_report(viewer=viewer, year=2023, on=TODAY)
    assert (await year_report(viewer=await make_officer(), year=2023, on=TODAY)).total == 0


async def test_a_placement_counts_in_the_year_of_its_first_day_alone(database: None) -> None:
    contract_id, february = await make_local_contract(), date(2024, 2, 1)
    for label, day in (("K-31", date(2023, 12, 31)), ("K-32", date(2024, 1, 1))):
        await make_approved(contract_id=contract_id, candidate_label=label, starts_on=day, reported_before=february, today=february)
    rows = [await year_rows(viewer=OPERATOR, year=year, on=TODAY) for year in (2023, 2024)]
    assert [[placement.candidate_label for placement in row.placements] for row in rows] == [["K-31"], ["K-32"]]


async def test_claims_on_one_placement_are_one_row_with_the_facts_that_were_approved(database: None) -> None:
    contract_id = await make_local_contract()
    await make_approved(contract_id=contract_id, candidate_label="K-03", reported_before=NOVEMBER, ends_before=date(2024, 4, 1))
    await make_placement_claim(
        contract_id=contract_id,
        candidate_label="K-03",
        reported_before=DECEMBER,
        ends_before=date(2023, 12, 1),
        hours_per_week=Decimal("18.5"),
    )
    (placement,) = (await year_rows(viewer=OPERATOR, year=2023, on=TODAY)).placements
    assert (placement.first_claim, placement.is_approved, placement.ends_before) == (1, True, date(2024, 4, 1))
    assert placement.hours_per_week == Decimal(36)
    # 40.000 x 31/366 is 3.387,98. With 18,5 of 36 hours 61 days are 3.425,93 and 31 days 1.741,04: November is the difference.
    assert (placement.approved, placement.in_review) == (Decimal("3387.98"), Decimal("1684.89"))


async def test_rows_with_candidates_are_for_those_who_may_read_claims(database: None) -> None:
    await make_placement_claim(contract_id=await make_local_contract(), candidate_label="K-01")
    with pytest.raises(UnableToAllow):
        await year_rows(viewer=await make_officer(), year=2023, on=TODAY)
    rows = await year_rows(viewer=await make_reviewer(), year=2023, on=TODAY)
    assert [placement.candidate_label for placement in rows.placements] == ["K-01"]


async def test_the_number_of_queries_does_not_grow_with_the_register(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    counts: list[int] = []
    run = type(engine()).run_querystring

    async def counted(self: object, *arguments: object, **named: object) -> object:
        counts[-1] += 1
        return await run(self, *arguments, **named)  # type: ignore[arg-type]

    async def measured() -> None:
        monkeypatch.setattr(type(engine()), "run_querystring", counted)
        counts.append(0)
        await year_report(viewer=OPERATOR, year=2023, on=TODAY)
        monkeypatch.undo()

    await measured()
    await make_placements(await make_local_contract(), await make_regional_contract())
    await measured()
    assert counts[0] == counts[1] == 5


async def test_years_to_choose_from_run_from_the_first_result_to_this_year(database: None) -> None:
    assert await reported_years(viewer=OPERATOR, today=date(2025, 3, 1)) == (2025, 2023, 2022, 2021)
    await make_local_contract()
    assert await reported_years(viewer=OPERATOR, today=date(2025, 3, 1)) == (2025, 2024, 2023, 2022, 2021)
    await make_contract(number="1998-1", starts_on=date(1998, 1, 1))
    assert (await reported_years(viewer=OPERATOR, today=date(2025, 3, 1)))[-1] == 2000


async def test_pages_open_on_the_last_year_that_has_begun_and_has_a_goal(database: None) -> None:
    assert await opening_year(viewer=OPERATOR, today=date(2026, 11, 1)) == 2023
    async with transaction():
        await Goal.insert(Goal(id=uuid4(), year=2027, kind=GoalKind.PLACEMENTS.value, target=70, source="Jaarplan (verzonnen)"))
    assert await opening_year(viewer=OPERATOR, today=date(2026, 11, 1)) == 2023
    assert await opening_year(viewer=OPERATOR, today=date(2027, 1, 1)) == 2027
    assert await latest_goal_year(viewer=OPERATOR, today=date(2019, 1, 1)) is None
    assert await opening_year(viewer=OPERATOR, today=date(2019, 1, 1)) == 2019
