"""The one place where the web reads the clock; rules and operations get `now`, `on` and `as_of` from the handlers."""

from datetime import UTC, date, datetime

from sroi.values import AMSTERDAM, local_day


def now() -> datetime:
    """Return the moment of the request, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day of the request, as people in the Netherlands see it."""
    return local_day(now())


def local(moment: datetime) -> datetime:
    """Return a moment in Dutch time, for people to read."""
    return moment.astimezone(AMSTERDAM)
