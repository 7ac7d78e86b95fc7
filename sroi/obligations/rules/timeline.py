"""What a contract owes over its life: one stage for each day from which its terms differ, and what each day adds to the ledger. Pure.

An amount that is owed never disappears unasked: when a contract falls under the threshold the obligation stays as it was, with a question,
until a person decides that it lapses or stays over the lower sum.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from gettext import gettext as _

from msgspec import Struct, structs

from sroi.contracts.rules import (
    ContractRole,
    ContractType,
    RecordedEvent,
    Terms,
    ThresholdDecision,
    contract_type_label,
    days_of_change,
    terms_on,
)
from sroi.obligations.rules.assessing import AwardFacts, Outcome, reaches
from sroi.obligations.rules.computing import Obligation, compute_obligation
from sroi.policy.rules import ObligationRule, Policy, Step
from sroi.values import format_date, format_euros, format_percentage, last_day

ZERO = Decimal("0.00")


class Position(Struct, frozen=True):
    """Where a contract stands among others: by itself, a framework, or a call-off with the sum of its framework in euros."""

    role: ContractRole = ContractRole.SINGLE
    framework_sum: Decimal | None = None


BY_ITSELF = Position()


class Stage(Struct, frozen=True):
    """What holds from a day on. `is_kept` says that the amount is that of before, for want of a decision."""

    effective_on: date
    terms: Terms
    obligation: Obligation
    is_kept: bool = False


def award_facts(terms: Terms) -> AwardFacts:
    """Return what an obligation is computed from, as the terms of a day have it."""
    return AwardFacts(
        contract_type=terms.contract_type,
        contract_sum=terms.contract_sum,
        awarded_on=terms.awarded_on,
        labour_share_pct=terms.labour_share_pct,
        tender_sum=terms.tender_sum,
        wage_sum=terms.wage_sum,
        invoiced_turnover=terms.invoiced_turnover,
        start=terms.starts_on,
        end=terms.ends_before,
        agreed_rate_pct=terms.agreed_rate_pct,
        award_date_is_assumed=terms.award_date_is_assumed,
        published_on=terms.published_on,
    )


def obligation_timeline(*, events: Iterable[RecordedEvent], policy: Policy | None, position: Position = BY_ITSELF) -> tuple[Stage, ...]:
    """Return what the contract owes from each day on which something changes, by the policy that it keeps."""
    known = tuple(events)
    decisions = tuple(event for event in known if isinstance(event.change, ThresholdDecision))
    stages: list[Stage] = []
    last_owed: Obligation | None = None
    fell_on: date | None = None
    for day in days_of_change(known):
        terms = terms_on(known, on=day)
        assert terms is not None
        computed = _computed(policy, terms, position)
        if computed.outcome is Outcome.OWED:
            last_owed, fell_on = computed, None
            stages.append(Stage(day, terms, computed))
            continue
        if last_owed is None or not last_owed.amount:
            stages.append(Stage(day, terms, computed))
            continue
        fell_on = fell_on or day
        decision = _decision(decisions, fell_on, day)
        stages.append(_decided(day, terms, decision, (policy, position, computed, last_owed)))
    return tuple(stages)


def asks_for_decision(stages: tuple[Stage, ...]) -> bool:
    """Return whether a person must decide about a contract that fell under the threshold."""
    return bool(stages) and stages[-1].is_kept


def stage_on(stages: Iterable[Stage], *, on: date) -> Stage | None:
    """Return the stage that holds on a day; None before the award."""
    return next((stage for stage in reversed(tuple(stages)) if stage.effective_on <= on), None)


def owed_changes(*, stages: Iterable[Stage], posted: Mapping[date, Decimal]) -> tuple[tuple[date, Decimal], ...]:
    """Return what must be added on which day, in euros, so that what was posted becomes what these stages owe."""
    changes = {day: -amount for day, amount in posted.items()}
    before = ZERO
    for stage in stages:
        changes[stage.effective_on] = changes.get(stage.effective_on, ZERO) + stage.obligation.amount - before
        before = stage.obligation.amount
    return tuple((day, amount) for day, amount in sorted(changes.items()) if amount)


def waives_threshold(*, policy: Policy, contract_type: ContractType, position: Position) -> bool:
    """Return whether a contract owes whatever its own sum: a call-off whose framework is what is compared, and reaches the threshold."""
    framework_sum = position.framework_sum
    if position.role is not ContractRole.CALL_OFF or framework_sum is None:
        return False
    rule = policy.obligations.get(contract_type.value)
    return isinstance(rule, ObligationRule) and rule.call_offs_by_framework and reaches(rule, framework_sum)


def without_threshold(*, policy: Policy, contract_type: ContractType) -> Policy:
    """Return the policy with its rule for this type of contract freed of threshold and minimum duration."""
    rule = policy.obligations[contract_type.value]
    assert isinstance(rule, ObligationRule)
    waived = replace(rule, threshold=ZERO, boundary_counts=True, minimum_duration_months=None)
    return replace(policy, obligations={**policy.obligations, contract_type.value: waived})


# ---------------------------------------------------------------- one stage


def award_stage(*, terms: Terms, policy: Policy | None, position: Position = BY_ITSELF) -> Stage:
    """Return the one stage of a contract of which nothing is known but its award, as most of a register are."""
    return Stage(terms.awarded_on, terms, _computed(policy, terms, position))


def _computed(policy: Policy | None, terms: Terms, position: Position) -> Obligation:
    if position.role is ContractRole.FRAMEWORK and policy is not None:
        text = _("De verplichting ligt op de nadere overeenkomsten onder deze raamovereenkomst, niet op het maximum zelf")
        step = Step(_("Raamovereenkomst"), text, format_euros(ZERO))
        return Obligation(Outcome.NOT_OWED, ZERO, policy.name, policy.sha256, (step,), ())
    return _of_call_off(policy, terms, position) or compute_obligation(policy=policy, award=award_facts(terms))


def _of_call_off(policy: Policy | None, terms: Terms, position: Position) -> Obligation | None:
    """Return what a call-off owes where its framework is what is compared with the threshold; None where its own sum is."""
    if policy is None or not waives_threshold(policy=policy, contract_type=terms.contract_type, position=position):
        return None
    rule = policy.obligations[terms.contract_type.value]
    assert isinstance(rule, ObligationRule) and position.framework_sum is not None
    text = _("Een nadere overeenkomst is verplicht als haar raamovereenkomst van {sum} boven het drempelbedrag ligt: ja")
    step = Step.by(
        rule.origins.of("call_offs_by_framework"),
        label=_("Raamovereenkomst"),
        explanation=text.format(sum=format_euros(position.framework_sum)),
        figure=format_euros(rule.threshold),
    )
    waived = without_threshold(policy=policy, contract_type=terms.contract_type)
    return _with_step(compute_obligation(policy=waived, award=award_facts(terms)), step)


def _with_step(obligation: Obligation, step: Step, *, question: str = "") -> Obligation:
    asked = (*obligation.questions, question) if question else obligation.questions
    return structs.replace(obligation, steps=(*obligation.steps[:1], step, *obligation.steps[1:]), questions=asked)


def _decision(decisions: Iterable[RecordedEvent], fell_on: date, day: date) -> RecordedEvent | None:
    """Return the last decision that was taken since the contract fell under the threshold, up to this day."""
    taken = [event for event in decisions if fell_on <= event.effective_on <= day]
    return max(taken, key=lambda event: (event.effective_on, event.number), default=None)


def _decided(
    day: date, terms: Terms, decision: RecordedEvent | None, held: tuple[Policy | None, Position, Obligation, Obligation]
) -> Stage:
    """Return the stage of a contract that fell under the threshold: kept as it was, or as a person decided."""
    policy, _position, computed, last_owed = held
    if decision is None or policy is None or computed.outcome is Outcome.ASKS:
        text = _("Door deze wijziging is de opdracht volgens het beleid niet meer verplicht. Wat al verplicht was, blijft staan.")
        step = Step(_("Wacht op besluit"), text, format_euros(last_owed.amount))
        question = computed.questions[0] if computed.outcome is Outcome.ASKS else _("Vervalt de verplichting, of blijft zij?")
        return Stage(day, terms, structs.replace(_with_step(last_owed, step), questions=(question,)), is_kept=True)
    assert isinstance(decision.change, ThresholdDecision)
    words = _("Besloten op {day}: {reason}").format(day=format_date(decision.effective_on), reason=decision.reason)
    if not decision.change.keeps:
        return Stage(day, terms, _with_step(computed, Step(_("Verplichting vervalt"), words, format_euros(ZERO))))
    over = compute_obligation(policy=without_threshold(policy=policy, contract_type=terms.contract_type), award=award_facts(terms))
    return Stage(day, terms, _with_step(over, Step(_("Verplichting blijft"), words, format_euros(over.amount))))


# ---------------------------------------------------------------- the difference, explained


def change_explained(before: Stage | None, after: Stage) -> str:
    """Return what differs between two stages, in Dutch sentences, one a line; what stays the same is left out."""
    if before is None:
        return ""
    lines = [
        _("{name}: van {old} naar {new}.").format(name=name, old=old, new=new) for name, old, new in _differences(before.terms, after.terms)
    ]
    difference = after.obligation.amount - before.obligation.amount
    if difference:
        more, less = (
            _("Verplichting: van {old} naar {new}, {difference} meer."),
            _("Verplichting: van {old} naar {new}, {difference} minder."),
        )
        old, new = format_euros(before.obligation.amount), format_euros(after.obligation.amount)
        lines.append((more if difference > 0 else less).format(old=old, new=new, difference=format_euros(abs(difference))))
    else:
        lines.append(_("Verplichting: ongewijzigd {amount}.").format(amount=format_euros(after.obligation.amount)))
    return "\n".join(lines)


def _differences(before: Terms, after: Terms) -> Iterable[tuple[str, str, str]]:
    labels = {
        "contract_type": _("Soort opdracht"),
        "contract_sum": _("Opdrachtsom"),
        "tender_sum": _("Inschrijfsom"),
        "wage_sum": _("Loonsom"),
        "labour_share_pct": _("Arbeidsdeel"),
        "awarded_on": _("Gunningsdatum"),
        "published_on": _("Publicatiedatum"),
        "starts_on": _("Startdatum"),
        "ends_before": _("Laatste dag"),
    }
    for name in Terms.__struct_fields__:
        old, new = getattr(before, name), getattr(after, name)
        if name in labels and old != new:
            yield labels[name], _words(name, old), _words(name, new)
    if before.invoiced_turnover != after.invoiced_turnover:
        yield _("Gefactureerde omzet"), _words("", before.invoiced_turnover), _words("", after.invoiced_turnover)


def _words(name: str, value: ContractType | date | Decimal | None) -> str:
    if value is None:
        return _("onbekend")
    if isinstance(value, ContractType):
        return contract_type_label(value)
    if isinstance(value, date):
        return format_date(last_day(value) if name == "ends_before" else value)
    return format_percentage(value) if name == "labour_share_pct" else format_euros(value)
