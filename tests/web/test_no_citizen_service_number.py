"""No citizen service number gets in: every text field of every form of contractor, WSP and administrator refuses one, and none is kept.

The forms are read from the pages themselves, so that a field that is added later is tried too.
"""

from typing import Any
from urllib.parse import urljoin

import pytest
from litestar import Litestar
from lxml import html

from sroi.fulfilment.tables import Aftercare
from tests.audit.test_every_write import everything
from tests.makers import (
    GREEN_FIRM,
    approve,
    make_contract,
    make_placement_claim,
    make_purchase_claim,
    make_training_claim,
)
from tests.personas import Persona, Personas, personas

pytestmark = pytest.mark.usefixtures("database")

NUMBER = "111222333"  # passes the eleven-test, and is nobody's
# What others give out may happen to be such a number: it is warned of, which tests of its form hold.
MAY_BE = {"invoice_number"}
KINDS = ("plaatsing", "training", "sociale-inkoop", "maatschappelijke-activiteit")


def _text_fields(form: Any) -> list[str]:
    found = form.xpath(".//textarea | .//input[@type='text']")
    return [field.name for field in found if field.name and field.name not in MAY_BE]


async def _try(someone: Persona, path: str) -> int:
    """Send each form of a page with the number in one field after the other; return how many fields there were."""
    shown = await someone.get(path)
    assert shown.status_code == 200, path
    tried = 0
    for form in html.fromstring(shown.text).forms:
        names = _text_fields(form) if form.method == "POST" else []
        for name in names:
            data = {key: value or "" for key, value in form.form_values() if key != "_csrf_token"}
            answer = await someone.post(urljoin(path, form.action), data | {name: f"nummer {NUMBER}"})
            assert answer.status_code in (422, 303), f"{path}: {name}"
            if answer.status_code == 422:
                assert f'id="error-{name}"' in answer.text, f"{path}: {name} is not refused at its field"
            tried += 1
    return tried


async def _addresses(people: Personas) -> tuple[tuple[Persona, tuple[str, ...]], ...]:
    contract_id = await make_contract(firm=GREEN_FIRM)
    approved = await make_placement_claim(contract_id=contract_id)
    await approve(claim_id=approved)
    waiting = await make_purchase_claim(contract_id=contract_id)
    draft = await make_training_claim(contract_id=contract_id, submitted=False)
    (followed,) = await Aftercare.select(Aftercare.id)
    contract, desk = f"/mijn-contracten/{contract_id}", f"/nazorg/{followed['id']}"
    of_contractor = (
        *(f"{contract}/opgeven/{kind}" for kind in KINDS),
        f"/mijn-opgaven/{draft}",
        f"/mijn-opgaven/{draft}/wijzigen",
        f"{contract}/onderaannemers",
        f"{contract}/plan",
        *(f"{contract}/plan/toevoegen/{kind}" for kind in KINDS),
        "/collegas",
        "/mijn-account",
    )
    of_wsp = (
        f"/werkvoorraad/{waiting}",
        f"/werkvoorraad/{approved}",
        "/werkvoorraad?soort=training",
        desk,
        f"{desk}/verhaal",
        "/nazorg/afspraken",
        "/partners/toevoegen",
        f"/contracten/{contract_id}/uitnodigen",
    )
    return ((people.contractor, of_contractor), (people.reviewer, of_wsp), (people.administrator, ("/gebruikers/uitnodigen", "/doelen")))


async def test_no_text_field_of_any_form_takes_a_citizen_service_number(app: Litestar) -> None:
    async with personas(app) as people:
        for someone, paths in await _addresses(people):
            tried = [await _try(someone, path) for path in paths]
            assert sum(tried) > 0
    kept = {table for table, rows in (await everything()).items() for row in rows if NUMBER in repr(row)}
    assert kept == set()
