"""What may stand behind each key of a policy file: one small check a kind of value, in words that say what to write.

A check returns the value as the schema holds it, or raises WrongValue with a Dutch sentence.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from gettext import gettext as _
from typing import Any

from sroi.policy.rules.schema import AgeOn, Base, BracketScope, ProRata, ReferenceDate, Unit
from sroi.policy.rules.words import choice_words
from sroi.values import MAX_EUROS, format_decimal

ALWAYS = "always"
ANY = "any"
MAX_MONTHS = 600
MAX_DAYS = 3660
MAX_LABEL = 150
MAX_HOURS_PER_WEEK = 60
SMALLEST = Decimal("0.000001")

Check = Callable[[Any], Any]


class WrongValue(ValueError):
    """What stands behind a key is not what belongs there; the message says what to write."""


@dataclass(frozen=True)
class Key:
    """One key of a table: how its value is checked, whether it must be there, and an example to write.

    `is_rule` is False for words about the rules (a label, a note), which need no source.
    """

    check: Check
    example: str
    is_required: bool = False
    is_rule: bool = True


def text(value: Any) -> str:
    """Return text without spaces around it."""
    if not isinstance(value, str) or not value.strip():
        raise WrongValue(_("Schrijf hier tekst tussen aanhalingstekens."))
    return value.strip()


def texts(value: Any) -> tuple[str, ...]:
    """Return a list of texts."""
    if not isinstance(value, list) or not value:
        raise WrongValue(_('Schrijf hier een lijst van teksten, bijvoorbeeld ["arbeidsovereenkomst"].'))
    return tuple(text(item) for item in value)


def names(value: Any) -> frozenset[str]:
    """Return a list of keys of other tables."""
    return frozenset(texts(value))


def flag(value: Any) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise WrongValue(_("Schrijf hier true of false, zonder aanhalingstekens."))
    return value


def day(value: Any) -> date:
    """Return a date."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise WrongValue(_("Schrijf hier een datum als jaar-maand-dag zonder aanhalingstekens, bijvoorbeeld 2023-07-01."))
    return value


def number(value: Any) -> Decimal:
    """Return a number, exactly as written: no larger than an amount can be, with at most six decimals."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
        raise WrongValue(_("Schrijf hier een getal zonder aanhalingstekens, met een punt voor de decimalen, bijvoorbeeld 2.5."))
    exact = Decimal(value)
    if abs(exact) > MAX_EUROS or exact != exact.quantize(SMALLEST):
        raise WrongValue(_("Dit getal is te groot, of heeft meer dan zes decimalen. Controleer het."))
    return exact


def euros(value: Any) -> Decimal:
    """Return an amount of zero or more, in whole cents."""
    amount = number(value)
    if amount < 0:
        raise WrongValue(_("Een bedrag is niet negatief."))
    if _written_decimals(amount) > 2:
        raise WrongValue(_("Een bedrag heeft ten hoogste twee decimalen. De punt is voor de centen: schrijf 150000, niet 150.000."))
    return amount


def _written_decimals(number: Decimal) -> int:
    """Return how many decimals a number was written with: the three of 150.000 tell that its point was meant for the thousands."""
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def percentage(value: Any) -> Decimal:
    """Return a percentage from 0 to 100."""
    share = number(value)
    if not 0 <= share <= 100:
        raise WrongValue(_("Een percentage ligt tussen 0 en 100; hier staat {share}.").format(share=format_decimal(share)))
    return share


def hours(value: Any) -> Decimal:
    """Return hours a week, above 0."""
    per_week = number(value)
    if not 0 < per_week <= MAX_HOURS_PER_WEEK:
        raise WrongValue(_("Uren per week liggen boven 0 en zijn ten hoogste {most}.").format(most=MAX_HOURS_PER_WEEK))
    return per_week


def hours_or_none(value: Any) -> Decimal | None:
    """Return hours a week; None for 0, which is no minimum."""
    return None if not isinstance(value, bool) and value == 0 else hours(value)


def whole(value: Any, *, least: int, most: int) -> int:
    """Return a whole number between two bounds, both included."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise WrongValue(_("Schrijf hier een heel getal van {least} tot en met {most}.").format(least=least, most=most))
    return value


def months(value: Any) -> int:
    """Return a number of months, at least one."""
    return whole(value, least=1, most=MAX_MONTHS)


def months_or_none(value: Any) -> int | None:
    """Return a number of months; None for 0, which is no minimum."""
    return whole(value, least=0, most=MAX_MONTHS) or None


