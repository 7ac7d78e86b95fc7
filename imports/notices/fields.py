"""Fields that every schema of notices has, read from their elements into a draft.

In: the elements that hold a code or a type. Out: one normal form of it in a draft, or a question.
"""

import re
from collections.abc import Sequence
from typing import Any

from imports.fields import cpv
from imports.noted import Noted
from imports.notices.draft import Draft
from imports.notices.elements import text_of
from imports.notices.texts import shortened, shown
from imports.translation import gettext as _
from imports.xml_document import Element

CONTRACT_TYPES = {"works": "works", "services": "services", "supplies": "supplies"}

# Most senders number the contracts of one notice from 1: that tells them apart in it, but is no number of a contract.
_ORDINAL = re.compile(r"^(?:(?:contract|con|opdracht|gunning|perceel|kavel|lot|nr|no)\b[\s.:_-]*|con-)?0{0,4}\d{1,3}$", re.IGNORECASE)
_NUTS = re.compile(r"^[A-Z]{2}[0-9A-Z]{0,3}$")


def is_ordinal(number: str) -> bool:
    """Return whether a number of a contract only counts: `1`, `Contract 2`, `CON-0003`."""
    return _ORDINAL.match(number) is not None


def shown_title(element: Element | None) -> str:
    """Return a title as it is shown: without what tells of a person, and not too long."""
    return shown(text_of(element))


def put_title(draft: Draft, of_procedure: Element | None, of_lot: Element | None) -> None:
    """Keep the title of the procedure and, behind it, of the lot, as far as that says more."""
    told = {element: text for element in (of_procedure, of_lot) if (text := shown_title(element))}
    texts = [text for text in told.values() if not any(text in other and text != other for other in told.values())]
    draft.put("title", shortened(" – ".join(dict.fromkeys(texts))), *told)


def put_type(draft: Draft, element: Element | None, code: str | None = None) -> None:
    """Keep whether works, services or supplies are bought; ask when the notice names none of these."""
    told = (text_of(element) if code is None else code).casefold()
    kind = CONTRACT_TYPES.get(told)
    draft.put("type", kind, element, raw=told)
    if kind is None:
        draft.ask("type", _("De aankondiging zegt niet of het om werken, diensten of leveringen gaat. Vul dat in."), element)


def put_cpv(draft: Draft, element: Element | None, code: str | None = None) -> None:
    """Keep the main CPV code as eight digits, its check digit verified and dropped; ask when there is no such code."""
    told = text_of(element) if code is None else code
    if told:
        put_cpv_code(draft, element, told)


def put_cpv_code(draft: Draft, source: Any, told: str) -> None:
    """Keep a CPV code that stands at a source, or ask for it."""
    try:
        read = cpv(told)
    except ValueError as error:
        draft.put("cpv", None, source, raw=told)
        draft.ask("cpv", str(error), source)
        return
    draft.put("cpv", read.value if isinstance(read, Noted) else read, source, raw=told)
    if isinstance(read, Noted):
        draft.warn("cpv", read.message, source)


def put_nuts(draft: Draft, elements: Sequence[Element]) -> None:
    """Keep the regions where the work is done, in the codes of the year in which they were written."""
    found: dict[str, Element] = {}
    for element in elements:
        code = (element.get("CODE") or text_of(element)).upper()
        if _NUTS.match(code):
            found.setdefault(code, element)
    draft.put_notice("nuts", tuple(found), *found.values(), raw="; ".join(found))
