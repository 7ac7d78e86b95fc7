"""The pages of retention periods: what is shown, changed, and refused on its field."""

import re

import pytest
from litestar import Litestar

from tests.personas import personas

pytestmark = pytest.mark.usefixtures("database")


async def test_an_administrator_sees_the_periods_and_changes_one_by_a_decision(app: Litestar) -> None:
    async with personas(app) as people:
        shown = await people.administrator.get("/bewaartermijnen")
        assert shown.text.count("niet vastgesteld") == 4
        assert "24 maanden" in shown.text
        assert "24" in (await people.administrator.get("/bewaartermijnen/kandidaten")).text
        changed = await people.administrator.post("/bewaartermijnen/kandidaten", {"months": "18", "decision": "Besluit <7>"})
        page = await people.administrator.follow(changed)
        assert "18 maanden" in page.text
        assert "Besluit &lt;7&gt;" in page.text
        assert page.text.count("niet vastgesteld") == 3
        assert (await people.administrator.get("/bewaartermijnen/verzonnen")).status_code == 404


@pytest.mark.parametrize(("field", "typed"), [("months", "0"), ("months", "twee"), ("months", "99999"), ("decision", "")])
async def test_what_is_wrong_is_said_on_its_field_and_the_rest_stays(app: Litestar, field: str, typed: str) -> None:
    async with personas(app) as people:
        answer = await people.administrator.post("/bewaartermijnen/mail", {"months": "12", "decision": "Besluit 7", field: typed})
    assert answer.status_code == 422
    assert re.search(rf'id="error-{field}">', answer.text)
    assert 'value="12"' in answer.text or 'value="Besluit 7"' in answer.text
