"""Reads of the files that prove a claim, for those who may see the claim."""

from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from uuid import UUID

from sroi.access import Viewer
from sroi.files.queries import FileNotFound, kept_file
from sroi.fulfilment.queries.claims import evidence_of_claim


@dataclass(frozen=True)
class EvidenceFile:
    """The bytes of a file, its media type as it was checked, and the name that the contractor gave it."""

    content: bytes
    media_type: str
    file_name: str


async def evidence_file(*, viewer: Viewer, claim_id: UUID, evidence_id: UUID, directory: Path) -> EvidenceFile:
    """Return one file of a claim; raise ClaimNotFound or FileNotFound when it does not exist for this viewer."""
    for evidence in await evidence_of_claim(viewer=viewer, claim_id=claim_id):
        if evidence.id == evidence_id:
            kept = await kept_file(directory=directory, digest=evidence.sha256)
            return EvidenceFile(kept.content, kept.media_type, evidence.file_name)
    raise FileNotFound(_("Dit bestand is niet gevonden."))
