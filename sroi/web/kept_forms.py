"""A form that was sent after its session had ended: what was typed is carried through the sign-in page, and can be sent again.

Passwords and files are never carried. Only the person whose session it was gets the form back.
"""

from dataclasses import dataclass
from uuid import UUID

from litestar.datastructures import UploadFile
from litestar.datastructures.multi_dicts import FormMultiDict

from sroi.accounts.queries import session_owner
from sroi.web.navigation import local_path
from sroi.web.requests import WebRequest, plain_text

# A form that says so can be shown again as it was typed, before it is sent.
MAY_SHOW, SHOW = "may_show_again", "show"
PATH, NAME, VALUE, FILES = "kept_path", "kept_name", "kept_value", "kept_files"


@dataclass(frozen=True)
class KeptForm:
    """What was typed in a form, and where it was going; files have to be chosen again."""

    path: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool

    @property
    def may_show(self) -> bool:
        """Return whether its page can show it as it was typed: asked by `action` with the value `SHOW`."""
        return any(name == MAY_SHOW for name, _value in self.fields)

    @property
    def fields_to_show(self) -> tuple[tuple[str, str], ...]:
        """Return what was typed without the button that was pressed."""
        return tuple((name, value) for name, value in self.fields if name != "action")


async def late_form(request: WebRequest) -> KeptForm | None:
    """Return the form of a request whose session ended lately, or None when there is nothing to keep or nobody to keep it for."""
    if request.method != "POST" or await late_owner(request) is None:
        return None
    sent = (await request.form()).multi_items()
    typed = tuple((plain_text(name), plain_text(value)) for name, value in sent if isinstance(value, str) and not _is_secret(name))
    return KeptForm(path=request.url.path, fields=typed, had_files=any(isinstance(value, UploadFile) for _name, value in sent))


def _is_secret(name: str) -> bool:
    return name == "_csrf_token" or "password" in name


async def late_owner(request: WebRequest) -> UUID | None:
    """Return whose session the request's token is, or was until lately."""
    return None if request.auth is None else await session_owner(token=request.auth)


async def carried_form(request: WebRequest) -> KeptForm | None:
    """Return the form that the sign-in page carried along, or None."""
    sent = await request.form()
    path = local_path(str(sent.get(PATH, "")))
    if path is None:
        return None
    return KeptForm(path=path, fields=tuple(zip(_texts(sent, NAME), _texts(sent, VALUE), strict=False)), had_files=FILES in sent)


def _texts(sent: FormMultiDict, field: str) -> list[str]:
    return [plain_text(value) for value in sent.getall(field, []) if isinstance(value, str)]
