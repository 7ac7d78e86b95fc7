"""How long data is kept. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from gettext import gettext as _

from sroi.errors import UnableTo
from sroi.values import add_months

MAX_MONTHS, MAX_DECISION = 600, 300
ANONYMOUS = "geanonimiseerd"


class RetentionKind(StrEnum):
    """A kind of data with a period of its own."""

    CANDIDATES = "candidates"
    EVIDENCE = "evidence"
    MAIL = "mail"
    EXPORTS = "exports"


class UnableToRetain(UnableTo):
    """A period that cannot be."""


@dataclass(frozen=True)
class RetentionRule:
    """How many months one kind of data is kept; without a `decision` that is a working assumption."""

    kind: RetentionKind
    months: int
    decision: str
    changed_at: datetime

    def ended_before(self, *, today: date) -> date:
        """Return the day before which something must have ended for its period to be over."""
        return add_months(today, -self.months)


@dataclass(frozen=True)
class RetentionRunRecord:
    """How many of one kind were taken away at one moment."""

    kind: RetentionKind
    ended_before: date
    number: int
    ran_at: datetime


def retention_label(kind: RetentionKind) -> str:
    """Return the Dutch name of a kind of data."""
    return {
        RetentionKind.CANDIDATES: _("Gegevens van kandidaten"),
        RetentionKind.EVIDENCE: _("Bewijsstukken"),
        RetentionKind.MAIL: _("Verstuurde mail"),
        RetentionKind.EXPORTS: _("Bestanden van exporten"),
    }[kind]


def retention_words(kind: RetentionKind) -> str:
    """Return what happens to a kind of data after its period, in Dutch."""
    return {
        RetentionKind.CANDIDATES: _("Kenmerk, geboortejaar, woongemeente en herkenning vervallen. Bedragen en aantallen blijven."),
        RetentionKind.EVIDENCE: _("De bestanden worden verwijderd. De opgave en het besluit blijven."),
        RetentionKind.MAIL: _("De tekst wordt verwijderd."),
        RetentionKind.EXPORTS: _("De bestanden worden verwijderd. Wie wat maakte, wanneer, en het controlegetal blijven."),
    }[kind]


def retention_start(kind: RetentionKind) -> str:
    """Return from when the period of a kind of data runs, in Dutch."""
    return {RetentionKind.MAIL: _("na het versturen"), RetentionKind.EXPORTS: _("na het maken")}.get(
        kind, _("na het einde van het contract")
    )


def check_retention(*, months: int, decision: str) -> None:
    """Raise UnableToRetain on the field with what cannot be."""
    if not 1 <= months <= MAX_MONTHS:
        raise UnableToRetain(_("Vul een aantal maanden in, van 1 tot en met {most}.").format(most=MAX_MONTHS), field="months")
    if not decision.strip():
        raise UnableToRetain(_("Noem het besluit waarin deze termijn staat."), field="decision")
    if len(decision) > MAX_DECISION:
        raise UnableToRetain(_("Gebruik ten hoogste {most} tekens.").format(most=MAX_DECISION), field="decision")
