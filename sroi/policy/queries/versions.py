"""Reads of versions, drafts and confirmations with who made them, for those who may read policies."""

from dataclasses import dataclass
from datetime import date, datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.errors import NotFound
from sroi.policy.queries.shipped import policy_not_found
from sroi.policy.tables import PolicyConfirmation, PolicyDraft, PolicyVersion

PAGE_SIZE = 50
OPEN, PUBLISHED, DISCARDED = "open", "published", "discarded"


class DraftNotFound(NotFound):
    """There is no such draft of a policy."""


@dataclass(frozen=True)
class VersionRecord:
    """A published version; nobody uploaded or published what came with the register."""

    name: str
    sha256: str
    in_force_from: date
    published_at: datetime
    uploaded_by: str | None
    published_by: str | None


@dataclass(frozen=True)
class DraftRecord:
    """A draft, by whom it was uploaded, and what became of it."""

    id: UUID
    name: str
    text: str
    sha256: str
    status: str
    uploaded_by_id: UUID
    uploaded_by: str
    uploaded_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    reason: str

    @property
    def is_open(self) -> bool:
        """Return whether it still waits for a decision."""
        return self.status == OPEN


@dataclass(frozen=True)
class ConfirmationRecord:
    """An official's word that a rule is so, and who recorded it."""

    policy_name: str
    rule: str
    confirmed_by: str
    confirmed_on: date
    decision_reference: str
    recorded_by: str
    recorded_at: datetime


async def versions_page(*, viewer: Viewer, after: tuple[date, str] | None = None, size: int = PAGE_SIZE) -> tuple[VersionRecord, ...]:
    """Return published versions, the latest in force first, after the key of the last one shown; at most `size`."""
    viewer.require(Permission.READ_POLICY)
    query = _versions().order_by(PolicyVersion.in_force_from, PolicyVersion.name, ascending=False).limit(size)
    if after is not None:
        day, name = after
        query = query.where((PolicyVersion.in_force_from < day) | ((PolicyVersion.in_force_from == day) & (PolicyVersion.name < name)))
    return tuple(_version(row) for row in await query)


async def version(*, viewer: Viewer, name: str) -> VersionRecord:
    """Return one published version; raise PolicyNotFound when there is none of this name."""
    viewer.require(Permission.READ_POLICY)
    rows = await _versions().where(PolicyVersion.name == name)
    if not rows:
        raise policy_not_found(name=name, known=await version_names(viewer=viewer))
    return _version(rows[0])


async def version_names(*, viewer: Viewer) -> tuple[str, ...]:
    """Return the names of all published versions, in alphabetical order."""
    viewer.require(Permission.READ_POLICY)
    rows = await PolicyVersion.select(PolicyVersion.name).order_by(PolicyVersion.name)
    return tuple(row["name"] for row in rows)


async def text_of_version(*, viewer: Viewer, name: str) -> str:
    """Return the text of a published version, sign for sign; raise PolicyNotFound when there is none of this name."""
    viewer.require(Permission.READ_POLICY)
    rows = await PolicyVersion.select(PolicyVersion.text).where(PolicyVersion.name == name)
    if not rows:
        raise policy_not_found(name=name, known=await version_names(viewer=viewer))
    return str(rows[0]["text"])


async def open_drafts(*, viewer: Viewer, size: int = PAGE_SIZE) -> tuple[DraftRecord, ...]:
    """Return the drafts that wait for a decision, the oldest first; at most `size`."""
    viewer.require(Permission.READ_POLICY)
    rows = await _drafts().where(PolicyDraft.status == OPEN).order_by(PolicyDraft.uploaded_at, PolicyDraft.id).limit(size)
    return tuple(_draft(row) for row in rows)


async def draft(*, viewer: Viewer, draft_id: UUID) -> DraftRecord:
    """Return one draft; raise DraftNotFound when there is none."""
    viewer.require(Permission.READ_POLICY)
    rows = await _drafts().where(PolicyDraft.id == draft_id)
    if not rows:
        raise DraftNotFound(_("Dit concept is niet gevonden."))
    return _draft(rows[0])


async def confirmations(*, viewer: Viewer, names: tuple[str, ...]) -> tuple[ConfirmationRecord, ...]:
    """Return the confirmations that were recorded with these policies, the latest first."""
    viewer.require(Permission.READ_POLICY)
    rows = (
        await PolicyConfirmation.select(*PolicyConfirmation.all_columns(), PolicyConfirmation.recorded_by.name)
        .where(PolicyConfirmation.policy_name.is_in(list(names)))
        .order_by(PolicyConfirmation.recorded_at, PolicyConfirmation.rule, ascending=False)
    )
    return tuple(_confirmation(row) for row in rows)


def _versions() -> Any:
    columns = (PolicyVersion.name, PolicyVersion.sha256, PolicyVersion.in_force_from, PolicyVersion.published_at)
    return PolicyVersion.select(*columns, PolicyVersion.uploaded_by.name, PolicyVersion.published_by.name)


def _version(row: dict[str, Any]) -> VersionRecord:
    return VersionRecord(
        name=row["name"],
        sha256=row["sha256"],
        in_force_from=row["in_force_from"],
        published_at=row["published_at"],
        uploaded_by=row["uploaded_by.name"],
        published_by=row["published_by.name"],
    )


def _drafts() -> Any:
    return PolicyDraft.select(*PolicyDraft.all_columns(), PolicyDraft.uploaded_by.name, PolicyDraft.decided_by.name)


def _draft(row: dict[str, Any]) -> DraftRecord:
    return DraftRecord(
        id=row["id"],
        name=row["name"],
        text=row["text"],
        sha256=row["sha256"],
        status=row["status"],
        uploaded_by_id=row["uploaded_by"],
        uploaded_by=row["uploaded_by.name"],
        uploaded_at=row["uploaded_at"],
        decided_by=row["decided_by.name"],
        decided_at=row["decided_at"],
        reason=row["reason"],
    )


def _confirmation(row: dict[str, Any]) -> ConfirmationRecord:
    return ConfirmationRecord(
        policy_name=row["policy_name"],
        rule=row["rule"],
        confirmed_by=row["confirmed_by"],
        confirmed_on=row["confirmed_on"],
        decision_reference=row["decision_reference"],
        recorded_by=row["recorded_by.name"],
        recorded_at=row["recorded_at"],
    )
