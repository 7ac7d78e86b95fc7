"""The pages of aftercare: what is due, one placement, drop-out, the rates of a year, and the moments."""

import re

from sroi.fulfilment.queries.aftercare import aftercare, moment_rules
from sroi.fulfilment.tables import Aftercare
from tests.makers import approve, make_contract, make_placement_claim
from tests.personas import Personas


async def _placement() -> str:
    claim_id = await make_placement_claim(contract_id=await make_contract(), birth_year=2003)
    await approve(claim_id=claim_id)
    return str((await Aftercare.select(Aftercare.id))[0]["id"])


async def test_a_call_is_due_and_recorded_and_what_cannot_be_says_why(people: Personas) -> None:
    placement = await _placement()
    shown = (await people.reviewer.get("/nazorg?stand=te-laat")).text
    assert f"/nazorg/{placement}" in shown and "Te laat" in shown and "niet vastgesteld" in shown
    page = (await people.reviewer.get(f"/nazorg/{placement}")).text
    assert "Na 3 maanden" in page and "Hoe deze dag is berekend" in page
    one = await aftercare(viewer=people.reviewer.viewer, aftercare_id=(await Aftercare.select(Aftercare.id))[0]["id"])
    typed = {"moment": str(one.moments[0].id), "held_on": "1-9-2023", "outcome": "well", "note": "Vaste begeleider gevraagd"}
    refused = await people.reviewer.post(f"/nazorg/{placement}/contact", typed)
    assert refused.status_code == 422 and "De plaatsing begon pas op" in refused.text and "Vaste begeleider gevraagd" in refused.text
    for missing in ({}, {"moment": "verzonnen", "held_on": "morgen", "outcome": "best"}):
        assert (await people.reviewer.post(f"/nazorg/{placement}/contact", missing)).status_code == 422
    done = await people.reviewer.follow(await people.reviewer.post(f"/nazorg/{placement}/contact", typed | {"held_on": "15-12-2023"}))
    assert "Het contact is vastgelegd." in done.text and "Gesproken" in done.text


async def test_a_drop_out_shows_in_the_rate_and_is_revoked(people: Personas) -> None:
    placement = await _placement()
    empty = await people.reviewer.post(f"/nazorg/{placement}/uitval", {"ended_on": "", "reason": ""})
    assert empty.status_code == 422
    typed = {"ended_on": "31-10-2023", "reason": "Ging ander werk doen."}
    done = await people.reviewer.follow(await people.reviewer.post(f"/nazorg/{placement}/uitval", typed))
    assert "1 november 2023" in done.text and "goedgekeurd over dagen na de uitval" in done.text
    rates = (await people.reviewer.get("/nazorg/uitval/2023")).text
    assert "100%" in rates and "Boven het doel" in rates and "Participatiewet" in rates
    for href in re.findall(r'href="(/nazorg/uitval/2023/(?:doel|groep)/[^"]+)"', rates):
        assert f"/nazorg/{placement}" in (await people.reviewer.get(href)).text
    back = await people.reviewer.post(f"/nazorg/{placement}/uitval/intrekken", {"revoked_reason": "Verwisseld."})
    assert "Uitval die is ingetrokken" in (await people.reviewer.follow(back)).text
    assert "Binnen het doel" in (await people.reviewer.get("/nazorg/uitval/2023")).text


async def test_the_moments_are_added_and_removed(people: Personas) -> None:
    refused = await people.reviewer.post("/nazorg/afspraken", {"label": "Na 9 maanden", "months": "negen", "source": "Overleg"})
    assert refused.status_code == 422 and "Schrijf hier een heel getal." in refused.text
    await people.reviewer.post("/nazorg/afspraken", {"label": "Na 9 maanden", "months": "9", "source": "Overleg"})
    assert "9 maanden na de start" in (await people.reviewer.get("/nazorg/afspraken")).text
    added = next(rule for rule in await moment_rules() if rule.months == 9)
    await people.reviewer.post(f"/nazorg/afspraken/{added.id}/verwijderen")
    assert "9 maanden na de start" not in (await people.reviewer.get("/nazorg/afspraken")).text


async def test_the_administrator_changes_moments_and_targets_and_sees_no_placement(people: Personas) -> None:
    shown = (await people.administrator.get("/nazorg/afspraken")).text
    assert "25%" in shown and "niet vastgesteld" in shown
    change = {"target": "Kwetsbare jongeren", "holds_from": "1-1-2024", "maximum_pct": "20", "age_below": "", "agreed_in": ""}
    refused = await people.administrator.post("/nazorg/afspraken/doelen", change)
    assert refused.status_code == 422 and 'id="error-agreed_in"' in refused.text and 'value="20"' in refused.text
    done = await people.administrator.post("/nazorg/afspraken/doelen", change | {"agreed_in": "Collegebesluit (voorbeeld)"})
    assert "20%" in (await people.administrator.follow(done)).text
    assert (await people.administrator.get("/nazorg")).status_code == 403


async def test_what_does_not_exist_is_not_found(people: Personas) -> None:
    for path in ("/nazorg/uitval/1900", "/nazorg/uitval/2023/doel/9", "/nazorg/00000000-0000-4000-8000-000000000004"):
        assert (await people.reviewer.get(path)).status_code == 404, path
    assert "Er zijn geen plaatsingen." in (await people.reviewer.get("/nazorg/uitval/2023/groep/verzonnen")).text
    assert (await people.officer.get("/nazorg")).status_code == 403
