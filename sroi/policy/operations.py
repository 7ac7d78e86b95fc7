"""Writes of policies: uploading a draft, publishing it by a second person, discarding it, and recording who confirmed a rule."""

from datetime import date, datetime
from gettext import gettext as _
from re import fullmatch
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.database import transaction
from sroi.errors import UnableTo
from sroi.policy.queries import policies, policy, text_lookup
from sroi.policy.queries.versions import DISCARDED, OPEN, PUBLISHED, DraftRecord, draft, version_names
from sroi.policy.rules import Mistake, Policy, PolicyRule, check_policy, read_policy, rules_of
from sroi.policy.tables import PolicyConfirmation, PolicyDraft, PolicyVersion

MAX_NAME, MAX_CONFIRMED_BY, MAX_REFERENCE = 60, 200, 300
NAME = r"[a-z0-9]+(-[a-z0-9]+)*"
# Addresses of pages of ours.
RESERVED = ("concepten", "nieuw", "vergelijken")


class UnableToUpload(UnableTo):
    """What was uploaded cannot be a draft; `mistakes` are those in the text, each with its line."""

    def __init__(self, message: str, *, field: str | None = None, mistakes: tuple[Mistake, ...] = ()) -> None:
        super().__init__(message, field=field)
        self.mistakes = mistakes


class UnableToDecide(UnableTo):
    """The draft cannot be published or discarded, or not by this person."""


class UnableToConfirm(UnableTo):
    """The rule cannot be confirmed like this."""


async def upload_draft(*, viewer: Viewer, name: str, text: str, now: datetime) -> UUID:
    """Keep a new draft and return its id; raise UnableToUpload with every mistake in its name or text."""
    viewer.require(Permission.MANAGE_POLICY)
    draft_id = uuid4()
    async with transaction():
        await _require_new_name(viewer, name)
        await _require_no_open_draft(name)
        read = await _read(name, text)
        await PolicyDraft.insert(
            PolicyDraft(
                id=draft_id,
                name=name,
                text=text,
                sha256=read.sha256,
                status=OPEN,
                uploaded_by=viewer.account_id,
                uploaded_at=now,
            )
        )
        await _record(viewer, "policy.uploaded", name, now, {"draft": str(draft_id), "sha256": read.sha256})
    return draft_id


async def publish_draft(*, viewer: Viewer, draft_id: UUID, now: datetime) -> Policy:
    """Publish a draft that someone else uploaded, checked once more, and return the policy; raise UnableToDecide, or UnableToUpload."""
    viewer.require(Permission.MANAGE_POLICY)
    async with transaction():
        found = await _open_draft(viewer, draft_id)
        if found.uploaded_by_id == viewer.account_id:
            raise UnableToDecide(_("U hebt dit concept zelf toegevoegd. Vraag een andere beheerder om het te publiceren."))
        await _require_new_name(viewer, found.name)
        read = await _read(found.name, found.text)
        await PolicyVersion.insert(
            PolicyVersion(
                name=read.name,
                text=found.text,
                sha256=read.sha256,
                blocks_from=read.blocks_from,
                in_force_from=read.in_force_from,
                published_at=now,
                uploaded_by=found.uploaded_by_id,
                published_by=viewer.account_id,
            )
        )
        await _decide(viewer, found, PUBLISHED, "", now)
        await _record(viewer, "policy.published", read.name, now, {"draft": str(draft_id), "sha256": read.sha256})
    return read


async def discard_draft(*, viewer: Viewer, draft_id: UUID, reason: str, now: datetime) -> None:
    """Discard a draft, with the reason; raise UnableToDecide without one, or when it was decided on before."""
    viewer.require(Permission.MANAGE_POLICY)
    if not reason.strip():
        raise UnableToDecide(_("Zeg waarom dit concept niet doorgaat."), field="reason")
    async with transaction():
        found = await _open_draft(viewer, draft_id)
        await _decide(viewer, found, DISCARDED, reason.strip(), now)
        await _record(viewer, "policy.discarded", found.name, now, {"draft": str(draft_id), "reason": reason.strip()})


async def confirm_rule(
    *,
    viewer: Viewer,
    name: str,
    rule: str,
    confirmed_by: str,
    confirmed_on: date,
    decision_reference: str,
    now: datetime,
    today: date,
) -> None:
    """Record which official confirmed an open rule of a published policy, when, and by which decision; raise UnableToConfirm."""
    viewer.require(Permission.MANAGE_POLICY)
    _check_confirmation(confirmed_by, confirmed_on, decision_reference, today)
    async with transaction():
        held = await policy(name=name)
        _require_open(held, rule)
        confirmation = PolicyConfirmation(
            id=uuid4(),
            policy_name=name,
            policy_sha256=held.sha256,
            rule=rule,
            confirmed_by=confirmed_by.strip(),
            confirmed_on=confirmed_on,
            decision_reference=decision_reference.strip(),
            recorded_by=viewer.account_id,
            recorded_at=now,
        )
        await PolicyConfirmation.insert(confirmation)
        details: dict[str, object] = {"rule": rule, "sha256": held.sha256, "on": str(confirmed_on), "decision": decision_reference.strip()}
        await _record(viewer, "policy.rule_confirmed", name, now, details)


