"""Makers for tests of settlement: situations by hand for the rules, proposals and cure periods for the operations."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sroi.access import OPERATOR, Viewer
from sroi.contracts.rules import ContractFacts, ContractRecord, ContractStatus, Scope
from sroi.ledger.operations import post_entry
from sroi.ledger.queries import balances
from sroi.ledger.rules import Balance, Entry, EntryKind
from sroi.ledger.tables import LedgerEntry
from sroi.obligations.tables import Milestone
from sroi.policy.rules import Policy
from sroi.settlement.operations import adopt, propose
from sroi.settlement.queries import decision
from sroi.settlement.rules import DecisionKind, DecisionRecord, DecisionStatus, Proposal, Situation
from tests.makers import NOW, TODAY, make_contract, make_officer, make_reviewer
from tests.policy.makers import policy_of

OWN, OTHER, FIRM, ANOTHER_FIRM = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
RIJSWIJK, DELFT = UUID(int=5), UUID(int=6)
PROPOSER = UUID(int=7)
OBLIGATION = "[obligation]\nthreshold = 150000\nboundary_counts = false\nbase = 'contract_sum'\nrate_pct = 5\n"
PSO = """
[pso.trede_1]
label = "PSO trede 1"
share_pct = 25
[pso.trede_2]
label = "PSO trede 2"
share_pct = 50
[pso.niets]
label = "PSO aspirant"
share_pct = 0
"""
WITHHOLDING = "[withholding]\nshare_pct = 62.5\nsource = 'Besluit 12'\n"
RULES = policy_of(OBLIGATION + PSO + WITHHOLDING)
DECIDED_AT = datetime(2023, 12, 18, 10, 0, tzinfo=UTC)
DECIDED_ON = date(2023, 12, 18)
WHY = "Besproken met de opdrachtnemer"


def contract_record(contract_id: UUID = OWN, *, number: str = "2023-014", **different: Any) -> ContractRecord:
    """Return a registered contract of the firm, awarded on 15 August 2023, that runs from September 2023 for two years."""
    facts = ContractFacts(
        authority_id=different.get("authority_id", RIJSWIJK),
        number=number,
        title="Groenonderhoud",
        awarded_on=date(2023, 8, 15),
        starts_on=date(2023, 9, 1),
        ends_before=different.get("ends_before", date(2025, 9, 1)),
    )
    return ContractRecord(
        id=contract_id,
        facts=facts,
        status=different.get("status", ContractStatus.REGISTERED),
        scope=Scope.LOCAL,
        authority_name=different.get("authority_name", "Gemeente Rijswijk"),
        contractor_id=different.get("contractor_id", FIRM),
        tender_id=None,
        created_at=NOW,
        registered_at=NOW,
    )


def entry(kind: EntryKind, amount: str, on: str, contract_id: UUID = OWN) -> Entry:
    """Return an entry that counts from a day."""
    return Entry(contract_id, kind, Decimal(amount), date.fromisoformat(on), NOW, "obligation_revision", uuid4())


def owed(amount: str, on: str = "2023-08-15") -> Entry:
    """Return what is owed from a day."""
    return entry(EntryKind.OWED, amount, on)


def approved(amount: str, on: str = "2023-10-31") -> Entry:
    """Return what was approved from a day."""
    return entry(EntryKind.APPROVED, amount, on)


def exempted(amount: str, on: str = "2023-10-31") -> Entry:
    """Return what was exempted from a day."""
    return entry(EntryKind.EXEMPTED, amount, on)


def situation(*ledger: Entry, policy: Policy | None = RULES, on: str = "2023-12-15", **more: Any) -> Situation:
    """Return a situation of the contract with these entries."""
    return Situation(contract=more.pop("contract", contract_record()), entries=ledger, policy=policy, on=date.fromisoformat(on), **more)


def proposal(kind: DecisionKind, *, on: str = "2023-12-15", amount: str | None = None, until: str | None = None, **more: Any) -> Proposal:
    """Return a proposal; `until` is the first day on which a certificate no longer holds."""
    return Proposal(
        kind=kind,
        effective_on=date.fromisoformat(on),
        reason=WHY,
        amount=None if amount is None else Decimal(amount),
        expires_on=None if until is None else date.fromisoformat(until),
        **more,
    )


def decision_record(proposed: Proposal, amount: str, **different: Any) -> DecisionRecord:
    """Return the record of an open proposal."""
    return DecisionRecord(
        id=UUID(int=9),
        number=1,
        contract_id=OWN,
        contract_number="2023-014",
        contract_title="Groenonderhoud",
        contractor_id=FIRM,
        contractor_name="Voorbeeld",
        other_contract_number="",
        other_contract_title="",
        proposal=proposed,
        amount=Decimal(amount),
        steps=(),
        status=different.get("status", DecisionStatus.PROPOSED),
        proposed_by_id=PROPOSER,
        proposed_by="Inkoper Voorbeeld",
        proposed_at=NOW,
        decided_by="",
        decided_at=None,
        decision_reason="",
    )


# ---------------------------------------------------------------- in the database


async def make_proposal(
    *, contract_id: UUID, proposed: Proposal, viewer: Viewer | None = None, now: datetime = NOW, today: date = TODAY
) -> UUID:
    """Propose as the procurement officer, or as `viewer`, and return the decision's id."""
    return await propose(viewer=viewer or await make_officer(), contract_id=contract_id, proposal=proposed, now=now, today=today)


