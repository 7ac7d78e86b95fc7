"""Keeping of many claims at once: all of them, or none."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.database import transaction
from sroi.errors import UnableTo
from sroi.fulfilment.operations.claims import keep_claim
from sroi.fulfilment.queries.cautions import cautions_of_claims
from sroi.fulfilment.queries.claims import claims_by_id
from sroi.fulfilment.rules import Caution, ClaimRecord
from sroi.values import Period


class UnableToKeepAll(UnableTo):
    """Some claims were refused, so that none was kept; `refusals` are those, by their place from 0."""

    def __init__(self, refusals: Mapping[int, UnableTo]) -> None:
        super().__init__(_("Er is nog niets bewaard: verbeter eerst wat niet klopt."))
        self.refusals = refusals


@dataclass(frozen=True)
class KeptTogether:
    """A claim that was kept, or would be, with what to look at twice in it; its evidence comes later."""

    claim_id: UUID
    number: int
    period: Period
    value: Decimal
    cautions: tuple[str, ...] = ()


class _OnlyTried(Exception):
    """Undoes a trial."""


async def keep_claims(
    *, viewer: Viewer, contract_id: UUID, reported: Sequence[tuple[str, Any]], now: datetime, today: date, is_trial: bool = False
) -> tuple[KeptTogether, ...]:
    """Keep claims on one contract as drafts, given as kind and details, and return them in their order; raise UnableToKeepAll.

    Each is judged beside those before it. With `is_trial` nothing is kept: it tells what would be.
    """
    viewer.require(Permission.REPORT_FULFILMENT)
    kept: tuple[KeptTogether, ...] = ()
    with suppress(_OnlyTried):
        async with transaction():
            kept = await _kept(viewer, contract_id, reported, now, today)
            if is_trial:
                raise _OnlyTried
    return kept


async def _kept(
    viewer: Viewer, contract_id: UUID, reported: Sequence[tuple[str, Any]], now: datetime, today: date
) -> tuple[KeptTogether, ...]:
    ids, refusals = list[UUID](), dict[int, UnableTo]()
    for place, (kind, details) in enumerate(reported):
        try:
            ids.append(await keep_claim(viewer=viewer, contract_id=contract_id, kind=kind, details=details, now=now, today=today))
        except UnableTo as refusal:
            refusals[place] = refusal
    if refusals:
        raise UnableToKeepAll(refusals)
    records = await claims_by_id(viewer=viewer, claim_ids=ids)
    cautions = await cautions_of_claims(records=records, reader=viewer.organisation_id)
    return tuple(_kept_one(record, cautions[record.id]) for record in records)


def _kept_one(record: ClaimRecord, cautions: tuple[Caution, ...]) -> KeptTogether:
    texts = tuple(caution.text for caution in cautions if caution.field != "evidence")
    return KeptTogether(record.id, record.number, record.period, record.value, texts)
