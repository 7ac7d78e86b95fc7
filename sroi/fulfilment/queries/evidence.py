"""Reads of the files that prove a claim, for those who may see the claim."""

from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from uuid import UUID

from sroi.access import Viewer
from sroi.files.queries import FileNotFound, kept_file
from sroi.files.queries.previews import page_count, preview
from sroi.fulfilment.queries.claims import evidence_of_claim
from sroi.fulfilment.rules import EvidenceRecord


@dataclass(frozen=True)
class EvidenceFile:
    """The bytes of a file, its media type as it was checked, and the name that the contractor gave it."""

    content: bytes
    media_type: str
    file_name: str


async def evidence_file(*, viewer: Viewer, claim_id: UUID, evidence_id: UUID, directory: Path) -> EvidenceFile:
    """Return one file of a claim; raise ClaimNotFound or FileNotFound when it does not exist for this viewer."""
    evidence = await _evidence(viewer, claim_id, evidence_id)
    kept = await kept_file(directory=directory, digest=evidence.sha256)
    return EvidenceFile(kept.content, kept.media_type, evidence.file_name)


async def evidence_pages(*, viewer: Viewer, claim_id: UUID, evidence_id: UUID, directory: Path) -> tuple[EvidenceRecord, int]:
    """Return a file of a claim and how many pages of it can be looked at; raise as `evidence_file` does."""
    evidence = await _evidence(viewer, claim_id, evidence_id)
    return evidence, await page_count(directory=directory, digest=evidence.sha256)


async def evidence_preview(*, viewer: Viewer, claim_id: UUID, evidence_id: UUID, page: int, directory: Path) -> bytes:
    """Return a page of a file of a claim, from 1, as a JPEG; raise PreviewNotFound, or as `evidence_file` does."""
    evidence = await _evidence(viewer, claim_id, evidence_id)
    return await preview(directory=directory, digest=evidence.sha256, page=page)


async def _evidence(viewer: Viewer, claim_id: UUID, evidence_id: UUID) -> EvidenceRecord:
    for evidence in await evidence_of_claim(viewer=viewer, claim_id=claim_id):
        if evidence.id == evidence_id:
            return evidence
    raise FileNotFound(_("Dit bestand is niet gevonden."))
