"""The members of a consortium on the pages: the row of an import, the contract, and what its contractor sees of it."""

from sroi.contracts.queries import contract
from sroi.contracts.rules import MemberFacts, NumberKind
from sroi.contracts.tables import Contract
from tests.makers import make_contract, make_officer
from tests.personas import Personas

HEADER = "Contractnummer;Titel;Soort;Opdrachtnemer;KVK-nummer;Contractsom;Gunningsdatum;Begindatum;Einddatum"
TOGETHER = '2024-031;Groenonderhoud;dienst;"Groen Voorbeeld B.V.; Weg Voorbeeld B.V.";"00100009; 00100002";250.000;1-2-2024;1-3-2024;'
MEMBERS = (
    MemberFacts("Groen Voorbeeld B.V.", "00100001", NumberKind.KVK, is_lead=True),
    MemberFacts("Tuin <Voorbeeld> GmbH", "HRB 4711", NumberKind.OTHER),
)
TOLD = "Groen Voorbeeld B.V. (penvoerder), Tuin &lt;Voorbeeld&gt; GmbH"


async def test_officer_and_contractor_see_who_won_together(people: Personas) -> None:
    together, alone = await make_contract(members=MEMBERS), await make_contract(number="2023-015")
    assert TOLD in (await people.officer.get(f"/contracten/{together}")).text
    assert TOLD in (await people.contractor.get(f"/mijn-contracten/{together}")).text
    for reader, address in ((people.officer, f"/contracten/{alone}"), (people.contractor, f"/mijn-contracten/{alone}")):
        assert "Combinatie" not in (await reader.get(address)).text
    found = (await people.officer.get("/contracten?zoek=tuin+gmbh")).text
    assert str(together) in found and str(alone) not in found


async def test_a_draft_that_is_saved_by_its_form_keeps_the_members(people: Personas) -> None:
    content = "\r\n".join([HEADER, TOGETHER, ""]).encode()
    place = (await people.officer.post("/importeren", files={"file": ("register.csv", content, "text/csv")})).headers["location"]
    row = (await people.officer.get(f"{place}/rijen/1")).text
    assert "Leden van de combinatie" in row and "00100002" in row
    await people.officer.post(f"{place}/bevestigen")
    (draft,) = await Contract.select(Contract.id, Contract.authority)
    typed = {"authority": str(draft["authority"]), "title": "Groenonderhoud Zuid", "action": "draft"}
    saved = await people.officer.post(f"/contracten/{draft['id']}/aanvullen", typed)
    assert saved.status_code == 303, saved.text
    kept = (await contract(viewer=await make_officer(), contract_id=draft["id"])).facts
    assert (kept.title, [one.name for one in kept.members]) == ("Groenonderhoud Zuid", ["Groen Voorbeeld B.V.", "Weg Voorbeeld B.V."])
