"""What the register holds of one contractor, for that contractor alone: a zip with tables (csv) and the same as data (json).

In: the viewer. Out: its contracts, the claims that it may see with what was reported, each step of their status, and their evidence: every
file once, and a table that tells which file, by its hash, belongs to which claim. Read and sent part by part, so that no register is too
large for it.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from gettext import gettext as _
from io import RawIOBase
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from sroi.access import Permission, Viewer
from sroi.contracts.queries import ContractFilter, contracts_page
from sroi.exports.separated import csv_bytes
from sroi.files.queries import FileNotFound, kept_file
from sroi.fulfilment.queries.claims import own_claims
from sroi.fulfilment.rules import ClaimRecord, status_label
from sroi.fulfilment.tables import ClaimStatusChange, Evidence
from sroi.ledger.queries import balances
from sroi.values import format_decimal, format_short_date, last_day

PART = 500
MEDIA_TYPE = "application/zip"

Row = dict[str, str]


class _Parts(RawIOBase):
    """What a zip is written to, taken away part by part while it grows."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        """Return that it can be written to; where it stands cannot be asked or changed."""
        return True

    def write(self, content: Any) -> int:
        """Keep a part."""
        self._written += content
        return len(content)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        part, self._written = bytes(self._written), bytearray()
        return part


def own_data(*, viewer: Viewer, directory: Path, now: datetime) -> AsyncIterator[bytes]:
    """Return the zip, part by part; refuse whoever reports nothing. `directory` is the evidence store."""
    viewer.require(Permission.REPORT_FULFILMENT)
    return _zipped(viewer, directory, now)


async def _zipped(viewer: Viewer, directory: Path, now: datetime) -> AsyncIterator[bytes]:
    claims, evidence, steps, places = list[Row](), list[Row](), list[Row](), dict[str, str]()
    parts = _Parts()
    with ZipFile(parts, "w", ZIP_DEFLATED) as archive:
        async for part in _claims(viewer):
            numbers = {record.id: str(record.number) for record in part}
            claims += [_claim(record) for record in part]
            steps += await _steps(numbers)
            for row in await _evidence(numbers):
                digest = row[_("sha256")]
                if digest not in places:
                    places[digest] = await _add_file(archive, directory, digest, row[_("bestand")])
                    yield parts.taken()
                evidence.append({**row, _("in deze zip"): places[digest]})
        tables = {_("contracten"): await _contracts(viewer), _("opgaven"): claims, _("bewijsstukken"): evidence, _("stappen"): steps}
        for name, rows in tables.items():
            archive.writestr(f"{name}.csv", csv_of(rows))
        held = {_("gemaakt_op"): now.isoformat(), **tables}
        archive.writestr(_("gegevens.json"), json.dumps(held, ensure_ascii=False, indent=1))
    yield parts.taken()


async def _add_file(archive: ZipFile, directory: Path, digest: str, file_name: str) -> str:
    """Put a file in the zip and return its place there; one that is lost or damaged in the store is told in its place."""
    try:
        kept = await kept_file(directory=directory, digest=digest)
    except FileNotFound as missing:
        return str(missing)
    # A name may not lead out of the folder in which the zip is unpacked.
    place = _("bewijsstukken/{digest}-{name}").format(digest=digest[:12], name=re.sub(r"[^\w.-]+", "_", file_name).lstrip("."))
    await asyncio.to_thread(archive.writestr, place, kept.content, ZIP_STORED)  # pictures and pdf's are packed already
    return place


def csv_of(rows: Sequence[Row]) -> bytes:
    """Return rows as a table that a Dutch spreadsheet opens; a text that looks like a formula stays a text."""
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    return csv_bytes(names, ([row.get(name, "") for name in names] for row in rows))


async def _claims(viewer: Viewer) -> AsyncIterator[tuple[ClaimRecord, ...]]:
    before = None
    while part := await own_claims(viewer=viewer, before=before, size=PART):
        yield part
        before = part[-1].number


def _claim(record: ClaimRecord) -> Row:
    return {
        _("opgave"): str(record.number),
        _("contract"): record.contract_number,
        _("soort"): record.kind_label,
        _("status"): status_label(record.status),
        _("van"): format_short_date(record.period.start),
        _("tot en met"): format_short_date(last_day(record.period.end)),
        _("waarde"): format_decimal(record.value),
        _("goedgekeurd"): "" if record.approved is None else format_decimal(record.approved),
        _("gemaakt op"): record.created_at.isoformat(),
        **dict(record.facts),
    }


async def _evidence(numbers: dict[UUID, str]) -> list[Row]:
    rows = await Evidence.select().where(Evidence.claim.is_in(list(numbers))).order_by(Evidence.added_at, Evidence.shows, Evidence.id)
    return [
        {
            _("opgave"): numbers[row["claim"]],
            _("bestand"): row["file_name"],
            _("laat zien"): row["shows"],
            _("toegevoegd op"): row["added_at"].isoformat(),
            _("sha256"): row["sha256"],
        }
        for row in rows
    ]


async def _steps(numbers: dict[UUID, str]) -> list[Row]:
    query = ClaimStatusChange.select().where(ClaimStatusChange.claim.is_in(list(numbers)))
    rows: list[dict[str, Any]] = await query.order_by(ClaimStatusChange.changed_at, ClaimStatusChange.number)
    return [
        {
            _("opgave"): numbers[row["claim"]],
            _("status"): row["status"],
            _("op"): row["changed_at"].isoformat(),
            _("toelichting"): row["reason"],
        }
        for row in rows
    ]


async def _contracts(viewer: Viewer) -> list[Row]:
    found: list[Row] = []
    after: tuple[datetime, UUID] | None = None
    while part := await contracts_page(viewer=viewer, narrowed=ContractFilter(), after=after, size=PART):
        held = await balances(contract_ids=[record.id for record in part])
        found += [
            {
                _("contract"): record.facts.number,
                _("titel"): record.facts.title,
                _("opdrachtgever"): record.authority_name,
                _("van"): format_short_date(record.facts.starts_on),
                _("tot en met"): format_short_date(last_day(record.facts.ends_before)),
                _("verplichting"): format_decimal(held[record.id].owed),
                _("goedgekeurd"): format_decimal(held[record.id].approved),
                _("nog te leveren"): format_decimal(held[record.id].remaining),
            }
            for record in part
        ]
        after = (part[-1].created_at, part[-1].id)
    return found
