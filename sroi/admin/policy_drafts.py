"""Drafts of policies: uploading one, seeing what it would change, and publishing or discarding it."""

from dataclasses import dataclass, replace
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission, Viewer
from sroi.errors import UnableTo
from sroi.policy.operations import UnableToUpload, discard_draft, upload_draft
from sroi.policy.queries import policies, text_lookup
from sroi.policy.queries.versions import DraftRecord, draft
from sroi.policy.rules import MAX_SIGNS, Mistake, Policy, RuleChange, check_policy, diff_policies, read_policy, version_before
from sroi.simulation.operations import publish_policy
from sroi.simulation.queries import simulate
from sroi.simulation.rules import Simulation
from sroi.values import format_euros
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import Field, FormView, Submission, read, view
from sroi.web.pages import attachment, page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import UPLOAD_BODY_BYTES, WebRequest, plain_text, submitted

STATUSES = {"open": _("wacht op een besluit"), "published": _("gepubliceerd"), "discarded": _("weggegooid")}
KINDS = {"gained": _("krijgt een verplichting"), "lost": _("verliest de verplichting"), "changed": _("ander bedrag")}


@dataclass(frozen=True)
class DraftPage:
    """A draft as the page shows it: what it follows and changes, or the mistakes that stand in its way by now."""

    record: DraftRecord
    status: str
    policy: Policy | None
    mistakes: tuple[Mistake, ...]
    follows: str
    changes: tuple[RuleChange, ...]
    simulation: Simulation | None
    owed: str
    worth: str
    may_publish: bool
    may_discard: bool


def _upload_fields() -> tuple[Field, ...]:
    return (
        Field(
            name="name",
            label=_("Naam"),
            hint=_("Kleine letters, cijfers en streepjes, bijvoorbeeld voorbeeldstad-2026."),
            missing=_("Vul een naam in."),
            autocomplete="off",
        ),
        Field(
            name="file", label=_("Beleidsbestand"), kind="file", accept=".toml", required=False, hint=_("Een bestand dat eindigt op .toml.")
        ),
        Field(
            name="text",
            label=_("Of plak hier de tekst"),
            kind="textarea",
            required=False,
            hint=_("Kiest u een bestand, dan telt dat."),
            max_length=MAX_SIGNS,
        ),
    )


def _discard_fields() -> tuple[Field, ...]:
    return (
        Field(
            name="reason",
            label=_("Waarom gaat dit concept niet door?"),
            kind="textarea",
            missing=_("Zeg waarom dit concept niet doorgaat."),
        ),
    )


@get("/beleid/nieuw", opt=permits(Permission.MANAGE_POLICY))
async def upload_form(request: WebRequest) -> Response[Any]:
    """Show where a draft is uploaded."""
    return page(request, "admin/policy_upload.html", form=view(fields=_upload_fields()), mistakes=())


@post("/beleid/nieuw", opt=permits(Permission.MANAGE_POLICY), request_max_body_size=UPLOAD_BODY_BYTES)
async def upload(request: WebRequest) -> Response[Any]:
    """Keep the draft, or show the form again with every mistake and the text that was sent."""
    submission = await _with_text(read(fields=_upload_fields(), data=await submitted(request)))
    mistakes: tuple[Mistake, ...] = ()
    if submission.is_valid:
        try:
            values = submission.values
            draft_id = await upload_draft(viewer=request.viewer, name=values["name"], text=values["text"], now=clock.now())
        except UnableToUpload as refusal:
            submission, mistakes = _refused(submission, refusal), refusal.mistakes
        else:
            return see_other(request, f"/beleid/concepten/{draft_id}", flash=Flash(_("Het concept is bewaard.")))
    form = view(fields=_upload_fields(), submission=submission)
    return page(request, "admin/policy_upload.html", status=422, form=form, mistakes=mistakes)


def _refused(submission: Submission, refusal: UnableToUpload) -> Submission:
    """Return the submission with the refusal; mistakes in the text are listed above the form."""
    if refusal.mistakes:
        return submission.with_error(field="text", message=_("In de tekst staan fouten. Zij staan boven aan de pagina."))
    return submission.with_refusal(refusal)


async def _with_text(submission: Submission) -> Submission:
    """Return the submission with the text of the file, where one was chosen, in the place of what was pasted."""
    values = dict(submission.values)
    file = values.pop("file", None)
    if file is not None:
        try:
            values["text"] = plain_text((await file.read()).decode("utf-8-sig"))
        except UnicodeDecodeError:
            return submission.with_error(field="file", message=_("Dit bestand is geen tekst in UTF-8. Bewaar het als UTF-8."))
    if not values.get("text") and "text" not in submission.errors:
        return submission.with_error(field="file", message=_("Kies een bestand, of plak de tekst."))
    typed = {**submission.typed, "text": values.get("text", submission.typed["text"])}
    return replace(submission, values=values, typed=typed)


