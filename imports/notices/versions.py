"""A versioned release of OCDS, of which each value stands there with the moments at which it changed -> the process as it was.

In: a release as JSON knows it. Out: that release at the moments that count. https://standard.open-contracting.org/latest/en/schema/records_reference/#versioned-release
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

AMENDMENT = "contractAmendment"
NOWHERE: Any = object()


class Moment(NamedTuple):
    """When a release came out, which one it was, and whether it tells of a change of a contract."""

    date: str
    release_id: str
    is_change: bool


def states_of(release: Any, *, at_most: int) -> Iterator[Any]:
    """Yield a release as it was before a contract was changed and after each change; as it is now when none was, or too often."""
    moments = sorted(set(_moments(release)))
    changes = [moment for moment in moments if moment.is_change]
    before = next((moment for moment in reversed(moments) if changes and moment.date < changes[0].date), None)
    if before is None or len(changes) >= at_most:
        yield as_of(release, None)
        return
    for moment in (before, *changes):
        tag = [AMENDMENT] if moment.is_change else []
        yield as_of(release, moment.date) | {"id": moment.release_id, "date": moment.date, "tag": tag}


def _is_versions(value: list[Any]) -> bool:
    return bool(value) and all(isinstance(one, dict) and {"releaseDate", "value"} <= one.keys() for one in value)


def _moments(value: Any) -> Iterator[Moment]:
    """Yield the moments at which anything in a value changed."""
    if isinstance(value, dict):
        for one in value.values():
            yield from _moments(one)
    elif isinstance(value, list) and _is_versions(value):
        for one in value:
            tags = one.get("releaseTag")
            yield Moment(str(one["releaseDate"]), str(one.get("releaseID", "")), isinstance(tags, list) and AMENDMENT in tags)
    elif isinstance(value, list):
        for one in value:
            yield from _moments(one)


def as_of(value: Any, date: str | None) -> Any:
    """Return a value as it was at the end of a moment, or as it is now; what was not there yet is left out."""
    if isinstance(value, dict):
        found = {name: told for name, one in value.items() if (told := as_of(one, date)) is not NOWHERE}
        is_of_later = len(found) < len(value) and found.keys() <= {"id"}
        return NOWHERE if is_of_later else found
    if not isinstance(value, list):
        return value
    if _is_versions(value):
        return next((one["value"] for one in reversed(value) if date is None or str(one["releaseDate"]) <= date), NOWHERE)
    return [one for item in value if (one := as_of(item, date)) is not NOWHERE]
