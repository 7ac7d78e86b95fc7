"""Which placements of a year a page shows: by verdict, month, target group, and each of the four facts. Pure."""

from collections.abc import Iterable, Mapping
from gettext import gettext as _

from sroi.reconciliation.rules.facts import UNKNOWN, Fact, fact_label, value_label
from sroi.reconciliation.rules.report import JudgedPlacement, PlacementVerdict
from sroi.values import MONTHS, search_text

CLAIMS, WAITING, DECIDED = "opgaven", "wacht", "beslist"
VERDICT, MONTH, GROUP, EMPLOYMENT, AUTHORITY = "oordeel", "maand", "doelgroep", "werktijd", "opdrachtgever"
FULL_TIME, PART_TIME = "voltijd", "deeltijd"
# The word in an address for each fact.
FACT_KEYS: Mapping[str, Fact] = {
    "bereik": Fact.SCOPE,
    "woonplaats": Fact.RESIDENCE,
    "wsp": Fact.DELIVERING_WSP,
    "claimt": Fact.CLAIMING_AUTHORITY,
}


def chosen(placements: Iterable[JudgedPlacement], wanted: Mapping[str, str]) -> tuple[JudgedPlacement, ...]:
    """Return the placements that have every value that is wanted, in their order; names are compared without capitals and accents."""
    sought = {key: search_text(value) for key, value in wanted.items() if value}
    return tuple(one for one in placements if all(search_text(value_of(one, key)) == value for key, value in sought.items()))


def value_of(judged: JudgedPlacement, key: str) -> str:
    """Return what a placement has for a key of `choices`."""
    placement = judged.placement
    if key in FACT_KEYS:
        return placement.facts.of(FACT_KEYS[key]) or UNKNOWN
    return {
        VERDICT: judged.verdict.value,
        CLAIMS: WAITING if placement.in_review else DECIDED,
        MONTH: str(placement.counted_on(judged.rule.moment).month),
        GROUP: placement.target_group_label,
        EMPLOYMENT: FULL_TIME if placement.is_full_time else PART_TIME,
        AUTHORITY: placement.authority_name,
    }[key]


def choices(placements: Iterable[JudgedPlacement]) -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """Return the filters: the key, its Dutch label, and the values that occur with their labels."""
    every = tuple(placements)
    months = {str(number): name for number, name in enumerate(MONTHS, 1)}
    labelled = {
        VERDICT: (_("Oordeel"), verdict_words()),
        CLAIMS: (_("Opgaven"), {WAITING: _("één of meer in beoordeling"), DECIDED: _("over alle is beslist")}),
        MONTH: (_("Maand waarin de plaatsing telt"), months),
        GROUP: (_("Doelgroep"), {}),
        EMPLOYMENT: (_("Werktijd"), {FULL_TIME: _("Voltijd"), PART_TIME: _("Deeltijd")}),
        AUTHORITY: (_("Opdrachtgever van het contract"), {}),
        **{key: (fact_label(fact), _fact_words(every, key, fact)) for key, fact in FACT_KEYS.items()},
    }
    found = []
    for key, (label, words) in labelled.items():
        occurring = {value_of(one, key) for one in every}
        order = [value for value in words if value in occurring] + sorted(occurring - words.keys(), key=search_text)
        found.append((key, label, tuple((value, words.get(value, value)) for value in order)))
    return tuple(found)


def _fact_words(placements: Iterable[JudgedPlacement], key: str, fact: Fact) -> dict[str, str]:
    values = sorted({value_of(one, key) for one in placements}, key=search_text)
    return {value: value_label(fact, "" if value == UNKNOWN else value) for value in values}


def verdict_words() -> dict[str, str]:
    """Return the Dutch name of each verdict as a choice."""
    return {
        PlacementVerdict.COUNTED.value: _("telt mee"),
        PlacementVerdict.PENDING.value: _("in beoordeling"),
        PlacementVerdict.SAME_PERSON.value: _("zelfde persoon, telt elders"),
        PlacementVerdict.NO_PLACEMENT.value: _("geen plaatsing volgens het beleid"),
        PlacementVerdict.NOT_BY_THE_RULE.value: _("niet volgens de regel van het doel"),
        PlacementVerdict.FACT_IS_UNKNOWN.value: _("het gegeven dat beslist is onbekend"),
    }
