"""How many rows of an import became what, in words. Pure."""

from collections.abc import Mapping
from gettext import gettext as _
from gettext import ngettext

from sroi.contracts.rules.verdicts import Becomes
from sroi.values import format_decimal


def counted_words(counts: Mapping[Becomes, int]) -> str:
    """Return how many contracts, drafts and so on there are, without those of which there are none; "niets" for no row at all."""
    words = {
        Becomes.CONTRACT: _contracts,
        Becomes.DRAFT: _drafts,
        Becomes.CHANGE: _changes,
        Becomes.TENDER: _tenders,
        Becomes.NOTHING: _without_effect,
    }
    return ", ".join(tell(counts[kind]) for kind, tell in words.items() if counts.get(kind)) or _("niets")


def _contracts(number: int) -> str:
    return _told(ngettext("{number} contract", "{number} contracten", number), number)


def _drafts(number: int) -> str:
    return _told(ngettext("{number} concept", "{number} concepten", number), number)


def _changes(number: int) -> str:
    return _told(ngettext("{number} wijziging van een contract", "{number} wijzigingen van contracten", number), number)


def _tenders(number: int) -> str:
    return _told(ngettext("{number} aanbesteding", "{number} aanbestedingen", number), number)


def _without_effect(number: int) -> str:
    return _told(ngettext("{number} rij zonder gevolg", "{number} rijen zonder gevolg", number), number)


def _told(text: str, number: int) -> str:
    return text.format(number=format_decimal(number))
