"""Reads of column profiles: what officers chose for the columns of registers, and which of them fits a file."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from gettext import gettext as _
from uuid import UUID

from imports import Profile, load_profile
from sroi.access import Permission, Viewer
from sroi.contracts.tables import ColumnProfile
from sroi.errors import NotFound


class ProfileNotFound(NotFound):
    """There is no such profile."""


@dataclass(frozen=True)
class SavedProfile:
    """A named choice of columns on top of a shipped profile (`base`); `columns` gives by header the field, None for no field."""

    id: UUID
    name: str
    base: str
    columns: Mapping[str, str | None]
    is_shipped: bool
    created_at: datetime

    @property
    def profile(self) -> Profile:
        """Return it as readers take it."""
        return load_profile(self.base).with_columns(self.columns)


async def column_profiles(*, viewer: Viewer) -> tuple[SavedProfile, ...]:
    """Return all profiles, by name."""
    viewer.require(Permission.WRITE_REGISTER)
    rows = await ColumnProfile.select().order_by(ColumnProfile.search_text)
    return tuple(
        SavedProfile(row["id"], row["name"], row["base"], json.loads(row["columns"]), row["created_by"] is None, row["created_at"])
        for row in rows
    )


async def column_profile(*, viewer: Viewer, profile_id: UUID) -> SavedProfile:
    """Return one profile; raise ProfileNotFound."""
    for found in await column_profiles(viewer=viewer):
        if found.id == profile_id:
            return found
    raise ProfileNotFound(_("Dit profiel is niet gevonden."))


def fitting_profile(profiles: Iterable[SavedProfile], *, headers: Collection[str]) -> SavedProfile | None:
    """Return the profile of which a file has every column, the one with most columns; None when there is none."""
    fitting = [saved for saved in profiles if saved.columns and saved.columns.keys() <= set(headers)]
    return max(fitting, key=lambda saved: len(saved.columns), default=None)
