"""Goals of a year, by kind. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from gettext import gettext as _

from sroi.contracts.rules import Scope
from sroi.reconciliation.rules.facts import EVERY_CONTRACT, MAX_VALUE, Fact, GoalRule, Moment, Stage
from sroi.reconciliation.rules.report import FIRST_YEAR, LAST_YEAR, UnableToReconcile

MAX_TARGET, MAX_SOURCE = 100_000, 500


class GoalKind(StrEnum):
    """What a goal counts: placements, new partners in the network, or the most drop-out among the young in percents."""

    PLACEMENTS = "placements"
    NETWORK_GROWTH = "network_growth"
    YOUNG_DROP_OUT = "young_drop_out_pct"


@dataclass(frozen=True)
class GoalOfKind:
    """What the municipality wants in a year, where it says so, and which placements count toward it; who set it, and when."""

    year: int
    kind: GoalKind
    target: int
    source: str
    rule: GoalRule = EVERY_CONTRACT
    set_by: str = ""
    set_at: datetime | None = None


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
    _check_rule(goal)


def _check_rule(goal: GoalOfKind) -> None:
    rule = goal.rule
    if rule == EVERY_CONTRACT:
        return
    if goal.kind is not GoalKind.PLACEMENTS:
        raise UnableToReconcile(
            _("Alleen bij een doel voor plaatsingen kiest u wat meetelt. Laat alle velden hieronder op de eerste keuze."), field="counts_by"
        )
    if rule.moment is Moment.APPROVED and rule.stage is Stage.REPORTED:
        message = _("Wat nog in beoordeling is, heeft nog geen jaar van goedkeuring. Kies een van beide anders.")
        raise UnableToReconcile(message, field="counts_moment")
    if rule.fact is Fact.SCOPE and rule.value not in ("", *Scope):
        raise UnableToReconcile(_("Laat dit veld leeg: lokaal of regionaal kiest u hierboven."), field="counts_value")
    if rule.fact is not Fact.SCOPE and not rule.value:
        raise UnableToReconcile(_("Vul in welke woonplaats, welk WSP of welke opdrachtgever meetelt."), field="counts_value")
    if len(rule.value) > MAX_VALUE:
        raise UnableToReconcile(_("Gebruik ten hoogste {most} tekens.").format(most=MAX_VALUE), field="counts_value")
