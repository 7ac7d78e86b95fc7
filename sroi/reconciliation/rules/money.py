"""What is told of money: the figures, by what contracts are put together, and the lines that make a figure. Pure.

A surplus on one contract pays nothing on another, so each figure of a group is the sum of that of its contracts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from gettext import gettext as _
from uuid import UUID

from sroi.errors import NotFound


class MoneyNotFound(NotFound):
    """There is no such group, or no such contract with money."""


class Grouping(StrEnum):
    """By what contracts are put together; the year is that of the award."""

    CONTRACT = "contract"
    AUTHORITY = "authority"
    CONTRACTOR = "contractor"
    TYPE = "type"
    YEAR = "year"


class Figure(StrEnum):
    """A figure of a contract as it stands on a day: euros, but for the number of late milestones."""

    OWED = "owed"
    APPROVED = "approved"
    OTHER = "other"
    EXPECTED = "expected"
    REMAINING = "remaining"
    BEHIND = "behind"
    SHORTFALL = "shortfall"
    SURPLUS = "surplus"
    LATE = "late"


class LineKind(StrEnum):
    """What makes a figure of a contract: an entry in the ledger, a claim in review, what a placement will still bring, what should be done
    by now, or a milestone."""

    ENTRY = "entry"
    IN_REVIEW = "in_review"
    TO_COME = "to_come"
    DUE = "due"
    MILESTONE = "milestone"


@dataclass(frozen=True)
class GroupLine:
    """Contracts that are put together, with sums in euros, or a number, as figures.

    `key` names them in an address, `name` is what they are sorted by, `label` what they are called.
    """

    key: str
    name: str
    label: str
    contracts: int
    figures: Mapping[Figure, Decimal]


@dataclass(frozen=True)
class ContractFigures:
    """One contract with its figures."""

    id: UUID
    number: str
    title: str
    contractor_name: str
    authority_name: str
    figures: Mapping[Figure, Decimal]


@dataclass(frozen=True)
class MoneyLine:
    """A line that makes a figure: its kind, what of that kind, the claim that it is of, and what it adds; `key` is its place."""

    kind: LineKind
    detail: str
    claim_id: UUID | None
    claim_number: int | None
    day: date
    amount: Decimal
    key: int


def figure_label(figure: Figure) -> str:
    """Return the Dutch name of a figure."""
    return {
        Figure.OWED: _("Verplicht"),
        Figure.APPROVED: _("Goedgekeurd"),
        Figure.OTHER: _("Anders verrekend"),
        Figure.EXPECTED: _("Verwacht"),
        Figure.REMAINING: _("Nog te leveren"),
        Figure.BEHIND: _("Achterstand"),
        Figure.SHORTFALL: _("Tekort"),
        Figure.SURPLUS: _("Overschot"),
        Figure.LATE: _("Mijlpalen te laat"),
    }[figure]


def figure_explanation(figure: Figure) -> str:
    """Return in one Dutch sentence what a figure is."""
    return {
        Figure.OWED: _("Wat over de hele looptijd geleverd moet worden."),
        Figure.APPROVED: _("Wat het WSP heeft goedgekeurd."),
        Figure.OTHER: _("Wat is vrijgesteld, overgezet of ingehouden."),
        Figure.EXPECTED: _(
            "Wat al meetelt, plus wat in beoordeling is, plus wat lopende plaatsingen nog waard worden. "
            "Een maximum van het beleid is er nog niet van afgetrokken."
        ),
        Figure.REMAINING: _("Verplicht, min goedgekeurd en anders verrekend; nooit minder dan nul per contract."),
        Figure.BEHIND: _(
            "Wat er nu had moeten zijn en er niet is. Gelijk verdeeld over de dagen van het contract: wat tot vandaag geleverd had "
            "moeten zijn, min wat meetelt. "
            "Een contract zonder einddatum telt hier niet mee."
        ),
        Figure.SHORTFALL: _("Wat nog te leveren is op contracten die zijn afgelopen."),
        Figure.SURPLUS: _("Wat meer is geleverd dan verplicht. Het telt niet mee bij een ander contract."),
        Figure.LATE: _("Mijlpalen waarvan de dag voorbij is en die nog open staan."),
    }[figure]


def grouping_label(grouping: Grouping) -> str:
    """Return the Dutch name of what contracts are put together by."""
    return {
        Grouping.CONTRACT: _("Contract"),
        Grouping.AUTHORITY: _("Opdrachtgever"),
        Grouping.CONTRACTOR: _("Opdrachtnemer"),
        Grouping.TYPE: _("Soort"),
        Grouping.YEAR: _("Jaar van gunning"),
    }[grouping]
