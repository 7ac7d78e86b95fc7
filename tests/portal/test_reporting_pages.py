"""Reporting on the pages: warned beside the field and kept when one goes on, valued while typing, continued, ended, and never lost."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

from sroi.accounts.rules import SESSION_IDLE
from sroi.accounts.tables import UserSession
from sroi.fulfilment.tables import Claim
from sroi.partners.operations import add_partner
from sroi.partners.rules import Offer, PartnerFacts
from tests.makers import (
    EVIDENCE,
    GREEN_FIRM,
    NOW,
    ROAD_FIRM,
    make_contract,
    make_placement_claim,
    make_purchase_claim,
    make_subcontract,
    make_training_claim,
)
from tests.personas import PASSWORD, Personas
from tests.portal.test_portal_pages import PLACEMENT, PURCHASE

OTHER = EVIDENCE.replace(b"0", b"9")


async def test_a_warning_stands_at_its_field_and_who_goes_on_keeps_the_claim(people: Personas) -> None:
    place = f"/mijn-contracten/{await make_contract(firm=GREEN_FIRM)}/opgeven/plaatsing"
    over = PLACEMENT | {"hours_per_week": "40"}
    warned = await people.contractor.post(place, over)
    assert warned.status_code == 200 and await Claim.count() == 0
    assert "40 uur per week is meer dan een volledige werkweek" in warned.text.split('id="warning-hours_per_week"')[1].split("</div>")[0]
    assert "Toch bewaren" in warned.text and 'value="K-07"' in warned.text
    seen = warned.text.split('name="seen" value="')[1].split('"')[0]
    other = await people.contractor.post(place, over | {"seen": seen, "hours_per_week": "45"})
    assert other.status_code == 200 and await Claim.count() == 0, "another warning was not read yet"
    kept = await people.contractor.post(place, over | {"seen": seen})
    assert kept.status_code == 303 and await Claim.count() == 1
    assert "volledige werkweek" in (await people.contractor.follow(kept)).text


async def test_the_value_while_typing_is_a_part_of_the_page_and_keeps_nothing(people: Personas) -> None:
    place = f"/mijn-contracten/{await make_contract(firm=GREEN_FIRM)}/opgeven/plaatsing/waarde"
    part = await people.contractor.post(place, PLACEMENT)
    assert "€\xa04.444,44" in part.text and "<html" not in part.text
    unfinished = await people.contractor.post(place, PLACEMENT | {"hours_per_week": "2"} | {"starts_on": ""})
    assert unfinished.status_code == 200 and "Vul de gegevens in" in unfinished.text
    refused = await people.contractor.post(place, PLACEMENT | {"ends_on": "1-9-2023"})
    assert "De einddatum ligt voor de startdatum." in refused.text
    assert await Claim.count() == 0
    assert (await people.other_contractor.post(place, PLACEMENT)).status_code == 404


async def test_a_placement_that_runs_on_is_continued_or_ended(people: Personas) -> None:
    contract_id = await make_contract(firm=GREEN_FIRM, ends_before=datetime.now(UTC).date() + timedelta(days=400))
    claim_id = await make_placement_claim(contract_id=contract_id, target_group="banenafspraak", residence="GM0603")
    shown = (await people.contractor.get(f"/mijn-contracten/{contract_id}")).text
    form = f"/mijn-contracten/{contract_id}/opgeven/plaatsing"
    assert f"{form}?verder={claim_id}" in shown and f"{form}?einde={claim_id}" in shown
    on = (await people.contractor.get(f"{form}?verder={claim_id}")).text
    assert 'value="K-01"' in on and 'value="GM0603" selected' in on and 'name="ends_on"' in on
    ended = (await people.contractor.get(f"{form}?einde={claim_id}")).text
    assert 'value="" id="field-ends_on"' in on and 'value="" id="field-ends_on"' not in ended
    for nonsense in ("x", str(await make_contract(number="2023-099", firm=ROAD_FIRM))):
        assert (await people.contractor.get(f"{form}?verder={nonsense}")).status_code == 404


async def test_a_subcontractor_goes_on_with_its_own_placement_and_sees_no_others(people: Personas) -> None:
    contract_id = await make_contract(firm=GREEN_FIRM, ends_before=date(2099, 1, 1))
    subcontractor = await make_subcontract(contract_id=contract_id)
    await make_placement_claim(contract_id=contract_id, candidate_label="K-01")
    own = await make_placement_claim(
        contract_id=contract_id, candidate_label="S-01", employer_name="Schilders Verzonnen", contractor=subcontractor
    )
    shown = (await people.subcontractor.get(f"/mijn-contracten/{contract_id}")).text
    form = f"/mijn-contracten/{contract_id}/opgeven/plaatsing"
    assert f"{form}?verder={own}" in shown and f"{form}?einde={own}" in shown and "K-01" not in shown
    assert 'value="S-01"' in (await people.subcontractor.get(f"{form}?verder={own}")).text
    assert "S-01" not in (await people.contractor.get(f"/mijn-contracten/{contract_id}")).text


async def test_a_form_whose_session_ended_comes_back_filled_and_can_be_gone_on_with(people: Personas) -> None:
    place = f"/mijn-contracten/{await make_contract(firm=GREEN_FIRM)}/opgeven/sociale-inkoop"
    await UserSession.update({UserSession.seen_at: datetime.now(UTC) - SESSION_IDLE - timedelta(minutes=1)}, force=True)
    typed = PURCHASE | {"may_show_again": "1", "amount": "veel"}
    late = await people.contractor.post(place, typed)
    assert late.status_code == 401 and "Uw sessie is verlopen" in late.text
    kept = {"kept_path": place, "kept_name": list(typed), "kept_value": list(typed.values())}
    again = await people.contractor.post("/inloggen", {"email": people.contractor.viewer.email or "", "password": PASSWORD, **kept})
    assert "Verder met invullen" in again.text
    filled = await people.contractor.post(place, typed | {"action": "show"})
    assert filled.status_code == 200
    assert 'value="veel"' in filled.text and 'value="F-2023-118"' in filled.text and "Fout:" not in filled.text
    assert await Claim.count() == 0


async def test_what_may_be_a_citizen_service_number_is_refused_in_words_and_warned_of_in_an_invoice(people: Personas) -> None:
    place = f"/mijn-contracten/{await make_contract(firm=GREEN_FIRM)}/opgeven/sociale-inkoop"
    refused = await people.contractor.post(place, PURCHASE | {"description": "kandidaat 1234.56.782"})
    assert refused.status_code == 422 and "burgerservicenummer" in refused.text and await Claim.count() == 0
    warned = await people.contractor.post(place, PURCHASE | {"invoice_number": "123456782"})
    assert warned.status_code == 200 and "Controleer of het echt het nummer van de factuur is" in warned.text


async def test_a_contractor_takes_along_its_own_data_and_nothing_of_others(people: Personas) -> None:
    own = await make_contract(number="2023-014", firm=GREEN_FIRM)
    claim_id = await make_placement_claim(contract_id=own, candidate_label="=1+1", submitted=False)
    for one, name in (
        (claim_id, "../contract.png"),
        (await make_training_claim(contract_id=own, title="EHBO", submitted=False), "nog eens.png"),
    ):
        await people.contractor.post(f"/mijn-opgaven/{one}/bewijsstukken", files={"evidence": (name, OTHER)})
    await make_training_claim(contract_id=own)  # with a file that this store has not
    other = await make_contract(number="2023-099", title="Asfaltonderhoud", firm=ROAD_FIRM)
    await make_purchase_claim(contract_id=other, supplier_name="Andere werkplaats")
    answer = await people.contractor.get("/mijn-gegevens")
    assert answer.headers["content-disposition"].startswith("attachment")
    with ZipFile(BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist() if name.startswith("bewijsstukken/")}
        texts = {name: archive.read(name).decode() for name in archive.namelist() if name not in files}
    index = texts["bewijsstukken.csv"]
    ((place, content),) = files.items()  # two names, one file
    assert content == OTHER and index.count(sha256(content).hexdigest()) == index.count(place) == 2
    assert ".." not in place and "Dit bestand is niet gevonden." in index
    assert set(texts) == {"contracten.csv", "opgaven.csv", "bewijsstukken.csv", "stappen.csv", "gegevens.json"}
    assert "2023-014" in texts["contracten.csv"] and "62500" in texts["contracten.csv"].replace(".", "")
    assert "'=1+1" in texts["opgaven.csv"] and "nog eens.png" in index
    assert not any(secret in text for text in texts.values() for secret in ("2023-099", "Asfaltonderhoud", "Andere werkplaats"))
    assert (await people.officer.get("/mijn-gegevens")).status_code == 403


async def test_what_counts_is_told_in_plain_words(people: Personas) -> None:
    contract_id = await make_contract(firm=GREEN_FIRM)
    told = (await people.contractor.get(f"/mijn-contracten/{contract_id}/regels")).text
    assert "€\xa040.000,00 per jaar bij 36 uur per week" in told
    assert "Een persoon telt ten hoogste 24 maanden." in told
    assert "niet vastgesteld" in told
    assert (await people.other_contractor.get(f"/mijn-contracten/{contract_id}/regels")).status_code == 404


async def test_the_picture_is_drawn_for_its_contractor_alone(people: Personas) -> None:
    contract_id = await make_contract(firm=GREEN_FIRM)
    for address in ("verloop", "verloop?smal=1"):
        drawn = await people.contractor.get(f"/mijn-contracten/{contract_id}/{address}")
        assert drawn.headers["content-type"].startswith("image/svg+xml")
        assert "stroke-dasharray:2,6" in drawn.text and "<script" not in drawn.text
        assert (await people.other_contractor.get(f"/mijn-contracten/{contract_id}/{address}")).status_code == 404


async def test_recognised_suppliers_are_offered_and_another_may_be_typed(people: Personas) -> None:
    place, reviewer = f"/mijn-contracten/{await make_contract(firm=GREEN_FIRM)}/opgeven/sociale-inkoop", people.reviewer.viewer
    kept = PartnerFacts(
        name="Werkbedrijf <Voorbeeld>",
        offers=frozenset({Offer.PURCHASES}),
        supplier_kind="work_company",
        recognised_from=date(2023, 1, 1),
    )
    lapsed = replace(kept, name="Verlopen", recognised_before=date(2023, 2, 1))
    for facts in (kept, lapsed, replace(kept, name="Andere soort", supplier_kind="sw_elders")):
        await add_partner(viewer=reviewer, facts=facts, now=NOW)
    page = (await people.contractor.get(place)).text
    offered = page.split("<datalist")[1].split("</datalist>")[0]
    assert re.findall(r'<option value="([^"]*)">', offered) == ["Werkbedrijf &lt;Voorbeeld&gt;"]
    assert 'list="options-supplier_name"' in page
