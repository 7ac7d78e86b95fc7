"""The four facts of a placement that are never one flag, and the rule of a goal that says which of them decides. Pure.

The rule belongs to the goal of a year, not to a contract's policy: two goals may count the same placements differently.
"""

from dataclasses import dataclass
from enum import StrEnum
from gettext import gettext as _

from sroi.contracts.rules import Scope, scope_label
from sroi.values import search_text

MAX_VALUE = 200
# What stands for a fact that nobody told, in an address.
UNKNOWN = "-"


class Fact(StrEnum):
    """What is known of a placement beside its contract, each by itself."""

    SCOPE = "scope"
    RESIDENCE = "residence"
    DELIVERING_WSP = "delivering_wsp"
    CLAIMING_AUTHORITY = "claiming_authority"


class Moment(StrEnum):
    """In which year a placement counts: that in which it started, or in which it was first approved."""

    STARTED = "started"
    APPROVED = "approved"


class Preferred(StrEnum):
    """By which contract a person counts who stands on several: the one awarded first or last, or that of the largest sum."""

    EARLIEST = "earliest"
    LATEST = "latest"
    LARGEST = "largest"


class Stage(StrEnum):
    """From when a placement counts: once it is approved, or once it is in review already."""

    APPROVED = "approved"
    REPORTED = "reported"


@dataclass(frozen=True)
class Facts:
    """The four facts of one placement; residence, WSP and authority are names, empty where nobody told them."""

    scope: Scope | None = None
    residence: str = ""
    delivering_wsp: str = ""
    claiming_authority: str = ""

    def of(self, fact: Fact) -> str:
        """Return one fact as text; empty when it is unknown."""
        return str(getattr(self, fact.value) or "")


@dataclass(frozen=True)
class GoalRule:
    """Which fact decides whether a placement counts toward a goal, and what it must be; an empty value admits every placement.

    By default every contract counts, local and regional, once a placement is approved, wholly or partly, in the year in which it started,
    by the earliest contract. What always holds: a person counts once.
    """

    fact: Fact = Fact.SCOPE
    value: str = ""
    moment: Moment = Moment.STARTED
    preferred: Preferred = Preferred.EARLIEST
    stage: Stage = Stage.APPROVED

    def admits(self, facts: Facts) -> bool | None:
        """Return whether a placement counts by this rule; None when the fact that decides is unknown. Spelling is forgiven."""
        return self.admits_value(facts.of(self.fact))

    def admits_value(self, value: str) -> bool | None:
        """Return the same for the fact alone."""
        if not self.value:
            return True
        return is_same_name(value, self.value) if value.strip() else None


# What holds where nobody chose a rule.
EVERY_CONTRACT = GoalRule()


def is_same_name(one: str, other: str) -> bool:
    """Return whether two names are the same but for capitals, accents and spaces; 'Rijswijk' is also 'Rijswijk (ZH.)'."""
    plain, others = search_text(one), search_text(other)
    shortened = {plain.partition(" (")[0], others.partition(" (")[0]}
    return plain == others or (len(shortened) == 1 and shortened <= {plain, others})


def fact_label(fact: Fact) -> str:
    """Return the Dutch name of a fact."""
    return {
        Fact.SCOPE: _("Bereik van het contract"),
        Fact.RESIDENCE: _("Woonplaats van de kandidaat"),
        Fact.DELIVERING_WSP: _("WSP dat leverde"),
        Fact.CLAIMING_AUTHORITY: _("Opdrachtgever die de plaatsing claimt"),
    }[fact]


def value_label(fact: Fact, value: str) -> str:
    """Return a fact's value as it is shown."""
    if not value:
        return _("onbekend")
    return scope_label(Scope(value)) if fact is Fact.SCOPE else value


def rule_words(rule: GoalRule) -> str:
    """Return in one Dutch sentence which placements the rule admits."""
    if not rule.value:
        return _("Plaatsingen op elk contract tellen mee, lokaal en regionaal.")
    value = value_label(rule.fact, rule.value)
    return {
        Fact.SCOPE: _("Alleen plaatsingen op contracten met bereik {value} tellen mee."),
        Fact.RESIDENCE: _("Alleen plaatsingen van kandidaten die in {value} wonen tellen mee."),
        Fact.DELIVERING_WSP: _("Alleen plaatsingen die {value} leverde tellen mee."),
        Fact.CLAIMING_AUTHORITY: _("Alleen plaatsingen die {value} claimt tellen mee."),
    }[rule.fact].format(value=value.lower() if rule.fact is Fact.SCOPE else value)


def once_words(rule: GoalRule) -> str:
    """Return in one Dutch sentence when, in which year and by which contract a person counts once."""
    told = (stage_label(rule.stage), moment_label(rule.moment), preferred_label(rule.preferred))
    return _("Een persoon telt één keer: {choices}.").format(choices=", ".join(label[:1].lower() + label[1:] for label in told))


def stage_label(stage: Stage) -> str:
    """Return the Dutch words for from when a placement counts."""
    return {
        Stage.APPROVED: _("Zodra de plaatsing is goedgekeurd, geheel of voor een deel"),
        Stage.REPORTED: _("Zodra de plaatsing is ingediend, ook zolang die in beoordeling is"),
    }[stage]


def moment_label(moment: Moment) -> str:
    """Return the Dutch words for the year in which a placement counts."""
    return {
        Moment.STARTED: _("In het jaar waarin die begon"),
        Moment.APPROVED: _("In het jaar waarin die voor het eerst is goedgekeurd"),
    }[moment]


def preferred_label(preferred: Preferred) -> str:
    """Return the Dutch words for the contract by which a person counts."""
    return {
        Preferred.EARLIEST: _("Bij het vroegste contract"),
        Preferred.LATEST: _("Bij het laatste contract"),
        Preferred.LARGEST: _("Bij het contract met de hoogste opdrachtsom"),
    }[preferred]
