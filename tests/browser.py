"""Journeys in a real browser: the example served by the real command, Chromium, and accessibility checked by axe.

A message on the console that is an error, an uncaught exception or a broken Content-Security-Policy fails the test.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import pytest

from tests.databases import SERVER, create_postgres

# The shell is Chromium without a window; it takes half the time, for the other gives pages that nobody looks at a low priority.
SHELL = "chromium-headless-shell"
BROWSERS = (SHELL, "chromium", "google-chrome", "chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 240  # a busy machine is no failure
WCAG_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A page that refuses a form answers 422, and one whose session ended 401, which the browser reports as an error of its own.
EXPECTED_CONSOLE = re.compile("status of (422|401)")
SIGN_OUT = "form[action='/uitloggen']"
CHECKED = "data-checked-in-journey"
TOKEN = re.compile(r'name="_csrf_token" value="[^"]*"|nonce="[^"]*"')
JUDGED: set[tuple[int, str]] = set()
# To sign in takes three pages and a hash: the cookies of who did so, by the address of the server and of the person.
COOKIES: dict[tuple[str, str], Any] = {}


def browser_path() -> str | None:
    """Return the browser that is installed, or None for Playwright's own."""
    return os.environ.get("CHROMIUM_PATH") or next((path for name in BROWSERS if (path := shutil.which(name))), None)


@dataclass(frozen=True)
class Server:
    """A served example: its address, and the environment of its commands."""

    base_url: str
    environment: dict[str, str]


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """Serve the example, on the engine that is tested."""
    with TemporaryDirectory(prefix="sroi-journey-", ignore_cleanup_errors=True) as folder:
        yield from _served(request, Path(folder))


def _served(request: pytest.FixtureRequest, folder: Path) -> Iterator[Server]:
    port = _free_port()
    url = f"http://localhost:{port}"
    environment = {**os.environ, "SROI_DATABASE_URL": _journey_database(request, folder), "SROI_EVIDENCE_DIR": str(folder / "evidence")}
    environment |= {"SROI_BASE_URL": url, "SROI_DEMO": "1", "SROI_WORK_IN_WEB": "1"}
    command = [sys.executable, "-c", "from sroi.cli import main; main()", "demo", "--port", str(port)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            _wait(url, process, folder / "log")
            yield Server(url, environment)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _journey_database(request: pytest.FixtureRequest, folder: Path) -> str:
    if request.config.getoption("--database") == "sqlite":
        return f"sqlite:///{folder}/journey.sqlite"
    name = f"sroi_journey_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with ThreadPoolExecutor(1) as thread:  # Playwright's loop may run in this one
        return thread.submit(create_postgres, server=os.environ[SERVER], name=name).result()


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    limit = time.monotonic() + START_SECONDS
    with httpx.Client() as client:
        while time.monotonic() < limit and process.poll() is None:
            try:
                if client.get(f"{url}/gezond").status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                time.sleep(0.2)
    raise RuntimeError(f"the example did not start: {log.read_text()}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Return one Chromium for the journeys of a module; no longer, for while it is open no other event loop can run."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        yield found
        found.close()


class Journey:
    """A person at a browser: pages are visited, checked for accessibility, and nothing may go wrong on the console."""

    def __init__(self, browser: Any, server: Server, *, width: int, height: int) -> None:
        self.base_url = server.base_url
        self._context = browser.new_context(base_url=server.base_url, viewport={"width": width, "height": height})
        self.page = self._context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning") and not EXPECTED_CONSOLE.search(message.text):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def sign_in(self, email: str) -> None:
        """Open the first page of one of the accounts of the example; who signed in at an earlier visit, and did not end that, still is."""
        from sroi.demo import PASSWORD

        if known := COOKIES.get((self.base_url, email)):
            self._context.add_cookies(known)
            self.page.goto("/")
            if self.page.locator(SIGN_OUT).count():
                self._remember_page()
                return
        self.page.goto("/inloggen")
        self.check()
        self.page.get_by_label("E-mailadres").fill(email)
        self.page.get_by_label("Wachtwoord").fill(PASSWORD)
        self.page.get_by_role("main").get_by_role("button", name="Inloggen").click()
        self.check()
        COOKIES[self.base_url, email] = self._context.cookies()

    def open_contract(self, title: str) -> None:
        """Find a contract by its title, and open it."""
        self.page.goto(f"/contracten?zoek={title}")
        self.check()
        self.page.get_by_role("row", name=re.compile(title)).get_by_role("link").first.click()
        self.check()

    def open(self, name: str) -> None:
        """Follow the first link of this name (a regular expression) in the content of the page."""
        self.page.get_by_role("main").get_by_role("link", name=re.compile(name)).first.click()
        self.check()

    def press(self, name: str) -> None:
        """Press the button of this name in the content of the page."""
        self.page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
        self.check()

    def check(self) -> None:
        """Wait for the page that was asked for; fail on what axe finds on it, or when it is wider than the screen.

        A click does not wait for the page that it leads to: a page is the one asked for when it was not checked before.
        """
        self.page.wait_for_selector(f"html:not([{CHECKED}])", state="attached")
        self.page.wait_for_load_state()
        self._judge_accessibility()
        overflow = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{self.page.url} is {overflow} px wider than the screen"
        self._remember_page()

    def _remember_page(self) -> None:
        self.page.evaluate(f"document.documentElement.setAttribute('{CHECKED}', '')")

    def _judge_accessibility(self) -> None:
        """Fail on what axe finds; a page that is the same to the letter, as the one to sign in, is judged once at each size."""
        from axe_playwright_python.base import AXE_SCRIPT, AxeResults

        content = (self.page.viewport_size["width"], TOKEN.sub("", self.page.content()))
        if content in JUDGED:
            return
        self.page.evaluate(AXE_SCRIPT)
        options = {"runOnly": WCAG_TAGS, "resultTypes": ["violations"]}
        # What passes is most of the answer: it stays in the page.
        results = AxeResults(self.page.evaluate("options => axe.run(options).then(({violations}) => ({violations}))", options))
        assert results.violations_count == 0, f"{self.page.url}\n{results.generate_report()}"
        JUDGED.add(content)

    def screenshot(self, name: str) -> None:
        """Keep a picture of the page in the folder that SROI_SCREENSHOTS names."""
        if folder := os.environ.get("SROI_SCREENSHOTS"):
            width = self.page.viewport_size["width"]
            self.page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)

    def close(self) -> None:
        """End the visit; whatever the console complained of fails the test."""
        self._context.close()
        assert self.complaints == [], self.complaints


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["desktop", "phone"])
def journey(request: pytest.FixtureRequest, browser: Any, server: Server) -> Iterator[Any]:
    """Return a maker of visits, one for each person in the journey, at this size of screen; without an e-mail address of a visitor."""
    visits: list[Journey] = []
    width, height = request.param

    def visit(email: str = "") -> Journey:
        visits.append(Journey(browser, server, width=width, height=height))
        if email:
            visits[-1].sign_in(email)
        return visits[-1]

    yield visit
    for one in visits:
        one.close()