@get("/beleid/concepten/{draft_id:uuid}", opt=permits(Permission.READ_POLICY))
async def draft_page(request: WebRequest, draft_id: FromPath[UUID]) -> Response[Any]:
    """Show what a draft would change."""
    return await _page(request, draft_id, view(fields=_discard_fields()))


@get("/beleid/concepten/{draft_id:uuid}/bestand", opt=permits(Permission.READ_POLICY))
async def draft_file(request: WebRequest, draft_id: FromPath[UUID]) -> Response[bytes]:
    """Give the text of a draft."""
    record = await draft(viewer=request.viewer, draft_id=draft_id)
    return attachment(content=record.text.encode(), media_type="application/toml", file_name=f"{record.name}.toml")


@post("/beleid/concepten/{draft_id:uuid}/publiceren", opt=permits(Permission.MANAGE_POLICY))
async def publish(request: WebRequest, draft_id: FromPath[UUID]) -> Response[Any]:
    """Publish a draft that someone else uploaded."""
    try:
        published = await publish_policy(viewer=request.viewer, draft_id=draft_id, now=clock.now())
    except UnableTo as refusal:
        return await _page(request, draft_id, view(fields=_discard_fields()), refusal=refusal.message)
    return see_other(request, f"/beleid/{published.name}", flash=Flash(_("Het beleid is gepubliceerd. Het verandert niet meer.")))


@post("/beleid/concepten/{draft_id:uuid}/weggooien", opt=permits(Permission.MANAGE_POLICY))
async def discard(request: WebRequest, draft_id: FromPath[UUID]) -> Response[Any]:
    """Discard a draft, with the reason."""
    submission = read(fields=_discard_fields(), data=await submitted(request))
    if submission.is_valid:
        try:
            await discard_draft(viewer=request.viewer, draft_id=draft_id, reason=submission.values["reason"], now=clock.now())
        except UnableTo as refusal:
            submission = submission.with_refusal(refusal)
        else:
            return see_other(request, "/beleid", flash=Flash(_("Het concept is weggegooid.")))
    return await _page(request, draft_id, view(fields=_discard_fields(), submission=submission), status=422)


async def _page(request: WebRequest, draft_id: UUID, form: FormView, *, refusal: str = "", status: int = 200) -> Response[Any]:
    shown = await _shown(request.viewer, await draft(viewer=request.viewer, draft_id=draft_id))
    status = 422 if refusal else status
    return page(request, "admin/policy_draft.html", status=status, draft=shown, kinds=KINDS, form=form, refusal=refusal)


async def _shown(viewer: Viewer, record: DraftRecord) -> DraftPage:
    others, blocks_text = tuple(held for held in await policies() if held.name != record.name), await text_lookup()
    mistakes = check_policy(name=record.name, text=record.text, blocks_text=blocks_text, others=others if record.is_open else ())
    read_now = None if mistakes else read_policy(name=record.name, text=record.text, blocks_text=blocks_text)
    follows = version_before(policy=read_now, policies=others) if read_now else None
    simulation = await simulate(viewer=viewer, policy=read_now) if record.is_open and read_now else None
    may_manage = record.is_open and viewer.may(Permission.MANAGE_POLICY)
    return DraftPage(
        record=record,
        status=STATUSES[record.status],
        policy=read_now,
        mistakes=mistakes,
        follows=follows.name if follows else "",
        changes=diff_policies(follows, read_now) if follows and read_now else (),
        simulation=simulation,
        owed=_change_words(simulation.owed_before, simulation.owed_after) if simulation else "",
        worth=_change_words(simulation.value_before, simulation.value_after) if simulation else "",
        may_publish=may_manage and read_now is not None and record.uploaded_by_id != viewer.user_id,
        may_discard=may_manage,
    )


def _change_words(before: Decimal, after: Decimal) -> str:
    """Return what a total is now and would be, with the difference."""
    text = _("{before} nu, {after} met dit concept").format(before=format_euros(before), after=format_euros(after))
    if before == after:
        return text
    words = _("{text}: {amount} meer") if after > before else _("{text}: {amount} minder")
    return words.format(text=text, amount=format_euros(abs(after - before)))
