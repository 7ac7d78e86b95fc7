"""What a line of a region's list is called on the page: both sides field by field, the score and its reasons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from gettext import gettext as _

from sroi.contracts.rules import Scope, scope_label
from sroi.reconciliation.queries.region import RegionLine
from sroi.reconciliation.rules.matching.rows import Field, Level, RowKind, Verdict
from sroi.reconciliation.rules.matching.words import Reason, reasons, verdict_label
from sroi.reconciliation.rules.region import RegionDecision, RegionFacts
from sroi.values import format_decimal, format_euros, format_short_date, last_day

TONES = {
    Verdict.MATCHED: "success",
    Verdict.OWN_ONLY: "neutral",
    Verdict.PARTNER_ONLY: "neutral",
    Verdict.SUSPECTED_DUPLICATE: "warning",
    Verdict.DISPUTED: "danger",
}


@dataclass(frozen=True)
class SideBySide:
    """One fact of both rows; `differs` when both tell it and not the same, however it is written."""

    label: str
    own: str
    partner: str
    differs: bool


@dataclass(frozen=True)
class LineWords:
    """A line in words; `facts` are what at least one side tells."""

    href: str
    location: str
    kind: str
    own: str
    partner: str
    own_href: str | None
    proposed: str
    tone: str
    score: int | None
    is_sure: bool
    has_rivals: bool
    repeats: str
    reasons: tuple[Reason, ...]
    facts: tuple[SideBySide, ...]
    decision: RegionDecision | None
    decided: str


def kind_label(kind: RowKind) -> str:
    """Return the Dutch name of what a row claims."""
    return {RowKind.PLACEMENT: _("plaatsing"), RowKind.TRAINING: _("scholing"), RowKind.PURCHASE: _("sociale inkoop")}[kind]


def facts_words(facts: RegionFacts) -> tuple[tuple[str, str], ...]:
    """Return what a row says, as pairs of a label and a text; what it does not tell is left out."""
    said = (
        (_("Soort"), kind_label(facts.kind)),
        (_("Nummer"), facts.reference),
        (_("Werkgever of leverancier"), facts.employer),
        (_("KVK-nummer"), facts.employer_number or ""),
        (_("Start"), format_short_date(facts.start)),
        (_("Einde"), format_short_date(last_day(facts.end))),
        (_("Uren per week"), "" if facts.hours is None else format_decimal(facts.hours)),
        (_("Doelgroep"), facts.target_group),
        (_("Woonplaats"), facts.residence),
        (_("Kenmerk"), facts.label),
        (_("Factuur"), facts.invoice),
        (_("Bedrag"), "" if facts.amount is None else format_euros(facts.amount)),
        (_("Opdrachtgever"), facts.authority),
        (_("Bereik"), scope_label(Scope(facts.scope)) if facts.scope else ""),
        (_("WSP dat leverde"), facts.wsp),
        (_("Wie claimt"), facts.claimed_by),
        (_("Contract"), facts.contract),
    )
    return tuple((label, text) for label, text in said if text)


def problem_words(problems: Iterable[Mapping[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return what is wrong with a row: how bad it is, and a sentence that names its cell."""
    return tuple((problem["severity"], f"{problem['where']}: {problem['message']}") for problem in problems)


def line_words(line: RegionLine) -> LineWords:
    """Return a line in words."""
    decided = "" if line.decision is None else _verdict(line.decision.verdict, is_pair=line.partner is not None and line.own is not None)
    return LineWords(
        href=f"/regiolijsten/rijen/{line.id}",
        location=line.location,
        kind=kind_label(line.kind),
        own=facts_summary(line.own),
        partner=facts_summary(line.partner),
        own_href=None if line.own_claim is None else f"/werkvoorraad/{line.own_claim}",
        proposed=verdict_label(line.proposed),
        tone=TONES[line.decision.verdict if line.decision else line.proposed],
        score=line.score,
        is_sure=line.is_sure,
        has_rivals=bool(line.pair and line.pair.has_rivals),
        repeats=line.repeats,
        reasons=reasons(line.pair) if line.pair else (),
        facts=_side_by_side(line),
        decision=line.decision,
        decided=decided,
    )


def _verdict(verdict: Verdict, *, is_pair: bool) -> str:
    return _("niet hetzelfde") if is_pair and verdict is Verdict.PARTNER_ONLY else verdict_label(verdict)


def facts_summary(facts: RegionFacts | None) -> str:
    """Return what a row says in one line: employer, start, hours, target group and invoice, as far as it tells them."""
    if facts is None:
        return ""
    hours = "" if facts.hours is None else _("{hours} uur").format(hours=format_decimal(facts.hours))
    parts = (facts.employer, format_short_date(facts.start), hours, facts.target_group, facts.invoice)
    return ", ".join(filter(None, parts))


def _same(line: RegionLine) -> set[str]:
    """Return the labels of what both rows tell in words of their own and mean the same by, as the proposal says."""
    labels = {
        Field.EMPLOYER: _("Werkgever of leverancier"),
        Field.TARGET_GROUP: _("Doelgroep"),
        Field.RESIDENCE: _("Woonplaats"),
        Field.LABEL: _("Kenmerk"),
        Field.INVOICE: _("Factuur"),
    }
    levels = line.pair.levels if line.pair else {}
    return {label for field, label in labels.items() if levels.get(field) is Level.EQUAL}


def _side_by_side(line: RegionLine) -> tuple[SideBySide, ...]:
    ours, theirs = (dict(facts_words(facts)) if facts else {} for facts in (line.own, line.partner))
    labels = [*ours, *(label for label in theirs if label not in ours)]
    apart = {_("Nummer"), _("Contract"), _("Opdrachtgever"), _("Bereik"), _("WSP dat leverde"), _("Wie claimt")} | _same(line)
    return tuple(
        SideBySide(
            label,
            ours.get(label, ""),
            theirs.get(label, ""),
            label not in apart and bool(ours.get(label) and theirs.get(label)) and ours[label].casefold() != theirs[label].casefold(),
        )
        for label in labels
    )
