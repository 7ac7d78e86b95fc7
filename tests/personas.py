"""People who use the application in tests: real accounts, each with a session and a browser of its own.

Use: `async def test_...(people: Personas): page = await people.officer.get("/contracten")`; a test that needs data before anyone signs in
takes the fixtures `app` and `database`, and `async with personas(app) as people`.
Names and organisations are invented.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from httpx import ASGITransport, AsyncClient, Response
from litestar import Litestar

from sroi.access import Viewer
from sroi.accounts.operations import PASSWORDS, PasswordCost
from sroi.accounts.operations.sessions import start_session
from sroi.accounts.tables import UserSession
from sroi.database import transaction
from sroi.web import clock
from sroi.web.csrf import CSRF
from sroi.web.sessions import session_cookie
from tests.makers import GREEN_FIRM, PAINTING_FIRM, ROAD_FIRM, make_administrator, make_contractor, make_officer, make_reviewer

ORIGIN = "http://testserver"
HOST = "testserver.local"  # as a jar of cookies names it
PASSWORD = "vier woorden in een zin"

# Hashes of real accounts take a tenth of a second each; these are as real, and cheap.
PASSWORDS.cost = PasswordCost(time_cost=1, memory_kib=8, parallelism=1)

Data = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Browser:
    """A browser that remembers its cookies and sends the token of its forms along; it follows no redirect by itself."""

    client: AsyncClient

    async def get(self, path: str) -> Response:
        """Return the answer to a request for a page."""
        return await self.client.get(path)

    async def post(self, path: str, data: Data | None = None, files: Any = None) -> Response:
        """Return the answer to a form; `files` as httpx takes them."""
        return await self.client.post(path, data={"_csrf_token": await self.token(), **(data or {})}, files=files)

    async def follow(self, answer: Response) -> Response:
        """Return the page that a redirect leads to."""
        assert answer.status_code == 303, f"{answer.status_code}: {answer.text[:300]}"
        return await self.get(answer.headers["location"])

    async def token(self) -> str:
        """Return the token that our forms carry for this browser; a first page is opened when there is none yet."""
        if CSRF not in self.client.cookies:
            await self.get("/inloggen")
        return self.client.cookies[CSRF]

    async def sign_in(self, *, email: str, password: str = PASSWORD, onward: str = "") -> Response:
        """Return the answer to the sign-in form."""
        return await self.post("/inloggen", {"email": email, "password": password, "naar": onward})


@dataclass(frozen=True)
class Persona(Browser):
    """A browser whose owner has signed in."""

    viewer: Viewer


@dataclass(frozen=True)
class Personas:
    """One of each role, a colleague of the contractor who manages nobody, a contractor of a second organisation, and a visitor.

    The subcontractor has an account as any contractor, at a firm without a contract: `make_subcontract` gives it work.
    """

    visitor: Browser
    officer: Persona
    contractor: Persona
    colleague: Persona
    other_contractor: Persona
    subcontractor: Persona
    reviewer: Persona
    administrator: Persona

    @property
    def signed_in(self) -> tuple[Persona, ...]:
        """Return everybody who has signed in."""
        return (self.officer, self.contractor, self.colleague, self.other_contractor, self.subcontractor, self.reviewer, self.administrator)


@asynccontextmanager
async def browser(app: Litestar) -> AsyncIterator[Browser]:
    """Keep a browser open that nobody has signed in with."""
    async with AsyncClient(transport=ASGITransport(app), base_url=ORIGIN) as client:  # type: ignore[arg-type]  # the two type ASGI apart
        yield Browser(client)


@dataclass(frozen=True)
class SignedIn:
    """Somebody who has a session, as after signing in, and the token of it."""

    viewer: Viewer
    token: str


async def signed_in(viewer: Viewer) -> SignedIn:
    """Start a session for an account; who signs in by the page needs `PASSWORD` for it."""
    async with transaction():
        return SignedIn(viewer, await start_session(user_id=viewer.account_id, now=clock.now()))


async def everyone_signed_in() -> tuple[SignedIn, ...]:
    """Return each persona in the order of `Personas`; accounts are added where they are new."""
    accounts = (
        await make_officer(password=PASSWORD),
        await make_contractor(firm=GREEN_FIRM, password=PASSWORD),
        await make_contractor(email="collega@groen.example.nl", name="Collega Voorbeeld", password=PASSWORD),
        await make_contractor(firm=ROAD_FIRM, password=PASSWORD),
        await make_contractor(firm=PAINTING_FIRM, password=PASSWORD),
        await make_reviewer(password=PASSWORD),
        await make_administrator(password=PASSWORD),
    )
    return tuple([await signed_in(viewer) for viewer in accounts])


async def stay_signed_in() -> None:
    """Let every session be in use now, however long ago it was kept."""
    await UserSession.update({UserSession.seen_at: clock.now()}, force=True)


@asynccontextmanager
async def persona(app: Litestar, viewer: Viewer) -> AsyncIterator[Persona]:
    """Keep the browser of somebody open who has signed in."""
    async with _opened(app, await signed_in(viewer)) as one:
        yield one


@asynccontextmanager
async def _opened(app: Litestar, known: SignedIn) -> AsyncIterator[Persona]:
    async with browser(app) as opened:
        cookie = session_cookie(settings=app.state.settings, token=known.token)
        opened.client.cookies.set(cookie.key, known.token, domain=HOST)
        yield Persona(client=opened.client, viewer=known.viewer)


@asynccontextmanager
async def personas(app: Litestar, everyone: Sequence[SignedIn] = ()) -> AsyncIterator[Personas]:
    """Keep a browser open for each persona, who signs in now unless `everyone` did before."""
    async with AsyncExitStack() as stack:
        visitor = await stack.enter_async_context(browser(app))
        known = everyone or await everyone_signed_in()
        yield Personas(visitor, *[await stack.enter_async_context(_opened(app, one)) for one in known])
