"""What a subcontract is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sroi.errors import UnableTo


class UnableToSubcontract(UnableTo):
    """This organisation cannot report for this contract on behalf of its contractor."""


@dataclass(frozen=True)
class SubcontractRecord:
    """That a contractor lets a subcontractor report on its behalf for one contract, until it ended."""

    id: UUID
    contract_id: UUID
    contract_number: str
    contract_title: str
    contractor_id: UUID
    contractor_name: str
    subcontractor_id: UUID
    subcontractor_name: str
    kvk_number: str | None
    added_at: datetime
    ended_at: datetime | None
