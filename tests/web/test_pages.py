"""What every page does: headers, errors in the house look, messages that are shown once, addresses, attachments and lists by page."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi import public
from sroi.access import Permission, Role, Viewer
from sroi.app import create_app
from sroi.database import DatabaseBusy
from sroi.errors import NotFound, UnableTo
from sroi.settings import Settings
from sroi.web import clock, navigation
from sroi.web.flash import FLASH, Flash
from sroi.web.navigation import local_path, start_page
from sroi.web.pages import attachment, page, see_other
from sroi.web.paging import cursor_of, decode_cursor, encode_cursor, paged
from sroi.web.permissions import PUBLIC, permits
from sroi.web.requests import UPLOAD_BODY_BYTES, WebRequest, query_text, submitted, uploads
from sroi.web.security import CONTENT_SECURITY_POLICY
from sroi.web.templating import environment
from tests.personas import HOST, Browser, browser

pytestmark = pytest.mark.usefixtures("database")

ERRORS: tuple[Exception, ...] = (
    UnableTo("Dit mag niet."),
    NotFound("Dit contract is weg."),
    DatabaseBusy("locked"),
    ZeroDivisionError("secret"),
)


@get("/proef/fout/{number:int}", opt=PUBLIC)
async def _broken(request: WebRequest, number: FromPath[int]) -> Response[Any]:
    raise ERRORS[number]


@get("/proef/zonder-toestemming")
async def _without_permission(request: WebRequest) -> Response[Any]:
    return page(request, "public/privacy.html")


@post("/proef/melding", opt=PUBLIC)
async def _said(request: WebRequest) -> Response[Any]:
    return see_other(request, "/privacy", flash=Flash("Het is <bewaard> voor € 5."))


@get("/proef/bestand", opt=PUBLIC)
async def _file(request: WebRequest) -> Response[Any]:
    return attachment(content=b"%PDF", media_type="application/pdf", file_name='verklaring "één"\r\n/x.pdf')


@get("/proef/lijst", opt=PUBLIC)
async def _numbers(request: WebRequest) -> Response[Any]:
    key = cursor_of(request, int)
    start = key[0] + 1 if key else 1
    listed = paged(request, found=range(start, min(start + 3, 6)), size=2, key=lambda number: (number,))
    return Response({"rows": listed.rows, "next": listed.next_href, "first": listed.first_href, "text": query_text(request, "zoek")})


@post("/proef/formulier", opt=PUBLIC, request_max_body_size=UPLOAD_BODY_BYTES)
async def _form(request: WebRequest) -> Response[Any]:
    data = await submitted(request)
    names = [file.filename for file in await uploads(request, field="bewijs")]
    return Response({"texts": {name: value for name, value in data.items() if isinstance(value, str | list)}, "files": names})


HANDLERS = (_broken, _without_permission, _said, _file, _numbers, _form)


@asynccontextmanager
async def _trial(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Browser]:
    """Keep a browser open on the application with a few routes for these tests."""
    monkeypatch.setattr(public, "ROUTES", (*public.ROUTES, *HANDLERS))
    async with browser(create_app(Settings())) as opened:
        yield opened


@pytest.mark.parametrize(
    ("number", "status", "said"),
    [(0, 422, "Dit mag niet."), (1, 404, "Dit contract is weg."), (2, 503, "te druk"), (3, 500, "Dit ligt niet aan u.")],
)
async def test_an_error_becomes_a_page_in_dutch(monkeypatch: pytest.MonkeyPatch, number: int, status: int, said: str) -> None:
    async with _trial(monkeypatch) as visitor:
        answer = await visitor.get(f"/proef/fout/{number}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<h1>" in answer.text
    assert said in answer.text


async def test_a_bug_goes_to_the_log_by_its_route_and_never_to_the_page(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with _trial(monkeypatch) as visitor:
        with caplog.at_level(logging.ERROR):
            answer = await visitor.get("/proef/fout/3")
    assert "secret" not in answer.text
    assert "ZeroDivisionError" in caplog.text
    assert "/proef/fout/{number}" in caplog.text


@pytest.mark.parametrize(("path", "status"), [("/bestaat-niet", 404), ("/contracten/geen-nummer", 404), ("/uitloggen", 405)])
async def test_an_address_that_is_not_ours_is_a_page_too(monkeypatch: pytest.MonkeyPatch, path: str, status: int) -> None:
    async with _trial(monkeypatch) as visitor:
        answer = await visitor.get(path)
    assert answer.status_code == status
    assert 'href="/"' in answer.text


async def test_the_address_of_a_button_leads_to_the_page_that_it_is_about(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = f"/werkvoorraad/{UUID(int=1)}"
    async with _trial(monkeypatch) as visitor:
        answer = await visitor.get(f"{claim}/vraag")
        assert (answer.status_code, answer.headers["location"]) == (303, claim)


async def test_a_route_that_names_no_permission_is_open_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    async with _trial(monkeypatch) as visitor:
        assert (await visitor.get("/proef/zonder-toestemming")).status_code == 500


@pytest.mark.parametrize(
    "path", ["/", "/bestaat-niet", "/proef/fout/3", "/gebruikers", "/static/app.css", "/static/bestaat-niet.css", "/gezond"]
)
async def test_every_answer_carries_the_headers_that_protect_it(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    async with _trial(monkeypatch) as visitor:
        answer = await visitor.get(path)
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "strict-transport-security" not in answer.headers
    assert ("public" in answer.headers["cache-control"]) == (path == "/static/app.css")


async def test_static_files_cannot_be_left_by_their_path(monkeypatch: pytest.MonkeyPatch) -> None:
    async with _trial(monkeypatch) as visitor:
        for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd"):
            assert (await visitor.get(path)).status_code == 404


async def test_a_message_is_shown_once_and_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    async with _trial(monkeypatch) as visitor:
        shown = await visitor.follow(await visitor.post("/proef/melding"))
        assert "Het is &lt;bewaard&gt; voor € 5." in shown.text
        assert "bewaard" not in (await visitor.get("/toegankelijkheid")).text


@pytest.mark.parametrize("forged", ["eyJ0ZXh0IjoieCJ9.", "eyJ0ZXh0IjoieCJ9.abc", "x", "%C3%A9.%C3%A9", "."])
async def test_a_message_that_we_did_not_sign_is_not_shown(monkeypatch: pytest.MonkeyPatch, forged: str) -> None:
    async with _trial(monkeypatch) as visitor:
        visitor.client.cookies.set(FLASH, forged, domain=HOST)
        answer = await visitor.get("/privacy")
    assert answer.status_code == 200
    assert 'role="status"' not in answer.text


async def test_an_attachment_is_never_shown_and_its_name_cannot_break_the_header(monkeypatch: pytest.MonkeyPatch) -> None:
    async with _trial(monkeypatch) as visitor:
        answer = await visitor.get("/proef/bestand")
    assert (
        answer.headers["content-disposition"]
        == f"attachment; filename=\"verklaring __nx.pdf\"; filename*=UTF-8''{quote('verklaring éénx.pdf')}"
    )
    assert answer.content == b"%PDF"


async def test_a_list_goes_on_after_its_last_row_and_keeps_its_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    async with _trial(monkeypatch) as visitor:
        pages, path = [], "/proef/lijst?zoek=a%00%26b"
        while path:
            answer = (await visitor.get(path)).json()
            pages.append(answer["rows"])
            assert answer["text"] == "a&b"
            assert (answer["first"] is None) == (len(pages) == 1)
            path = answer["next"]
    assert pages == [[1, 2], [3, 4], [5]]


@pytest.mark.parametrize(
    "cursor", ["", "x", "é", "W10", encode_cursor(1, 2), encode_cursor("a"), encode_cursor(2**63), "A" * 5_000, "W" * 9_999]
)
async def test_a_cursor_that_makes_no_sense_is_the_first_page(monkeypatch: pytest.MonkeyPatch, cursor: str) -> None:
    async with _trial(monkeypatch) as visitor:
        assert (await visitor.get(f"/proef/lijst?vanaf={cursor}")).json()["rows"] == [1, 2]


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "yesterday"])
def test_a_moment_that_the_database_cannot_take_is_no_key(moment: str) -> None:
    assert decode_cursor(encode_cursor(moment), datetime) is None


def test_a_cursor_gives_back_the_key_that_it_was_made_of() -> None:
    key = ("naam", 7, UUID(int=4), date(2023, 9, 1), datetime(2023, 9, 1, 12, 30, tzinfo=UTC))
    assert decode_cursor(encode_cursor(*key), str, int, UUID, date, datetime) == key


async def test_a_form_is_read_alike_with_and_without_files(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = {"titel": "Groen\r\nonderhoud\x00", "perceel": ["1", "2"]}
    async with _trial(monkeypatch) as visitor:
        plain = (await visitor.post("/proef/formulier", typed)).json()
        files = [("bewijs", ("a.pdf", b"a")), ("bewijs", ("b.pdf", b"b"))]
        multipart = (await visitor.post("/proef/formulier", typed, files=files)).json()
        nothing = (await visitor.post("/proef/formulier", {}, files=[("bewijs", ("", b""))])).json()
    for answer in (plain, multipart):
        assert answer["texts"]["titel"] == "Groen\nonderhoud"
        assert answer["texts"]["perceel"] == ["1", "2"]
    assert multipart["files"] == ["a.pdf", "b.pdf"]
    assert nothing["texts"]["bewijs"] == ""


async def test_a_page_with_files_takes_more_than_other_pages_but_not_all(monkeypatch: pytest.MonkeyPatch) -> None:
    async with _trial(monkeypatch) as visitor:
        ten = await visitor.post("/proef/formulier", files={"bewijs": ("a.pdf", b"a" * 10 * 1024 * 1024)})
        endless = await visitor.post("/proef/formulier", files={"bewijs": ("a.pdf", b"a" * (UPLOAD_BODY_BYTES + 1))})
    assert ten.status_code == 201
    assert endless.status_code == 413
    assert "kies een kleiner bestand" in endless.text


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/contracten?zoek=a", "/contracten?zoek=a"),
        ("", None),
        ("contracten", None),
        ("//x.nl", None),
        ("/\\x.nl", None),
        ("https://x.nl", None),
        ("/a\nb", None),
    ],
)
def test_only_a_path_on_this_site_is_local(text: str, path: str | None) -> None:
    assert local_path(text) == path


def test_the_menu_shows_what_a_role_may_open_and_where_it_is() -> None:
    officer = Viewer(role=Role.PROCUREMENT_OFFICER)
    items = navigation.navigation(viewer=officer, path="/contracten/nieuw")
    assert [item.label for item in items] == [
        *("Contracten", "Mijlpalen", "Importeren", "Beslissingen", "Doel", "Aansluiting", "Geld", "Dekking", "Beleid", "Partners")
    ]
    assert [item.label for item in items if item.is_current] == ["Contracten"]
    for path, label in (
        ("/kolomprofielen", "Importeren"),
        ("/kolomprofielen/x/verwijderen", "Importeren"),
        ("/aanbestedende-diensten", "Contracten"),
    ):
        assert [item.label for item in navigation.navigation(viewer=officer, path=path) if item.is_current] == [label]
    assert start_page(Viewer(role=Role.REVIEWER)) == "/werkvoorraad"
    assert navigation.navigation(viewer=None, path="/") == ()


def test_a_handler_names_its_permission_by_its_name() -> None:
    assert permits(Permission.READ_AUDIT) == {"permission": Permission.READ_AUDIT}


def test_a_template_that_misses_a_value_is_a_bug_and_text_is_escaped() -> None:
    templates = environment()
    with pytest.raises(Exception, match="undefined"):
        templates.from_string("{{ nowhere }}").render()
    assert templates.from_string("{{ text }}").render(text="<b>") == "&lt;b&gt;"


def test_a_moment_is_shown_in_dutch_time_in_winter_and_in_summer() -> None:
    shown = environment().from_string("{{ moment|moment }}")
    assert shown.render(moment=datetime(2023, 12, 31, 23, 30, tzinfo=UTC)) == "1 januari 2024, 00:30"
    assert shown.render(moment=datetime(2023, 6, 30, 22, 30, tzinfo=UTC)) == "1 juli 2023, 00:30"


def test_today_is_the_day_in_the_netherlands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2023, 12, 31, 23, 30, tzinfo=UTC))
    assert clock.today() == date(2024, 1, 1)
