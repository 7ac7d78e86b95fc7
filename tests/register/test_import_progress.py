"""Long imports behind the page: read and confirmed by a job, with a page that tells how far it is and what became of it."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from litestar import Litestar

from imports import MAX_FILE_BYTES
from sroi.background import kinds_of_jobs
from sroi.contracts.operations import behind, reading
from sroi.contracts.operations.imports import Progress, UnableToImport
from sroi.contracts.tables import Contract, ImportBatch, ImportRow
from sroi.jobs.operations import run_due_jobs, take_due
from sroi.jobs.rules import DEFAULT_ATTEMPTS, LEASE, wait_after
from sroi.jobs.tables import Job
from sroi.mail.queries import mails_page
from sroi.mail.rules import Written
from sroi.obligations.operations import confirming
from sroi.register.imports import awarding, columns, upload
from sroi.register.imports import confirming as pages_of_confirming
from sroi.settings import Settings
from sroi.web import clock
from tests.makers import make_officer
from tests.personas import PASSWORD, Personas, persona

CONTENT = (
    b"Contractnummer;Titel;Soort;Opdrachtnemer;KVK-nummer;Contractsom;Gunningsdatum;Begindatum;Einddatum\r\n"
    b"2024-031;Groenonderhoud Noord;dienst;Groen Voorbeeld B.V.;00100009;1.250.000,00;1-2-2024;1-3-2024;28-2-2026\r\n"
)
COMPARED = "De rijen worden vergeleken met het register."
OPEN_DATA = b'{"releases": [{"ocid": "ocds-1", "tag": ["tender"], "tender": {"id": "T-1", "title": "Verzonnen opdracht"}}]}'


@pytest.fixture(autouse=True)
def long_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every file be long."""
    monkeypatch.setattr(upload, "BEHIND_PAGE_BYTES", 10)
    monkeypatch.setattr(pages_of_confirming, "BEHIND_PAGE_ROWS", 0)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Let the clock stand still, and return its moment."""
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


async def uploaded(people: Personas, content: bytes = CONTENT) -> str:
    """Upload a file and return the address of its import."""
    answer = await people.officer.post("/importeren", files={"file": ("register.csv", content, "text/csv")})
    place: str = answer.headers["location"]
    return place


async def worked() -> int:
    """Let a worker do what is due."""
    return await run_due_jobs(kinds=kinds_of_jobs(Settings.from_env()), now=clock.now())


async def mailed_end() -> Written:
    """Return the mail to the officer about the end of an import."""
    (mail,) = [one for one in await mails_page(viewer=None, settings=Settings(is_demo=True)) if "import" in one.written.subject]
    return mail.written


async def test_open_data_may_be_larger_than_a_register(people: Personas) -> None:
    place = await uploaded(people, OPEN_DATA + b" " * MAX_FILE_BYTES)
    assert await worked() == 1
    assert "Verzonnen opdracht" in (await people.officer.get(place)).text


async def test_a_file_that_is_too_large_is_told_on_its_field(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "MAX_UPLOAD_BYTES", len(CONTENT) - 1)
    answer = await people.officer.post("/importeren", files={"file": ("register.csv", CONTENT, "text/csv")})
    assert answer.status_code == 422 and 'href="#field-file"' in answer.text and "Verdeel het over meer bestanden" in answer.text
    assert not await ImportBatch.exists()


async def test_a_long_file_is_read_and_confirmed_behind_the_page(people: Personas) -> None:
    place = await uploaded(people)
    waiting = (await people.officer.get(place)).text
    assert "wacht op zijn beurt" in waiting and "/static/progress.js" in waiting
    assert f'<a href="{place}">Ververs deze pagina</a>' in waiting and "http-equiv" not in waiting
    assert "data-over" not in (await people.officer.get(f"{place}/voortgang")).text
    assert "<td>wordt gelezen</td>" in (await people.officer.get("/importeren")).text
    assert await worked() == 1
    assert "data-over" in (await people.officer.get(f"{place}/voortgang")).text
    assert "<td>wacht op bevestiging</td>" in (await people.officer.get("/importeren")).text
    assert "2024-031" in (await people.officer.get(place)).text
    await people.officer.post(f"{place}/bevestigen")
    assert "wacht op zijn beurt" in (await people.officer.get(place)).text
    assert (await people.officer.post(f"{place}/bevestigen")).status_code == 422
    assert "<td>wordt verwerkt</td>" in (await people.officer.get("/importeren")).text
    assert await Contract.count() == 0
    assert await worked() == 2  # the second sends the mail about the first
    assert "is contract geworden" in (await people.officer.get(place)).text
    assert await Contract.count() == 1
    mail = await mailed_end()
    assert "De import van register.csv is klaar: 1 contract." in mail.text and place in mail.text


async def test_a_long_import_is_taken_back_behind_the_page_and_every_officer_sees_it(app: Litestar, people: Personas) -> None:
    place = await uploaded(people)
    await worked()
    await people.officer.post(f"{place}/bevestigen")
    await worked()
    await people.officer.post(f"{place}/terugdraaien")
    async with persona(app, await make_officer(email="collega@example.nl", name="Collega Inkoop", password=PASSWORD)) as colleague:
        for officer in (people.officer, colleague):
            waiting = (await officer.get(place)).text
            assert "wacht op zijn beurt" in waiting and "Deze import is groot" in waiting
    assert (await people.officer.post(f"{place}/terugdraaien")).status_code == 422
    assert await Contract.count().where(Contract.status == "registered") == 1
    await worked()
    assert "teruggedraaid" in (await people.officer.get(place)).text
    assert await Contract.count().where(Contract.status == "registered") == 0


async def test_an_import_that_a_colleague_read_can_be_confirmed_also_when_its_job_was_cleared(people: Personas) -> None:
    place = await uploaded(people)
    await worked()
    await Job.delete(force=True)
    await people.officer.post(f"{place}/bevestigen")
    assert await worked() == 2


async def test_a_file_that_cannot_be_read_says_so(people: Personas) -> None:
    place = await uploaded(people, b"\x00\x01" + bytes(100))
    await worked()
    page = (await people.officer.get(place)).text
    assert "niet te lezen" in page and "Bevestigen" not in page


async def test_a_job_that_stopped_after_its_work_does_no_harm_when_it_runs_again(people: Personas) -> None:
    place = await uploaded(people)
    await worked()
    await people.officer.post(f"{place}/bevestigen")
    await worked()
    await Job.update({Job.ended_at: None, Job.attempts: 0}, force=True)
    await worked()
    assert (await ImportRow.count(), await Contract.count()) == (1, 1)


async def test_a_confirmation_that_is_refused_says_why(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(**how: object) -> None:
        raise UnableToImport("Er is niets opgeslagen. In rij 2 staat iets dat niet kan.")

    place = await uploaded(people)
    await worked()
    await people.officer.post(f"{place}/bevestigen")
    monkeypatch.setattr(confirming, "confirm_import", refuse)
    await worked()
    page = (await people.officer.get(place)).text
    assert "Het is niet gelukt" in page and "rij 2" in page and "Bevestigen" in page
    assert "Er is niets opgeslagen." in (await mailed_end()).text


async def test_the_page_tells_rows_problems_and_the_time_left(people: Personas, now: datetime) -> None:
    place = await uploaded(people)
    told = Progress(5_000, 10_000, 12, "Het bestand wordt gelezen.", part=1, parts=2)
    done, total = told.steps
    await Job.update({Job.taken_by: Job.id, Job.due_at: now + LEASE, Job.steps_done: done, Job.steps_total: total}, force=True)
    await Job.update({Job.message: told.words, Job.created_at: now - timedelta(hours=1)}, force=True)
    await Job.update({Job.taken_at: now - timedelta(minutes=1)}, force=True)
    page = (await people.officer.get(place)).text
    assert "5000 van 10000 rijen, 12 opmerkingen" in page
    assert "Nog ongeveer 3 minuten." in page and 'value="25"' in page


async def test_a_long_file_tells_how_many_rows_are_read_while_it_is_read(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    async def report(*, message: str, **how: object) -> None:
        told.append(message)

    monkeypatch.setattr(behind, "report_progress", report)
    monkeypatch.setattr("imports.register_lines.ROWS_AT_ONCE", 1)
    await uploaded(people)
    await worked()
    assert told == ["Het bestand wordt gelezen. 1 van 2 rijen, 0 opmerkingen.", f"{COMPARED} 1 van 1 rijen, 0 opmerkingen."]


async def test_columns_of_a_long_file_are_chosen_behind_the_page(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "BEHIND_PAGE_ROWS", 0)
    place = await uploaded(people)
    await worked()
    batch_columns = json.loads((await ImportBatch.select(ImportBatch.columns))[0]["columns"])
    meant = {f"kolom{index}": column["field"] or "niet" for index, column in enumerate(batch_columns)}
    await people.officer.post(f"{place}/kolommen", data={**meant, "kolom1": "niet", "name": "Zonder titel"})
    waiting = (await people.officer.get(place)).text
    assert "wacht op zijn beurt" in waiting and (await people.officer.post(f"{place}/bevestigen")).status_code == 422
    assert (await people.officer.post(f"{place}/kolommen", data=meant)).status_code == 422
    assert await worked() == 1
    page = (await people.officer.get(place)).text
    assert "Groenonderhoud Noord" not in page and "Gelezen met profiel Zonder titel." in page


async def test_two_columns_that_mean_the_same_are_told_before_anything_waits(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "BEHIND_PAGE_ROWS", 0)
    place = await uploaded(people)
    await worked()
    wrong = {f"kolom{index}": "title" for index in range(9)}
    answer = await people.officer.post(f"{place}/kolommen", data={**wrong, "name": ""})
    assert answer.status_code == 422 and "kunnen niet hetzelfde betekenen" in answer.text
    assert await worked() == 0


async def test_authorities_of_a_long_file_are_chosen_behind_the_page(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(awarding, "BEHIND_PAGE_ROWS", 0)
    first, second = CONTENT.split(b"\r\n")[:2]
    place = await uploaded(people, first + b";Opdrachtgever\r\n" + second + b";Waterschap Onbekend\r\n")
    await worked()
    (name,) = re.findall(r'<select[^>]* name="(dienst-[0-9a-f]+)"', (await people.officer.get(f"{place}/aanbestedende-diensten")).text)
    await people.officer.post(f"{place}/aanbestedende-diensten", data={name: "nieuw"})
    assert "wacht op zijn beurt" in (await people.officer.get(place)).text
    assert await worked() == 1  # no mail
    page = (await people.officer.get(place)).text
    assert "is niet bekend" not in page and "wordt contract" in page


async def test_a_server_that_stopped_is_told_with_when_the_work_begins_again_and_that_it_did(people: Personas, now: datetime) -> None:
    place = await uploaded(people)
    (taken,) = await take_due(now=now, limit=1)
    assert "Het bestand wordt gelezen." in (working := (await people.officer.get(place)).text) and "staat stil" not in working
    begins = now + LEASE / 3
    await Job.update({Job.due_at: begins, Job.steps_done: 90, Job.steps_total: 100}).where(Job.id == taken.id)
    stopped = (await people.officer.get(place)).text
    assert (
        f"Is de server gestopt, dan begint het om {clock.local(begins):%H:%M} vanzelf opnieuw." in stopped and "Nog minder" not in stopped
    )
    await Job.update({Job.due_at: now}).where(Job.id == taken.id)
    await take_due(now=now, limit=1)
    again = (await people.officer.get(f"{place}/voortgang")).text
    assert "Het werk was gestopt en is opnieuw begonnen. Het bestand wordt gelezen." in again and 'value="0"' in again


async def broken(*how: object, **named: object) -> None:
    raise OSError("the disk is full")


async def test_work_that_breaks_says_when_it_is_tried_again_and_at_last_what_to_do(
    people: Personas, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = await uploaded(people)
    await worked()
    await people.officer.post(f"{place}/bevestigen")
    monkeypatch.setattr(confirming, "confirm_import", broken)
    await worked()
    begins = clock.local(now + wait_after(1))
    assert f"Er ging iets mis. Om {begins:%H:%M} wordt het vanzelf opnieuw geprobeerd." in (await people.officer.get(place)).text
    assert not await mails_page(viewer=None, settings=Settings(is_demo=True))
    await Job.update({Job.due_at: now, Job.max_attempts: 2}).where(Job.kind == "confirm_import")
    await worked()
    page = (await people.officer.get(place)).text
    assert "Er is niets opgeslagen. Er ging iets mis op de server. Probeer het opnieuw." in page and "Import bevestigen" in page
    assert "OSError" not in page and "Er is niets opgeslagen." in (await mailed_end()).text


@pytest.mark.parametrize(
    ("asked", "shown", "mailed"),
    [
        ("bevestigen", "Er is niets opgeslagen.", "Er is niets opgeslagen."),
        ("terugdraaien", "Er is niets teruggedraaid.", "is niet teruggedraaid. Er is niets veranderd."),
    ],
)
async def test_work_whose_server_stopped_at_every_attempt_is_told_by_page_and_mail(
    people: Personas, now: datetime, asked: str, shown: str, mailed: str
) -> None:
    place = await uploaded(people)
    await worked()
    if asked == "terugdraaien":
        await people.officer.post(f"{place}/bevestigen")
        await worked()
    await people.officer.post(f"{place}/{asked}")
    for _attempt in range(DEFAULT_ATTEMPTS):
        assert len(await take_due(now=now, limit=1)) == 1
        await Job.update({Job.due_at: now}).where(Job.taken_by.is_not_null())  # as if its lease had ended
    assert await worked() == 2  # what tells of it, and its mail
    assert shown in (await people.officer.get(place)).text
    assert [mailed in mail.written.text for mail in await mails_page(viewer=None, settings=Settings(is_demo=True))].count(True) == 1


async def test_a_file_that_the_server_could_not_read_is_to_be_chosen_again(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    place = await uploaded(people)
    monkeypatch.setattr(reading, "read_file", broken)
    await Job.update({Job.max_attempts: 1}, force=True)
    await worked()
    page = (await people.officer.get(place)).text
    assert "Het bestand is niet gelezen. Er ging iets mis op de server." in page and "Kies het bestand opnieuw" in page
    assert "0 rijen, niet gelezen." in page and "<td>niet gelezen</td>" in (await people.officer.get("/importeren")).text
    assert "Er staan geen rijen" not in page and "OSError" not in page


async def test_a_colleague_sees_that_the_same_file_is_read_already(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    first = await uploaded(people)
    monkeypatch.setattr(upload, "BEHIND_PAGE_BYTES", len(CONTENT))
    second = (await people.officer.get(await uploaded(people))).text
    assert f'<a href="{first}">register.csv, ' in second and "door Inkoper Voorbeeld: wordt gelezen" in second


async def test_the_list_makes_as_many_queries_for_many_imports_as_for_few(people: Personas, query_counter: Any) -> None:
    counts = []
    for _number in range(2):
        await uploaded(people)
        await uploaded(people)
        query_counter.reset()
        assert "wordt gelezen" in (await people.officer.get("/importeren")).text
        counts.append(query_counter.count)
    assert counts[0] == counts[1]


async def test_nobody_else_watches(people: Personas) -> None:
    place = await uploaded(people)
    for someone in (people.reviewer, people.contractor, people.administrator):
        assert (await someone.get(f"{place}/voortgang")).status_code == 403
