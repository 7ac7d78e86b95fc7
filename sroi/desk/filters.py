"""The filters of the queue: read from an address, shown as a form, and forgotten when they were kept under a name."""

from gettext import gettext as _
from gettext import ngettext
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.fulfilment.kinds import KINDS
from sroi.review.operations import remove_filter
from sroi.review.rules import Doubled, QueueFilter, Standing, Warned
from sroi.review.rules.queue import MAX_FILTER_NAME
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Data, Field, FormView, read, view
from sroi.web.pages import see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, asked, text_of

QUEUE = "/werkvoorraad"
WAITS = (7, 14, 28)
WARNED = {"ja": Warned.YES, "nee": Warned.NO}
DOUBLED = {"ja": Doubled.YES, "nee": Doubled.NO}
STANDING = {"wacht-op-antwoord": Standing.ASKED}


def filter_fields() -> tuple[Field, ...]:
    """Return the fields that narrow the queue; an empty one leaves everything, and so nothing says that it may stay empty."""
    kinds = tuple((kind.key, kind.label) for kind in KINDS.values())
    waits = tuple((str(days), ngettext("{days} dag", "{days} dagen of langer", days).format(days=days)) for days in WAITS)
    doubled = (("ja", _("Mogelijk dubbel")), ("nee", _("Niet dubbel")))
    warned = (("ja", _("Met waarschuwing")), ("nee", _("Zonder waarschuwing")))
    standing = (("", _("Besluit nodig")), ("wacht-op-antwoord", _("Wacht op antwoord")))
    return (
        Field(name="zoek", label=_("Contract of opdrachtnemer")),
        Field(name="soort", label=_("Soort"), kind="select", options=(("", _("Alle soorten")), *kinds)),
        Field(name="dubbel", label=_("Dubbel"), kind="select", options=(("", _("Alle")), *doubled)),
        Field(name="let-op", label=_("Waarschuwingen"), kind="select", options=(("", _("Alle")), *warned)),
        Field(name="wacht", label=_("Wacht al"), kind="select", options=(("", _("Maakt niet uit")), *waits)),
        Field(name="stand", label=_("Stand"), kind="select", options=standing),
    )


def filter_of(data: Data) -> tuple[QueueFilter, str]:
    """Return what an address or form narrows the queue to, and that as the part of an address; what makes no sense is left out."""
    values = read(fields=filter_fields(), data=data).values
    sound = {name: str(value) for name, value in values.items() if value}
    narrowed = QueueFilter(
        text=sound.get("zoek", ""),
        kind=sound.get("soort"),
        doubled=DOUBLED.get(sound.get("dubbel", "")),
        warned=WARNED.get(sound.get("let-op", "")),
        waits_days=int(sound.get("wacht", 0)),
        standing=STANDING.get(sound.get("stand", ""), Standing.TO_DECIDE),
    )
    return narrowed, urlencode(sound)


def filter_view(request: WebRequest) -> FormView:
    """Return the form with what the address asks."""
    found = asked(request)
    return view(fields=filter_fields(), typed={field.name: text_of(found, field.name) for field in filter_fields()})


def name_fields() -> tuple[Field, ...]:
    """Return the field of the name that a filter is kept under."""
    return (Field(name="name", label=_("Bewaar dit filter als"), max_length=MAX_FILTER_NAME, missing=_("Geef het filter een naam.")),)


def queue_address(query: str) -> str:
    """Return the address of the queue under a filter."""
    return f"{QUEUE}?{query}" if query else QUEUE


@post("/werkvoorraad/filters/{filter_id:uuid}/verwijderen", opt=permits(Permission.REVIEW_CLAIMS))
async def forget_filter(request: WebRequest, filter_id: FromPath[UUID]) -> Response[Any]:
    """Forget a filter."""
    await remove_filter(viewer=request.viewer, filter_id=filter_id, now=clock.now())
    return see_other(request, QUEUE, flash=Flash(_("Het filter is verwijderd.")))
