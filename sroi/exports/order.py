"""What is asked of an export: which one, of which year and whom, as of which day and known at which moment."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class Order:
    """Everything that the bytes of an export follow from beside the register; with a `position` as it was known there.

    An export about one contractor names its organisation; one that `is_for_contractor` says no more than that contractor may see.
    """

    key: str
    year: int
    today: date
    now: datetime
    position: int | None = None
    organisation_id: UUID | None = None
    is_for_contractor: bool = False