def _check_confirmation(confirmed_by: str, confirmed_on: date, decision_reference: str, today: date) -> None:
    if not confirmed_by.strip():
        raise UnableToConfirm(_("Vul in wie deze regel heeft vastgesteld."), field="confirmed_by")
    if len(confirmed_by.strip()) > MAX_CONFIRMED_BY:
        message = _("Deze naam is te lang. Gebruik ten hoogste {number} tekens.")
        raise UnableToConfirm(message.format(number=MAX_CONFIRMED_BY), field="confirmed_by")
    if confirmed_on > today:
        raise UnableToConfirm(_("Deze dag ligt in de toekomst. Vul de dag van het besluit in."), field="confirmed_on")
    if not decision_reference.strip():
        raise UnableToConfirm(_("Vul het kenmerk van het besluit in."), field="decision_reference")
    if len(decision_reference.strip()) > MAX_REFERENCE:
        raise UnableToConfirm(
            _("Dit kenmerk is te lang. Gebruik ten hoogste {number} tekens.").format(number=MAX_REFERENCE), field="decision_reference"
        )


def _require_open(held: Policy, path: str) -> PolicyRule:
    found = next((rule for rule in rules_of(held) if rule.path == path), None)
    if found is None:
        raise UnableToConfirm(_("{rule} is geen regel van {policy}.").format(rule=path, policy=held.name))
    if found.stands_in != held.name:
        message = _("Deze regel staat in {policy}. Leg daar vast dat hij is vastgesteld; dan geldt dat hier ook.")
        raise UnableToConfirm(message.format(policy=found.stands_in))
    if found.is_confirmed:
        raise UnableToConfirm(_("Deze regel is al vastgesteld."))
    return found


async def _require_new_name(viewer: Viewer, name: str) -> None:
    if not fullmatch(NAME, name) or len(name) > MAX_NAME:
        message = _("Gebruik kleine letters, cijfers en streepjes, ten hoogste {number} tekens, bijvoorbeeld voorbeeldstad-2026.")
        raise UnableToUpload(message.format(number=MAX_NAME), field="name")
    if name in RESERVED:
        raise UnableToUpload(_("Deze naam is van een pagina. Kies een andere naam."), field="name")
    if name in await version_names(viewer=viewer):
        raise UnableToUpload(_("Er is al een beleid met deze naam. Kies een nieuwe naam: een versie verandert nooit."), field="name")


async def _require_no_open_draft(name: str) -> None:
    if await PolicyDraft.exists().where((PolicyDraft.name == name) & (PolicyDraft.status == OPEN)):
        raise UnableToUpload(_("Er is al een concept met deze naam. Publiceer dat of gooi het weg, of kies een andere naam."), field="name")


async def _read(name: str, text: str) -> Policy:
    """Return the policy in a text that has no mistakes beside the versions that are published now; raise UnableToUpload."""
    blocks_text = await text_lookup()
    mistakes = check_policy(name=name, text=text, blocks_text=blocks_text, others=await policies())
    if mistakes:
        said = _("In dit beleid staan fouten. Verbeter ze en probeer het opnieuw. {first}")
        raise UnableToUpload(said.format(first=mistakes[0]), field="text", mistakes=mistakes)
    return read_policy(name=name, text=text, blocks_text=blocks_text)


async def _open_draft(viewer: Viewer, draft_id: UUID) -> DraftRecord:
    found = await draft(viewer=viewer, draft_id=draft_id)
    if not found.is_open:
        raise UnableToDecide(_("Over dit concept is al besloten."))
    return found


async def _decide(viewer: Viewer, found: DraftRecord, status: str, reason: str, now: datetime) -> None:
    decision: dict[Column | str, Any] = {
        PolicyDraft.status: status,
        PolicyDraft.decided_by: viewer.account_id,
        PolicyDraft.decided_at: now,
        PolicyDraft.reason: reason,
    }
    await PolicyDraft.update(decision).where((PolicyDraft.id == found.id) & (PolicyDraft.status == OPEN))


async def _record(viewer: Viewer, action: str, name: str, now: datetime, details: dict[str, object]) -> None:
    await record_event(actor=actor_of(viewer), action=action, subject=Subject("policy", name), now=now, details=details)
