"""Makers of test data: accounts, contracts and claims, through the operations of the rooms themselves.

Every maker has defaults that a procurement officer would recognise. Organisations are invented and say so; municipalities are the seeds of
the register. Use: `from tests.makers import make_contract`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from sroi.access import OPERATOR, Role, Viewer
from sroi.accounts.operations import add_user, ensure_organisation
from sroi.accounts.operations.users import insert_account
from sroi.accounts.queries import viewer_by_email
from sroi.accounts.rules import OrganisationDetails
from sroi.accounts.tables import UserAccount
from sroi.contracts.operations import add_authority, add_subcontractor
from sroi.contracts.queries import authorities
from sroi.contracts.rules import Change, ContractFacts, ContractType, LotFacts
from sroi.contracts.tables import Contract
from sroi.database import transaction
from sroi.fulfilment.kinds.community_activity import CommunityActivityDetails
from sroi.fulfilment.kinds.placement import PlacementDetails
from sroi.fulfilment.kinds.social_purchase import SocialPurchaseDetails
from sroi.fulfilment.kinds.training import TrainingDetails
from sroi.fulfilment.operations import add_evidence, keep_claim, submit_claim
from sroi.fulfilment.queries.claims import claim
from sroi.obligations.operations import Recording, change_contract, register_contract
from sroi.reconciliation.operations import compare_region_list, stage_region_list
from sroi.review.operations import decide
from sroi.review.rules import Verdict

NOW = datetime(2023, 12, 15, 9, 0, tzinfo=UTC)
TODAY = date(2023, 12, 15)
HOME = "Gemeente Rijswijk"
REGIONAL = "Gemeente Den Haag"
EVIDENCE = b"\x89PNG\r\n\x1a\n" + b"0" * 20 + b"IEND\xaeB`\x82"

_FOLDER = TemporaryDirectory(prefix="sroi-evidence-")
EVIDENCE_FOLDER = Path(_FOLDER.name)


@dataclass(frozen=True)
class Firm:
    """An invented contractor."""

    name: str
    kvk_number: str


GREEN_FIRM = Firm("Groenbedrijf De Voorbeeldtuin B.V.", "00100001")
ROAD_FIRM = Firm("Wegenbouw Voorbeeld B.V.", "00100002")
PAINTING_FIRM = Firm("Schildersbedrijf Voorbeeld B.V.", "00100004")
CLEANING_FIRM = Firm("Schoonmaak Voorbeeld B.V.", "00100003")


REGION_HEADER = "Volgnr;Soort;Werkgever;Startdatum;Uren per week;Doelgroep"


async def make_viewer(
    *, role: Role, email: str, name: str, organisation: str = HOME, kvk_number: str | None = None, password: str | None = None
) -> Viewer:
    """Return the viewer with this e-mail address, whose account is added when it is new; only with a `password` can it sign in."""
    if await UserAccount.exists().where(UserAccount.email == email):
        return await viewer_by_email(email=email)
    organisation_id = await ensure_organisation(name=organisation, kvk_number=kvk_number, now=NOW)
    if password is not None:
        await add_user(viewer=OPERATOR, email=email, name=name, role=role, organisation_id=organisation_id, password=password, now=NOW)
    else:
        async with transaction():
            await insert_account(
                email=email, name=name, role=role, organisation_id=organisation_id, password_hash="cannot sign in", now=NOW
            )
    return await viewer_by_email(email=email)


async def make_officer(*, email: str = "inkoper@example.nl", name: str = "Inkoper Voorbeeld", password: str | None = None) -> Viewer:
    """Return a procurement officer of the home municipality."""
    return await make_viewer(role=Role.PROCUREMENT_OFFICER, email=email, name=name, password=password)


async def make_reviewer(
    *, email: str = "wsp@example.nl", name: str = "Beoordelaar Voorbeeld", organisation: str = HOME, password: str | None = None
) -> Viewer:
    """Return a reviewer of the WSP."""
    return await make_viewer(role=Role.REVIEWER, email=email, name=name, organisation=organisation, password=password)


async def make_administrator(
    *, email: str = "beheerder@example.nl", name: str = "Beheerder Voorbeeld", password: str | None = None
) -> Viewer:
    """Return an administrator of the home municipality."""
    return await make_viewer(role=Role.ADMINISTRATOR, email=email, name=name, password=password)


async def make_contractor(
    *, firm: Firm = GREEN_FIRM, email: str | None = None, name: str = "Opdrachtnemer Voorbeeld", password: str | None = None
) -> Viewer:
    """Return a person who reports for a contractor; without `email` one address for each firm."""
    return await make_viewer(
        role=Role.CONTRACTOR,
        email=email or f"sroi@{firm.kvk_number}.example.nl",
        name=name,
        organisation=firm.name,
        kvk_number=firm.kvk_number,
        password=password,
    )


async def authority_id_of(*, name: str = HOME) -> UUID:
    """Return the id of a contracting authority; one outside the region is added."""
    for authority in await authorities():
        if authority.name == name:
            return authority.id
    return await add_authority(viewer=await make_officer(), name=name, now=NOW)


async def make_facts(
    *,
    authority: str = HOME,
    number: str = "2023-014",
    title: str = "Groenonderhoud wijken Noord en Zuid",
    contract_type: ContractType | None = ContractType.SERVICES,
    firm: Firm = GREEN_FIRM,
    contract_sum: Decimal | None = Decimal("1250000.00"),
    tender_sum: Decimal | None = None,
    labour_share_pct: Decimal | None = Decimal(60),
    awarded_on: date | None = date(2023, 8, 15),
    starts_on: date | None = date(2023, 9, 1),
    ends_before: date | None = date(2025, 9, 1),
    tender_reference: str = "",
    lots: Iterable[LotFacts] = (),
    cpv_code: str | None = "77310000",
    **more: Any,
) -> ContractFacts:
    """Return the facts of a contract: by default local services of EUR 1.250.000,00 over two years. A tender sum is the contract sum."""
    return ContractFacts(
        authority_id=await authority_id_of(name=authority),
        number=number,
        title=title,
        contract_type=contract_type,
        contractor_name=firm.name,
        kvk_number=firm.kvk_number,
        cpv_code=cpv_code,
        contract_sum=contract_sum,
        tender_sum=tender_sum or contract_sum,
        labour_share_pct=labour_share_pct,
        awarded_on=awarded_on,
        starts_on=starts_on,
        ends_before=ends_before,
        tender_reference=tender_reference,
        lots=tuple(lots),
        **more,
    )


async def make_contract(*, officer: Viewer | None = None, now: datetime = NOW, **facts: Any) -> UUID:
    """Register a contract with its obligation and return its id; `facts` as for `make_facts`."""
    return await register_contract(viewer=officer or await make_officer(), facts=await make_facts(**facts), now=now)


async def change(
    contract_id: UUID, change: Change, *, on: date, now: datetime = NOW, reason: str = "Afgesproken", today: date = TODAY
) -> None:
    """Record an event in a contract's life, as the procurement officer, with the obligation that follows from it."""
    recording = Recording(on, reason, now, today)
    await change_contract(viewer=await make_officer(), contract_id=contract_id, change=change, recording=recording)


