"""Columns of a register that an officer chose: read again by them, kept under a name, and applied to the next file of that shape."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from sroi.access import UnableToAllow
from sroi.contracts.operations import choose_columns, delete_profile, rename_profile, stage_import
from sroi.contracts.operations.imports import UnableToImport
from sroi.contracts.queries.column_profiles import ProfileNotFound, column_profiles
from sroi.contracts.queries.import_rows import import_rows
from sroi.contracts.queries.imports import import_batch
from tests.makers import make_officer, make_reviewer

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
STRANGE = ["Code", "Waarover", "Wie", "Hoeveel"]
ROW = "2024-031;Groenonderhoud Noord;Groen Voorbeeld B.V.;1.250.000,00"
MEANT = {"Code": "reference", "Waarover": "title", "Wie": "contractor", "Hoeveel": "contract_sum"}


async def staged(*, may_ask: bool = True, headers: list[str] = STRANGE) -> UUID:
    """Upload a register whose headers say nothing and return the id of its preview."""
    content, officer = f"{';'.join(headers)}\r\n{ROW}\r\n".encode(), await make_officer()
    return await stage_import(viewer=officer, file_name="lijst.csv", content=content, award_date_from_start=False, now=NOW, may_ask=may_ask)


async def chosen(batch_id: UUID, *, name: str = "", columns: dict[str, str | None] | None = None) -> None:
    await choose_columns(viewer=await make_officer(), batch_id=batch_id, columns=columns or {**MEANT}, name=name, now=NOW)


async def test_a_register_of_strangers_asks_what_its_columns_are(database: None) -> None:
    batch = await import_batch(viewer=await make_officer(), batch_id=await staged())
    assert (batch.row_count, [column["header"] for column in batch.columns]) == (0, STRANGE)
    assert batch.columns[0]["samples"] == ["2024-031"]
    with pytest.raises(UnableToImport, match="herkenbare kolommen"):
        await staged(may_ask=False)


async def test_the_file_is_read_again_by_the_columns_that_were_chosen(database: None) -> None:
    batch_id = await staged()
    await chosen(batch_id)
    (row,) = await import_rows(batch_id=batch_id)
    assert (row.facts.number, row.facts.title, str(row.facts.contract_sum)) == ("2024-031", "Groenonderhoud Noord", "1250000.00")


async def test_a_choice_that_has_a_name_is_applied_to_the_next_file(database: None) -> None:
    await chosen(await staged(), name="Register van inkoop")
    again = await staged(may_ask=False)
    batch = await import_batch(viewer=await make_officer(), batch_id=again)
    assert (batch.profile_name, batch.row_count) == ("Register van inkoop", 1)
    await chosen(again, name="register VAN inkoop", columns={**MEANT, "Hoeveel": None})
    (row,) = await import_rows(batch_id=await staged())
    assert row.facts.contract_sum is None
    assert [saved.name for saved in await column_profiles(viewer=await make_officer())] == ["Contractregister", "Register van inkoop"]


async def test_a_profile_of_a_file_with_other_columns_is_not_replaced(database: None) -> None:
    await chosen(await staged(), name="Register van inkoop")
    others = ["Code", "Waarover", "Wie", "Prijs"]
    other = {"Code": "reference", "Waarover": "title", "Wie": "contractor", "Prijs": "contract_sum"}
    batch_id = await staged(headers=others)
    with pytest.raises(UnableToImport, match="met andere kolommen") as refused:
        await chosen(batch_id, name="register van inkoop", columns=other)
    assert refused.value.field == "name" and not await import_rows(batch_id=batch_id)
    grown = {**MEANT, "Erbij": None}
    await chosen(await staged(headers=[*STRANGE, "Erbij"]), name="Register van inkoop", columns=grown)
    _shipped, own = await column_profiles(viewer=await make_officer())
    assert own.columns == grown


async def test_two_columns_cannot_be_one_field(database: None) -> None:
    batch_id = await staged()
    with pytest.raises(UnableToImport, match="Waarover en Wie"):
        await chosen(batch_id, columns={**MEANT, "Waarover": "contractor"})
    assert not await import_rows(batch_id=batch_id)


async def test_profiles_are_renamed_and_deleted_but_for_the_shipped_one(database: None) -> None:
    officer = await make_officer()
    await chosen(await staged(), name="Register van inkoop")
    shipped, own = await column_profiles(viewer=officer)
    await rename_profile(viewer=officer, profile_id=own.id, name="Register van beheer", now=NOW)
    assert (await import_batch(viewer=officer, batch_id=await staged())).profile_name == "Register van beheer"
    for refused in ("", "Contractregister", "r" * 101):
        with pytest.raises(UnableToImport):
            await rename_profile(viewer=officer, profile_id=own.id, name=refused, now=NOW)
    with pytest.raises(UnableToImport, match="hoort bij het programma"):
        await delete_profile(viewer=officer, profile_id=shipped.id, now=NOW)
    with pytest.raises(UnableToImport, match="Kies een andere naam"):
        await chosen(await staged(), name=shipped.name)
    await delete_profile(viewer=officer, profile_id=own.id, now=NOW)
    assert await column_profiles(viewer=officer) == (shipped,)
    with pytest.raises(ProfileNotFound):
        await delete_profile(viewer=officer, profile_id=own.id, now=NOW)


async def test_only_those_who_write_in_the_register_choose(database: None) -> None:
    batch_id = await staged()
    with pytest.raises(UnableToAllow):
        await choose_columns(viewer=await make_reviewer(), batch_id=batch_id, columns={**MEANT}, name="", now=NOW)
