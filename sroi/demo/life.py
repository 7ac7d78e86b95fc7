"""What happened to the example's contracts after their award: more work, an option, a takeover, an early end, call-offs."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from sroi.contracts.rules import Amendment, Change, ContractRole, Option, Suspension, Termination
from sroi.demo.data import RIJSWIJK, SERVICES, WORKS, DemoContract
from sroi.values import add_months


@dataclass(frozen=True)
class HandOver:
    """To whom a contract goes over: an invented firm."""

    name: str
    kvk_number: str


@dataclass(frozen=True)
class DemoEvent:
    """An invented event on a contract, with the day that it counts from; it is recorded the day after."""

    contract: str
    on: date
    change: Change | HandOver
    reason: str


def frameworks(today: date) -> tuple[tuple[DemoContract, ContractRole, str], ...]:
    """Return an invented framework and its call-offs: the award, its role, and the number of its framework."""
    start = add_months(today.replace(day=1), -8)
    framework = DemoContract(
        number=f"RW-{start.year}-R07",
        title="Raamovereenkomst schilderwerk",
        contract_type=WORKS,
        authority=RIJSWIJK,
        contractor="bouw",
        contract_sum="900000",
        cpv_code="45442100",
        awarded_on=start,
        starts_on=start,
        months=48,
    )
    first = replace(framework, number=f"RW-{start.year}-R07-1", title="Schilderwerk scholen", contract_sum="210000", months=10)
    later = add_months(start, 3)
    second = replace(
        first, number=f"RW-{start.year}-R07-2", title="Schilderwerk buurthuizen", contract_sum="95000", awarded_on=later, starts_on=later
    )
    return (
        (framework, ContractRole.FRAMEWORK, ""),
        (first, ContractRole.CALL_OFF, framework.number),
        (second, ContractRole.CALL_OFF, framework.number),
    )


def small_contract(today: date) -> DemoContract:
    """Return an invented award that lies above the threshold, and under it since less work was agreed."""
    start = add_months(today.replace(day=1), -5)
    return DemoContract(
        number=f"RW-{start.year}-121",
        title="Herinrichting schoolplein",
        contract_type=WORKS,
        authority=RIJSWIJK,
        contractor="groen",
        contract_sum="168000",
        cpv_code="45112723",
        awarded_on=start,
        starts_on=start,
        months=12,
    )


def contract_that_was_taken_over(today: date) -> DemoContract:
    """Return an invented award that another firm goes on with by now."""
    start = add_months(today.replace(day=1), -11)
    number = f"RW-{start.year}-104"
    return DemoContract(number, "Vervanging verkeerslichten", WORKS, RIJSWIJK, "bouw", "520000", "45316200", start, start, 30)


def contract_that_stopped(today: date) -> DemoContract:
    """Return an invented award that ended early, so long ago that its cure period is over."""
    start = add_months(today.replace(day=1), -16)
    return DemoContract(
        number=f"RW-{start.year}-098",
        title="Onderhoud straatverlichting",
        contract_type=SERVICES,
        authority=RIJSWIJK,
        contractor="bouw",
        contract_sum="360000",
        cpv_code="50232100",
        awarded_on=add_months(start, -1),
        starts_on=start,
        months=24,
    )


def events(today: date) -> tuple[DemoEvent, ...]:
    """Return the invented events, in the order of their days."""
    running, fresh = add_months(today.replace(day=1), -14), add_months(today.replace(day=1), -2)
    playgrounds, buildings, square = f"RW-{running.year}-103", f"RW-{fresh.year}-118", small_contract(today).number
    handed_over, stopped = contract_that_was_taken_over(today), contract_that_stopped(today)
    taken_over_on, ended_on = add_months(handed_over.starts_on, 8), add_months(stopped.starts_on, 10)
    return (
        DemoEvent(playgrounds, add_months(running, 5), Amendment(Decimal("45000.00")), "Twee extra speelplekken"),
        DemoEvent(playgrounds, add_months(running, 8), Suspension(add_months(running, 8), add_months(running, 9)), "Vorst"),
        DemoEvent(playgrounds, add_months(running, 11), Option(Decimal("60000.00"), add_months(running, 36)), "Verlenging met een jaar"),
        DemoEvent(square, add_months(fresh, 1), Amendment(Decimal("-26000.00")), "Minder verharding"),
        DemoEvent(buildings, min(add_months(fresh, 1), today - timedelta(days=2)), Amendment(Decimal("25000.00")), "Asbest verwijderd"),
        DemoEvent(handed_over.number, taken_over_on, HandOver("Infra Voorbeeld B.V.", "34567890"), "De eerste aannemer stopt met dit werk"),
        DemoEvent(stopped.number, ended_on, Termination(ended_on, Decimal("240000.00")), "Het werk is opnieuw aanbesteed"),
    )
