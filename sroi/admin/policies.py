"""Policies: the published versions, one version rule by rule with its confirmations, its text, and how two versions differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from gettext import gettext as _
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission, Viewer
from sroi.policy.queries import policies_by_name, policy
from sroi.policy.queries.versions import (
    PAGE_SIZE,
    ConfirmationRecord,
    VersionRecord,
    confirmations,
    open_drafts,
    text_of_version,
    version,
    version_names,
    versions_page,
)
from sroi.policy.rules import Policy, PolicyRule, RuleChange, diff_policies, open_rules, rules_of
from sroi.web.forms import Field, view
from sroi.web.pages import attachment, page
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, query_text

HASH_SHOWN = 12


@dataclass(frozen=True)
class VersionRow:
    """One version as the list shows it; `published_at` is None for what came with the register."""

    name: str
    title: str
    owner: str
    in_force_from: date
    hash: str
    published_at: datetime | None
    published_by: str
    open_count: int


@dataclass(frozen=True)
class RuleRow:
    """One rule as the page shows it; `confirm_href` leads to where its confirmation is recorded.

    `section` stands beside the first of its rules and spans `section_rows` of them; that is 0 at the others.
    """

    section: str
    section_rows: int
    label: str
    value: str
    source: str
    is_confirmed: bool
    stands_in: str
    confirm_href: str


@dataclass(frozen=True)
class RuleGroup:
    """The rules of one kind, under their heading; `caption` says in a sentence what they are about."""

    key: str
    heading: str
    caption: str
    rows: tuple[RuleRow, ...]


@dataclass(frozen=True)
class ConfirmationRow:
    """A confirmation with its rule in words."""

    rule: str
    record: ConfirmationRecord


@get("/beleid", opt=permits(Permission.READ_POLICY))
async def policy_list(request: WebRequest) -> Response[Any]:
    """Show a page of published versions, and the drafts that wait."""
    after = cursor_of(request, date, str)
    found = await versions_page(viewer=request.viewer, after=(after[0], after[1]) if after else None, size=PAGE_SIZE + 1)
    held = await policies_by_name(names=[record.name for record in found])
    listed = paged(request, found=found, size=PAGE_SIZE, key=lambda record: (record.in_force_from, record.name))
    return page(
        request,
        "admin/policies.html",
        versions=tuple(_version_row(record, held[record.name]) for record in listed.rows),
        next_href=listed.next_href,
        first_href=listed.first_href,
        drafts=await open_drafts(viewer=request.viewer),
        may_manage=request.viewer.may(Permission.MANAGE_POLICY),
    )


@get("/beleid/{name:str}", opt=permits(Permission.READ_POLICY))
async def policy_page(request: WebRequest, name: FromPath[str]) -> Response[Any]:
    """Show one published version rule by rule."""
    record = await version(viewer=request.viewer, name=name)
    held = await policy(name=name)
    rules = rules_of(held)
    return page(
        request,
        "admin/policy.html",
        version=_version_row(record, held),
        record=record,
        policy=held,
        groups=_groups(rules, request.viewer),
        confirmations=await _confirmations(request.viewer, held, rules),
    )


@get("/beleid/{name:str}/bestand", opt=permits(Permission.READ_POLICY))
async def policy_file(request: WebRequest, name: FromPath[str]) -> Response[bytes]:
    """Give the text of one published version, sign for sign, so that its hash can be computed again."""
    text = await text_of_version(viewer=request.viewer, name=name)
    return attachment(content=text.encode(), media_type="application/toml", file_name=f"{name}.toml")


@get("/beleid/vergelijken", opt=permits(Permission.READ_POLICY))
async def compare(request: WebRequest) -> Response[Any]:
    """Show what differs between two versions that the address names, or ask which."""
    before, after = query_text(request, "van"), query_text(request, "met")
    options = tuple((name, name) for name in await version_names(viewer=request.viewer))
    fields = (
        Field(name="van", label=_("Vergelijk"), kind="select", options=options),
        Field(name="met", label=_("Met"), kind="select", options=options),
    )
    return page(
        request,
        "admin/policy_compare.html",
        form=view(fields=fields, typed={"van": before, "met": after}),
        before=before,
        after=after,
        changes=await _changes(before, after) if before and after else None,
    )


async def _changes(before: str, after: str) -> tuple[RuleChange, ...]:
    held = await policies_by_name(names=[before, after])
    return diff_policies(held[before], held[after])


def _version_row(record: VersionRecord, held: Policy) -> VersionRow:
    is_shipped = record.published_by is None
    return VersionRow(
        name=record.name,
        title=held.title,
        owner=held.owner.name,
        in_force_from=record.in_force_from,
        hash=record.sha256[:HASH_SHOWN],
        published_at=None if is_shipped else record.published_at,
        published_by=record.published_by or _("meegeleverd met het register"),
        open_count=len(open_rules(held)),
    )


def _groups(rules: tuple[PolicyRule, ...], viewer: Viewer) -> tuple[RuleGroup, ...]:
    may_confirm = viewer.may(Permission.MANAGE_POLICY)
    grouped = groupby(rules, key=lambda rule: rule.path.partition(".")[0] if "." in rule.path else "")
    return tuple(RuleGroup(kind or "validity", *_heading(kind), _rows(of_kind, may_confirm)) for kind, of_kind in grouped)


def _rows(rules: Iterable[PolicyRule], may_confirm: bool) -> tuple[RuleRow, ...]:
    sections = [tuple(of_section) for _section, of_section in groupby(rules, key=lambda rule: rule.section)]
    return tuple(
        _rule_row(rule, may_confirm, section_rows=0 if place else len(of_section))
        for of_section in sections
        for place, rule in enumerate(of_section)
    )


def _rule_row(rule: PolicyRule, may_confirm: bool, *, section_rows: int) -> RuleRow:
    href = f"/beleid/{rule.stands_in}/vaststellen?{urlencode({'regel': rule.path})}" if may_confirm and not rule.is_confirmed else ""
    return RuleRow(rule.section, section_rows, rule.label, rule.value, rule.source, rule.is_confirmed, rule.stands_in, href)


def _heading(kind: str) -> tuple[str, str]:
    """Return the heading of a kind of rules, and what they are about."""
    return {
        "": (_("Geldigheid"), _("Voor welke opdrachten dit beleid geldt")),
        "obligation": (_("Verplichting"), _("Wat een contract moet leveren")),
        "blocks": (_("Bouwblokken"), _("Wat het waard is om iemand te plaatsen")),
        "bonuses": (_("Toeslagen"), _("Wat er bij een bouwblok komt")),
        "trainings": (_("Scholing"), _("Wat scholing waard is")),
        "purchases": (_("Sociale inkoop"), _("Welk deel van een factuur telt")),
        "activities": (_("Maatschappelijke activiteiten"), _("Wat een activiteit waard is")),
        "pso": (_("PSO-certificaten"), _("Welk deel van de verplichting een certificaat dekt")),
        "limits": (_("Maxima"), _("Hoeveel samen ten hoogste telt")),
        "withholding": (_("Inhouding"), _("Wat er met een tekort gebeurt")),
        "milestones": (_("Mijlpalen"), _("Wat op welke dag klaar moet zijn")),
    }[kind]


async def _confirmations(viewer: Viewer, held: Policy, rules: tuple[PolicyRule, ...]) -> tuple[ConfirmationRow, ...]:
    """Return the confirmations of the rules that hold here, those of the blocks that are taken over included."""
    names = (held.name,) if held.blocks_from is None else (held.name, held.blocks_from)
    words = {(rule.stands_in, rule.path): f"{rule.section}: {rule.label}" for rule in rules}
    found = await confirmations(viewer=viewer, names=names)
    keyed = (((record.policy_name, record.rule), record) for record in found)
    return tuple(ConfirmationRow(words[key], record) for key, record in keyed if key in words)
