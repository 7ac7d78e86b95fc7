"""Closing a year: what is kept of it, and what is said later beside it. Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from gettext import gettext as _
from hashlib import sha256
from typing import Any
from uuid import UUID

from sroi.access import Viewer
from sroi.contracts.rules import Scope
from sroi.errors import UnableTo
from sroi.reconciliation.rules.rendering import report_to_json_dict
from sroi.reconciliation.rules.report import JudgedPlacement, PlacementVerdict, YearReport

MAX_REASON, MAX_ADJUSTMENT = 2_000, 10_000


class UnableToClose(UnableTo):
    """The year cannot be closed so, or was closed already."""


@dataclass(frozen=True)
class ClosingProposal:
    """That somebody proposed to close a year."""

    year: int
    proposed_by: str
    proposed_by_id: str
    proposed_at: datetime


@dataclass(frozen=True)
class Frozen:
    """The placements of a year as they were when it was closed."""

    total: int
    local: int
    regional: int
    employers: int


@dataclass(frozen=True)
class Adjustment:
    """A correction of a closed year: so many placements more or fewer, since when, by whom and why."""

    number: int
    scope: Scope
    placements: int
    reason: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True)
class Closing:
    """A closed year: what was frozen, by whom, its hash, and the adjustments since."""

    year: int
    proposed_by: str
    closed_by: str
    closed_at: datetime
    sha256: str
    frozen: Frozen
    adjustments: tuple[Adjustment, ...] = ()

    def reported(self, scope: Scope | None = None) -> int:
        """Return the placements that are reported now: those that were frozen and what was adjusted since; of one scope, or of both."""
        frozen = {Scope.LOCAL: self.frozen.local, Scope.REGIONAL: self.frozen.regional, None: self.frozen.total}[scope]
        return frozen + sum(one.placements for one in self.adjustments if scope in (None, one.scope))


@dataclass(frozen=True)
class UnsettledList:
    """How many lines of a partner's current list nobody decided on, and how many are in dispute."""

    version_id: UUID
    partner: str
    undecided: int
    sure: int
    disputed: int


@dataclass(frozen=True)
class Unsettled:
    """What of a year is not settled yet: placements with a claim in review, and lines of the region's lists."""

    in_review: int
    lists: tuple[UnsettledList, ...]

    @property
    def undecided(self) -> int:
        """Return how many lines nobody decided on, those that may be confirmed together included."""
        return sum(one.undecided + one.sure for one in self.lists)

    @property
    def disputed(self) -> int:
        """Return how many lines are in dispute."""
        return sum(one.disputed for one in self.lists)

    @property
    def is_settled(self) -> bool:
        """Return whether nothing is left to decide."""
        return not self.in_review + self.undecided + self.disputed


def in_review_of(placements: Sequence[JudgedPlacement]) -> int:
    """Return how many placements have a claim that waits for a decision, whether they count already or not."""
    return sum(one.placement.in_review > 0 for one in placements)


def snapshot_of(*, report: YearReport, placements: Sequence[JudgedPlacement]) -> str:
    """Return the figures and the rows of a year as one JSON text, without a candidate in it: a row is known by its first claim."""
    rows = [_row(judged) for judged in placements]
    whole = {"report": report_to_json_dict(report), "placements": rows}
    return json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def snapshot_sha256(snapshot: str) -> str:
    """Return the hash of a snapshot."""
    return sha256(snapshot.encode()).hexdigest()


def frozen_of(snapshot: str) -> Frozen:
    """Return the placements in a snapshot."""
    report = json.loads(snapshot)["report"]
    return Frozen(total=report["total"], local=report["local"], regional=report["regional"], employers=report["employers"])


def _row(judged: JudgedPlacement) -> dict[str, Any]:
    placement = judged.placement
    return {
        "first_claim": placement.first_claim,
        "verdict": judged.verdict.value,
        "counts": judged.verdict is PlacementVerdict.COUNTED,
        "contract": placement.contract_number,
        "contracting_authority": placement.authority_name,
        "scope": placement.scope.value,
        "contractor": placement.contractor_name,
        "employer": placement.employer_name,
        "starts_on": placement.starts_on.isoformat(),
        "approved": f"{placement.approved:.2f}",
    }


def check_closing(*, report: YearReport, on: date) -> None:
    """Raise UnableToClose for a year that is not over, or whose figures come from elsewhere."""
    if report.is_recorded:
        raise UnableToClose(_("De cijfers van dit jaar staan al vast: zij komen uit een bron van buiten dit register."))
    if on <= date(report.year, 12, 31):
        raise UnableToClose(_("Dit jaar is nog niet voorbij. U kunt het afsluiten vanaf 1 januari."))


def snapshot_to_close(*, report: YearReport, placements: Sequence[JudgedPlacement], on: date) -> str:
    """Return the rows and figures of a year as they would be frozen; raise UnableToClose when it cannot be closed."""
    check_closing(report=report, on=on)
    return snapshot_of(report=report, placements=placements)


def check_closer(*, viewer: Viewer, proposal: ClosingProposal | None) -> None:
    """Raise UnableToClose unless somebody else proposed to close the year."""
    if proposal is None:
        raise UnableToClose(_("Iemand moet eerst voorstellen om dit jaar af te sluiten."))
    if proposal.proposed_by_id == str(viewer.user_id):
        raise UnableToClose(_("U hebt dit zelf voorgesteld. Een ander sluit het jaar af."))


def check_adjustment(*, placements: int, reason: str) -> None:
    """Raise UnableToClose on the field with what cannot be of a correction."""
    if placements == 0 or abs(placements) > MAX_ADJUSTMENT:
        raise UnableToClose(_("Vul in hoeveel plaatsingen erbij komen of eraf gaan, bijvoorbeeld 2 of -1."), field="placements")
    if not reason.strip():
        raise UnableToClose(_("Schrijf op waarom het cijfer verandert."), field="reason")
    if len(reason) > MAX_REASON:
        raise UnableToClose(_("Gebruik ten hoogste {most} tekens.").format(most=MAX_REASON), field="reason")
