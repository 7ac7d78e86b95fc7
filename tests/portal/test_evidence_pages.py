"""Evidence on the pages: several files at once, what the policy asks and what is missing, and looking at it as pictures."""

from tests.files.test_previews import image, pdf
from tests.fulfilment.makers import make_limited_contract
from tests.makers import GREEN_FIRM, make_contract, make_placement_claim
from tests.personas import Personas

ASKED = "arbeidsovereenkomst"


async def test_several_files_say_what_they_show_and_what_is_missing_is_told(people: Personas) -> None:
    claim_id = await make_placement_claim(contract_id=await make_limited_contract(firm=GREEN_FIRM), submitted=False)
    place = f"/mijn-opgaven/{claim_id}"
    assert f"{ASKED}: " in (before := (await people.contractor.get(place)).text)
    assert "ontbreekt" in before and "Dit bewijsstuk ontbreekt: arbeidsovereenkomst." in before
    files = [("evidence", ("een.pdf", pdf(1))), ("evidence", ("twee.png", image((10, 10)))), ("evidence", ("drie.docx", b"PK\x03\x04"))]
    sent = await people.contractor.post(f"{place}/bewijsstukken", {"shows": ASKED}, files=files)
    assert sent.status_code == 422
    assert "drie.docx is geen pdf, png of jpeg." in sent.text
    assert "een.pdf" in sent.text and "twee.png" in sent.text and "toegevoegd</span>" in sent.text
    odd = await people.contractor.post(
        f"{place}/bewijsstukken", {"shows": "urenstaat"}, files=[("evidence", ("vier.png", image((11, 11))))]
    )
    assert "noemt dit bewijsstuk hier niet: urenstaat" in (await people.contractor.follow(odd)).text
    wrong = await people.contractor.post(
        f"{place}/bewijsstukken", {"shows": "verzonnen"}, files=[("evidence", ("vijf.png", image((12, 12))))]
    )
    assert wrong.status_code == 422 and "vijf.png" not in wrong.text


async def test_a_file_is_looked_at_as_pictures_by_who_may_see_the_claim(people: Personas) -> None:
    contract_id = await make_contract(firm=GREEN_FIRM)
    claim_id = await make_placement_claim(contract_id=contract_id, submitted=False)
    place = f"/mijn-opgaven/{claim_id}"
    await people.contractor.post(f"{place}/bewijsstukken", files=[("evidence", ("een.pdf", pdf(2)))])
    link = (await people.contractor.get(place)).text.split("/bekijken")[0].rsplit("/", 1)[1]
    first = await people.contractor.get(f"{place}/bewijsstukken/{link}/bekijken")
    assert "Pagina 1 van 2" in first.text and "pagina=2" in first.text
    last = await people.contractor.get(f"{place}/bewijsstukken/{link}/bekijken?pagina=99")
    assert "Pagina 2 van 2" in last.text
    picture = await people.contractor.get(f"{place}/bewijsstukken/{link}/voorbeeld/1")
    assert picture.headers["content-type"] == "image/jpeg"
    none = await people.contractor.get(f"{place}/bewijsstukken/{link}/voorbeeld/7")
    assert none.headers["content-type"].startswith("image/svg+xml")
    for path in ("bekijken", "voorbeeld/1"):
        assert (await people.other_contractor.get(f"{place}/bewijsstukken/{link}/{path}")).status_code == 404
        assert (await people.reviewer.get(f"/werkvoorraad/{claim_id}/bewijsstukken/{link}/{path}")).status_code == 404  # a draft
    await people.contractor.post(f"{place}/indienen")
    assert "voorbeeld/1" in (await people.reviewer.get(f"/werkvoorraad/{claim_id}")).text
    assert (await people.reviewer.get(f"/werkvoorraad/{claim_id}/bewijsstukken/{link}/voorbeeld/1")).status_code == 200
