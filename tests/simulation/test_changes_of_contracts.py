"""What a draft would change in what contracts owe: a table of contracts by hand, read from the register, and their life after the award."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from sroi.contracts.operations import save_draft
from sroi.contracts.rules import Amendment, ContractRole, ContractType, Termination
from sroi.policy.queries import shipped_policy, shipped_text
from sroi.policy.rules import Policy, read_policy
from sroi.settlement.rules import DecisionKind
from sroi.simulation.queries import simulate
from sroi.simulation.rules import ChangeKind, Simulation
from tests.makers import NOW, REGIONAL, change, make_administrator, make_contract, make_facts, make_officer
from tests.settlement.makers import adopted, make_proposal, proposal

pytestmark = pytest.mark.usefixtures("database")

HELD = shipped_text("rijswijk-2023")
# Threshold 150.000 (works, services, supplies), 5%, or 2% under a labour share of 30%; from 1 July 2023.
LOWER = HELD.replace("threshold = 150000", "threshold = 100000")
HIGHER = HELD.replace("threshold = 150000", "threshold = 250000")
CHEAPER = HELD.replace("rate_pct = 5", "rate_pct = 4")
DEARER = HELD.replace("rate_pct = 5", "rate_pct = 7.5")
CAPPED = HELD.replace("rate_pct = 5", "rate_pct = 5\ncap = 20000")
BOUNDARY = HELD.replace("boundary_counts = false", "boundary_counts = true")
LASTING = HELD.replace("rate_pct = 5", "rate_pct = 5\nminimum_duration_months = 36")
BY_WAGES = HELD.replace('base = "contract_sum"', 'base = "wage_sum"\ncompared_with = "contract_sum"')
NO_LOWER = HELD.replace("labour_share_below_pct = 30", "labour_share_below_pct = 10")
REGION = shipped_text("haaglanden-2023")


def drafted(text: str, *, blocks: str = REGION, name: str = "rijswijk-2027") -> Policy:
    return read_policy(name=name, text=text, blocks_text=lambda _name: blocks)


@dataclass(frozen=True)
class Case:
    """A contract, a draft, and what it owes before and after; `kind` None changes nothing, `asks` cannot be computed."""

    name: str
    text: str
    before: str
    after: str
    kind: ChangeKind | None
    facts: dict[str, Any] = field(default_factory=dict)
    asks: bool = False


def of(amount: str, **more: Any) -> dict[str, Any]:
    return {"contract_sum": Decimal(amount), **more}


CASES = (
    Case("gains: above the lower threshold", LOWER, "0.00", "6000.00", ChangeKind.GAINED, of("120000.00")),
    Case("gains nothing: exactly the lower threshold", LOWER, "0.00", "0.00", None, of("100000.00")),
    Case("gains by one cent above it", LOWER, "0.00", "5000.00", ChangeKind.GAINED, of("100000.01")),
    Case("gains on the boundary, when it counts", BOUNDARY, "0.00", "7500.00", ChangeKind.GAINED, of("150000.00")),
    Case("stays under the lower threshold", LOWER, "0.00", "0.00", None, of("99999.99")),
    Case("loses: under the higher threshold", HIGHER, "10000.00", "0.00", ChangeKind.LOST, of("200000.00")),
    Case("loses: exactly the higher threshold", HIGHER, "12500.00", "0.00", ChangeKind.LOST, of("250000.00")),
    Case("keeps above the higher threshold", HIGHER, "12500.00", "12500.00", None, of("250000.01")),
    Case("loses: shorter than the least duration", LASTING, "62500.00", "0.00", ChangeKind.LOST),
    Case("keeps: just as long as the least duration", LASTING, "62500.00", "62500.00", None, {"ends_before": date(2026, 9, 1)}),
    Case("asks where the base is not known", BY_WAGES, "62500.00", "62500.00", None, asks=True),
    Case("falls: another base", BY_WAGES, "62500.00", "20000.00", ChangeKind.CHANGED, {"wage_sum": Decimal("400000.00")}),
    Case("falls: a lower rate", CHEAPER, "62500.00", "50000.00", ChangeKind.CHANGED),
    Case("falls: a cap", CAPPED, "62500.00", "20000.00", ChangeKind.CHANGED),
    Case("stays under the cap", CAPPED, "10000.00", "10000.00", None, of("200000.00")),
    Case("rises: a higher rate", DEARER, "62500.00", "93750.00", ChangeKind.CHANGED),
    # 166.666,67 at 7,5% is 12.500,00025; at 5% 8.333,3335.
    Case("rises, rounded half up to cents once", DEARER, "8333.33", "12500.00", ChangeKind.CHANGED, of("166666.67")),
    Case("rises: no longer the lower rate", NO_LOWER, "25000.00", "62500.00", ChangeKind.CHANGED, {"labour_share_pct": Decimal(20)}),
    Case("stays: the lower rate is not what changed", DEARER, "25000.00", "25000.00", None, {"labour_share_pct": Decimal(20)}),
    Case("nothing differs", HELD, "62500.00", "62500.00", None),
    Case(
        "works follow their own threshold", LOWER, "0.00", "6000.00", ChangeKind.GAINED, of("120000.00", contract_type=ContractType.WORKS)
    ),
    Case("a placeholder sum asks", LOWER, "0.00", "0.00", None, of("1.00"), asks=True),
    Case("another authority's contract is not seen", DEARER, "0.00", "0.00", None, {"authority": REGIONAL}),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_what_a_contract_would_owe(case: Case) -> None:
    await make_contract(**case.facts)
    found = await simulate(viewer=await make_administrator(), policy=drafted(case.text))
    assert (found.owed_before, found.owed_after, found.asks) == (Decimal(case.before), Decimal(case.after), int(case.asks))
    assert found.contracts_seen == (0 if case.facts.get("authority") == REGIONAL else 1)
    kinds = {kind: getattr(found, kind.value) for kind in ChangeKind}
    assert kinds == {kind: int(kind is case.kind) for kind in ChangeKind}
    changed = [(change.before, change.after, change.kind) for change in found.contracts]
    assert changed == ([] if case.kind is None else [(Decimal(case.before), Decimal(case.after), case.kind)])


# ---------------------------------------------------------------- contracts with a life of their own


async def amended_up() -> None:
    contract_id = await make_contract(contract_sum=Decimal("200000.00"))
    await change(contract_id, Amendment(sum_change=Decimal("100000.00")), on=date(2023, 10, 1))


async def amended_down_and_undecided() -> None:
    contract_id = await make_contract(contract_sum=Decimal("160000.00"))
    await change(contract_id, Amendment(sum_change=Decimal("-30000.00")), on=date(2023, 10, 1))


async def terminated() -> None:
    contract_id = await make_contract(contract_sum=Decimal("400000.00"))
    await change(contract_id, Termination(ends_before=date(2023, 12, 1), final_sum=Decimal("200000.00")), on=date(2023, 12, 1))


async def exempted() -> None:
    contract_id = await make_contract(contract_sum=Decimal("400000.00"))
    await adopted(await make_proposal(contract_id=contract_id, proposed=proposal(DecisionKind.EXEMPTION, amount=None)))


async def framework_with_call_offs() -> None:
    framework = await make_contract(number="R07", contract_sum=Decimal("900000.00"), role=ContractRole.FRAMEWORK)
    for number, amount in (("R07-1", "210000.00"), ("R07-2", "95000.00")):
        more: dict[str, Any] = {"role": ContractRole.CALL_OFF, "framework_id": framework}
        await make_contract(number=number, contract_sum=Decimal(amount), **more)


BY_FRAMEWORK = DEARER.replace("boundary_counts = false", "boundary_counts = false\ncall_offs_by_framework = true")
LIVES: tuple[tuple[str, Callable[[], Awaitable[None]], str, str, str], ...] = (
    # 300.000 at 5%, and at 7,5%.
    ("amended upward: the sum of now", amended_up, DEARER, "15000.00", "22500.00"),
    # Under the threshold 8.000 stays until a person decides; as if nobody had to, 130.000 owes nothing.
    ("fell under the threshold: as if nobody decided", amended_down_and_undecided, DEARER, "8000.00", "0.00"),
    ("fell, and owes again by a lower threshold", amended_down_and_undecided, LOWER, "8000.00", "6500.00"),
    ("terminated: what it came to in all", terminated, DEARER, "10000.00", "15000.00"),
    # An exemption is an entry beside what is owed; the simulation is of what is owed.
    ("exempted: what was owed before", exempted, DEARER, "20000.00", "30000.00"),
    # The framework owes nothing itself; 210.000 at 5% and 7,5%; 95.000 stays under the threshold.
    ("a framework with call-offs by their own sums", framework_with_call_offs, DEARER, "10500.00", "15750.00"),
    # 900.000 reaches the threshold, so that both call-offs owe: 7,5% of 305.000.
    ("call-offs by the sum of their framework", framework_with_call_offs, BY_FRAMEWORK, "10500.00", "22875.00"),
)


@pytest.mark.parametrize(("name", "lived", "text", "before", "after"), LIVES, ids=[life[0] for life in LIVES])
async def test_a_contract_is_computed_as_it_is_now(
    name: str, lived: Callable[[], Awaitable[None]], text: str, before: str, after: str
) -> None:
    await lived()
    found = await simulate(viewer=await make_administrator(), policy=drafted(text))
    assert (found.owed_before, found.owed_after) == (Decimal(before), Decimal(after))


# ---------------------------------------------------------------- the days of a draft


async def awarded(day: date, **facts: Any) -> Simulation:
    await make_contract(awarded_on=day, **facts)
    draft = replace(drafted(DEARER), in_force_from=date(2023, 9, 1), in_force_until=date(2023, 10, 1))
    return await simulate(viewer=await make_administrator(), policy=draft)


DAYS = (
    (date(2023, 8, 31), 0),
    (date(2023, 9, 1), 1),
    (date(2023, 9, 2), 1),
    (date(2023, 9, 30), 1),
    (date(2023, 10, 1), 0),
)


@pytest.mark.parametrize(("day", "in_force"), DAYS, ids=[str(day) for day, _count in DAYS])
async def test_contracts_of_the_draft_s_own_days_are_counted_apart_and_all_are_seen(day: date, in_force: int) -> None:
    found = await awarded(day, starts_on=day + timedelta(days=30))
    assert (found.contracts_seen, found.awarded_in_force, found.changed) == (1, in_force, 1)


@pytest.mark.parametrize(("published", "in_force"), [(None, 0), (date(2023, 8, 31), 0), (date(2023, 9, 1), 1)])
async def test_a_draft_by_the_publication_goes_by_that_day(published: date | None, in_force: int) -> None:
    await make_contract(published_on=published, awarded_on=date(2023, 9, 15))
    text = HELD.replace('{ value = "award", to_confirm = true }', '"publication"').replace("2023-07-01", "2023-09-01")
    found = await simulate(viewer=await make_administrator(), policy=drafted(text))
    assert (found.contracts_seen, found.awarded_in_force) == (1, in_force)


# ---------------------------------------------------------------- nothing, and whose


async def test_an_empty_register_gives_an_empty_simulation() -> None:
    assert await simulate(viewer=await make_administrator(), policy=drafted(DEARER)) == Simulation()


async def test_the_version_that_holds_changes_nothing() -> None:
    for number, amount in (("2023-014", "1250000.00"), ("2023-015", "150000.00"), ("2023-016", "1.00")):
        await make_contract(number=number, contract_sum=Decimal(amount))
    found = await simulate(viewer=await make_administrator(), policy=shipped_policy("rijswijk-2023"))
    assert (found.gained, found.lost, found.changed, found.contracts, found.claims) == (0, 0, 0, (), ())
    assert (found.contracts_seen, found.asks, found.owed_before) == (3, 1, found.owed_after)


async def test_a_draft_contract_is_not_seen_and_the_largest_difference_comes_first() -> None:
    ids: list[UUID] = [await make_contract(number=f"2023-{number}", contract_sum=Decimal(200_000 + number)) for number in (10, 30, 20)]
    await save_draft(viewer=await make_officer(), facts=await make_facts(number="2023-99"), now=NOW)
    found = await simulate(viewer=await make_administrator(), policy=drafted(CHEAPER))
    assert [change.contract_id for change in found.contracts] == [ids[1], ids[2], ids[0]]
    assert found.contracts_seen == 3
