"""Choosing what the columns of a register mean: the file is read again, and the choice may be kept under a name for the next one."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from gettext import gettext as _
from uuid import UUID, uuid4

from imports.profile import DEFAULT
from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts.operations.imports import FileRead, Tell, UnableToImport, keep_preview, preview_of, read_with, silent
from sroi.contracts.operations.uploads import kept_file
from sroi.contracts.queries.column_profiles import column_profile
from sroi.contracts.queries.imports import Batch, BatchStatus, import_batch, import_job, is_at_work
from sroi.contracts.tables import ColumnProfile
from sroi.database import transaction
from sroi.values import search_text

MAX_NAME = 100
Columns = Mapping[str, str | None]


async def choose_columns(*, viewer: Viewer, batch_id: UUID, columns: Columns, name: str, now: datetime) -> None:
    """Read the file of a preview again by these columns (header -> field, None for no field), and keep them under `name` if it is given.

    Raises UnableToImport when the file was confirmed, or when too little can be read with them.
    """
    viewer.require(Permission.WRITE_REGISTER)
    batch = await import_batch(viewer=viewer, batch_id=batch_id)
    if batch.status is not BatchStatus.PREVIEW or is_at_work(batch, await import_job(viewer=viewer, batch=batch)):
        raise UnableToImport(
            _("Deze import is al bevestigd of weggegooid, of wordt nu verwerkt. Lees het bestand opnieuw in om andere kolommen te kiezen.")
        )
    await check_choice(columns=columns, name=name)
    await read_again(viewer=viewer, batch=batch, columns=columns, name=name, now=now)


async def check_choice(*, columns: Columns, name: str) -> None:
    """Raise UnableToImport when two columns mean the same, on the header of the last, or when a choice cannot be kept under a name."""
    twice = [field for field in columns.values() if field is not None and list(columns.values()).count(field) > 1]
    if twice:
        headers = [header for header, field in columns.items() if field == twice[0]]
        message = _("De kolommen {headers} kunnen niet hetzelfde betekenen. Kies er een.")
        raise UnableToImport(message.format(headers=_(" en ").join(headers)), field=headers[-1])
    if name.strip():
        await _replaced_by(columns, key=_checked(name)[1])


async def read_again(*, viewer: Viewer, batch: Batch, columns: Columns, name: str, now: datetime, tell: Tell = silent) -> None:
    """Read the file of a preview again by these columns; `tell` hears how far that is."""
    async with kept_file(batch_id=batch.id) as path:
        if path is None:
            raise UnableToImport(
                _("Het bestand van deze import is na een maand verwijderd. Lees het opnieuw in om andere kolommen te kiezen.")
            )
        reading = read_with(path, columns, tell)
        preview = await preview_of(FileRead(await reading), batch.award_date_from_start, now, tell)
    async with transaction():
        saved = await save_profile(viewer=viewer, name=name, columns=columns, now=now) if name.strip() else ""
        await keep_preview(viewer=viewer, batch_id=batch.id, preview=replace(preview, profile_name=saved), now=now)


async def save_profile(*, viewer: Viewer, name: str, columns: Mapping[str, str | None], now: datetime) -> str:
    """Keep a choice of columns under a name, in place of what had that name for such files, and return the name."""
    viewer.require(Permission.WRITE_REGISTER)
    plain, key = _checked(name)
    text = json.dumps(dict(columns), ensure_ascii=False)
    async with transaction():
        known = await _replaced_by(columns, key=key)
        profile_id = known or uuid4()
        if known:
            await ColumnProfile.update({ColumnProfile.columns: text}).where(ColumnProfile.id == profile_id)
        else:
            row = ColumnProfile(
                id=profile_id, name=plain, search_text=key, base=DEFAULT, columns=text, created_by=viewer.account_id, created_at=now
            )
            await ColumnProfile.insert(row)
        await _record(viewer, "column_profile.saved", profile_id, now, plain)
    return plain


async def _replaced_by(columns: Columns, *, key: str) -> UUID | None:
    """Return the profile of this name, which a choice of columns takes the place of; None when there is none.

    Raises UnableToImport on the field `name` when that is one of the program, or one that does not fit the file: somebody else's register.
    """
    known = await ColumnProfile.select(ColumnProfile.id, ColumnProfile.created_by, ColumnProfile.columns).where(
        ColumnProfile.search_text == key
    )
    if not known:
        return None
    if known[0]["created_by"] is None:
        raise UnableToImport(_("Dit profiel hoort bij het programma. Kies een andere naam."), field="name")
    if not json.loads(known[0]["columns"]).keys() <= columns.keys():
        raise UnableToImport(
            _("Er is al een profiel met deze naam, voor een bestand met andere kolommen. Kies een andere naam."), field="name"
        )
    return UUID(str(known[0]["id"]))


async def rename_profile(*, viewer: Viewer, profile_id: UUID, name: str, now: datetime) -> None:
    """Give a profile another name; raise UnableToImport on the field `name`."""
    viewer.require(Permission.WRITE_REGISTER)
    plain, key = _checked(name)
    async with transaction():
        await _require_own(viewer, profile_id)
        if await ColumnProfile.exists().where((ColumnProfile.search_text == key) & (ColumnProfile.id != profile_id)):
            raise UnableToImport(_("Er is al een profiel met deze naam."), field="name")
        await ColumnProfile.update({ColumnProfile.name: plain, ColumnProfile.search_text: key}).where(ColumnProfile.id == profile_id)
        await _record(viewer, "column_profile.renamed", profile_id, now, plain)


async def delete_profile(*, viewer: Viewer, profile_id: UUID, now: datetime) -> None:
    """Delete a profile; files that were read by it stay as they are."""
    viewer.require(Permission.WRITE_REGISTER)
    async with transaction():
        name = await _require_own(viewer, profile_id)
        await ColumnProfile.delete().where(ColumnProfile.id == profile_id)
        await _record(viewer, "column_profile.deleted", profile_id, now, name)


async def _require_own(viewer: Viewer, profile_id: UUID) -> str:
    saved = await column_profile(viewer=viewer, profile_id=profile_id)
    if saved.is_shipped:
        raise UnableToImport(_("Dit profiel hoort bij het programma en kan niet worden gewijzigd."))
    return saved.name


def _checked(name: str) -> tuple[str, str]:
    plain = " ".join(name.split())
    key = search_text(plain)
    if not key:
        raise UnableToImport(_("Vul een naam in voor het profiel."), field="name")
    if len(plain) > MAX_NAME or len(key) > MAX_NAME:
        raise UnableToImport(_("Deze naam is te lang. Gebruik ten hoogste 100 tekens."), field="name")
    return plain, key


async def _record(viewer: Viewer, action: str, profile_id: UUID, now: datetime, name: str) -> None:
    subject = Subject("column_profile", str(profile_id))
    await record_event(actor=actor_of(viewer), action=action, subject=subject, now=now, details={"name": name})
