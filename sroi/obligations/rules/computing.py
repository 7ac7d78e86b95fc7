"""What a contract owes by a policy: threshold, duration, base, rate, cap, each step explained. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from gettext import gettext as _

from sroi.contracts.rules import ContractType, contract_type_label
from sroi.errors import UnableTo
from sroi.policy.rules import Base, BracketScope, LowerRate, NoObligation, ObligationRule, Policy, Step
from sroi.values import add_months, format_date, format_euros, format_percentage, round_to_cents

ZERO = Decimal("0.00")
PLACEHOLDER_SUM = Decimal("1.00")
LATEST = date(2200, 1, 1)


class Outcome(StrEnum):
    """Owed, not owed by the policy, or a question that a person must answer first."""

    OWED = "owed"
    NOT_OWED = "not_owed"
    ASKS = "asks"


class UnableToCompute(UnableTo):
    """The facts cannot be those of a contract; `field` names the fact."""


@dataclass(frozen=True)
class AwardFacts:
    """What an obligation is computed from: euros ex VAT, percentages from 0 to 100, `end` exclusive and None when it runs on."""

    contract_type: ContractType
    contract_sum: Decimal
    awarded_on: date
    labour_share_pct: Decimal | None = None
    tender_sum: Decimal | None = None
    wage_sum: Decimal | None = None
    invoiced_turnover: Decimal | None = None
    start: date | None = None
    end: date | None = None
    agreed_rate_pct: Decimal | None = None
    award_date_is_assumed: bool = False


@dataclass(frozen=True)
class Obligation:
    """What is owed, with the steps that explain it and the questions that stay open."""

    outcome: Outcome
    amount: Decimal
    policy_name: str | None
    policy_sha256: str | None
    steps: tuple[Step, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class _Rate:
    """The rate that holds, the amount that it gives over a base, and the step that says why."""

    rate_pct: Decimal
    exact: Fraction
    step: Step


def outcome_label(outcome: Outcome) -> str:
    """Return the Dutch words for an outcome."""
    return {
        Outcome.OWED: _("Social return verplicht"),
        Outcome.NOT_OWED: _("Geen social return verplicht"),
        Outcome.ASKS: _("Nog niet te berekenen"),
    }[outcome]


def base_label(base: Base) -> str:
    """Return the Dutch name of a base."""
    return {
        Base.CONTRACT_SUM: _("Opdrachtsom"),
        Base.TENDER_SUM: _("Inschrijfsom"),
        Base.WAGE_SUM: _("Loonsom"),
        Base.INVOICED_TURNOVER: _("Gefactureerde omzet"),
    }[base]


def compute_obligation(*, policy: Policy | None, award: AwardFacts) -> Obligation:
    """Return what an award owes; raise UnableToCompute for a sum of zero or less or an end before the start.

    Without a policy that covers the award, and for a sum of one euro (a placeholder in real notices), nothing is computed: it asks.
    """
    _check(award)
    if policy is None:
        question = _(
            "Geen beleid in dit register geldt voor deze aanbestedende dienst op {day}. "
            "Voeg het beleid toe of leg vast waarom het niet geldt."
        )
        return _asks(None, (), question.format(day=format_date(award.awarded_on)))
    version = _version_step(policy, award)
    if award.contract_sum <= PLACEHOLDER_SUM:
        question = _("De opdrachtsom is {amount}. Dat is meestal een plaatshouder: vul het echte bedrag in.")
        return _asks(policy, (version,), question.format(amount=format_euros(award.contract_sum)))
    rule = policy.obligations.get(award.contract_type.value)
    if rule is None:
        question = _("Beleid {policy} zegt niets over {type}.").format(policy=policy.name, type=contract_type_label(award.contract_type))
        return _asks(policy, (version,), question)
    if isinstance(rule, NoObligation):
        return _not_owed(policy, (version, _no_obligation_step(rule, award)), award)
    return _by_rule(policy, rule, award, version)


def _by_rule(policy: Policy, rule: ObligationRule, award: AwardFacts, version: Step) -> Obligation:
    compared = _amount(award, rule.compared_with)
    if compared is None:
        return _asks(policy, (version,), _amount_question(rule.compared_with))
    steps: tuple[Step, ...] = (version, _threshold_step(rule, award, compared))
    if not _reaches(rule, compared):
        return _not_owed(policy, steps, award)
    if rule.minimum_duration_months is not None:
        if award.start is None:
            return _asks(policy, steps, _("Vul de start en het einde van de opdracht in: het beleid kijkt naar de looptijd."))
        steps = (*steps, _duration_step(rule, rule.minimum_duration_months, award, award.start))
        if _is_too_short(rule.minimum_duration_months, award, award.start):
            return _not_owed(policy, steps, award)
    base = _amount(award, rule.base)
    if base is None:
        return _asks(policy, steps, _amount_question(rule.base))
    return _owed(policy, rule, award, (steps, base, compared))


def _owed(policy: Policy, rule: ObligationRule, award: AwardFacts, found: tuple[tuple[Step, ...], Decimal, Decimal]) -> Obligation:
    steps, base, compared = found
    rate = _rate(rule, award, base)
    amount = round_to_cents(rate.exact if rule.cap is None else min(rate.exact, Fraction(rule.cap)))
    text = rate.step.figure + _(" van {base}, afgerond op hele centen").format(base=format_euros(base))
    if rule.cap is not None and rate.exact > rule.cap:
        text += _("; ten hoogste {cap}").format(cap=format_euros(rule.cap))
    steps = (*steps, _base_step(rule, base), rate.step, *_cap_steps(rule, rate.exact), Step(_("Verplichting"), text, format_euros(amount)))
    questions = (*_award_questions(award), *_rule_questions(rule, award, rate.rate_pct, compared))
    return Obligation(Outcome.OWED, amount, policy.name, policy.sha256, steps, questions)


def _check(award: AwardFacts) -> None:
    if award.contract_sum <= 0:
        raise UnableToCompute(_("Vul een opdrachtsom groter dan € 0,00 in."), field="contract_sum")
    amounts = {"tender_sum": award.tender_sum, "wage_sum": award.wage_sum, "invoiced_turnover": award.invoiced_turnover}
    for field, amount in amounts.items():
        if amount is not None and amount < 0:
            raise UnableToCompute(_("Een bedrag kan niet negatief zijn. Verbeter het bedrag."), field=field)
    if award.labour_share_pct is not None and not 0 <= award.labour_share_pct <= 100:
        raise UnableToCompute(_("Het arbeidsdeel ligt tussen 0 en 100 procent."), field="labour_share_pct")
    if award.start and award.end and award.end <= award.start:
        raise UnableToCompute(_("De einddatum ligt voor de startdatum. Verbeter een van beide."), field="ends_on")
    if award.start and award.start > LATEST:
        raise UnableToCompute(_("Controleer het jaar van de startdatum."), field="starts_on")


def _asks(policy: Policy | None, steps: tuple[Step, ...], question: str) -> Obligation:
    name, digest = (policy.name, policy.sha256) if policy else (None, None)
    return Obligation(Outcome.ASKS, ZERO, name, digest, steps, (question,))


def _not_owed(policy: Policy, steps: tuple[Step, ...], award: AwardFacts) -> Obligation:
    return Obligation(Outcome.NOT_OWED, ZERO, policy.name, policy.sha256, steps, _award_questions(award))


def _amount(award: AwardFacts, base: Base) -> Decimal | None:
    return {
        Base.CONTRACT_SUM: award.contract_sum,
        Base.TENDER_SUM: _unless_placeholder(award.tender_sum),
        Base.WAGE_SUM: _unless_placeholder(award.wage_sum),
        Base.INVOICED_TURNOVER: award.invoiced_turnover,
    }[base]


def _unless_placeholder(amount: Decimal | None) -> Decimal | None:
    return None if amount is None or amount <= PLACEHOLDER_SUM else amount


def _amount_question(base: Base) -> str:
    return _("Vul de {base} in: het beleid rekent daarmee.").format(base=base_label(base).lower())


# ---------------------------------------------------------------- version, threshold, duration, base


def _version_step(policy: Policy, award: AwardFacts) -> Step:
    text = _("{title}, geldig vanaf {start}; gegund op {day}").format(
        title=policy.title, start=format_date(policy.in_force_from), day=format_date(award.awarded_on)
    )
    text += f". {policy.note}" if policy.note else ""
    is_confirmed = policy.origins.of("in_force_from", "reference_date").is_confirmed
    return Step(_("Beleid"), text, policy.name, policy.source, is_confirmed)


def _no_obligation_step(rule: NoObligation, award: AwardFacts) -> Step:
    text = _("{type}: dit beleid vraagt geen social return").format(type=contract_type_label(award.contract_type))
    text += f". {rule.note}" if rule.note else ""
    return Step.by(rule.origins.table, label=_("Drempelbedrag"), explanation=text, figure=_("niet verplicht"))


def _reaches(rule: ObligationRule, compared: Decimal) -> bool:
    return compared >= rule.threshold if rule.boundary_counts else compared > rule.threshold


def _threshold_step(rule: ObligationRule, award: AwardFacts, compared: Decimal) -> Step:
    bound = _("vanaf") if rule.boundary_counts else _("boven")
    answer = _("ja") if _reaches(rule, compared) else _("nee")
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


def _is_too_short(months: int, award: AwardFacts, start: date) -> bool:
    return award.end is not None and award.end < add_months(start, months)


def _duration_step(rule: ObligationRule, months: int, award: AwardFacts, start: date) -> Step:
    answer = _("te kort") if _is_too_short(months, award, start) else _("lang genoeg")
    text = _("Verplicht bij een looptijd van ten minste {months} maanden").format(months=months)
    return Step.by(rule.origins.of("minimum_duration_months"), label=_("Looptijd"), explanation=text, figure=answer)


def _base_step(rule: ObligationRule, base: Decimal) -> Step:
    text = _("Het percentage gaat over de {base} exclusief btw").format(base=base_label(rule.base).lower())
    return Step.by(rule.origins.of("base"), label=_("Grondslag"), explanation=text, figure=format_euros(base))


# ---------------------------------------------------------------- rate and cap


def _rate(rule: ObligationRule, award: AwardFacts, base: Decimal) -> _Rate:
    lower = _lower_rate(rule, award)
    if lower is not None:
        return _flat(lower.rate_pct, base, _lower_step(lower, award))
    if rule.brackets:
        return _bracketed(rule, base)
    agreed, most = award.agreed_rate_pct, rule.agreed_rate_up_to_pct
    if agreed is not None and most is not None and rule.rate_pct < agreed <= most:
        text = _("In het contract is meer afgesproken dan de {rate} die het beleid vraagt").format(rate=format_percentage(rule.rate_pct))
        origin = rule.origins.of("agreed_rate_up_to_pct")
        return _flat(agreed, base, Step.by(origin, label=_("Percentage"), explanation=text, figure=format_percentage(agreed)))
    return _flat(rule.rate_pct, base, _plain_step(rule, award))


def _flat(rate_pct: Decimal, base: Decimal, step: Step) -> _Rate:
    return _Rate(rate_pct, Fraction(base) * Fraction(rate_pct) / 100, step)


def _lower_rate(rule: ObligationRule, award: AwardFacts) -> LowerRate | None:
    """Return the rate of the lowest bound that the labour share stays under, or None when it stays under none."""
    share = award.labour_share_pct
    if share is None:
        return None
    return next((lower for lower in rule.lower_rates if share < lower.labour_share_below_pct), None)


def _lower_step(lower: LowerRate, award: AwardFacts) -> Step:
    text = _("Het arbeidsdeel is {share}, lager dan {bound}: het lagere percentage geldt").format(
        share=format_percentage(award.labour_share_pct or 0), bound=format_percentage(lower.labour_share_below_pct)
    )
    return Step.by(lower.origins.of("rate_pct"), label=_("Percentage"), explanation=text, figure=format_percentage(lower.rate_pct))


def _plain_step(rule: ObligationRule, award: AwardFacts) -> Step:
    if not rule.lower_rates:
        text = _("Het beleid kent een percentage voor alle opdrachten van dit type")
    elif award.labour_share_pct is None:
        text = _("Het arbeidsdeel is niet opgegeven: het gewone percentage geldt")
    else:
        text = _("Het arbeidsdeel is {share}, niet lager dan {bound}: het gewone percentage geldt").format(
            share=format_percentage(award.labour_share_pct), bound=format_percentage(rule.lower_rates[-1].labour_share_below_pct)
        )
    return Step.by(rule.origins.of("rate_pct"), label=_("Percentage"), explanation=text, figure=format_percentage(rule.rate_pct))


def _bracketed(rule: ObligationRule, base: Decimal) -> _Rate:
    """Return the amount by the rates of higher sums: the rate of the bracket for the whole sum, or each rate over its own slice."""
    rates = [(Decimal(0), rule.rate_pct), *((bracket.above, bracket.rate_pct) for bracket in rule.brackets)]
    reached = [(above, rate) for above, rate in rates if base > above] or rates[:1]
    if rule.brackets_apply_to is BracketScope.WHOLE:
        above, rate_pct = reached[-1]
        text = _("Boven {above} geldt {rate} over het hele bedrag").format(above=format_euros(above), rate=format_percentage(rate_pct))
        exact = Fraction(base) * Fraction(rate_pct) / 100
        figure = format_percentage(rate_pct)
    else:
        ends = [*(above for above, _rate in reached[1:]), base]
        slices = [(above, end, rate) for (above, rate), end in zip(reached, ends, strict=True)]
        exact = sum((Fraction(end - above) * Fraction(rate) / 100 for above, end, rate in slices), Fraction(0))
        figure = " + ".join(f"{format_percentage(rate)} × {format_euros(end - above)}" for above, end, rate in slices)
        text, rate_pct = (_("Elk percentage geldt over zijn eigen deel van het bedrag"), reached[0][1])
    step = Step.by(rule.brackets[0].origins.of("rate_pct"), label=_("Percentage"), explanation=text, figure=figure)
    return _Rate(rate_pct, exact, step)


def _cap_steps(rule: ObligationRule, exact: Fraction) -> tuple[Step, ...]:
    if rule.cap is None:
        return ()
    answer = _("bereikt") if exact > rule.cap else _("niet bereikt")
    text = _("De verplichting is ten hoogste {cap}").format(cap=format_euros(rule.cap))
    return (Step.by(rule.origins.of("cap"), label=_("Maximum"), explanation=text, figure=answer),)


# ---------------------------------------------------------------- questions


def _award_questions(award: AwardFacts) -> tuple[str, ...]:
    if not award.award_date_is_assumed:
        return ()
    return (_("De gunningsdatum was niet opgegeven; de startdatum is gebruikt. Klopt dat?"),)


def _rule_questions(rule: ObligationRule, award: AwardFacts, rate_pct: Decimal, compared: Decimal) -> tuple[str, ...]:
    asked = []
    if award.labour_share_pct is None:
        for lower in rule.lower_rates:
            asked.append(
                _("Wat is het arbeidsdeel van deze opdracht? Onder {bound} geldt {rate}.").format(
                    bound=format_percentage(lower.labour_share_below_pct), rate=format_percentage(lower.rate_pct)
                )
            )
    if award.agreed_rate_pct is not None and award.agreed_rate_pct != rate_pct:
        asked.append(
            _("In het contractregister staat {agreed} social return; het beleid geeft {rate}. Wat is afgesproken?").format(
                agreed=format_percentage(award.agreed_rate_pct), rate=format_percentage(rate_pct)
            )
        )
    if rule.deviation_above is not None and compared > rule.deviation_above:
        asked.append(
            _("Boven {bound} mag van het percentage worden afgeweken. Is dat afgesproken?").format(bound=format_euros(rule.deviation_above))
        )
    return tuple(asked)
