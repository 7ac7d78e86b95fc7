"""Cookies of this house: out of reach of scripts and of other sites, and bound to the host over HTTPS."""

from litestar.datastructures import Cookie

from sroi.settings import Settings


def cookie_name(*, settings: Settings, name: str) -> str:
    """Return the full name of a cookie; the prefix makes the browser refuse it over plain HTTP and from other hosts."""
    return f"__Host-{name}" if settings.is_secure else name


def cookie(*, settings: Settings, name: str, value: str, max_age: int) -> Cookie:
    """Return a cookie; `max_age` is in seconds."""
    return Cookie(
        key=cookie_name(settings=settings, name=name),
        value=value,
        max_age=max_age,
        path="/",
        secure=settings.is_secure,
        httponly=True,
        samesite="lax",
    )


def ended(*, settings: Settings, name: str) -> Cookie:
    """Return the cookie that makes the browser forget the one of this name."""
    return cookie(settings=settings, name=name, value="", max_age=0)
