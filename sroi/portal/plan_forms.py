"""The form of one line of a plan of approach: text to a line, and a line to the text that the form opens with."""

from collections.abc import Mapping
from datetime import date
from gettext import gettext as _
from typing import Any
from uuid import UUID

from sroi.contracts.rules import ContractRecord
from sroi.fulfilment.kinds.measures import Measures
from sroi.fulfilment.rules.plans import MAX_TEXT, PLACEMENT, PlanItem, blocks_of
from sroi.policy.rules import CostBlock, Policy
from sroi.portal.forms.form import DAY_HINT, positive
from sroi.portal.forms.measures import measure_fields, people_field, typed_measures
from sroi.values import day_after, format_decimal, format_short_date, last_day, parse_date
from sroi.web.forms import Field, Options, Typed
from sroi.web.requests import version_of


def fields(*, kind: str, policy: Policy, partners: Options) -> tuple[Field, ...]:
    """Return the fields of a line of one kind, by what the policy's blocks of that kind count."""
    blocks = blocks_of(policy, kind)
    return (
        Field(name="block", label=_("Wat gaat u doen?"), kind="select", options=tuple((key, held.label) for key, held in blocks.items())),
        *(_people_fields() if kind == PLACEMENT else _measure_fields(blocks)),
        Field(name="starts_on", label=_("Vanaf"), kind="date", parse=parse_date, hint=DAY_HINT),
        Field(name="ends_on", label=_("Tot en met"), kind="date", parse=parse_date),
        Field(name="partner", label=_("Met welke partner?"), kind="select", options=partners, parse=UUID, required=False),
        Field(
            name="with_whom",
            label=_("Met wie anders?"),
            max_length=MAX_TEXT,
            required=False,
            hint=_("Bijvoorbeeld een opleider of een onderaannemer. Geen namen van kandidaten."),
        ),
        Field(name="note", label=_("Toelichting"), kind="textarea", max_length=MAX_TEXT, required=False),
        Field(name="version", label=_("Versie"), kind="hidden", parse=version_of),
    )


def _people_fields() -> tuple[Field, ...]:
    return (
        people_field(name="people", label=_("Hoeveel mensen?")),
        Field(name="hours_per_week", label=_("Uren per week per persoon"), parse=positive, kind="number", hint=_("Zoals 24 of 24,5.")),
    )


def _measure_fields(blocks: Mapping[str, CostBlock]) -> tuple[Field, ...]:
    by_person = any(block.per_person for block in blocks.values())
    people = (people_field(name="people", label=_("Hoeveel mensen?")),) if by_person else ()
    return (*people, *measure_fields(blocks))


def item_of(*, kind: str, values: Mapping[str, Any]) -> PlanItem:
    """Return the line that a form says which could be read."""
    return PlanItem(
        kind=kind,
        block=values["block"],
        starts_on=values["starts_on"],
        ends_before=day_after(values["ends_on"]) or date.max,
        people=values.get("people") or 1,
        hours_per_week=values.get("hours_per_week"),
        costs=values.get("amount"),
        hours=values.get("hours"),
        days=values.get("days"),
        with_whom=values["with_whom"] or "",
        partner_id=values["partner"],
        note=values["note"] or "",
    )


def typed_of(*, item: PlanItem, version: int) -> dict[str, Typed]:
    """Return what the form of a line opens with."""
    return {
        "block": item.block,
        "people": str(item.people),
        "hours_per_week": "" if item.hours_per_week is None else format_decimal(item.hours_per_week),
        **typed_measures(Measures(item.costs, item.hours, item.days)),
        "starts_on": format_short_date(item.starts_on),
        "ends_on": format_short_date(last_day(item.ends_before)),
        "partner": str(item.partner_id or ""),
        "with_whom": item.with_whom,
        "note": item.note,
        "version": str(version),
    }


def first_typed(*, record: ContractRecord, today: date, version: int) -> dict[str, Typed]:
    """Return what the form of a new line opens with: the days that are left of the contract."""
    starts_on = max(today, record.facts.starts_on or today)
    return {
        "people": "1",
        "starts_on": format_short_date(starts_on),
        "ends_on": format_short_date(last_day(record.facts.ends_before)),
        "version": str(version),
    }
