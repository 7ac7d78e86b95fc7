"""Goals of a year, by kind. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from gettext import gettext as _

from sroi.reconciliation.rules.report import FIRST_YEAR, LAST_YEAR, UnableToReconcile

MAX_TARGET, MAX_SOURCE = 100_000, 500


class GoalKind(StrEnum):
    """What a goal counts: placements, new partners in the network, or the most drop-out among the young in percents."""

    PLACEMENTS = "placements"
    NETWORK_GROWTH = "network_growth"
    YOUNG_DROP_OUT = "young_drop_out_pct"


@dataclass(frozen=True)
class GoalOfKind:
    """What the municipality wants in a year, and where it says so."""

    year: int
    kind: GoalKind
    target: int
    source: str


def goal_label(kind: GoalKind) -> str:
    """Return the Dutch name of a goal."""
    return {
        GoalKind.PLACEMENTS: _("Plaatsingen"),
        GoalKind.NETWORK_GROWTH: _("Nieuwe partners in het netwerk"),
        GoalKind.YOUNG_DROP_OUT: _("Uitval onder jongeren, ten hoogste (%)"),
    }[kind]


def check_goal(goal: GoalOfKind) -> None:
    """Raise UnableToReconcile on the field with what cannot be."""
    if not FIRST_YEAR <= goal.year <= LAST_YEAR:
        message = _("Vul een jaar in van {first} tot en met {last}.").format(first=FIRST_YEAR, last=LAST_YEAR)
        raise UnableToReconcile(message, field="year")
    most = 100 if goal.kind is GoalKind.YOUNG_DROP_OUT else MAX_TARGET
    if not 1 <= goal.target <= most:
        raise UnableToReconcile(_("Vul een heel getal in, van 1 tot en met {most}.").format(most=most), field="target")
    if not goal.source.strip():
        raise UnableToReconcile(_("Noem waar dit doel staat, bijvoorbeeld het programma of het jaarplan."), field="source")
    if len(goal.source) > MAX_SOURCE:
        raise UnableToReconcile(_("Gebruik ten hoogste {most} tekens.").format(most=MAX_SOURCE), field="source")
