"""What a proposal amounts to, in steps, or why it cannot be. Pure.

A decision holds from its day on. So what it may take is the least that is there on that day and on every later day on which the ledger
changes: no balance is brought below zero, on no day.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from gettext import gettext as _

from sroi.contracts.rules import ContractRecord, ContractStatus
from sroi.ledger.rules import ZERO, Balance, Entry, balance_of
from sroi.policy.rules import Fulfilled, Policy, Step, Valuation, value_of_pso, value_within_limits
from sroi.settlement.rules.decisions import DecisionKind, Proposal, UnableToSettle
from sroi.settlement.rules.entries import counted_period
from sroi.values import Period, format_date, format_euros, format_percentage, last_day, round_to_cents


@dataclass(frozen=True)
class Situation:
    """What a proposal is held against: the contract, its entries and its policy, on the day of today (`on`).

    `credits` are the days on which earlier PSO credits count; `in_review` is what counts of claims that wait for a decision; `approved`
    is what was approved by each block, where the policy has limits; `target` is the contract that a surplus would go to.
    """

    contract: ContractRecord
    entries: tuple[Entry, ...]
    policy: Policy | None
    on: date
    in_review: Decimal = ZERO
    cure_period_ends_on: date | None = None
    credits: tuple[Period, ...] = ()
    approved: tuple[Fulfilled, ...] = ()
    target: ContractRecord | None = None
    target_entries: tuple[Entry, ...] = ()


def value_of_decision(*, proposal: Proposal, situation: Situation) -> Valuation:
    """Return what a proposal amounts to, above zero; raise UnableToSettle on the field that stands in the way."""
    awarded_on = situation.contract.facts.awarded_on
    if situation.contract.status is not ContractStatus.REGISTERED or awarded_on is None:
        raise UnableToSettle(_("Dit is een concept. Vul het aan om het te registreren."))
    if proposal.effective_on < awarded_on:
        raise UnableToSettle(_("Kies een dag op of na de gunning van {day}.").format(day=format_date(awarded_on)), field="effective_on")
    return COMPUTED_BY[proposal.kind](proposal, situation)


def least_remaining(entries: Iterable[Entry], *, since: date, until: date | None = None) -> Decimal:
    """Return the least that is still to be delivered on any day of the half-open period `[since, until)`."""
    return min(balance.remaining for balance in _balances(tuple(entries), since, until))


def least_surplus(entries: Iterable[Entry], *, since: date) -> Decimal:
    """Return the least surplus from a day on that was delivered: what was exempted or withheld goes to no other contract."""
    balances = _balances(tuple(entries), since, None)
    return max(min(min(balance.surplus, balance.approved + balance.transferred) for balance in balances), ZERO)


def _balances(entries: tuple[Entry, ...], since: date, until: date | None) -> tuple[Balance, ...]:
    """Return the balance of a day and of each later day on which it changes."""
    later = {entry.effective_on for entry in entries if entry.effective_on > since and (until is None or entry.effective_on < until)}
    return tuple(balance_of(entries, as_of=day) for day in (since, *sorted(later)))


# ---------------------------------------------------------------- exemption and hardship


def _whole_exemption(proposal: Proposal, situation: Situation) -> Valuation:
    remaining = _some_remaining(situation, proposal.effective_on)
    text = _("Alles wat nog te leveren is, vervalt")
    return Valuation(remaining, (_remaining_step(situation, proposal, remaining), Step(_("Vrijstelling"), text, format_euros(remaining))))


def _named_exemption(proposal: Proposal, situation: Situation) -> Valuation:
    remaining = _some_remaining(situation, proposal.effective_on)
    amount = _named(proposal)
    if amount > remaining:
        raise UnableToSettle(
            _("Vanaf {day} is nog {remaining} te leveren. Meer vrijstellen kan niet.").format(
                day=format_date(proposal.effective_on), remaining=format_euros(remaining)
            ),
            field="amount",
        )
    text = _("Het voorgestelde bedrag. Daarna is nog {left} te leveren").format(left=format_euros(remaining - amount))
    return Valuation(amount, (_remaining_step(situation, proposal, remaining), Step(_("Vrijstelling"), text, format_euros(amount))))


def _named(proposal: Proposal) -> Decimal:
    if proposal.amount is None or proposal.amount <= 0:
        raise UnableToSettle(_("Vul een bedrag groter dan € 0,00 in."), field="amount")
    if proposal.amount != round_to_cents(proposal.amount):
        raise UnableToSettle(_("Een bedrag heeft ten hoogste twee decimalen."), field="amount")
    return proposal.amount


def _some_remaining(situation: Situation, since: date, until: date | None = None) -> Decimal:
    remaining = least_remaining(situation.entries, since=since, until=until)
    if not remaining:
        raise UnableToSettle(
            _("Bij dit contract is vanaf {day} niets meer te leveren. Er valt niets te beslissen.").format(day=format_date(since))
        )
    return remaining


def _remaining_step(situation: Situation, proposal: Proposal, remaining: Decimal) -> Step:
    balance = balance_of(situation.entries, as_of=proposal.effective_on)
    text = _("Vanaf {day}: van de verplichting van {owed} telt {settled} al mee").format(
        day=format_date(proposal.effective_on), owed=format_euros(balance.owed), settled=format_euros(balance.settled)
    )
    return Step(_("Nog te leveren"), text + _later_words(balance, remaining), format_euros(remaining))


def _later_words(balance: Balance, remaining: Decimal) -> str:
    return _("; op een latere dag is er minder te leveren, en dat bedrag telt") if remaining < balance.remaining else ""


# ---------------------------------------------------------------- PSO credit


def _pso_credit(proposal: Proposal, situation: Situation) -> Valuation:
    policy = _policy(situation)
    if not policy.pso:
        raise UnableToSettle(_("Beleid {policy} zegt niet wat een PSO-certificaat waard is.").format(policy=policy.name))
    level = policy.pso.get(proposal.pso_level or "")
    if level is None:
        raise UnableToSettle(_("Kies de trede van het certificaat."), field="pso_level")
    period, validity = _credit_period(proposal, situation)
    obligation = balance_of(situation.entries, as_of=proposal.effective_on).owed
    value = value_of_pso(level=level, obligation=obligation)
    limited = value_within_limits(
        policy=policy, kind="pso", block=level.key, amount=value.amount, obligation=obligation, fulfilled=situation.approved
    )
    remaining = _some_remaining(situation, period.start, period.end)
    amount = min(limited.amount, remaining)
    if not amount:
        raise UnableToSettle(_("Deze trede is bij dit contract € 0,00 waard. Er valt niets te beslissen."), field="pso_level")
    text = _("De waarde van het certificaat, maar niet meer dan nog te leveren is")
    limits = limited.steps if len(limited.steps) > 1 else ()
    steps = (_policy_step(policy), *value.steps, *limits, _remaining_step(situation, proposal, remaining), validity)
    return Valuation(amount, (*steps, Step(_("Korting"), text, format_euros(amount))))


def _credit_period(proposal: Proposal, situation: Situation) -> tuple[Period, Step]:
    """Return the days on which a credit would count, and the step that says so; raise UnableToSettle where an earlier one counts."""
    if proposal.expires_on is None:
        raise UnableToSettle(_("Vul in tot en met welke dag het certificaat geldig is."), field="expires_on")
    if proposal.expires_on <= proposal.effective_on:
        raise UnableToSettle(_("Het certificaat is op de ingangsdatum al verlopen. Verbeter een van beide."), field="expires_on")
    period = counted_period(
        effective_on=proposal.effective_on, expires_on=proposal.expires_on, ends_before=situation.contract.facts.ends_before
    )
    if any(period.overlaps(earlier) for earlier in situation.credits):
        raise UnableToSettle(_("Voor deze dagen telt bij dit contract al een PSO-certificaat mee."), field="effective_on")
    last = format_date(last_day(proposal.expires_on))
    text = _("Het certificaat is geldig tot en met {last}. Loopt het contract dan nog, dan telt de korting daarna niet meer mee")
    return period, Step(_("Geldigheid"), text.format(last=last), last, is_confirmed=False)


# ---------------------------------------------------------------- transfer


def _transfer(proposal: Proposal, situation: Situation) -> Valuation:
    target = _target(situation)
    day, since = proposal.effective_on, format_date(proposal.effective_on)
    surplus = least_surplus(situation.entries, since=day)
    if not surplus:
        raise UnableToSettle(_("Dit contract heeft vanaf {day} geen overschot dat kan worden overgezet.").format(day=since))
    remaining = least_remaining(situation.target_entries, since=day)
    amount = _named(proposal)
    if amount > surplus:
        text = _("Dit contract heeft vanaf {day} een overschot van {surplus}. Meer overzetten kan niet.")
        raise UnableToSettle(text.format(day=since, surplus=format_euros(surplus)), field="amount")
    number = target.facts.number
    if amount > remaining:
        text = _("Contract {number} moet vanaf {day} nog {remaining} leveren. Meer overzetten kan niet.")
        raise UnableToSettle(text.format(number=number, day=since, remaining=format_euros(remaining)), field="amount")
    over = _("Vanaf {day}: wat meer is geleverd dan verplicht. Vrijstellingen en inhoudingen gaan niet mee").format(day=since)
    lacking = _("Vanaf {day}: wat contract {number} nog moet leveren").format(day=since, number=number)
    moved = _("Eraf bij dit contract, erbij bij contract {number}. Het beleid zegt niet of een overschot mee mag").format(number=number)
    steps = (
        Step(_("Overschot"), over, format_euros(surplus)),
        Step(_("Nog te leveren bij het andere contract"), lacking, format_euros(remaining)),
        Step(_("Over te zetten"), moved, format_euros(amount), is_confirmed=False),
    )
    return Valuation(amount, (*steps, *_other_authority_steps(situation.contract, target)))


def _target(situation: Situation) -> ContractRecord:
    target, own = situation.target, situation.contract
    if target is None:
        raise UnableToSettle(_("Kies het contract waar het overschot naartoe gaat."), field="other_contract_id")
    if target.id == own.id:
        raise UnableToSettle(_("Kies een ander contract dan dit."), field="other_contract_id")
    if target.contractor_id is None or target.contractor_id != own.contractor_id or target.status is not ContractStatus.REGISTERED:
        raise UnableToSettle(_("Een overschot kan alleen naar een contract van dezelfde opdrachtnemer."), field="other_contract_id")
    return target


def _other_authority_steps(own: ContractRecord, target: ContractRecord) -> tuple[Step, ...]:
    if own.facts.authority_id == target.facts.authority_id:
        return ()
    text = _("Dit contract is van {own}, het andere van {other}. Spreek af dat beide het goedvinden").format(
        own=own.authority_name, other=target.authority_name
    )
    return (Step(_("Twee opdrachtgevers"), text, _("na te gaan"), is_confirmed=False),)


# ---------------------------------------------------------------- the final account


def _withholding(proposal: Proposal, situation: Situation) -> Valuation:
    ended_on = _ended_cure_period(proposal, situation)
    policy = _policy(situation)
    rule = policy.withholding
    if rule is None:
        text = _("Beleid {policy} zegt niet welk deel van een tekort wordt ingehouden.")
        raise UnableToSettle(text.format(policy=policy.name))
    shortfall = _some_remaining(situation, proposal.effective_on)
    amount = round_to_cents(Fraction(shortfall) * Fraction(rule.share_pct) / 100)
    if not amount:
        raise UnableToSettle(_("Volgens beleid {policy} wordt niets ingehouden.").format(policy=policy.name))
    share = format_percentage(rule.share_pct)
    text = _("Dit deel van het tekort wordt ingehouden") + (f". {rule.note}" if rule.note else "")
    taken = _("{share} van {shortfall}, afgerond op hele centen").format(share=share, shortfall=format_euros(shortfall))
    steps = (
        _policy_step(policy),
        Step(_("Hersteltermijn"), _("De hersteltermijn is voorbij"), format_date(ended_on)),
        *_account_steps(situation, proposal, shortfall),
        Step.by(rule.origins.of("share_pct"), label=_("Percentage"), explanation=text, figure=share),
        Step(_("Inhouding"), taken, format_euros(amount)),
    )
    return Valuation(amount, steps)


def _ended_cure_period(proposal: Proposal, situation: Situation) -> date:
    """Return the last day of the cure period; raise UnableToSettle while it runs, or while claims wait for a decision."""
    ends_on = situation.cure_period_ends_on
    if ends_on is None:
        raise UnableToSettle(_("Dit contract heeft nog geen hersteltermijn. Inhouden kan pas als die voorbij is."))
    if situation.on <= ends_on:
        raise UnableToSettle(_("De hersteltermijn loopt tot en met {day}. Inhouden kan pas daarna.").format(day=format_date(ends_on)))
    if not ends_on < proposal.effective_on <= situation.on:
        text = _("Kies een dag na de hersteltermijn, die tot en met {day} liep, en niet later dan vandaag.")
        raise UnableToSettle(text.format(day=format_date(ends_on)), field="effective_on")
    if situation.in_review:
        text = _("Er wachten nog opgaven van samen {amount} op een besluit. Beoordeel die eerst.")
        raise UnableToSettle(text.format(amount=format_euros(situation.in_review)))
    return ends_on


def _account_steps(situation: Situation, proposal: Proposal, shortfall: Decimal) -> tuple[Step, ...]:
    balance = balance_of(situation.entries, as_of=proposal.effective_on)
    parts = (
        (_("goedgekeurd"), balance.approved),
        (_("vrijgesteld"), balance.exempted),
        (_("overgezet"), balance.transferred),
        (_("ingehouden"), balance.withheld),
    )
    words = ", ".join(f"{label} {format_euros(amount)}" for label, amount in parts if amount) or _("niets")
    day = format_date(proposal.effective_on)
    return (
        Step(_("Verplichting"), _("Op {day}").format(day=day), format_euros(balance.owed)),
        Step(_("Telt al mee"), _("Op {day}: {words}").format(day=day, words=words), format_euros(balance.settled)),
        Step(_("Tekort"), _("Verplichting min wat al meetelt") + _later_words(balance, shortfall), format_euros(shortfall)),
    )


def _policy(situation: Situation) -> Policy:
    if situation.policy is None:
        raise UnableToSettle(_("Voor dit contract geldt geen verplichting. Er valt niets te beslissen."))
    return situation.policy


def _policy_step(policy: Policy) -> Step:
    text = _("{title}, kenmerk {hash}").format(title=policy.title, hash=policy.sha256[:12])
    return Step(_("Beleid"), text, policy.name, policy.source)


COMPUTED_BY: dict[DecisionKind, Callable[[Proposal, Situation], Valuation]] = {
    DecisionKind.EXEMPTION: _whole_exemption,
    DecisionKind.PARTIAL_EXEMPTION: _named_exemption,
    DecisionKind.HARDSHIP: _named_exemption,
    DecisionKind.PSO_CREDIT: _pso_credit,
    DecisionKind.TRANSFER: _transfer,
    DecisionKind.WITHHOLDING: _withholding,
}
