"""Every route of the portal with a real contract and claim, as its subcontractor and as a stranger: what is not theirs is not found."""

import re
from uuid import UUID

import pytest
from litestar import Litestar

from sroi.access import Permission
from sroi.web.permissions import permission_of
from tests.makers import GREEN_FIRM, make_contract, make_placement_claim, make_subcontract
from tests.personas import Persona, personas
from tests.web.test_route_matrix import INVENTED, routes_of

pytestmark = pytest.mark.usefixtures("database")

CONTRACT = "/mijn-contracten/{contract_id:uuid}"
# What a subcontractor may open of a contract: its own page, reporting, and the rules that reporting is valued by.
OPEN = {
    CONTRACT,
    f"{CONTRACT}/opgeven/{{kind:str}}",
    f"{CONTRACT}/opgeven/{{kind:str}}/waarde",
    f"{CONTRACT}/regels",
    f"{CONTRACT}/werkblad",
    f"{CONTRACT}/werkblad/leeg",
    f"{CONTRACT}/werkblad/bewaren",
}


def _filled(path: str, ids: dict[str, UUID]) -> str:
    known = {**INVENTED, "str": "training"}
    return re.sub(r"\{(\w+):(\w+)\}", lambda found: str(ids.get(found[1], known[found[2]])), path)


async def test_a_subcontractor_opens_of_a_contract_what_it_needs_and_nothing_of_the_contractor(app: Litestar) -> None:
    async with personas(app) as people:
        contract_id = await make_contract(firm=GREEN_FIRM)
        await make_subcontract(contract_id=contract_id)
        ids = {"contract_id": contract_id, "claim_id": await make_placement_claim(contract_id=contract_id, candidate_label="Q-77")}
        walked = [(path, method) for path, method, handler in routes_of(app) if permission_of(handler) is Permission.REPORT_FULFILMENT]
        with_ids = [(path, method) for path, method in walked if any(f"{{{name}:" in path for name in ids)]
        assert {path for path, _method in with_ids} > OPEN
        for path, method in with_ids:
            await _walk(people.subcontractor, path, method, ids, is_open=path in OPEN)
            await _walk(people.other_contractor, path, method, ids, is_open=False)


async def _walk(someone: Persona, path: str, method: str, ids: dict[str, UUID], *, is_open: bool) -> None:
    address = _filled(path, ids)
    answer = await (someone.get(address) if method == "GET" else someone.post(address))
    told = f"{someone.viewer.name} {method} {address}: {answer.status_code}"
    assert (answer.status_code in (200, 422)) if is_open else (answer.status_code == 404), told
    # Whom the contractor placed, and what it owes.
    assert "Q-77" not in answer.text and "62.500" not in answer.text, told
