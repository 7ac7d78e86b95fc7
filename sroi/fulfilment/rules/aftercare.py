"""Aftercare of a placement: when it is called, what comes of it, and what part drops out. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from gettext import gettext as _
from gettext import ngettext
from uuid import UUID

from sroi.errors import NotFound, UnableTo
from sroi.policy.rules import first_workday
from sroi.values import add_months, format_date, holds_bsn, last_day

MAX_NOTE = 500
MAX_LABEL = 100
MAX_MONTHS = 60
MAX_DAYS = 366
MIN_AGE, MAX_AGE = 16, 100


class Outcome(StrEnum):
    """What came of a call."""

    WELL = "well"
    ATTENTION = "attention"
    NOT_REACHED = "not_reached"


class AftercareNotFound(NotFound):
    """There is no such placement, moment or rule, or the viewer may not see it."""


class UnableToFollow(UnableTo):
    """A call, a drop-out or a rule cannot be recorded; `field` names what stands in the way."""


@dataclass(frozen=True)
class MomentRule:
    """When the WSP calls: so many days or months (one of the two) after the first day of work."""

    id: UUID
    label: str
    days: int | None
    months: int | None
    source: str
    is_confirmed: bool


@dataclass(frozen=True)
class PlannedMoment:
    """A call that is due on a workday, and how that day was found."""

    label: str
    due_on: date
    explanation: str
    is_confirmed: bool


@dataclass(frozen=True)
class Target:
    """The most that may drop out, as a percentage, of who is younger than `age_below` at the start or is placed by one of `blocks`.

    It holds from a day on, until a later one of its label does.
    """

    label: str
    age_below: int | None
    blocks: frozenset[str]
    maximum_pct: int
    source: str
    is_confirmed: bool
    holds_from: date


@dataclass(frozen=True)
class Contact:
    """A call that was made."""

    held_on: date
    outcome: Outcome
    note: str
    recorded_by: str


@dataclass(frozen=True)
class Moment:
    """A moment of one placement with the calls that were made for it."""

    id: UUID
    label: str
    due_on: date
    explanation: str
    is_confirmed: bool
    contacts: tuple[Contact, ...] = ()

    @property
    def is_open(self) -> bool:
        """Return whether nobody was reached yet."""
        return all(contact.outcome is Outcome.NOT_REACHED for contact in self.contacts)


@dataclass(frozen=True)
class Dropout:
    """That a person stopped; `ended_before` is the first day without work. One that was revoked holds no more."""

    ended_before: date
    reason: str
    recorded_by: str
    recorded_at: datetime
    revoked_reason: str = ""
    revoked_by: str = ""


@dataclass(frozen=True)
class Rate:
    """How many of the placements of one group dropped out; `maximum_pct` where there is a target."""

    key: str
    label: str
    placements: int
    dropouts: int
    maximum_pct: int | None = None

    @property
    def share_pct(self) -> Decimal | None:
        """Return the part that dropped out as a percentage in one decimal; None where nobody was placed."""
        return None if not self.placements else (Decimal(100) * self.dropouts / self.placements).quantize(Decimal("0.1"))

    @property
    def is_met(self) -> bool:
        """Return whether no more dropped out than the target allows; compared exactly, not as rounded."""
        return self.maximum_pct is None or self.dropouts * 100 <= self.maximum_pct * self.placements


def is_meant(*, target: Target, target_group: str, birth_year: int | None, year: int) -> bool:
    """Return whether a target is about a placement that began in `year`; the age is that which the person reaches in it."""
    is_young = target.age_below is not None and birth_year is not None and year - birth_year < target.age_below
    return is_young or target_group in target.blocks


def outcome_label(outcome: Outcome) -> str:
    """Return the Dutch name of an outcome."""
    return {Outcome.WELL: _("Gaat goed"), Outcome.ATTENTION: _("Aandacht nodig"), Outcome.NOT_REACHED: _("Niet bereikt")}[outcome]


def planned_moments(*, rules: Iterable[MomentRule], starts_on: date, known_on: date) -> tuple[PlannedMoment, ...]:
    """Return when a placement is called that the WSP knows of since `known_on`, by its day.

    Of the days that were past by then only the last is planned: nobody calls twice about what is over.
    """
    planned = sorted((_planned(rule, starts_on) for rule in rules), key=lambda moment: moment.due_on)
    past = [moment for moment in planned if moment.due_on < known_on]
    return (*past[-1:], *(moment for moment in planned if moment.due_on >= known_on))


def _planned(rule: MomentRule, starts_on: date) -> PlannedMoment:
    day = add_months(starts_on, rule.months) if rule.months else starts_on + timedelta(days=rule.days or 0)
    workday = first_workday(day)
    words = _("{span} de start op {day}").format(span=rule_span(rule), day=format_date(starts_on))
    explanation = "; ".join(filter(None, (words, workday.moved)))
    return PlannedMoment(rule.label, workday.day, explanation, rule.is_confirmed)


def rule_span(rule: MomentRule) -> str:
    """Return in Dutch how long after the start a moment is."""
    if rule.months:
        return ngettext("{number} maand na", "{number} maanden na", rule.months).format(number=rule.months)
    return ngettext("{number} dag na", "{number} dagen na", rule.days or 0).format(number=rule.days) if rule.days else _("op de dag van")


def check_rule(*, label: str, days: int | None, months: int | None) -> None:
    """Raise UnableToFollow when this cannot be a moment."""
    if not label or len(label) > MAX_LABEL:
        raise UnableToFollow(_("Geef het moment een naam van ten hoogste {most} tekens.").format(most=MAX_LABEL), field="label")
    if (days is None) == (months is None):
        raise UnableToFollow(_("Vul of dagen of maanden in, niet allebei."), field="days")
    if days is not None and not 0 <= days <= MAX_DAYS:
        raise UnableToFollow(_("Kies 0 tot en met {most} dagen.").format(most=MAX_DAYS), field="days")
    if months is not None and not 1 <= months <= MAX_MONTHS:
        raise UnableToFollow(_("Kies 1 tot en met {most} maanden.").format(most=MAX_MONTHS), field="months")


def check_target(*, held: Target, holds_from: date, maximum_pct: int, age_below: int | None, source: str) -> None:
    """Raise UnableToFollow when this cannot take the place of the target that is held now."""
    if not 0 <= maximum_pct <= 100:
        raise UnableToFollow(_("Vul een percentage in van 0 tot en met 100."), field="maximum_pct")
    if age_below is not None and not MIN_AGE <= age_below <= MAX_AGE:
        raise UnableToFollow(_("Vul een leeftijd in van {least} tot en met {most}.").format(least=MIN_AGE, most=MAX_AGE), field="age_below")
    if age_below is None and not held.blocks:
        raise UnableToFollow(_("Vul een leeftijd in: zonder leeftijd gaat dit doel over niemand."), field="age_below")
    if not source:
        raise UnableToFollow(_("Vul in waar dit is afgesproken."), field="source")
    _check_text(source, field="source")


def check_contact(*, starts_on: date, held_on: date, today: date, note: str) -> None:
    """Raise UnableToFollow when a call cannot have been made on this day, or its note cannot be kept."""
    if held_on > today:
        raise UnableToFollow(_("Deze dag ligt in de toekomst."), field="held_on")
    if held_on < starts_on:
        raise UnableToFollow(_("De plaatsing begon pas op {day}.").format(day=format_date(starts_on)), field="held_on")
    _check_text(note, field="note")


def check_dropout(*, starts_on: date, ended_before: date, today: date, reason: str) -> None:
    """Raise UnableToFollow when a person cannot have stopped on this day, or the reason cannot be kept."""
    if (ended_before - today).days > 1:
        raise UnableToFollow(_("Deze dag ligt in de toekomst. Leg uitval vast zodra het zover is."), field="ended_on")
    if ended_before <= starts_on:
        raise UnableToFollow(_("De plaatsing begon pas op {day}.").format(day=format_date(starts_on)), field="ended_on")
    if not reason:
        raise UnableToFollow(_("Vul in waarom de plaatsing stopte."), field="reason")
    _check_text(reason, field="reason")


def check_revoking(*, reason: str) -> None:
    """Raise UnableToFollow when a drop-out cannot be revoked with this reason."""
    if not reason:
        raise UnableToFollow(_("Vul in waarom dit geen uitval was."), field="revoked_reason")
    _check_text(reason, field="revoked_reason")


def _check_text(text: str, *, field: str) -> None:
    if len(text) > MAX_NOTE:
        raise UnableToFollow(_("Deze tekst is te lang. Gebruik ten hoogste {number} tekens.").format(number=MAX_NOTE), field=field)
    if holds_bsn(text):
        raise UnableToFollow(_("In de tekst staat een getal dat een burgerservicenummer kan zijn. Haal het weg."), field=field)


def stopped_words(ended_before: date) -> str:
    """Return in Dutch that a placement stopped, and what that does to its value."""
    text = _("De plaatsing stopte volgens het WSP op {day}. Wat daarna komt, telt niet mee.")
    return text.format(day=format_date(last_day(ended_before)))
