"""Success stories: public only while candidate and employer consent to exactly that text, and gone at once when either does not."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from sroi.access import UnableToAllow
from sroi.fulfilment.operations import draft_story, publish_story, record_consent, take_story_down, withdraw_consent
from sroi.fulfilment.queries.stories import public_stories, public_story, story_of_placement
from sroi.fulfilment.rules import Party, Story, StoryNotFound, UnableToTell, draft_text, party_label
from sroi.fulfilment.tables import Aftercare
from tests.makers import NOW, TODAY, approve, make_contract, make_officer, make_placement_claim, make_reviewer

TITLE, TEXT = "Aan het werk in het groen", "Na een jaar zoeken begon ik in het groen."


async def placement(*, approved: bool = True, label: str = "K-01", number: str = "2023-014") -> UUID:
    claim_id = await make_placement_claim(contract_id=await make_contract(number=number), candidate_label=label)
    if approved:
        await approve(claim_id=claim_id)
    rows = await Aftercare.select(Aftercare.id).where(Aftercare.candidate.label == label)
    found: UUID = rows[0]["id"]
    return found


async def story(aftercare_id: UUID) -> Story:
    found = await story_of_placement(viewer=await make_reviewer(), aftercare_id=aftercare_id)
    assert found is not None
    return found


async def drafted(aftercare_id: UUID, title: str = TITLE, text: str = TEXT) -> None:
    await draft_story(viewer=await make_reviewer(), aftercare_id=aftercare_id, title=title, text=text, now=NOW)


async def consented(aftercare_id: UUID, party: Party, version: int = 1, given_on: date = TODAY, how: str = "Formulier getekend") -> None:
    facts: dict[str, Any] = {"version": version, "party": party, "given_on": given_on, "how": how, "now": NOW}
    await record_consent(viewer=await make_reviewer(), aftercare_id=aftercare_id, **facts)


async def published(aftercare_id: UUID, version: int = 1) -> None:
    await publish_story(viewer=await make_reviewer(), aftercare_id=aftercare_id, version=version, now=NOW)


async def a_public_story(**facts: Any) -> UUID:
    aftercare_id = await placement(**facts)
    await drafted(aftercare_id)
    for party in Party:
        await consented(aftercare_id, party)
    await published(aftercare_id)
    return aftercare_id


async def test_a_story_is_public_with_both_consents_and_shows_nothing_but_its_text(database: None) -> None:
    aftercare_id = await placement()
    await drafted(aftercare_id)
    for party in Party:
        with pytest.raises(UnableToTell, match="allebei toestemming"):
            await published(aftercare_id)
        await consented(aftercare_id, party)
    assert await public_stories() == ()
    await published(aftercare_id)
    (found,) = await public_stories()
    assert (found.title, found.text) == (TITLE, TEXT)
    assert await public_story(story_id=found.id) == found
    assert set(vars(found)) == {"id", "title", "text", "published_at"}


@pytest.mark.parametrize("party", list(Party))
async def test_a_story_is_gone_at_once_when_either_withdraws(database: None, party: Party) -> None:
    aftercare_id = await a_public_story()
    (found,) = await public_stories()
    await withdraw_consent(viewer=await make_reviewer(), aftercare_id=aftercare_id, party=party, now=NOW)
    assert await public_stories() == ()
    with pytest.raises(StoryNotFound):
        await public_story(story_id=found.id)
    assert not (await story(aftercare_id)).is_public
    await consented(aftercare_id, party)
    assert await public_stories() == ()  # it is published again by a person, not by itself
    with pytest.raises(UnableToTell, match="geen toestemming"):
        for _time in range(2):
            await withdraw_consent(viewer=await make_reviewer(), aftercare_id=aftercare_id, party=party, now=NOW)


async def test_another_text_needs_consent_again_and_the_same_text_does_not(database: None) -> None:
    aftercare_id = await a_public_story()
    await drafted(aftercare_id)
    assert (await story(aftercare_id)).is_public
    await drafted(aftercare_id, text=TEXT + " En nog iets.")
    assert await public_stories() == ()
    one = await story(aftercare_id)
    assert (one.version, one.consenting) == (2, frozenset())
    with pytest.raises(UnableToTell, match="intussen veranderd"):
        await consented(aftercare_id, Party.EMPLOYER, version=1)
    with pytest.raises(UnableToTell, match="intussen veranderd"):
        await published(aftercare_id, version=1)


async def test_a_story_is_taken_down_and_published_again_without_new_consent(database: None) -> None:
    aftercare_id = await a_public_story()
    await take_story_down(viewer=await make_reviewer(), aftercare_id=aftercare_id, now=NOW)
    assert await public_stories() == ()
    await published(aftercare_id)
    assert len(await public_stories()) == 1


async def test_pages_by_key_hold_every_story_once(database: None) -> None:
    for number in range(3):
        await a_public_story(label=f"K-0{number}", number=f"2023-02{number}")
    whole, paged, after = await public_stories(), [], None
    while page := await public_stories(after=after, size=2):
        paged += page
        after = (page[-1].published_at, page[-1].id)
    assert paged == list(whole) and len(whole) == 3


@pytest.mark.parametrize(
    ("title", "text", "field"),
    [("", TEXT, "title"), ("x" * 151, TEXT, "title"), (TITLE, " ", "text"), (TITLE, "x" * 4001, "text"), (TITLE, "BSN 111222333", "text")],
)
async def test_a_text_that_cannot_be_a_story_is_refused_on_its_field(database: None, title: str, text: str, field: str) -> None:
    aftercare_id = await placement()
    with pytest.raises(UnableToTell) as refusal:
        await drafted(aftercare_id, title, text)
    assert refusal.value.field == field


async def test_a_story_is_about_a_placement_that_was_approved_and_by_the_wsp(database: None) -> None:
    with pytest.raises(UnableToTell, match="goedgekeurd"):
        await drafted(await placement(approved=False))
    with pytest.raises(UnableToAllow):
        await draft_story(viewer=await make_officer(), aftercare_id=uuid4(), title=TITLE, text=TEXT, now=NOW)
    with pytest.raises(UnableToAllow):
        await story_of_placement(viewer=await make_officer(), aftercare_id=uuid4())


@pytest.mark.parametrize(
    ("given_on", "how", "field"),
    [(TODAY + timedelta(days=1), "Getekend", "given_on"), (TODAY, "", "how"), (TODAY, "BSN 111222333", "how")],
)
async def test_a_consent_that_cannot_be_is_refused_on_its_field(database: None, given_on: date, how: str, field: str) -> None:
    aftercare_id = await placement()
    await drafted(aftercare_id)
    with pytest.raises(UnableToTell) as refusal:
        await consented(aftercare_id, Party.CANDIDATE, given_on=given_on, how=how)
    assert refusal.value.field == field


async def test_of_a_publication_and_a_withdrawal_at_the_same_moment_nothing_stays_public(database: None) -> None:
    aftercare_id = await a_public_story()
    reviewer = await make_reviewer()
    await asyncio.gather(
        published(aftercare_id),
        withdraw_consent(viewer=reviewer, aftercare_id=aftercare_id, party=Party.CANDIDATE, now=NOW),
        return_exceptions=True,
    )
    assert await public_stories() == ()


def test_a_draft_says_nothing_about_the_person() -> None:
    assert draft_text(employer_name="Groen Voorbeeld", starts_on=date(2023, 10, 1)).startswith("In 2023 begon bij Groen Voorbeeld iemand")
    assert len({party_label(party) for party in Party}) == len(Party)
