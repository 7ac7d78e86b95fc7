"""The request of this house: who asks, the installation's settings, and forms that are read safely.

Litestar's own `form()` keeps the raw body of each url-encoded form, passwords included, in a cache of the process, and answers 500 to
text in an unknown encoding. This one does neither, and the check of the CSRF token reads the form through it as well.
"""

from gettext import gettext as _
from urllib.parse import parse_qsl

from litestar import Request
from litestar.datastructures import State, UploadFile
from litestar.datastructures.multi_dicts import FormMultiDict
from litestar.enums import RequestEncodingType
from litestar.exceptions import ClientException, InternalServerException
from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from sroi.access import UnableToAllow, Viewer
from sroi.settings import Settings

PAGE_BODY_BYTES = 1024 * 1024
# Above the 10 MB that a file may be, so that a file just too large is answered on its field, with the rest of the form kept.
UPLOAD_BODY_BYTES = 40 * 1024 * 1024
VERSION_DIGITS = 9
# Read on after a refusal, so that a browser that is still sending gets to see the page that says so.
DRAINED_BYTES = 200 * 1024 * 1024
# A register may have a thousand columns, each of which is a field of the form that says what they mean.
MAX_FIELDS = 1_050

Submitted = dict[str, str | list[str] | UploadFile]


class WebRequest(Request[Viewer | None, str | None, State]):
    """A request to a page; `user` is who is signed in, `auth` the token of the session."""

    @property
    def viewer(self) -> Viewer:
        """Return who is signed in; a route with a permission has one."""
        if (found := self.viewer_or_none) is None:
            raise UnableToAllow(_("Log in om deze pagina te zien."))
        return found

    @property
    def viewer_or_none(self) -> Viewer | None:
        """Return who is signed in, or None; also where no route was found and nobody was looked up."""
        found: Viewer | None = self.scope.get("user")
        return found

    @property
    def settings(self) -> Settings:
        """Return the settings of this installation."""
        found: Settings = self.app.state.settings
        return found

    async def form(self) -> FormMultiDict:
        """Return the form that was sent; raise ClientException when it cannot be read, RequestEntityTooLarge when it is too long."""
        try:
            if self.content_type[0] == RequestEncodingType.URL_ENCODED:
                return FormMultiDict(_pairs(await self.body()))
            return await super().form()
        except RequestEntityTooLarge:
            await self._drain()
            raise
        except (UnicodeError, LookupError) as error:
            raise ClientException("form with unreadable text") from error
        except InternalServerException as error:  # what Litestar makes of a browser that went away halfway: no bug of ours
            raise ClientException("form that was broken off") from error

    async def _drain(self) -> None:
        drained = 0
        while drained < DRAINED_BYTES:
            event = await self.receive()
            if event["type"] != "http.request" or not event.get("more_body", False):
                return
            drained += len(event["body"])


def _pairs(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(body.decode("latin-1"), keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError as error:
        raise ClientException("form with too many fields") from error


def plain_text(text: str) -> str:
    """Return text that every database can keep and every page can show: no NUL, no half characters, newlines as one sign."""
    whole = text.encode(errors="replace").decode()
    return whole.replace("\x00", "").replace("\r\n", "\n")


async def submitted(request: WebRequest) -> Submitted:
    """Return what a form sent, by field name: a text, several texts, or the first file; an empty file input is the text ``""``."""
    form = await request.form()
    fields: Submitted = {}
    for name in dict.fromkeys(form.keys()):
        values = form.getall(name)
        files = [value for value in values if isinstance(value, UploadFile)]
        texts = [plain_text(value) for value in values if isinstance(value, str)]
        fields[plain_text(name)] = files[0] if files else texts[0] if len(texts) == 1 else texts
    return fields


def asked(request: WebRequest) -> Submitted:
    """Return what a form asked by its address, by field name, as `submitted` does for one that was sent."""
    fields: Submitted = {}
    for name, value in request.query_params.multi_items():
        held, text = fields.get(plain_text(name)), plain_text(value)
        fields[plain_text(name)] = text if held is None else [*(held if isinstance(held, list) else [str(held)]), text]
    return fields


async def uploads(request: WebRequest, *, field: str) -> tuple[UploadFile, ...]:
    """Return every file that was sent in one field."""
    form = await request.form()
    return tuple(value for value in form.getall(field, []) if isinstance(value, UploadFile))


def text_of(data: Submitted, field: str) -> str:
    """Return the one text of a field; an absent field, a list or a file is no text."""
    value = data.get(field, "")
    return value if isinstance(value, str) else ""


def asked_year(request: WebRequest) -> int | None:
    """Return the year that a filter in the address asks for, or None when it is no year of four digits."""
    return year_of(request.query_params.get("jaar", ""))


def year_of(text: str) -> int | None:
    """Return the year that a text says, or None when it is no year of four digits."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else None


def version_of(text: str) -> int:
    """Return the version that a form was shown with; -1, which nothing has, for a text that no page of ours sent."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= VERSION_DIGITS else -1


def query_text(request: WebRequest, name: str) -> str:
    """Return the text of a filter in the address, or an empty text."""
    return plain_text(request.query_params.get(name, "")).strip()
