"""Which files may be evidence: their types by content, and their size."""

from gettext import gettext as _

import filetype

from sroi.errors import UnableTo

MAX_BYTES = 10 * 1024 * 1024
ACCEPTED = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
# A whole file of its type ends like this; a cut-off upload does not.
ENDINGS = {"application/pdf": (b"%%EOF", 1024), "image/png": (b"IEND", 12), "image/jpeg": (b"\xff\xd9", 32)}


class UnableToKeepFile(UnableTo):
    """The upload is no file that evidence may be."""


def media_type_of(*, content: bytes, file_name: str) -> str:
    """Return the media type that the content itself shows; raise UnableToKeepFile on the field `evidence`."""
    if not content:
        raise _refusal(_("{name} is leeg. Kies een ander bestand."), file_name)
    if len(content) > MAX_BYTES:
        raise _refusal(_("{name} is groter dan 10 MB. Maak het bestand kleiner of verdeel het."), file_name)
    media_type = filetype.guess_mime(content)
    if media_type not in ACCEPTED:
        raise _refusal(_("{name} is geen pdf, png of jpeg. Sla het bestand op als een van die soorten."), file_name)
    mark, reach = ENDINGS[media_type]
    if mark not in content[-reach:]:
        raise _refusal(_("{name} is niet compleet of beschadigd. Open het bestand, bewaar het opnieuw en probeer het nog eens."), file_name)
    return str(media_type)


def _refusal(sentence: str, file_name: str) -> UnableToKeepFile:
    return UnableToKeepFile(sentence.format(name=file_name), field="evidence")