async def make_subcontract(*, contract_id: UUID, firm: Firm = PAINTING_FIRM, now: datetime = NOW) -> Viewer:
    """Let a firm report for a contract on behalf of its contractor, and return a person there."""
    subcontractor = await make_contractor(firm=firm)
    details = OrganisationDetails(firm.name, firm.kvk_number)
    contractor = await contractor_of(contract_id=contract_id)
    await add_subcontractor(viewer=contractor, contract_id=contract_id, subcontractor=details, email=subcontractor.email, now=now)
    return subcontractor


async def contractor_of(*, contract_id: UUID) -> Viewer:
    """Return a person who reports for the contractor of a contract."""
    rows = await Contract.select(Contract.contractor.name, Contract.contractor.kvk_number).where(Contract.id == contract_id)
    return await make_contractor(firm=Firm(rows[0]["contractor.name"], rows[0]["contractor.kvk_number"]))


async def make_claim(
    *,
    contract_id: UUID,
    kind: str,
    details: Any,
    contractor: Viewer | None = None,
    submitted: bool = True,
    now: datetime = NOW,
    today: date = TODAY,
) -> UUID:
    """Keep a claim, with evidence and submitted unless told otherwise, and return its id."""
    viewer = contractor or await contractor_of(contract_id=contract_id)
    claim_id = await keep_claim(viewer=viewer, contract_id=contract_id, kind=kind, details=details, now=now, today=today)
    if submitted:
        await submit(claim_id=claim_id, contractor=viewer, now=now, today=today)
    return claim_id


async def make_placement_claim(
    *,
    contract_id: UUID,
    candidate_label: str = "K-01",
    target_group: str = "participatiewet",
    employer_name: str = GREEN_FIRM.name,
    employer_kvk_number: str | None = GREEN_FIRM.kvk_number,
    starts_on: date = date(2023, 10, 1),
    hours_per_week: Decimal = Decimal(36),
    reported_before: date = date(2023, 12, 1),
    ends_before: date | None = None,
    residence: str | None = None,
    birth_year: int | None = None,
    bonuses: Iterable[str] = (),
    person_token: str | None = None,
    share_pct: Decimal = Decimal(100),
    employment: str | None = None,
    **how: Any,
) -> UUID:
    """Report a placement and return the claim's id; `how` as for `make_claim`."""
    details = PlacementDetails(
        candidate_label=candidate_label,
        target_group=target_group,
        employer_name=employer_name,
        employer_kvk_number=employer_kvk_number,
        starts_on=starts_on,
        hours_per_week=hours_per_week,
        reported_before=reported_before,
        ends_before=ends_before,
        residence=residence,
        birth_year=birth_year,
        bonuses=frozenset(bonuses),
        person_token=person_token,
        share_pct=share_pct,
        employment=employment,
    )
    return await make_claim(contract_id=contract_id, kind="placement", details=details, **how)


