"""A success story: a text about a placement that is public only while candidate and employer consent to exactly that text. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from gettext import gettext as _
from uuid import UUID

from sroi.errors import NotFound, UnableTo
from sroi.values import holds_bsn

MAX_TITLE = 150
MAX_TEXT = 4000
MAX_HOW = 300


class Party(StrEnum):
    """Whose consent a story needs."""

    CANDIDATE = "candidate"
    EMPLOYER = "employer"


class StoryNotFound(NotFound):
    """There is no such story, or it is not public."""


class UnableToTell(UnableTo):
    """The story cannot be kept or published; `field` names what stands in the way."""


@dataclass(frozen=True)
class Consent:
    """That a party agrees to a version of a story; `how` is where that stands, as a signed form."""

    party: Party
    version: int
    given_on: date
    how: str
    recorded_by: str
    is_withdrawn: bool


@dataclass(frozen=True)
class Story:
    """A story with every consent that was recorded, the last first."""

    id: UUID
    aftercare_id: UUID
    title: str
    text: str
    version: int
    published_at: datetime | None
    consents: tuple[Consent, ...] = ()

    @property
    def consenting(self) -> frozenset[Party]:
        """Return who agrees to the text as it is now."""
        return frozenset(one.party for one in self.consents if one.version == self.version and not one.is_withdrawn)

    @property
    def is_agreed(self) -> bool:
        """Return whether both parties agree to the text as it is now."""
        return self.consenting == frozenset(Party)

    @property
    def is_public(self) -> bool:
        """Return whether everybody can read it now."""
        return self.published_at is not None and self.is_agreed


@dataclass(frozen=True)
class PublicStory:
    """What everybody may read: what was agreed to, and nothing else."""

    id: UUID
    title: str
    text: str
    published_at: datetime


def party_label(party: Party) -> str:
    """Return the Dutch name of a party."""
    return {Party.CANDIDATE: _("Kandidaat"), Party.EMPLOYER: _("Werkgever")}[party]


def draft_text(*, employer_name: str, starts_on: date) -> str:
    """Return how a story begins: the employer and the year, and nothing about the person."""
    text = _("In {year} begon bij {employer} iemand aan een nieuwe baan. Schrijf hier hoe het ging.")
    return text.format(year=starts_on.year, employer=employer_name)


def check_story(*, title: str, text: str, is_approved: bool) -> None:
    """Raise UnableToTell when this cannot be a story."""
    if not is_approved:
        raise UnableToTell(_("Een verhaal gaat over een plaatsing waarvan iets is goedgekeurd."))
    if not title or len(title) > MAX_TITLE:
        raise UnableToTell(_("Geef het verhaal een titel van ten hoogste {most} tekens.").format(most=MAX_TITLE), field="title")
    if not text or len(text) > MAX_TEXT:
        raise UnableToTell(_("Schrijf het verhaal in ten hoogste {most} tekens.").format(most=MAX_TEXT), field="text")
    for field, value in (("title", title), ("text", text)):
        if holds_bsn(value):
            raise UnableToTell(_("Hier staat een getal dat een burgerservicenummer kan zijn. Haal het weg."), field=field)


def check_consent(*, story: Story, party: Party, given_on: date, today: date, how: str) -> None:
    """Raise UnableToTell when this consent cannot be recorded."""
    if given_on > today:
        raise UnableToTell(_("Deze dag ligt in de toekomst."), field="given_on")
    if not how or len(how) > MAX_HOW or holds_bsn(how):
        raise UnableToTell(_("Vul in hoe de toestemming is gegeven, bijvoorbeeld: formulier getekend."), field="how")
    if party in story.consenting:
        raise UnableToTell(_("Deze toestemming is al vastgelegd."), field="party")


def check_publishing(story: Story) -> None:
    """Raise UnableToTell when a story cannot be published."""
    if not story.is_agreed:
        raise UnableToTell(_("Publiceren kan pas als de kandidaat en de werkgever allebei toestemming gaven voor deze tekst."))
