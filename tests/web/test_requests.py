"""Forms as clients really send them: odd bytes, odd encodings, too much; each has an answer, and none is a broken page."""

from io import BytesIO
from typing import Any

import pytest
from litestar import Litestar
from litestar._parsers import parse_url_encoded_form_data
from litestar.enums import RequestEncodingType

from sroi.web.csrf import CSRF
from sroi.web.requests import MAX_FIELDS, PAGE_BODY_BYTES, plain_text
from tests.makers import make_administrator
from tests.personas import HOST, PASSWORD, Browser, browser

pytestmark = pytest.mark.usefixtures("database")

URL_ENCODED = {"content-type": RequestEncodingType.URL_ENCODED.value}
MULTIPART = {"content-type": "multipart/form-data; boundary=b"}


def test_text_is_freed_of_what_a_database_cannot_keep() -> None:
    assert plain_text("a\x00b\r\nc\ud800") == "ab\nc?"


async def _sent(opened: Browser, content: bytes, headers: dict[str, str]) -> int:
    answer = await opened.client.post("/inloggen", content=content, headers=headers)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.status_code


@pytest.mark.parametrize(
    "content",
    [
        b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\r\n--b--\r\n',
        b'--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=zlib_codec\r\n\r\nx\r\n--b--\r\n',
        b'--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=nonsense\r\n\r\nx\r\n--b--\r\n',
        b"--b\r\nnonsense",
    ],
    ids=["no utf-8", "no text encoding", "unknown encoding", "broken off"],
)
async def test_a_multipart_form_that_cannot_be_read_is_a_bad_request(app: Litestar, content: bytes) -> None:
    async with browser(app) as visitor:
        assert await _sent(visitor, content, MULTIPART) == 400


@pytest.mark.parametrize("kind", ["multipart/form-data", 'multipart/form-data; boundary=""'])
async def test_a_multipart_form_without_a_boundary_is_a_bad_request(app: Litestar, kind: str) -> None:
    async with browser(app) as visitor:
        assert await _sent(visitor, b"x", {"content-type": kind}) == 400


async def test_a_form_with_endless_fields_is_a_bad_request(app: Litestar) -> None:
    async with browser(app) as visitor:
        assert await _sent(visitor, b"a&" * (MAX_FIELDS + 1), URL_ENCODED) == 400


async def test_a_form_that_is_too_large_is_told_so(app: Litestar) -> None:
    async with browser(app) as visitor:
        assert await _sent(visitor, b"a" * (PAGE_BODY_BYTES + 1), URL_ENCODED) == 413


@pytest.mark.parametrize("headers", [MULTIPART, URL_ENCODED])
async def test_a_form_of_a_browser_that_went_away_halfway_is_no_bug(
    app: Litestar, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    came = iter([{"type": "http.request", "body": b"--b\r\nContent-", "more_body": True}])
    answered = []

    async def receive() -> Any:
        return next(came, {"type": "http.disconnect"})

    async def send(message: Any) -> None:
        answered.append(message.get("status"))

    address = {"type": "http", "method": "POST", "path": "/inloggen", "raw_path": b"/inloggen", "root_path": "", "query_string": b""}
    sent = [(name.encode(), value.encode()) for name, value in {"host": HOST, **headers}.items()]
    async with browser(app):
        scope: Any = {
            **address,
            "http_version": "1.1",
            "scheme": "https",
            "headers": sent,
            "client": ("127.0.0.1", 1),
            "server": (HOST, 443),
        }
        await app(scope, receive, send)
    assert answered[0] == 400 and not caplog.records


async def test_what_is_no_form_has_no_token(app: Litestar) -> None:
    async with browser(app) as visitor:
        assert await _sent(visitor, b"{}", {"content-type": "application/json"}) == 403


@pytest.mark.parametrize("token", ["", "é" * 128, "a" * 128], ids=["none", "not ascii", "not ours"])
async def test_a_token_that_is_not_ours_is_refused(app: Litestar, token: str) -> None:
    async with browser(app) as visitor:
        await visitor.get("/inloggen")
        answer = await visitor.client.post("/inloggen", data={"_csrf_token": token})
    assert answer.status_code == 403


async def test_a_token_that_is_a_file_is_refused(app: Litestar) -> None:
    async with browser(app) as visitor:
        token = await visitor.token()
        answer = await visitor.client.post("/inloggen", files={"_csrf_token": ("token", BytesIO(token.encode()))})
    assert answer.status_code == 403


async def test_a_token_of_an_old_secret_is_forgotten_so_that_the_next_form_works(app: Litestar) -> None:
    async with browser(app) as visitor:
        visitor.client.cookies.set(CSRF, "a" * 128, domain=HOST)
        stale = await visitor.post("/inloggen")
        assert stale.status_code == 403
        assert CSRF not in visitor.client.cookies
        assert (await visitor.post("/inloggen")).status_code == 422


async def test_a_wrong_token_does_not_cost_a_browser_its_own(app: Litestar) -> None:
    async with browser(app) as visitor:
        token = await visitor.token()
        await visitor.client.post("/inloggen", data={"_csrf_token": "a" * 128})
        assert visitor.client.cookies[CSRF] == token


async def test_a_password_does_not_stay_in_a_cache_of_the_process(app: Litestar) -> None:
    await make_administrator(password=PASSWORD)
    parse_url_encoded_form_data.cache_clear()
    async with browser(app) as visitor:
        await visitor.sign_in(email="beheerder@example.nl")
    assert parse_url_encoded_form_data.cache_info().currsize == 0