async def make_training_claim(
    *,
    contract_id: UUID,
    title: str = "VCA Basis",
    provider: str = "Voorbeeldopleidingen",
    starts_on: date = date(2023, 10, 9),
    ends_before: date = date(2023, 10, 12),
    costs: Decimal = Decimal("1500.00"),
    participants: int = 1,
    block: str = "costs",
    **how: Any,
) -> UUID:
    """Report a training and return the claim's id; `how` as for `make_claim`."""
    details = TrainingDetails(title, provider, starts_on, ends_before, costs, participants, block=block)
    return await make_claim(contract_id=contract_id, kind="training", details=details, **how)


async def make_activity_claim(
    *,
    contract_id: UUID,
    description: str = "Gastlessen over groen",
    beneficiary: str = "Basisschool Voorbeeld",
    block: str = "community_costs",
    starts_on: date = date(2023, 11, 6),
    ends_before: date = date(2023, 11, 8),
    people: int = 1,
    costs: Decimal | None = None,
    hours: Decimal | None = None,
    days: Decimal | None = None,
    **how: Any,
) -> UUID:
    """Report a community activity and return the claim's id; `how` as for `make_claim`."""
    details = CommunityActivityDetails(description, beneficiary, block, starts_on, ends_before, people, costs, hours, days)
    return await make_claim(contract_id=contract_id, kind="community_activity", details=details, **how)


async def make_purchase_claim(
    *,
    contract_id: UUID,
    supplier_name: str = "Sociale werkplaats Voorbeeld",
    supplier_kind: str = "work_company",
    invoice_number: str = "F-2023-118",
    invoiced_on: date = date(2023, 11, 3),
    amount: Decimal = Decimal("999.99"),
    **how: Any,
) -> UUID:
    """Report a social purchase and return the claim's id; `how` as for `make_claim`."""
    details = SocialPurchaseDetails(supplier_name, supplier_kind, invoice_number, invoiced_on, amount)
    return await make_claim(contract_id=contract_id, kind="social_purchase", details=details, **how)


async def submit(*, claim_id: UUID, contractor: Viewer, now: datetime = NOW, today: date = TODAY) -> None:
    """Add the evidence that the policy asks to a claim, or a piece of any, and submit it."""
    asked = (await claim(viewer=contractor, claim_id=claim_id)).required_evidence or ("",)
    for number, shows in enumerate(asked, 1):
        file = {"file_name": "bewijs.png", "content": EVIDENCE.replace(b"0", str(number).encode(), 1), "shows": shows}
        await add_evidence(viewer=contractor, claim_id=claim_id, directory=EVIDENCE_FOLDER, now=now, **file)
    await submit_claim(viewer=contractor, claim_id=claim_id, now=now, today=today)


async def approve(
    *, claim_id: UUID, amount: Decimal | None = None, reason: str = "", reviewer: Viewer | None = None, now: datetime = NOW
) -> None:
    """Approve a submitted claim, wholly unless `amount` is less; a part has a reason."""
    viewer = reviewer or await make_reviewer()
    record = await claim(viewer=viewer, claim_id=claim_id)
    await decide(
        viewer=viewer,
        claim_id=claim_id,
        version=record.version,
        verdict=Verdict.APPROVED,
        amount=record.value if amount is None else amount,
        reason=reason or ("" if amount is None else "Een deel van de uren is niet aangetoond."),
        now=now,
    )


async def reject(*, claim_id: UUID, reason: str = "Dit telt niet mee.", reviewer: Viewer | None = None, now: datetime = NOW) -> None:
    """Reject a submitted claim."""
    await _refuse(claim_id, Verdict.REJECTED, reason, reviewer, now)


async def send_back(
    *, claim_id: UUID, reason: str = "Stuurt u de loonstrook mee?", reviewer: Viewer | None = None, now: datetime = NOW
) -> None:
    """Return a submitted claim with a question."""
    await _refuse(claim_id, Verdict.RETURNED, reason, reviewer, now)


async def _refuse(claim_id: UUID, verdict: Verdict, reason: str, reviewer: Viewer | None, now: datetime) -> None:
    viewer = reviewer or await make_reviewer()
    record = await claim(viewer=viewer, claim_id=claim_id)
    await decide(viewer=viewer, claim_id=claim_id, version=record.version, verdict=verdict, amount=None, reason=reason, now=now)


async def make_region_list(*rows: str, partner: str = "WSP Voorbeeld", now: datetime = NOW) -> UUID:
    """Take in a partner's list of 2023 with these rows, of `REGION_HEADER`, and return its version's id."""
    reviewer, content = await make_reviewer(), "\r\n".join((REGION_HEADER, *rows)).encode()
    version_id = await stage_region_list(
        viewer=reviewer, partner=partner, year=2023, file_name="regio.csv", content=content, token_key="a key of the test", now=now
    )
    await compare_region_list(viewer=reviewer, version_id=version_id, now=now)
    return version_id
