"""From the own total to what is reported: every difference with the region's lists, explained by counts. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from gettext import gettext as _

from sroi.reconciliation.rules.matching.rows import Verdict


@dataclass(frozen=True)
class BridgeStep:
    """One step: its words, its number with its sign, and the verdict whose rows make it; None where it is not of the lists."""

    label: str
    number: int
    verdict: Verdict | None = None


@dataclass(frozen=True)
class Bridge:
    """The steps from the own total to the reported total. `open_lines` and `disputed` are in neither."""

    own: int
    steps: tuple[BridgeStep, ...]
    open_lines: int
    disputed: int

    @property
    def reported(self) -> int:
        """Return what is reported: the own total and all steps."""
        return self.own + sum(step.number for step in self.steps)


def bridge_of(*, own: int, verdicts: Mapping[Verdict, int], open_lines: int, adjustments: int) -> Bridge:
    """Return the bridge of a year: own total + what partners have beside it - what of that is double +/- adjustments.

    `verdicts` are the decided rows of placements in the current lists of the year; a pair that is the same stands in the own total already.
    """
    double, alone = verdicts.get(Verdict.SUSPECTED_DUPLICATE, 0), verdicts.get(Verdict.PARTNER_ONLY, 0)
    steps = (
        BridgeStep(_("Op de lijsten van partners, niet in ons register"), alone + double, Verdict.PARTNER_ONLY),
        BridgeStep(_("Daarvan vermoedelijk dubbel"), -double, Verdict.SUSPECTED_DUPLICATE),
        BridgeStep(_("Aanpassingen na het afsluiten"), adjustments),
    )
    return Bridge(own, steps, open_lines, verdicts.get(Verdict.DISPUTED, 0))