def months_after(value: Any) -> int:
    """Return how many months after another day something is due; none at all is that day itself."""
    return whole(value, least=0, most=MAX_MONTHS)


def days_after(value: Any) -> int:
    """Return how many days after another day something is due; none at all is that day itself."""
    return whole(value, least=0, most=MAX_DAYS)


def short_text(value: Any) -> str:
    """Return text that fits on one line of a list."""
    found = text(value)
    if len(found) > MAX_LABEL:
        raise WrongValue(_("Deze tekst is te lang. Gebruik ten hoogste {most} tekens.").format(most=MAX_LABEL))
    return found


def cap(value: Any) -> int | None:
    """Return a cap in months; None for `always`."""
    if isinstance(value, str) and value != ALWAYS:
        raise WrongValue(_('Schrijf hier een aantal maanden, of "always" als iemand altijd telt.'))
    return None if value == ALWAYS else months(value)


def months_before(value: Any) -> int | None:
    """Return how many months before the contract a start may lie; None for `any`."""
    if isinstance(value, str) and value != ANY:
        raise WrongValue(_('Schrijf hier een aantal maanden, of "any" als elke start mag.'))
    return None if value == ANY else whole(value, least=0, most=MAX_MONTHS)


def age(value: Any) -> int:
    """Return an age in years."""
    return whole(value, least=15, most=100)


def one_of(kind: type[StrEnum], *choices: StrEnum) -> Check:
    """Return a check for one word out of `choices`, or out of the whole kind."""
    allowed = choices or tuple(kind)

    def check(value: Any) -> StrEnum:
        if value not in tuple(str(choice) for choice in allowed):
            choices = ", ".join(f'"{choice}" ({choice_words(choice)})' for choice in allowed)
            raise WrongValue(_("Kies uit: {choices}.").format(choices=choices))
        return kind(value)

    return check


def pro_rata(value: Any) -> frozenset[ProRata]:
    """Return what a value goes down with; an empty list means nothing."""
    if not isinstance(value, list):
        raise WrongValue(_('Schrijf hier een lijst: ["hours", "duration"], ["hours"], ["duration"] of [].'))
    return frozenset(one_of(ProRata)(item) for item in value)


