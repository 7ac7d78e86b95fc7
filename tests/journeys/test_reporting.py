"""Reporting as contractors do it, at a desk and on a phone: seen while typing, kept when a session ends, and many at once."""

import asyncio
import io
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sroi.demo import PASSWORD
from tests.browser import Journey, Server

pytestmark = pytest.mark.journey

GROEN = "groen@opdrachtnemer.example"
Visit = Callable[[str], Journey]


def _day(day: date) -> str:
    return f"{day.day}-{day.month}-{day.year}"


def _ago(days: int) -> str:
    return _day(datetime.now().astimezone().date() - timedelta(days=days))


def _open(contractor: Journey) -> None:
    """Open the contract, with its picture and what it still needs."""
    contractor.page.get_by_role("link", name=re.compile("Onderhoud speelplekken")).click()
    contractor.check()
    assert contractor.page.locator("figure img").evaluate("picture => picture.complete && picture.naturalWidth > 0")
    contractor.screenshot("obligations")


def _end_sessions(server: Server) -> None:
    """Let every session end on the server, as an hour without use does; the browsers still have their cookies."""
    command = [sys.executable, "-c", "from tests.journeys.test_reporting import end_sessions; end_sessions()"]
    subprocess.run(command, env=server.environment, cwd=Path(__file__).parents[2], check=True)


def end_sessions() -> None:
    """Write in the database of this process that its sessions were last used long ago."""
    from sroi.accounts.rules import SESSION_IDLE
    from sroi.accounts.tables import UserSession
    from sroi.database import connected

    async def end() -> None:
        async with connected():
            await UserSession.update({UserSession.seen_at: datetime.now(UTC) - SESSION_IDLE - timedelta(minutes=1)}, force=True)

    asyncio.run(end())


def test_a_month_is_reported_and_nothing_is_lost_when_the_session_ends(journey: Visit, server: Server) -> None:
    # Given a contractor who types a placement and sees its value meanwhile
    contractor = journey(GROEN)
    page = contractor.page
    label = f"J-{page.viewport_size['width']}"
    _open(contractor)
    page.get_by_role("link", name="Plaatsing", exact=True).click()
    contractor.check()
    page.get_by_label("Kenmerk van de kandidaat").fill(label)
    page.get_by_label("Doelgroep").select_option("participatiewet")
    page.get_by_label("Eerste werkdag").fill(_ago(60))
    page.get_by_label("U geeft op tot en met").fill(_ago(1))
    page.get_by_label("Uren per week").fill("40")
    page.locator("#waarde .utrecht-alert").get_by_text("volledige werkweek").wait_for()
    assert page.locator("#waarde dd").first.inner_text().startswith("€")

    # When the session ends before it is sent, and the contractor signs in again
    _end_sessions(server)
    page.get_by_role("button", name="Bewaren", exact=True).click()
    contractor.check()
    assert page.get_by_text("Uw sessie is verlopen").is_visible()
    page.get_by_label("E-mailadres").fill(GROEN)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Inloggen").click()
    contractor.check()
    page.get_by_role("button", name="Verder met invullen").click()
    contractor.check()

    # Then the form comes back as it was typed; the warning stands at its field, and who goes on keeps the claim
    assert page.get_by_label("Kenmerk van de kandidaat").input_value() == label
    page.get_by_role("button", name="Bewaren", exact=True).click()
    contractor.check()
    assert "volledige werkweek" in page.locator("#warning-hours_per_week").inner_text()
    page.get_by_role("button", name="Toch bewaren").click()
    contractor.check()
    assert page.get_by_text(label).first.is_visible()
    page.get_by_role("button", name="Opgave intrekken").click()  # the other size of screen reports the same
    contractor.check()


def test_many_invoices_are_reported_from_one_spreadsheet(journey: Visit, tmp_path: Path) -> None:
    contractor = journey(GROEN)
    page = contractor.page
    width = page.viewport_size["width"]
    _open(contractor)
    page.get_by_role("link", name="Veel opgaven tegelijk").click()
    contractor.check()
    with page.expect_download() as download:
        page.get_by_role("link", name="Leeg werkblad").click()
    book = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    sheet = book["Sociale inkoop"]
    headers = {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[1]}
    for row, amount in ((2, 100), (3, "veel")):
        values = ("Werkbedrijf Voorbeeld", "Aspirant sociale onderneming", f"W-{width}-{row}", _ago(3), amount)
        for label, value in zip(
            ("Leverancier", "Soort leverancier", "Factuurnummer", "Factuurdatum", "Bedrag exclusief btw"), values, strict=True
        ):
            sheet.cell(row, headers[label], value)
    path = tmp_path / "opgaven.xlsx"
    for is_right in (False, True):
        if is_right:
            sheet.cell(3, headers["Bedrag exclusief btw"], 250.5)
        book.save(path)
        page.get_by_label("Ingevuld werkblad").set_input_files(path)
        page.get_by_role("button", name="Bekijk wat erin staat").click()
        contractor.check()
        if not is_right:
            assert page.get_by_role("row", name=re.compile("Schrijf het bedrag in cijfers")).is_visible()
    contractor.screenshot("spreadsheet")
    page.get_by_role("button", name="Alles bewaren").click()
    contractor.check()
    assert page.get_by_text("2 opgaven zijn bewaard als concept.").is_visible()
