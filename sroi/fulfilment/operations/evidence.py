"""Adding evidence to a claim, and taking it off again while the claim is open."""

from datetime import datetime
from gettext import gettext as _
from pathlib import Path
from uuid import UUID, uuid4

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.database import transaction
from sroi.files.operations import record_file, write_file
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.rules import OPEN_TO_CONTRACTOR, UnableToMoveClaim
from sroi.fulfilment.tables import Evidence

MAX_NAME = 255


async def add_evidence(
    *, viewer: Viewer, claim_id: UUID, file_name: str, content: bytes, directory: Path, now: datetime, shows: str = ""
) -> None:
    """Add a file to an open claim; the same file twice counts once, and shows what was said last of it.

    `shows` is which evidence that a policy names it is, or empty. Raises UnableToKeepFile on the field `evidence`.
    """
    viewer.require(Permission.REPORT_FULFILMENT)
    name = _plain_name(file_name)
    await _require_open(viewer, claim_id)
    written = await write_file(directory=directory, content=content, file_name=name)
    async with transaction():
        await _require_open(viewer, claim_id)
        is_it = (Evidence.claim == claim_id) & (Evidence.sha256 == written.sha256)
        known = await Evidence.select(Evidence.shows).where(is_it)
        if known and known[0]["shows"] == shows:
            return
        if known:
            await Evidence.update({Evidence.shows: shows}).where(is_it)
            await _record(viewer, "evidence.added", claim_id, written.sha256, now)
            return
        await record_file(written=written, now=now)
        evidence = Evidence(
            id=uuid4(), claim=claim_id, sha256=written.sha256, file_name=name, shows=shows, added_by=viewer.account_id, added_at=now
        )
        await Evidence.insert(evidence)
        await _record(viewer, "evidence.added", claim_id, written.sha256, now)


async def remove_evidence(*, viewer: Viewer, claim_id: UUID, evidence_id: UUID, now: datetime) -> None:
    """Take a file off an open claim; the bytes stay, for other claims may point at them."""
    viewer.require(Permission.REPORT_FULFILMENT)
    async with transaction():
        await _require_open(viewer, claim_id)
        is_it = (Evidence.id == evidence_id) & (Evidence.claim == claim_id)
        removed = await Evidence.delete().where(is_it).returning(Evidence.sha256)
        for row in removed:
            await _record(viewer, "evidence.removed", claim_id, row["sha256"], now)


def _plain_name(file_name: str) -> str:
    """Return the name of a file without its folders and without signs that cannot be seen."""
    last = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(filter(str.isprintable, last)).strip()[-MAX_NAME:] or _("bewijsstuk")


async def _require_open(viewer: Viewer, claim_id: UUID) -> None:
    record = await claim(viewer=viewer, claim_id=claim_id)
    if record.status not in OPEN_TO_CONTRACTOR:
        raise UnableToMoveClaim(_("Deze opgave is ingediend. Neem de opgave terug als u iets wilt verbeteren."))


async def _record(viewer: Viewer, action: str, claim_id: UUID, digest: str, now: datetime) -> None:
    await record_event(actor=actor_of(viewer), action=action, subject=Subject("claim", str(claim_id)), now=now, details={"sha256": digest})
