"""What a contract owes by a policy, with every step of the assessment explained. Pure."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from gettext import gettext as _

from msgspec import Struct

from sroi.contracts.rules import contract_type_label
from sroi.obligations.rules.assessing import Assessment, AwardFacts, DecidedBy, Outcome, Rate, assess, is_too_short, reaches
from sroi.policy.rules import Base, BracketScope, NoObligation, ObligationRule, Policy, ReferenceDate, Step
from sroi.values import format_date, format_euros, format_percentage


class Obligation(Struct, frozen=True):
    """What is owed, with the steps that explain it and the questions that stay open."""

    outcome: Outcome
    amount: Decimal
    policy_name: str | None
    policy_sha256: str | None
    steps: tuple[Step, ...]
    questions: tuple[str, ...]


def outcome_label(outcome: Outcome) -> str:
    """Return the Dutch words for an outcome."""
    return {
        Outcome.OWED: _("Social return verplicht"),
        Outcome.NOT_OWED: _("Geen social return verplicht"),
        Outcome.ASKS: _("Nog niet te berekenen"),
    }[outcome]


@cache
def base_label(base: Base) -> str:
    """Return the Dutch name of a base."""
    return {
        Base.CONTRACT_SUM: _("Opdrachtsom"),
        Base.TENDER_SUM: _("Inschrijfsom"),
        Base.WAGE_SUM: _("Loonsom"),
        Base.INVOICED_TURNOVER: _("Gefactureerde omzet"),
    }[base]


def compute_obligation(*, policy: Policy | None, award: AwardFacts) -> Obligation:
    """Return what an award owes and why; raise UnableToCompute for a sum of zero or less or an end before the start.

    Without a policy that covers the award, and for a sum of one euro (a placeholder in real notices), nothing is computed: it asks.
    """
    found = assess(policy=policy, award=award)
    if policy is None:
        return Obligation(found.outcome, found.amount, None, None, (), (_no_policy_question(award),))
    steps = (_version_step(policy, award), *_steps(found, award))
    questions = (_question(policy, found, award),) if found.outcome is Outcome.ASKS else tuple(_questions(found, award))
    return Obligation(found.outcome, found.amount, policy.name, policy.sha256, steps, questions)


def _steps(found: Assessment, award: AwardFacts) -> Iterator[Step]:
    """Yield the steps of an assessment, as far as it came."""
    rule = found.rule
    if isinstance(rule, NoObligation):
        yield _no_obligation_step(rule, award)
    if not isinstance(rule, ObligationRule) or found.compared is None:
        return
    yield _threshold_step(rule, award, found.compared)
    months = rule.minimum_duration_months
    if found.decided_by is not DecidedBy.THRESHOLD and months is not None and award.start is not None:
        yield _duration_step(rule, months, award, award.start)
    if found.base is not None and found.rate is not None:
        yield _base_step(rule, found.base)
        yield _rate_step(rule, award, found.rate)
        yield from _cap_steps(rule, found.rate)
        yield _amount_step(rule, award, found)


def _question(policy: Policy, found: Assessment, award: AwardFacts) -> str:
    """Return what a person must answer before anything can be computed."""
    if found.decided_by is DecidedBy.PLACEHOLDER:
        question = _("De opdrachtsom is {amount}. Dat is meestal een plaatshouder: vul het echte bedrag in.")
        return question.format(amount=format_euros(award.contract_sum))
    if not isinstance(found.rule, ObligationRule):
        return _("Beleid {policy} zegt niets over {type}.").format(policy=policy.name, type=contract_type_label(award.contract_type))
    if found.decided_by is DecidedBy.NO_START:
        return _("Vul de start en het einde van de opdracht in: het beleid kijkt naar de looptijd.")
    base = found.rule.compared_with if found.decided_by is DecidedBy.NOTHING_TO_COMPARE else found.rule.base
    return _("Vul de {base} in: het beleid rekent daarmee.").format(base=base_label(base).lower())


def _no_policy_question(award: AwardFacts) -> str:
    question = _(
        "Geen beleid in dit register geldt voor deze aanbestedende dienst op {day}. Voeg het beleid toe of leg vast waarom het niet geldt."
    )
    return question.format(day=format_date(award.awarded_on))


# ---------------------------------------------------------------- version, threshold, duration, base


def _version_step(policy: Policy, award: AwardFacts) -> Step:
    text = _("{title}, geldig vanaf {start}; ").format(title=policy.title, start=format_date(policy.in_force_from))
    text += _reference_words(policy, award) + (f". {policy.note}" if policy.note else "")
    is_confirmed = policy.origins.of("in_force_from", "reference_date").is_confirmed
    return Step(_("Beleid"), text, policy.name, policy.source, is_confirmed)


def _reference_words(policy: Policy, award: AwardFacts) -> str:
    """Return the date by which this version was picked."""
    if policy.reference_date is ReferenceDate.AWARD:
        return _("gegund op {day}").format(day=format_date(award.awarded_on))
    if award.published_on is None:
        return _("deze versie gaat naar de publicatiedatum")
    return _("gepubliceerd op {day}").format(day=format_date(award.published_on))


def _no_obligation_step(rule: NoObligation, award: AwardFacts) -> Step:
    text = _("{type}: dit beleid vraagt geen social return").format(type=contract_type_label(award.contract_type))
    text += f". {rule.note}" if rule.note else ""
    return Step.by(rule.origins.table, label=_("Drempelbedrag"), explanation=text, figure=_("niet verplicht"))


def _threshold_step(rule: ObligationRule, award: AwardFacts, compared: Decimal) -> Step:
    bound = _("vanaf") if rule.boundary_counts else _("boven")
    answer = _("ja") if reaches(rule, compared) else _("nee")
    text = _("{type}: verplicht {bound} {threshold}. {base} {amount}: {answer}").format(
        type=contract_type_label(award.contract_type),
        bound=bound,
        threshold=format_euros(rule.threshold),
        base=base_label(rule.compared_with),
        amount=format_euros(compared),
        answer=answer,
    )
    text += f". {rule.note}" if rule.note else ""
    decides = ("threshold", "compared_with", *(("boundary_counts",) if compared == rule.threshold else ()))
    return Step.by(rule.origins.of(*decides), label=_("Drempelbedrag"), explanation=text, figure=format_euros(rule.threshold))


def _duration_step(rule: ObligationRule, months: int, award: AwardFacts, start: date) -> Step:
    answer = _("te kort") if is_too_short(months, award, start) else _("lang genoeg")
    text = _("Verplicht bij een looptijd van ten minste {months} maanden").format(months=months)
    return Step.by(rule.origins.of("minimum_duration_months"), label=_("Looptijd"), explanation=text, figure=answer)


def _base_step(rule: ObligationRule, base: Decimal) -> Step:
    text = _("Het percentage gaat over de {base} exclusief btw").format(base=base_label(rule.base).lower())
    return Step.by(rule.origins.of("base"), label=_("Grondslag"), explanation=text, figure=format_euros(base))


# ---------------------------------------------------------------- rate and cap


def _rate_step(rule: ObligationRule, award: AwardFacts, rate: Rate) -> Step:
    if rate.lower is not None:
        origin, bound = rate.lower.origins.of("rate_pct"), format_percentage(rate.lower.labour_share_below_pct)
        share = format_percentage(award.labour_share_pct or 0)
        text = _("Het arbeidsdeel is {share}, lager dan {bound}: het lagere percentage geldt").format(share=share, bound=bound)
    elif rate.slices:
        origin, text = rule.brackets[0].origins.of("rate_pct"), _brackets_text(rule, rate)
    elif rate.is_agreed:
        origin = rule.origins.of("agreed_rate_up_to_pct")
        text = _("In het contract is meer afgesproken dan de {rate} die het beleid vraagt").format(rate=format_percentage(rule.rate_pct))
    else:
        origin, text = rule.origins.of("rate_pct"), _plain_text(rule, award)
    return Step.by(origin, label=_("Percentage"), explanation=text, figure=_rate_figure(rule, rate))


def _rate_figure(rule: ObligationRule, rate: Rate) -> str:
    if rate.slices and rule.brackets_apply_to is not BracketScope.WHOLE:
        return " + ".join(f"{format_percentage(part.rate_pct)} × {format_euros(part.end - part.above)}" for part in rate.slices)
    return format_percentage(rate.rate_pct)


def _brackets_text(rule: ObligationRule, rate: Rate) -> str:
    if rule.brackets_apply_to is not BracketScope.WHOLE:
        return _("Elk percentage geldt over zijn eigen deel van het bedrag")
    part, rate_words = rate.slices[0], format_percentage(rate.rate_pct)
    if part.above == 0:
        bound = format_euros(rule.brackets[0].above)
        return _("Tot en met {bound} geldt {rate} over het hele bedrag").format(bound=bound, rate=rate_words)
    return _("Boven {above} geldt {rate} over het hele bedrag").format(above=format_euros(part.above), rate=rate_words)


def _plain_text(rule: ObligationRule, award: AwardFacts) -> str:
    if not rule.lower_rates:
        return _("Het beleid kent een percentage voor alle opdrachten van dit type")
    if award.labour_share_pct is None:
        return _("Het arbeidsdeel is niet opgegeven: het gewone percentage geldt")
    return _("Het arbeidsdeel is {share}, niet lager dan {bound}: het gewone percentage geldt").format(
        share=format_percentage(award.labour_share_pct), bound=format_percentage(rule.lower_rates[-1].labour_share_below_pct)
    )


def _cap_steps(rule: ObligationRule, rate: Rate) -> Iterator[Step]:
    if rule.cap is None:
        return
    answer = _("bereikt") if rate.exact > rule.cap else _("niet bereikt")
    text = _("De verplichting is ten hoogste {cap}").format(cap=format_euros(rule.cap))
    yield Step.by(rule.origins.of("cap"), label=_("Maximum"), explanation=text, figure=answer)


def _amount_step(rule: ObligationRule, award: AwardFacts, found: Assessment) -> Step:
    assert found.rate is not None and found.base is not None
    text = _rate_figure(rule, found.rate) + _(" van {base}, afgerond op hele centen").format(base=format_euros(found.base))
    if rule.cap is not None and found.rate.exact > rule.cap:
        text += _("; ten hoogste {cap}").format(cap=format_euros(rule.cap))
    return Step(_("Verplichting"), text, format_euros(found.amount))


# ---------------------------------------------------------------- questions


def _questions(found: Assessment, award: AwardFacts) -> Iterator[str]:
    """Yield what a person should look at beside an amount that was computed."""
    if award.award_date_is_assumed:
        yield _("De gunningsdatum was niet opgegeven; de startdatum is gebruikt. Klopt dat?")
    rule = found.rule
    if not isinstance(rule, ObligationRule) or found.rate is None or found.compared is None:
        return
    if award.labour_share_pct is None:
        for lower in rule.lower_rates:
            bound, rate = format_percentage(lower.labour_share_below_pct), format_percentage(lower.rate_pct)
            yield _("Wat is het arbeidsdeel van deze opdracht? Onder {bound} geldt {rate}.").format(bound=bound, rate=rate)
    if award.agreed_rate_pct is not None and award.agreed_rate_pct != found.rate.rate_pct:
        agreed, rate = format_percentage(award.agreed_rate_pct), format_percentage(found.rate.rate_pct)
        text = _("In het contractregister staat {agreed} social return; het beleid geeft {rate}. Wat is afgesproken?")
        yield text.format(agreed=agreed, rate=rate)
    if rule.deviation_above is not None and found.compared > rule.deviation_above:
        bound = format_euros(rule.deviation_above)
        yield _("Boven {bound} mag van het percentage worden afgeweken. Is dat afgesproken?").format(bound=bound)
