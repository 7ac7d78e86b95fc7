"""Why two rows are proposed as the same, in Dutch words: what fits, and what does not."""

from dataclasses import dataclass
from gettext import gettext as _

from sroi.reconciliation.rules.matching.rows import Field, Level, Pair, Verdict


@dataclass(frozen=True)
class Reason:
    """One thing that two rows were compared on; `fits` is whether it speaks for their being the same."""

    field: Field
    text: str
    fits: bool


# What speaks against, whatever the field; ALIKE and LOOSE days say little either way.
AGAINST = frozenset([Level.DIFFERENT, Level.LOOSE, Level.UNKNOWN])


def reasons(pair: Pair) -> tuple[Reason, ...]:
    """Return what a pair was compared on, in the order of `FIELDS`; what one of the rows does not tell is left out."""
    told = [(field, level) for field, level in pair.levels.items() if level is not Level.MISSING]
    return tuple(Reason(field, _sentence(field, level), level not in AGAINST) for field, level in told)


def field_label(field: Field) -> str:
    """Return the Dutch name of what is compared."""
    return {
        Field.PERSON: _("persoon"),
        Field.INVOICE: _("factuurnummer"),
        Field.EMPLOYER: _("werkgever"),
        Field.START: _("startdatum"),
        Field.END: _("einddatum"),
        Field.HOURS: _("uren per week"),
        Field.TARGET_GROUP: _("doelgroep"),
        Field.RESIDENCE: _("woonplaats"),
        Field.AMOUNT: _("bedrag"),
        Field.LABEL: _("kenmerk van de persoon"),
    }[field]


def verdict_label(verdict: Verdict) -> str:
    """Return the Dutch name of a verdict."""
    return {
        Verdict.MATCHED: _("hetzelfde"),
        Verdict.OWN_ONLY: _("alleen in ons register"),
        Verdict.PARTNER_ONLY: _("alleen bij de partner"),
        Verdict.SUSPECTED_DUPLICATE: _("vermoedelijk dubbel"),
        Verdict.DISPUTED: _("betwist"),
    }[verdict]


def _sentence(field: Field, level: Level) -> str:
    special = {
        (Field.PERSON, Level.EQUAL): _("dezelfde persoon (naam en geboortedatum)"),
        (Field.PERSON, Level.DIFFERENT): _("naam en geboortedatum verschillen"),
        (Field.EMPLOYER, Level.NEAR): _("werkgever: bijna dezelfde naam"),
        (Field.EMPLOYER, Level.ALIKE): _("werkgever: de naam lijkt erop"),
        (Field.EMPLOYER, Level.SHIFTED): _("werkgever: de naam lijkt erop, maar kan een ander bedrijf zijn"),
        (Field.EMPLOYER, Level.LOOSE): _("werkgever: de naam lijkt er een beetje op"),
        (Field.EMPLOYER, Level.UNKNOWN): _("werkgever: verschilt, en een van beide namen staat niet in de andere lijst"),
        (Field.HOURS, Level.NEAR): _("uren per week: hooguit een uur verschil"),
        (Field.HOURS, Level.ALIKE): _("uren per week: hooguit vier uur verschil"),
        (Field.HOURS, Level.SWAPPED): _("uren per week: de cijfers staan omgedraaid"),
        (Field.AMOUNT, Level.NEAR): _("bedrag: bijna gelijk"),
        (Field.AMOUNT, Level.SHIFTED): _("bedrag: gelijk als het ene met btw is"),
        (Field.AMOUNT, Level.SWAPPED): _("bedrag: twee cijfers lijken omgedraaid"),
    }
    general = {
        Level.EQUAL: _("{field}: gelijk"),
        Level.NEAR: _("{field}: bijna gelijk"),
        Level.ALIKE: _("{field}: hooguit zestien dagen verschil"),
        Level.SWAPPED: _("{field}: gelijk als de cijfers omgedraaid zijn"),
        Level.SHIFTED: _("{field}: een heel jaar of een maand verschil"),
        Level.LOOSE: _("{field}: minder dan twee maanden verschil"),
        Level.DIFFERENT: _("{field}: verschilt"),
        Level.UNKNOWN: _("{field}: verschilt"),
    }
    sentence = special.get((field, level)) or general[level].format(field=field_label(field))
    return sentence[:1].upper() + sentence[1:]
