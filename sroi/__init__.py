"""SROI tracker."""

import gettext
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

_find = gettext.find


@cache
def _found(domain: str, localedir: str | None, languages: tuple[str, ...] | None, all_of_them: bool) -> Any:
    return _find(domain, localedir, languages, all_of_them)


def _find_once(domain: str, localedir: str | None = None, languages: Iterable[str] | None = None, **how: bool) -> Any:
    """Return where the catalogues of a domain are, as `gettext.find` does."""
    return _found(domain, localedir, None if languages is None else tuple(languages), how.get("all", False))


# gettext looks on the disk for a catalogue at every sentence, which was most of the time that an import or a page took. Where catalogues
# are does not change while a process runs.
gettext.find = _find_once  # type: ignore[assignment]
gettext.dgettext = lru_cache(maxsize=10_000)(gettext.dgettext)
gettext.dngettext = lru_cache(maxsize=10_000)(gettext.dngettext)
