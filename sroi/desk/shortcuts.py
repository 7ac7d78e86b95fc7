"""The keys of the desk: what they do, and the switch that turns them off (WCAG 2.1.4). Everything works without them."""

from decimal import Decimal
from gettext import gettext as _
from gettext import ngettext
from typing import Any

from litestar import get, post
from litestar.response import Response

from sroi.access import Permission
from sroi.review.rules.queue import AGE_POINTS, AMOUNT_POINTS, ANSWER_POINTS, DEADLINE_POINTS, DOUBLE_POINTS, WARNING_POINTS
from sroi.values import format_percentage
from sroi.web.cookies import cookie, cookie_name
from sroi.web.flash import Flash
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, submitted, text_of

HELP = "/werkvoorraad/hulp"
SWITCH, OFF = "sroi_shortcuts", "off"
A_YEAR = 365 * 24 * 60 * 60


def shortcuts_are_on(request: WebRequest) -> bool:
    """Return whether the keys work in this browser; they do until somebody turns them off."""
    return request.cookies.get(cookie_name(settings=request.settings, name=SWITCH)) != OFF


@get(HELP, opt=permits(Permission.REVIEW_CLAIMS))
async def desk_help(request: WebRequest) -> Response[Any]:
    """Show how the queue is ordered, what the keys do, and the switch."""
    return page(
        request,
        "desk/help.html",
        title=_("Hulp bij de werkvoorraad"),
        order=_order(),
        keys=_keys(),
        shortcuts=shortcuts_are_on(request),
    )


def _order() -> tuple[tuple[str, int], ...]:
    """Return what gives a claim its points, and how many."""
    ages = [(_("wacht {days} dagen of langer").format(days=days), points) for days, points in AGE_POINTS]
    (_past, ended), (soon, ending) = DEADLINE_POINTS
    amounts = [
        (_("is ten minste {share} van de verplichting van het contract").format(share=format_percentage(Decimal(100) / parts)), points)
        for parts, points in AMOUNT_POINTS
    ]
    return (
        *ages,
        (_("het contract is afgelopen"), ended),
        (_("het contract loopt binnen {days} dagen af").format(days=soon), ending),
        (_("dezelfde persoon of factuur staat ook in een andere opgave"), DOUBLE_POINTS),
        *(
            (ngettext("{number} andere waarschuwing", "{number} andere waarschuwingen of meer", least).format(number=least), points)
            for least, points in WARNING_POINTS
        ),
        *amounts,
        (_("de opdrachtnemer heeft een vraag beantwoord"), ANSWER_POINTS),
    )


def _keys() -> tuple[tuple[str, str, str], ...]:
    """Return what each key does in the queue and on the page of a claim."""
    return (
        ("j", _("naar de volgende opgave in de lijst"), _("de volgende opgave openen")),
        ("k", _("naar de vorige opgave in de lijst"), _("terug naar de werkvoorraad")),
        ("o", _("de opgave openen"), _("naar het eerste bewijsstuk")),
        ("a", _("de opgave kiezen om samen goed te keuren"), _("“Goedkeuren” kiezen; vastleggen doet u zelf")),
    )


@post("/werkvoorraad/sneltoetsen", opt=permits(Permission.REVIEW_CLAIMS))
async def switch_shortcuts(request: WebRequest) -> Response[Any]:
    """Turn the keys on or off in this browser."""
    is_off = text_of(await submitted(request), "shortcuts") == OFF
    done = _("De sneltoetsen zijn uit.") if is_off else _("De sneltoetsen zijn aan.")
    answer = see_other(request, HELP, flash=Flash(done))
    answer.set_cookie(cookie(settings=request.settings, name=SWITCH, value=OFF if is_off else "on", max_age=A_YEAR))
    return answer
