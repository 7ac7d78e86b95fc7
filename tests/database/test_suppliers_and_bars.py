"""Upgrading a filled register: invoices get the partner that their supplier is, and who was barred stays so until an administrator says."""

import pytest

from sroi.database import fetch
from sroi.database.migrations import migration_names, upgrade
from tests.database.filled import fill
from tests.database.keys import OFFICER
from tests.database.test_migrations import upgrade_to

BEFORE = tuple(name for name in migration_names() if name < "m0031")


@pytest.mark.parametrize(
    ("name", "kvk_number", "is_linked"),
    [
        ("Een andere naam", "00100009", True),
        ("WERKBEDRIJF  voorbeeld.", None, True),
        ("Werkbedrijf Voorbeeld", "00100017", False),
        ("Werkplaats Anders", None, False),
    ],
    ids=["by its number", "by its name", "a namesake with another number", "unknown"],
)
async def test_a_supplier_is_linked_to_the_partner_that_it_is(
    empty_database: None, monkeypatch: pytest.MonkeyPatch, name: str, kvk_number: str | None, is_linked: bool
) -> None:
    await upgrade_to(monkeypatch, BEFORE)
    await fill(BEFORE)
    await fetch("UPDATE social_purchase SET supplier_name = {}, supplier_kvk_number = {}", name, kvk_number)
    await fetch("UPDATE user_account SET is_active = FALSE WHERE id = {}", OFFICER)
    await upgrade()
    assert [row["partner"] is not None for row in await fetch("SELECT partner FROM social_purchase")] == [is_linked]
    (account,) = await fetch("SELECT is_barred FROM user_account WHERE id = {}", OFFICER)
    assert account["is_barred"]
