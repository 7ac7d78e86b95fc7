"""Invented decisions about balances, one in each status, and the invented contracts that only they are about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sroi.access import Viewer
from sroi.demo.data import HALL, RIJSWIJK, SERVICES, SQUARE, DemoContract
from sroi.demo.life import contract_that_stopped, contract_that_was_taken_over
from sroi.demo.policies import VOORBEELDSTAD
from sroi.settlement.operations import adopt, propose, reject, withdraw
from sroi.settlement.rules import DecisionKind, Proposal
from sroi.values import add_months

DECIDING_TAKES = timedelta(days=3)


@dataclass(frozen=True)
class DemoDecision:
    """An invented proposal: `proposer` is the key of an account, `outcome` where it ends, `target` the number of another contract."""

    contract: str
    proposed_on: date
    outcome: str
    kind: DecisionKind
    reason: str
    amount: Decimal | None = None
    target: str = ""
    pso_level: str | None = None
    expires_on: date | None = None
    proposer: str = "officer"
    decision_reason: str = ""


def contracts_decided_on(today: date) -> tuple[DemoContract, ...]:
    """Return an invented award that a surplus goes to, and one of a municipality whose policy values PSO certificates."""
    first = today.replace(day=1)
    halls, park = add_months(first, -7), add_months(first, -9)
    return (
        DemoContract(
            f"RW-{halls.year}-109", "Schoonmaak sportcomplexen", SERVICES, RIJSWIJK, "schoon", "220000", "90911200", halls, halls, 24
        ),
        DemoContract(
            f"VS-{park.year}-012", "Onderhoud stadspark (regionaal)", SERVICES, VOORBEELDSTAD, "groen", "400000", "77310000", park, park, 36
        ),
    )


def decisions(today: date) -> tuple[DemoDecision, ...]:
    """Return the invented decisions, some of each status."""
    return (*_adopted(today), *_refused(today), *_proposed(today))


def _last_month(today: date) -> date:
    return add_months(today.replace(day=1), -1)


def _adopted(today: date) -> tuple[DemoDecision, ...]:
    day = _last_month(today)
    cleaning, park = contracts_decided_on(today)
    return (
        DemoDecision(
            park.number,
            add_months(day, -6),
            "adopted",
            DecisionKind.PSO_CREDIT,
            "Het certificaat van trede 2 is gezien.",
            pso_level="trede_2",
            expires_on=add_months(day, 18),
        ),
        DemoDecision(
            "RW-2023-022",
            day,
            "adopted",
            DecisionKind.TRANSFER,
            "Bij het stadhuis is meer gedaan dan moest. De schoonmaak van de sportcomplexen begint net.",
            amount=Decimal("6000.00"),
            target=cleaning.number,
            decision_reason="Akkoord, beide contracten zijn van Rijswijk.",
        ),
        DemoDecision(
            contract_that_stopped(today).number,
            day,
            "adopted",
            DecisionKind.WITHHOLDING,
            "De hersteltermijn is voorbij en er is niets geleverd.",
        ),
    )


def _refused(today: date) -> tuple[DemoDecision, ...]:
    day = _last_month(today)
    return (
        DemoDecision(
            contract_that_was_taken_over(today).number,
            add_months(day, -3),
            "withdrawn",
            DecisionKind.HARDSHIP,
            "Het bedrijf zit in zwaar weer.",
            amount=Decimal("5000.00"),
            decision_reason="Een ander bedrijf neemt het contract over.",
        ),
        DemoDecision(
            HALL,
            add_months(day, -1),
            "rejected",
            DecisionKind.EXEMPTION,
            "Het werk is klaar en het lukt niet om nog mensen te plaatsen.",
            decision_reason="Er wachten nog opgaven op een oordeel. Daarna kijken we opnieuw.",
        ),
    )


def _proposed(today: date) -> tuple[DemoDecision, ...]:
    first = today.replace(day=1)
    cleaning, _park = contracts_decided_on(today)
    return (
        DemoDecision(
            SQUARE,
            first - timedelta(days=8),
            "proposed",
            DecisionKind.PARTIAL_EXEMPTION,
            "Een derde van het werk is gedaan met machines waarvoor een diploma nodig is.",
            amount=Decimal("20000.00"),
        ),
        DemoDecision(
            cleaning.number,
            first - timedelta(days=5),
            "proposed",
            DecisionKind.HARDSHIP,
            "Door brand is een van de vier complexen dicht.",
            amount=Decimal("1500.00"),
            proposer="reviewer",
        ),
    )


async def tell_decision(*, viewers: Mapping[str, Viewer], contract_ids: Mapping[str, UUID], one: DemoDecision, now: datetime) -> None:
    """Propose a decision, and decide on it or withdraw it some days later."""
    proposer, day = viewers[one.proposer], now.date()
    proposal = Proposal(
        kind=one.kind,
        effective_on=day,
        reason=one.reason,
        amount=one.amount,
        other_contract_id=contract_ids.get(one.target),
        pso_level=one.pso_level,
        expires_on=one.expires_on,
    )
    decision_id = await propose(viewer=proposer, contract_id=contract_ids[one.contract], proposal=proposal, now=now, today=day)
    later, decider = now + DECIDING_TAKES, viewers["reviewer"]
    if one.outcome == "adopted":
        await adopt(viewer=decider, decision_id=decision_id, reason=one.decision_reason, now=later, today=later.date())
    elif one.outcome == "rejected":
        await reject(viewer=decider, decision_id=decision_id, reason=one.decision_reason, now=later)
    elif one.outcome == "withdrawn":
        await withdraw(viewer=proposer, decision_id=decision_id, reason=one.decision_reason, now=later)
