"""The page of the profiles that officers keep, and the question before one is deleted."""

import re

from tests.personas import Personas

REGISTER = b"Code;Waarover;Wie;Hoeveel\r\n2024-031;Groenonderhoud Noord;Groen Voorbeeld B.V.;1.250.000,00\r\n"
MEANT = {"kolom0": "reference", "kolom1": "title", "kolom2": "contractor", "kolom3": "contract_sum"}
LIST = "/kolomprofielen"


async def kept(people: Personas, name: str) -> str:
    """Keep a profile of this name and return the address at which it is deleted."""
    place = (await people.officer.post("/importeren", files={"file": ("lijst.csv", REGISTER, "text/csv")})).headers["location"]
    await people.officer.post(f"{place}/kolommen", {**MEANT, "name": name})
    (address,) = re.findall(rf'<a href="({LIST}/[0-9a-f-]+/verwijderen)">Verwijder {name}</a>', (await people.officer.get(LIST)).text)
    return str(address)


async def test_a_profile_is_deleted_after_a_question_that_tells_what_that_means(people: Personas) -> None:
    address = await kept(people, "Beheer")
    assert address not in "".join(re.findall("<form[^>]*>", (await people.officer.get(LIST)).text))  # no button does it at once
    asked = (await people.officer.get(address)).text
    assert "<h1>Kolomprofiel Beheer verwijderen</h1>" in asked and "Code, Waarover, Wie, Hoeveel" in asked
    assert f'action="{address}"' in asked and f'<a href="{LIST}">Annuleren</a>' in asked
    assert "Beheer" in (await people.officer.get(LIST)).text
    done = (await people.officer.follow(await people.officer.post(address))).text
    assert "Het profiel is verwijderd." in done and "Beheer" not in done
    assert (await people.officer.get(address)).status_code == 404


async def test_nobody_else_is_asked(people: Personas) -> None:
    address = await kept(people, "Beheer")
    for someone in (people.reviewer, people.contractor, people.administrator):
        assert (await someone.get(address)).status_code == 403
