"""What a year will probably come to, with its band and what that rests on, in words. Pure.

The forecast is what counts already, plus what waits times the share that was approved before, plus what usually still starts after this
day of the year. The band holds four years out of five: the first part is certain, the second is a row of yes-or-no decisions, the third a
count of rare events, each independent of the others.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from gettext import ngettext

# 80% of a normal distribution lies within so many standard deviations.
BAND = 1.2816
# Fewer decisions than this say nothing of the share that is approved: half of what waits is counted then.
FEWEST_DECISIONS = 10
UNKNOWN_SHARE = 0.5


@dataclass(frozen=True)
class EarlierYear:
    """How many placements that counted in an earlier year started after the day of the year on which the forecast is made."""

    year: int
    later: int


@dataclass(frozen=True)
class ForecastFacts:
    """What a forecast rests on: what counts and waits in the year, what was decided before, and earlier years of this register."""

    year: int
    on: date
    counted: int
    pending: int
    approved_before: int
    rejected_before: int
    earlier: tuple[EarlierYear, ...] = ()


@dataclass(frozen=True)
class Forecast:
    """The expected number of placements of a year, the band around it, and the assumptions in Dutch."""

    expected: int
    low: int
    high: int
    assumptions: tuple[str, ...]


def forecast_of(facts: ForecastFacts) -> Forecast:
    """Return the forecast of a year; of a year that is over only what waits is uncertain."""
    share, decided = _approved_share(facts)
    rest, basis = _still_to_start(facts)
    mean = facts.counted + facts.pending * share + rest
    deviation = BAND * math.sqrt(facts.pending * share * (1 - share) + rest)
    return Forecast(
        expected=_round(mean),
        low=max(facts.counted, math.floor(mean - deviation)),
        high=math.ceil(mean + deviation),
        assumptions=(
            ngettext("{number} plaatsing telt al mee.", "{number} plaatsingen tellen al mee.", facts.counted).format(number=facts.counted),
            decided,
            basis,
            _("In vier van de vijf jaren ligt de uitkomst binnen de marge, als de rest van het jaar lijkt op wat hiervoor was."),
        ),
    )


def _round(mean: float) -> int:
    return math.floor(mean + 0.5)


def _approved_share(facts: ForecastFacts) -> tuple[float, str]:
    """Return the share of what waits that will be approved, and the sentence that says why."""
    decisions = facts.approved_before + facts.rejected_before
    if not facts.pending:
        return 1.0, _("Er wacht niets op een besluit.")
    if decisions < FEWEST_DECISIONS:
        return UNKNOWN_SHARE, _("In beoordeling: {pending}. Er zijn te weinig eerdere besluiten: gerekend is met de helft.").format(
            pending=facts.pending
        )
    share = facts.approved_before / decisions
    sentence = _("In beoordeling: {pending}. Van {decisions} eerdere besluiten was {share}% een goedkeuring.")
    return share, sentence.format(pending=facts.pending, decisions=decisions, share=_round(100 * share))


def _still_to_start(facts: ForecastFacts) -> tuple[float, str]:
    """Return how many placements will still start after the day, and the sentence that says why."""
    first, following = date(facts.year, 1, 1), date(facts.year + 1, 1, 1)
    if facts.on >= following:
        return 0.0, _("Het jaar is voorbij: er begint niets meer.")
    if facts.earlier:
        mean = sum(year.later for year in facts.earlier) / len(facts.earlier)
        sentence = _("In {years} begonnen er na deze dag gemiddeld nog {number}.")
        return mean, sentence.format(years=_years(facts.earlier), number=_round(mean))
    passed = (facts.on - first).days + 1 if facts.on >= first else 0
    if not passed:
        return 0.0, _("Het jaar is nog niet begonnen, en er zijn geen eerdere jaren in dit register.")
    left = (following - facts.on).days - 1
    mean = (facts.counted + facts.pending) * left / passed
    sentence = _("Er zijn geen eerdere jaren in dit register: gerekend is dat het tempo van dit jaar zo blijft, dus nog {number}.")
    return mean, sentence.format(number=_round(mean))


def _years(earlier: Sequence[EarlierYear]) -> str:
    numbers = [str(year.year) for year in sorted(earlier, key=lambda one: one.year)]
    return numbers[0] if len(numbers) == 1 else _("{years} en {last}").format(years=", ".join(numbers[:-1]), last=numbers[-1])
