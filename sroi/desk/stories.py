"""The success story about one placement: its text, the consent of candidate and employer, and whether it is public."""

from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.desk.forms_of_page import Refused, Write, errors_of, shown, written
from sroi.fulfilment.operations import draft_story, publish_story, record_consent, take_story_down, withdraw_consent
from sroi.fulfilment.queries.aftercare import aftercare
from sroi.fulfilment.queries.stories import story_of_placement
from sroi.fulfilment.rules import Party, Story, draft_text, party_label
from sroi.fulfilment.rules.stories import MAX_HOW, MAX_TEXT, MAX_TITLE
from sroi.values import parse_date
from sroi.web import clock
from sroi.web.forms import Field, view
from sroi.web.pages import page
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, version_of


def text_fields() -> tuple[Field, ...]:
    """Return the fields of the text."""
    hint = _("Schrijf alleen op wat de kandidaat wil delen. Elke verandering vraagt opnieuw toestemming.")
    return (
        Field(name="title", label=_("Titel"), max_length=MAX_TITLE),
        Field(name="text", label=_("Verhaal"), kind="textarea", max_length=MAX_TEXT, hint=hint),
    )


def consent_fields() -> tuple[Field, ...]:
    """Return the fields of a consent."""
    hint = _("Bijvoorbeeld: formulier getekend, bewaard in het dossier van het WSP. Geen namen.")
    return (
        _version_field(),
        _party_field(),
        Field(name="given_on", label=_("Gegeven op"), kind="date", parse=parse_date),
        Field(name="how", label=_("Hoe de toestemming is gegeven"), max_length=MAX_HOW, hint=hint),
    )


def _version_field() -> Field:
    return Field(name="version", label=_("Versie"), kind="hidden", parse=version_of)


def _party_field() -> Field:
    parties = tuple((party.value, party_label(party)) for party in Party)
    return Field(name="party", label=_("Van wie"), kind="radio", parse=Party, options=parties, missing=_("Kies van wie."))


@get("/nazorg/{aftercare_id:uuid}/verhaal", opt=permits(Permission.FOLLOW_PLACEMENTS))
async def story_page(request: WebRequest, aftercare_id: FromPath[UUID]) -> Response[Any]:
    """Show the story about a placement, or the form that begins one."""
    return await _page(request, aftercare_id)


@post("/nazorg/{aftercare_id:uuid}/verhaal", opt=permits(Permission.FOLLOW_PLACEMENTS))
async def keep_story(request: WebRequest, aftercare_id: FromPath[UUID]) -> Response[Any]:
    """Keep the text."""

    async def write(values: Any) -> str:
        await draft_story(viewer=request.viewer, aftercare_id=aftercare_id, title=values["title"], text=values["text"], now=clock.now())
        return _("Het verhaal is bewaard. Er is toestemming nodig voordat het openbaar wordt.")

    return await _written(request, aftercare_id, "text", text_fields(), write)


@post("/nazorg/{aftercare_id:uuid}/verhaal/toestemming", opt=permits(Permission.FOLLOW_PLACEMENTS))
async def keep_consent(request: WebRequest, aftercare_id: FromPath[UUID]) -> Response[Any]:
    """Record a consent."""

    async def write(values: Any) -> str:
        await record_consent(viewer=request.viewer, aftercare_id=aftercare_id, **values, now=clock.now())
        return _("De toestemming is vastgelegd.")

    return await _written(request, aftercare_id, "consent", consent_fields(), write)


@post("/nazorg/{aftercare_id:uuid}/verhaal/toestemming/intrekken", opt=permits(Permission.FOLLOW_PLACEMENTS))
async def take_consent_back(request: WebRequest, aftercare_id: FromPath[UUID]) -> Response[Any]:
    """Withdraw a consent; the story is gone at once."""

    async def write(values: Any) -> str:
        await withdraw_consent(viewer=request.viewer, aftercare_id=aftercare_id, party=values["party"], now=clock.now())
        return _("De toestemming is ingetrokken. Het verhaal is niet openbaar.")

    return await _written(request, aftercare_id, "withdrawal", (_party_field(),), write)


@post("/nazorg/{aftercare_id:uuid}/verhaal/publiceren", opt=permits(Permission.FOLLOW_PLACEMENTS))
async def make_public(request: WebRequest, aftercare_id: FromPath[UUID]) -> Response[Any]:
    """Publish the story."""

    async def write(values: Any) -> str:
        await publish_story(viewer=request.viewer, aftercare_id=aftercare_id, version=values["version"], now=clock.now())
        return _("Het verhaal is openbaar.")

    return await _written(request, aftercare_id, "publishing", (_version_field(),), write)


@post("/nazorg/{aftercare_id:uuid}/verhaal/verbergen", opt=permits(Permission.FOLLOW_PLACEMENTS))
async def hide_story(request: WebRequest, aftercare_id: FromPath[UUID]) -> Response[Any]:
    """Take the story off the public page."""

    async def write(_values: Any) -> str:
        await take_story_down(viewer=request.viewer, aftercare_id=aftercare_id, now=clock.now())
        return _("Het verhaal is niet meer openbaar.")

    return await _written(request, aftercare_id, "hiding", (), write)


async def _written(request: WebRequest, aftercare_id: UUID, name: str, fields: tuple[Field, ...], write: Write) -> Response[Any]:
    outcome = await written(request, name=name, fields=fields, write=write, href=f"/nazorg/{aftercare_id}/verhaal")
    return await _page(request, aftercare_id, outcome) if isinstance(outcome, Refused) else outcome


async def _page(request: WebRequest, aftercare_id: UUID, refused: Refused | None = None) -> Response[Any]:
    followed = await aftercare(viewer=request.viewer, aftercare_id=aftercare_id)
    story = await story_of_placement(viewer=request.viewer, aftercare_id=aftercare_id)
    text = story.text if story else draft_text(employer_name=followed.employer_name, starts_on=followed.starts_on)
    typed = {"title": story.title if story else "", "text": text}
    version = str(story.version) if story else ""
    return page(
        request,
        "desk/story.html",
        status=422 if refused else 200,
        title=_("Verhaal: {candidate} bij {employer}").format(candidate=followed.candidate, employer=followed.employer_name),
        followed=followed,
        story=story,
        standing=_standing(story),
        consents=tuple((party_label(one.party), one) for one in story.consents) if story else (),
        errors=errors_of(refused),
        text_form=shown(refused, name="text", fresh=view(fields=text_fields(), typed=typed)),
        consent_form=shown(refused, name="consent", fresh=view(fields=consent_fields(), typed={"version": version})),
        withdrawal_form=shown(refused, name="withdrawal", fresh=view(fields=(_party_field(),))),
    )


def _standing(story: Story | None) -> tuple[str, str]:
    """Return where a story stands, in words and as a tone."""
    if story is None:
        return _("Nog niet geschreven"), "neutral"
    if story.is_public:
        return _("Openbaar"), "success"
    if story.is_agreed:
        return _("Toestemming compleet, nog niet openbaar"), "neutral"
    return _("Wacht op toestemming"), "warning"
