"""Making an export again from its record, as the register was known then, and comparing the bytes."""

import asyncio
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from sroi.access import Viewer
from sroi.exports.apart import UnableToExport, write_apart
from sroi.exports.records import MadeExport, made_export
from sroi.files.operations import sha256_of
from sroi.files.queries import is_stored
from sroi.fulfilment.tables import Candidate


async def is_reproduced(*, viewer: Viewer, export_id: UUID) -> bool:
    """Return whether making an export again from its record gives the same bytes; nothing is recorded.

    Read as the register was known then, whatever was written since. Raises ExportNotFound, and UnableToExport with what is refused.
    """
    made = await made_export(viewer=viewer, export_id=export_id)
    if made.is_kept and not await is_stored(digest=made.sha256):
        raise UnableToExport(_("De bewaartermijn van deze export is voorbij. Het bestand en wat het register toen zei, zijn verwijderd."))
    with TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder) / "export"
        await write_apart(viewer, made.order, path)
        return await asyncio.to_thread(sha256_of, path) == made.sha256


async def anonymised_since(*, made: MadeExport) -> int:
    """Return how many candidates were anonymised after an export was made: their labels cannot be made again."""
    return int(await Candidate.count().where(Candidate.anonymised_at > made.as_known_on))


async def why_different(*, made: MadeExport) -> str:
    """Return why an export that was made again may have other bytes, in a sentence."""
    anonymised = await anonymised_since(made=made)
    if not anonymised:
        return _("Misschien is het programma sindsdien gewijzigd.")
    text = ngettext("Sindsdien is {number} kandidaat geanonimiseerd.", "Sindsdien zijn {number} kandidaten geanonimiseerd.", anonymised)
    return text.format(number=anonymised)
