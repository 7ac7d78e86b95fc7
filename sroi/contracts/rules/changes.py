"""Whether an event may be added to a contract's life, which events answer its open questions, and how an event reads. Pure."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from gettext import gettext as _

from sroi.contracts.rules.events import (
    Amendment,
    Award,
    Change,
    Correction,
    Option,
    RecordedEvent,
    Retraction,
    Suspension,
    Takeover,
    Termination,
    Terms,
    ThresholdDecision,
    Turnover,
    UnableToChange,
    awarded_terms,
    days_of_change,
    standing,
    terms_on,
)
from sroi.contracts.rules.facts import PLACEHOLDER_SUM, ContractFacts, contract_type_label
from sroi.values import MAX_EUROS, Period, format_date, format_euros, format_percentage, format_period, last_day

MAX_REASON = 2_000
ZERO = Decimal("0.00")
# Whose portal a contract is in cannot change on a day to come.
NOT_AHEAD = (Takeover, Termination, ThresholdDecision)
# Under which field an event asks for what it makes of a fact, where that is not the fact itself.
FIELDS_OF_FACTS: dict[type[Change], dict[str, str]] = {
    Amendment: {"contract_sum": "sum_change", "wage_sum": "wage_sum_change"},
    Option: {"contract_sum": "sum_change"},
    Termination: {"contract_sum": "final_sum", "ends_on": "effective_on"},
}


def answerable(facts: ContractFacts) -> frozenset[str]:
    """Return the facts of a registered contract that may still be answered: what is missing, assumed, or a placeholder of one euro."""
    is_open = {
        "contract_sum": facts.contract_sum is not None and facts.contract_sum <= PLACEHOLDER_SUM,
        "tender_sum": facts.tender_sum is None,
        "wage_sum": facts.wage_sum is None,
        "labour_share_pct": facts.labour_share_pct is None,
        "published_on": facts.published_on is None,
        "awarded_on": facts.award_date_is_assumed,
    }
    return frozenset(name for name, may_be_answered in is_open.items() if may_be_answered)


def check_answers(facts: ContractFacts, answers: Correction) -> None:
    """Raise UnableToChange for an answer to what is known already, or for no answer at all."""
    given = {field.name for field in fields(answers) if getattr(answers, field.name) is not None}
    if not given:
        raise UnableToChange(_("Vul ten minste één antwoord in."))
    for name in sorted(given - answerable(facts)):
        raise UnableToChange(_("Dit gegeven is al bekend. Leg een correctie vast om het te wijzigen."), field=name)


def check_change(*, events: Iterable[RecordedEvent], event: RecordedEvent, on: date) -> None:
    """Raise UnableToChange when this event cannot follow on the others; `on` is the day of today."""
    earlier = tuple(events)
    terms = terms_on(earlier)
    assert terms is not None
    if len(event.reason) > MAX_REASON:
        raise UnableToChange(_("Deze tekst is te lang. Gebruik ten hoogste {most} tekens.").format(most=MAX_REASON), field="reason")
    if not isinstance(event.change, Correction | Retraction):
        _check_day(terms, event, on)
    elif isinstance(event.change, Correction) and event.change.awarded_on is not None and event.change.awarded_on > on:
        raise UnableToChange(_("De gunningsdatum ligt in de toekomst."), field="awarded_on")
    if isinstance(event.change, Retraction):
        _check_retraction(earlier, event.change)
    if isinstance(event.change, Correction):
        _check_correction(awarded_terms(earlier), event.change)
    _check_what(terms, event.change)
    _check_outcome((*earlier, event))


def _check_day(terms: Terms, event: RecordedEvent, on: date) -> None:
    if event.effective_on < terms.awarded_on:
        message = _("Deze dag ligt voor de gunning op {day}. Kies een latere dag.").format(day=format_date(terms.awarded_on))
        raise UnableToChange(message, field="effective_on")
    if (
        terms.terminated_before
        and event.effective_on >= terms.terminated_before
        and isinstance(event.change, Amendment | Option | Takeover)
    ):
        day = format_date(terms.terminated_before)
        raise UnableToChange(_("Dit contract is beëindigd per {day}.").format(day=day), field="effective_on")
    if isinstance(event.change, NOT_AHEAD) and event.effective_on > on:
        raise UnableToChange(_("Deze dag ligt in de toekomst. Leg dit vast zodra het zover is."), field="effective_on")


def _check_what(terms: Terms, change: Change) -> None:
    match change:
        case Amendment() | Option():
            _check_extension(terms, change)
        case Turnover():
            _check_turnover(terms, change)
        case Suspension():
            _check_suspension(terms, change)
        case Termination():
            _check_termination(terms, change)
        case Takeover() if change.contractor == terms.contractor:
            raise UnableToChange(_("Dit is de opdrachtnemer die het contract nu al uitvoert."), field="kvk_number")


def _check_retraction(earlier: tuple[RecordedEvent, ...], change: Retraction) -> None:
    """Refuse to retract the award, what does not stand any more, and what a takeover or a decision of later may rest on."""
    retracted = next((event for event in standing(earlier) if event.number == change.number), None)
    if retracted is None or not isinstance(retracted.change, Correction | Amendment):
        raise UnableToChange(_("Deze gebeurtenis kan niet worden ingetrokken."))


def _check_correction(awarded: Terms, change: Correction) -> None:
    """Refuse a correction that leaves the award as it is; what amendments made of the contract since is no part of it."""
    if all(getattr(change, field.name) in (None, getattr(awarded, field.name)) for field in fields(change)):
        raise UnableToChange(_("Er verandert niets. Vul in wat er anders moet zijn."))


def _check_extension(terms: Terms, change: Amendment | Option) -> None:
    if change.sum_change == 0 and change.ends_before is None and getattr(change, "wage_sum_change", None) is None:
        raise UnableToChange(_("Vul een bedrag of een nieuwe einddatum in."), field="sum_change")
    if isinstance(change, Option) and change.sum_change < 0:
        raise UnableToChange(_("Een optie voegt iets toe. Leg minder werk vast als minderwerk."), field="sum_change")
    if terms.wage_sum is None and getattr(change, "wage_sum_change", None) is not None:
        message = _("De loonsom van dit contract is niet bekend. Vul die eerst in bij Vragen beantwoorden.")
        raise UnableToChange(message, field="wage_sum_change")


def _check_turnover(terms: Terms, change: Turnover) -> None:
    if change.amount < 0:
        raise UnableToChange(_("Een bedrag kan niet negatief zijn. Verbeter het bedrag."), field="amount")
    if change.before <= change.start:
        raise UnableToChange(_("De einddatum ligt voor de startdatum. Verbeter een van beide."), field="until")
    wanted = Period(change.start, change.before)
    for held in (Period(turnover.start, turnover.before) for turnover in terms.turnovers):
        if held != wanted and held.overlaps(wanted):
            message = _("Over {period} is al omzet vastgelegd. Neem precies die dagen om het bedrag te vervangen.")
            raise UnableToChange(message.format(period=format_period(held)), field="start")


def _check_suspension(terms: Terms, change: Suspension) -> None:
    if change.before is not None and change.before <= change.start:
        raise UnableToChange(_("De einddatum ligt voor de startdatum. Verbeter een van beide."), field="until")
    if terms.ends_before is not None and change.start >= terms.ends_before:
        raise UnableToChange(_("Dan is het contract al afgelopen. Kies een eerdere dag."), field="start")
    wanted = Period(change.start, change.before)
    for held in terms.suspensions:
        if held.start != change.start and held.overlaps(wanted):
            message = _("Het contract is al opgeschort: {period}.").format(period=format_period(held))
            raise UnableToChange(message, field="start")


def _check_termination(terms: Terms, change: Termination) -> None:
    if terms.terminated_before is not None:
        raise UnableToChange(_("Dit contract is al beëindigd per {day}.").format(day=format_date(terms.terminated_before)))
    if terms.ends_before is not None and change.ends_before >= terms.ends_before:
        last = format_date(last_day(terms.ends_before))
        raise UnableToChange(_("Het contract loopt tot en met {last}: dat is niet voortijdig.").format(last=last), field="effective_on")


def _check_outcome(events: tuple[RecordedEvent, ...]) -> None:
    """Refuse an event that would leave a contract without a sum, or with an end before its start, on any day."""
    asked = FIELDS_OF_FACTS.get(type(events[-1].change), {})
    for day in days_of_change(events):
        terms = terms_on(events, on=day)
        assert terms is not None
        if terms.contract_sum <= 0:
            message = _("De opdrachtsom wordt dan {amount} op {day}. Een contract heeft een som groter dan € 0,00.")
            words = message.format(amount=format_euros(terms.contract_sum), day=format_date(day))
            raise UnableToChange(words, field=asked.get("contract_sum", "contract_sum"))
        if terms.wage_sum is not None and terms.wage_sum <= 0:
            message = _("De loonsom wordt dan {amount} op {day}. Een loonsom is groter dan € 0,00.")
            words = message.format(amount=format_euros(terms.wage_sum), day=format_date(day))
            raise UnableToChange(words, field=asked.get("wage_sum", "wage_sum"))
        if terms.contract_sum > MAX_EUROS:
            message = _("Dit bedrag is te groot. Controleer het aantal nullen.")
            raise UnableToChange(message, field=asked.get("contract_sum", "contract_sum"))
        if terms.ends_before is not None and terms.ends_before <= terms.starts_on:
            message = _("De einddatum ligt voor de startdatum. Verbeter een van beide.")
            raise UnableToChange(message, field=asked.get("ends_on", "ends_on"))


# ---------------------------------------------------------------- in words


def change_words(change: Change) -> str:
    """Return what an event says, in one Dutch sentence."""
    match change:
        case Award():
            text = _("Gegund voor {amount}").format(amount=format_euros(change.contract_sum))
        case Correction():
            text = _("Gecorrigeerd: {what}").format(what="; ".join(_corrections(change)))
        case Amendment() | Option():
            text = _extension_words(change)
        case Turnover():
            period = format_period(Period(change.start, change.before))
            text = _("{amount} gefactureerd over {period}").format(amount=format_euros(change.amount), period=period)
        case Suspension():
            text = _("Opgeschort {period}").format(period=format_period(Period(change.start, change.before)))
        case Termination():
            text = _("Beëindigd; de laatste dag is {last}").format(last=format_date(last_day(change.ends_before)))
            text += "" if change.final_sum is None else _(". Eindbedrag {amount}").format(amount=format_euros(change.final_sum))
        case Takeover():
            text = _("Overgenomen door {name}").format(name=change.contractor_name)
        case ThresholdDecision():
            text = _("De verplichting blijft, over de lagere som") if change.keeps else _("De verplichting vervalt")
        case Retraction():
            text = _("Gebeurtenis {number} is ingetrokken").format(number=change.number)
    return text


def _extension_words(change: Amendment | Option) -> str:
    amount = format_euros(abs(change.sum_change))
    if isinstance(change, Option):
        parts = [_("Optie gelicht: {amount} erbij").format(amount=amount)]
    elif change.sum_change:
        words = _("Meerwerk van {amount}") if change.sum_change > 0 else _("Minderwerk van {amount}")
        parts = [words.format(amount=amount)]
    else:
        parts = [_("Gewijzigd")]
    if change.ends_before is not None:
        parts.append(_("loopt nu tot en met {last}").format(last=format_date(last_day(change.ends_before))))
    if isinstance(change, Amendment) and change.wage_sum_change is not None:
        parts.append(_("loonsom {amount}").format(amount=format_euros(change.wage_sum_change)))
    return "; ".join(parts)


def _corrections(change: Correction) -> list[str]:
    amounts = ((_("opdrachtsom"), change.contract_sum), (_("inschrijfsom"), change.tender_sum), (_("loonsom"), change.wage_sum))
    days = (
        (_("gunningsdatum"), change.awarded_on),
        (_("publicatiedatum"), change.published_on),
        (_("startdatum"), change.starts_on),
        (_("laatste dag"), last_day(change.ends_before)),
    )
    words = [f"{name} {format_euros(amount)}" for name, amount in amounts if amount is not None]
    words += [f"{name} {format_date(day)}" for name, day in days if day is not None]
    if change.labour_share_pct is not None:
        words.append(_("arbeidsdeel {share}").format(share=format_percentage(change.labour_share_pct)))
    if change.contract_type is not None:
        words.append(contract_type_label(change.contract_type).lower())
    return words
