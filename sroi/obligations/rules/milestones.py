"""A milestone as it is kept, and where it stands on a day, in words. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from gettext import ngettext
from uuid import UUID

from sroi.contracts.rules import Terms
from sroi.errors import NotFound, UnableTo
from sroi.policy.rules import MilestoneDates
from sroi.values import format_date

MAX_NOTE = 2_000
SOON_DAYS = 14


class UnableToMeet(UnableTo):
    """The milestone cannot be met or reopened; `field` names what stands in the way."""


class MilestoneNotFound(NotFound):
    """There is no such milestone."""


@dataclass(frozen=True)
class MilestoneRecord:
    """What is due on a contract by which day, and when it was met. One that has lapsed was replaced, or no longer holds."""

    id: UUID
    contract_id: UUID
    contract_number: str
    contract_title: str
    contractor_name: str
    key: str
    number: int
    label: str
    due_on: date
    explanation: str
    policy_name: str
    is_confirmed: bool
    has_lapsed: bool = False
    met_on: date | None = None
    met_by: str = ""
    note: str = ""

    @property
    def is_open(self) -> bool:
        """Return whether it still has to be met."""
        return self.met_on is None and not self.has_lapsed


@dataclass(frozen=True)
class MilestoneLine:
    """A milestone as a page lists it."""

    id: UUID
    label: str
    due_on: date
    explanation: str
    is_confirmed: bool
    is_open: bool
    standing: str
    tone: str


def milestone_dates(terms: Terms) -> MilestoneDates:
    """Return the days that milestones are counted from."""
    return MilestoneDates(terms.awarded_on, terms.starts_on, terms.ends_before, terms.published_on, terms.suspensions)


def milestone_lines(records: Iterable[MilestoneRecord], *, on: date) -> tuple[MilestoneLine, ...]:
    """Return milestones as a page lists them on a day."""
    return tuple(
        MilestoneLine(
            id=record.id,
            label=record.label,
            due_on=record.due_on,
            explanation=record.explanation,
            is_confirmed=record.is_confirmed,
            is_open=record.is_open,
            standing=standing_words(record, on=on),
            tone=standing_tone(record, on=on),
        )
        for record in records
    )


def next_milestone(lines: Iterable[MilestoneLine]) -> MilestoneLine | None:
    """Return what is due first of what is still open; None when nothing is."""
    return min((line for line in lines if line.is_open), key=lambda line: line.due_on, default=None)


def standing_words(record: MilestoneRecord, *, on: date) -> str:
    """Return where a milestone stands: `3 dagen te laat`, `over 5 dagen`, `afgerond op 1 maart 2024`."""
    if record.met_on is not None:
        met = _("afgerond op {day}").format(day=format_date(record.met_on))
        late = (record.met_on - record.due_on).days
        return f"{met}, {_late(late)}" if late > 0 else met
    if record.has_lapsed:
        return _("vervallen")
    days = (record.due_on - on).days
    if days < 0:
        return _late(-days)
    return _("vandaag") if days == 0 else ngettext("over {days} dag", "over {days} dagen", days).format(days=days)


def standing_tone(record: MilestoneRecord, *, on: date) -> str:
    """Return the tone of where a milestone stands: danger when it is late, warning when it is due soon."""
    if not record.is_open:
        return "neutral" if record.met_on is None else "success"
    days = (record.due_on - on).days
    return "danger" if days < 0 else "warning" if days <= SOON_DAYS else "neutral"


def _late(days: int) -> str:
    return ngettext("{days} dag te laat", "{days} dagen te laat", days).format(days=days)
