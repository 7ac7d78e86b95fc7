"""Which files may be evidence: their types by content, and their size."""

from gettext import gettext as _

import filetype

from sroi.errors import UnableTo
from sroi.values import holds_bsn

MAX_BYTES = 10 * 1024 * 1024
ACCEPTED = frozenset({"application/pdf", "image/png", "image/jpeg"})
# A document that does something by itself when it is opened, or carries another file along.
ACTIVE = (b"/JavaScript", b"/JS ", b"/JS(", b"/JS<", b"/Launch", b"/EmbeddedFile", b"/RichMedia")
# A name that claims to be something else altogether is refused; one picture by the name of another, or of a pdf, is kept as what it is.
OTHER_ENDINGS = frozenset({"doc", "docx", "docm", "xls", "xlsx", "xlsm", "zip", "exe", "js", "html", "htm", "svg"})
# A whole file of its type ends like this; a cut-off upload does not.
ENDINGS = {"application/pdf": (b"%%EOF", 1024), "image/png": (b"IEND", 12), "image/jpeg": (b"\xff\xd9", 32)}


class UnableToKeepFile(UnableTo):
    """The upload is no file that evidence may be."""


def media_type_of(*, content: bytes, file_name: str) -> str:
    """Return the media type that the content itself shows; raise UnableToKeepFile on the field `evidence`."""
    if holds_bsn(file_name):
        raise UnableToKeepFile(
            _("In de naam van dit bestand staat een getal dat een burgerservicenummer kan zijn. Geef het een andere naam."),
            field="evidence",
        )
    if not content:
        raise _refusal(_("{name} is leeg. Kies een ander bestand."), file_name)
    if len(content) > MAX_BYTES:
        raise _refusal(_("{name} is groter dan 10 MB. Maak het bestand kleiner of verdeel het."), file_name)
    media_type = filetype.guess_mime(content)
    if media_type not in ACCEPTED:
        raise _refusal(_("{name} is geen pdf, png of jpeg. Sla het bestand op als een van die soorten."), file_name)
    mark, reach = ENDINGS[media_type]
    if file_name.rpartition(".")[2].lower() in OTHER_ENDINGS:
        raise _refusal(_("{name} is niet wat de naam zegt. Geef het bestand de goede naam, of kies een ander bestand."), file_name)
    if media_type == "application/pdf" and any(sign in content for sign in ACTIVE):
        raise _refusal(_("{name} bevat een script of een bijlage. Druk het af naar een nieuwe pdf en voeg die toe."), file_name)
    if mark not in content[-reach:]:
        raise _refusal(_("{name} is niet compleet of beschadigd. Open het bestand, bewaar het opnieuw en probeer het nog eens."), file_name)
    return str(media_type)


def _refusal(sentence: str, file_name: str) -> UnableToKeepFile:
    return UnableToKeepFile(sentence.format(name=file_name), field="evidence")
