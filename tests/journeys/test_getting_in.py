"""Getting in, at a desk and on a phone: by the links of mails, as colleague, as subcontractor, and with a forgotten password."""

import re
from collections.abc import Callable

import pytest

from tests.browser import Journey

pytestmark = pytest.mark.journey

OFFICER, GROEN, SCHILDER = "inkoper@rijswijk.example", "groen@opdrachtnemer.example", "schilder@onderaannemer.example"
BOUW = "bouw@opdrachtnemer.example"
PASSWORD = "een lang wachtwoord 2"

Visit = Callable[[str], Journey]


def _address(person: Journey, name: str) -> str:
    """Return an address of its own for each size of screen: both journeys use one example."""
    return f"{name}{person.page.viewport_size['width']}@getting-in.example"


def _sign_out(person: Journey) -> None:
    person.page.get_by_role("button", name="Uitloggen").click()
    person.check()


def _open_mail(person: Journey, *, to: str, subject: str) -> None:
    """Open the newest mail to an address, and the page that its first link leads to."""
    page = person.page
    for _time in range(40):  # a mail about a password is made by a job
        page.goto("/voorbeeldmail")
        row = page.get_by_role("row").filter(has_text=to).filter(has_text=subject)
        if row.count():
            break
        page.wait_for_timeout(250)
    person.check()
    row.first.get_by_role("link").click()
    person.check()
    page.locator(".app-mail a").first.click()
    person.check()


def _make_account(person: Journey, name: str) -> None:
    page = person.page
    page.get_by_label("Uw naam").fill(name)
    page.get_by_label("Kies een wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Account maken").click()
    person.check()


def _sign_in(person: Journey, email: str, password: str) -> None:
    page = person.page
    page.goto("/inloggen")
    person.check()
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Inloggen").click()
    person.check()


def test_a_contractor_comes_in_by_a_mail_about_its_contract_and_later_forgets_the_password(journey: Visit) -> None:
    """Given a contract, when its contractor is invited, then the link of the mail opens it; a forgotten password is mended by mail."""
    visitor = journey(OFFICER)
    page, email = visitor.page, _address(visitor, "nieuw")
    page.goto("/contracten?zoek=Groenbedrijf")
    visitor.check()
    page.locator("tbody th a").first.click()
    visitor.check()
    title = page.locator("h1").inner_text()
    page.get_by_role("link", name="Opdrachtnemer uitnodigen").click()
    visitor.check()
    page.get_by_label("E-mailadres van de contactpersoon").fill(email)
    page.get_by_role("button", name="Uitnodigen").click()
    visitor.check()
    # where the invitation stands is shown; sent again, the earlier link is revoked
    page.get_by_role("button", name=f"Opnieuw sturen: {email}").click()
    visitor.check()
    standing = [row.inner_text() for row in page.get_by_role("row").filter(has_text=email).all()]
    assert ["verstuurd" in standing[0], "ingetrokken" in standing[1]] == [True, True]
    _sign_out(visitor)
    _open_mail(visitor, to=email, subject="Uitnodiging: social return")
    _make_account(visitor, "Nieuwe Medewerker")
    assert page.locator("h1").inner_text() == title
    assert not page.get_by_role("link", name="Collega's").count()  # somebody else manages the people here
    _sign_out(visitor)
    page.get_by_role("link", name="Wachtwoord vergeten?").click()
    visitor.check()
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_role("button", name="Link aanvragen").click()
    visitor.check()
    assert "Kijk in uw mail" in page.locator("main").inner_text()
    visitor.screenshot("forgotten")
    _open_mail(visitor, to=email, subject="Een nieuw wachtwoord kiezen")
    page.get_by_label("Kies een wachtwoord").fill(f"{PASSWORD} nieuw")
    page.get_by_role("button", name="Wachtwoord bewaren").click()
    visitor.check()
    _sign_in(visitor, email, f"{PASSWORD} nieuw")
    assert page.locator("h1").inner_text() == "Mijn contracten"


def test_who_manages_an_organisation_invites_a_colleague_and_bars_them(journey: Visit) -> None:
    """Given who manages a contractor, when a colleague is invited, then they work there until they are barred."""
    manager, colleague = journey(BOUW), journey(GROEN)
    email = _address(manager, "collega")
    name = f"Collega {manager.page.viewport_size['width']}"
    page = manager.page
    page.get_by_role("link", name="Collega's").click()
    manager.check()
    page.get_by_label("E-mailadres van uw collega").fill(email)
    page.get_by_role("button", name="Uitnodigen").click()
    manager.check()
    _sign_out(colleague)
    _open_mail(colleague, to=email, subject="Uitnodiging van")
    _make_account(colleague, name)
    assert colleague.page.locator("h1").inner_text() == "Mijn contracten"
    page.goto("/collegas")
    manager.check()
    manager.screenshot("colleagues")
    page.get_by_role("button", name=f"Uitschakelen: {name}").click()
    manager.check()
    assert "overal uitgelogd" in page.locator("main").inner_text()
    colleague.page.goto("/mijn-contracten")
    colleague.check()
    assert colleague.page.locator("h1").inner_text() == "Inloggen"


def test_a_subcontractor_reports_for_a_contractor_and_sees_its_own_claims_alone(journey: Visit) -> None:
    """Given a contract with a subcontractor, then each sees its own claims, and the contractor the figures of the other."""
    subcontractor, contractor = journey(SCHILDER), journey(GROEN)
    page = subcontractor.page
    work = page.get_by_role("table").filter(has_text="namens een ander").get_by_role("link").first
    title = re.sub(r"^\S+ ", "", work.inner_text())
    work.click()
    subcontractor.check()
    subcontractor.screenshot("subcontract")
    text = page.locator("main").inner_text()
    assert "namens Groenbedrijf Voorbeeld" in text and "Basisveiligheid schilderen" in text
    assert "Nog te leveren" not in text and "G-11" not in text
    page.locator("tbody th a").first.click()
    subcontractor.check()
    assert "Nog te leveren" not in page.locator("main").inner_text()
    contractor.page.get_by_role("link", name=title).first.click()
    contractor.check()
    assert "schilderen" not in contractor.page.locator("main").inner_text()
    contractor.page.get_by_role("link", name="Onderaannemers en wat zij opgeven").click()
    contractor.check()
    contractor.screenshot("subcontractors")
    text = contractor.page.locator("main").inner_text()
    assert "Schildersbedrijf Voorbeeld" in text and "640,00" in text and "schilderen" not in text
