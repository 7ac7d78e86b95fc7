"""The Dutch words for the keys of a policy, and for what stands behind them."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from gettext import gettext as _
from typing import Any

from sroi.policy.rules.schema import AgeOn, Anchor, Base, BracketScope, ProRata, ReferenceDate, Unit
from sroi.policy.rules.units import per_unit
from sroi.values import format_date, format_decimal, format_euros, format_percentage

Names = Mapping[str, str]


def key_label(key: str) -> str:
    """Return what a key is called; a key without words is shown as it is written."""
    return {**_head_labels(), **_obligation_labels(), **_block_labels(), **_other_labels()}.get(key, key)


def _head_labels() -> dict[str, str]:
    return {
        "title": _("Titel"),
        "note": _("Toelichting"),
        "label": _("Naam"),
        "in_force_from": _("Geldig vanaf"),
        "in_force_until": _("Geldig tot (die dag niet meer)"),
        "reference_date": _("Versie gaat naar de datum van"),
        "blocks_from": _("Neemt bouwblokken over van"),
    }


def _obligation_labels() -> dict[str, str]:
    return {
        "applies": _("Verplichting"),
        "threshold": _("Drempelbedrag"),
        "boundary_counts": _("Precies het drempelbedrag is verplicht"),
        "compared_with": _("Vergeleken met het drempelbedrag"),
        "base": _("Grondslag van het percentage"),
        "rate_pct": _("Percentage"),
        "labour_share_below_pct": _("Bij een arbeidsdeel onder"),
        "above": _("Boven een bedrag van"),
        "brackets_apply_to": _("Percentage boven een grens geldt voor"),
        "cap": _("Verplichting ten hoogste"),
        "agreed_rate_up_to_pct": _("Afgesproken percentage mag tot"),
        "deviation_above": _("Afwijken mag boven"),
        "call_offs_by_framework": _("Nadere overeenkomst: de raamovereenkomst telt voor het drempelbedrag"),
    }


def _block_labels() -> dict[str, str]:
    return {
        "value": _("Waarde"),
        "per": _("Per"),
        "counts_as_placement": _("Telt als plaatsing"),
        "cap_months": _("Telt ten hoogste"),
        "full_time_hours_per_week": _("Volledige werkweek"),
        "pro_rata": _("Naar rato van"),
        "minimum_hours_per_week": _("Ten minste"),
        "minimum_duration_months": _("Duurt ten minste"),
        "wage_cost_subsidy_extends_cap": _("Telt door zolang de loonkostensubsidie loopt"),
        "start_before_contract_months": _("Start vóór het contract mag"),
        "maximum": _("Waarde ten hoogste"),
        "evidence": _("Bewijsstukken"),
        "checklist": _("Checklist van de beoordelaar"),
    }


def _other_labels() -> dict[str, str]:
    return {
        "age_from": _("Vanaf"),
        "age_below": _("Jonger dan"),
        "age_on": _("Leeftijd op"),
        "replaces": _("Vervangt"),
        "only_for": _("Alleen bij"),
        "share_pct": _("Aandeel dat telt"),
        "per_person": _("Voor elke deelnemer"),
        "maximum_per_day": _("Waarde per dag ten hoogste"),
        "kinds": _("Geldt voor"),
        "blocks": _("Geldt voor"),
        "maximum_pct": _("Samen ten hoogste, van de verplichting"),
        "after": _("Geteld vanaf"),
        "days": _("Aantal dagen later"),
        "months": _("Aantal maanden later"),
        "every_months": _("Komt terug elke"),
        "only_with_obligation": _("Alleen bij een verplichting"),
    }


def anchor_labels() -> dict[str, str]:
    """Return what the days are called that a milestone is counted from."""
    return {
        Anchor.AWARD: _("de gunning"),
        Anchor.START: _("de start van het contract"),
        Anchor.END: _("de laatste dag van het contract"),
        Anchor.PUBLICATION: _("de publicatie"),
    }


def value_in_words(*, key: str, value: Any, names: Names) -> str:
    """Return a value as people read it; `names` gives the label of each table that a value may name."""
    if value is None:
        return {"cap_months": _("altijd"), "start_before_contract_months": _("elke start")}.get(key, _("geen"))
    if key == "after":
        return names.get(value, value)
    for kind, in_words in _writers(key, names):
        if isinstance(value, kind):
            return in_words(value)
    return str(value)


def _writers(key: str, names: Names) -> tuple[tuple[Any, Callable[[Any], str]], ...]:
    """Return how each kind of value is written; the first that fits holds."""
    return (
        (bool, lambda value: _("ja") if value else _("nee")),
        (StrEnum, choice_words),
        (date, format_date),
        (Decimal, lambda value: _number(key, value)),
        (int, lambda value: _count(key, value)),
        (frozenset, lambda value: _list(sorted(choice_words(one) if isinstance(one, StrEnum) else names.get(one, one) for one in value))),
        (tuple, lambda value: _list(list(value))),
    )


def _list(items: list[str]) -> str:
    return ", ".join(items) or _("niets")


def _number(key: str, value: Decimal) -> str:
    if key.endswith("_pct"):
        return format_percentage(value)
    return _("{hours} uur per week").format(hours=format_decimal(value)) if "hours" in key else format_euros(value)


def _count(key: str, value: int) -> str:
    if key.startswith("age_"):
        return _("{years} jaar").format(years=value)
    return _("{months} maanden").format(months=value) if key.endswith("_months") else str(value)


def choice_words(value: StrEnum) -> str:
    """Return what a word out of a fixed list means."""
    if isinstance(value, Unit):
        return per_unit(value)
    words: dict[StrEnum, str] = {
        Base.CONTRACT_SUM: _("opdrachtsom"),
        Base.TENDER_SUM: _("inschrijfsom"),
        Base.WAGE_SUM: _("loonsom"),
        Base.INVOICED_TURNOVER: _("gefactureerde omzet"),
        ReferenceDate.AWARD: _("gunning"),
        ReferenceDate.PUBLICATION: _("publicatie"),
        ProRata.HOURS: _("uren"),
        ProRata.DURATION: _("duur"),
        AgeOn.START: _("de eerste dag van de plaatsing"),
        AgeOn.CONTRACT_START: _("de eerste dag van het contract"),
        AgeOn.FIRST_COUNTED_DAY: _("de eerste dag die telt"),
        AgeOn.FIRST_OF_YEAR: _("1 januari van het jaar van de start"),
        BracketScope.WHOLE: _("het hele bedrag"),
        BracketScope.SLICE: _("het deel boven de grens"),
    }
    return words.get(value, str(value))