def age_on(value: Any) -> AgeOn | date:
    """Return the day on which an age is looked at: a word or a date."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return AgeOn(one_of(AgeOn)(value))


TIME_UNITS = (Unit.YEAR, Unit.MONTH, Unit.WEEK, Unit.DAY, Unit.HOUR, Unit.ONCE)
PIECE_UNITS = (Unit.COSTS, Unit.AGREED, Unit.HOUR, Unit.DAY, Unit.ONCE)
LABEL = Key(text, 'label = "Participatiewet"', is_required=True, is_rule=False)
WORDS = {"evidence": Key(texts, 'evidence = ["arbeidsovereenkomst"]'), "note": Key(text, 'note = "..."', is_rule=False)}
NOTE = {"note": WORDS["note"]}
CHECKLIST = {"checklist": Key(texts, 'checklist = ["Klopt het uurloon met de loonstrook?"]')}
FILE_KEYS = {
    "title": Key(text, 'title = "Social return Voorbeeldstad 2025"', is_required=True, is_rule=False),
    "in_force_from": Key(day, "in_force_from = 2025-01-01", is_required=True),
    "in_force_until": Key(day, "in_force_until = 2026-01-01"),
    "reference_date": Key(one_of(ReferenceDate), 'reference_date = "award"'),
    "blocks_from": Key(text, 'blocks_from = "voorbeeldregio-2025"'),
    **NOTE,
}
OWNER_KEYS = {
    "name": Key(text, 'name = "Gemeente Voorbeeldstad"', is_required=True, is_rule=False),
    "code": Key(text, 'code = "GM0000"', is_rule=False),
}
OBLIGATION_KEYS = {
    "applies": Key(flag, "applies = true"),
    "threshold": Key(euros, "threshold = 150000", is_required=True),
    "boundary_counts": Key(flag, "boundary_counts = false", is_required=True),
    "compared_with": Key(one_of(Base), 'compared_with = "contract_sum"'),
    "base": Key(one_of(Base), 'base = "contract_sum"', is_required=True),
    "rate_pct": Key(percentage, "rate_pct = 5", is_required=True),
    "brackets_apply_to": Key(one_of(BracketScope), 'brackets_apply_to = "slice"'),
    "cap": Key(euros, "cap = 300000"),
    "minimum_duration_months": Key(months_or_none, "minimum_duration_months = 6"),
    "agreed_rate_up_to_pct": Key(percentage, "agreed_rate_up_to_pct = 5"),
    "deviation_above": Key(euros, "deviation_above = 1000000"),
    "call_offs_by_framework": Key(flag, "call_offs_by_framework = true"),
    **NOTE,
}
LOWER_RATE_KEYS = {
    "labour_share_below_pct": Key(percentage, "labour_share_below_pct = 30", is_required=True),
    "rate_pct": Key(percentage, "rate_pct = 2", is_required=True),
}
BRACKET_KEYS = {"above": Key(euros, "above = 1000000", is_required=True), "rate_pct": Key(percentage, "rate_pct = 3", is_required=True)}
MILESTONE_KEYS = {
    "label": Key(short_text, 'label = "Plan van aanpak"', is_required=True, is_rule=False),
    "after": Key(text, 'after = "award"', is_required=True),
    "days": Key(days_after, "days = 7"),
    "months": Key(months_after, "months = 1"),
    "every_months": Key(months, "every_months = 3"),
    "only_with_obligation": Key(flag, "only_with_obligation = false"),
    **NOTE,
}
COUNTING_KEYS = {
    "full_time_hours_per_week": Key(hours, "full_time_hours_per_week = 36"),
    "minimum_hours_per_week": Key(hours_or_none, "minimum_hours_per_week = 12"),
    "minimum_duration_months": Key(months_or_none, "minimum_duration_months = 3"),
    "pro_rata": Key(pro_rata, 'pro_rata = ["hours", "duration"]'),
    "cap_months": Key(cap, 'cap_months = 12, of cap_months = "always" als iemand altijd telt'),
    "wage_cost_subsidy_extends_cap": Key(flag, "wage_cost_subsidy_extends_cap = true"),
    "start_before_contract_months": Key(months_before, "start_before_contract_months = 12"),
    "maximum": Key(euros, "maximum = 50000"),
}
BLOCK_KEYS = {
    "label": LABEL,
    "value": Key(euros, "value = 40000", is_required=True),
    "per": Key(one_of(Unit, *TIME_UNITS), 'per = "year"', is_required=True),
    "counts_as_placement": Key(flag, "counts_as_placement = true", is_required=True),
    **COUNTING_KEYS,
    **CHECKLIST,
    **WORDS,
}
BONUS_KEYS = {
    "label": LABEL,
    "value": Key(euros, "value = 10000"),
    "per": Key(one_of(Unit, *TIME_UNITS, Unit.COSTS), 'per = "year"', is_required=True),
    "age_from": Key(age, "age_from = 55"),
    "age_below": Key(age, "age_below = 27"),
    "age_on": Key(age_on, 'age_on = "start"'),
    "replaces": Key(names, 'replaces = ["age_50_plus"]'),
    "only_for": Key(names, 'only_for = ["participatiewet"]'),
    "pro_rata": Key(pro_rata, 'pro_rata = ["duration"]'),
    **WORDS,
}
COST_KEYS = {
    "label": LABEL,
    "per": Key(one_of(Unit, *PIECE_UNITS), 'per = "costs"', is_required=True),
    "share_pct": Key(percentage, "share_pct = 100"),
    "value": Key(euros, "value = 100"),
    "per_person": Key(flag, "per_person = true"),
    "maximum_per_day": Key(euros, "maximum_per_day = 1000"),
    "maximum": Key(euros, "maximum = 5000"),
    "counts_as_placement": Key(flag, "counts_as_placement = false"),
    **CHECKLIST,
    **WORDS,
}
SHARE_KEYS = {
    "label": LABEL,
    "share_pct": Key(percentage, "share_pct = 100", is_required=True),
    "maximum": COST_KEYS["maximum"],
    "counts_as_placement": COST_KEYS["counts_as_placement"],
    **WORDS,
}
PURCHASE_KEYS = {**SHARE_KEYS, **CHECKLIST}
WITHHOLDING_KEYS = {"share_pct": Key(percentage, "share_pct = 100", is_required=True), **NOTE}
LIMIT_KEYS = {
    "label": LABEL,
    "kinds": Key(names, 'kinds = ["activities"]'),
    "blocks": Key(names, 'blocks = ["community_hours"]'),
    "maximum_pct": Key(percentage, "maximum_pct = 25"),
    "maximum": Key(euros, "maximum = 10000"),
    **NOTE,
}
