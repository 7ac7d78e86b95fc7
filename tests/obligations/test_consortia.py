"""A consortium that won: each member is kept on the contract that came of an import, and one of them leads."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from msgspec.structs import replace

from sroi.audit.tables import AuditEvent
from sroi.contracts.operations import stage_import
from sroi.contracts.queries import contract
from sroi.contracts.queries.import_rows import import_rows
from sroi.contracts.rules import ContractStatus, MemberFacts, NumberKind, Verdict
from sroi.contracts.tables import Contract, ContractMember
from sroi.obligations.operations import complete_draft, confirm_import, register_contract
from sroi.settlement.operations import undo_import
from tests.imports.notices import contract as settled
from tests.imports.notices import eforms, member, organisation, result, tender, tendering_party
from tests.makers import HOME, make_facts, make_officer

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
ORGANISATIONS = (
    organisation("ORG-0001", HOME, "12345678")
    + organisation("ORG-0002", "Tuin Voorbeeld GmbH", "HRB 4711", country="DEU")
    + organisation("ORG-0003", "Groen Voorbeeld B.V.", "00100001")
)
HEADER = "Contractnummer;Titel;Soort;Opdrachtnemer;KVK-nummer;Contractsom;Gunningsdatum;Begindatum;Einddatum"
TOGETHER = '2024-031;Groenonderhoud;dienst;"Groen Voorbeeld B.V.; Weg Voorbeeld B.V.";"00100001; 00100002";250.000;1-2-2024;1-3-2024;'
LACKING = {"contractor_name": "Weg Voorbeeld B.V.", "kvk_number": "00100002"}
MEMBERS = (
    MemberFacts("Groen Voorbeeld B.V.", "00100001", NumberKind.KVK, is_lead=True),
    MemberFacts("Tuin Voorbeeld GmbH", "HRB 4711", NumberKind.OTHER),
)


def notice(*, second_leads: bool = False) -> bytes:
    """Return an award to a German and a Dutch firm, of which the Dutch one leads."""
    members = member("ORG-0002", leads=second_leads) + member("ORG-0003", leads=True)
    return eforms(organisations=ORGANISATIONS, results=result() + tender() + settled() + tendering_party(members=members))


async def imported(content: bytes, now: datetime = NOW) -> UUID:
    officer = await make_officer()
    batch_id = await stage_import(viewer=officer, file_name="bestand", content=content, award_date_from_start=False, now=now)
    await confirm_import(viewer=officer, batch_id=batch_id, now=now)
    return batch_id


async def members_of_only_contract() -> tuple[MemberFacts, ...]:
    (row,) = await Contract.select(Contract.id).where(Contract.status != ContractStatus.WITHDRAWN.value)
    return (await contract(viewer=await make_officer(), contract_id=row["id"])).facts.members


async def test_each_member_of_a_consortium_is_kept_on_the_contract_with_its_number(database: None) -> None:
    await imported(notice())
    assert await members_of_only_contract() == MEMBERS
    (told,) = await AuditEvent.select(AuditEvent.details).where(AuditEvent.action == "contract.registered")
    assert "Groen Voorbeeld B.V. (penvoerder), Tuin Voorbeeld GmbH" in told["details"]


async def test_of_two_members_that_both_lead_the_first_does(database: None) -> None:
    await imported(notice(second_leads=True))
    assert [one.is_lead for one in await members_of_only_contract()] == [True, False]


async def test_importing_a_consortium_again_changes_nothing(database: None) -> None:
    await imported(notice())
    batch_id = await imported(notice(), NOW + timedelta(hours=1))
    assert [row.verdict for row in await import_rows(batch_id=batch_id)] == [Verdict.SAME]
    assert await ContractMember.count() == 2


async def test_an_import_that_is_undone_takes_the_members_back(database: None) -> None:
    batch_id = await imported(notice())
    await undo_import(viewer=await make_officer(), batch_id=batch_id, now=NOW + timedelta(hours=1))
    assert await ContractMember.count() == 0


async def test_a_contract_that_is_known_gets_the_members_that_a_notice_tells_of_and_loses_them_by_undoing(database: None) -> None:
    officer = await make_officer()
    await register_contract(viewer=officer, facts=await make_facts(number="2024-031"), now=NOW)
    batch_id = await imported(notice(), NOW + timedelta(hours=1))
    (row,) = await import_rows(batch_id=batch_id)
    assert [(one.old, one.new) for one in row.differences if one.field == "members"] == [
        ("niet bekend", "Groen Voorbeeld B.V. (penvoerder), Tuin Voorbeeld GmbH")
    ]
    assert await members_of_only_contract() == MEMBERS
    await undo_import(viewer=officer, batch_id=batch_id, now=NOW + timedelta(hours=2))
    assert await members_of_only_contract() == ()


async def test_where_nobody_is_told_to_lead_it_is_the_member_that_completes_the_draft(database: None) -> None:
    await imported("\r\n".join([HEADER, TOGETHER, ""]).encode())
    (row,) = await Contract.select(Contract.id)
    officer = await make_officer()
    draft = await contract(viewer=officer, contract_id=row["id"])
    assert [one.is_lead for one in draft.facts.members] == [False, False]
    await complete_draft(viewer=officer, draft_id=draft.id, facts=replace(draft.facts, **LACKING), now=NOW)
    assert [(one.name, one.is_lead) for one in await members_of_only_contract()] == [
        ("Groen Voorbeeld B.V.", False),
        ("Weg Voorbeeld B.V.", True),
    ]
