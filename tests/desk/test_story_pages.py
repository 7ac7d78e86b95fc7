"""The pages of a success story: written, agreed to, public for everybody, and gone when somebody withdraws."""

from sroi.fulfilment.tables import Aftercare
from tests.makers import approve, make_contract, make_placement_claim
from tests.personas import Personas


async def test_a_story_is_written_agreed_to_published_and_withdrawn(people: Personas) -> None:
    await approve(claim_id=await make_placement_claim(contract_id=await make_contract()))
    address = f"/nazorg/{(await Aftercare.select(Aftercare.id))[0]['id']}/verhaal"
    assert "Nog niet geschreven" in (await people.reviewer.get(address)).text
    refused = await people.reviewer.post(address, {"title": "Aan het werk", "text": "Nummer 111222333 vertelt."})
    assert refused.status_code == 422 and "burgerservicenummer" in refused.text and "Aan het werk" in refused.text
    await people.reviewer.post(address, {"title": "Aan het werk", "text": "Een nieuw begin."})
    assert (await people.reviewer.post(f"{address}/publiceren", {"version": "1"})).status_code == 422
    for party in ("candidate", "employer"):
        typed = {"version": "1", "party": party, "given_on": "15-12-2023", "how": "Formulier getekend"}
        assert (await people.reviewer.post(f"{address}/toestemming", typed)).status_code == 303
    assert "Er zijn nu geen verhalen." in (await people.visitor.get("/verhalen")).text
    shown = await people.reviewer.follow(await people.reviewer.post(f"{address}/publiceren", {"version": "1"}))
    assert "Openbaar" in shown.text
    listed = (await people.visitor.get("/verhalen")).text
    href = listed.split('href="/verhalen/')[1].split('"')[0]
    public = (await people.visitor.get(f"/verhalen/{href}")).text
    assert "Een nieuw begin." in public
    for hidden in ("K-01", "Participatiewet", "Groenbedrijf", "2023-014"):
        assert hidden not in public and hidden not in listed
    withdrawn = await people.reviewer.post(f"{address}/toestemming/intrekken", {"party": "candidate"})
    assert "niet openbaar" in (await people.reviewer.follow(withdrawn)).text
    assert (await people.visitor.get(f"/verhalen/{href}")).status_code == 404
    assert (await people.reviewer.post(f"{address}/toestemming/intrekken", {})).status_code == 422
    assert (await people.reviewer.post(f"{address}/verbergen")).status_code == 303
    assert (await people.officer.get(address)).status_code == 403
