"""The compliance workbook of two invented contracts, one of a consortium, with placements and claims of every kind; no database."""

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sroi.contracts.rules import ContractType, MemberFacts, NumberKind, Scope
from sroi.exports.compliance.book import ComplianceData, write_book
from sroi.exports.queries import ClaimLine, ObligationLine
from sroi.fulfilment.rules import ClaimStatus
from sroi.ledger.rules import Balance
from sroi.reconciliation.rules import ContractRow, Goal, PlacementRow, Recorded, YearRows
from sroi.values import Period

LOCAL, REGIONAL = UUID(int=1), UUID(int=2)
HISTORY = (
    Recorded(2021, 76, None, None, 27, "De verdeling is niet bekend.", "Evaluatie 2021-2022"),
    Recorded(2022, 63, 21, 42, 27, "27 nieuwe werkgevers.", "Evaluatie 2021-2022"),
)

MEMBERS = (
    MemberFacts("=Groenbedrijf De Voorbeeldtuin B.V.", "00100001", NumberKind.KVK, is_lead=True),
    MemberFacts("Tuin Voorbeeld GmbH", "DE-100", NumberKind.OTHER),
    MemberFacts("Zaaigoed Voorbeeld V.O.F."),
)


def make_contracts() -> tuple[ContractRow, ...]:
    local = ContractRow(
        id=LOCAL,
        number="2023-014",
        title="Groenonderhoud wijken Noord en Zuid",
        contract_type=ContractType.SERVICES,
        scope=Scope.LOCAL,
        authority_id=UUID(int=10),
        authority_name="Gemeente Rijswijk",
        contractor_id=UUID(int=20),
        contractor_name="=Groenbedrijf De Voorbeeldtuin B.V.",
        kvk_number="00100001",
        contract_sum=Decimal("1250000.00"),
        awarded_on=date(2023, 8, 15),
        period=Period(date(2023, 9, 1), date(2025, 9, 1)),
        balance=Balance(owed=Decimal("62500.00"), approved=Decimal("6666.67")),
        in_review=Decimal("1500.00"),
    )
    regional = ContractRow(
        id=REGIONAL,
        number="DH-77",
        title="Herinrichting fietspaden",
        contract_type=ContractType.WORKS,
        scope=Scope.REGIONAL,
        authority_id=UUID(int=11),
        authority_name="Gemeente Den Haag",
        contractor_id=UUID(int=21),
        contractor_name="Wegenbouw Voorbeeld B.V.",
        kvk_number="00100002",
        contract_sum=Decimal("400000.00"),
        awarded_on=date(2023, 7, 20),
        period=Period(date(2023, 8, 1)),
        balance=Balance(owed=Decimal("20000.00"), approved=Decimal("20000.24")),
        in_review=Decimal("0.00"),
    )
    return local, regional


def make_placement(*, person: str, contract: ContractRow, first_claim: int, label: str, **facts: Any) -> PlacementRow:
    usual: dict[str, Any] = {
        "target_group": "participatiewet",
        "target_group_label": "Participatiewet",
        "counts_as_placement": True,
        "employer_name": contract.contractor_name,
        "employer_kvk_number": contract.kvk_number,
        "starts_on": date(2023, 10, 1),
        "ends_before": None,
        "hours_per_week": Decimal("24.50"),
        "full_time_hours": Decimal(36),
        "is_approved": True,
        "approved": Decimal("6666.67"),
        "in_review": Decimal("0.00"),
    }
    return PlacementRow(
        person=person,
        candidate_label=label,
        contract_id=contract.id,
        contract_number=contract.number,
        awarded_on=contract.awarded_on,
        scope=contract.scope,
        authority_name=contract.authority_name,
        contractor_name=contract.contractor_name,
        first_claim=first_claim,
        **{**usual, **facts},
    )


def make_placements() -> tuple[PlacementRow, ...]:
    local, regional = make_contracts()
    waiting = {"is_approved": False, "approved": Decimal("0.00"), "in_review": Decimal("1500.00")}
    return (
        make_placement(person="a", contract=local, first_claim=1, label="K-01", ends_before=date(2024, 4, 1)),
        make_placement(person="b", contract=local, first_claim=2, label="K-02"),
        make_placement(person="b", contract=regional, first_claim=3, label="@H-09"),
        make_placement(person="c", contract=regional, first_claim=4, label="H-10", employer_name="Bakkerij", employer_kvk_number=None),
        make_placement(person="d", contract=local, first_claim=5, label="K-04", **waiting),
        make_placement(person="e", contract=local, first_claim=6, label="K-05", counts_as_placement=False, target_group_label="Stage"),
    )


def make_claim_line(*, number: int, status: ClaimStatus, approved: Decimal | None, summary: str = "K-01, Participatiewet") -> ClaimLine:
    return ClaimLine(
        key=f"{UUID(int=number)}/2",
        number=number,
        contract_number="2023-014",
        authority_name="Gemeente Rijswijk",
        contractor_name="=Groenbedrijf De Voorbeeldtuin B.V.",
        kind_label="Plaatsing",
        summary=summary,
        period=Period(date(2023, 10, 1), date(2023, 12, 1)),
        status=status,
        submitted_at=datetime(2023, 12, 14, 23, 30, tzinfo=UTC),
        value=Decimal("6666.67"),
        expected=Decimal("76712.33"),
        approved=approved,
        unconfirmed=("Jaren die tellen",),
        policy_name="rijswijk-2023",
    )


def make_data(*, year: int = 2023, is_empty: bool = False) -> ComplianceData:
    goal = Goal(2023, 65, "Programma 2023") if year == 2023 else None
    contracts, placements = ((), ()) if is_empty else (make_contracts(), make_placements())
    obligation = ObligationLine("rijswijk-2023", "Wat is het arbeidsdeel van deze opdracht?", ("Drempelbedrag", "Percentage"))
    return ComplianceData(
        authority_name="Gemeente Rijswijk",
        rows=YearRows(year=year, goal=goal, history=HISTORY, placements=placements, contracts=contracts),
        obligations={} if is_empty else {LOCAL: obligation},
        members={} if is_empty else {LOCAL: MEMBERS},
        number_of_claims=0 if is_empty else 3,
        now=datetime(2023, 12, 15, 9, 0, tzinfo=UTC),
        on=date(2023, 12, 15),
    )


async def make_claims(*, is_empty: bool = False) -> AsyncIterator[list[ClaimLine]]:
    if is_empty:
        return
    yield [
        make_claim_line(number=1, status=ClaimStatus.APPROVED, approved=Decimal("6666.67")),
        make_claim_line(number=5, status=ClaimStatus.SUBMITTED, approved=None, summary="-K-04\x07, Participatiewet"),
        make_claim_line(number=7, status=ClaimStatus.REJECTED, approved=None),
    ]


def make_book(*, year: int = 2023, is_empty: bool = False) -> bytes:
    to = io.BytesIO()
    asyncio.run(write_book(to=to, data=make_data(year=year, is_empty=is_empty), claims=make_claims(is_empty=is_empty)))
    return to.getvalue()