async def make_decision(*, contract_id: UUID, proposed: Proposal, now: datetime = NOW, today: date = TODAY) -> UUID:
    """Propose as the procurement officer, adopt as the reviewer, and return the decision's id."""
    decision_id = await make_proposal(contract_id=contract_id, proposed=proposed, now=now, today=today)
    await adopt(viewer=await make_reviewer(), decision_id=decision_id, reason="", now=now, today=today)
    return decision_id


async def make_cure_period(*, contract_id: UUID, due_on: date, number: int = 1, lapsed_at: datetime | None = None) -> None:
    """Give a contract a cure period that ends on a day."""
    is_it = (Milestone.key == "cure_period") & (Milestone.number == number)
    planned = (Milestone.contract == contract_id) & is_it & Milestone.lapsed_at.is_null()
    await Milestone.update({Milestone.lapsed_at: NOW}).where(planned)
    await Milestone.insert(
        Milestone(
            id=uuid4(),
            contract=contract_id,
            key="cure_period",
            number=number,
            label="Hersteltermijn",
            due_on=due_on,
            explanation="30 dagen na de eindverantwoording",
            policy_name="rijswijk-2023",
            is_confirmed=False,
            created_at=datetime(2023, 9, 1, tzinfo=UTC),
            lapsed_at=lapsed_at,
            note="",
        )
    )


async def deliver(*, contract_id: UUID, amount: str, on: date = date(2023, 10, 31)) -> None:
    """Let a contract have delivered an amount, as an approval posts it."""
    await post_entry(entry=Entry(contract_id, EntryKind.APPROVED, Decimal(amount), on, NOW, "review_decision", uuid4()))


async def balance_of(contract_id: UUID, as_of: date | None = None) -> Balance:
    """Return a contract's balance as of a day, or the sum of all its entries."""
    return (await balances(contract_ids=[contract_id], as_of=as_of))[contract_id]


async def adopted(decision_id: UUID, viewer: Viewer | None = None, reason: str = "") -> None:
    """Adopt a proposal, as the reviewer or as `viewer`."""
    await adopt(viewer=viewer or await make_reviewer(), decision_id=decision_id, reason=reason, now=DECIDED_AT, today=DECIDED_ON)


async def status_of(decision_id: UUID) -> DecisionStatus:
    """Return where a decision stands."""
    return (await decision(viewer=OPERATOR, decision_id=decision_id)).status


async def nothing_was_settled() -> bool:
    """Return whether the ledger holds nothing but what is owed and approved."""
    return not await LedgerEntry.exists().where(LedgerEntry.kind.not_in(["owed", "approved"]))


async def surplus_and_shortfall(surplus: str = "1000.00") -> tuple[UUID, UUID]:
    """Return a contract that delivered more than it owes (62.500), and another of the same firm that owes 10.000."""
    own = await make_contract(number="2023-014")
    other = await make_contract(number="2023-099", contract_sum=Decimal("200000.00"))
    await deliver(contract_id=own, amount=str(Decimal("62500.00") + Decimal(surplus)))
    return own, other


def labels(steps: Iterable[Any]) -> list[str]:
    """Return the labels of steps."""
    return [step.label for step in steps]
