"""Notices in the preview of an import: what each becomes, and what never becomes a contract."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from sroi.contracts.operations import stage_import
from sroi.contracts.queries.import_rows import import_rows
from sroi.contracts.rules import Becomes, StagedRow, Verdict
from sroi.contracts.tables import Contract
from sroi.obligations.operations import confirm_import
from tests.imports.notices import eforms, organisation
from tests.imports.test_ted import award, ted
from tests.makers import HOME, make_officer

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
FIRMS = organisation("ORG-0001", HOME, "12345678") + organisation("ORG-0002", "Groen Voorbeeld B.V.", "00100001")
CHANGE = "<efac:ContractModification><efbc:ChangedNoticeIdentifier>268231-2023</efbc:ChangedNoticeIdentifier></efac:ContractModification>"


async def confirmed(content: bytes) -> tuple[StagedRow, ...]:
    """Upload a notice, confirm its preview, and return the rows."""
    officer = await make_officer()
    batch_id = await stage_import(viewer=officer, file_name="aankondiging.xml", content=content, award_date_from_start=True, now=NOW)
    await confirm_import(viewer=officer, batch_id=batch_id, now=NOW)
    return await import_rows(batch_id=batch_id)


async def registered() -> int:
    return await Contract.count().where(Contract.status == "registered")


async def test_a_complete_award_becomes_a_contract(database: None) -> None:
    (row,) = await confirmed(eforms(organisations=FIRMS))
    assert (row.verdict, row.facts.contract_sum, row.facts.awarded_on) == (Verdict.NEW, Decimal("250000.00"), date(2024, 2, 1))
    assert await registered() == 1


@pytest.mark.parametrize(
    ("content", "becomes"),
    [
        (eforms(organisations=FIRMS, extension=CHANGE, subtype="38", kind="cont-modif"), Becomes.DRAFT),
        (eforms(organisations=FIRMS, root="ContractNotice", results="", subtype="16", kind="competition"), Becomes.TENDER),
    ],
    ids=["modification", "tender"],
)
async def test_a_change_or_a_tender_never_becomes_a_contract_of_its_own(database: None, content: bytes, becomes: Becomes) -> None:
    (row,) = await confirmed(content)
    assert row.becomes is becomes
    assert await registered() == 0


async def test_a_change_amends_the_contract_of_its_award_and_doing_so_again_changes_nothing(database: None) -> None:
    await confirmed(eforms(organisations=FIRMS))
    change = eforms(organisations=FIRMS, extension=CHANGE, subtype="38", kind="cont-modif").replace(b"250000", b"300000")
    (row,) = await confirmed(change)
    assert (row.verdict, row.becomes) == (Verdict.CHANGED, Becomes.CHANGE)
    sums = await Contract.select(Contract.contract_sum_cents)
    assert [one["contract_sum_cents"] for one in sums] == [300_000_00]
    (again,) = await confirmed(change)
    assert again.verdict is Verdict.SAME


def package(*amounts: int) -> bytes:
    """Return an OCDS package of one contract: its first sum in euros, and a later release for each change of it."""
    parties = {"buyer": {"name": HOME}, "tender": {"id": "T-1", "title": "Groenonderhoud", "mainProcurementCategory": "services"}}
    award = {
        "id": "G-1",
        "status": "active",
        "date": "2023-02-01",
        "suppliers": [{"id": "NL-KVK-00100001", "name": "Groen Voorbeeld B.V."}],
    }
    releases = []
    for number, amount in enumerate(amounts):
        contract: dict[str, Any] = {"id": "C-1", "awardID": "G-1", "value": {"amount": amount, "currency": "EUR"}}
        contract |= {"dateSigned": "2023-02-01", "period": {"startDate": "2023-03-01", "endDate": "2025-02-28"}}
        if number:
            contract["amendments"] = [{"id": str(number), "date": f"2023-0{number + 5}-01", "rationale": "Meerwerk"}]
        tag = "contractAmendment" if number else "contract"
        releases.append(
            {"ocid": "ocds-1", "id": f"uitgave-{number}", "date": f"2023-0{number + 2}-01T00:00:00Z", "tag": [tag], "contracts": [contract]}
            | parties
            | {"awards": [award]}
        )
    return json.dumps({"version": "1.1", "releases": releases}).encode()


async def test_changes_of_one_contract_in_one_file_each_follow_on_the_one_before(database: None) -> None:
    await confirmed(package(250_000, 300_000, 320_000))
    assert [row["contract_sum_cents"] for row in await Contract.select(Contract.contract_sum_cents)] == [320_000_00]


def process(ocid: str, firm: str, **contract: Any) -> dict[str, Any]:
    """Return a release of a contract that its publisher calls 1, as it may call one of every process."""
    release: dict[str, Any] = json.loads(package(250_000))["releases"][0]
    release["contracts"][0] |= {"id": "1"} | contract
    release["awards"][0]["suppliers"] = [{"id": f"NL-KVK-{firm}", "name": f"Voorbeeld {firm} B.V."}]
    return release | {"ocid": ocid, "id": f"{ocid}-1"}


async def test_contracts_of_several_processes_that_share_a_number_are_all_kept(database: None) -> None:
    releases = [process("ocds-1", "00100001", id="C/1"), process("ocds-2", "00100002", id="C/1")]
    rows = await confirmed(json.dumps({"releases": releases}).encode())
    assert [row.becomes for row in rows] == [Becomes.CONTRACT, Becomes.DRAFT]
    assert [any("ook bij een ander contract" in doubt for doubt in row.doubts) for row in rows] == [False, True]
    again = await confirmed(json.dumps({"releases": releases}).encode())
    assert {row.verdict for row in again} == {Verdict.SAME}


async def test_a_number_that_only_counts_never_stands_for_a_contract_of_another_process(database: None) -> None:
    for ocid, amount in (("ocds-1", 90_000), ("ocds-2", 80_000)):
        (row,) = await confirmed(json.dumps({"releases": [process(ocid, "00100001", value={"amount": amount})]}).encode())
        assert (row.verdict, row.facts.number) == (Verdict.NEW, f"{ocid} / 1")


async def test_rows_of_one_notice_about_one_contract_are_no_versions_of_each_other(database: None) -> None:
    header = "ID publicatie;TenderNed kenmerk;Publicatiedatum;Officiële naam Aanbestedende dienst;Naam aanbesteding;ID perceel"
    columns = f"{header};Naam gegunde onderneming;ON Kvknummer;Datum gunning;Definitieve waarde - bedrag;Type opdracht"
    award = f"300100;A1;2024-02-10;{HOME};Groen;1;Groen Voorbeeld B.V.;00100001;2024-02-01"
    rows = await confirmed("\n".join((columns, f"{award};250000;Diensten", f"{award};310000;Diensten")).encode())
    assert [row.becomes for row in rows] == [Becomes.DRAFT, Becomes.NOTHING]
    assert [row.verdict for row in rows] == [Verdict.DOUBT, Verdict.DOUBT]


async def test_lots_that_are_called_by_letters_each_have_a_number(database: None) -> None:
    objects = "".join(f"<OBJECT_DESCR><LOT_NO>{lot}</LOT_NO><TITLE>Deel {lot}</TITLE></OBJECT_DESCR>" for lot in ("1.A", "1.B"))
    awards = "".join(award(number=f"C-{lot}", lot=lot) for lot in ("1.A", "1.B"))
    rows = await confirmed(ted(inside=awards, objects=objects).replace(b"Gemeente Voorbeeld", HOME.encode()))
    assert [[(lot.number, lot.title) for lot in row.facts.lots] for row in rows] == [[(1, "Deel 1.A")], [(2, "Deel 1.B")]]


TENDERNED = (
    "ID publicatie;TenderNed kenmerk;Naam aanbesteding;Naam Aanbestedende dienst;Naam gegunde onderneming;ON kvknummer;"
    "Type opdracht;Datum gunning;Aanvang opdracht;Definitieve waarde - bedrag"
)


@pytest.mark.parametrize(
    ("awarded_on", "amount", "verdict"),
    [("2024-02-01", "250000", Verdict.DOUBT), ("2024-02-01", "260000", Verdict.NEW), ("2024-02-02", "250000", Verdict.NEW)],
)
async def test_a_contract_of_a_notice_that_tenderneds_data_number_otherwise_is_asked(
    database: None, awarded_on: str, amount: str, verdict: Verdict
) -> None:
    await confirmed(eforms(organisations=FIRMS))
    told = (
        f"900001;480123;Onderhoud van het groen, perceel 1;{HOME};Groen Voorbeeld B.V.;00100001;Diensten;{awarded_on};2024-02-28;{amount}"
    )
    officer = await make_officer()
    content = "\n".join([TENDERNED, told]).encode()
    batch_id = await stage_import(viewer=officer, file_name="tenderned.csv", content=content, award_date_from_start=True, now=NOW)
    (row,) = await import_rows(batch_id=batch_id)
    assert row.verdict is verdict, row.doubts
    assert ("dezelfde opdrachtnemer" in " ".join(row.doubts)) is (verdict is Verdict.DOUBT)
